//! Deliveries: what came of each try, and sending again.

use std::collections::HashMap;

use chrono::{DateTime, Duration, Utc};
use entity::id::{WebhookAttemptId, WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
use entity::value::DeliveryStatus;
use entity::{webhook_attempt, webhook_delivery, webhook_endpoint, webhook_event};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};
use serde_json::{Value, json};

use super::{Event, EventKind, endpoint, row, schedule};
use crate::domain::audit;
use crate::domain::keyring::Keyring;
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::store::{Direction, DueDelivery, Scope, Tx, new_delivery};

/// How much of an answer is kept, in bytes.
const KEPT: usize = 1_024;
/// How many events are sent again at once.
const MOST_RECOVERED: u64 = 10_000;
/// How many ids a statement names.
const IDS: usize = 500;

/// A try to deliver.
#[derive(Debug, Clone)]
pub struct Attempt {
    /// When it began.
    pub at: DateTime<Utc>,
    /// How long it took.
    pub duration: std::time::Duration,
    /// What was sent: URL, headers, body.
    pub request: Value,
    /// What came back.
    pub outcome: Outcome,
}

/// What came back.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// An answer.
    Answered {
        /// Its status.
        status: u16,
        /// Its `Retry-After`.
        retry_after: Option<String>,
        /// The beginning of its body.
        body: Vec<u8>,
    },
    /// Nothing, and why.
    Nothing(String),
}

/// What is on its way, or waits for another try.
#[derive(Debug, Clone, Copy)]
pub struct Waiting {
    /// How many deliveries.
    pub count: u64,
    /// Since when the oldest has waited; none: nothing waits.
    pub since: Option<DateTime<Utc>>,
}

/// What waits to be delivered.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn waiting(scope: &impl Scope) -> Result<Waiting> {
    let pending = || {
        scope.find::<webhook_delivery::Entity>().filter(webhook_delivery::Column::Status.eq(DeliveryStatus::Pending))
    };
    let oldest = pending().order_by(webhook_delivery::Column::Id, Direction::Ascending).limit(1).one().await?;
    Ok(Waiting { count: pending().count().await?, since: oldest.map(|delivery| delivery.created_at) })
}

impl Outcome {
    fn is_taken(&self) -> bool {
        matches!(self, Self::Answered { status: 200..=299, .. })
    }

    /// What went wrong, for people.
    fn failure(&self) -> Option<String> {
        match self {
            Self::Answered { status: 200..=299, .. } => None,
            Self::Answered { status: status @ 300..=399, .. } => {
                Some(format!("It answered {status}; redirects are not followed. Give the URL that it leads to."))
            }
            Self::Answered { status, .. } => Some(format!("It answered {status}.")),
            Self::Nothing(why) => Some(why.clone()),
        }
    }
}

/// Writes down what came of a try, and what follows from it for the delivery and its endpoint.
///
/// # Errors
///
/// When the database cannot be reached. The delivery is tried again then, when its lease ends.
pub async fn settle(
    tx: &Tx,
    due: &DueDelivery,
    attempt: &Attempt,
    keyring: &Keyring,
    chance: f64,
    now: DateTime<Utc>,
) -> Result<()> {
    let resealed = endpoint::resealed(&due.endpoint, keyring);
    // One that works is not written to, so that what is under way there at once need not queue.
    let changes_endpoint = !attempt.outcome.is_taken() || due.endpoint.failures > 0 || resealed.is_some();
    let endpoint = match changes_endpoint {
        true => match tx.lock::<webhook_endpoint::Entity>(due.endpoint.id).await? {
            Some(endpoint) => Some(endpoint),
            // It was deleted meanwhile, and its deliveries with it.
            None => return Ok(()),
        },
        false => None,
    };
    let Some(delivery) = tx.lock::<webhook_delivery::Entity>(due.delivery.id).await? else { return Ok(()) };
    tx.insert_all([written(due, attempt).into_active_model()]).await?;

    if let Some(endpoint) = &endpoint
        && endpoint.secret == due.endpoint.secret
        && let Some(change) = resealed
    {
        tx.update::<webhook_endpoint::Entity, _>(endpoint.id, change).await?;
    }
    let mut change = webhook_delivery::ActiveModel {
        attempts: Set(delivery.attempts.saturating_add(1)),
        next_attempt_at: Set(None),
        leased_until: Set(None),
        updated_at: Set(now),
        ..Default::default()
    };
    if attempt.outcome.is_taken() {
        change.status = Set(DeliveryStatus::Delivered);
        tx.update::<webhook_delivery::Entity, _>(delivery.id, change).await?;
        return works(tx, endpoint.as_ref(), now).await;
    }
    let Some(endpoint) = &endpoint else { return Ok(()) };
    // Whoever took it over when this lease ended, or called it off, decides what is next.
    let is_ours = delivery.status == DeliveryStatus::Pending && delivery.leased_until == due.delivery.leased_until;
    let wait = match &attempt.outcome {
        Outcome::Answered { status, retry_after, .. } => schedule::retry_after(*status, retry_after.as_deref(), now),
        Outcome::Nothing(_) => None,
    };
    if is_ours {
        match schedule::delay(delivery.attempts.saturating_add(1), chance) {
            Some(delay) => change.next_attempt_at = Set(Some(now + wait.map_or(delay, |wait| wait.max(delay)))),
            None => change.status = Set(DeliveryStatus::Failed),
        }
        tx.update::<webhook_delivery::Entity, _>(delivery.id, change).await?;
    }
    fails(tx, endpoint, &attempt.outcome, wait, now).await
}

