//! What runs beside the doors.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::app::{App, visit_day};
use crate::domain::session;
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
            _ = second.tick() => write_ignored(&app).await,
            _ = minute.tick() => {
                app.cache.sweep(app.clock.now());
                app.known_keys.sweep();
                if let Some(shield) = &shield {
                    shield.sweep();
                }
            }
            _ = hour.tick() => {
                forget_visitors(&app).await;
                forget_sessions(&app).await;
            }
        }
    }
    if let Some(listener) = listener {
        listener.abort();
    }
    write_ignored(&app).await;
}

async fn write_ignored(app: &App) {
    if let Err(error) = app.ignored.write(&app.store).await {
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

/// Sessions that have ended and links that nobody can use go.
async fn forget_sessions(app: &App) {
    let now = app.clock.now();
    if let Err(error) = app.store.forget_sessions(session::used_since(now), now).await {
        error.log();
    }
}
