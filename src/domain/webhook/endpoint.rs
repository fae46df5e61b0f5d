//! Endpoints: where an organisation wants to be told, of what, and the secret that signs it.

use chrono::{DateTime, Duration, Utc};
use entity::id::WebhookEndpointId;
use entity::value::{DeliveryStatus, EndpointStatus, Texts};
use entity::{webhook_delivery, webhook_endpoint};
use rand::Rng;
use sea_orm::{ColumnTrait, Condition, IntoActiveModel, Set};
use serde_json::{Value, json};
use url::Url;

use super::EventKind;
use super::message::secret_text;
use crate::domain::audit;
use crate::domain::keyring::{Keyring, Purpose};
use crate::domain::text::MAX_NAME;
use crate::error::{Error, Problem, ProblemCode, Problems, Result};
use crate::outbound::reach::{Blocked, Reach};
use crate::store::{Scope, Tx};

/// How many endpoints an organisation may have.
pub const MOST: u64 = 50;
const MAX_URL: usize = 2_048;
const SECRET: usize = 32;

/// What an endpoint should be, or should become; none: as it is.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// Where to.
    pub url: Option<String>,
    /// What people call it; may be empty.
    pub description: Option<String>,
    /// Of what it is told.
    pub events: Option<Vec<EventKind>>,
    /// Whether customers' addresses are sent along.
    pub include_email: Option<bool>,
    /// Whether it is sent to.
    pub is_enabled: Option<bool>,
}

/// Makes an endpoint. The text of its secret is given here and never again.
///
/// # Errors
///
/// [`Error::Invalid`] for a URL that is none or may not be called, no events, or one endpoint too many.
pub async fn create(
    tx: &Tx,
    input: Input,
    reach: Reach,
    keyring: &Keyring,
    now: DateTime<Utc>,
) -> Result<(webhook_endpoint::Model, String)> {
    let mut problems = Problems::default();
    let url = read_url(input.url.as_deref().unwrap_or_default(), reach, &mut problems);
    let description = read_description(input.description.as_deref().unwrap_or_default(), &mut problems);
    let events = read_events(input.events.unwrap_or_default(), &mut problems);
    if tx.find::<webhook_endpoint::Entity>().count().await? >= MOST {
        let message = format!("There are {MOST} endpoints already; delete one that is not needed.");
        problems.add("input", ProblemCode::LimitReached, message);
    }
    problems.none()?;
    let id = WebhookEndpointId::new(now);
    let (secret, sealed) = new_secret(id, keyring)?;
    let is_enabled = input.is_enabled.unwrap_or(true);
    let row = webhook_endpoint::Model {
        organisation_id: tx.organisation(),
        id,
        url,
        description,
        wants_clicks: wants_clicks(&events),
        events,
        include_email: input.include_email.unwrap_or(false),
        secret: sealed,
        old_secret: None,
        old_secret_expires_at: None,
        status: if is_enabled { EndpointStatus::Enabled } else { EndpointStatus::Disabled },
        disabled_reason: None,
        disabled_at: (!is_enabled).then_some(now),
        failing_since: None,
        failures: 0,
        last_failure: None,
        last_failure_at: None,
        paused_until: None,
        created_at: now,
        updated_at: now,
    };
    let row = tx.insert(row.into_active_model()).await?;
    audit::created(tx, "webhookEndpointCreate", id, &shown(&row), now).await?;
    Ok((row, secret))
}

/// Changes an endpoint. Switched off, it gets nothing of what waits; switched on, it starts anew.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such endpoint, else as [`create`].
pub async fn update(
    tx: &Tx,
    id: WebhookEndpointId,
    input: Input,
    reach: Reach,
    now: DateTime<Utc>,
) -> Result<webhook_endpoint::Model> {
    let before = lock(tx, id).await?;
    let mut problems = Problems::default();
    let mut change = webhook_endpoint::ActiveModel { updated_at: Set(now), ..Default::default() };
    if let Some(url) = &input.url {
        change.url = Set(read_url(url, reach, &mut problems));
    }
    if let Some(description) = &input.description {
        change.description = Set(read_description(description, &mut problems));
    }
    if let Some(events) = input.events {
        let events = read_events(events, &mut problems);
        change.wants_clicks = Set(wants_clicks(&events));
        change.events = Set(events);
    }
    problems.none()?;
    if let Some(include_email) = input.include_email {
        change.include_email = Set(include_email);
    }
    let is_enabled = before.status == EndpointStatus::Enabled;
    match input.is_enabled {
        Some(true) if !is_enabled => {
            change.status = Set(EndpointStatus::Enabled);
            change.disabled_at = Set(None);
            change.disabled_reason = Set(None);
            change.failing_since = Set(None);
            change.failures = Set(0);
            change.paused_until = Set(None);
        }
        Some(false) if is_enabled => {
            change.status = Set(EndpointStatus::Disabled);
            change.disabled_at = Set(Some(now));
            cancel_what_waits(tx, id, now).await?;
        }
        _ => {}
    }
    let after = tx.update::<webhook_endpoint::Entity, _>(id, change).await?.ok_or_else(absent)?;
    audit::changed(tx, "webhookEndpointUpdate", id, &shown(&before), &shown(&after), now).await?;
    Ok(after)
}

