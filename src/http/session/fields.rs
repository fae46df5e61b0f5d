//! What somebody filled in: sent by a script as JSON, or by a form itself.

use std::collections::BTreeMap;

use axum::body::Body;
use axum::http::{HeaderMap, header};
use serde_json::Value;
use url::form_urlencoded;

use crate::error::{Error, Problem, ProblemCode, Problems, Result};

/// The largest form that is read.
const MAX_FORM: usize = 16 * 1024;

/// Named texts, and what is wrong with them.
#[derive(Debug)]
pub(super) struct Fields {
    values: BTreeMap<String, Value>,
    problems: Problems,
}

impl Fields {
    /// The fields of a JSON object.
    pub(super) fn json(body: Value) -> Result<Self> {
        match body {
            Value::Object(fields) => Ok(Self { values: fields.into_iter().collect(), problems: Problems::default() }),
            _ => Err(Problem::new("body", ProblemCode::Invalid, "Send a JSON object.").into()),
        }
    }

    /// The fields of a form.
    pub(super) async fn form(headers: &HeaderMap, body: Body) -> Result<Self> {
        let wrong = || Error::BadRequest("Send this form as its page does.".to_owned());
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let essence = content_type.split(';').next().unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Err(wrong());
        }
        let body = axum::body::to_bytes(body, MAX_FORM).await.map_err(|_| wrong())?;
        let values = form_urlencoded::parse(&body)
            .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
            .collect();
        Ok(Self { values, problems: Problems::default() })
    }

    /// A text that has to be there; empty when it is not, which is noted.
    pub(super) fn text(&mut self, name: &str) -> String {
        let missing = match self.values.get(name) {
            None | Some(Value::Null) => true,
            Some(Value::String(text)) => text.is_empty(),
            // That it is no text is noted below.
            Some(_) => false,
        };
        if missing {
            self.problems.add(name, ProblemCode::Blank, "This is needed.");
        }
        self.optional(name).unwrap_or_default()
    }

    /// A text that may be missing, null or empty.
    pub(super) fn optional(&mut self, name: &str) -> Option<String> {
        match self.values.get(name) {
            None | Some(Value::Null) => None,
            Some(Value::String(text)) => Some(text.clone()).filter(|text| !text.is_empty()),
            Some(_) => {
                self.problems.add(name, ProblemCode::Invalid, "Send a text.");
                None
            }
        }
    }

    /// What was typed, to be shown again.
    pub(super) fn typed(&self, name: &str) -> &str {
        self.values.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// `Err` with all that is missing or no text.
    pub(super) fn done(&mut self) -> Result<()> {
        std::mem::take(&mut self.problems).none()
    }
}
