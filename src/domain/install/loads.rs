//! Loads of the snippet by browsers: counted by the host of the page, because a request for a file
//! says no more.

use std::collections::{HashMap, HashSet};
use std::sync::Mutex;

use chrono::{DateTime, Duration, Utc};
use entity::snippet_load;

use crate::clock::hour;
use crate::domain::visit;
use crate::error::Result;
use crate::store::Store;

/// How many hosts are counted in an hour at most. Anybody can make up a referrer.
const MOST_HOSTS: usize = 10_000;
/// How long counts are kept.
pub const KEPT: Duration = Duration::days(8);

/// Counts of loads, gathered in memory and written every second.
#[derive(Debug, Default)]
pub struct SnippetLoads {
    gathered: Mutex<Gathered>,
}

#[derive(Debug, Default)]
struct Gathered {
    /// By host and hour.
    counts: HashMap<(String, DateTime<Utc>), Load>,
    /// The hour whose hosts these are.
    hour: Option<DateTime<Utc>>,
    hosts: HashSet<String>,
}

impl Gathered {
    fn add(&mut self, key: (String, DateTime<Utc>), load: Load) {
        self.counts.entry(key).and_modify(|sum| sum.add(load)).or_insert(load);
    }
}

/// How many loads, and when the last one was.
#[derive(Debug, Clone, Copy)]
struct Load {
    count: i64,
    last_at: DateTime<Utc>,
}

impl Load {
    fn add(&mut self, other: Self) {
        self.count += other.count;
        self.last_at = self.last_at.max(other.last_at);
    }
}

impl SnippetLoads {
    /// Counts a load by a page with this `Referer`.
    pub fn count(&self, referrer: Option<&str>, now: DateTime<Utc>) {
        let Some(host) = referrer.and_then(|referrer| visit::referrer_host(referrer, &[])) else { return };
        let Ok(mut gathered) = self.gathered.lock() else { return };
        let hour = hour(now);
        if gathered.hour != Some(hour) {
            gathered.hour = Some(hour);
            gathered.hosts.clear();
        }
        if !gathered.hosts.contains(&host) {
            if gathered.hosts.len() >= MOST_HOSTS {
                return;
            }
            gathered.hosts.insert(host.clone());
        }
        gathered.add((host, hour), Load { count: 1, last_at: now });
    }

    /// Writes what has gathered. What cannot be written now is kept for the next time.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn write(&self, store: &Store) -> Result<()> {
        let counts = match self.gathered.lock() {
            Ok(mut gathered) => std::mem::take(&mut gathered.counts),
            Err(_) => return Ok(()),
        };
        if counts.is_empty() {
            return Ok(());
        }
        let rows = counts.iter().map(|((host, hour), load)| snippet_load::Model {
            host: host.clone(),
            hour: *hour,
            count: load.count,
            last_at: load.last_at,
        });
        let written = store.count_snippet_loads(rows.collect()).await;
        if written.is_err()
            && let Ok(mut gathered) = self.gathered.lock()
        {
            for (key, load) in counts {
                gathered.add(key, load);
            }
        }
        written
    }

    /// Forgets what is old.
    ///
    /// # Errors
    ///
    /// When the database cannot be reached.
    pub async fn forget(store: &Store, now: DateTime<Utc>) -> Result<()> {
        store.forget_snippet_loads(now - KEPT).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn made_up_referrers_take_a_bounded_place() {
        let now = DateTime::from_timestamp(1_700_000_000, 0).unwrap();
        let loads = SnippetLoads::default();
        for number in 0..2 * MOST_HOSTS {
            loads.count(Some(&format!("https://host-{number}.example/")), now);
        }
        loads.count(Some("https://host-0.example/x"), now);
        for none in [None, Some(""), Some("x"), Some("javascript:alert(1)"), Some("https://\0/")] {
            loads.count(none, now);
        }
        let gathered = loads.gathered.lock().unwrap();
        assert_eq!(gathered.counts.len(), MOST_HOSTS);
        assert_eq!(gathered.counts.values().map(|load| load.count).sum::<i64>(), 10_001);
    }
}
