//! The audit log: every change, by whom, and what it was before.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use entity::audit_event;
use entity::id::AuditEventId;
use entity::value::ActorKind;
use serde_json::Value;

use crate::error::Result;
use crate::store::{Scope, Tx};

/// Notes that `action` made something.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn created(tx: &Tx, action: &str, id: impl Display, after: &Value, now: DateTime<Utc>) -> Result<()> {
    tx.audit_all(vec![event(tx, action, id.to_string(), None, Some(after.clone()), now)]).await
}

/// Notes that `action` made many things: each by its id, and as it is.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn created_all(
    tx: &Tx,
    action: &str,
    made: impl Iterator<Item = (String, Value)>,
    now: DateTime<Utc>,
) -> Result<()> {
    tx.audit_all(made.map(|(id, after)| event(tx, action, id, None, Some(after), now)).collect()).await
}

/// Notes that `action` changed many things: each by its id, as it was and as it is.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn changed_all(
    tx: &Tx,
    action: &str,
    changed: impl Iterator<Item = (String, Value, Value)>,
    now: DateTime<Utc>,
) -> Result<()> {
    let event = |(id, before, after)| event(tx, action, id, Some(before), Some(after), now);
    tx.audit_all(changed.map(event).collect()).await
}

/// Notes that `action` changed something.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn changed(
    tx: &Tx,
    action: &str,
    id: impl Display,
    before: &Value,
    after: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    tx.audit_all(vec![event(tx, action, id.to_string(), Some(before.clone()), Some(after.clone()), now)]).await
}

fn event(
    tx: &Tx,
    action: &str,
    target_id: String,
    before: Option<Value>,
    after: Option<Value>,
    now: DateTime<Utc>,
) -> audit_event::Model {
    audit_event::Model {
        organisation_id: tx.organisation(),
        id: AuditEventId::new(now),
        at: now,
        // The transaction knows who acts.
        actor_kind: ActorKind::CommandLine,
        actor_id: None,
        action: action.to_owned(),
        target_id,
        before,
        after,
    }
}
