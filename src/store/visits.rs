//! Questions to the clicks themselves: who visited, and what their clicks have in common.
//!
//! A visitor is known for one UTC day: the key is salted anew each day. So a visitor counts once a day,
//! at the instant of its first click by a person, in whatever is asked about. Days that are over are
//! added up, so these questions are asked about a few days at a time.

use chrono::{DateTime, NaiveTime, Utc};
use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};
use uuid::Uuid;

use super::Scope;
use crate::error::Result;

/// What a click, conversion or counter is one of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// Its campaign.
    Campaign,
    /// Its partner.
    Partner,
    /// Its link.
    Link,
    /// The link's code or alias that was used.
    Address,
}

impl Part {
    fn column(self) -> &'static str {
        match self {
            Self::Campaign => "campaign_id",
            Self::Partner => "partner_id",
            Self::Link => "link_id",
            Self::Address => "via",
        }
    }
}

/// A property of clicks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Property {
    /// The host of the page that linked.
    Referrer,
    /// The class of the device.
    Device,
    /// The country.
    Country,
}

impl Property {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Referrer, Self::Device, Self::Country];

    fn column(self) -> &'static str {
        match self {
            Self::Referrer => "referrer_host",
            Self::Device => "device",
            Self::Country => "country",
        }
    }
}

/// Which rows, and what is counted apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Slice {
    /// What each count is of; none: of the organisation.
    pub by: Option<Part>,
    /// Only rows of any of these.
    pub only: Option<(Part, Vec<Uuid>)>,
}

/// A span of time: from the first instant to the one after the last.
pub type Span = (DateTime<Utc>, DateTime<Utc>);

/// Visitors who came first in one quarter of an hour.
#[derive(Debug, FromQueryResult)]
pub struct FirstVisits {
    /// What they visited; none: the organisation.
    pub key: Option<Uuid>,
    /// The quarter of an hour, counted from 1970.
    pub slot: i64,
    /// How many.
    pub visitors: i64,
}

/// Counts of clicks that share a value.
#[derive(Debug, FromQueryResult)]
pub struct Shared {
    /// What was clicked; none: something of the organisation.
    pub key: Option<Uuid>,
    /// The value; empty: not known.
    pub value: String,
    /// Clicks by people.
    pub clicks: i64,
    /// Visitors who came first in the span.
    pub visitors: i64,
    /// Conversions.
    pub conversions: i64,
}

/// The words of each database.
struct Words {
    day: &'static str,
    slot: &'static str,
}

fn words(backend: DbBackend) -> Words {
    match backend {
        DbBackend::Postgres => Words {
            day: "CAST(click.at AT TIME ZONE 'UTC' AS date)",
            slot: "CAST(floor(extract(epoch FROM MIN(click.at)) / 900) AS bigint)",
        },
        _ => Words { day: "substr(click.at, 1, 10)", slot: "CAST(strftime('%s', MIN(click.at)) AS integer) / 900" },
    }
}

/// Collects the values of a statement, and gives the place of each.
struct Bound(Vec<Value>);

impl Bound {
    fn add(&mut self, value: impl Into<Value>) -> String {
        self.0.push(value.into());
        format!("${}", self.0.len())
    }

    /// The condition that `slice` puts on the rows of `table`.
    fn only(&mut self, table: &str, slice: &Slice) -> String {
        let Some((part, ids)) = &slice.only else { return String::new() };
        let places: Vec<_> = ids.iter().map(|id| self.add(*id)).collect();
        if places.is_empty() {
            return " AND 1 = 0".to_owned();
        }
        format!(" AND {table}.{} IN ({})", part.column(), places.join(", "))
    }
}

fn key(table: &str, slice: &Slice) -> String {
    // A cast, because Postgres would take a bare NULL for a text.
    slice.by.map_or_else(|| "CAST(NULL AS uuid)".to_owned(), |part| format!("{table}.{}", part.column()))
}

/// The key as a thing to group by; a constant cannot be one.
fn group(table: &str, slice: &Slice) -> String {
    slice.by.map_or_else(String::new, |part| format!("{table}.{}, ", part.column()))
}

/// The first instant of the UTC day of `at`.
fn midnight(at: DateTime<Utc>) -> DateTime<Utc> {
    at.date_naive().and_time(NaiveTime::MIN).and_utc()
}

