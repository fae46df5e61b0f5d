//! Statistics: counters summed over days or hours of any time zone.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Timelike, Utc};
use chrono_tz::Tz;
use entity::counter;
use entity::id::{CampaignId, LinkId, PartnerId};
use entity::value::Measure;
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QuerySelect};
use uuid::Uuid;

use crate::clock::quarter;
use crate::error::{Problem, ProblemCode, Result};
use crate::store::{Direction, Scope};

/// What is counted together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bucket {
    /// A calendar day of the zone: of 23 or 25 hours where the clock is changed.
    Day,
    /// An hour of the zone's clock.
    Hour,
}

/// Whose numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of {
    /// A campaign's.
    Campaign(CampaignId),
    /// A partner's, over all campaigns.
    Partner(PartnerId),
    /// A link's.
    Link(LinkId),
    /// Those of one of a link's addresses: an alias by its id, the code by the link's id.
    Address(Uuid),
}

/// Which days, both included, of which zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// How many of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Numbers {
    /// Clicks by people: the headline number.
    pub clicks: i64,
    /// Clicks labelled `REPEAT`.
    pub repeat: i64,
    /// Clicks labelled `SUSPECT`.
    pub suspect: i64,
    /// Clicks labelled `CRAWLER`.
    pub crawler: i64,
    /// Clicks labelled `NON_NAVIGATION`.
    pub non_navigation: i64,
    /// Clicks labelled `CONFIRMED`.
    pub confirmed: i64,
    /// Clicks labelled `RECONSTRUCTED`.
    pub reconstructed: i64,
    /// Hits over the rate limit.
    pub over_limit: i64,
    /// Conversions.
    pub conversions: i64,
}

impl Numbers {
    fn add(&mut self, measure: Measure, count: i64) {
        *match measure {
            Measure::Human => &mut self.clicks,
            Measure::Repeat => &mut self.repeat,
            Measure::Suspect => &mut self.suspect,
            Measure::Crawler => &mut self.crawler,
            Measure::NonNavigation => &mut self.non_navigation,
            Measure::Confirmed => &mut self.confirmed,
            Measure::Reconstructed => &mut self.reconstructed,
            Measure::OverLimit => &mut self.over_limit,
            Measure::Conversion => &mut self.conversions,
        } += count;
    }
}

/// The numbers of one day or hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counted {
    /// Its first instant.
    pub start: DateTime<Utc>,
    /// The first instant after it.
    pub end: DateTime<Utc>,
    /// What happened in it.
    pub numbers: Numbers,
}

/// Numbers over a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stats {
    /// Over all of it.
    pub total: Numbers,
    /// Day by day or hour by hour, also where nothing happened.
    pub buckets: Vec<Counted>,
}

#[derive(Debug, FromQueryResult)]
struct Sum {
    quarter: DateTime<Utc>,
    measure: Measure,
    // A sum of bigint is numeric on Postgres, so the rows are added up here.
    count: i64,
}

/// Sums the counters of a range.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for a range that ends before it begins or is too long.
pub async fn read(scope: &impl Scope, of: Of, range: Range) -> Result<Stats> {
    range.check()?;
    let starts = range.starts();
    let (Some(first), Some(end)) = (starts.first(), starts.last()) else {
        return Ok(Stats { total: Numbers::default(), buckets: Vec::new() });
    };
    let whose = match of {
        Of::Campaign(id) => counter::Column::CampaignId.eq(id),
        Of::Partner(id) => counter::Column::PartnerId.eq(id),
        Of::Link(id) => counter::Column::LinkId.eq(id),
        Of::Address(id) => counter::Column::Via.eq(id),
    };
    let sums: Vec<Sum> = scope
        .find::<counter::Entity>()
        .filter(
            Condition::all()
                .add(whose)
                .add(counter::Column::Quarter.gte(*first))
                .add(counter::Column::Quarter.lt(*end)),
        )
        .order_by(counter::Column::Quarter, Direction::Ascending)
        .reduce(|select| {
            select.column(counter::Column::Quarter).column(counter::Column::Measure).column(counter::Column::Count)
        })
        .await?;
    let mut numbers: BTreeMap<DateTime<Utc>, Numbers> = BTreeMap::new();
    let mut total = Numbers::default();
    for sum in sums {
        total.add(sum.measure, sum.count);
        let bucket = starts.partition_point(|start| *start <= sum.quarter);
        if let Some(start) = bucket.checked_sub(1).and_then(|index| starts.get(index)) {
            numbers.entry(*start).or_default().add(sum.measure, sum.count);
        }
    }
    let buckets = starts
        .windows(2)
        .filter_map(|pair| match pair {
            [start, end] => {
                Some(Counted { start: *start, end: *end, numbers: numbers.get(start).copied().unwrap_or_default() })
            }
            _ => None,
        })
        .collect();
    Ok(Stats { total, buckets })
}

impl Range {
    fn check(&self) -> Result<()> {
        let days = (self.to - self.from).num_days() + 1;
        let (most, what) = match self.bucket {
            Bucket::Day => (800, "days"),
            Bucket::Hour => (62, "days by the hour"),
        };
        let problem = |code, message: String| Err(Problem::new("to", code, message).into());
        if days < 1 {
            problem(ProblemCode::Invalid, "The range ends before it begins.".to_owned())
        } else if days > most {
            problem(ProblemCode::TooLong, format!("Ask for at most {most} {what} at once."))
        } else {
            Ok(())
        }
    }

    /// The first instant of each bucket, and at the end the first instant after the range.
    ///
    /// Walks over quarters of an hour and looks at the zone's calendar, instead of asking for
    /// the instant of a local time: where the clock is changed there may be none, or two.
    fn starts(&self) -> Vec<DateTime<Utc>> {
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        // No zone is further from UTC than this.
        let mut at = quarter(midnight(self.from) - Duration::hours(27));
        let stop = midnight(self.to) + Duration::hours(51);
        let mut starts = Vec::new();
        let mut last = None;
        while at <= stop {
            let local = at.with_timezone(&self.zone).naive_local();
            if local.date() > self.to {
                starts.push(at);
                break;
            }
            if local.date() >= self.from {
                let bucket = match self.bucket {
                    Bucket::Day => (local.date(), 0, Duration::zero()),
                    // With the offset, so that the hour that a clock repeats is two.
                    Bucket::Hour => (local.date(), local.hour(), local - at.naive_utc()),
                };
                if last != Some(bucket) {
                    starts.push(at);
                    last = Some(bucket);
                }
            }
            at += Duration::minutes(15);
        }
        starts
    }
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
    fn days_at_the_ends_of_the_earth_begin_when_they_do_there() {
        let first = |zone| range("2026-05-01", "2026-05-01", zone, Bucket::Day).starts()[0].to_rfc3339();
        assert_eq!(first("Pacific/Kiritimati"), "2026-04-30T10:00:00+00:00");
        assert_eq!(first("Pacific/Pago_Pago"), "2026-05-01T11:00:00+00:00");
    }

    #[test]
    fn a_range_is_neither_backwards_nor_endless() {
        assert!(range("2026-05-02", "2026-05-01", "UTC", Bucket::Day).check().is_err());
        assert!(range("2020-01-01", "2026-05-01", "UTC", Bucket::Day).check().is_err());
        assert!(range("2026-01-01", "2026-05-01", "UTC", Bucket::Hour).check().is_err());
    }
}
