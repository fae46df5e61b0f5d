//! What one value becomes in a field of a type.

use chrono::{DateTime, NaiveDate};
use entity::form_field;
use entity::value::{DataType, Texts};
use serde_json::{Number, Value};

use super::{INEXACT_FROM, MAX_MESSAGE_CHARACTERS, MAX_TEXT_CHARACTERS, is_absent};
use crate::domain::email::Email;

/// The value as the field's data type has it, None where there is none after all, or what would
/// have been right.
pub(super) fn read(field: &form_field::Model, value: &Value) -> Result<Option<Value>, String> {
    let text = as_text(value);
    let trimmed = text.as_deref().map(str::trim);
    match field.data_type {
        DataType::String => match text {
            Some(text) if text.chars().count() <= MAX_TEXT_CHARACTERS => Ok(Some(Value::String(text))),
            Some(_) => Err(format!("expected at most {MAX_TEXT_CHARACTERS} characters")),
            None if value.is_number() => Err("expected a number of this size to be sent as text, in quotes".to_owned()),
            None => Err("expected text, not a list or an object".to_owned()),
        },
        DataType::Number => match value {
            Value::Number(number) => exact(number),
            Value::String(text) => parse_number(text.trim()),
            _ => None,
        }
        .map(|number| Some(Value::Number(number)))
        .ok_or_else(|| "expected a number such as 49 or 49.90, of at most 15 digits".to_owned()),
        DataType::Email => trimmed
            .and_then(|text| Email::parse(text).ok())
            .map(|email| Some(Value::String(email.as_str().to_owned())))
            .ok_or_else(|| "expected an e-mail address such as anna@example.com".to_owned()),
        DataType::Date => trimmed
            .and_then(parse_date)
            .map(|date| Some(Value::String(date.to_string())))
            .ok_or_else(|| "expected a date such as 2026-01-31, or 2026-01-31T09:30:00Z".to_owned()),
        DataType::Dropdown => trimmed
            .and_then(|text| find_option(&field.options, text))
            .map(|option| Some(Value::from(option)))
            .ok_or_else(|| format!("expected one of: {}", field.options.0.join(", "))),
        DataType::DropdownMulti => {
            let options = read_options(&field.options, value)
                .ok_or_else(|| format!("expected any of: {}", field.options.0.join(", ")))?;
            Ok((!options.is_empty()).then(|| Value::from(options)))
        }
    }
}

/// A scalar as text. None also for a number that had more digits than its `f64` has kept.
fn as_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Bool(value) => Some(value.to_string()),
        Value::Number(number) => exact(number).map(|_| number.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The number, `49` for `49.0`; None for an `f64` that may stand for another number than was sent.
fn exact(number: &Number) -> Option<Number> {
    match number.as_f64() {
        Some(float) if number.is_f64() => {
            if float.abs() >= INEXACT_FROM {
                None
            } else if float.fract() == 0.0 {
                Some(Number::from(float as i64))
            } else {
                Some(number.clone())
            }
        }
        _ => Some(number.clone()),
    }
}

/// A decimal number that is kept without loss: an integer of 64 bits, or a fraction that an `f64`
/// shows with the same digits.
fn parse_number(text: &str) -> Option<Number> {
    let decimal = Decimal::parse(text)?;
    if decimal.exponent < 0 {
        // Judged by the text that is stored: at 16 digits, two texts can be as near to one `f64`, and
        // libraries differ in which of them they write.
        let number = Number::from_f64(text.parse().ok()?)?;
        let is_kept = Decimal::parse(&number.to_string())? == decimal;
        return is_kept.then_some(number);
    }
    // An integer of 64 bits has at most 20 digits, and one with more zeros is not written out.
    let zeros = usize::try_from(decimal.exponent).ok().filter(|zeros| *zeros < 20)?;
    let integer = format!("{}{}{}", if decimal.is_negative { "-" } else { "" }, decimal.digits, "0".repeat(zeros));
    integer.parse::<i64>().map(Number::from).or_else(|_| integer.parse::<u64>().map(Number::from)).ok()
}

/// A decimal number without zeros at the ends of its digits, so that equal numbers are equal.
#[derive(PartialEq)]
struct Decimal {
    is_negative: bool,
    digits: String,
    exponent: i64,
}

impl Decimal {
    /// Reads an optional sign, digits, optionally a dot and digits, optionally `e` and an integer.
    fn parse(text: &str) -> Option<Self> {
        let is_negative = text.starts_with('-');
        let unsigned = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (mantissa, exponent) = unsigned.split_once(['e', 'E']).unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, "0"));
        let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        if !are_digits(whole) || !are_digits(fraction) {
            return None;
        }
        let exponent = i64::from(exponent.parse::<i32>().ok()?) - i64::try_from(fraction.len()).ok()?;
        let all = format!("{whole}{fraction}");
        let significant = all.trim_start_matches('0');
        let digits = significant.trim_end_matches('0');
        if digits.is_empty() {
            return Some(Self { is_negative: false, digits: "0".to_owned(), exponent: 0 });
        }
        let zeros = i64::try_from(significant.len() - digits.len()).ok()?;
        Some(Self { is_negative, digits: digits.to_owned(), exponent: exponent + zeros })
    }
}

