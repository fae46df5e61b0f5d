//! Sends webhooks: takes what is due out of the outbox, sends it, and writes down what came of it.
//!
//! Any number of processes may do this at once. What one of them had in hand when it was killed is due
//! again when its lease ends.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Map, Value, json};
use tokio::sync::Semaphore;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::app::App;
use crate::domain::webhook::KEPT_DAYS;
use crate::domain::webhook::delivery::{self, Attempt, Outcome};
use crate::domain::webhook::endpoint;
use crate::domain::webhook::message::Message;
use crate::error::Result;
use crate::outbound::{Call, TOTAL};
use crate::store::{Actor, Batch, DueDelivery};

/// How often it is looked whether something is due, when nobody says so.
const POLL: Duration = Duration::from_secs(1);
/// How many deliveries this process makes at a time.
const AT_ONCE: usize = 64;
/// How many of them to one endpoint, over all processes.
const LANE: u64 = 4;
/// How long a process may have a delivery in hand: twice what it takes at most.
const LEASE: chrono::Duration = chrono::Duration::seconds(30);
/// How long a process that stops waits for what is under way. The rest is sent again by another one.
const FAREWELL: Duration = Duration::from_secs(5);
/// How many old events are forgotten at a time.
const FORGOTTEN: u64 = 1_000;

/// Runs until `stop`, and then until what is under way has ended, or a few seconds.
pub(super) async fn run(app: App, stop: CancellationToken) {
    let room = Arc::new(Semaphore::new(AT_ONCE));
    let under_way = TaskTracker::new();
    let mut poll = interval(POLL);
    poll.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // One that has ended makes room in its lane.
    let ended = Arc::new(tokio::sync::Notify::new());
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = poll.tick() => {}
            () = app.store.deliveries_written() => {}
            () = ended.notified() => {}
        }
        let due = match claim(&app, room.available_permits(), app.clock.now()).await {
            Ok(due) => due,
            Err(error) => {
                error.log();
                continue;
            }
        };
        for due in due {
            let Ok(permit) = room.clone().try_acquire_owned() else { break };
            let (app, ended) = (app.clone(), ended.clone());
            under_way.spawn(async move {
                if let Err(error) = deliver(&app, due, app.clock.now()).await {
                    error.log();
                }
                drop(permit);
                ended.notify_one();
            });
        }
    }
    under_way.close();
    if timeout(FAREWELL, under_way.wait()).await.is_err() {
        tracing::info!(webhooks = under_way.len(), "stopped while these were being sent; they are sent again");
    }
}

/// Sends what is due at `now`, one after the other.
pub(super) async fn send_due(app: &App, now: DateTime<Utc>) -> Result<()> {
    loop {
        let due = claim(app, AT_ONCE, now).await?;
        if due.is_empty() {
            return Ok(());
        }
        for due in due {
            deliver(app, due, now).await?;
        }
    }
}

/// Tells the click log who wants to be told of clicks.
pub(super) async fn listen_for_clicks(app: &App) {
    match app.store.organisations_that_want_clicks().await {
        Ok(organisations) => app.clicks.tell(organisations),
        Err(error) => error.log(),
    }
}

/// Forgets what is old.
pub(super) async fn forget(app: &App) {
    let before = app.clock.now() - chrono::Duration::days(KEPT_DAYS);
    loop {
        match app.store.forget_webhook_events(before, FORGOTTEN).await {
            Ok(FORGOTTEN..) => {}
            Ok(_) => return,
            Err(error) => return error.log(),
        }
    }
}

async fn claim(app: &App, room: usize, now: DateTime<Utc>) -> Result<Vec<DueDelivery>> {
    if room == 0 {
        return Ok(Vec::new());
    }
    app.store.claim_deliveries(Batch { now, leased_until: now + LEASE, lane: LANE, most: room as u64 }).await
}

#[expect(clippy::disallowed_methods, reason = "the delivery names its owner, on whose behalf it is made")]
async fn deliver(app: &App, due: DueDelivery, at: DateTime<Utc>) -> Result<()> {
    // After a long stop of this process somebody else may be about to take it over.
    let latest = at + chrono::Duration::from_std(TOTAL).unwrap_or(LEASE);
    if due.delivery.leased_until.is_some_and(|until| until < latest) {
        return Ok(());
    }
    let begun = Instant::now();
    let (request, outcome) = send(app, &due, at).await;
    let attempt = Attempt { at, duration: begun.elapsed(), request, outcome };
    let tenant = app.store.tenant(due.delivery.organisation_id, Actor::system());
    let (due, attempt, keyring) = (&due, &attempt, &app.keyring);
    let chance = rand::random();
    let took =
        i64::try_from(begun.elapsed().as_micros()).map_or(chrono::Duration::zero(), chrono::Duration::microseconds);
    let now = at + took;
    tenant.write(async |tx| delivery::settle(&tx, due, attempt, keyring, chance, now).await).await
}

async fn send(app: &App, due: &DueDelivery, now: DateTime<Utc>) -> (Value, Outcome) {
    let nothing = |why: &str| (json!({ "url": due.endpoint.url }), Outcome::Nothing(why.to_owned()));
    let Some(secrets) = endpoint::secrets(&due.endpoint, &app.keyring, now) else {
        return nothing(
            "Not sent: the secret cannot be read, because the signing key that sealed it is no longer configured. Rotate the endpoint's secret.",
        );
    };
    let Ok(url) = Url::parse(&due.endpoint.url) else { return nothing("Not sent: the URL cannot be read.") };
    let message = Message::new(&due.event, &due.endpoint, &secrets, now);
    let headers = headers(&message);
    let shown: Map<_, _> =
        headers.iter().map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().into())).collect();
    let request = json!({ "url": due.endpoint.url, "headers": shown, "body": message.body });
    let call = Call { method: Method::POST, url, headers, body: message.body.into_bytes() };
    let outcome = match app.outbound.call(call).await {
        Ok(answer) => Outcome::Answered {
            status: answer.status,
            retry_after: answer.headers.get("retry-after").and_then(|value| value.to_str().ok()).map(str::to_owned),
            body: answer.body,
        },
        Err(failure) => Outcome::Nothing(failure.to_string()),
    };
    (request, outcome)
}

fn headers(message: &Message) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        ("content-type", "application/json"),
        ("user-agent", concat!("introw-webhooks/", env!("CARGO_PKG_VERSION"))),
        ("webhook-id", &message.id),
        ("webhook-timestamp", &message.timestamp.to_string()),
        ("webhook-signature", &message.signature),
    ] {
        // None of them has a character that a header cannot have.
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    }
    headers
}
