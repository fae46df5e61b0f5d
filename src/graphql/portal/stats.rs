//! The partner's numbers.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};

use super::{caller, load, tenant};
use crate::domain::portal::Figures;
use crate::domain::stats::{self, Counted};
use crate::error::{self, Error};
use crate::graphql::scalar::{Date, DateTime};
use crate::graphql::stats::{BucketSize, range};
use crate::graphql::{now, page};
use crate::store::PartnerTenant;

/// Numbers over a range of days. They are exact: as many as there are rows behind them.
#[derive(SimpleObject)]
pub(super) struct Stats {
    /// Clicks by people.
    clicks: i64,
    /// Conversions that are credited to the partner, at the time they were recorded.
    conversions: i64,
    /// Conversions by clicks; null without clicks. More than 1 where clicks convert that are not in
    /// `clicks`, because they were made before the range.
    conversion_rate: Option<f64>,
    /// Bucket by bucket, also where nothing happened.
    buckets: Vec<StatsBucket>,
}

/// The numbers of one bucket of time.
#[derive(SimpleObject)]
pub(super) struct StatsBucket {
    /// Its first instant.
    start: DateTime,
    /// The first instant after it.
    end: DateTime,
    /// Clicks by people.
    clicks: i64,
    /// Conversions that are credited to the partner, at the time they were recorded.
    conversions: i64,
}

impl From<Counted> for StatsBucket {
    fn from(counted: Counted) -> Self {
        Self {
            start: counted.start.into(),
            end: counted.end.into(),
            clicks: counted.numbers.clicks,
            conversions: counted.numbers.conversions,
        }
    }
}

impl From<stats::Stats> for Stats {
    fn from(stats: stats::Stats) -> Self {
        let (clicks, conversions) = (stats.total.clicks, stats.total.conversions);
        Self {
            clicks,
            conversions,
            conversion_rate: (clicks > 0).then(|| conversions as f64 / clicks as f64),
            buckets: stats.buckets.into_iter().map(StatsBucket::from).collect(),
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
    async fn figures(self, tenant: &PartnerTenant) -> error::Result<Option<Figures>> {
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
    let own = caller(ctx)?.user().and_then(|user| user.time_zone.clone());
    let name = match time_zone.or(own) {
        Some(name) => name,
        None => load::owner(ctx).await?.time_zone.clone(),
    };
    let range = range(now(ctx)?, from, to, &name, bucket)?;
    let Some(figures) = figures else { return Ok(None) };
    Ok(Some(figures.read(&tenant(ctx)?, range).await?.into()))
}
