//! The self-check: every figure that is kept, recounted from the rows behind it.

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use entity::id::LinkId;
use entity::value::Level;
use entity::{click_day, counter, summed_day};
use sea_orm::ColumnTrait;
use uuid::Uuid;

use crate::domain::stats::sums;
use crate::error::Result;
use crate::store::visits::Span;
use crate::store::{Direction, Scope, recount};

/// How often a day is recounted that is changed meanwhile.
const TRIES: u32 = 3;

/// A figure that is not what its recount gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which figure.
    pub figure: String,
    /// What the recount gives.
    pub recounted: i64,
    /// What is kept.
    pub kept: i64,
}

/// What a self-check has found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Check {
    /// How many figures were recounted.
    pub figures: u64,
    /// Those that differ; there should be none.
    pub differences: Vec<Difference>,
}

/// The days from the first that anything was counted on until today.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn all_days(scope: &impl Scope, now: DateTime<Utc>) -> Result<(NaiveDate, NaiveDate)> {
    let first = scope.find::<counter::Entity>().order_by(counter::Column::Quarter, Direction::Ascending).one().await?;
    let today = now.date_naive();
    Ok((first.map_or(today, |row| row.quarter.date_naive()), today))
}

/// Recounts the counters, the summed days and the conversions of these days of UTC, both included.
///
/// Each comparison is of one moment, so that it can be made while others write.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn check(scope: &impl Scope, from: NaiveDate, to: NaiveDate) -> Result<Check> {
    let mut check = Check::default();
    for day in from.iter_days().take_while(|day| *day <= to) {
        let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN).and_utc();
        let span = (midnight(day), midnight(day + Days::new(1)));
        check.counters(scope, day, span).await?;
        check.conversions(scope, day, span).await?;
        check.sums(scope, day).await?;
    }
    Ok(check)
}

impl Check {
    async fn counters(&mut self, scope: &impl Scope, day: NaiveDate, span: Span) -> Result<()> {
        let (figures, wrong) = recount::counters(scope, span).await?;
        self.figures += figures;
        self.differences.extend(wrong.into_iter().map(|row| {
            let at = DateTime::from_timestamp(row.slot * 900, 0);
            let at = at.map_or_else(|| day.to_string(), |at| at.to_rfc3339());
            let figure = format!("counter {} of {} at {at}", row.measure, row.link_id);
            Difference { figure, recounted: row.made, kept: row.counted }
        }));
        Ok(())
    }

    async fn conversions(&mut self, scope: &impl Scope, day: NaiveDate, span: Span) -> Result<()> {
        let Some(found) = recount::conversions(scope, span).await? else { return Ok(()) };
        self.figures += 2 * found.recorded.unsigned_abs();
        let lacking = [
            ("conversions without exactly one decision", found.without_decision),
            ("conversions without exactly one submission", found.without_submission),
        ];
        for (what, count) in lacking.into_iter().filter(|(_, count)| *count != 0) {
            self.differences.push(Difference { figure: format!("{what} on {day}"), recounted: 0, kept: count });
        }
        Ok(())
    }

    /// A summed day is recounted by reading more than once, so it is only judged if it was not changed
    /// meanwhile.
    async fn sums(&mut self, scope: &impl Scope, day: NaiveDate) -> Result<()> {
        for _ in 0..TRIES {
            let Some(before) = summed(scope, day).await? else { return Ok(()) };
            let of_day = click_day::Column::Day.eq(day.to_string());
            let kept = scope.find::<click_day::Entity>().filter(of_day).all().await?;
            let recounted = sums::of(scope, day).await?;
            if summed(scope, day).await? == Some(before) {
                self.compare(&kept, &recounted);
                return Ok(());
            }
        }
        Ok(())
    }

    fn compare(&mut self, kept: &[click_day::Model], recounted: &[click_day::Model]) {
        let mut both: BTreeMap<(Level, Uuid), [Option<&click_day::Model>; 2]> = BTreeMap::new();
        for row in recounted {
            both.entry((row.level, row.scope_id)).or_default()[0] = Some(row);
        }
        for row in kept {
            both.entry((row.level, row.scope_id)).or_default()[1] = Some(row);
        }
        for ((level, id), rows) in both {
            let day = rows.iter().flatten().map(|row| row.day.as_str()).next().unwrap_or_default();
            let name = format!("{} {}", level.as_str(), LinkId(id).to_string().trim_start_matches("lnk_"));
            for (what, read) in FIGURES {
                let [recounted, kept] = rows.map(|row| row.map_or(0, read));
                self.figures += 1;
                if recounted != kept {
                    self.differences.push(Difference { figure: format!("{what} of {name} on {day}"), recounted, kept });
                }
            }
            let details = |row: Option<&click_day::Model>| {
                row.map(|row| (row.quarters.clone(), row.referrers.clone(), row.devices.clone(), row.countries.clone()))
            };
            self.figures += 1;
            if details(rows[0]) != details(rows[1]) {
                let figure = format!("breakdowns of {name} on {day} that differ");
                self.differences.push(Difference { figure, recounted: 0, kept: 1 });
            }
        }
    }
}

/// The figures of a summed day that are numbers.
const FIGURES: [(&str, ReadFigure); 3] =
    [("clicks", |row| row.clicks), ("visitors", |row| row.visitors), ("conversions", |row| row.conversions)];

type ReadFigure = fn(&click_day::Model) -> i64;

async fn summed(scope: &impl Scope, day: NaiveDate) -> Result<Option<(i64, DateTime<Utc>)>> {
    let row = scope.find::<summed_day::Entity>().filter(summed_day::Column::Day.eq(day.to_string())).one().await?;
    Ok(row.and_then(|row| Some((row.changes, row.summed_at?))))
}
