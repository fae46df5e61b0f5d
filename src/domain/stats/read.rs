//! Reading numbers: summed days where there are some, rows for the rest.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Days, Duration, NaiveDate, NaiveTime, Utc};
use entity::id::{CampaignId, LinkId, PartnerId};
use entity::value::{Level, Measure, Quarters};
use entity::{click_day, counter, summed_day};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QuerySelect};
use uuid::Uuid;

use super::{Numbers, Of, Range, Stats, level};
use crate::error::Result;
use crate::store::Scope;
use crate::store::visits::{self, Part, Slice, Span};

/// The numbers of several over one range, bucket by bucket.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for a range that ends before it begins or is too long.
pub async fn read(scope: &impl Scope, ofs: &[Of], range: Range) -> Result<HashMap<Of, Stats>> {
    range.check()?;
    let starts = range.starts();
    let (Some(first), Some(end)) = (starts.first(), starts.last()) else { return Ok(HashMap::new()) };
    let days = summed_days(scope, (*first, *end)).await?;
    let mut found = HashMap::new();
    for (slice, of) in slices(ofs) {
        let mut stats: HashMap<Option<Uuid>, Stats> = of.iter().map(|of| (of.id(), Stats::of(&starts))).collect();
        collect(scope, &slice, (*first, *end), &days, |figure| {
            let Some(stats) = stats.get_mut(&figure.key) else { return };
            figure.add_to(&mut stats.total);
            let bucket = starts.partition_point(|start| *start <= figure.quarter).saturating_sub(1);
            if let Some(bucket) = stats.buckets.get_mut(bucket) {
                figure.add_to(&mut bucket.numbers);
            }
        })
        .await?;
        found.extend(of.into_iter().filter_map(|of| Some((of, stats.remove(&of.id())?))));
    }
    Ok(found)
}

/// Clicks, visitors and conversions of several over one range.
///
/// # Errors
///
/// See [`read`].
pub async fn totals(scope: &impl Scope, ofs: &[Of], range: Range) -> Result<HashMap<Of, Numbers>> {
    range.check()?;
    let mut found = HashMap::new();
    for (slice, of) in slices(ofs) {
        let mut totals = sum(scope, &slice, range.span()).await?;
        found.extend(of.into_iter().map(|of| (of, totals.remove(&of.id()).unwrap_or_default())));
    }
    Ok(found)
}

/// What is asked about, by what kind of thing it is.
fn slices(ofs: &[Of]) -> Vec<(Slice, Vec<Of>)> {
    let mut kinds: Vec<(Option<Part>, Vec<Of>)> = Vec::new();
    for of in ofs {
        match kinds.iter_mut().find(|(part, _)| *part == of.part()) {
            Some((_, list)) if list.contains(of) => {}
            Some((_, list)) => list.push(*of),
            None => kinds.push((of.part(), vec![*of])),
        }
    }
    kinds.into_iter().filter_map(|(_, list)| Some((list.first()?.slice(list.iter().copied()), list))).collect()
}

/// Clicks, visitors and conversions of a slice, by what it is counted by. Only of these three.
pub(super) async fn sum(scope: &impl Scope, slice: &Slice, span: Span) -> Result<HashMap<Option<Uuid>, Numbers>> {
    #[derive(FromQueryResult)]
    struct Days {
        key: Uuid,
        clicks: i64,
        visitors: i64,
        conversions: i64,
    }
    let days = summed_days(scope, span).await?;
    let (whole, parts) = split(span, &days);
    let mut sums = HashMap::<_, Numbers>::new();
    if !whole.is_empty() {
        let level = level(slice);
        let sum = |column: click_day::Column| Expr::col((click_day::Entity, column)).sum().cast_as("bigint");
        let key = key_column(slice, level);
        let rows: Vec<Days> = scope
            .find::<click_day::Entity>()
            .filter(summed_rows(slice, level, &whole))
            .reduce(|select| {
                select
                    .column_as(key, "key")
                    .column_as(sum(click_day::Column::Clicks), "clicks")
                    .column_as(sum(click_day::Column::Visitors), "visitors")
                    .column_as(sum(click_day::Column::Conversions), "conversions")
                    .group_by(key)
            })
            .await?;
        for row in rows {
            let numbers = sums.entry(slice.by.map(|_| row.key)).or_default();
            numbers.clicks += row.clicks;
            numbers.visitors += row.visitors;
            numbers.conversions += row.conversions;
        }
    }
    for part in parts {
        collect(scope, slice, part, &days, |figure| figure.add_to(sums.entry(figure.key).or_default())).await?;
    }
    Ok(sums)
}