/// Deletes an endpoint, with everything about what was delivered to it.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such endpoint.
pub async fn delete(tx: &Tx, id: WebhookEndpointId, now: DateTime<Utc>) -> Result<webhook_endpoint::Model> {
    let row = lock(tx, id).await?;
    tx.delete_where::<webhook_endpoint::Entity>(webhook_endpoint::Column::Id.eq(id)).await?;
    audit::changed(tx, "webhookEndpointDelete", id, &shown(&row), &Value::Null, now).await?;
    Ok(row)
}

/// Puts a new secret in the place of the current one, which goes on signing beside it for `overlap`.
/// The text of the new one is given here and never again.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such endpoint.
pub async fn rotate_secret(
    tx: &Tx,
    id: WebhookEndpointId,
    overlap: Duration,
    keyring: &Keyring,
    now: DateTime<Utc>,
) -> Result<(webhook_endpoint::Model, String)> {
    let before = lock(tx, id).await?;
    let (secret, sealed) = new_secret(id, keyring)?;
    let goes_on = overlap > Duration::zero();
    let change = webhook_endpoint::ActiveModel {
        secret: Set(sealed),
        old_secret: Set(goes_on.then(|| before.secret.clone())),
        old_secret_expires_at: Set(goes_on.then(|| now + overlap)),
        updated_at: Set(now),
        ..Default::default()
    };
    let after = tx.update::<webhook_endpoint::Entity, _>(id, change).await?.ok_or_else(absent)?;
    audit::changed(tx, "webhookEndpointRotateSecret", id, &shown(&before), &shown(&after), now).await?;
    Ok((after, secret))
}

/// Switches off an endpoint that does not work, and says why.
pub(super) async fn disable(tx: &Tx, before: &webhook_endpoint::Model, reason: &str, now: DateTime<Utc>) -> Result<()> {
    let change = webhook_endpoint::ActiveModel {
        status: Set(EndpointStatus::Disabled),
        disabled_reason: Set(Some(reason.to_owned())),
        disabled_at: Set(Some(now)),
        updated_at: Set(now),
        ..Default::default()
    };
    let after = tx.update::<webhook_endpoint::Entity, _>(before.id, change).await?.ok_or_else(absent)?;
    cancel_what_waits(tx, before.id, now).await?;
    audit::changed(tx, "webhookEndpointDisable", before.id, &shown(before), &shown(&after), now).await
}

async fn cancel_what_waits(tx: &Tx, id: WebhookEndpointId, now: DateTime<Utc>) -> Result<()> {
    let waiting = Condition::all()
        .add(webhook_delivery::Column::EndpointId.eq(id))
        .add(webhook_delivery::Column::Status.eq(DeliveryStatus::Pending));
    let change = webhook_delivery::ActiveModel {
        status: Set(DeliveryStatus::Cancelled),
        next_attempt_at: Set(None),
        leased_until: Set(None),
        updated_at: Set(now),
        ..Default::default()
    };
    tx.update_where::<webhook_delivery::Entity, _>(waiting, change).await?;
    Ok(())
}

/// The secrets that sign at `now`, newest first; `None`: the current one cannot be opened, because the
/// signing key that sealed it is no longer configured.
pub fn secrets(endpoint: &webhook_endpoint::Model, keyring: &Keyring, now: DateTime<Utc>) -> Option<Vec<Vec<u8>>> {
    let open = |sealed: &[u8]| keyring.open(Purpose::WebhookSecret, endpoint.id.0.as_bytes(), sealed);
    let mut secrets = vec![open(&endpoint.secret)?];
    if endpoint.old_secret_expires_at.is_some_and(|end| now < end) {
        secrets.extend(endpoint.old_secret.as_deref().and_then(open));
    }
    Some(secrets)
}

