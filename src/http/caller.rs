//! Who calls: from a credential to a caller, and from a caller with a permission to a tenant.
//!
//! [`Caller::tenant`] is the only way to an organisation's rows for a door: it checks the
//! permission and gives the scope in one step.

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use entity::id::{ApiKeyId, CampaignId, MemberId, OrganisationId, PersonId, SessionId};
use entity::value::{Role, Source};
use entity::{invitation, session};
use papaya::HashMap;
use uuid::Uuid;

use super::cookie::SessionCookie;
use super::csrf;
use crate::app::App;
use crate::domain::key::{self, Permission};
use crate::domain::{member, session as sessions};
use crate::error::{Error, Result};
use crate::store::{Actor, Membership, PublishableKey, SecretKey, Tenant};

/// The header of a secret key.
pub const API_KEY: &str = "x-api-key";
/// The header of a publishable key.
pub const PUBLISHABLE_KEY: &str = "x-introw-publishable-key";

/// The header that says for which organisation a person calls, who may belong to several.
pub const ORGANISATION: &str = "x-introw-organisation";
/// The name of the cookie of a person's session.
const SESSION: &str = "introw_session";

/// Somebody who may act for an organisation: a program whose secret key is good, or a member who
/// is signed in.
#[derive(Debug, Clone)]
pub struct Caller {
    /// The organisation.
    pub organisation: OrganisationId,
    /// The organisation's number in tokens.
    pub organisation_number: i64,
    /// Who it is.
    pub who: Who,
    permissions: Vec<Permission>,
}

/// Who acts for an organisation.
#[derive(Debug, Clone)]
pub enum Who {
    /// A program.
    Key {
        /// Its secret key.
        id: ApiKeyId,
        /// Calls per minute of the key, if other than the setting.
        rate_limit: Option<u32>,
    },
    /// A member.
    Member {
        /// Who in the organisation.
        id: MemberId,
        /// Who over all organisations.
        person: PersonId,
        /// Their session.
        session: SessionId,
        /// What they are in the organisation.
        role: Role,
    },
}

/// A page whose publishable key is good.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its organisation.
    pub organisation: OrganisationId,
    /// Its organisation's number in tokens.
    pub organisation_number: i64,
    /// Its key.
    pub key: Uuid,
    /// The key's campaign, if it is a campaign's.
    pub campaign: Option<CampaignId>,
    /// Whether a campaign of the organisation without a list of origins takes nothing from pages.
    pub requires_origins: bool,
}

