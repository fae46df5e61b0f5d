//! Campaigns: the object and its queries. What changes them is in `campaign/change.rs`.

mod change;
mod quality;
mod version;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use entity::id::CampaignId;
use entity::{campaign, campaign_version, conversion, decision, link};
use sea_orm::{ColumnTrait, Condition};

use super::conversion::{Conversion, ConversionFilter};
use super::decision::{Decision, DecisionFilter};
use super::form::Form;
use super::install::Install;
use super::link::{Link, LinkFilter};
use super::mapping::FieldMapping;
use super::money::Money;
use super::page::{self, Connection, ListOrder, NamedOrder, NamedOrderField, Paging};
use super::scalar::{Date, DateTime, Url};
use super::stats::{self, BucketSize, Stats};
use super::{load, now, tenant};
use crate::domain::campaign as campaigns;
use crate::domain::decision as decisions;
use crate::domain::destination::Destination;
use crate::domain::key::Permission;
use crate::domain::stats::Of;
use crate::error::Error;
use crate::store::{Direction, Scope};

pub(super) use change::CampaignMutation;
pub(super) use quality::CampaignQuality;
pub(super) use version::CampaignVersion;

/// How many days the figures of the rules are counted over.
const QUALITY_DAYS: i64 = 30;
/// How many versions are given at most.
const MOST_VERSIONS: u64 = 100;

/// Whether a campaign runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::CampaignStatus")]
pub(super) enum CampaignStatus {
    /// Clicks on its links are credited.
    Active,
    /// Its links still redirect, but without a token.
    Paused,
    /// As paused, and out of the way.
    Archived,
}

/// Which click of a visitor is credited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::AttributionModel")]
pub(super) enum AttributionModel {
    /// The click whose token was sent.
    LastClick,
    /// The earliest click of the same visitor in the same campaign, inside the window.
    FirstClick,
}

/// As long as a token, and none.
const EXAMPLE_TOKEN: &str = "example-example-example-example-example-example-example-example-";

pub(super) struct Campaign(campaign::Model);

page::listed!(Campaign, campaign, CampaignId);

impl Campaign {
    async fn current(&self, ctx: &Context<'_>) -> Result<campaign_version::Model> {
        let version = load::one(ctx, load::VersionOf(self.0.id, self.0.version)).await?;
        Ok(version.ok_or_else(|| Error::internal("a campaign without its version"))?)
    }
}

/// A campaign: where links lead, which click is credited, who may convert, and what a conversion
/// becomes.
#[Object]
impl Campaign {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
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

    /// Where its links lead.
    async fn destination_url(&self) -> Url {
        Url(self.0.destination_url.clone())
    }

    /// Where a visitor of one of its links is sent: the destination with an example of a token. What a
    /// visitor brings along in the query goes before the token.
    async fn example_url(&self) -> Result<Url> {
        let destination = url::Url::parse(&self.0.destination_url).map_err(Error::internal)?;
        Ok(Url(Destination::new(&destination).location(None, Some(EXAMPLE_TOKEN))))
    }

    /// Which version of its rules judges conversions now. A conversion names the one that judged it.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// How many days after a click it may convert.
    async fn attribution_window_days(&self, ctx: &Context<'_>) -> Result<i32> {
        Ok(self.current(ctx).await?.window_days)
    }

    /// Which click of a visitor is credited.
    async fn attribution_model(&self, ctx: &Context<'_>) -> Result<AttributionModel> {
        Ok(self.current(ctx).await?.model.into())
    }

    /// The origins whose pages may send conversions; empty: every origin may.
    async fn allowed_origins(&self, ctx: &Context<'_>) -> Result<Vec<String>> {
        Ok(self.current(ctx).await?.allowed_origins.0)
    }

    /// Which conversions are refused.
    async fn quality_rules(&self, ctx: &Context<'_>) -> Result<QualityRules> {
        Ok(self.current(ctx).await?.into())
    }

    /// What its rules refused in the last 30 days, and what those that are switched off would have
    /// refused. Scope `affiliate:read`.
    #[graphql(complexity = "20 * page::READ + child_complexity")]
    async fn quality(&self, ctx: &Context<'_>) -> Result<Option<CampaignQuality>> {
        let (tenant, now) = (tenant(ctx, Permission::AffiliateRead)?, now(ctx)?);
        let since = now - chrono::Duration::days(QUALITY_DAYS);
        Ok(Some(decisions::quality(&tenant, &self.0, since, now).await?.into()))
    }

    /// The versions of its settings, newest first, at most 100.
    #[graphql(complexity = "page::cost_of(5, child_complexity)")]
    async fn versions(&self, ctx: &Context<'_>) -> Result<Vec<CampaignVersion>> {
        let tenant = tenant(ctx, Permission::CampaignsRead)?;
        let versions = tenant
            .find::<campaign_version::Entity>()
            .filter(campaign_version::Column::CampaignId.eq(self.0.id))
            .order_by(campaign_version::Column::Version, Direction::Descending)
            .limit(MOST_VERSIONS);
        Ok(versions.all().await?.into_iter().map(CampaignVersion::from).collect())
    }

    /// What a conversion earns its partner from now on; null: nothing.
    async fn reward(&self, ctx: &Context<'_>) -> Result<Option<Money>> {
        let version = self.current(ctx).await?;
        Ok(campaigns::reward(&version).map(|(minor, currency)| Money::new(minor, currency)))
    }