/// The endpoint's secrets under the key that signs now, if they are under an older one.
pub(super) fn resealed(endpoint: &webhook_endpoint::Model, keyring: &Keyring) -> Option<webhook_endpoint::ActiveModel> {
    if !keyring.is_sealed_by_an_older_key(Purpose::WebhookSecret, &endpoint.secret) {
        return None;
    }
    let owner = endpoint.id.0.as_bytes();
    let anew = |sealed: &[u8]| {
        let secret = keyring.open(Purpose::WebhookSecret, owner, sealed)?;
        keyring.seal(Purpose::WebhookSecret, owner, &secret)
    };
    let secret = Set(anew(&endpoint.secret)?);
    let old_secret = Set(endpoint.old_secret.as_deref().and_then(anew));
    Some(webhook_endpoint::ActiveModel { secret, old_secret, ..Default::default() })
}

/// The endpoint, which nobody else changes until the transaction ends. It is locked before any of its
/// deliveries, as the worker does.
pub(super) async fn lock(tx: &Tx, id: WebhookEndpointId) -> Result<webhook_endpoint::Model> {
    tx.lock::<webhook_endpoint::Entity>(id).await?.ok_or_else(absent)
}

/// The endpoint, if it is sent to.
pub(super) async fn lock_enabled(tx: &Tx, id: WebhookEndpointId, field: &str) -> Result<webhook_endpoint::Model> {
    let endpoint = lock(tx, id).await?;
    if endpoint.status == EndpointStatus::Enabled {
        return Ok(endpoint);
    }
    let message = "This endpoint is disabled. Enable it first.";
    Err(Problem::new(field, ProblemCode::NotAllowed, message).into())
}

fn absent() -> Error {
    Error::NotFound("webhook endpoint")
}

fn new_secret(id: WebhookEndpointId, keyring: &Keyring) -> Result<(String, Vec<u8>)> {
    let mut secret = [0; SECRET];
    rand::rng().fill_bytes(&mut secret);
    let sealed = keyring.seal(Purpose::WebhookSecret, id.0.as_bytes(), &secret);
    let sealed = sealed.ok_or_else(|| Error::internal("a secret could not be sealed"))?;
    Ok((secret_text(&secret), sealed))
}

fn read_url(typed: &str, reach: Reach, problems: &mut Problems) -> String {
    const FIELD: &str = "input.url";
    let typed = typed.trim();
    if typed.is_empty() {
        problems.add(FIELD, ProblemCode::Blank, "Give the URL that events are sent to.");
        return String::new();
    }
    // The parser drops some control characters without a word.
    let url = (!typed.chars().any(char::is_control)).then(|| Url::parse(typed).ok()).flatten();
    let Some(mut url) = url else {
        let message = "Give a whole URL, as https://example.com/webhooks.";
        problems.add(FIELD, ProblemCode::Invalid, message);
        return String::new();
    };
    url.set_fragment(None);
    if url.as_str().len() > MAX_URL {
        problems.add(FIELD, ProblemCode::TooLong, format!("A URL has at most {MAX_URL} characters."));
    }
    if let Err(blocked) = reach.check(&url) {
        let message = match blocked {
            Blocked::Scheme => "Start with `https://`; `http://` works too, but everybody on the way can read it.",
            Blocked::UserInformation => "Leave out what stands before the `@`: every message is signed instead.",
            Blocked::Port => "Only the ports 443 and 80 are called.",
            Blocked::Address => "This address cannot be reached from the internet. Give a public one.",
        };
        problems.add(FIELD, ProblemCode::NotAllowed, message);
    }
    url.into()
}

fn read_description(typed: &str, problems: &mut Problems) -> String {
    let description = typed.trim();
    if description.chars().count() > MAX_NAME {
        let message = format!("A description has at most {MAX_NAME} characters.");
        problems.add("input.description", ProblemCode::TooLong, message);
    } else if description.chars().any(char::is_control) {
        problems.add("input.description", ProblemCode::Invalid, "A description is one line of plain text.");
    }
    description.to_owned()
}

fn read_events(kinds: Vec<EventKind>, problems: &mut Problems) -> Texts {
    let mut names: Vec<_> = kinds.into_iter().map(|kind| kind.as_str().to_owned()).collect();
    names.sort();
    names.dedup();
    if names.is_empty() {
        problems.add("input.events", ProblemCode::TooShort, "Name at least one kind of event.");
    }
    Texts(names)
}

fn wants_clicks(events: &Texts) -> bool {
    events.0.iter().any(|kind| kind == EventKind::ClickCreated.as_str())
}

/// For the audit log: everything but the secrets.
fn shown(endpoint: &webhook_endpoint::Model) -> Value {
    json!({
        "url": endpoint.url,
        "description": endpoint.description,
        "events": endpoint.events,
        "includeEmail": endpoint.include_email,
        "status": endpoint.status,
        "disabledReason": endpoint.disabled_reason,
        "oldSecretExpiresAt": endpoint.old_secret_expires_at,
    })
}
