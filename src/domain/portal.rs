//! The partner portal: links that sign somebody in once, and the sessions that they begin.

mod call;
mod figures;
mod names;

use chrono::{DateTime, Duration, Utc};
use entity::id::{MemberId, PartnerId, PartnerUserId, PortalSessionId};
use entity::{link, link_alias, partner, partner_user, portal_link, portal_session};
use sea_orm::{ColumnTrait, Condition, IntoActiveModel, Set};
use serde_json::json;

use crate::domain::email::Email;
use crate::domain::secret_token::SecretToken;
use crate::domain::{audit, link as links};
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::store::{PartnerTx, PortalVisitor, Scope, Tx};

pub use call::{Call, CallOutcome};
pub use figures::Figures;
pub use names::Names;

/// How long a link is good that a program made, to be followed at once.
pub const LINK_OF_A_PROGRAM: Duration = Duration::seconds(60);
/// How long a link is good that a member copied, to be sent to somebody.
pub const LINK_TO_SEND: Duration = Duration::hours(24);
/// How long a link is good with which a member looks at the portal.
pub const LINK_TO_VIEW: Duration = Duration::minutes(5);
/// After how long without a call a session is over.
pub const IDLE: Duration = Duration::days(7);
/// How long a session lasts at most.
pub const SESSION: Duration = Duration::days(30);
/// How long a member looks at the portal as a partner sees it.
pub const VIEWING: Duration = Duration::hours(1);
/// How exactly it is kept when a session was last used.
const SEEN: Duration = Duration::minutes(1);

/// A link that signs somebody in, once. Its token is given here and never again.
#[derive(Debug)]
pub struct NewLink {
    /// What stands in its URL.
    pub token: SecretToken,
    /// From when it is no good.
    pub expires_at: DateTime<Utc>,
}

/// Makes a link for a partner user, good for `lifetime`.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such user.
pub async fn sign_in_link(tx: &Tx, id: PartnerUserId, lifetime: Duration, now: DateTime<Utc>) -> Result<NewLink> {
    let user = tx.lock::<partner_user::Entity>(id).await?.ok_or(Error::NotFound("user"))?;
    let link = insert_link(tx, user.partner_id, Some(id), None, now + lifetime, now).await?;
    audit::created(tx, "partnerUserSignInLink", id, &json!({ "expiresAt": link.expires_at }), now).await?;
    Ok(link)
}

/// Makes a link for the partner user with this address, to be followed at once. `None`: no user of the
/// organisation has it.
///
/// # Errors
///
/// [`Error::Invalid`] for what is no address.
pub async fn sign_in_link_for(tx: &Tx, email: &str, now: DateTime<Utc>) -> Result<Option<NewLink>> {
    let email = Email::parse(email.trim())
        .map_err(|error| Problem::new("email", ProblemCode::Invalid, error.to_string()))?
        .as_str()
        .to_lowercase();
    let user = tx.find::<partner_user::Entity>().filter(partner_user::Column::Email.eq(email)).one().await?;
    match user {
        Some(user) => sign_in_link(tx, user.id, LINK_OF_A_PROGRAM, now).await.map(Some),
        None => Ok(None),
    }
}

/// Makes a link with which a member looks at the portal as the partner sees it.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such partner, [`Error::Invalid`] for who is no member.
pub async fn view_as(tx: &Tx, partner: PartnerId, member: Option<MemberId>, now: DateTime<Utc>) -> Result<NewLink> {
    if !tx.find::<partner::Entity>().id(partner).any().await? {
        return Err(Error::NotFound("partner"));
    }
    let member = member.ok_or_else(|| {
        let message = "Only a member who has signed in looks at the portal as a partner. A program gets an API key \
                       for one partner.";
        Problem::new("partnerId", ProblemCode::NotAllowed, message)
    })?;
    let link = insert_link(tx, partner, None, Some(member), now + LINK_TO_VIEW, now).await?;
    let shown = json!({ "memberId": member, "expiresAt": link.expires_at });
    audit::created(tx, "partnerViewAs", partner, &shown, now).await?;
    Ok(link)
}