/// A day of the calendar, or the day of a moment where it was written down (RFC 3339).
fn parse_date(text: &str) -> Option<NaiveDate> {
    match NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        // The parser forgives missing zeros, which others read as another day, and more digits.
        Ok(date) => (text.len() == "YYYY-MM-DD".len() && date.to_string() == text).then_some(date),
        Err(_) => DateTime::parse_from_rfc3339(text).ok().map(|moment| moment.date_naive()),
    }
}

fn find_option<'a>(options: &'a Texts, text: &str) -> Option<&'a str> {
    let wanted = text.trim().to_lowercase();
    options.0.iter().map(String::as_str).find(|option| option.trim().to_lowercase() == wanted)
}

/// Every option that the value names, once, in the order of the value; None if it names anything
/// else. Text may be one option, or several with `;` or `,` between them.
pub(super) fn read_options<'a>(options: &'a Texts, value: &Value) -> Option<Vec<&'a str>> {
    let texts: Vec<String> = match value {
        Value::Array(items) => items.iter().filter(|item| !is_absent(item)).map(as_text).collect::<Option<_>>()?,
        _ => {
            let text = as_text(value)?;
            let is_option = |text: &str| find_option(options, text).is_some();
            // From coarse to fine, because an option may have a comma in it.
            let split = |text: &str, at: char| -> Vec<String> {
                if is_option(text) { vec![text.to_owned()] } else { text.split(at).map(str::to_owned).collect() }
            };
            split(&text, ';').iter().flat_map(|part| split(part, ',')).filter(|part| !part.trim().is_empty()).collect()
        }
    };
    let mut found = Vec::new();
    for text in texts {
        let option = find_option(options, &text)?;
        if !found.contains(&option) {
            found.push(option);
        }
    }
    Some(found)
}

pub(super) fn clip(message: &str) -> String {
    match message.char_indices().nth(MAX_MESSAGE_CHARACTERS) {
        None => message.to_owned(),
        Some(_) => message.chars().take(MAX_MESSAGE_CHARACTERS - 1).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::any;
    use proptest::{prop_assert, prop_assert_eq, proptest};

    use super::*;

    proptest! {
        #[test]
        fn a_number_that_is_taken_is_the_one_that_was_sent(
            text in "[+-]?[0-9]{1,21}(\\.[0-9]{1,18})?([eE][+-]?[0-9]{1,2})?|.{0,6}",
        ) {
            if let Some(number) = parse_number(&text) {
                prop_assert!(Decimal::parse(&number.to_string()) == Decimal::parse(&text), "{} {}", text, number);
            }
        }

        #[test]
        fn integers_floats_and_15_digits_are_taken(
            integer in any::<i64>(),
            float in -1e15_f64..1e15,
            digits in 1..1_000_000_000_000_000_u64,
            scale in 1..20,
        ) {
            prop_assert_eq!(parse_number(&integer.to_string()), Some(Number::from(integer)));
            let shown = Value::from(float).to_string();
            prop_assert_eq!(parse_number(&shown).and_then(|number| number.as_f64()), Some(float));
            let decimal = format!("{digits}e-{scale}");
            prop_assert!(parse_number(&decimal).is_some(), "{}", decimal);
        }
    }
}
