//! What the partner earns: its rewards, and what they add up to.

use async_graphql::{Context, ID, InputObject, Object, Result};
use entity::id::{CampaignId, RewardId};
use entity::{reward, submission};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::call::RewardStatus;
use super::campaign::Campaign;
use super::link::Link;
use super::stats::zone;
use super::{list, load, tenant};
use crate::domain::reward::{self as rewards, Days};
use crate::graphql::load::{CampaignById, LinkById, SubmissionOf};
use crate::graphql::money::Money;
use crate::graphql::now;
use crate::graphql::page::{self, Connection, ListOrder, Paging};
use crate::graphql::reward::RewardTotals;
use crate::graphql::scalar::{Date, DateTime};
use crate::graphql::stats::{BucketSize, last_days};

pub(super) struct Reward(reward::Model);

page::listed!(Reward, reward, RewardId);

/// What a conversion earns the partner.
#[Object]
impl Reward {
    /// Its id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Where it stands.
    async fn status(&self) -> RewardStatus {
        self.0.status.into()
    }

    /// How much.
    async fn amount(&self) -> Money {
        Money::new(self.0.amount_minor, &self.0.currency)
    }

    /// When its conversion was recorded.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it last moved.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }

    /// Why the organisation has declined the submission, in its own words; null unless it has.
    #[graphql(complexity = "page::READ")]
    async fn decline_reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        let submission: Option<submission::Model> = load::one(ctx, SubmissionOf(self.0.conversion_id)).await?;
        Ok(submission.and_then(|submission| submission.decline_reason))
    }

    /// The campaign.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        Ok(load::one(ctx, CampaignById(self.0.campaign_id)).await?.map(Campaign::from))
    }

    /// The credited link.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Link>> {
        Ok(load::one(ctx, LinkById(self.0.link_id)).await?.map(Link::from))
    }
}

/// Which rewards.
#[derive(Debug, Default, InputObject)]
pub(super) struct RewardFilter {
    /// Only those that stand there.
    status: Option<RewardStatus>,
    /// Only those of this campaign.
    campaign_id: Option<ID>,
    /// Only those whose conversion was recorded at this time or later.
    from: Option<DateTime>,
    /// Only those whose conversion was recorded before this time.
    to: Option<DateTime>,
}

impl RewardFilter {
    fn condition(self) -> Condition {
        let status = self.status.map(entity::value::RewardStatus::from);
        Condition::all()
            .add_option(status.map(|status| reward::Column::Status.eq(status)))
            .add_option(page::same::<CampaignId>(reward::Column::CampaignId, self.campaign_id))
            .add_option(self.from.map(|from| reward::Column::CreatedAt.gte(from.0)))
            .add_option(self.to.map(|to| reward::Column::CreatedAt.lt(to.0)))
    }
}

/// Which of the partner's rewards a campaign's id means. One that is malformed is nobody's.
pub(super) fn of_campaign(id: Option<ID>) -> rewards::Filter {
    let campaign = id.map(|id| id.parse().unwrap_or(CampaignId(Uuid::nil())));
    rewards::Filter { campaign, ..rewards::Filter::default() }
}

#[derive(Default)]
pub(super) struct RewardQuery;

#[Object]
impl RewardQuery {
    /// The partner's rewards.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn rewards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<RewardFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Reward>> {
        let condition = filter.unwrap_or_default().condition();
        list(ctx, condition, Paging { first, after, last, before, order_by }).await
    }

    /// What the partner's rewards of a range of days add up to.
    #[graphql(complexity = "2 * page::READ + child_complexity")]
    async fn reward_totals(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
        #[graphql(desc = "The IANA zone whose days they are; the user's if unset, else the organisation's.")]
        time_zone: Option<String>,
        #[graphql(desc = "Only rewards of this campaign.")] campaign_id: Option<ID>,
    ) -> Result<RewardTotals> {
        let zone = zone(ctx, time_zone).await?;
        let today = now(ctx)?.with_timezone(&zone).date_naive();
        let range = last_days(from, to, today, zone, Some(BucketSize::Month));
        let days = Days { from: range.from, to: range.to, zone };
        let earned = rewards::earned(&tenant(ctx)?, days, of_campaign(campaign_id)).await?;
        Ok(RewardTotals::new(&earned, &load::owner(ctx).await?.currency))
    }
}
