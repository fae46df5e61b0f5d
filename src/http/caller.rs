//! Who calls: from a credential to a caller, and from a caller with a permission to a tenant.
//!
//! [`Caller::tenant`] is the only way to an organisation's rows for a door: it checks the
//! permission and gives the scope in one step.

use std::time::{Duration, Instant};

use axum::http::HeaderMap;
use chrono::{DateTime, Utc};
use entity::id::{ApiKeyId, CampaignId, OrganisationId};
use entity::value::Source;
use papaya::HashMap;
use uuid::Uuid;

use crate::app::App;
use crate::domain::key::{self, Permission};
use crate::error::{Error, Result};
use crate::store::{Actor, PublishableKey, SecretKey, Tenant};

/// The header of a secret key.
pub const API_KEY: &str = "x-api-key";
/// The header of a publishable key.
pub const PUBLISHABLE_KEY: &str = "x-introw-publishable-key";

/// A program whose secret key is good.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Its organisation.
    pub organisation: OrganisationId,
    /// Its organisation's number in tokens.
    pub organisation_number: i64,
    /// Its key.
    pub key: ApiKeyId,
    /// Calls per minute of its key, if other than the setting.
    pub rate_limit: Option<u32>,
    permissions: Vec<Permission>,
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
}

impl Caller {
    /// The caller behind the secret key in the headers.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthenticated`] without a key, or with one that is unknown, revoked or expired;
    /// [`Error::Forbidden`] for one that is one partner's.
    pub async fn authenticate(app: &App, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Self> {
        let found = secret_key(app, headers, now).await?;
        if found.row.partner_id.is_some() {
            let message = "This API key is one partner's: it is good for POST /graphql/partner and nothing else.";
            return Err(Error::Forbidden(message.to_owned()));
        }
        Ok(Self {
            organisation: found.row.organisation_id,
            organisation_number: found.organisation_number,
            key: found.row.id,
            rate_limit: found.row.rate_limit.and_then(|limit| u32::try_from(limit).ok()),
            // A scope that this version does not know allows nothing.
            permissions: found.row.scopes.0.iter().filter_map(|scope| scope.parse().ok()).collect(),
        })
    }

    /// The organisation's rows, if the caller has the permission.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`] when its key lacks the scope.
    #[expect(clippy::disallowed_methods, reason = "the permission is checked right here")]
    pub fn tenant(&self, app: &App, permission: Permission) -> Result<Tenant> {
        let may = |permission| self.permissions.contains(&permission);
        if may(permission) || permission.included_in().is_some_and(may) {
            Ok(app.store.tenant(self.organisation, Actor::key(self.key)))
        } else {
            Err(Error::Forbidden(format!("This API key lacks the scope `{permission}`.")))
        }
    }
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
/// [`Error::Unauthenticated`] without a key, or with one that is unknown, revoked or expired.
pub(super) async fn secret_key(app: &App, headers: &HeaderMap, now: DateTime<Utc>) -> Result<SecretKey> {
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
    secret: HashMap<String, (SecretKey, Instant)>,
    publishable: HashMap<String, (PublishableKey, Instant)>,
}

impl KnownKeys {
    async fn secret(&self, app: &App, lookup: &str) -> Result<Option<SecretKey>> {
        if let Some((key, since)) = self.secret.pin().get(lookup)
            && since.elapsed() < REMEMBERED
        {
            return Ok(Some(key.clone()));
        }
        let found = app.store.secret_key(lookup).await?;
        match &found {
            Some(key) => self.secret.pin().insert(lookup.to_owned(), (key.clone(), Instant::now())),
            None => self.secret.pin().remove(lookup),
        };
        Ok(found)
    }

    async fn publishable(&self, app: &App, text: &str) -> Result<Option<PublishableKey>> {
        if let Some((key, since)) = self.publishable.pin().get(text)
            && since.elapsed() < REMEMBERED
        {
            return Ok(Some(key.clone()));
        }
        let found = app.store.publishable_key(text).await?;
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
        self.secret.pin().insert(key.row.lookup.clone(), (key, Instant::now()));
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
