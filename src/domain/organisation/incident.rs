//! What an owner does when something has leaked: nobody gets in with what was given out before.

use chrono::{DateTime, Utc};
use entity::id::SessionId;
use entity::{api_key, member, portal_link, portal_session};
use sea_orm::{ColumnTrait, Condition, Set};
use serde_json::json;

use crate::domain::member::may_change_owners;
use crate::domain::{audit, key, portal, session};
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::store::{Scope, Tx, member_sessions};

/// What somebody can get in with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Access {
    /// Secret keys that work.
    pub secret_keys: u64,
    /// Members of the organisation.
    pub members: u64,
    /// Sessions of theirs.
    pub member_sessions: u64,
    /// Sessions on the portal, also of members who look at it.
    pub portal_sessions: u64,
}

/// What somebody can get in with at `now`.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn access(scope: &impl Scope, now: DateTime<Utc>) -> Result<Access> {
    Ok(Access {
        secret_keys: scope.find::<api_key::Entity>().filter(working(now)).count().await?,
        members: scope.find::<member::Entity>().count().await?,
        member_sessions: member_sessions(scope, session::used_since(now), now).await?,
        portal_sessions: scope.find::<portal_session::Entity>().filter(going_on(now)).count().await?,
    })
}

/// Revokes every secret key that works; says how many.
///
/// # Errors
///
/// [`Error::Invalid`] where who acts is no owner.
pub async fn revoke_keys(tx: &Tx, now: DateTime<Utc>) -> Result<u64> {
    by_an_owner(tx).await?;
    let keys = tx.lock_all::<api_key::Entity>(working(now)).await?;
    let change = api_key::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let revoked = tx.update_where::<api_key::Entity, _>(working(now), change).await?;
    let changed = keys.iter().map(|before| {
        let after = api_key::Model { revoked_at: Some(now), ..before.clone() };
        (before.id.to_string(), key::shown(before), key::shown(&after))
    });
    audit::changed_all(tx, "apiKeysRevokeAll", changed, now).await?;
    Ok(revoked)
}

/// Ends every session of the members, but for `keep`, and of the portal, and takes back every link that
/// would begin one; says what there was.
///
/// # Errors
///
/// As [`revoke_keys`].
pub async fn sign_out(tx: &Tx, keep: Option<SessionId>, now: DateTime<Utc>) -> Result<Access> {
    by_an_owner(tx).await?;
    let before = access(tx, now).await?;
    tx.sign_members_out(keep).await?;
    tx.delete_where::<portal_session::Entity>(Condition::all()).await?;
    tx.delete_where::<portal_link::Entity>(portal_link::Column::UsedAt.is_null()).await?;
    let after = access(tx, now).await?;
    let shown = |of: Access| json!({ "memberSessions": of.member_sessions, "portalSessions": of.portal_sessions });
    audit::changed(tx, "organisationSignOut", tx.organisation(), &shown(before), &shown(after), now).await?;
    let ended = |before: u64, after: u64| before.saturating_sub(after);
    Ok(Access {
        member_sessions: ended(before.member_sessions, after.member_sessions),
        portal_sessions: ended(before.portal_sessions, after.portal_sessions),
        ..before
    })
}

fn working(now: DateTime<Utc>) -> Condition {
    let lasts = Condition::any().add(api_key::Column::ExpiresAt.is_null()).add(api_key::Column::ExpiresAt.gt(now));
    Condition::all().add(api_key::Column::RevokedAt.is_null()).add(lasts)
}

fn going_on(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(portal_session::Column::ExpiresAt.gt(now))
        .add(portal_session::Column::LastSeenAt.gt(now - portal::IDLE))
}

async fn by_an_owner(tx: &Tx) -> Result<()> {
    if may_change_owners(tx).await? {
        return Ok(());
    }
    let message = "Only an owner who is signed in can do this.".to_owned();
    Err(Error::Invalid(vec![Problem { field: Vec::new(), code: ProblemCode::NotAllowed, message }]))
}
