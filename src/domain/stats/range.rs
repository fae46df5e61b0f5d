//! Which instants a range of days is, in a time zone, and where its buckets begin.

use chrono::{DateTime, Datelike, Days, Duration, Months, NaiveDate, NaiveTime, Offset, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

use crate::clock::quarter;
use crate::error::{Problem, ProblemCode, Result};
use crate::store::visits::Span;

/// What is counted together. The first and the last bucket end with the range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// An hour of the zone's clock.
    Hour,
    /// A calendar day of the zone: of 23 or 25 hours where the clock is changed.
    Day,
    /// A week from Monday to Sunday (ISO 8601).
    Week,
    /// A calendar month.
    Month,
}

/// Which days, both included, of which zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The first day.
    pub from: NaiveDate,
    /// The last day.
    pub to: NaiveDate,
    /// The zone whose days they are.
    pub zone: Tz,
    /// What is counted together.
    pub bucket: Bucket,
}

impl Range {
    /// Whether it can be counted.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::Invalid`] when it ends before it begins or is too long.
    pub fn check(&self) -> Result<()> {
        let (most, what) = match self.bucket {
            Bucket::Hour => (62, "days by the hour"),
            Bucket::Day => (800, "days"),
            Bucket::Week | Bucket::Month => (3_700, "days by the week or month"),
        };
        let problem = |code, message: String| Err(Problem::new("to", code, message).into());
        if self.days() < 1 {
            problem(ProblemCode::Invalid, "The range ends before it begins.".to_owned())
        } else if self.days() > most {
            problem(ProblemCode::TooLong, format!("Ask for at most {most} {what} at once."))
        } else {
            Ok(())
        }
    }

    /// The range of as many days that ends the day before this one begins.
    pub fn previous(&self) -> Self {
        let days = Duration::days(self.days());
        Self { from: self.from - days, to: self.to - days, ..*self }
    }

    fn days(&self) -> i64 {
        (self.to - self.from).num_days() + 1
    }

    /// Its first instant, and the first after it.
    pub fn span(&self) -> Span {
        (first_of(self.from, self.zone), first_of(self.to + Days::new(1), self.zone))
    }

    /// The first instant of each bucket, and at the end the first instant after the range.
    pub(super) fn starts(&self) -> Vec<DateTime<Utc>> {
        let (start, end) = self.span();
        let mut starts = match self.bucket {
            Bucket::Hour => self.hours(),
            Bucket::Day | Bucket::Week | Bucket::Month => {
                let mut starts = vec![start];
                let mut day = self.next(self.from);
                while day <= self.to {
                    starts.push(first_of(day, self.zone));
                    day = self.next(day);
                }
                starts
            }
        };
        starts.push(end);
        // A zone that has crossed the date line has skipped a day.
        starts.dedup();
        starts
    }

    /// The first day of the bucket after that of `day`.
    fn next(&self, day: NaiveDate) -> NaiveDate {
        match self.bucket {
            Bucket::Hour | Bucket::Day => day + Days::new(1),
            Bucket::Week => day + Days::new(7 - u64::from(day.weekday().num_days_from_monday())),
            Bucket::Month => day.with_day(1).unwrap_or(day) + Months::new(1),
        }
    }

    /// Walks over quarters of an hour and looks at the zone's clock, instead of asking for the instant
    /// of a local time: where the clock is changed there may be none, or two.
    fn hours(&self) -> Vec<DateTime<Utc>> {
        let (mut at, end) = self.span();
        let mut starts = Vec::new();
        let mut last = None;
        while at < end {
            let local = at.with_timezone(&self.zone).naive_local();
            // With the offset, so that the hour that a clock repeats is two.
            let hour = (local.date(), local.hour(), local - at.naive_utc());
            if last != Some(hour) {
                starts.push(at);
                last = Some(hour);
            }
            at += Duration::minutes(15);
        }
        starts
    }
}

