//! The audit log: every change, by whom, and what it was before.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use entity::audit_event;
use entity::id::{AuditEventId, MemberId, OrganisationId};
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
    tx.audit_all(vec![note(tx, action, id.to_string(), None, Some(after.clone()), now)]).await
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
    tx.audit_all(made.map(|(id, after)| note(tx, action, id, None, Some(after), now)).collect()).await
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
    let note = |(id, before, after)| note(tx, action, id, Some(before), Some(after), now);
    tx.audit_all(changed.map(note).collect()).await
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
    tx.audit_all(vec![note(tx, action, id.to_string(), Some(before.clone()), Some(after.clone()), now)]).await
}

/// A note that `action` made `id`, for where there is no transaction of a tenant yet. Who acts is
/// the member, if one is named; else the transaction that writes it knows.
pub fn event(
    organisation: OrganisationId,
    member: Option<MemberId>,
    action: &str,
    id: impl Display,
    after: Option<Value>,
    now: DateTime<Utc>,
) -> audit_event::Model {
    audit_event::Model {
        organisation_id: organisation,
        id: AuditEventId::new(now),
        at: now,
        actor_kind: if member.is_some() { ActorKind::Member } else { ActorKind::System },
        actor_id: member.map(|member| member.to_string()),
        action: action.to_owned(),
        target_id: id.to_string(),
        before: None,
        after,
    }
}

/// Notes that `action` took something away.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn removed(tx: &Tx, action: &str, id: impl Display, before: &Value, now: DateTime<Utc>) -> Result<()> {
    tx.audit_all(vec![note(tx, action, id.to_string(), Some(before.clone()), None, now)]).await
}

/// Who acts is known to the transaction.
fn note(
    tx: &Tx,
    action: &str,
    id: String,
    before: Option<Value>,
    after: Option<Value>,
    now: DateTime<Utc>,
) -> audit_event::Model {
    audit_event::Model { before, ..event(tx.organisation(), None, action, id, after, now) }
}
