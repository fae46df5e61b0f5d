//! Root fields of statistics.

use async_graphql::{Context, ID, InputObject, Object, Result};
use uuid::Uuid;

use super::row::{StatsDimension, StatsRow};
use super::{BucketSize, Stats, range};
use crate::domain::key::Permission;
use crate::domain::stats::{self, Filter};
use crate::error::{self, Error};
use crate::graphql::scalar::Date;
use crate::graphql::{load, page, tenant};

/// How many rows a breakdown has unless the caller says.
const USUAL: i32 = 10;
/// How many rows a breakdown has at most.
const MOST: i32 = 1_000;

/// Of what the numbers should be. Several together are joined by "and".
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct StatsFilter {
    /// Only a campaign's.
    campaign_id: Option<ID>,
    /// Only a partner's.
    partner_id: Option<ID>,
    /// Only a link's.
    link_id: Option<ID>,
    /// Only those of an alias; or of a link's code without its aliases, by the link's id.
    alias_id: Option<ID>,
}

impl StatsFilter {
    /// What is asked for; `None`: an id that names nothing.
    pub(in crate::graphql) fn read(self) -> Option<Filter> {
        Some(Filter {
            campaign: parse(self.campaign_id)?,
            partner: parse(self.partner_id)?,
            link: parse(self.link_id)?,
            address: self.alias_id.map_or(Some(None), |id| address(&id).map(Some))?,
        })
    }
}

fn parse<I: std::str::FromStr>(id: Option<ID>) -> Option<Option<I>> {
    id.map_or(Some(None), |id| id.parse().ok().map(Some))
}

fn address(id: &ID) -> Option<Uuid> {
    let alias = id.parse::<entity::id::AliasId>().map(|id| id.0).ok();
    alias.or_else(|| id.parse::<entity::id::LinkId>().map(|id| id.0).ok())
}

#[derive(Default)]
pub(in crate::graphql) struct StatsQuery;

#[Object]
impl StatsQuery {
    /// The organisation's numbers over a range of days, or those of a part of it. Scope `stats:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
        #[graphql(desc = "The IANA zone whose days they are; the organisation's if unset.")] time_zone: Option<String>,
        #[graphql(desc = "How long a bucket is; a day if unset.")] bucket: Option<BucketSize>,
        #[graphql(desc = "Of what; of everything if unset.")] filter: Option<StatsFilter>,
    ) -> Result<Stats> {
        let tenant = tenant(ctx, Permission::StatsRead)?;
        let range = range(ctx, from, to, time_zone, bucket).await?;
        let of = match filter.unwrap_or_default().read() {
            Some(filter) => stats::of(&tenant, filter).await?,
            None => None,
        };
        let Some(of) = of else { return Ok(Stats::new(stats::Stats::empty(range), range, None)) };
        let stats = load::figure(ctx, load::figures::StatsOf(of, range)).await?;
        Ok(Stats::new(stats.unwrap_or_else(|| stats::Stats::empty(range)), range, Some(of)))
    }

    /// The organisation's numbers over a range of days, or those of a part of it, by what they are of:
    /// the rows with the most clicks. Scope `stats:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn stats_by(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "By what.")] dimension: StatsDimension,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
        #[graphql(desc = "The IANA zone whose days they are; the organisation's if unset.")] time_zone: Option<String>,
        #[graphql(desc = "Of what; of everything if unset.")] filter: Option<StatsFilter>,
        #[graphql(desc = "At most so many rows: 10 if unset, 1,000 at most.")] first: Option<i32>,
    ) -> Result<Vec<StatsRow>> {
        let tenant = tenant(ctx, Permission::StatsRead)?;
        let first = rows(first)?;
        let range = range(ctx, from, to, time_zone, None).await?;
        let of = match filter.unwrap_or_default().read() {
            Some(filter) => stats::of(&tenant, filter).await?,
            None => None,
        };
        let Some(of) = of else { return Ok(Vec::new()) };
        let rows = stats::breakdown(&tenant, of, dimension.into(), range, first).await?;
        StatsRow::named(ctx, rows).await
    }
}

/// How many rows a breakdown should have.
pub(in crate::graphql) fn rows(first: Option<i32>) -> error::Result<usize> {
    let first = first.unwrap_or(USUAL);
    let rows = usize::try_from(first).ok().filter(|_| first <= MOST);
    rows.ok_or_else(|| Error::BadRequest(format!("`first` is {first}, and must be from 0 to {MOST}.")))
}
