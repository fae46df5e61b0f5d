//! One listener's stream.

use std::collections::{HashSet, VecDeque};
use std::sync::Arc;

use async_graphql::Result;
use chrono::{DateTime, Utc};
use futures::Stream;
use futures::stream::unfold;
use tokio::time::{Duration, Instant};
use uuid::Uuid;

use super::event::Activity;
use crate::clock::Clock;
use crate::domain::activity::{Batch, Event, Fresh, Listener, WINDOW, lowest_id};
use crate::store::Tenant;

/// How many events are told one by one in a second.
const PER_SECOND: usize = 10;
/// How many of what was missed are told one by one.
const CAUGHT_UP: usize = 200;

struct Following {
    tenant: Tenant,
    listener: Listener,
    clock: Clock,
    /// From where on something may have been missed.
    missed: Option<DateTime<Utc>>,
    /// Everything that happened before was told.
    told_until: DateTime<Utc>,
    /// What was told because it had been missed, and may come from the listener too.
    told: HashSet<Uuid>,
    waiting: VecDeque<Activity>,
    second: Instant,
    in_second: usize,
}

/// What happens from `after` on, or from now on.
pub(super) fn follow(
    tenant: Tenant,
    listener: Listener,
    clock: Clock,
    after: Option<DateTime<Utc>>,
) -> impl Stream<Item = Result<Activity>> + use<> {
    let following = Following {
        told_until: clock.now(),
        missed: after,
        tenant,
        listener,
        clock,
        told: HashSet::new(),
        waiting: VecDeque::new(),
        second: Instant::now(),
        in_second: 0,
    };
    unfold(Some(following), async |following| {
        let mut following = following?;
        match following.next().await {
            Ok(activity) => Some((Ok(activity), Some(following))),
            // The client goes on from its last cursor.
            Err(error) => Some((Err(error), None)),
        }
    })
}

impl Following {
    async fn next(&mut self) -> Result<Activity> {
        loop {
            if let Some(activity) = self.waiting.pop_front() {
                return Ok(activity);
            }
            if let Some(since) = self.missed.take() {
                self.catch_up(since).await?;
                continue;
            }
            match self.listener.next().await {
                Some(batch) => self.take(&batch),
                None => self.missed = Some(self.told_until.min(self.clock.now() - WINDOW)),
            }
        }
    }

    /// Tells what has happened since then.
    async fn catch_up(&mut self, since: DateTime<Utc>) -> Result<()> {
        let now = self.clock.now();
        let fresh = Fresh::find(&self.tenant, since, &self.told).await?;
        let ids: Vec<_> = fresh.ids().collect();
        let (events, more) = fresh.read(&self.tenant, CAUGHT_UP).await?;
        self.told.extend(ids);
        // Those that are only counted come first: they are the older ones.
        if !more.is_none() {
            self.waiting.push_back(Activity::more(more, since, now));
        }
        let until = now - WINDOW;
        for event in events {
            let cursor = until.min(event.at());
            self.waiting.push_back(Activity::new(Arc::new(event), cursor));
        }
        self.told_until = until;
        Ok(())
    }

    /// Tells what a look at the database has found, as much of it as there may be in a second.
    fn take(&mut self, batch: &Batch) {
        if self.second.elapsed() >= Duration::from_secs(1) {
            self.second = Instant::now();
            self.in_second = 0;
        }
        let mut more = batch.more;
        let untold: Vec<&Arc<Event>> = batch.events.iter().filter(|event| !self.told.contains(&event.id())).collect();
        let room = PER_SECOND.saturating_sub(self.in_second);
        let (counted, told) = untold.split_at(untold.len().saturating_sub(room));
        counted.iter().for_each(|event| more.count(&event.what));
        self.in_second += told.len();
        if !more.is_none() {
            let at = batch.events.last().map_or(batch.complete_until, |event| event.at());
            self.waiting.push_back(Activity::more(more, batch.complete_until, at));
        }
        for event in told {
            self.waiting.push_back(Activity::new((*event).clone(), batch.complete_until));
        }
        self.told_until = batch.complete_until;
        // What is older than the window does not come again.
        let oldest = lowest_id(batch.complete_until);
        self.told.retain(|id| *id >= oldest);
    }
}
