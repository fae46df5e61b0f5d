//! What people type: names, and lists of lines.

use crate::error::{ProblemCode, Problems};

/// How long a name may be, in characters.
pub const MAX_NAME: usize = 200;

/// A name: trimmed, not empty, on one line.
pub fn name(typed: &str, field: &str, problems: &mut Problems) -> String {
    let name = typed.trim();
    if name.is_empty() {
        problems.add(field, ProblemCode::Blank, "Give it a name.");
    } else if name.chars().count() > MAX_NAME {
        problems.add(field, ProblemCode::TooLong, format!("A name has at most {MAX_NAME} characters."));
    } else if name.chars().any(char::is_control) {
        problems.add(field, ProblemCode::Invalid, "A name is one line of plain text.");
    }
    name.to_owned()
}

/// A text of any number of lines: trimmed, and possibly empty.
pub fn lines(typed: &str, most: usize, field: &str, problems: &mut Problems) -> String {
    let text = typed.trim();
    if text.chars().count() > most {
        problems.add(field, ProblemCode::TooLong, format!("This has at most {most} characters."));
    } else if text.chars().any(|character| character.is_control() && !matches!(character, '\n' | '\r' | '\t')) {
        problems.add(field, ProblemCode::Invalid, "This is plain text.");
    }
    text.to_owned()
}

/// A name that may be left empty: trimmed, on one line.
pub fn optional_name(typed: &str, field: &str, problems: &mut Problems) -> String {
    if typed.trim().is_empty() { String::new() } else { name(typed, field, problems) }
}

/// A list of things that are each understood by `parse`, without repetition.
pub fn list<E: std::fmt::Display>(
    typed: &[String],
    most: usize,
    field: &str,
    problems: &mut Problems,
    parse: impl Fn(&str) -> Result<String, E>,
) -> Vec<String> {
    if typed.len() > most {
        problems.add(field, ProblemCode::TooLong, format!("There can be at most {most}."));
        return Vec::new();
    }
    let mut list = Vec::with_capacity(typed.len());
    for (index, text) in typed.iter().enumerate() {
        match parse(text) {
            Ok(value) if list.contains(&value) => {}
            Ok(value) => list.push(value),
            Err(error) => problems.add(&format!("{field}.{index}"), ProblemCode::Invalid, error.to_string()),
        }
    }
    list
}