impl Caller {
    /// The caller behind the secret key in the headers, or else behind the cookie of a session.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthenticated`] without either, or with one that is not good any more;
    /// [`Error::Forbidden`] for a call with a session that another site may have made, or for an
    /// organisation that the person is no member of.
    pub async fn authenticate(app: &App, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Self> {
        if headers.contains_key(API_KEY) {
            return Self::by_key(app, headers, now).await;
        }
        const NOBODY: Error = Error::Unauthenticated("Send a secret API key in the header x-api-key, or sign in.");
        let session = signed_in(app, headers, now).await?.ok_or(NOBODY)?;
        csrf::check(headers, &app.keyring, session.id.0)?;
        Self::by_session(app, headers, &session, now).await
    }

    /// The caller behind the secret key in the headers.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthenticated`] without a key, or with one that is unknown, revoked or expired;
    /// [`Error::Forbidden`] for one that is one partner's, and from a browser, where the organisation refuses that.
    pub async fn by_key(app: &App, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Self> {
        let found = secret_key(app, headers, now).await?;
        if found.row.partner_id.is_some() {
            let message = "This API key is one partner's: it is good for POST /graphql/partner and nothing else.";
            return Err(Error::Forbidden(message.to_owned()));
        }
        Ok(Self {
            organisation: found.row.organisation_id,
            organisation_number: found.organisation_number,
            who: Who::Key {
                id: found.row.id,
                rate_limit: found.row.rate_limit.and_then(|limit| u32::try_from(limit).ok()),
            },
            // A scope that this version does not know allows nothing.
            permissions: found.row.scopes.0.iter().filter_map(|scope| scope.parse().ok()).collect(),
        })
    }

    async fn by_session(app: &App, headers: &HeaderMap, session: &session::Model, now: DateTime<Utc>) -> Result<Self> {
        // Read anew by every call: who is removed has lost the organisation at once.
        let memberships = app.store.memberships(session.person_id).await?;
        let membership = match headers.get(ORGANISATION) {
            Some(named) => {
                let named = named.to_str().ok().and_then(|text| text.parse::<OrganisationId>().ok());
                memberships.into_iter().find(|membership| Some(membership.organisation_id) == named)
            }
            None => memberships.into_iter().next(),
        };
        let nowhere = || Error::Forbidden("You are not a member of this organisation.".to_owned());
        let membership = membership.ok_or_else(nowhere)?;
        note_session_use(app, session, Some(&membership), now);
        let allowed = |permission: &Permission| member::allows(membership.role, *permission);
        Ok(Self {
            organisation: membership.organisation_id,
            organisation_number: membership.organisation_number,
            who: Who::Member {
                id: membership.member_id,
                person: session.person_id,
                session: session.id,
                role: membership.role,
            },
            permissions: Permission::ALL.iter().copied().filter(allowed).collect(),
        })
    }

    /// The organisation's rows, if the caller has the permission.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`] when the key lacks the scope, or the member's role does not allow it.
    #[expect(clippy::disallowed_methods, reason = "the permission is checked right here")]
    pub fn tenant(&self, app: &App, permission: Permission) -> Result<Tenant> {
        if self.may(permission) {
            return Ok(app.store.tenant(self.organisation, self.actor()));
        }
        Err(Error::Forbidden(match &self.who {
            Who::Key { .. } => format!("This API key lacks the scope `{permission}`."),
            Who::Member { role, .. } => format!("Your role {} does not allow `{permission}`.", role.as_str()),
        }))
    }

    /// Whether the caller has the permission, or one that includes it.
    pub fn may(&self, permission: Permission) -> bool {
        let has = |permission| self.permissions.contains(&permission);
        has(permission) || permission.included_in().is_some_and(has)
    }

    /// What the caller may do.
    pub fn permissions(&self) -> impl Iterator<Item = Permission> {
        Permission::ALL.iter().copied().filter(|permission| self.may(*permission))
    }

    /// Whether the caller may have documents of their own run: a program may, a member for whom the
    /// explorer is served.
    pub fn may_run_own_documents(&self, app: &App) -> bool {
        match &self.who {
            Who::Key { .. } => true,
            Who::Member { role, .. } => app.config.explorer && matches!(role, Role::Owner | Role::Admin),
        }
    }

    /// The id of what the caller authenticated with: a key, or a session.
    pub fn credential(&self) -> Uuid {
        match &self.who {
            Who::Key { id, .. } => id.0,
            Who::Member { session, .. } => session.0,
        }
    }

    /// The id of who acts, in the organisation: a key's, or a member's.
    pub fn actor_id(&self) -> String {
        match &self.who {
            Who::Key { id, .. } => id.to_string(),
            Who::Member { id, .. } => id.to_string(),
        }
    }

    fn actor(&self) -> Actor {
        match &self.who {
            Who::Key { id, .. } => Actor::key(*id),
            Who::Member { id, .. } => Actor::member(*id),
        }
    }
}

/// The cookie of a person's session.
pub fn session_cookie(app: &App) -> SessionCookie {
    SessionCookie::new(SESSION, &app.public_url)
}

/// The session of the cookie in the headers, if it is good. Says nothing of where the call came
/// from: see [`csrf::check`].
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn signed_in(app: &App, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Option<session::Model>> {
    match session_cookie(app).read(headers) {
        Some(token) => sessions::find(&app.store, &token, now).await,
        None => Ok(None),
    }
}

/// Writes down that a session was used, without keeping its person waiting, and not by every call.
pub fn note_session_use(app: &App, session: &session::Model, at: Option<&Membership>, now: DateTime<Utc>) {
    let member = at.filter(|at| sessions::is_due(at.last_seen_at, now)).map(|at| (at.organisation_id, at.member_id));
    if member.is_none() && !sessions::is_due(Some(session.last_seen_at), now) {
        return;
    }
    let (app_, id) = (app.clone(), session.id);
    app.tasks.spawn(async move {
        if let Err(error) = app_.store.note_session_use(id, member, now).await {
            error.log();
        }
    });
}

/// The organisation that an invitation is to, for the one thing that it is good for: to join.
#[expect(
    clippy::disallowed_methods,
    reason = "the invitation names the organisation, and accepting it checks that it is open"
)]
pub fn guest(app: &App, invitation: &invitation::Model, member: MemberId) -> Tenant {
    app.store.tenant(invitation.organisation_id, Actor::member(member))
}

impl Page {
    /// The page behind a publishable key.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthenticated`] for one that is unknown or was rotated away.
    pub async fn authenticate(app: &App, publishable_key: &str, now: DateTime<Utc>) -> Result<Self> {
        const UNKNOWN: Error = Error::Unauthenticated("This publishable key is unknown or has been replaced.");
        if !publishable_key.starts_with("pk_aff_") || publishable_key.len() > 128 {
            return Err(UNKNOWN);
        }
        let found = app.known_keys.publishable(app, publishable_key).await?;
        let found = found.filter(|found| key::is_current(&found.row, now)).ok_or(UNKNOWN)?;
        Ok(Self {
            organisation: found.row.organisation_id,
            organisation_number: found.organisation_number,
            key: found.row.id.0,
            campaign: found.row.campaign_id,
            requires_origins: found.requires_origins,
        })
    }

