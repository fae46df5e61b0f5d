//! Statistics: clicks, visitors and conversions over buckets of any time zone. Root fields are in
//! `stats/query.rs`.

mod query;
mod row;

use async_graphql::{ComplexObject, Context, Enum, Result, SimpleObject};
use chrono::Duration;
use chrono_tz::Tz;

use super::scalar::{Count, Date, DateTime};
use super::{load, now, page, tenant};
use crate::domain::key::Permission;
use crate::domain::stats::{self, Bucket, Counted, Numbers, Of, Range};
use crate::error::Error;

pub(super) use query::{StatsFilter, StatsQuery, rows};
pub(super) use row::StatsDimension;

/// How many days are counted unless the caller says.
const USUAL_DAYS: i64 = 30;

/// How long a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "Bucket")]
pub(super) enum BucketSize {
    /// An hour of the time zone's clock. At most those of 62 days.
    Hour,
    /// A day of the time zone's calendar: of 23 or 25 hours where the clock is changed. At most 800.
    Day,
    /// A week from Monday to Sunday, or what the range has of it. At most those of 3,700 days.
    Week,
    /// A calendar month, or what the range has of it. At most those of 3,700 days.
    Month,
}

/// Numbers over a range of days. They are exact: as many as there are rows behind them.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct Stats {
    /// The first day.
    from: Date,
    /// The last day, which is included.
    to: Date,
    /// The IANA zone whose days they are.
    time_zone: String,
    /// Clicks by people.
    clicks: Count,
    /// Visitors, each once a day of UTC: on its first click by a person that day in what is asked
    /// about. Who does not want to be recognised tomorrow is not, so that a month has the sum of its days.
    unique_visitors: Count,
    /// Conversions, at the time they were recorded.
    conversions: Count,
    /// Conversions by clicks; null without clicks. More than 1 where clicks convert that are not in
    /// `clicks`, because they were made before the range or carry another label.
    conversion_rate: Option<f64>,
    /// All hits on links, by what they were.
    by_label: StatsByLabel,
    /// Bucket by bucket, also where nothing happened.
    buckets: Vec<StatsBucket>,
    #[graphql(skip)]
    asked: Option<(Of, Range)>,
}

#[ComplexObject]
impl Stats {
    /// The same of the range of as many days before.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn previous(&self, ctx: &Context<'_>) -> Result<StatsTotals> {
        let Some((of, range)) = self.asked else { return Ok(Numbers::default().into()) };
        let previous = load::figure(ctx, load::figures::TotalsOf(of, range.previous())).await?;
        Ok(previous.unwrap_or_default().into())
    }
}

/// Sums over a range of days.
#[derive(SimpleObject)]
pub(super) struct StatsTotals {
    /// Clicks by people.
    clicks: Count,
    /// Visitors, each once a day of UTC.
    unique_visitors: Count,
    /// Conversions, at the time they were recorded.
    conversions: Count,
    /// Conversions by clicks; null without clicks.
    conversion_rate: Option<f64>,
}

impl From<Numbers> for StatsTotals {
    fn from(numbers: Numbers) -> Self {
        Self {
            clicks: Count(numbers.clicks),
            unique_visitors: Count(numbers.visitors),
            conversions: Count(numbers.conversions),
            conversion_rate: numbers.rate(),
        }
    }
}

/// The numbers of one bucket.
#[derive(SimpleObject)]
pub(super) struct StatsBucket {
    /// Its first instant.
    start: DateTime,
    /// The first instant after it.
    end: DateTime,
    /// Clicks by people.
    clicks: Count,
    /// Visitors, each once a day of UTC.
    unique_visitors: Count,
    /// Conversions, at the time they were recorded.
    conversions: Count,
    /// Conversions by clicks; null without clicks.
    conversion_rate: Option<f64>,
    /// All hits on links, by what they were.
    by_label: StatsByLabel,
}

/// Hits on links by what they were. Only `human` counts as `clicks`.
#[derive(SimpleObject)]
pub(super) struct StatsByLabel {
    /// A person followed the link in a browser.
    human: Count,
    /// The same visitor followed the same link again within seconds.
    repeat: Count,
    /// Looks like a mail scanner, a script, or a browser that is not what it says.
    suspect: Count,
    /// A crawler or a link preview; it got no token.
    crawler: Count,
    /// An image, a frame or a script, not a visit; it got no token.
    non_navigation: Count,
    /// Repeat or suspect clicks that a conversion has proved to be real.
    confirmed: Count,
    /// Clicks that were re-made from their tokens, because they were not stored in time.
    reconstructed: Count,
    /// Hits over the rate limit of their address: redirected and counted, not stored.
    over_limit: Count,
}

