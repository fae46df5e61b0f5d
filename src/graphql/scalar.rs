//! Scalars, under the names that clients expect.
//!
//! The library has some of its own, called `Url` and `NaiveDate`, and writes times as exactly as
//! they are stored; these say what the contract says.

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, SecondsFormat, Utc};

/// A point in time.
#[derive(Debug, Clone, Copy)]
pub(super) struct DateTime(pub(super) chrono::DateTime<Utc>);

/// A point in time: RFC 3339 in UTC with milliseconds, as `2026-01-31T12:00:00.000Z`. As an input it
/// may have any offset.
#[Scalar(name = "DateTime", specified_by_url = "https://scalars.graphql.org/andimarek/date-time.html")]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        let at = chrono::DateTime::parse_from_rfc3339(text)
            .map_err(|_| InputValueError::custom("write it as 2026-01-31T12:00:00Z"))?;
        Ok(Self(at.to_utc()))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl From<chrono::DateTime<Utc>> for DateTime {
    fn from(at: chrono::DateTime<Utc>) -> Self {
        Self(at)
    }
}

/// A calendar day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Date(pub(super) NaiveDate);

/// A day of the calendar without a time zone, as `2026-01-31`.
#[Scalar(name = "Date", specified_by_url = "https://scalars.graphql.org/andimarek/local-date.html")]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else { return Err(InputValueError::expected_type(value)) };
        // With a sign there could be more digits, and days of which no sum can be made.
        let plain = text.len() == 10 && text.starts_with(|first: char| first.is_ascii_digit());
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().filter(|_| plain);
        Ok(Self(day.ok_or_else(|| InputValueError::custom("write it as 2026-01-31"))?))
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.to_string())
    }
}

/// How many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count(pub(super) i64);

/// How many: a whole number, written as a number of JSON. `Int` ends at two thousand million, which
/// clicks do not.
#[Scalar(name = "Count")]
impl ScalarType for Count {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::Number(number) = &value else { return Err(InputValueError::expected_type(value)) };
        Ok(Self(number.as_i64().ok_or_else(|| InputValueError::custom("write it as a whole number"))?))
    }

    fn to_value(&self) -> Value {
        self.0.into()
    }
}

impl From<i64> for Count {
    fn from(count: i64) -> Self {
        Self(count)
    }
}

/// An absolute URL. Only given, never taken: what people type is text, so that a form can say
/// what is wrong with it.
#[derive(Debug, Clone)]
pub(super) struct Url(pub(super) String);

/// An absolute URL.
#[Scalar(name = "URL", specified_by_url = "https://url.spec.whatwg.org/")]
impl ScalarType for Url {
    fn parse(value: Value) -> InputValueResult<Self> {
        match value {
            Value::String(text) => Ok(Self(text)),
            other => Err(InputValueError::expected_type(other)),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.0.clone())
    }
}

/// Any JSON value.
#[derive(Debug, Clone)]
pub(super) struct Json(pub(super) serde_json::Value);

/// Any JSON value, for what has no type of its own: the properties of a conversion and what became
/// of them.
#[Scalar(name = "JSON", specified_by_url = "https://www.rfc-editor.org/rfc/rfc8259")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value.into_json()?))
    }

    fn to_value(&self) -> Value {
        // Fails only for what serde_json itself cannot have made.
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

impl From<serde_json::Map<String, serde_json::Value>> for Json {
    fn from(map: serde_json::Map<String, serde_json::Value>) -> Self {
        Self(map.into())
    }
}