/// How many visitors came first in each quarter of an hour of `span`, which begins and ends with one.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn first_visits(scope: &impl Scope, slice: &Slice, (from, to): Span) -> Result<Vec<FirstVisits>> {
    let executor = scope.executor();
    let Words { day, slot } = words(executor.get_database_backend());
    let mut bound = Bound(Vec::new());
    let owner = bound.add(scope.organisation());
    // From the beginning of the day: who came before the span is not new in it.
    let (start, end) = (bound.add(midnight(from)), bound.add(to));
    let only = bound.only("click", slice);
    let (first, last) = (bound.add(slot_of(from)), bound.add(slot_of(to)));
    let (key, group) = (key("click", slice), group("click", slice));
    let outer = if slice.by.is_some() { "visit.key, " } else { "" };
    let sql = format!(
        "SELECT {shown} AS key, visit.slot AS slot, COUNT(*) AS visitors FROM (
             SELECT {key} AS key, {slot} AS slot FROM click
             WHERE click.organisation_id = {owner} AND click.at >= {start} AND click.at < {end}
                 AND click.label = 'HUMAN' AND click.visitor_key IS NOT NULL{only}
             GROUP BY {group}{day}, click.visitor_key
         ) AS visit WHERE visit.slot >= {first} AND visit.slot < {last} GROUP BY {outer}visit.slot",
        shown = if slice.by.is_some() { "visit.key" } else { "CAST(NULL AS uuid)" },
    );
    let statement = Statement::from_sql_and_values(executor.get_database_backend(), sql, bound.0);
    Ok(FirstVisits::find_by_statement(statement).all(&executor).await?)
}

/// The clicks, visitors and conversions of `span` by a property of the click. A visitor counts once a
/// day for each value.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn shared(scope: &impl Scope, slice: &Slice, property: Property, (from, to): Span) -> Result<Vec<Shared>> {
    let executor = scope.executor();
    let backend = executor.get_database_backend();
    let day = words(backend).day;
    let value = format!("coalesce(click.{}, '')", property.column());
    let mut bound = Bound(Vec::new());
    let owner = bound.add(scope.organisation());
    let (midnight, start, end) = (bound.add(midnight(from)), bound.add(from), bound.add(to));
    let (of_clicks, of_conversions) = (bound.only("click", slice), bound.only("conversion", slice));
    let (click, conversion) = (key("click", slice), key("conversion", slice));
    let (by_click, by_conversion) = (group("click", slice), group("conversion", slice));
    let (shown, outer) = if slice.by.is_some() { ("both_of.key", "both_of.key, ") } else { ("CAST(NULL AS uuid)", "") };
    // The credited click of a conversion may be gone: clicks are kept for a shorter time.
    let sql = format!(
        "SELECT {shown} AS key, both_of.value AS value, CAST(SUM(both_of.clicks) AS bigint) AS clicks,
             CAST(SUM(both_of.visitors) AS bigint) AS visitors, CAST(SUM(both_of.conversions) AS bigint) AS conversions
         FROM (
             SELECT visit.key AS key, visit.value AS value, visit.clicks AS clicks,
                 CASE WHEN visit.known AND visit.first >= {start} THEN 1 ELSE 0 END AS visitors, 0 AS conversions
             FROM (
                 SELECT {click} AS key, {value} AS value, click.visitor_key IS NOT NULL AS known,
                     MIN(click.at) AS first, SUM(CASE WHEN click.at >= {start} THEN 1 ELSE 0 END) AS clicks
                 FROM click
                 WHERE click.organisation_id = {owner} AND click.at >= {midnight} AND click.at < {end}
                     AND click.label = 'HUMAN'{of_clicks}
                 GROUP BY {by_click}{value}, {day}, click.visitor_key
             ) AS visit
             UNION ALL
             SELECT {conversion} AS key, {value} AS value, 0 AS clicks, 0 AS visitors, COUNT(*) AS conversions
             FROM conversion LEFT JOIN click ON click.organisation_id = conversion.organisation_id
                 AND click.id = conversion.credited_click_id
             WHERE conversion.organisation_id = {owner} AND conversion.created_at >= {start}
                 AND conversion.created_at < {end}{of_conversions}
             GROUP BY {by_conversion}{value}
         ) AS both_of
         GROUP BY {outer}both_of.value
         HAVING SUM(both_of.clicks) + SUM(both_of.visitors) + SUM(both_of.conversions) > 0"
    );
    let statement = Statement::from_sql_and_values(backend, sql, bound.0);
    Ok(Shared::find_by_statement(statement).all(&executor).await?)
}

fn slot_of(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(900)
}