/// The endpoint has taken something: whatever was wrong is over.
async fn works(tx: &Tx, endpoint: Option<&webhook_endpoint::Model>, now: DateTime<Utc>) -> Result<()> {
    let Some(endpoint) = endpoint.filter(|endpoint| endpoint.failures > 0) else { return Ok(()) };
    let change = webhook_endpoint::ActiveModel {
        failing_since: Set(None),
        failures: Set(0),
        paused_until: Set(None),
        updated_at: Set(now),
        ..Default::default()
    };
    tx.update::<webhook_endpoint::Entity, _>(endpoint.id, change).await?;
    // What was held back while it failed can go now.
    tx.deliver();
    Ok(())
}

/// The endpoint has not taken something: it is left alone for a while, or for good.
async fn fails(
    tx: &Tx,
    endpoint: &webhook_endpoint::Model,
    outcome: &Outcome,
    wait: Option<Duration>,
    now: DateTime<Utc>,
) -> Result<()> {
    let is_one_row = endpoint.last_failure_at.is_some_and(|last| now - last < schedule::APART);
    let failing_since = endpoint.failing_since.filter(|_| is_one_row).unwrap_or(now);
    let pause = schedule::pause(now - failing_since).max(wait.unwrap_or_default());
    let change = webhook_endpoint::ActiveModel {
        failing_since: Set(Some(failing_since)),
        failures: Set(endpoint.failures.saturating_add(1)),
        last_failure: Set(outcome.failure()),
        last_failure_at: Set(Some(now)),
        paused_until: Set(endpoint.paused_until.max(Some(now + pause))),
        ..Default::default()
    };
    tx.update::<webhook_endpoint::Entity, _>(endpoint.id, change).await?;
    if endpoint.status != entity::value::EndpointStatus::Enabled {
        return Ok(());
    }
    if matches!(outcome, Outcome::Answered { status: 410, .. }) {
        return endpoint::disable(tx, endpoint, "It answered 410: it is gone.", now).await;
    }
    if now - failing_since >= schedule::GIVE_UP {
        let reason = format!("Nothing has got through for {} days.", schedule::GIVE_UP.num_days());
        return endpoint::disable(tx, endpoint, &reason, now).await;
    }
    Ok(())
}

fn written(due: &DueDelivery, attempt: &Attempt) -> webhook_attempt::Model {
    let (status_code, response) = match &attempt.outcome {
        Outcome::Answered { status, body, .. } => (Some(i32::from(*status)), Some(readable(body))),
        Outcome::Nothing(_) => (None, None),
    };
    webhook_attempt::Model {
        organisation_id: due.delivery.organisation_id,
        id: WebhookAttemptId::new(attempt.at),
        delivery_id: due.delivery.id,
        endpoint_id: due.endpoint.id,
        at: attempt.at,
        duration_ms: i32::try_from(attempt.duration.as_millis()).unwrap_or(i32::MAX),
        request: attempt.request.clone(),
        status_code,
        response,
        error: attempt.outcome.failure(),
    }
}

/// The beginning of a body as text that can be stored.
fn readable(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(&body[..body.len().min(KEPT)]);
    text.replace('\0', "\u{fffd}")
}

/// Sends a delivery again, at once and with a whole schedule before it; one that waits is brought
/// forward, and one that is under way is left alone.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such delivery, [`Error::Invalid`] when its endpoint
/// is disabled.
pub async fn retry(tx: &Tx, id: WebhookDeliveryId, now: DateTime<Utc>) -> Result<webhook_delivery::Model> {
    let absent = || Error::NotFound("webhook delivery");
    let known = tx.find::<webhook_delivery::Entity>().id(id).one().await?.ok_or_else(absent)?;
    endpoint::lock_enabled(tx, known.endpoint_id, "id").await?;
    let delivery = tx.lock::<webhook_delivery::Entity>(id).await?.ok_or_else(absent)?;
    if delivery.leased_until.is_some_and(|until| until > now) {
        return Ok(delivery);
    }
    resume(tx, &[id], now).await?;
    open_lane(tx, known.endpoint_id).await?;
    let after = tx.find::<webhook_delivery::Entity>().id(id).one().await?.ok_or_else(absent)?;
    let shown = |row: &webhook_delivery::Model| json!({ "status": row.status, "eventId": row.event_id });
    audit::changed(tx, "webhookDeliveryRetry", id, &shown(&delivery), &shown(&after), now).await?;
    Ok(after)
}