impl From<Numbers> for StatsByLabel {
    fn from(numbers: Numbers) -> Self {
        Self {
            human: Count(numbers.clicks),
            repeat: Count(numbers.repeat),
            suspect: Count(numbers.suspect),
            crawler: Count(numbers.crawler),
            non_navigation: Count(numbers.non_navigation),
            confirmed: Count(numbers.confirmed),
            reconstructed: Count(numbers.reconstructed),
            over_limit: Count(numbers.over_limit),
        }
    }
}

impl From<Counted> for StatsBucket {
    fn from(Counted { start, end, numbers }: Counted) -> Self {
        Self {
            start: start.into(),
            end: end.into(),
            clicks: Count(numbers.clicks),
            unique_visitors: Count(numbers.visitors),
            conversions: Count(numbers.conversions),
            conversion_rate: numbers.rate(),
            by_label: numbers.into(),
        }
    }
}

impl Stats {
    /// Numbers as the schema has them; `asked` says what of, so that they can be compared.
    pub(super) fn new(stats: stats::Stats, range: Range, asked: Option<Of>) -> Self {
        let total = stats.total;
        Self {
            from: Date(range.from),
            to: Date(range.to),
            time_zone: range.zone.name().to_owned(),
            clicks: Count(total.clicks),
            unique_visitors: Count(total.visitors),
            conversions: Count(total.conversions),
            conversion_rate: total.rate(),
            by_label: total.into(),
            buckets: stats.buckets.into_iter().map(StatsBucket::from).collect(),
            asked: asked.map(|of| (of, range)),
        }
    }
}

/// The range that is meant: the last 30 days of the organisation's time zone, unless it is said.
pub(super) async fn range(
    ctx: &Context<'_>,
    from: Option<Date>,
    to: Option<Date>,
    time_zone: Option<String>,
    bucket: Option<BucketSize>,
) -> Result<Range> {
    let tenant = tenant(ctx, Permission::StatsRead)?;
    let zone = match time_zone {
        Some(name) => read_zone(&name)?,
        None => read_zone(&load::owner(ctx, &tenant).await?.time_zone)?,
    };
    let today = now(ctx)?.with_timezone(&zone).date_naive();
    let range = last_days(from, to, today, zone, bucket);
    range.check()?;
    Ok(range)
}

/// The range that is meant, where the zone is known.
pub(super) fn last_days(
    from: Option<Date>,
    to: Option<Date>,
    today: chrono::NaiveDate,
    zone: Tz,
    bucket: Option<BucketSize>,
) -> Range {
    let to = to.map_or(today, |to| to.0);
    let from = from.map_or(to - Duration::days(USUAL_DAYS - 1), |from| from.0);
    Range { from, to, zone, bucket: bucket.unwrap_or(BucketSize::Day).into() }
}

/// The time zone with this name.
pub(super) fn read_zone(name: &str) -> crate::error::Result<Tz> {
    name.parse().map_err(|_| {
        Error::BadRequest(format!("There is no time zone `{name}`. Name one of IANA's, as Europe/Brussels."))
    })
}

/// The numbers of a campaign, partner or link.
pub(super) async fn read(
    ctx: &Context<'_>,
    of: Of,
    from: Option<Date>,
    to: Option<Date>,
    time_zone: Option<String>,
    bucket: Option<BucketSize>,
) -> Result<Stats> {
    let range = range(ctx, from, to, time_zone, bucket).await?;
    let stats = load::figure(ctx, load::figures::StatsOf(of, range)).await?;
    let stats = stats.unwrap_or_else(|| stats::Stats::empty(range));
    Ok(Stats::new(stats, range, Some(of)))
}

/// When something last happened.
pub(super) async fn last_activity(ctx: &Context<'_>, of: Of) -> Result<Option<DateTime>> {
    Ok(load::figure(ctx, load::figures::LastActivityOf(of)).await?.map(DateTime))
}
