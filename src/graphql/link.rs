//! Links: one per partner per campaign, with a code and any number of aliases.

mod bulk;
mod change;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::NaiveDate;
use chrono_tz::Tz;
use entity::id::{CampaignId, LinkId, PartnerId};
use entity::{link, link_address, link_alias};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, Condition};

use super::campaign::Campaign;
use super::page::{self, Connection, ListOrder, Paging};
use super::partner::Partner;
use super::problem::{UserError, settle};
use super::scalar::{Count, Date, DateTime, Url};
use super::stats::{self, BucketSize, Stats};
use super::{app, load, tenant};
use crate::domain::key::Permission;
use crate::domain::link as links;
use crate::domain::stats::{self as figures, Of, Performance};
use crate::store::Tenant;

pub(super) use bulk::LinkBulkMutation;
pub(super) use change::LinkMutation;

pub(super) struct Link(link::Model);

page::listed!(Link, link, LinkId);

/// A partner's link in a campaign. A visitor who follows it is sent to the campaign's destination,
/// with a token that credits the partner.
#[Object]
impl Link {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Its code: eight letters and digits, which stand after `/r/` in the case that they have here.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its URL, with the code.
    async fn url(&self, ctx: &Context<'_>) -> Result<Url> {
        Ok(Url(app(ctx)?.link_url(&self.0.code)))
    }

    /// Its URL as a QR code: an SVG image, black on white.
    #[graphql(complexity = "page::READ")]
    async fn qr_code(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(links::qr_code(&app(ctx)?.link_url(&self.0.code))?)
    }

    /// Its aliases, oldest first. Each leads where the code leads.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn aliases(&self, ctx: &Context<'_>) -> Result<Vec<LinkAlias>> {
        Ok(load::many(ctx, load::AliasesOf(self.0.id)).await?.into_iter().map(LinkAlias).collect())
    }

    /// The campaign.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        Ok(load::one(ctx, load::CampaignById(self.0.campaign_id)).await?.map(Campaign::from))
    }

    /// The partner. Scope `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Option<Partner>> {
        Ok(load::one(ctx, load::PartnerById(self.0.partner_id)).await?.map(Partner::from))
    }

    /// Since when it is revoked; null: it is not. A revoked link answers 410, and clicks that were
    /// made before do not convert any more.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
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
        stats::read(ctx, Of::Link(self.0.id), from, to, time_zone, bucket).await.map(Some)
    }

    /// What came of its traffic in a range of days of the organisation's time zone. Scope `stats:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn performance(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
    ) -> Result<Option<LinkPerformance>> {
        let range = stats::range(ctx, from, to, None, None).await?;
        let figures = load::figure(ctx, load::figures::PerformanceOf(self.0.id, range)).await?;
        Ok(figures.map(LinkPerformance::from))
    }

    /// Whether somebody should look at its traffic: in the last 30 days at least 100 clicks and nothing
    /// accepted, or at least 10 conversions of which half were declined or failed. A revoked link is
    /// out of question. Scope `stats:read`.
    #[graphql(complexity = "page::READ")]
    async fn review(&self, ctx: &Context<'_>) -> Result<Option<bool>> {
        let range = stats::range(ctx, None, None, None, None).await?;
        if self.0.revoked_at.is_some() {
            return Ok(Some(false));
        }
        load::figure(ctx, load::figures::ReviewOf(self.0.id, range.to, range.zone)).await
    }

    /// When it was last clicked by a person or converted; null: never. Scope `stats:read`.
    #[graphql(complexity = "page::READ")]
    async fn last_activity_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>> {
        stats::last_activity(ctx, Of::Link(self.0.id)).await
    }
}

/// What came of a link's traffic. A conversion counts on the day on which it was recorded, as what its
/// submission is now.
#[derive(SimpleObject)]
pub(super) struct LinkPerformance {
    /// Clicks by people.
    clicks: Count,
    /// Conversions.
    conversions: Count,
    /// Conversions whose submission was accepted, by review or because the form has none.
    accepted: Count,
    /// Conversions whose submission was declined.
    declined: Count,
    /// Conversions whose submission is in error.
    failed: Count,
    /// Conversions whose submission waits for review.
    pending: Count,
}

impl From<Performance> for LinkPerformance {
    fn from(figures: Performance) -> Self {
        Self {
            clicks: Count(figures.clicks),
            conversions: Count(figures.conversions),
            accepted: Count(figures.accepted),
            declined: Count(figures.declined),
            failed: Count(figures.failed),
            pending: Count(figures.pending),
        }
    }
}

pub(super) struct LinkAlias(link_alias::Model);

impl From<link_alias::Model> for LinkAlias {
    fn from(row: link_alias::Model) -> Self {
        Self(row)
    }
}