/// Sends everything again that an endpoint has missed since a moment: what failed, what was called
/// off, and what happened while it was disabled. What it has taken, and what is on its way, is left
/// alone. Says how many.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such endpoint, [`Error::Invalid`] when it is
/// disabled or has missed too much.
pub async fn recover(
    tx: &Tx,
    id: WebhookEndpointId,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<(webhook_endpoint::Model, usize)> {
    let endpoint = endpoint::lock_enabled(tx, id, "id").await?;
    let events = tx
        .find::<webhook_event::Entity>()
        .filter(webhook_event::Column::Kind.is_in(endpoint.events.0.clone()))
        .filter(webhook_event::Column::At.gte(since))
        .order_by(webhook_event::Column::Id, Direction::Ascending)
        .limit(MOST_RECOVERED + 1)
        .all()
        .await?;
    if events.len() as u64 > MOST_RECOVERED {
        let message = format!("There are more than {MOST_RECOVERED} events since then. Give a later moment.");
        return Err(Problem::new("since", ProblemCode::TooLong, message).into());
    }
    let mut again = 0;
    for events in events.chunks(IDS) {
        let ids = events.iter().map(|event| event.id);
        let known = tx
            .find::<webhook_delivery::Entity>()
            .filter(webhook_delivery::Column::EndpointId.eq(id))
            .filter(webhook_delivery::Column::EventId.is_in(ids))
            .all()
            .await?;
        let known: HashMap<WebhookEventId, _> = known.into_iter().map(|row| (row.event_id, row)).collect();
        let missing = events.iter().filter(|event| !known.contains_key(&event.id));
        let missing: Vec<_> = missing.map(|event| new_delivery(event, id, now).into_active_model()).collect();
        let missed: Vec<_> = known
            .values()
            .filter(|row| matches!(row.status, DeliveryStatus::Failed | DeliveryStatus::Cancelled))
            .map(|row| row.id)
            .collect();
        again += missing.len() + missed.len();
        tx.insert_all(missing).await?;
        resume(tx, &missed, now).await?;
    }
    open_lane(tx, id).await?;
    let what = json!({ "since": since, "events": again });
    audit::created(tx, "webhookEndpointRecover", id, &what, now).await?;
    Ok((endpoint, again))
}

/// Sends an endpoint an event that says nothing, to see whether it works.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such endpoint, [`Error::Invalid`] when it is
/// disabled.
pub async fn test(tx: &Tx, id: WebhookEndpointId, now: DateTime<Utc>) -> Result<webhook_delivery::Model> {
    let endpoint = endpoint::lock_enabled(tx, id, "id").await?;
    let data = json!({ "endpointId": endpoint.id, "message": "It works." });
    let event = row(tx.organisation(), Event::new(EventKind::WebhookTest, endpoint.id, data), now);
    let delivery = new_delivery(&event, id, now);
    tx.insert_all([event.into_active_model()]).await?;
    let delivery = tx.insert(delivery.into_active_model()).await?;
    open_lane(tx, id).await?;
    audit::created(tx, "webhookEndpointTest", id, &json!({ "deliveryId": delivery.id }), now).await?;
    Ok(delivery)
}

async fn resume(tx: &Tx, ids: &[WebhookDeliveryId], now: DateTime<Utc>) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    let change = webhook_delivery::ActiveModel {
        status: Set(DeliveryStatus::Pending),
        attempts: Set(0),
        next_attempt_at: Set(Some(now)),
        leased_until: Set(None),
        updated_at: Set(now),
        ..Default::default()
    };
    let these = webhook_delivery::Column::Id.is_in(ids.iter().copied());
    tx.update_where::<webhook_delivery::Entity, _>(these, change).await?;
    Ok(())
}

/// Somebody wants it now, also where the endpoint is left alone for a while.
async fn open_lane(tx: &Tx, id: WebhookEndpointId) -> Result<()> {
    let change = webhook_endpoint::ActiveModel { paused_until: Set(None), ..Default::default() };
    tx.update::<webhook_endpoint::Entity, _>(id, change).await?;
    tx.deliver();
    Ok(())
}
