//! Adds up days that are over, so that reports read neither their clicks nor their counters.

use std::time::Duration;

use tokio::time::{MissedTickBehavior, interval};
use tokio_util::sync::CancellationToken;

use crate::app::App;
use crate::domain::stats::sums;
use crate::error::Result;
use crate::store::{Actor, last_closed};

/// How often it is looked whether a day is over.
const PERIOD: Duration = Duration::from_secs(60);
/// How many days of one organisation are added up before it is the next one's turn.
const DAYS: usize = 14;

/// Runs until `stop`, beside the rest of the worker: a day of a large organisation takes a while.
pub(super) async fn run(app: App, stop: CancellationToken) {
    let mut timer = interval(PERIOD);
    timer.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = timer.tick() => {}
        }
        let work = async { while let Ok(true) = turn(&app).await.inspect_err(crate::error::Error::log) {} };
        tokio::select! {
            () = stop.cancelled() => return,
            () = work => {}
        }
    }
}

/// Adds up some days of each organisation that has days to add up; whether there were any.
#[expect(clippy::disallowed_methods, reason = "adds up every organisation's days, and shows them to nobody")]
async fn turn(app: &App) -> Result<bool> {
    let now = app.clock.now();
    let mut done = false;
    for organisation in app.store.with_days_to_sum(last_closed(now)).await? {
        let tenant = app.store.tenant(organisation, Actor::system());
        for day in sums::due(&tenant, now, DAYS).await? {
            done |= sums::keep(&tenant, day, now).await?;
        }
    }
    Ok(done)
}
