//! How many calls were made lately.
//!
//! The rule is the generic cell rate algorithm: a bucket holds a minute's worth of calls and
//! fills evenly. One number is kept per bucket, the time at which it will be full again, so
//! the script in Redis and the code here are a few lines each.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// A limit on calls.
#[derive(Debug, Clone)]
pub struct Limit {
    /// Whose calls are counted.
    pub key: String,
    /// How many may be made.
    pub per_minute: u32,
}

/// What taking a call from a bucket gave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Whether the call may be made.
    pub allowed: bool,
    /// The size of the bucket: calls per minute.
    pub limit: u32,
    /// How many more may be made at once.
    pub remaining: u32,
    /// After which time the bucket is full again.
    pub reset: Duration,
    /// After which time the next call may be made; zero when it may be made now.
    pub retry_after: Duration,
}

/// What a bucket holds.
pub(super) const WINDOW: Duration = Duration::from_secs(60);

/// How long a call takes to fill up again.
pub(super) fn interval(per_minute: u32) -> Duration {
    WINDOW / per_minute.max(1)
}

impl Taken {
    /// From what is left to fill: `filling` is the time until the bucket is full, before this
    /// call where it was refused and after it where it was allowed.
    pub(super) fn new(allowed: bool, limit: u32, filling: Duration) -> Self {
        let interval = interval(limit);
        let room = WINDOW.saturating_sub(filling);
        let remaining = (room.as_nanos() / interval.as_nanos().max(1)).min(u128::from(u32::MAX)) as u32;
        let retry_after = if allowed { Duration::ZERO } else { (filling + interval).saturating_sub(WINDOW) };
        Self { allowed, limit, remaining: if allowed { remaining } else { 0 }, reset: filling, retry_after }
    }
}

const SHARDS: usize = 16;

/// The buckets of this process.
#[derive(Default)]
pub(super) struct Buckets {
    hasher: RandomState,
    shards: [Mutex<HashMap<String, Instant>>; SHARDS],
}

impl Buckets {
    pub(super) fn take(&self, Limit { key, per_minute }: &Limit) -> Taken {
        let per_minute = *per_minute;
        let shard = self.hasher.hash_one(key) as usize % SHARDS;
        let Ok(mut full_at) = self.shards[shard].lock() else {
            return Taken::new(true, per_minute, Duration::ZERO);
        };
        let now = Instant::now();
        let filling = full_at.get(key).map_or(Duration::ZERO, |at| at.saturating_duration_since(now));
        let after = filling + interval(per_minute);
        // Division rounds the interval down, so a minute's worth of calls always fits.
        if after > WINDOW {
            return Taken::new(false, per_minute, filling);
        }
        if let Some(at) = full_at.get_mut(key) {
            *at = now + after;
        } else {
            full_at.insert(key.clone(), now + after);
        }
        Taken::new(true, per_minute, after)
    }

    /// Drops the buckets that are full.
    pub(super) fn sweep(&self) {
        let now = Instant::now();
        for shard in &self.shards {
            if let Ok(mut full_at) = shard.lock() {
                full_at.retain(|_, at| *at > now);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(key: &str, per_minute: u32) -> Limit {
        Limit { key: key.to_owned(), per_minute }
    }

    #[test]
    fn a_bucket_gives_a_minutes_worth_and_then_says_when_to_come_back() {
        let buckets = Buckets::default();
        for left in (0..60).rev() {
            let taken = buckets.take(&limit("a", 60));
            assert!(taken.allowed);
            assert!(taken.remaining.abs_diff(left) <= 1, "{taken:?}");
        }
        let refused = buckets.take(&limit("a", 60));
        assert!(!refused.allowed);
        assert!(refused.retry_after > Duration::ZERO && refused.retry_after <= Duration::from_secs(1), "{refused:?}");
        assert!(buckets.take(&limit("b", 60)).allowed, "another bucket");
    }

    #[test]
    fn a_sweep_keeps_what_is_still_filling() {
        let buckets = Buckets::default();
        buckets.take(&limit("a", 1));
        buckets.sweep();
        assert!(!buckets.take(&limit("a", 1)).allowed);
    }
}
