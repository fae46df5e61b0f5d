//! The months of a range of days, as a zone's calendar has them.

use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Tz;

use crate::error::{Problem, ProblemCode, Result};

/// How many days a range has at most: ten years.
const MOST_DAYS: i64 = 3_660;

/// Days, both included, of a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The first.
    pub from: NaiveDate,
    /// The last.
    pub to: NaiveDate,
    /// Whose they are.
    pub zone: Tz,
}

/// A month, or what of it lies in a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// The first day of it that lies in the range.
    pub first_day: NaiveDate,
    /// Its first instant.
    pub begins: DateTime<Utc>,
    /// The first instant after it.
    pub ends: DateTime<Utc>,
}

impl Days {
    /// The range, cut into months.
    ///
    /// # Errors
    ///
    /// [`crate::error::Error::Invalid`] for a range that ends before it begins or is too long.
    pub fn months(&self) -> Result<Vec<Month>> {
        let days = (self.to - self.from).num_days() + 1;
        if days < 1 {
            return Err(Problem::new("to", ProblemCode::Invalid, "The range ends before it begins.").into());
        }
        if days > MOST_DAYS {
            let message = format!("Ask for at most {MOST_DAYS} days at once.");
            return Err(Problem::new("to", ProblemCode::TooLong, message).into());
        }
        let after = self.to + Duration::days(1);
        let mut months = Vec::new();
        let mut day = self.from;
        while day < after {
            let next = day.with_day(1).and_then(|first| first.checked_add_months(Months::new(1)));
            let next = next.map_or(after, |next| next.min(after));
            months.push(Month { first_day: day, begins: self.first_instant(day), ends: self.first_instant(next) });
            day = next;
        }
        Ok(months)
    }

    /// When a day begins: where the clock skips midnight, a little later; where it skips the day, with
    /// the next one.
    fn first_instant(&self, day: NaiveDate) -> DateTime<Utc> {
        let midnight = day.and_time(NaiveTime::MIN);
        (0..=200)
            .filter_map(|quarter| {
                self.zone.from_local_datetime(&(midnight + Duration::minutes(15 * quarter))).earliest()
            })
            .next()
            .map_or_else(|| midnight.and_utc(), |at| at.to_utc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn months(from: &str, to: &str, zone: &str) -> Vec<(String, String)> {
        let days = Days { from: from.parse().unwrap(), to: to.parse().unwrap(), zone: zone.parse().unwrap() };
        let shown = |at: DateTime<Utc>| at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
        days.months().unwrap().iter().map(|month| (month.first_day.to_string(), shown(month.begins))).collect()
    }

    #[test]
    fn a_range_is_cut_where_the_zones_months_begin() {
        let pair = |day: &str, at: &str| (day.to_owned(), at.to_owned());
        assert_eq!(
            months("2026-02-27", "2026-04-01", "Europe/Brussels"),
            [
                pair("2026-02-27", "2026-02-26T23:00:00Z"),
                pair("2026-03-01", "2026-02-28T23:00:00Z"),
                pair("2026-04-01", "2026-03-31T22:00:00Z"),
            ]
        );
        assert_eq!(months("2026-05-05", "2026-05-05", "Asia/Kathmandu").len(), 1);
        assert_eq!(months("2026-04-24", "2026-04-24", "Africa/Cairo")[0].1, "2026-04-23T22:00:00Z", "at one o'clock");
        assert_eq!(months("2011-12-30", "2011-12-30", "Pacific/Apia")[0].1, "2011-12-30T10:00:00Z", "with the next");
    }

    #[test]
    fn months_follow_each_other_without_a_gap() {
        let days = Days {
            from: "2020-01-15".parse().unwrap(),
            to: "2026-12-31".parse().unwrap(),
            zone: chrono_tz::Australia::Lord_Howe,
        };
        let months = days.months().unwrap();
        assert_eq!(months.len(), 84);
        assert!(months.windows(2).all(|pair| pair[0].ends == pair[1].begins && pair[0].begins < pair[0].ends));
    }

    #[test]
    fn a_range_is_neither_backwards_nor_endless() {
        let days = |from: &str, to: &str| Days { from: from.parse().unwrap(), to: to.parse().unwrap(), zone: Tz::UTC };
        assert!(days("2026-05-02", "2026-05-01").months().is_err());
        assert!(days("0001-01-01", "9999-12-31").months().is_err());
    }
}
