//! What the parser will meet, found out without it.

use super::{MAX_BRACKETS, MAX_DEPTH, MAX_DIRECTIVES, Refusal, within};

/// Bounds what the parser, which recurses, will meet.
///
/// A bracket that only one of the two sees would be a hole, so this reads strings and comments
/// as the parser's grammar does: a comment ends at CR or LF, a string holds neither, and only
/// `\"""` is an escape in a block string. Where the grammar has a second try, this refuses: an
/// unclosed `"""` is to the parser an empty string and the start of another. Anything else that
/// is wrong, as brackets that do not match, stops the parser there, so reading on does no harm.
pub(super) fn scan(document: &str) -> Result<(), Refusal> {
    let (mut brackets, mut depth, mut directives) = (0_usize, 0_usize, 0_usize);
    let mut rest = document.as_bytes();
    loop {
        rest = match rest {
            [] => return Ok(()),
            [b'#', tail @ ..] => {
                let end = tail.iter().position(|byte| matches!(byte, b'\r' | b'\n'));
                end.and_then(|end| tail.get(end..)).unwrap_or_default()
            }
            [b'"', b'"', b'"', tail @ ..] => after_block_string(tail).ok_or_else(|| bad_string(document, rest))?,
            [b'"', tail @ ..] => after_string(tail).ok_or_else(|| bad_string(document, rest))?,
            [b'[' | b'{' | b'(', tail @ ..] => {
                brackets += 1;
                depth += 1;
                tail
            }
            [b']' | b'}' | b')', tail @ ..] => {
                depth = depth.saturating_sub(1);
                tail
            }
            [b'@', tail @ ..] => {
                directives += 1;
                tail
            }
            [_, tail @ ..] => tail,
        };
        within([
            (depth, MAX_DEPTH, Refusal::TooDeep),
            (brackets, MAX_BRACKETS, Refusal::TooManyBrackets),
            (directives, MAX_DIRECTIVES, Refusal::TooManyDirectives),
        ])?;
    }
}

/// What follows a string, given what follows its opening quote.
fn after_string(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        rest = match rest {
            [b'"', tail @ ..] => return Some(tail),
            [b'\\', escaped, tail @ ..] if br#""\/bfnrtu"#.contains(escaped) => tail,
            [] | [b'\\' | b'\r' | b'\n', ..] => return None,
            [_, tail @ ..] => tail,
        }
    }
}

/// What follows a block string, given what follows its opening quotes.
fn after_block_string(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        rest = match rest {
            [b'\\', b'"', b'"', b'"', tail @ ..] => tail,
            [b'"', b'"', b'"', tail @ ..] => return Some(tail),
            [_, tail @ ..] => tail,
            [] => return None,
        }
    }
}

/// The refusal of the string that opens `rest`, the end of `document`.
fn bad_string(document: &str, rest: &[u8]) -> Refusal {
    let start = document.len().saturating_sub(rest.len());
    let before = document.get(..start).unwrap_or_default();
    let line = before.split('\n').next_back().unwrap_or_default();
    Refusal::Syntax {
        message: "string that is not closed, or has an unknown escape".to_owned(),
        line: before.matches('\n').count() + 1,
        column: line.chars().count() + 1,
    }
}