async fn insert_link(
    tx: &Tx,
    partner_id: PartnerId,
    partner_user_id: Option<PartnerUserId>,
    member_id: Option<MemberId>,
    expires_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<NewLink> {
    let token = SecretToken::generate();
    let row = portal_link::Model {
        organisation_id: tx.organisation(),
        token_hash: token.hash(),
        partner_id,
        partner_user_id,
        member_id,
        created_at: now,
        expires_at,
        used_at: None,
    };
    tx.insert_all([row.into_active_model()]).await?;
    Ok(NewLink { token, expires_at })
}

/// Whether a link can still be used.
pub fn is_good(link: &portal_link::Model, now: DateTime<Utc>) -> bool {
    link.used_at.is_none() && now < link.expires_at
}

/// What somebody signs in with.
#[derive(Debug, Clone, Default)]
pub struct Device {
    /// Browser family.
    pub browser: Option<String>,
    /// Operating system.
    pub os: Option<String>,
}

/// Uses a link up, and begins the session that it is for. `None`: it was used or has expired. Of several
/// who use it at the same time one gets a session.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn sign_in(
    tx: &Tx,
    link: &portal_link::Model,
    device: Device,
    now: DateTime<Utc>,
) -> Result<Option<(SecretToken, portal_session::Model)>> {
    let unused = Condition::all()
        .add(portal_link::Column::TokenHash.eq(link.token_hash.clone()))
        .add(portal_link::Column::UsedAt.is_null())
        .add(portal_link::Column::ExpiresAt.gt(now));
    let used = portal_link::ActiveModel { used_at: Set(Some(now)), ..Default::default() };
    if tx.update_where::<portal_link::Entity, _>(unused, used).await? == 0 {
        return Ok(None);
    }
    if let Some(user) = link.partner_user_id {
        let seen = partner_user::ActiveModel { last_sign_in_at: Set(Some(now)), ..Default::default() };
        if tx.update::<partner_user::Entity, _>(user, seen).await?.is_none() {
            return Ok(None);
        }
    }
    let token = SecretToken::generate();
    let lifetime = if link.member_id.is_some() { VIEWING } else { SESSION };
    let session = portal_session::Model {
        organisation_id: tx.organisation(),
        id: PortalSessionId::new(now),
        token_hash: token.hash(),
        partner_id: link.partner_id,
        partner_user_id: link.partner_user_id,
        member_id: link.member_id,
        browser: device.browser,
        os: device.os,
        created_at: now,
        last_seen_at: now,
        expires_at: now + lifetime,
    };
    tx.insert_all([session.clone().into_active_model()]).await?;
    audit::created(tx, "portalSignIn", session.id, &shown(&session), now).await?;
    Ok(Some((token, session)))
}

/// Whether a session can be used still.
pub fn is_live(session: &portal_session::Model, now: DateTime<Utc>) -> bool {
    now < session.expires_at && now < session.last_seen_at + IDLE
}

/// Whether a session can be used, and whoever has it still exists.
pub fn admits(visitor: &PortalVisitor, now: DateTime<Utc>) -> bool {
    let session = &visitor.session;
    is_live(session, now)
        && visitor.user.is_some() == session.partner_user_id.is_some()
        && visitor.member.is_some() == session.member_id.is_some()
}

/// Whether a use of the session at `now` has to be written down.
pub fn is_use_to_note(session: &portal_session::Model, now: DateTime<Utc>) -> bool {
    now - session.last_seen_at >= SEEN
}

/// Ends a session.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn sign_out(tx: &Tx, session: &portal_session::Model, now: DateTime<Utc>) -> Result<()> {
    let ended = tx.delete_where::<portal_session::Entity>(portal_session::Column::Id.eq(session.id)).await?;
    if ended > 0 {
        let ended = json!({ "ended": true });
        audit::changed(tx, "portalSignOut", session.id, &shown(session), &ended, now).await?;
    }
    Ok(())
}

/// Ends one of a user's sessions.
///
/// # Errors
///
/// [`Error::NotFound`] when the user has no such session.
pub async fn revoke_session(
    tx: &PartnerTx,
    user: PartnerUserId,
    id: PortalSessionId,
    now: DateTime<Utc>,
) -> Result<portal_session::Model> {
    let own = tx.find::<portal_session::Entity>().id(id).filter(portal_session::Column::PartnerUserId.eq(user));
    let session = own.one().await?.ok_or(Error::NotFound("session"))?;
    sign_out(tx.of_organisation(), &session, now).await?;
    Ok(session)
}

/// Ends all of a user's sessions, also the one that asks for it; says how many.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn sign_out_everywhere(tx: &Tx, user: PartnerUserId, now: DateTime<Utc>) -> Result<u64> {
    let ended = tx.delete_where::<portal_session::Entity>(portal_session::Column::PartnerUserId.eq(user)).await?;
    let (before, after) = (json!({ "sessions": ended }), json!({ "sessions": 0 }));
    audit::changed(tx, "portalSignOutEverywhere", user, &before, &after, now).await?;
    Ok(ended)
}

/// Adds an alias to one of the partner's links, as [`links::create_alias`].
///
/// # Errors
///
/// [`Error::NotFound`] when the partner has no such link, else as there.
pub async fn create_alias(
    tx: &PartnerTx,
    id: entity::id::LinkId,
    slug: &str,
    now: DateTime<Utc>,
) -> Result<(link::Model, Vec<String>)> {
    if !tx.find::<link::Entity>().id(id).any().await? {
        return Err(Error::NotFound("link"));
    }
    links::create_alias(tx.of_organisation(), id, slug, now).await
}

/// Deletes an alias of one of the partner's links, as [`links::delete_alias`].
///
/// # Errors
///
/// [`Error::NotFound`] when the partner has no such alias.
pub async fn delete_alias(
    tx: &PartnerTx,
    id: entity::id::AliasId,
    now: DateTime<Utc>,
) -> Result<(link::Model, Vec<String>)> {
    if !tx.find::<link_alias::Entity>().id(id).any().await? {
        return Err(Error::NotFound("alias"));
    }
    links::delete_alias(tx.of_organisation(), id, now).await
}

fn shown(session: &portal_session::Model) -> serde_json::Value {
    json!({
        "partnerId": session.partner_id, "partnerUserId": session.partner_user_id, "memberId": session.member_id,
        "browser": session.browser, "os": session.os, "expiresAt": session.expires_at,
    })
}
