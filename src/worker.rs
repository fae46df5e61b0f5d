//! What runs beside the doors.

mod sums;
mod webhooks;

use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::app::{App, SALTS_KEPT, visit_day};
use crate::domain::install::SnippetLoads;
use crate::domain::{idempotency, request_log, session};
use crate::error::Result;
use crate::http::limits::Shield;

/// Runs until `stop`; then writes what is still in memory.
pub async fn run(app: App, shield: Option<Shield>, stop: CancellationToken) {
    let webhooks = tokio::spawn(webhooks::run(app.clone(), stop.clone()));
    let listener = app.cache.listener().map(|listener| tokio::spawn(listener.run()));
    let sums = tokio::spawn(sums::run(app.clone(), stop.clone()));
    let mut second = interval(Duration::from_secs(1));
    let mut minute = interval(Duration::from_secs(60));
    let mut hour = interval(Duration::from_secs(3_600));
    for timer in [&mut second, &mut minute, &mut hour] {
        timer.set_missed_tick_behavior(MissedTickBehavior::Skip);
    }
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = second.tick() => {
                write_gathered(&app).await;
                webhooks::listen_for_clicks(&app).await;
            }
            _ = minute.tick() => {
                app.cache.sweep(app.clock.now());
                app.known_keys.sweep();
                if let Some(shield) = &shield {
                    shield.sweep();
                }
                forget_calls(&app).await;
            }
            _ = hour.tick() => {
                forget_visitors(&app).await;
                forget_sessions(&app).await;
                forget_portal(&app).await;
                forget_snippet_loads(&app).await;
                webhooks::forget(&app).await;
            }
        }
    }
    if let Some(listener) = listener {
        listener.abort();
    }
    if let Err(error) = sums.await {
        tracing::error!(%error, "adding up days did not end as it should");
    }
    write_gathered(&app).await;
    if let Err(error) = webhooks.await {
        tracing::error!(%error, "the sender of webhooks did not end as it should");
    }
}

/// Sends the webhooks that are due at `now`, one after the other, for a process without a worker.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn send_due_webhooks(app: &App, now: DateTime<Utc>) -> Result<()> {
    webhooks::send_due(app, now).await
}

async fn forget_snippet_loads(app: &App) {
    if let Err(error) = SnippetLoads::forget(&app.store, app.clock.now()).await {
        error.log();
    }
}

/// Writes what the doors have gathered in memory.
async fn write_gathered(app: &App) {
    let (ignored, loads, requests, legacy) = tokio::join!(
        app.ignored.write(&app.store),
        app.snippet_loads.write(&app.store),
        app.requests.write(&app.store),
        app.legacy.write(&app.store),
    );
    for error in [ignored, loads, requests, legacy].into_iter().filter_map(Result::err) {
        error.log();
    }
}

/// Answers that are not given again any more, and the end of the request log.
async fn forget_calls(app: &App) {
    let now = app.clock.now();
    let (answers, log) = tokio::join!(idempotency::forget(&app.store, now), request_log::forget(&app.store, now));
    for error in [answers, log].into_iter().filter_map(Result::err) {
        error.log();
    }
}

/// Yesterday's salt is kept for who clicks at midnight; those before it go.
async fn forget_visitors(app: &App) {
    let oldest = (app.clock.now() - SALTS_KEPT).date_naive() + chrono::Days::new(1);
    if let Err(error) = app.store.forget_salts(&visit_day(oldest)).await {
        error.log();
    }
}

/// Sessions that have ended and links that nobody can use go.
async fn forget_sessions(app: &App) {
    let now = app.clock.now();
    if let Err(error) = app.store.forget_sessions(session::used_since(now), now).await {
        error.log();
    }
}

/// Links and sessions of the portal are kept a day longer than they are good, so that a late visitor is
/// told that it was one.
async fn forget_portal(app: &App) {
    if let Err(error) = app.store.forget_portal(app.clock.now() - chrono::Days::new(1)).await {
        error.log();
    }
}