/// Another name of a link, which people can read.
#[Object]
impl LinkAlias {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What stands after `/r/`, in any case.
    async fn slug(&self) -> &str {
        &self.0.slug
    }

    /// The link's URL with this alias.
    async fn url(&self, ctx: &Context<'_>) -> Result<Url> {
        Ok(Url(app(ctx)?.link_url(&self.0.slug)))
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }
}

/// Which links.
#[derive(Debug, Default, InputObject)]
pub(super) struct LinkFilter {
    /// Only those of this campaign.
    campaign_id: Option<ID>,
    /// Only those of this partner.
    partner_id: Option<ID>,
    /// Only those that are revoked, or only those that are not.
    revoked: Option<bool>,
    /// Only those whose traffic somebody should look at, or only the others. Scope `stats:read`.
    review: Option<bool>,
    /// Only those whose code or one of whose aliases has this in it, in any case.
    search: Option<String>,
}

impl LinkFilter {
    pub(super) async fn condition(self, ctx: &Context<'_>) -> Result<Condition> {
        let review = match self.review {
            Some(review) => {
                let range = stats::range(ctx, None, None, None, None).await?;
                let tenant = tenant(ctx, Permission::StatsRead)?;
                Some(under_review(&tenant, review, range.to, range.zone).await?)
            }
            None => None,
        };
        Ok(self.plain().add_option(review))
    }

    /// Whether it asks for links under review, or for the others.
    pub(super) fn review(&self) -> Option<bool> {
        self.review
    }

    /// The condition without the review, which takes a look at the numbers.
    pub(super) fn plain(self) -> Condition {
        let revoked = self.revoked.map(|revoked| match revoked {
            true => link::Column::RevokedAt.is_not_null(),
            false => link::Column::RevokedAt.is_null(),
        });
        Condition::all()
            .add_option(page::same::<CampaignId>(link::Column::CampaignId, self.campaign_id))
            .add_option(page::same::<PartnerId>(link::Column::PartnerId, self.partner_id))
            .add_option(revoked)
            .add_option(at_address(self.search))
    }
}

/// Holds for the links whose traffic somebody should look at, or for the others.
pub(super) async fn under_review(
    tenant: &Tenant,
    review: bool,
    today: NaiveDate,
    zone: Tz,
) -> crate::error::Result<Condition> {
    let bad = figures::under_review(tenant, None, today, zone).await?;
    let condition = Condition::all().add(link::Column::Id.is_in(bad)).add(link::Column::RevokedAt.is_null());
    Ok(if review { condition } else { condition.not() })
}

/// Filters by a part of what can stand after `/r/`.
fn at_address(typed: Option<String>) -> Option<Expr> {
    use link_address::Column::{Address, LinkId, OrganisationId};
    let its = |column| Expr::col((link_address::Entity, column));
    let address = Query::select()
        .expr(Expr::val(1))
        .from(link_address::Entity)
        .and_where(its(OrganisationId).equals((link::Entity, link::Column::OrganisationId)))
        .and_where(its(LinkId).equals((link::Entity, link::Column::Id)))
        .and_where(page::contains(Address, typed)?)
        .take();
    Some(Expr::exists(address))
}

/// Whether a slug can become an alias.
#[derive(SimpleObject)]
pub(super) struct LinkAliasAvailability {
    /// Whether it can right now.
    available: bool,
    /// The slug as it would be, in lower case; null if it cannot be one.
    slug: Option<String>,
    /// Why it cannot.
    user_errors: Vec<UserError>,
}

impl LinkAliasAvailability {
    pub(super) async fn read(ctx: &Context<'_>, slug: &str) -> Result<Self> {
        let (slug, user_errors) = settle(links::available_slug(&app(ctx)?.store, slug).await, "slug")?;
        Ok(Self { available: slug.is_some(), slug, user_errors })
    }
}

#[derive(Default)]
pub(super) struct LinkQuery;

#[Object]
impl LinkQuery {
    /// A link; null if there is none with this id. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Link>> {
        tenant(ctx, Permission::CampaignsRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::LinkById(id)).await?.map(Link))
    }

    /// Whether a slug can become an alias of a link: whether it is of the right form, and nobody has it
    /// on the link host. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link_alias_available(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What should stand after `/r/`.")] slug: String,
    ) -> Result<LinkAliasAvailability> {
        tenant(ctx, Permission::CampaignsRead)?;
        LinkAliasAvailability::read(ctx, &slug).await
    }

    /// The links. Scope `campaigns:read`.
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
        let condition = filter.unwrap_or_default().condition(ctx).await?;
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::CampaignsRead, condition, paging).await
    }
}
