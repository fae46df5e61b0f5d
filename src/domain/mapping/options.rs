//! What a form field may be.

use std::collections::HashSet;

use entity::value::{DataType, Texts};
use rand::{Rng, RngExt};

use super::{MAX_OPTION_CHARACTERS, MAX_OPTIONS};

/// A name for a new form field: 24 lower-case letters and digits, all equally likely (124 bits).
pub fn new_field_id(rng: &mut (impl Rng + ?Sized)) -> String {
    const ALPHABET: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    (0..24).map(|_| char::from(ALPHABET[rng.random_range(0..ALPHABET.len())])).collect()
}

/// What is wrong with the options of a form field. Indexes count from 0, over the list as given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OptionsProblem {
    /// A dropdown without a choice.
    #[error("a dropdown needs at least one option")]
    Missing,
    /// More than [`MAX_OPTIONS`].
    #[error("a dropdown has at most {MAX_OPTIONS} options")]
    TooMany,
    /// Options of a field that is not a dropdown.
    #[error("only dropdowns have options")]
    NotAllowed,
    /// The option at this index has nothing to see.
    #[error("an option must not be blank")]
    Blank(usize),
    /// The option at this index has more than [`MAX_OPTION_CHARACTERS`].
    #[error("an option has at most {MAX_OPTION_CHARACTERS} characters")]
    TooLong(usize),
    /// The option at this index has a line break or another control character.
    #[error("an option is one line without control characters")]
    Control(usize),
    /// The option at this index equals an earlier one, but for case and surrounding space.
    #[error("an option must differ from the others in more than upper and lower case")]
    Repeated(usize),
}

/// Checks the options that an admin gives a field, and takes the space around them away.
///
/// # Errors
///
/// Every problem, in the order of the options.
pub fn check_options(data_type: DataType, options: &[String]) -> Result<Texts, Vec<OptionsProblem>> {
    let is_dropdown = match data_type {
        DataType::Dropdown | DataType::DropdownMulti => true,
        DataType::String | DataType::Number | DataType::Email | DataType::Date => false,
    };
    match options.len() {
        0 if is_dropdown => return Err(vec![OptionsProblem::Missing]),
        0 => return Ok(Texts::default()),
        _ if !is_dropdown => return Err(vec![OptionsProblem::NotAllowed]),
        count if count > MAX_OPTIONS => return Err(vec![OptionsProblem::TooMany]),
        _ => {}
    }
    let mut seen = HashSet::new();
    let mut problems = Vec::new();
    for (index, option) in options.iter().map(|option| option.trim()).enumerate() {
        if option.is_empty() {
            problems.push(OptionsProblem::Blank(index));
        } else if option.chars().count() > MAX_OPTION_CHARACTERS {
            problems.push(OptionsProblem::TooLong(index));
        } else if option.chars().any(char::is_control) {
            problems.push(OptionsProblem::Control(index));
        } else if !seen.insert(option.to_lowercase()) {
            problems.push(OptionsProblem::Repeated(index));
        }
    }
    if problems.is_empty() {
        Ok(Texts(options.iter().map(|option| option.trim().to_owned()).collect()))
    } else {
        Err(problems)
    }
}
