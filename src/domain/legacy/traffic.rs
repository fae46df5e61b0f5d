//! Who asked for old URLs: hits of those that lead to a link, and those that lead nowhere yet.
//!
//! Gathered in memory and written every second: a flood of requests costs one row a URL, and a
//! request is not kept waiting.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::{DateTime, Utc};
use entity::id::{LegacyLinkId, OrganisationId};
use entity::legacy_miss;

use super::host;
use crate::error::Result;
use crate::store::{LegacyHit, Store};

/// How many different URLs that lead nowhere an organisation's list has.
pub const MOST_MISSES: u64 = 1_000;
/// How many different URLs that lead nowhere are gathered at once: anybody can make them up.
const MOST_GATHERED: usize = 10_000;

/// Requests for old URLs that are not written yet.
#[derive(Debug, Default)]
pub struct LegacyTraffic {
    gathered: Mutex<Gathered>,
}

#[derive(Debug, Default)]
struct Gathered {
    hits: HashMap<(OrganisationId, LegacyLinkId), Seen>,
    misses: HashMap<String, Seen>,
}

#[derive(Debug, Clone, Copy)]
struct Seen {
    count: i64,
    first: DateTime<Utc>,
    last: DateTime<Utc>,
}

impl Seen {
    fn at(now: DateTime<Utc>) -> Self {
        Self { count: 0, first: now, last: now }
    }

    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
    }
}

impl LegacyTraffic {
    /// Counts a request that was led to a link.
    pub fn hit(&self, organisation: OrganisationId, id: LegacyLinkId, now: DateTime<Utc>) {
        if let Ok(mut gathered) = self.gathered.lock() {
            let seen = gathered.hits.entry((organisation, id)).or_insert(Seen::at(now));
            seen.add(Seen { count: 1, ..Seen::at(now) });
        }
    }

    /// Counts a request for a URL, as it is compared, that leads nowhere.
    pub fn miss(&self, normalised: String, now: DateTime<Utc>) {
        if let Ok(mut gathered) = self.gathered.lock()
            && (gathered.misses.len() < MOST_GATHERED || gathered.misses.contains_key(&normalised))
        {
            let seen = gathered.misses.entry(normalised).or_insert(Seen::at(now));
            seen.add(Seen { count: 1, ..Seen::at(now) });
        }
    }

    /// Writes what has gathered. What cannot be written now is kept for the next time.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn write(&self, store: &Store) -> Result<()> {
        let mut gathered = self.gathered.lock().map(|mut gathered| std::mem::take(&mut *gathered)).unwrap_or_default();
        let mut written = write_hits(store, &gathered.hits).await;
        if written.is_ok() {
            gathered.hits.clear();
            written = write_misses(store, &gathered.misses).await;
        }
        if written.is_err()
            && let Ok(mut now) = self.gathered.lock()
        {
            for (key, seen) in gathered.hits {
                now.hits.entry(key).or_insert(Seen { count: 0, ..seen }).add(seen);
            }
            for (url, seen) in gathered.misses {
                now.misses.entry(url).or_insert(Seen { count: 0, ..seen }).add(seen);
            }
        }
        written
    }
}

async fn write_hits(store: &Store, hits: &HashMap<(OrganisationId, LegacyLinkId), Seen>) -> Result<()> {
    let hit = |((organisation, id), seen): (&(OrganisationId, LegacyLinkId), &Seen)| LegacyHit {
        organisation: *organisation,
        id: *id,
        count: seen.count,
        last: seen.last,
    };
    store.count_legacy_hits(hits.iter().map(hit).collect()).await
}

/// A URL that leads nowhere is shown to each organisation that has a legacy link on its host: they
/// alone can know what it was.
async fn write_misses(store: &Store, misses: &HashMap<String, Seen>) -> Result<()> {
    let mut by_host: HashMap<&str, Vec<(&String, &Seen)>> = HashMap::new();
    for (url, seen) in misses {
        by_host.entry(host(url)).or_default().push((url, seen));
    }
    let hosts = by_host.keys().map(|host| (*host).to_owned()).collect();
    let mut rows = Vec::new();
    for (host, organisation_id) in store.organisations_at_legacy_hosts(hosts).await? {
        for (url, seen) in by_host.get(host.as_str()).into_iter().flatten() {
            rows.push(legacy_miss::Model {
                organisation_id,
                normalised: (*url).clone(),
                count: seen.count,
                first_at: seen.first,
                last_at: seen.last,
            });
        }
    }
    store.count_legacy_misses(rows, MOST_MISSES).await
}
