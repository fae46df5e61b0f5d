//! Keys: secret ones for programs, publishable ones for pages.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Duration, Utc};
use entity::id::{ApiKeyId, CampaignId, OrganisationId, PartnerId, PublishableKeyId};
use entity::value::Texts;
use entity::{api_key, campaign, partner, publishable_key};
use rand::RngExt;
use rand::distr::Alphanumeric;
use sea_orm::{ColumnTrait, Condition, IntoActiveModel, Set};
use subtle::ConstantTimeEq;

use crate::domain::audit;
use crate::domain::keyring::{Keyring, Purpose};
use crate::error::{Error, ProblemCode, Problems, Result};
use crate::store::{Scope, SecretKey, Tx};

macro_rules! permissions {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What a caller may do. A secret key is made with some of them, called scopes there.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Permission {
            $($(#[$doc])* $name,)*
        }

        impl Permission {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The spelling in a key's scopes.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

permissions! {
    /// Send conversions from a backend.
    AffiliateWrite = "affiliate:write",
    /// Read conversions, submissions and decisions.
    AffiliateRead = "affiliate:read",
    /// Read campaigns, forms and links.
    CampaignsRead = "campaigns:read",
    /// Change campaigns, forms and links.
    CampaignsWrite = "campaigns:write",
    /// Read partners.
    PartnersRead = "partners:read",
    /// Change partners.
    PartnersWrite = "partners:write",
    /// Make and revoke keys, and what `keys:read` and `audit:read` allow.
    KeysWrite = "keys:write",
    /// Read keys, without their secrets.
    KeysRead = "keys:read",
    /// Read the audit log.
    AuditRead = "audit:read",
    /// Read statistics.
    StatsRead = "stats:read",
    /// Make sign-in links for partner users.
    PortalSessionsWrite = "portal-sessions:write",
    /// Change the organisation's settings.
    OrganisationWrite = "organisation:write",
    /// Read members and invitations.
    MembersRead = "members:read",
    /// Invite members, change what they may do, and remove them.
    MembersWrite = "members:write",
    /// Read webhook endpoints and what was delivered to them.
    WebhooksRead = "webhooks:read",
    /// Change webhook endpoints, and send events again.
    WebhooksWrite = "webhooks:write",
}

impl Permission {
    /// The permission that includes this one, if one does.
    pub fn included_in(self) -> Option<Self> {
        match self {
            Self::KeysRead | Self::AuditRead => Some(Self::KeysWrite),
            Self::MembersRead => Some(Self::MembersWrite),
            Self::WebhooksRead => Some(Self::WebhooksWrite),
            _ => None,
        }
    }

    /// Whether it changes nothing.
    pub fn is_read(self) -> bool {
        self.as_str().ends_with(":read")
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Permission {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|permission| permission.as_str() == text).ok_or(())
    }
}

/// What every secret key begins with.
pub const SECRET_PREFIX: &str = "irw_sk_";
const LOOKUP: usize = 12;
const RANDOM: usize = 32;
const CHECKSUM: usize = 6;
const BASE62: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

fn random_base62(length: usize) -> String {
    rand::rng().sample_iter(Alphanumeric).take(length).map(char::from).collect()
}

/// CRC-32 in base62: tells a typing error, and lets a scanner recognise a leaked key.
fn checksum(text: &str) -> String {
    let mut rest = crc32fast::hash(text.as_bytes());
    let mut digits = [b'0'; CHECKSUM];
    for digit in digits.iter_mut().rev() {
        *digit = BASE62[(rest % 62) as usize];
        rest /= 62;
    }
    digits.iter().map(|digit| char::from(*digit)).collect()
}

/// A new secret key: `irw_sk_`, the part that it is found by, `_`, 190 random bits, checksum.
fn new_secret() -> (String, String) {
    let lookup = random_base62(LOOKUP);
    let body = format!("{SECRET_PREFIX}{lookup}_{}", random_base62(RANDOM));
    let secret = format!("{body}{}", checksum(&body));
    (lookup, secret)
}

/// The part that a secret key is found by, if the text can be one.
pub fn lookup_part(secret: &str) -> Option<&str> {
    let whole = SECRET_PREFIX.len() + LOOKUP + 1 + RANDOM + CHECKSUM;
    if secret.len() != whole || !secret.is_ascii() {
        return None;
    }
    let (body, sum) = secret.split_at(whole - CHECKSUM);
    let (lookup, random) = body.strip_prefix(SECRET_PREFIX)?.split_once('_')?;
    let good =
        lookup.len() == LOOKUP && random.bytes().all(|byte| byte.is_ascii_alphanumeric()) && checksum(body) == sum;
    good.then_some(lookup)
}

fn digest(keyring: &Keyring, pepper: u8, secret: &str) -> Option<Vec<u8>> {
    keyring.mac(Purpose::ApiKeyPepper, pepper, &[secret.as_bytes()]).map(|digest| digest.to_vec())
}

/// Whether `secret` is this key, and the key is good at `now`.
pub fn admits(key: &SecretKey, secret: &str, keyring: &Keyring, now: DateTime<Utc>) -> bool {
    let row = &key.row;
    let Some(expected) = u8::try_from(row.pepper).ok().and_then(|pepper| digest(keyring, pepper, secret)) else {
        // Its pepper's signing key was taken out of the settings.
        return false;
    };
    let same = bool::from(expected.ct_eq(&row.digest));
    same && row.revoked_at.is_none() && row.expires_at.is_none_or(|expires| now < expires)
}

/// What to write about a use of the key, if there is anything that is not written yet: when,
/// whether in a browser, and its digest when the pepper has been rotated.
pub fn use_to_note(
    key: &api_key::Model,
    secret: &str,
    in_browser: bool,
    keyring: &Keyring,
    now: DateTime<Utc>,
) -> Option<api_key::ActiveModel> {
    let due = |noted: Option<DateTime<Utc>>| noted.is_none_or(|at| now - at >= Duration::minutes(1));
    let mut change = api_key::ActiveModel::default();
    if due(key.last_used_at) {
        change.last_used_at = Set(Some(now));
    }
    if in_browser && due(key.browser_seen_at) {
        change.browser_seen_at = Set(Some(now));
    }
    let (pepper, _) = keyring.signer(Purpose::ApiKeyPepper);
    if i16::from(pepper) != key.pepper
        && let Some(digest) = digest(keyring, pepper, secret)
    {
        change.digest = Set(digest);
        change.pepper = Set(i16::from(pepper));
    }
    sea_orm::ActiveModelTrait::is_changed(&change).then_some(change)
}

/// What a new secret key should be.
#[derive(Debug, Clone)]
pub struct NewKey {
    /// What people call it.
    pub name: String,
    /// What it may do.
    pub scopes: Vec<String>,
    /// From when it stops; none: never.
    pub expires_at: Option<DateTime<Utc>>,
}

/// Makes a secret key. The text is given here and never again.
///
/// # Errors
///
/// [`Error::Invalid`] for a blank name, an unknown scope or none, or an end in the past.
pub async fn create(tx: &Tx, new: NewKey, keyring: &Keyring, now: DateTime<Utc>) -> Result<(api_key::Model, String)> {
    insert(tx, new, None, keyring, now).await
}

/// Makes a secret key that reads one partner's portal and does nothing else.
///
/// # Errors
///
/// As [`create`], and for another scope than `stats:read`, or a partner that the organisation has not.
pub async fn create_for_partner(
    tx: &Tx,
    new: NewKey,
    partner: PartnerId,
    keyring: &Keyring,
    now: DateTime<Utc>,
) -> Result<(api_key::Model, String)> {
    let mut problems = Problems::default();
    for (index, scope) in new.scopes.iter().enumerate() {
        if scope != Permission::StatsRead.as_str() {
            let message = "A key of one partner has the scope `stats:read` and no other.";
            problems.add(&format!("input.scopes.{index}"), ProblemCode::NotAllowed, message);
        }
    }
    if !tx.find::<partner::Entity>().id(partner).any().await? {
        problems.add("input.partnerId", ProblemCode::NotFound, "There is no partner with this id.");
    }
    problems.none()?;
    insert(tx, new, Some(partner), keyring, now).await
}

async fn insert(
    tx: &Tx,
    new: NewKey,
    partner: Option<PartnerId>,
    keyring: &Keyring,
    now: DateTime<Utc>,
) -> Result<(api_key::Model, String)> {
    let mut problems = Problems::default();
    let name = crate::domain::text::name(&new.name, "input.name", &mut problems);
    if new.scopes.is_empty() {
        problems.add("input.scopes", ProblemCode::TooShort, "Name at least one scope.");
    }
    for (index, scope) in new.scopes.iter().enumerate() {
        if scope.parse::<Permission>().is_err() {
            let known: Vec<_> = Permission::ALL.iter().map(|permission| permission.as_str()).collect();
            let message = format!("There is no scope `{scope}`; there are {}.", known.join(", "));
            problems.add(&format!("input.scopes.{index}"), ProblemCode::Invalid, message);
        }
    }
    if new.expires_at.is_some_and(|expires| expires <= now) {
        problems.add("input.expiresAt", ProblemCode::Invalid, "This is in the past; the key would never work.");
    }
    problems.none()?;
    let mut scopes = new.scopes;
    scopes.sort();
    scopes.dedup();
    let (lookup, secret) = new_secret();
    let (pepper, _) = keyring.signer(Purpose::ApiKeyPepper);
    let row = api_key::Model {
        organisation_id: tx.organisation(),
        id: ApiKeyId::new(now),
        name,
        lookup,
        digest: digest(keyring, pepper, &secret).unwrap_or_default(),
        pepper: i16::from(pepper),
        scopes: Texts(scopes),
        partner_id: partner,
        rate_limit: None,
        created_by: Some(tx.actor().describe()),
        created_at: now,
        expires_at: new.expires_at,
        revoked_at: None,
        last_used_at: None,
        browser_seen_at: None,
    };
    let row = tx.insert(row.into_active_model()).await?;
    audit::created(tx, "apiKeyCreate", row.id, &shown(&row), now).await?;
    Ok((row, secret))
}

/// Revokes a secret key; one that is revoked already stays as it is.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such key.
pub async fn revoke(tx: &Tx, id: ApiKeyId, now: DateTime<Utc>) -> Result<api_key::Model> {
    let before = tx.find::<api_key::Entity>().id(id).one().await?.ok_or(Error::NotFound("API key"))?;
    if before.revoked_at.is_some() {
        return Ok(before);
    }
    let change = api_key::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let after = tx.update::<api_key::Entity, _>(id, change).await?.ok_or(Error::NotFound("API key"))?;
    audit::changed(tx, "apiKeyRevoke", id, &shown(&before), &shown(&after), now).await?;
    Ok(after)
}

/// Puts a new secret key in the place of one, which goes on working for `overlap`. The new one may do
/// the same, and lives as long from now on. Gives the old key, the new one, and its text.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such key, [`Error::Invalid`] for one that does
/// not work any more.
pub async fn rotate(
    tx: &Tx,
    id: ApiKeyId,
    overlap: Duration,
    keyring: &Keyring,
    now: DateTime<Utc>,
) -> Result<(api_key::Model, api_key::Model, String)> {
    let old = tx.lock::<api_key::Entity>(id).await?.ok_or(Error::NotFound("API key"))?;
    if old.revoked_at.is_some() || old.expires_at.is_some_and(|expires| expires <= now) {
        let message = "This key does not work any more. Make a new one.";
        return Err(crate::error::Problem::new("id", ProblemCode::NotAllowed, message).into());
    }
    let end = now + overlap;
    let end = old.expires_at.map_or(end, |expires| expires.min(end));
    let change = api_key::ActiveModel { expires_at: Set(Some(end)), ..Default::default() };
    let ending = tx.update::<api_key::Entity, _>(id, change).await?.ok_or(Error::NotFound("API key"))?;
    let (lookup, secret) = new_secret();
    let (pepper, _) = keyring.signer(Purpose::ApiKeyPepper);
    let new = api_key::Model {
        id: ApiKeyId::new(now),
        lookup,
        digest: digest(keyring, pepper, &secret).unwrap_or_default(),
        pepper: i16::from(pepper),
        created_by: Some(tx.actor().describe()),
        created_at: now,
        expires_at: old.expires_at.map(|expires| now + (expires - old.created_at)),
        last_used_at: None,
        browser_seen_at: None,
        ..old.clone()
    };
    let new = tx.insert(new.into_active_model()).await?;
    audit::changed(tx, "apiKeyRotate", id, &shown(&old), &shown(&ending), now).await?;
    audit::created(tx, "apiKeyRotate", new.id, &shown(&new), now).await?;
    Ok((ending, new, secret))
}

pub(super) fn shown(key: &api_key::Model) -> serde_json::Value {
    serde_json::json!({
        "name": key.name, "lookup": key.lookup, "scopes": key.scopes, "partnerId": key.partner_id,
        "expiresAt": key.expires_at, "revokedAt": key.revoked_at,
    })
}

/// A new publishable key of the organisation, or of one campaign.
pub fn new_publishable(
    organisation: OrganisationId,
    campaign: Option<CampaignId>,
    now: DateTime<Utc>,
) -> publishable_key::Model {
    let prefix = if campaign.is_some() { "pk_aff_" } else { "pk_aff_org_" };
    publishable_key::Model {
        organisation_id: organisation,
        id: PublishableKeyId::new(now),
        campaign_id: campaign,
        key: format!("{prefix}{}", random_base62(32)),
        created_at: now,
        expires_at: None,
    }
}

/// Whether a publishable key is good at `now`.
pub fn is_current(key: &publishable_key::Model, now: DateTime<Utc>) -> bool {
    key.expires_at.is_none_or(|expires| now < expires)
}

/// The publishable key that new pages should carry.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn publishable(scope: &impl Scope, campaign: Option<CampaignId>) -> Result<publishable_key::Model> {
    scope
        .find::<publishable_key::Entity>()
        .filter(of(campaign))
        .filter(publishable_key::Column::ExpiresAt.is_null())
        .one()
        .await?
        .ok_or_else(|| Error::internal("an organisation or campaign without a publishable key"))
}

fn of(campaign: Option<CampaignId>) -> Condition {
    let column = publishable_key::Column::CampaignId;
    Condition::all().add(campaign.map_or_else(|| column.is_null(), |campaign| column.eq(campaign)))
}

/// Puts a new publishable key in the place of the current one, which goes on working for
/// `overlap`, so that pages can be changed one by one.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such campaign.
pub async fn rotate_publishable(
    tx: &Tx,
    campaign: Option<CampaignId>,
    overlap: Duration,
    now: DateTime<Utc>,
) -> Result<publishable_key::Model> {
    if let Some(id) = campaign
        && !tx.find::<campaign::Entity>().id(id).any().await?
    {
        return Err(Error::NotFound("campaign"));
    }
    let old = publishable(tx, campaign).await?;
    let end = publishable_key::ActiveModel { expires_at: Set(Some(now + overlap)), ..Default::default() };
    tx.update::<publishable_key::Entity, _>(old.id, end).await?;
    let new = tx.insert(new_publishable(tx.organisation(), campaign, now).into_active_model()).await?;
    let shown = |key: &publishable_key::Model| serde_json::json!({ "key": key.key, "expiresAt": key.expires_at });
    audit::changed(tx, "publishableKeyRotate", new.id, &shown(&old), &shown(&new), now).await?;
    Ok(new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_key_has_the_documented_form() {
        let (lookup, secret) = new_secret();
        assert_eq!(secret.len(), 7 + 12 + 1 + 32 + 6);
        assert_eq!(lookup_part(&secret), Some(lookup.as_str()));
    }

    #[test]
    fn a_typing_error_is_no_key() {
        let (_, secret) = new_secret();
        for at in 0..secret.len() {
            let mut other = secret.clone().into_bytes();
            other[at] = if other[at] == b'x' { b'y' } else { b'x' };
            assert_eq!(lookup_part(std::str::from_utf8(&other).unwrap()), None, "at {at}");
        }
        assert_eq!(lookup_part(""), None);
        assert_eq!(lookup_part(&secret[..57]), None);
        assert_eq!(lookup_part(&"é".repeat(29)), None);
    }
}