    /// The organisation's rows, for the one thing that a publishable key is good for: to
    /// record a conversion.
    #[expect(clippy::disallowed_methods, reason = "conversion::record judges what the page may do")]
    pub fn tenant(&self, app: &App) -> Tenant {
        app.store.tenant(self.organisation, Actor::page(self.key))
    }
}

/// Which way a call came, by what it authenticated with.
#[derive(Debug, Clone)]
pub enum Sender {
    /// A backend.
    Server(Caller),
    /// A page.
    Browser(Page),
}

impl Sender {
    /// The way, as decisions name it.
    pub fn source(&self) -> Source {
        match self {
            Self::Server(_) => Source::Server,
            Self::Browser(_) => Source::Browser,
        }
    }
}

/// The secret key in the headers, if it is good.
///
/// # Errors
///
/// [`Error::Unauthenticated`] without a key, or with one that is unknown, revoked or expired;
/// [`Error::Forbidden`] from a browser, where the organisation refuses that.
pub(super) async fn secret_key(app: &App, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Arc<SecretKey>> {
    const UNKNOWN: Error = Error::Unauthenticated("This API key is unknown, revoked or expired.");
    let header = headers.get(API_KEY);
    let header = header.ok_or(Error::Unauthenticated("Send a secret API key in the header x-api-key."))?;
    let secret = header.to_str().map_err(|_| UNKNOWN)?;
    let lookup = key::lookup_part(secret).ok_or(UNKNOWN)?;
    let found = app.known_keys.secret(app, lookup).await?.ok_or(UNKNOWN)?;
    if !key::admits(&found, secret, &app.keyring, now) {
        return Err(UNKNOWN);
    }
    let in_browser = headers.contains_key("origin") || headers.contains_key("sec-fetch-site");
    note_use(app, &found, secret, in_browser, now);
    if in_browser && found.refused_in_browsers {
        let message = "This secret key was sent by a browser, where everybody can read it. Revoke it, and call from your backend.";
        return Err(Error::Forbidden(message.to_owned()));
    }
    Ok(found)
}

/// Somebody with a shell on the machine, who may do what the command line offers.
#[expect(clippy::disallowed_methods, reason = "a shell on the machine is the permission")]
pub fn command_line(app: &App, organisation: OrganisationId) -> Tenant {
    app.store.tenant(organisation, Actor::command_line())
}

/// Writes down that a key was used, without keeping its caller waiting.
fn note_use(app: &App, found: &SecretKey, secret: &str, in_browser: bool, now: DateTime<Utc>) {
    let Some(change) = key::use_to_note(&found.row, secret, in_browser, &app.keyring, now) else { return };
    // The next look-up gets the new row, so that this is written once a minute and not by every call.
    app.known_keys.note_use(found, in_browser, now);
    let (app_, row) = (app.clone(), found.row.clone());
    app.tasks.spawn(async move {
        if let Err(error) = app_.store.note_key_use(&row, change).await {
            error.log();
        }
    });
}

/// How long a key is remembered: how long it may work after it was revoked on another replica.
const REMEMBERED: Duration = Duration::from_secs(1);

/// Keys that were looked up a moment ago, so that a busy caller does not cost a query a call.
#[derive(Default)]
pub struct KnownKeys {
    secret: HashMap<String, (Arc<SecretKey>, Instant)>,
    publishable: HashMap<String, (Arc<PublishableKey>, Instant)>,
}

impl KnownKeys {
    async fn secret(&self, app: &App, lookup: &str) -> Result<Option<Arc<SecretKey>>> {
        if let Some((key, since)) = self.secret.pin().get(lookup)
            && since.elapsed() < REMEMBERED
        {
            return Ok(Some(key.clone()));
        }
        // Rare, and so not a part of what waits for every caller.
        let found = Box::pin(app.store.secret_key(lookup)).await?.map(Arc::new);
        match &found {
            Some(key) => self.secret.pin().insert(lookup.to_owned(), (key.clone(), Instant::now())),
            None => self.secret.pin().remove(lookup),
        };
        Ok(found)
    }

    async fn publishable(&self, app: &App, text: &str) -> Result<Option<Arc<PublishableKey>>> {
        if let Some((key, since)) = self.publishable.pin().get(text)
            && since.elapsed() < REMEMBERED
        {
            return Ok(Some(key.clone()));
        }
        let found = Box::pin(app.store.publishable_key(text)).await?.map(Arc::new);
        match &found {
            Some(key) => self.publishable.pin().insert(text.to_owned(), (key.clone(), Instant::now())),
            None => self.publishable.pin().remove(text),
        };
        Ok(found)
    }

    fn note_use(&self, found: &SecretKey, in_browser: bool, now: DateTime<Utc>) {
        let mut key = found.clone();
        key.row.last_used_at = Some(now);
        if in_browser {
            key.row.browser_seen_at = Some(now);
        }
        self.secret.pin().insert(key.row.lookup.clone(), (Arc::new(key), Instant::now()));
    }

    /// Forgets every key: one was revoked or replaced on this replica.
    pub fn forget(&self) {
        self.secret.pin().clear();
        self.publishable.pin().clear();
    }

    /// Drops what is too old to be used.
    pub fn sweep(&self) {
        self.secret.pin().retain(|_, (_, since)| since.elapsed() < REMEMBERED);
        self.publishable.pin().retain(|_, (_, since)| since.elapsed() < REMEMBERED);
    }
}
