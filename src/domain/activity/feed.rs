//! Following what happens: one look at the database a second for each organisation with listeners,
//! which all of them share.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration as Time;

use chrono::{DateTime, Utc};
use entity::id::OrganisationId;
use tokio::sync::{Notify, broadcast, watch};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::{Event, Fresh, More, WINDOW};
use crate::clock::Clock;
use crate::error::{Error, Result};
use crate::store::{Scope, Tenant};

/// How often the database is asked.
const PERIOD: Time = Time::from_secs(1);
/// How soon it is asked again when something is known to have happened.
const SOON: Time = Time::from_millis(100);
/// How many events of one look are told one by one.
const MOST: usize = 100;
/// How many looks a slow listener may be behind.
const BEHIND: usize = 64;
/// How many streams a caller may have.
const PER_CALLER: usize = 5;
/// How many streams there may be in all.
const IN_ALL: usize = 500;

/// What one look at the database has found.
#[derive(Debug)]
pub struct Batch {
    /// Events, in the order in which they happened.
    pub events: Vec<Arc<Event>>,
    /// Those that are not told one by one.
    pub more: More,
    /// Everything that happened before is told.
    pub complete_until: DateTime<Utc>,
}

/// All that is followed in this process.
#[derive(Default)]
pub struct Feeds {
    feeds: Mutex<HashMap<OrganisationId, Arc<Feed>>>,
    callers: Mutex<HashMap<String, usize>>,
    listening: Arc<AtomicUsize>,
    stop: CancellationToken,
}

struct Feed {
    sender: broadcast::Sender<Arc<Batch>>,
    wake: Notify,
    /// Set once it is known what had happened before.
    ready: watch::Sender<bool>,
}

/// Somebody who follows an organisation. Dropped, it makes room for another one.
pub struct Listener {
    feeds: Arc<Feeds>,
    caller: String,
    receiver: broadcast::Receiver<Arc<Batch>>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let mut callers = self.feeds.callers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = callers.get_mut(&self.caller) {
            *count -= 1;
            if *count == 0 {
                callers.remove(&self.caller);
            }
        }
        self.feeds.listening.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Listener {
    /// What the next look finds; `None`: this listener was too slow, and has missed something.
    pub async fn next(&mut self) -> Option<Arc<Batch>> {
        match self.receiver.recv().await {
            Ok(batch) => Some(batch),
            Err(broadcast::error::RecvError::Lagged(_)) => None,
            // The task ends only after its last listener.
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

impl Feeds {
    /// Follows the tenant's organisation from now on.
    ///
    /// # Errors
    ///
    /// [`Error::RateLimited`] when the caller, or everybody together, follows too much already.
    pub async fn listen(self: &Arc<Self>, tenant: Tenant, clock: &Clock) -> Result<Listener> {
        let caller = tenant.actor().describe();
        let full = Error::RateLimited { retry_after: Time::from_secs(10) };
        {
            let mut callers = self.callers.lock().unwrap_or_else(PoisonError::into_inner);
            let count = callers.entry(caller.clone()).or_default();
            if *count >= PER_CALLER || self.listening.load(Ordering::Relaxed) >= IN_ALL {
                if *count == 0 {
                    callers.remove(&caller);
                }
                return Err(full);
            }
            *count += 1;
            self.listening.fetch_add(1, Ordering::Relaxed);
        }
        let (feed, receiver) = self.join(tenant, clock);
        let listener = Listener { feeds: self.clone(), caller, receiver };
        // What had happened before the first look is not told, so nothing may be read before it.
        let mut ready = feed.ready.subscribe();
        ready.wait_for(|ready| *ready).await.map_err(|_| Error::internal("a feed ended before it began"))?;
        Ok(listener)
    }

    fn join(self: &Arc<Self>, tenant: Tenant, clock: &Clock) -> (Arc<Feed>, broadcast::Receiver<Arc<Batch>>) {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let organisation = tenant.organisation();
        if let Some(feed) = feeds.get(&organisation) {
            return (feed.clone(), feed.sender.subscribe());
        }
        let (sender, receiver) = broadcast::channel(BEHIND);
        let feed = Arc::new(Feed { sender, wake: Notify::new(), ready: watch::Sender::new(false) });
        feeds.insert(organisation, feed.clone());
        tokio::spawn(follow(self.clone(), feed.clone(), tenant, clock.clone()));
        (feed, receiver)
    }

    /// Something has happened in an organisation: who follows it need not wait for the next look.
    pub fn wake(&self, organisation: OrganisationId) {
        if self.listening.load(Ordering::Relaxed) == 0 {
            return;
        }
        if let Ok(feeds) = self.feeds.lock()
            && let Some(feed) = feeds.get(&organisation)
        {
            feed.wake.notify_one();
        }
    }

    /// Ends all streams: the process stops.
    pub fn stop(&self) {
        self.stop.cancel();
    }

    /// Returns when the process stops.
    pub async fn stopped(&self) {
        self.stop.cancelled().await;
    }

    /// Whether nobody listens any more; then the feed is taken out.
    fn is_over(&self, feed: &Feed, organisation: OrganisationId) -> bool {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        // Under the lock, so that nobody joins between the look and the end.
        let over = feed.sender.receiver_count() == 0 || self.stop.is_cancelled();
        if over {
            feeds.remove(&organisation);
        }
        over
    }
}

/// Looks at the database until nobody listens any more.
async fn follow(feeds: Arc<Feeds>, feed: Arc<Feed>, tenant: Tenant, clock: Clock) {
    let mut seen: HashSet<Uuid> = HashSet::new();
    while !feeds.is_over(&feed, tenant.organisation()) {
        match look(&feed, &tenant, clock.now(), &mut seen).await {
            Ok(()) => {
                feed.ready.send_replace(true);
            }
            // It is tried again; what happens meanwhile is still in the window.
            Err(error) => error.log(),
        }
        tokio::time::sleep(SOON).await;
        tokio::select! {
            () = tokio::time::sleep(PERIOD - SOON) => {}
            () = feed.wake.notified() => {}
            () = feeds.stop.cancelled() => {}
        }
    }
}

async fn look(feed: &Feed, tenant: &Tenant, now: DateTime<Utc>, seen: &mut HashSet<Uuid>) -> Result<()> {
    let since = now - WINDOW;
    let fresh = Fresh::find(tenant, since, seen).await?;
    let ids: Vec<_> = fresh.ids().collect();
    // The first look only learns what there was before.
    if *feed.ready.borrow() && !ids.is_empty() {
        let (events, more) = fresh.read(tenant, MOST).await?;
        let events = events.into_iter().map(Arc::new).collect();
        // Nobody may be listening right now, which is no failure.
        let _ = feed.sender.send(Arc::new(Batch { events, more, complete_until: since }));
    }
    let oldest = super::lowest_id(since);
    seen.retain(|id| *id >= oldest);
    seen.extend(ids);
    Ok(())
}