    /// The publishable key for pages of this campaign alone.
    #[graphql(complexity = "page::READ")]
    async fn publishable_key(&self, ctx: &Context<'_>) -> Result<String> {
        let key = load::one(ctx, load::PublishableKeyOf(self.0.id)).await?;
        Ok(key.ok_or_else(|| Error::internal("a campaign without a publishable key"))?.key)
    }

    /// The form that its conversions fill.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn form(&self, ctx: &Context<'_>) -> Result<Form> {
        let form = load::one(ctx, load::FormById(self.0.form_id)).await?;
        Ok(form.ok_or_else(|| Error::internal("a campaign without its form"))?.into())
    }

    /// Which property of a conversion fills which field, by property. A property whose key is a
    /// field's id fills that field without a mapping.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn field_mappings(&self, ctx: &Context<'_>) -> Result<Vec<FieldMapping>> {
        Ok(load::many(ctx, load::MappingsOf(self.0.id)).await?.into_iter().map(FieldMapping::from).collect())
    }

    /// Whether its destination is set up: the snippet in the page, loads of it, conversions.
    async fn install(&self) -> Install {
        Install(self.0.clone())
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }

    /// Its links, one for each partner that takes part.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn links(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<LinkFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<Link>> {
        let condition = filter.unwrap_or_default().condition(ctx).await?.add(link::Column::CampaignId.eq(self.0.id));
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::CampaignsRead, condition, paging).await
    }

    /// Its conversions. Scope `affiliate:read`.
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
    ) -> Result<Option<Connection<Conversion>>> {
        let condition = filter.unwrap_or_default().condition().add(conversion::Column::CampaignId.eq(self.0.id));
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::AffiliateRead, condition, paging).await.map(Some)
    }

    /// What became of the conversion calls for its clicks, and why. Scope `affiliate:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn decisions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<DecisionFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Option<Connection<Decision>>> {
        let condition = filter.unwrap_or_default().condition()?.add(decision::Column::CampaignId.eq(self.0.id));
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::AffiliateRead, condition, paging).await.map(Some)
    }

    /// Its numbers over a range of days. Scope `stats:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
        #[graphql(desc = "The IANA zone whose days they are; the organisation's if unset.")] time_zone: Option<String>,
        #[graphql(desc = "How long a bucket is; a day if unset.")] bucket: Option<BucketSize>,
    ) -> Result<Option<Stats>> {
        stats::read(ctx, Of::Campaign(self.0.id), from, to, time_zone, bucket).await.map(Some)
    }

    /// When a link of its was last clicked by a person or converted; null: never. Scope `stats:read`.
    #[graphql(complexity = "page::READ")]
    async fn last_activity_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>> {
        stats::last_activity(ctx, Of::Campaign(self.0.id)).await
    }
}

/// Which conversions of a campaign are refused. The rules about the customer need an e-mail address;
/// a conversion without one passes them.
#[derive(SimpleObject)]
pub(super) struct QualityRules {
    /// E-mail domains that are refused, in ASCII; each covers its sub-domains.
    excluded_domains: Vec<String>,
    /// Whether addresses of disposable mail services are refused.
    block_disposable: bool,
    /// Whether the partner's own address, or one of its domain, is refused.
    block_self_referral: bool,
    /// Whether an address converts only once in the campaign; later ones are duplicates.
    block_duplicate_email: bool,
    /// Whether a customer who has converted in the organisation before earns no reward. The
    /// conversion is recorded all the same.
    new_customers_only: bool,
}

impl From<campaign_version::Model> for QualityRules {
    fn from(row: campaign_version::Model) -> Self {
        Self {
            excluded_domains: row.excluded_domains.0,
            block_disposable: row.block_disposable,
            block_self_referral: row.block_self_referral,
            block_duplicate_email: row.block_duplicate_email,
            new_customers_only: row.new_customers_only,
        }
    }
}

/// Which campaigns.
#[derive(Debug, Default, InputObject)]
pub(super) struct CampaignFilter {
    /// Only those of this status.
    status: Option<CampaignStatus>,
    /// Only those whose name has this in it, in any case.
    search: Option<String>,
}

impl CampaignFilter {
    fn condition(self) -> Condition {
        let status = self.status.map(|status| campaign::Column::Status.eq(entity::value::CampaignStatus::from(status)));
        Condition::all().add_option(status).add_option(page::contains(campaign::Column::Name, self.search))
    }
}

#[derive(Default)]
pub(super) struct CampaignQuery;

#[Object]
impl CampaignQuery {
    /// A campaign; null if there is none with this id. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Campaign>> {
        tenant(ctx, Permission::CampaignsRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::CampaignById(id)).await?.map(Campaign))
    }

    /// The campaigns. Scope `campaigns:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn campaigns(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<CampaignFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<NamedOrder>,
    ) -> Result<Connection<Campaign>> {
        let condition = filter.unwrap_or_default().condition();
        let by_name = order_by.is_some_and(|order| order.field == NamedOrderField::Name);
        let paging = Paging { first, after, last, before, order_by: order_by.map(ListOrder::from) };
        let column = by_name.then_some(campaign::Column::Name);
        page::list_by(ctx, Permission::CampaignsRead, condition, paging, column).await
    }
}
