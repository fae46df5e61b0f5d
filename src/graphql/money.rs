//! Amounts of money, and the scalars that they are written in.

use async_graphql::{InputValueError, InputValueResult, Object, Scalar, ScalarType, Value};

use crate::domain::money;

/// An exact decimal number. Only given, never taken: what people type is text, so that a form can
/// say what is wrong with it.
#[derive(Debug, Clone)]
pub(super) struct Decimal(pub(super) String);

/// An exact decimal number, written as a text so that no client rounds it: `12.50`.
#[Scalar(name = "Decimal")]
impl ScalarType for Decimal {
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

/// A whole number of 64 bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct BigInt(pub(super) i64);

/// A whole number of up to 64 bits, where `Int` has 32. A JSON number: up to 2^53 every client reads
/// it exactly.
#[Scalar(name = "BigInt")]
impl ScalarType for BigInt {
    fn parse(value: Value) -> InputValueResult<Self> {
        match &value {
            Value::Number(number) => {
                number.as_i64().map(Self).ok_or_else(|| InputValueError::custom("write a whole number"))
            }
            _ => Err(InputValueError::expected_type(value)),
        }
    }

    fn to_value(&self) -> Value {
        Value::from(self.0)
    }
}

/// An amount of money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Money {
    pub(super) minor: i64,
    pub(super) currency: String,
}

impl Money {
    pub(super) fn new(minor: i64, currency: &str) -> Self {
        Self { minor, currency: currency.to_owned() }
    }
}

/// An amount of money, exactly.
#[Object]
impl Money {
    /// The amount in the currency's usual unit, with all of its decimals: `12.50`.
    async fn amount(&self) -> Decimal {
        Decimal(money::decimal(self.minor, &self.currency))
    }

    /// The currency, by its ISO 4217 code: `EUR`.
    async fn currency_code(&self) -> &str {
        &self.currency
    }

    /// The amount in the currency's smallest unit, as cents: to add up and compare.
    async fn minor_units(&self) -> BigInt {
        BigInt(self.minor)
    }
}