/// The days of a span that are summed and wholly in it, and what remains of the span.
pub(super) fn split((from, to): Span, days: &BTreeSet<NaiveDate>) -> (BTreeSet<NaiveDate>, Vec<Span>) {
    let whole: BTreeSet<_> =
        days.iter().copied().filter(|day| midnight(*day) >= from && midnight(*day + Days::new(1)) <= to).collect();
    (whole.clone(), gaps((from, to), &whole))
}

/// What remains of a span without these days.
fn gaps((from, to): Span, without: &BTreeSet<NaiveDate>) -> Vec<Span> {
    let mut gaps = Vec::new();
    let mut at = from;
    for day in without {
        if midnight(*day) > at {
            gaps.push((at, midnight(*day)));
        }
        at = Ord::max(at, midnight(*day + Days::new(1)));
    }
    if at < to {
        gaps.push((at, to));
    }
    gaps
}

/// The first instant of a day of UTC.
pub(super) fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(NaiveTime::MIN).and_utc()
}

/// Which of the days that a span touches are summed.
pub(super) async fn summed_days(scope: &impl Scope, (from, to): Span) -> Result<BTreeSet<NaiveDate>> {
    #[derive(FromQueryResult)]
    struct Day {
        day: String,
    }
    let last = (to - Duration::nanoseconds(1)).date_naive();
    let rows: Vec<Day> = scope
        .find::<summed_day::Entity>()
        .filter(summed_day::Column::Day.between(from.date_naive().to_string(), last.to_string()))
        .filter(summed_day::Column::SummedAt.is_not_null())
        .reduce(|select| select.column(summed_day::Column::Day))
        .await?;
    Ok(rows.into_iter().filter_map(|row| row.day.parse().ok()).collect())
}

/// The rows of these summed days that have what a slice asks for.
pub(super) fn summed_rows(slice: &Slice, level: Level, days: &BTreeSet<NaiveDate>) -> Condition {
    let (first, last) = (days.first().copied().unwrap_or_default(), days.last().copied().unwrap_or_default());
    let all = rows_of(slice, level).add(click_day::Column::Day.between(first.to_string(), last.to_string()));
    let missing: Vec<_> = first.iter_days().take_while(|day| *day <= last).filter(|day| !days.contains(day)).collect();
    if missing.is_empty() {
        return all;
    }
    all.add(click_day::Column::Day.is_not_in(missing.into_iter().map(|day| day.to_string())))
}

/// The rows of all summed days that have what a slice asks for.
pub(super) fn rows_of(slice: &Slice, level: Level) -> Condition {
    let only = slice.only.as_ref().map(|(part, ids)| match part {
        // The primary key, where it can be used.
        part if level_of(*part) == level => click_day::Column::ScopeId.is_in(ids.iter().copied()),
        Part::Campaign => click_day::Column::CampaignId.is_in(ids.iter().map(|id| CampaignId(*id))),
        Part::Partner => click_day::Column::PartnerId.is_in(ids.iter().map(|id| PartnerId(*id))),
        Part::Link => click_day::Column::LinkId.is_in(ids.iter().map(|id| LinkId(*id))),
        Part::Address => click_day::Column::ScopeId.is_in(ids.iter().copied()),
    });
    Condition::all().add(click_day::Column::Level.eq(level)).add_option(only)
}

fn level_of(part: Part) -> Level {
    match part {
        Part::Campaign => Level::Campaign,
        Part::Partner => Level::Partner,
        Part::Link => Level::Link,
        Part::Address => Level::Address,
    }
}

/// The column of summed days that has what a slice is counted by.
pub(super) fn key_column(slice: &Slice, level: Level) -> click_day::Column {
    match slice.by {
        Some(part) if level_of(part) == level => click_day::Column::ScopeId,
        Some(Part::Campaign) => click_day::Column::CampaignId,
        Some(Part::Partner) => click_day::Column::PartnerId,
        Some(Part::Link) => click_day::Column::LinkId,
        Some(Part::Address) | None => click_day::Column::ScopeId,
    }
}

/// So many, in a quarter of an hour.
pub(super) struct Figure {
    /// Of what; none: of the organisation.
    pub(super) key: Option<Uuid>,
    quarter: DateTime<Utc>,
    /// What was counted; none: visitors.
    measure: Option<Measure>,
    count: i64,
}

impl Figure {
    pub(super) fn add_to(&self, numbers: &mut Numbers) {
        match self.measure {
            Some(measure) => numbers.add(measure, self.count),
            None => numbers.visitors += self.count,
        }
    }
}