/// The first quarter of an hour of a day. Not every day begins at midnight: some clocks are put
/// forward then.
fn first_of(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN).and_utc();
    let begun = |at: DateTime<Utc>| at.with_timezone(&zone).date_naive() >= day;
    let offset = zone.offset_from_utc_datetime(&midnight.naive_utc()).fix().local_minus_utc();
    let guess = quarter(midnight - Duration::seconds(offset.into()));
    let step = Duration::minutes(15);
    if begun(guess) && !begun(guess - step) {
        return guess;
    }
    // No zone is further from UTC than this.
    let mut at = midnight - Duration::hours(27);
    while !begun(at) {
        at += step;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn range(from: &str, to: &str, zone: &str, bucket: Bucket) -> Range {
        Range { from: from.parse().unwrap(), to: to.parse().unwrap(), zone: zone.parse().unwrap(), bucket }
    }

    fn lengths(range: Range) -> Vec<i64> {
        range.starts().windows(2).map(|pair| (pair[1] - pair[0]).num_minutes()).collect()
    }

    #[test]
    fn days_have_the_hours_that_their_clock_shows() {
        let spring = range("2026-03-28", "2026-03-30", "Europe/Brussels", Bucket::Day);
        assert_eq!(lengths(spring), [24 * 60, 23 * 60, 24 * 60]);
        let autumn = range("2026-10-24", "2026-10-26", "Europe/Brussels", Bucket::Day);
        assert_eq!(lengths(autumn), [24 * 60, 25 * 60, 24 * 60]);
        // Midnight itself is skipped.
        let cairo = range("2026-04-24", "2026-04-24", "Africa/Cairo", Bucket::Day);
        assert_eq!(lengths(cairo), [23 * 60]);
        // A day that there never was.
        let samoa = range("2011-12-29", "2011-12-31", "Pacific/Apia", Bucket::Day);
        assert_eq!(lengths(samoa), [24 * 60, 24 * 60]);
    }

    #[test]
    fn a_day_of_25_hours_has_25_buckets_by_the_hour() {
        assert_eq!(lengths(range("2026-10-25", "2026-10-25", "Europe/Brussels", Bucket::Hour)).len(), 25);
        assert_eq!(lengths(range("2026-03-29", "2026-03-29", "Europe/Brussels", Bucket::Hour)).len(), 23);
        let nepal = range("2026-05-01", "2026-05-01", "Asia/Kathmandu", Bucket::Hour);
        assert_eq!(nepal.starts()[0].to_rfc3339(), "2026-04-30T18:15:00+00:00");
        assert_eq!(lengths(nepal), [60; 24]);
    }

    #[test]
    fn weeks_begin_on_monday_and_months_on_their_first() {
        // A Thursday to a Tuesday.
        let weeks = range("2026-10-01", "2026-10-13", "UTC", Bucket::Week);
        assert_eq!(lengths(weeks), [4 * 1_440, 7 * 1_440, 2 * 1_440]);
        let months = range("2026-01-31", "2026-04-01", "Europe/Brussels", Bucket::Month);
        assert_eq!(lengths(months), [1_440, 28 * 1_440, 31 * 1_440 - 60, 1_440]);
    }

    #[test]
    fn days_at_the_ends_of_the_earth_begin_when_they_do_there() {
        let first = |zone| range("2026-05-01", "2026-05-01", zone, Bucket::Day).starts()[0].to_rfc3339();
        assert_eq!(first("Pacific/Kiritimati"), "2026-04-30T10:00:00+00:00");
        assert_eq!(first("Pacific/Pago_Pago"), "2026-05-01T11:00:00+00:00");
    }

    #[test]
    fn a_range_is_neither_backwards_nor_endless() {
        assert!(range("2026-05-02", "2026-05-01", "UTC", Bucket::Day).check().is_err());
        assert!(range("2020-01-01", "2026-05-01", "UTC", Bucket::Day).check().is_err());
        assert!(range("2020-01-01", "2026-05-01", "UTC", Bucket::Month).check().is_ok());
        assert!(range("2026-01-01", "2026-05-01", "UTC", Bucket::Hour).check().is_err());
    }

    #[test]
    fn the_previous_range_is_as_long_and_ends_where_this_one_begins() {
        let range = range("2026-03-01", "2026-03-31", "UTC", Bucket::Day);
        assert_eq!(
            (range.previous().from.to_string(), range.previous().to),
            ("2026-01-29".to_owned(), range.from - Days::new(1))
        );
    }
}
