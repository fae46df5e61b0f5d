//! The partner's numbers.

mod row;

use async_graphql::{ComplexObject, Context, ID, InputObject, Object, Result, SimpleObject};
use chrono_tz::Tz;

use super::{caller, load, tenant};
use crate::domain::portal::Figures;
use crate::domain::stats::{self, Counted, Range};
use crate::error::{self, Error};
use crate::graphql::scalar::{Count, Date, DateTime};
use crate::graphql::stats::{BucketSize, StatsTotals, last_days, read_zone, rows};
use crate::graphql::{now, page};
use crate::store::PartnerTenant;

pub(super) use row::{StatsDimension, StatsRow};

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
    /// Different visitors, each counted once a day of UTC.
    unique_visitors: Count,
    /// Conversions that are credited to the partner, at the time they were recorded.
    conversions: Count,
    /// Conversions by clicks; null without clicks. More than 1 where clicks convert that are not in
    /// `clicks`, because they were made before the range.
    conversion_rate: Option<f64>,
    /// Bucket by bucket, also where nothing happened.
    buckets: Vec<StatsBucket>,
    #[graphql(skip)]
    asked: (Figures, Range),
}

#[ComplexObject]
impl Stats {
    /// The same of the range of as many days before.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn previous(&self, ctx: &Context<'_>) -> Result<StatsTotals> {
        let (figures, range) = self.asked;
        Ok(figures.totals(&tenant(ctx)?, range.previous()).await?.into())
    }
}

/// The numbers of one bucket of time.
#[derive(SimpleObject)]
pub(super) struct StatsBucket {
    /// Its first instant.
    start: DateTime,
    /// The first instant after it.
    end: DateTime,
    /// Clicks by people.
    clicks: Count,
    /// Different visitors who came first in this bucket.
    unique_visitors: Count,
    /// Conversions that are credited to the partner, at the time they were recorded.
    conversions: Count,
}

impl From<Counted> for StatsBucket {
    fn from(counted: Counted) -> Self {
        Self {
            start: counted.start.into(),
            end: counted.end.into(),
            clicks: Count(counted.numbers.clicks),
            unique_visitors: Count(counted.numbers.visitors),
            conversions: Count(counted.numbers.conversions),
        }
    }
}

impl Stats {
    fn new(stats: stats::Stats, asked: (Figures, Range)) -> Self {
        Self {
            from: Date(asked.1.from),
            to: Date(asked.1.to),
            time_zone: asked.1.zone.name().to_owned(),
            clicks: Count(stats.total.clicks),
            unique_visitors: Count(stats.total.visitors),
            conversions: Count(stats.total.conversions),
            conversion_rate: stats.total.rate(),
            buckets: stats.buckets.into_iter().map(StatsBucket::from).collect(),
            asked,
        }
    }
}

/// Which of the partner's numbers: those of a campaign, or of a link, or of an alias.
#[derive(Debug, Default, InputObject)]
pub(super) struct StatsFilter {
    /// Only those of this campaign.
    campaign_id: Option<ID>,
    /// Only those of this link.
    link_id: Option<ID>,
    /// Only those of this alias.
    alias_id: Option<ID>,
}

impl StatsFilter {
    /// Of what; `None`: of something that is not the partner's, or of nothing at all.
    pub(super) async fn figures(self, tenant: &PartnerTenant) -> error::Result<Option<Figures>> {
        match (self.campaign_id, self.link_id, self.alias_id) {
            (None, None, None) => Ok(Some(Figures::all(tenant))),
            (Some(id), None, None) => match id.parse() {
                Ok(id) => Figures::of_campaign(tenant, id).await,
                Err(_) => Ok(None),
            },
            (None, Some(id), None) => match id.parse() {
                Ok(id) => Figures::of_link(tenant, id).await,
                Err(_) => Ok(None),
            },
            (None, None, Some(id)) => match id.parse() {
                Ok(id) => Figures::of_alias(tenant, id).await,
                Err(_) => Ok(None),
            },
            _ => Err(Error::BadRequest("Give one of `campaignId`, `linkId` and `aliasId`.".to_owned())),
        }
    }
}

#[derive(Default)]
pub(super) struct StatsQuery;

#[Object]
impl StatsQuery {
    /// The partner's numbers over a range of days; null where the filter names nothing of the partner's.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
        #[graphql(desc = "The IANA zone whose days they are; the user's if unset, else the organisation's.")]
        time_zone: Option<String>,
        #[graphql(desc = "How long a bucket is; a day if unset.")] bucket: Option<BucketSize>,
        #[graphql(desc = "Which numbers; all of the partner's if unset.")] filter: Option<StatsFilter>,
    ) -> Result<Option<Stats>> {
        let figures = filter.unwrap_or_default().figures(&tenant(ctx)?).await?;
        read(ctx, figures, from, to, time_zone, bucket).await
    }

    /// The partner's numbers over a range of days, by what they are of: the rows with the most clicks. None
    /// where the filter names nothing of the partner's.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn stats_by(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what.")] dimension: StatsDimension,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
        #[graphql(desc = "The IANA zone whose days they are; the user's if unset, else the organisation's.")]
        time_zone: Option<String>,
        #[graphql(desc = "Which numbers; all of the partner's if unset.")] filter: Option<StatsFilter>,
        #[graphql(desc = "At most so many rows: 10 if unset, 1,000 at most.")] first: Option<i32>,
    ) -> Result<Vec<StatsRow>> {
        let (tenant, first) = (tenant(ctx)?, rows(first)?);
        let zone = zone(ctx, time_zone).await?;
        let range = last_days(from, to, now(ctx)?.with_timezone(&zone).date_naive(), zone, None);
        range.check()?;
        let Some(figures) = filter.unwrap_or_default().figures(&tenant).await? else { return Ok(Vec::new()) };
        let rows = figures.breakdown(&tenant, dimension.into(), range, first).await?;
        Ok(StatsRow::named(&tenant, rows).await?)
    }
}

/// The zone whose days are meant.
pub(super) async fn zone(ctx: &Context<'_>, name: Option<String>) -> Result<Tz> {
    let own = caller(ctx)?.user().and_then(|user| user.time_zone.clone());
    let name = match name.or(own) {
        Some(name) => name,
        None => load::owner(ctx).await?.time_zone.clone(),
    };
    Ok(read_zone(&name)?)
}

/// These numbers over a range of days; none of nothing.
pub(super) async fn read(
    ctx: &Context<'_>,
    figures: Option<Figures>,
    from: Option<Date>,
    to: Option<Date>,
    time_zone: Option<String>,
    bucket: Option<BucketSize>,
) -> Result<Option<Stats>> {
    let zone = zone(ctx, time_zone).await?;
    let range = last_days(from, to, now(ctx)?.with_timezone(&zone).date_naive(), zone, bucket);
    range.check()?;
    let Some(figures) = figures else { return Ok(None) };
    Ok(Some(Stats::new(figures.read(&tenant(ctx)?, range).await?, (figures, range))))
}
