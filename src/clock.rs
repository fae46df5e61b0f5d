//! The time, which tests set by hand.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, DurationRound, Utc};

/// Tells the time. Nothing else in the program asks the machine for it, so that two
/// timestamps of one operation agree and tests can move it.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    /// Microseconds that are added to the machine's time.
    offset: Arc<AtomicI64>,
}

impl Clock {
    /// Now, cut to microseconds, which both databases keep.
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine")]
    pub fn now(&self) -> DateTime<Utc> {
        let now = Utc::now() + Duration::microseconds(self.offset.load(Ordering::Relaxed));
        now.duration_trunc(Duration::microseconds(1)).unwrap_or(now)
    }

    /// Moves this clock, and every clone of it, forwards or backwards.
    pub fn advance(&self, by: Duration) {
        let by = by.num_microseconds().unwrap_or(0);
        self.offset.fetch_add(by, Ordering::Relaxed);
    }
}

/// The first instant of the quarter of an hour that `at` falls in: the finest bucket of
/// the counters, because the days of every time zone begin on one.
pub fn quarter(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(Duration::minutes(15)).unwrap_or(at)
}

/// The first instant of the hour that `at` falls in.
pub fn hour(at: DateTime<Utc>) -> DateTime<Utc> {
    at.duration_trunc(Duration::hours(1)).unwrap_or(at)
}
