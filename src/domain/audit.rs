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
    write(tx, action, id.to_string(), None, Some(after), now).await
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
    write(tx, action, id.to_string(), Some(before), Some(after), now).await
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
    write(tx, action, id.to_string(), Some(before), None, now).await
}

async fn write(
    tx: &Tx,
    action: &str,
    target_id: String,
    before: Option<&Value>,
    after: Option<&Value>,
    now: DateTime<Utc>,
) -> Result<()> {
    tx.audit(audit_event::Model {
        organisation_id: tx.organisation(),
        id: AuditEventId::new(now),
        at: now,
        // The transaction knows who acts.
        actor_kind: ActorKind::CommandLine,
        actor_id: None,
        action: action.to_owned(),
        target_id,
        before: before.cloned(),
        after: after.cloned(),
    })
    .await
}
