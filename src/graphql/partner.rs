//! Partners: those who share links.

mod bulk;
mod import;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use entity::id::PartnerId;
use entity::{conversion, link, partner, partner_user};
use sea_orm::{ColumnTrait, Condition};

use super::conversion::{Conversion, ConversionFilter};
use super::link::{Link, LinkFilter};
use super::page::{self, Connection, ListOrder, NamedOrder, NamedOrderField, Paging};
use super::partner_user::PartnerUser;
use super::problem::{UserError, settle};
use super::scalar::{Date, DateTime};
use super::stats::{self, BucketSize, Stats};
use super::{forget, load, now, read_id, tenant};
use crate::domain::key::Permission;
use crate::domain::partner as partners;
use crate::domain::stats::Of;

pub(super) use bulk::PartnerBulkMutation;
pub(super) use import::{PartnerImportMutation, PartnerImportQuery};

/// Whether a partner may earn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::PartnerStatus")]
pub(super) enum PartnerStatus {
    /// Clicks on its links are credited.
    Active,
    /// Its links still redirect, but without a token.
    Inactive,
}

pub(super) struct Partner(partner::Model);

page::listed!(Partner, partner, PartnerId);

/// A company or person who shares links.
#[Object]
impl Partner {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The contact's e-mail address; the self-referral rule knows the partner by it.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// The partner's own domain in ASCII; the self-referral rule knows the partner by it.
    async fn domain(&self) -> Option<&str> {
        self.0.domain.as_deref()
    }

    /// Whether it may earn.
    async fn status(&self) -> PartnerStatus {
        self.0.status.into()
    }

    /// What members note about it; the partner does not see it.
    async fn notes(&self) -> &str {
        &self.0.notes
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }

    /// Its people, who may sign in to the portal.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Option<Connection<PartnerUser>>> {
        let condition = Condition::all().add(partner_user::Column::PartnerId.eq(self.0.id));
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::PartnersRead, condition, paging).await.map(Some)
    }

    /// Its links, one in each campaign that it takes part in. Scope `campaigns:read`.
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
    ) -> Result<Option<Connection<Link>>> {
        let condition = filter.unwrap_or_default().condition(ctx).await?.add(link::Column::PartnerId.eq(self.0.id));
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::CampaignsRead, condition, paging).await.map(Some)
    }

    /// The conversions that are credited to it. Scope `affiliate:read`.
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
        let condition = filter.unwrap_or_default().condition().add(conversion::Column::PartnerId.eq(self.0.id));
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::AffiliateRead, condition, paging).await.map(Some)
    }

    /// Its numbers over a range of days, in all campaigns. Scope `stats:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn stats(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The first day; 29 days before the last if unset.")] from: Option<Date>,
        #[graphql(desc = "The last day, which is included; today if unset.")] to: Option<Date>,
        #[graphql(desc = "The IANA zone whose days they are; the organisation's if unset.")] time_zone: Option<String>,
        #[graphql(desc = "How long a bucket is; a day if unset.")] bucket: Option<BucketSize>,
    ) -> Result<Option<Stats>> {
        stats::read(ctx, Of::Partner(self.0.id), from, to, time_zone, bucket).await.map(Some)
    }

    /// When a link of its was last clicked by a person or converted; null: never. Scope `stats:read`.
    #[graphql(complexity = "page::READ")]
    async fn last_activity_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>> {
        stats::last_activity(ctx, Of::Partner(self.0.id)).await
    }
}

/// Which partners.
#[derive(Debug, Default, InputObject)]
pub(super) struct PartnerFilter {
    /// Only those of this status.
    status: Option<PartnerStatus>,
    /// Only those whose name, e-mail address or domain has this in it, in any case.
    search: Option<String>,
}

impl PartnerFilter {
    pub(super) fn condition(self) -> Condition {
        use partner::Column::{Domain, Email, Name};
        let status = self.status.map(|status| partner::Column::Status.eq(entity::value::PartnerStatus::from(status)));
        let parts = [Name, Email, Domain].map(|column| page::contains(column, self.search.clone()));
        let search = parts.into_iter().flatten().reduce(sea_orm::ExprTrait::or);
        Condition::all().add_option(status).add_option(search)
    }
}

#[derive(Default)]
pub(super) struct PartnerQuery;

#[Object]
impl PartnerQuery {
    /// A partner; null if there is none with this id. Scope `partners:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Partner>> {
        tenant(ctx, Permission::PartnersRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::PartnerById(id)).await?.map(Partner))
    }

    /// The partners. Scope `partners:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn partners(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<PartnerFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<NamedOrder>,
    ) -> Result<Connection<Partner>> {
        let condition = filter.unwrap_or_default().condition();
        let by_name = order_by.is_some_and(|order| order.field == NamedOrderField::Name);
        let paging = Paging { first, after, last, before, order_by: order_by.map(ListOrder::from) };
        let column = by_name.then_some(partner::Column::Name);
        page::list_by(ctx, Permission::PartnersRead, condition, paging, column).await
    }
}

/// What a new partner should be.
#[derive(Debug, InputObject)]
pub(super) struct PartnerCreateInput {
    /// What people call it.
    name: String,
    /// The contact's e-mail address, for the self-referral rule.
    email: Option<String>,
    /// Its own domain, for the self-referral rule.
    domain: Option<String>,
    /// What members note about it; the partner does not see it. At most 10,000 characters.
    notes: Option<String>,
}

/// What a partner should become. What is unset or null stays as it is.
#[derive(Debug, InputObject)]
pub(super) struct PartnerUpdateInput {
    /// What people call it.
    name: Option<String>,
    /// The contact's e-mail address; empty to have none.
    email: Option<String>,
    /// Its own domain; empty to have none.
    domain: Option<String>,
    /// Whether it may earn.
    status: Option<PartnerStatus>,
    /// What members note about it; empty to have none. At most 10,000 characters.
    notes: Option<String>,
}

/// What `partnerCreate` did.
#[derive(SimpleObject)]
pub(super) struct PartnerCreatePayload {
    /// The new partner; null if the input was wrong.
    partner: Option<Partner>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `partnerUpdate` did.
#[derive(SimpleObject)]
pub(super) struct PartnerUpdatePayload {
    /// The partner as it is now; null if the input was wrong.
    partner: Option<Partner>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(super) struct PartnerMutation;

#[Object]
impl PartnerMutation {
    /// Makes a partner. Scope `partners:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it should be.")] input: PartnerCreateInput,
    ) -> Result<PartnerCreatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::PartnersWrite)?, now(ctx)?);
        let PartnerCreateInput { name, email, domain, notes } = input;
        let input = partners::Input { name: Some(name), email, domain, notes, status: None };
        let made = tenant.write(async |tx| partners::create(&tx, input.clone(), now).await).await;
        let (partner, user_errors) = settle(made, "id")?;
        Ok(PartnerCreatePayload { partner: partner.map(Partner), user_errors })
    }

    /// Changes a partner. Scope `partners:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The partner.")] id: ID,
        #[graphql(desc = "What it should become.")] input: PartnerUpdateInput,
    ) -> Result<PartnerUpdatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::PartnersWrite)?, now(ctx)?);
        let input = partners::Input {
            name: input.name,
            email: input.email,
            domain: input.domain,
            status: input.status.map(Into::into),
            notes: input.notes,
        };
        let done = match read_id::<PartnerId>(&id, "partner") {
            Ok(id) => tenant.write(async |tx| partners::update(&tx, id, input.clone(), now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        Ok(PartnerUpdatePayload { partner: forget(ctx, done).await?.map(Partner), user_errors })
    }
}
