//! When a delivery is tried, and when it is given up. Pure: the time and the chance are passed in.

use chrono::{DateTime, Duration, Utc};

/// How long after a failed try the next one is, in seconds; the first try is at once. All in all they
/// span some three days.
const DELAYS: [i64; 9] = [5, 5 * 60, 30 * 60, 2 * 3_600, 5 * 3_600, 10 * 3_600, 14 * 3_600, 20 * 3_600, 24 * 3_600];
/// The longest that an endpoint's own wish to be left alone is honoured.
const MOST_RETRY_AFTER: Duration = Duration::hours(1);
/// How long an endpoint is left alone that says that it is overrun, and not for how long.
const OVERRUN: Duration = Duration::seconds(30);
/// The shortest and the longest time that an endpoint is left alone after a failure.
const PAUSES: (Duration, Duration) = (Duration::seconds(5), Duration::seconds(60));
/// An endpoint to which nothing has got through for so long is switched off.
pub const GIVE_UP: Duration = Duration::days(5);
/// Failures further apart than this are not one row of them: longer than the longest delay.
pub const APART: Duration = Duration::days(2);

/// When to try again after `tries` that failed; `None`: never. `chance` from 0 to 1 makes the delay up
/// to a fifth longer, so that deliveries that failed together do not come back together.
pub fn delay(tries: i32, chance: f64) -> Option<Duration> {
    let place = usize::try_from(tries).ok()?.checked_sub(1)?;
    let seconds = *DELAYS.get(place)?;
    let longer = (seconds * 1_000 / 5) as f64 * chance.clamp(0.0, 1.0);
    Some(Duration::seconds(seconds) + Duration::milliseconds(longer as i64))
}

/// What an endpoint asks for with `Retry-After`, as seconds or as a date, within bounds; for one that
/// is overrun (429, 503) also without asking.
pub fn retry_after(status: u16, header: Option<&str>, now: DateTime<Utc>) -> Option<Duration> {
    let asked = header.map(str::trim).and_then(|text| {
        let seconds = text.parse::<u32>().ok().map(|seconds| Duration::seconds(seconds.into()));
        seconds.or_else(|| DateTime::parse_from_rfc2822(text).ok().map(|at| at.to_utc() - now))
    });
    let usual = matches!(status, 429 | 503).then_some(OVERRUN);
    asked.or(usual).map(|wait| wait.clamp(Duration::zero(), MOST_RETRY_AFTER))
}

/// How long an endpoint that has been failing for so long is left alone: half of that, within bounds.
/// So one that is dead costs a try a minute, whatever waits for it.
pub fn pause(failing: Duration) -> Duration {
    (failing / 2).clamp(PAUSES.0, PAUSES.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schedule_is_the_published_one() {
        let seconds = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
        for (tries, expected) in (1..).zip(seconds) {
            assert_eq!(delay(tries, 0.0), Some(Duration::seconds(expected)));
            let latest = delay(tries, 1.0).unwrap();
            assert_eq!(latest, Duration::milliseconds(expected * 1_200));
            assert!(latest < APART);
        }
        assert_eq!(delay(10, 0.0), None, "ten tries in all");
        assert_eq!(delay(0, 0.0), None);
        assert_eq!(delay(i32::MIN, 0.0), None);
    }

    #[test]
    fn an_endpoint_is_left_alone_as_long_as_it_asks_within_bounds() {
        let now = DateTime::parse_from_rfc3339("2026-01-31T12:00:00Z").unwrap().to_utc();
        for (status, header, seconds) in [
            (429, None, Some(30)),
            (503, None, Some(30)),
            (500, None, None),
            (429, Some("0"), Some(0)),
            (429, Some(" 120 "), Some(120)),
            (500, Some("120"), Some(120)),
            (503, Some("86400"), Some(3_600)),
            (429, Some("Sat, 31 Jan 2026 12:10:00 GMT"), Some(600)),
            (429, Some("Sat, 31 Jan 2026 11:00:00 GMT"), Some(0)),
            (429, Some("Sat, 31 Jan 2099 11:00:00 GMT"), Some(3_600)),
            (429, Some("soon"), Some(30)),
            (429, Some("-5"), Some(30)),
            (429, Some("99999999999999999999"), Some(30)),
            (500, Some(""), None),
        ] {
            assert_eq!(retry_after(status, header, now), seconds.map(Duration::seconds), "{status} {header:?}");
        }
    }

    #[test]
    fn a_dead_endpoint_is_tried_once_a_minute() {
        assert_eq!(pause(Duration::zero()), Duration::seconds(5));
        assert_eq!(pause(Duration::seconds(60)), Duration::seconds(30));
        assert_eq!(pause(Duration::days(4)), Duration::seconds(60));
    }
}
