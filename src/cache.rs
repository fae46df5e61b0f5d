//! The only code that holds a Redis connection.
//!
//! Three things live here, and nothing that may not be lost: what links lead to, who visited
//! lately, and how many calls were made lately. Each exists in process and, where Redis is
//! configured, shared between replicas. Every command to Redis has a time-out, and a breaker
//! stops asking while Redis is away; everything then works in process, which is what an
//! installation without Redis does all the time.

mod breaker;
mod limits;
mod links;
mod shared;
mod visits;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::error::Result;
use crate::store::Store;

pub use limits::{Limit, Taken};
pub use links::{Link, LinkState, LinkTarget};
pub use shared::Listener;
pub use visits::{RECENT, Recently, Visit};

use limits::Buckets;
use links::Links;
use shared::Shared;
use visits::Visits;

/// What is remembered for speed, in process and in Redis. Cheap to clone.
#[derive(Clone)]
pub struct Cache {
    inner: Arc<Inner>,
}

struct Inner {
    links: Links,
    visits: Visits,
    buckets: Buckets,
    shared: Option<Shared>,
}

impl Cache {
    /// In process, and in Redis if there is a URL. Redis need not be up.
    ///
    /// # Errors
    ///
    /// When the URL cannot be understood.
    pub fn new(redis_url: Option<&str>) -> Result<Self, redis::RedisError> {
        let shared = redis_url.map(Shared::new).transpose()?;
        let inner = Inner { links: Links::default(), visits: Visits::default(), buckets: Buckets::default(), shared };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// The link behind a code or alias as a visitor typed it; `None`: there is no such link.
    /// Looks in process, then in Redis, then in the database, which many visitors of one cold
    /// link ask only once. A link that was known is still given when the database is down.
    ///
    /// # Errors
    ///
    /// When the link is not known here and the database cannot be reached.
    pub async fn link(&self, typed: &str, store: &Store) -> Result<Option<Arc<Link>>> {
        self.inner
            .links
            .get(typed, async |address| match &self.inner.shared {
                None => links::load(&address, store).await,
                Some(shared) => shared.link(&address, store).await,
            })
            .await
    }

    /// Forgets links, here and on every other replica. To be called after a commit that
    /// changes what these addresses (lower-cased codes and aliases) lead to.
    pub async fn forget_links(&self, addresses: Vec<String>) {
        if addresses.is_empty() {
            return;
        }
        self.inner.links.forget(&addresses);
        if let Some(shared) = &self.inner.shared {
            shared.forget_links(&addresses).await;
        }
    }

    /// Notes a visit, and tells what this visitor did in the last [`RECENT`] before it; `None`: it is
    /// over the limit. Without Redis, or while it is away, each replica knows of its own visits.
    pub async fn visit(&self, limit: Option<Limit>, visit: Visit) -> Option<Recently> {
        // In any case, for when Redis goes away.
        let here = self.inner.visits.note(visit);
        if let Some(shared) = &self.inner.shared
            && let Some(told) = shared.visit(limit.clone(), visit).await
        {
            return told;
        }
        let allowed = limit.is_none_or(|limit| self.inner.buckets.take(&limit).allowed);
        allowed.then_some(here)
    }

    /// Takes a call from the bucket of a limit. Without Redis, or while it is away, each replica counts
    /// for itself.
    pub async fn take(&self, limit: Limit) -> Taken {
        if let Some(shared) = &self.inner.shared
            && let Some(taken) = shared.take(limit.clone()).await
        {
            return taken;
        }
        self.inner.buckets.take(&limit)
    }

    /// Drops what is no longer of use, so that nothing here grows for ever.
    pub fn sweep(&self, now: DateTime<Utc>) {
        self.inner.links.sweep();
        self.inner.visits.sweep(now);
        self.inner.buckets.sweep();
    }

    /// What has to run beside the server so that changes on other replicas are heard of.
    pub fn listener(&self) -> Option<Listener> {
        self.inner.shared.as_ref().map(|shared| shared.listener(self.clone()))
    }

    /// Whether Redis answers; `None`: there is none.
    pub async fn ping(&self) -> Option<bool> {
        match &self.inner.shared {
            Some(shared) => Some(shared.ping().await),
            None => None,
        }
    }

    fn forget_all_links(&self) {
        self.inner.links.forget_all();
    }

    fn forget_links_here(&self, addresses: &[String]) {
        self.inner.links.forget(addresses);
    }
}

/// How long a link may be remembered in process. An edit on another replica that Redis never
/// heard of goes unnoticed for as long as this, and as Redis keeps what it knew: half a minute.
const FRESH: Duration = Duration::from_secs(10);
