//! Conversions: clicks that became customers.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use entity::conversion;
use entity::id::{CampaignId, ConversionId, LinkId, PartnerId};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{ColumnTrait, Condition, ExprTrait};

use super::campaign::Campaign;
use super::click::Click;
use super::decision::Decision;
use super::link::Link;
use super::page::{self, Connection, ListOrder, Paging};
use super::partner::Partner;
use super::reward::{Reward, RewardWithheld};
use super::scalar::{DateTime, Json};
use super::submission::Submission;
use super::trail::{self, TrailEntry};
use super::{load, tenant};
use crate::domain::key::Permission;
use crate::domain::reward as rewards;

/// Which way a conversion call came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::Source")]
pub(super) enum ConversionSource {
    /// From a page, with a publishable key.
    Browser,
    /// From a backend, with a secret key.
    Server,
}

pub(super) struct Conversion(conversion::Model);

page::listed!(Conversion, conversion, ConversionId);

/// A conversion: one click, converted once.
#[Object]
impl Conversion {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// When it was recorded.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When the credited click was.
    async fn clicked_at(&self) -> DateTime {
        self.0.clicked_at.into()
    }

    /// The click whose token was sent.
    async fn click_id(&self) -> ID {
        self.0.click_id.to_string().into()
    }

    /// The click that is credited: another one than `clickId` where the campaign credits the
    /// visitor's first.
    async fn credited_click_id(&self) -> ID {
        self.0.credited_click_id.to_string().into()
    }

    /// Which way it came.
    async fn source(&self) -> ConversionSource {
        self.0.source.into()
    }

    /// The customer's e-mail address, if it was sent.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// What was sent along, by key.
    async fn properties(&self) -> Json {
        self.0.properties.0.clone().into()
    }

    /// Whether the customer had converted in the organisation before.
    async fn existing_customer(&self) -> bool {
        self.0.existing_customer
    }

    /// Which version of the campaign's rules judged it.
    async fn campaign_version(&self) -> i32 {
        self.0.campaign_version
    }

    /// The link that is credited. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Link>> {
        Ok(load::one(ctx, load::LinkById(self.0.link_id)).await?.map(Link::from))
    }

    /// The campaign. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        Ok(load::one(ctx, load::CampaignById(self.0.campaign_id)).await?.map(Campaign::from))
    }

    /// The partner that is credited. Scope `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        Ok(load::one(ctx, load::PartnerById(self.0.partner_id)).await?.map(Partner::from))
    }

    /// The form submission that it made.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn submission(&self, ctx: &Context<'_>) -> Result<Option<Submission>> {
        Ok(load::one(ctx, load::SubmissionOf(self.0.id)).await?.map(Submission::from))
    }

    /// What it earns its partner; null: nothing, see `rewardWithheld`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn reward(&self, ctx: &Context<'_>) -> Result<Option<Reward>> {
        Ok(load::one(ctx, load::RewardOf(self.0.id)).await?.map(Reward::from))
    }

    /// Why it earns nothing although its campaign pays rewards; null: it does, or the campaign paid
    /// none when it was recorded. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ")]
    async fn reward_withheld(&self, ctx: &Context<'_>) -> Result<Option<RewardWithheld>> {
        let version = load::one(ctx, load::VersionOf(self.0.campaign_id, self.0.campaign_version)).await?;
        Ok(version.and_then(|version| rewards::withheld(&self.0, &version)).map(RewardWithheld::from))
    }

    /// The click whose token was sent; null once it is no longer kept.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn click(&self, ctx: &Context<'_>) -> Result<Option<Click>> {
        Ok(load::one(ctx, load::ClickById(self.0.click_id)).await?.map(Click::from))
    }

    /// The click that is credited; null once it is no longer kept.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn credited_click(&self, ctx: &Context<'_>) -> Result<Option<Click>> {
        Ok(load::one(ctx, load::ClickById(self.0.credited_click_id)).await?.map(Click::from))
    }

    /// Who is credited and why, in one sentence. Scopes `campaigns:read` and `partners:read`.
    #[graphql(complexity = "3 * page::READ")]
    async fn outcome(&self, ctx: &Context<'_>) -> Result<Option<String>> {
        trail::outcome(ctx, &self.0).await.map(Some)
    }

    /// Everything that led to it and came of it, oldest first: every click that could have been
    /// credited, the settings that judged and each check, the submission and its reviews, how the
    /// money moved, and the webhooks. Scopes `campaigns:read` and `partners:read`.
    #[graphql(complexity = "10 * page::READ + child_complexity")]
    async fn trail(&self, ctx: &Context<'_>) -> Result<Option<Vec<TrailEntry>>> {
        trail::entries(ctx, &self.0).await.map(Some)
    }

    /// The decision that recorded it, with every check that was made.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn decision(&self, ctx: &Context<'_>) -> Result<Option<Decision>> {
        Ok(load::one(ctx, load::DecisionOf(self.0.id)).await?.map(Decision::from))
    }
}

/// Which conversions.
#[derive(Debug, Default, InputObject)]
pub(super) struct ConversionFilter {
    /// Only those of this campaign.
    campaign_id: Option<ID>,
    /// Only those that are credited to this partner.
    partner_id: Option<ID>,
    /// Only those that are credited to this link.
    link_id: Option<ID>,
    /// Only those of this customer, by the whole e-mail address, in any case.
    email: Option<String>,
    /// Only those that were recorded at this time or later.
    from: Option<DateTime>,
    /// Only those that were recorded before this time.
    to: Option<DateTime>,
}

impl ConversionFilter {
    pub(super) fn condition(self) -> Condition {
        let lower = Expr::expr(Func::lower(Expr::col(conversion::Column::Email)));
        Condition::all()
            .add_option(page::same::<CampaignId>(conversion::Column::CampaignId, self.campaign_id))
            .add_option(page::same::<PartnerId>(conversion::Column::PartnerId, self.partner_id))
            .add_option(page::same::<LinkId>(conversion::Column::LinkId, self.link_id))
            .add_option(self.email.map(|email| lower.eq(email.trim().to_lowercase())))
            .add_option(self.from.map(|from| conversion::Column::CreatedAt.gte(from.0)))
            .add_option(self.to.map(|to| conversion::Column::CreatedAt.lt(to.0)))
    }
}

#[derive(Default)]
pub(super) struct ConversionQuery;

#[Object]
impl ConversionQuery {
    /// A conversion; null if there is none with this id. Scope `affiliate:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn conversion(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Conversion>> {
        tenant(ctx, Permission::AffiliateRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::ConversionById(id)).await?.map(Conversion))
    }

    /// The conversions. Scope `affiliate:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn conversions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<ConversionFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Conversion>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::AffiliateRead, condition, paging).await
    }
}
