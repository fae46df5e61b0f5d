//! Conversion calls that touched the partner's clicks, and what became of them.
//!
//! The customer's address, what was sent along, the page and the key are the organisation's business
//! and are not shown.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use entity::id::{AliasId, CampaignId, ConversionId, DecisionId, LinkId, PartnerId};
use entity::{conversion, decision, reward, submission};
use sea_orm::{ColumnTrait, Condition};

use super::campaign::Campaign;
use super::link::{Link, LinkAlias};
use super::{list, load, tenant};
use crate::domain::portal;
use crate::graphql::load::{AliasById, CampaignById, ClickById, ConversionById, LinkById, RewardOf, SubmissionOf};
use crate::graphql::money::Money;
use crate::graphql::page::{self, Connection, ListOrder, Paging};
use crate::graphql::scalar::DateTime;

/// How a conversion call ended for the partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "portal::CallOutcome")]
pub(super) enum CallOutcome {
    /// A conversion was recorded and credited to the partner.
    Credited,
    /// The click, or the customer, had converted already.
    Duplicate,
    /// Nothing was credited to the partner.
    NotCredited,
}

/// Where the form submission stands that a credited conversion made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::SubmissionStatus")]
pub(super) enum SubmissionStatus {
    /// It needs no review.
    AutoAccepted,
    /// The organisation has not reviewed it yet.
    Pending,
    /// The organisation has accepted it.
    Accepted,
    /// The organisation has declined it.
    Declined,
    /// The organisation has to mend its form first; nothing is lost.
    Error,
}

/// Where a reward stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::RewardStatus")]
pub(super) enum RewardStatus {
    /// Recorded; the organisation has not decided yet.
    Held,
    /// The organisation has accepted the submission: it will pay.
    Payable,
    /// The organisation has declined the submission.
    Reversed,
}

pub(super) struct Call(decision::Model);

page::listed!(Call, decision, DecisionId);

impl Call {
    /// The conversion, if it is credited to the partner.
    async fn conversion(&self, ctx: &Context<'_>) -> Result<Option<conversion::Model>> {
        let Some(id) = self.0.conversion_id else { return Ok(None) };
        load::one(ctx, ConversionById(id)).await
    }

    async fn submission(&self, ctx: &Context<'_>) -> Result<Option<submission::Model>> {
        let Some(id) = self.credited(ctx).await? else { return Ok(None) };
        load::one(ctx, SubmissionOf(id)).await
    }

    async fn credited(&self, ctx: &Context<'_>) -> Result<Option<ConversionId>> {
        Ok(self.conversion(ctx).await?.map(|conversion| conversion.id))
    }

    async fn reward(&self, ctx: &Context<'_>) -> Result<Option<reward::Model>> {
        let Some(id) = self.credited(ctx).await? else { return Ok(None) };
        load::one(ctx, RewardOf(id)).await
    }

    fn told(&self, ctx: &Context<'_>) -> Result<portal::Call> {
        Ok(portal::Call::of(&self.0, tenant(ctx)?.partner()))
    }
}

/// A conversion call that touched a click of the partner, and what became of it.
#[Object]
impl Call {
    /// Its id, to name it when asking the organisation about it.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// When it was made.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// How it ended.
    async fn outcome(&self, ctx: &Context<'_>) -> Result<CallOutcome> {
        Ok(self.told(ctx)?.outcome.into())
    }

    /// Why, for programs: as `outside_window`. More may be added.
    async fn reason(&self, ctx: &Context<'_>) -> Result<&'static str> {
        Ok(self.told(ctx)?.reason)
    }

    /// Why, in plain words.
    async fn explanation(&self, ctx: &Context<'_>) -> Result<&'static str> {
        Ok(self.told(ctx)?.explanation)
    }

    /// The campaign.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        let Some(id) = self.0.campaign_id else { return Ok(None) };
        Ok(load::one(ctx, CampaignById(id)).await?.map(Campaign::from))
    }

    /// The partner's link: the credited one, else the one whose click it was. Null where the partner has
    /// an earlier click than the one that converted, and was not credited for it.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Link>> {
        let credited = self.conversion(ctx).await?.map(|conversion| conversion.link_id);
        let Some(id) = credited.or(self.0.link_id) else { return Ok(None) };
        Ok(load::one(ctx, LinkById(id)).await?.map(Link::from))
    }

    /// The alias by which the visitor came; null: by the link's code.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn alias(&self, ctx: &Context<'_>) -> Result<Option<LinkAlias>> {
        let via = match (self.conversion(ctx).await?, self.0.click_id) {
            (Some(conversion), _) => Some(conversion.via),
            (None, Some(click)) => load::one(ctx, ClickById(click)).await?.map(|click| click.via),
            (None, None) => None,
        };
        let Some(via) = via else { return Ok(None) };
        Ok(load::one(ctx, AliasById(AliasId(via))).await?.map(LinkAlias::from))
    }

    /// Where the form submission stands; null: nothing was credited to the partner.
    #[graphql(complexity = "page::READ")]
    async fn submission_status(&self, ctx: &Context<'_>) -> Result<Option<SubmissionStatus>> {
        Ok(self.submission(ctx).await?.map(|submission| submission.status.into()))
    }

    /// Why the organisation has declined the submission, in its own words.
    #[graphql(complexity = "page::READ")]
    async fn decline_reason(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        Ok(self.submission(ctx).await?.and_then(|submission| submission.decline_reason))
    }

    /// Where the reward stands; null: there is none.
    #[graphql(complexity = "page::READ")]
    async fn reward_status(&self, ctx: &Context<'_>) -> Result<Option<RewardStatus>> {
        Ok(self.reward(ctx).await?.map(|reward| reward.status.into()))
    }

    /// What it earns the partner; null: there is no reward.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn reward_amount(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        Ok(self.reward(ctx).await?.map(|reward| Money::new(reward.amount_minor, &reward.currency)))
    }
}

/// Which conversion calls.
#[derive(Debug, Default, InputObject)]
pub(super) struct CallFilter {
    /// Only those that ended so.
    outcome: Option<CallOutcome>,
    /// Only those about clicks of this campaign.
    campaign_id: Option<ID>,
    /// Only those about clicks of this link.
    link_id: Option<ID>,
    /// Only those at this time or later.
    from: Option<DateTime>,
    /// Only those before this time.
    to: Option<DateTime>,
}

impl CallFilter {
    pub(super) fn condition(self, partner: PartnerId) -> Condition {
        let outcome = self.outcome.map(|outcome| portal::CallOutcome::from(outcome).condition(partner));
        Condition::all()
            .add_option(outcome)
            .add_option(page::same::<CampaignId>(decision::Column::CampaignId, self.campaign_id))
            .add_option(page::same::<LinkId>(decision::Column::LinkId, self.link_id))
            .add_option(self.from.map(|from| decision::Column::At.gte(from.0)))
            .add_option(self.to.map(|to| decision::Column::At.lt(to.0)))
    }
}

#[derive(Default)]
pub(super) struct CallQuery;

#[Object]
impl CallQuery {
    /// The conversion calls that touched a click of the partner: what was credited, and why the rest was
    /// not.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn calls(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<CallFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Call>> {
        let condition = filter.unwrap_or_default().condition(tenant(ctx)?.partner());
        list(ctx, condition, Paging { first, after, last, before, order_by }).await
    }
}
