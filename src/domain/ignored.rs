//! Conversion calls without a genuine token: counted, not kept.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use entity::id::OrganisationId;
use entity::ignored_call;
use entity::value::Reason;
use uuid::Uuid;

use crate::clock::hour;
use crate::error::Result;
use crate::store::Store;

/// Whose, in which hour, why, and with which secret or publishable key.
type Key = (OrganisationId, DateTime<Utc>, Reason, Uuid);

/// Counts of calls without a genuine token, gathered in memory and written every second, so
/// that a flood of forgeries costs the database one row an hour.
#[derive(Debug, Default)]
pub struct IgnoredCalls {
    counts: Mutex<HashMap<Key, i64>>,
}

impl IgnoredCalls {
    /// Counts a call with this key.
    pub(super) fn count(&self, organisation: OrganisationId, reason: Reason, key: Uuid, now: DateTime<Utc>) {
        if let Ok(mut counts) = self.counts.lock() {
            *counts.entry((organisation, hour(now), reason, key)).or_default() += 1;
        }
    }

    /// Writes what has gathered. What cannot be written now is kept for the next time.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn write(&self, store: &Store) -> Result<()> {
        let gathered = self.counts.lock().map(|mut counts| std::mem::take(&mut *counts)).unwrap_or_default();
        let rows = gathered
            .iter()
            .map(|((organisation_id, hour, reason, key_id), count)| ignored_call::Model {
                organisation_id: *organisation_id,
                hour: *hour,
                reason: *reason,
                key_id: *key_id,
                count: *count,
            })
            .collect();
        let written = store.count_ignored(rows).await;
        if written.is_err()
            && let Ok(mut counts) = self.counts.lock()
        {
            for (key, count) in gathered {
                *counts.entry(key).or_default() += count;
            }
        }
        written
    }
}
