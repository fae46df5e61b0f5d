//! What runs beside the doors.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::app::{App, visit_day};
use crate::domain::{idempotency, request_log};
use crate::http::limits::Shield;

/// Runs until `stop`; then writes what is still in memory.
pub async fn run(app: App, shield: Option<Shield>, stop: CancellationToken) {
    let listener = app.cache.listener().map(|listener| tokio::spawn(listener.run()));
    let mut second = interval(Duration::from_secs(1));
    let mut minute = interval(Duration::from_secs(60));
    let mut hour = interval(Duration::from_secs(3_600));
    for timer in [&mut second, &mut minute, &mut hour] {
        timer.set_missed_tick_behavior(MissedTickBehavior::Skip);
    }
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = second.tick() => write_gathered(&app).await,
            _ = minute.tick() => {
                app.cache.sweep(app.clock.now());
                app.known_keys.sweep();
                if let Some(shield) = &shield {
                    shield.sweep();
                }
                forget_calls(&app).await;
            }
            _ = hour.tick() => forget_visitors(&app).await,
        }
    }
    if let Some(listener) = listener {
        listener.abort();
    }
    write_gathered(&app).await;
}

/// Writes what the doors have gathered in memory.
async fn write_gathered(app: &App) {
    let (ignored, requests, legacy) =
        tokio::join!(app.ignored.write(&app.store), app.requests.write(&app.store), app.legacy.write(&app.store),);
    for error in [ignored, requests, legacy].into_iter().filter_map(Result::err) {
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
    let yesterday = app.clock.now().date_naive() - chrono::Days::new(1);
    if let Err(error) = app.store.forget_salts(&visit_day(yesterday)).await {
        error.log();
    }
}