/// Everything that was counted in a span, quarter by quarter, of which `days` are summed.
pub(super) async fn collect(
    scope: &impl Scope,
    slice: &Slice,
    span: Span,
    days: &BTreeSet<NaiveDate>,
    mut take: impl FnMut(Figure),
) -> Result<()> {
    let (from, to) = span;
    let touched: BTreeSet<_> =
        days.iter().copied().filter(|day| midnight(*day) < to && midnight(*day + Days::new(1)) > from).collect();
    if !touched.is_empty() {
        let mut take = |figure: Figure| {
            if (from..to).contains(&figure.quarter) {
                take(figure);
            }
        };
        for (key, day, quarters) in quarters(scope, slice, &touched).await? {
            let at = |quarter: u8| midnight(day) + Duration::minutes(15 * i64::from(quarter));
            for (measure, counts) in &quarters.measures {
                for (quarter, count) in counts {
                    take(Figure { key, quarter: at(*quarter), measure: Some(*measure), count: *count });
                }
            }
            for (quarter, count) in &quarters.visitors {
                take(Figure { key, quarter: at(*quarter), measure: None, count: *count });
            }
        }
    }
    let gaps = gaps(span, &touched);
    for figure in counted(scope, slice, &gaps).await? {
        take(figure);
    }
    for gap in gaps {
        for row in visits::first_visits(scope, slice, gap).await? {
            let quarter = DateTime::from_timestamp(row.slot * 900, 0).unwrap_or(gap.0);
            take(Figure { key: row.key, quarter, measure: None, count: row.visitors });
        }
    }
    Ok(())
}

async fn quarters(
    scope: &impl Scope,
    slice: &Slice,
    days: &BTreeSet<NaiveDate>,
) -> Result<Vec<(Option<Uuid>, NaiveDate, Quarters)>> {
    #[derive(FromQueryResult)]
    struct Day {
        key: Uuid,
        day: String,
        quarters: Quarters,
    }
    let level = level(slice);
    let rows: Vec<Day> = scope
        .find::<click_day::Entity>()
        .filter(summed_rows(slice, level, days))
        .reduce(|select| {
            select
                .column_as(key_column(slice, level), "key")
                .column(click_day::Column::Day)
                .column(click_day::Column::Quarters)
        })
        .await?;
    let read = |row: Day| Some((slice.by.map(|_| row.key), row.day.parse().ok()?, row.quarters));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// What the counters of these spans say.
async fn counted(scope: &impl Scope, slice: &Slice, spans: &[Span]) -> Result<Vec<Figure>> {
    #[derive(FromQueryResult)]
    struct Sum {
        key: Option<Uuid>,
        quarter: DateTime<Utc>,
        measure: Measure,
        count: i64,
    }
    if spans.is_empty() {
        return Ok(Vec::new());
    }
    let in_spans = spans.iter().fold(Condition::any(), |any, (from, to)| {
        any.add(Condition::all().add(counter::Column::Quarter.gte(*from)).add(counter::Column::Quarter.lt(*to)))
    });
    let key = slice.by.map(column);
    let only = slice.only.as_ref().map(|(part, ids)| match part {
        Part::Campaign => counter::Column::CampaignId.is_in(ids.iter().map(|id| CampaignId(*id))),
        Part::Partner => counter::Column::PartnerId.is_in(ids.iter().map(|id| PartnerId(*id))),
        Part::Link => counter::Column::LinkId.is_in(ids.iter().map(|id| LinkId(*id))),
        Part::Address => counter::Column::Via.is_in(ids.iter().copied()),
    });
    let rows: Vec<Sum> = scope
        .find::<counter::Entity>()
        .filter(in_spans)
        .filter(Condition::all().add_option(only))
        .reduce(|mut select| {
            // The sum of bigint is numeric on Postgres.
            let sum = Expr::col((counter::Entity, counter::Column::Count)).sum().cast_as("bigint");
            select = match key {
                Some(key) => select.column_as(key, "key").group_by(key),
                None => select.column_as(Expr::value(None::<Uuid>), "key"),
            };
            select
                .column(counter::Column::Quarter)
                .column(counter::Column::Measure)
                .column_as(sum, "count")
                .group_by(counter::Column::Quarter)
                .group_by(counter::Column::Measure)
        })
        .await?;
    let figure = |row: Sum| Figure { key: row.key, quarter: row.quarter, measure: Some(row.measure), count: row.count };
    Ok(rows.into_iter().map(figure).collect())
}

fn column(part: Part) -> counter::Column {
    match part {
        Part::Campaign => counter::Column::CampaignId,
        Part::Partner => counter::Column::PartnerId,
        Part::Link => counter::Column::LinkId,
        Part::Address => counter::Column::Via,
    }
}
