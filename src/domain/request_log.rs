//! The request log: what programs with a secret key called, and what came of it.
//!
//! Gathered in memory and written every second. Under a flood it is a sample: what was refused is
//! kept before what went well, since it is what somebody looks for. Bodies and secrets never get here.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, Duration, Utc};
use entity::api_call;
use entity::id::ApiKeyId;

use crate::error::Result;
use crate::store::Store;

/// How long a call stays in the log.
pub const KEPT: Duration = Duration::days(7);
/// How many calls of one key that went well are kept of a second: twice the usual limit.
const MOST_GOOD: usize = 20;
/// How many calls of one key that were refused are kept of a second.
const MOST_REFUSED: usize = 100;
/// How many calls wait to be written at most, of each of the two.
const MOST: usize = 5_000;
/// How many calls are forgotten in one statement.
const BATCH: u32 = 1_000;

/// Calls that wait to be written.
#[derive(Debug, Default)]
pub struct RequestLog {
    waiting: Mutex<Waiting>,
}

#[derive(Debug, Default)]
struct Waiting {
    good: Pile,
    refused: Pile,
}

#[derive(Debug, Default)]
struct Pile {
    rows: Vec<api_call::Model>,
    by_key: HashMap<ApiKeyId, usize>,
}

impl Pile {
    fn add(&mut self, row: api_call::Model, most_of_a_key: usize) {
        let of_key = self.by_key.entry(row.key_id).or_default();
        if *of_key < most_of_a_key && self.rows.len() < MOST {
            *of_key += 1;
            self.rows.push(row);
        }
    }
}

impl RequestLog {
    /// Notes a call.
    pub fn note(&self, row: api_call::Model) {
        let went_well = row.code.is_none();
        if let Ok(mut waiting) = self.waiting.lock() {
            match went_well {
                true => waiting.good.add(row, MOST_GOOD),
                false => waiting.refused.add(row, MOST_REFUSED),
            }
        }
    }

    /// Writes what has gathered. What cannot be written now is kept for the next time, in the place
    /// of what happens meanwhile.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn write(&self, store: &Store) -> Result<()> {
        let gathered = self.waiting.lock().map(|mut waiting| std::mem::take(&mut *waiting)).unwrap_or_default();
        let rows: Vec<_> = gathered.refused.rows.into_iter().chain(gathered.good.rows).collect();
        let written = store.log_calls(&rows).await;
        if written.is_err() {
            rows.into_iter().for_each(|row| self.note(row));
        }
        written
    }
}

/// Forgets calls that are older than a week.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn forget(store: &Store, now: DateTime<Utc>) -> Result<()> {
    while store.forget_logged_calls(now - KEPT, BATCH).await? == u64::from(BATCH) {}
    Ok(())
}

#[cfg(test)]
mod tests {
    use entity::id::{ApiCallId, OrganisationId};
    use uuid::Uuid;

    use super::*;

    fn call(key: u128, status: i32) -> api_call::Model {
        api_call::Model {
            organisation_id: OrganisationId(Uuid::from_u128(1)),
            id: ApiCallId(Uuid::from_u128(1)),
            at: DateTime::UNIX_EPOCH,
            key_id: ApiKeyId(Uuid::from_u128(key)),
            method: "POST".to_owned(),
            path: "/graphql".to_owned(),
            operation: None,
            status,
            code: None,
            duration_ms: 1,
            request_id: String::new(),
        }
    }

    #[test]
    fn a_flood_of_calls_that_went_well_leaves_room_for_refusals() {
        let log = RequestLog::default();
        (0..10_000).for_each(|_| log.note(call(1, 200)));
        let refused = api_call::Model { code: Some("RATE_LIMIT_EXCEEDED".to_owned()), ..call(1, 429) };
        (0..1_000).for_each(|_| log.note(refused.clone()));
        log.note(call(2, 201));
        let waiting = log.waiting.lock().unwrap();
        assert_eq!(waiting.good.rows.len(), MOST_GOOD + 1, "another key is not kept out");
        assert_eq!(waiting.refused.rows.len(), MOST_REFUSED);
    }

    #[test]
    fn memory_is_bounded_over_all_keys() {
        let log = RequestLog::default();
        (0..20_000).for_each(|key| log.note(call(key, 200)));
        assert_eq!(log.waiting.lock().unwrap().good.rows.len(), MOST);
    }
}
