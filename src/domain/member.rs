//! Members: people in an organisation, and what they may do there.

use chrono::{DateTime, Utc};
use entity::id::MemberId;
use entity::value::Role;
use entity::{member, portal_link, portal_session};
use sea_orm::{ColumnTrait, Set};

use crate::domain::audit;
use crate::domain::key::Permission;
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::store::{Scope, Tx};

/// Whether a role has a permission: an analyst reads and changes nothing.
pub fn allows(role: Role, permission: Permission) -> bool {
    match role {
        Role::Owner | Role::Admin => true,
        Role::Analyst => permission.is_read(),
    }
}

/// Whether who acts may change who the owners are: an owner may, as the transaction sees them, and
/// the command line. A key may not: it would outlive the owner who made it.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn may_change_owners(tx: &Tx) -> Result<bool> {
    if tx.actor().is_command_line() {
        return Ok(true);
    }
    let Some(id) = tx.actor().member_id() else { return Ok(false) };
    Ok(tx.find::<member::Entity>().id(id).one().await?.is_some_and(|member| member.role == Role::Owner))
}

/// Gives a member another role.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such member; [`Error::Invalid`] where only an
/// owner may, or for the last owner.
pub async fn update(tx: &Tx, id: MemberId, role: Role, now: DateTime<Utc>) -> Result<member::Model> {
    let before = protected(tx, id, Some(role)).await?;
    if before.role == role {
        return Ok(before);
    }
    let change = member::ActiveModel { role: Set(role), ..Default::default() };
    let after = tx.update::<member::Entity, _>(id, change).await?.ok_or(Error::NotFound("member"))?;
    audit::changed(tx, "memberUpdate", id, &shown(&before), &shown(&after), now).await?;
    Ok(after)
}

/// Removes a member, who loses the organisation at once. The person and what they did stay.
///
/// # Errors
///
/// As [`update`].
pub async fn remove(tx: &Tx, id: MemberId, now: DateTime<Utc>) -> Result<member::Model> {
    let before = protected(tx, id, None).await?;
    tx.delete_where::<member::Entity>(member::Column::Id.eq(id)).await?;
    // What they looked at as a partner, they look at no longer.
    tx.delete_where::<portal_session::Entity>(portal_session::Column::MemberId.eq(id)).await?;
    tx.delete_where::<portal_link::Entity>(portal_link::Column::MemberId.eq(id)).await?;
    audit::removed(tx, "memberRemove", id, &shown(&before), now).await?;
    Ok(before)
}

/// The member, if who acts may give them this role, or none, and an owner is left then.
async fn protected(tx: &Tx, id: MemberId, role: Option<Role>) -> Result<member::Model> {
    // First, and in one order: two owners who take each other's role at once wait for each other
    // here, and the second sees what the first has done.
    let owners = tx.lock_all::<member::Entity>(member::Column::Role.eq(Role::Owner)).await?;
    let member = tx.lock::<member::Entity>(id).await?.ok_or(Error::NotFound("member"))?;
    let was_owner = member.role == Role::Owner;
    if (was_owner || role == Some(Role::Owner)) && !may_change_owners(tx).await? {
        return Err(refusal("Only an owner can change who the owners are."));
    }
    if was_owner && role != Some(Role::Owner) && owners.len() < 2 {
        return Err(refusal("This is the last owner. Make somebody else an owner first."));
    }
    Ok(member)
}

fn refusal(message: &str) -> Error {
    Problem::new("id", ProblemCode::NotAllowed, message).into()
}

pub(super) fn shown(row: &member::Model) -> serde_json::Value {
    serde_json::json!({ "email": row.email, "role": row.role })
}
