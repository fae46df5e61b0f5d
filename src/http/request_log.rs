//! Calls with a secret key, for the organisation's request log.

use std::time::Instant;

use axum::response::Response;
use chrono::{DateTime, Utc};
use entity::api_call;
use entity::id::{ApiCallId, ApiKeyId, OrganisationId};

use super::caller::{Caller, Who};
use super::request_id;
use crate::app::App;

/// The longest name of an operation that is kept.
const MOST_OPERATION: usize = 100;

/// Why an answer refuses: beside an answer that says it in its body, for the log.
#[derive(Debug, Clone)]
pub struct Code(pub String);

/// A call that is being served.
pub struct Entry {
    at: DateTime<Utc>,
    begun: Instant,
    method: &'static str,
    path: &'static str,
    operation: Option<String>,
    caller: Option<(OrganisationId, ApiKeyId)>,
}

impl Entry {
    /// A call that has just come.
    pub fn begin(app: &App, method: &'static str, path: &'static str) -> Self {
        Self { at: app.clock.now(), begun: Instant::now(), method, path, operation: None, caller: None }
    }

    /// Whose it is. A call of nobody that is known stands in no log, and neither does one of a person.
    pub fn of(&mut self, caller: &Caller) {
        if let Who::Key { id, .. } = caller.who {
            self.caller = Some((caller.organisation, id));
        }
    }

    /// Which of the things that can be done at this path.
    pub fn operation(&mut self, name: &str) {
        self.operation = Some(name.chars().take(MOST_OPERATION).collect());
    }

    /// Hands it in with its answer.
    pub fn end(self, app: &App, response: &Response) {
        let Some((organisation_id, key_id)) = self.caller else { return };
        app.requests.note(api_call::Model {
            organisation_id,
            id: ApiCallId::new(self.at),
            at: self.at,
            key_id,
            method: self.method.to_owned(),
            path: self.path.to_owned(),
            operation: self.operation,
            status: response.status().as_u16().into(),
            code: response.extensions().get::<Code>().map(|code| code.0.clone()),
            duration_ms: i32::try_from(self.begun.elapsed().as_millis()).unwrap_or(i32::MAX),
            request_id: request_id::current(),
        });
    }
}
