//! Statistics: clicks and conversions over days or hours of any time zone.

use async_graphql::{Context, Enum, Result, SimpleObject};
use chrono::{Duration, Utc};
use chrono_tz::Tz;

use super::scalar::{Date, DateTime};
use super::{load, now, tenant};
use crate::domain::key::Permission;
use crate::domain::stats::{self, Bucket, Counted, Numbers, Of, Range};
use crate::error::Error;

/// How many days are counted unless the caller says.
const USUAL_DAYS: i64 = 30;

/// How long a bucket is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "Bucket")]
pub(super) enum BucketSize {
    /// A day of the time zone's calendar: of 23 or 25 hours where the clock is changed. At most 800.
    Day,
    /// An hour of the time zone's clock. At most those of 62 days.
    Hour,
}

/// Numbers over a range of days. They are exact: as many as there are rows behind them.
#[derive(SimpleObject)]
pub(super) struct Stats {
    /// Clicks by people.
    clicks: i64,
    /// Conversions, at the time they were recorded.
    conversions: i64,
    /// Conversions by clicks; null without clicks. More than 1 where clicks convert that are not in
    /// `clicks`, because they were made before the range or carry another label.
    conversion_rate: Option<f64>,
    /// All hits on links, by what they were.
    by_label: StatsByLabel,
    /// Bucket by bucket, also where nothing happened.
    buckets: Vec<StatsBucket>,
}

/// The numbers of one day or hour.
#[derive(SimpleObject)]
pub(super) struct StatsBucket {
    /// Its first instant.
    start: DateTime,
    /// The first instant after it.
    end: DateTime,
    /// Clicks by people.
    clicks: i64,
    /// Conversions, at the time they were recorded.
    conversions: i64,
    /// All hits on links, by what they were.
    by_label: StatsByLabel,
}

/// Hits on links by what they were. Only `human` counts as `clicks`.
#[derive(SimpleObject)]
pub(super) struct StatsByLabel {
    /// A person followed the link in a browser.
    human: i64,
    /// The same visitor followed the same link again within seconds.
    repeat: i64,
    /// Looks like a mail scanner, a script, or a browser that is not what it says.
    suspect: i64,
    /// A crawler or a link preview; it got no token.
    crawler: i64,
    /// An image, a frame or a script, not a visit; it got no token.
    non_navigation: i64,
    /// Repeat or suspect clicks that a conversion has proved to be real.
    confirmed: i64,
    /// Clicks that were re-made from their tokens, because they were not stored in time.
    reconstructed: i64,
    /// Hits over the rate limit of their address: redirected and counted, not stored.
    over_limit: i64,
}

impl From<Numbers> for StatsByLabel {
    fn from(numbers: Numbers) -> Self {
        Self {
            human: numbers.clicks,
            repeat: numbers.repeat,
            suspect: numbers.suspect,
            crawler: numbers.crawler,
            non_navigation: numbers.non_navigation,
            confirmed: numbers.confirmed,
            reconstructed: numbers.reconstructed,
            over_limit: numbers.over_limit,
        }
    }
}

impl From<Counted> for StatsBucket {
    fn from(counted: Counted) -> Self {
        let Numbers { clicks, conversions, .. } = counted.numbers;
        let (start, end) = (counted.start.into(), counted.end.into());
        Self { start, end, clicks, conversions, by_label: counted.numbers.into() }
    }
}

impl From<stats::Stats> for Stats {
    fn from(stats: stats::Stats) -> Self {
        let Numbers { clicks, conversions, .. } = stats.total;
        Self {
            clicks,
            conversions,
            conversion_rate: (clicks > 0).then(|| conversions as f64 / clicks as f64),
            by_label: stats.total.into(),
            buckets: stats.buckets.into_iter().map(StatsBucket::from).collect(),
        }
    }
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
    let tenant = tenant(ctx, Permission::StatsRead)?;
    let name = match time_zone {
        Some(name) => name,
        None => load::owner(ctx, &tenant).await?.time_zone.clone(),
    };
    let range = range(now(ctx)?, from, to, &name, bucket)?;
    Ok(stats::read(&tenant, of, range).await?.into())
}

/// The days that are asked for, of the zone with this name.
pub(super) fn range(
    now: chrono::DateTime<Utc>,
    from: Option<Date>,
    to: Option<Date>,
    name: &str,
    bucket: Option<BucketSize>,
) -> Result<Range> {
    let zone: Tz = name.parse().map_err(|_| {
        Error::BadRequest(format!("There is no time zone `{name}`. Name one of IANA's, as Europe/Brussels."))
    })?;
    let to = match to {
        Some(to) => to.0,
        None => now.with_timezone(&zone).date_naive(),
    };
    let from = from.map_or(to - Duration::days(USUAL_DAYS - 1), |from| from.0);
    Ok(Range { from, to, zone, bucket: bucket.unwrap_or(BucketSize::Day).into() })
}
