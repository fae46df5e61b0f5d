//! The campaigns that the partner takes part in.

use async_graphql::{Context, ID, Object, Result};
use entity::campaign;
use entity::id::CampaignId;
use sea_orm::Condition;

use super::link::Link;
use super::stats::{self, Stats};
use super::{list, load, tenant};
use crate::domain::portal::Figures;
use crate::graphql::campaign::CampaignStatus;
use crate::graphql::load::LinkIn;
use crate::graphql::page::{self, Connection, ListOrder, Paging};
use crate::graphql::scalar::Date;
use crate::graphql::stats::BucketSize;

pub(super) struct Campaign(campaign::Model);

page::listed!(Campaign, campaign, CampaignId);

/// A campaign that the partner has a link in.
#[Object]
impl Campaign {
    /// Its id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether it runs.
    async fn status(&self) -> CampaignStatus {
        self.0.status.into()
    }

    /// The host of the page that its links lead to.
    async fn destination_host(&self) -> Option<String> {
        let url = url::Url::parse(&self.0.destination_url).ok()?;
        url.host_str().map(str::to_owned)
    }

    /// The partner's link in it.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Link>> {
        Ok(load::one(ctx, LinkIn(self.0.id)).await?.map(Link::from))
    }

    /// The partner's numbers in it over a range of days.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
        #[graphql(desc = "The IANA zone whose days they are; the user's if unset, else the organisation's.")]
        time_zone: Option<String>,
        #[graphql(desc = "How long a bucket is; a day if unset.")] bucket: Option<BucketSize>,
    ) -> Result<Option<Stats>> {
        let figures = Figures::of_campaign(&tenant(ctx)?, self.0.id).await?;
        stats::read(ctx, figures, from, to, time_zone, bucket).await
    }
}

#[derive(Default)]
pub(super) struct CampaignQuery;

#[Object]
impl CampaignQuery {
    /// The campaigns that the partner has a link in.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Campaign>> {
        list(ctx, Condition::all(), Paging { first, after, last, before, order_by }).await
    }
}
