//! The partner's links, and their aliases.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{AliasId, CampaignId, LinkId};
use entity::{link, link_alias};
use sea_orm::{ColumnTrait, Condition};

use super::campaign::Campaign;
use super::stats::{self, Stats};
use super::{list, load, tenant, writer};
use crate::domain::link as links;
use crate::domain::portal::{self, Figures};
use crate::graphql::link::LinkAliasAvailability;
use crate::graphql::load::{AliasesOf, CampaignById, LinkById};
use crate::graphql::page::{self, Connection, ListOrder, Paging};
use crate::graphql::problem::{UserError, settle};
use crate::graphql::scalar::{Date, DateTime, Url};
use crate::graphql::stats::BucketSize;
use crate::graphql::{app, forget, now, read_id};

pub(super) struct Link(link::Model);

page::listed!(Link, link, LinkId);

/// The partner's link in a campaign. A visitor who follows it is sent to the campaign's destination,
/// with a token that credits the partner.
#[Object]
impl Link {
    /// Its id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Its code: eight letters and digits, which stand after `/r/` in the case that they have here.
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// Its URL, with the code: what the partner shares.
    async fn url(&self, ctx: &Context<'_>) -> Result<Url> {
        Ok(Url(app(ctx)?.link_url(&self.0.code)))
    }

    /// The QR code of its URL, as an SVG image in black on white.
    #[graphql(complexity = "page::READ")]
    async fn qr_code(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(links::qr_code(&app(ctx)?.link_url(&self.0.code))?)
    }

    /// Its aliases, oldest first. Each leads where the code leads.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn aliases(&self, ctx: &Context<'_>) -> Result<Vec<LinkAlias>> {
        Ok(load::many(ctx, AliasesOf(self.0.id)).await?.into_iter().map(LinkAlias).collect())
    }

    /// The campaign.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        Ok(load::one(ctx, CampaignById(self.0.campaign_id)).await?.map(Campaign::from))
    }

    /// Since when it is revoked; null: it is not. A revoked link leads nowhere, and clicks that were made
    /// before do not convert any more.
    async fn revoked_at(&self) -> Option<DateTime> {
        self.0.revoked_at.map(DateTime)
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// Its numbers over a range of days, with those of its aliases.
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
        let figures = Figures::of_link(&tenant(ctx)?, self.0.id).await?;
        stats::read(ctx, figures, from, to, time_zone, bucket).await
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
    async fn id(&self) -> ID {
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

    /// The QR code of that URL, as an SVG image in black on white.
    #[graphql(complexity = "page::READ")]
    async fn qr_code(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(links::qr_code(&app(ctx)?.link_url(&self.0.slug))?)
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// Since when it is deleted, and may belong to somebody else; null: it is not.
    async fn deleted_at(&self) -> Option<DateTime> {
        self.0.deleted_at.map(DateTime)
    }

    /// Its own numbers over a range of days.
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
        let figures = Figures::of_alias(&tenant(ctx)?, self.0.id).await?;
        stats::read(ctx, figures, from, to, time_zone, bucket).await
    }
}

/// Which links.
#[derive(Debug, Default, InputObject)]
pub(super) struct LinkFilter {
    /// Only the one in this campaign.
    campaign_id: Option<ID>,
    /// Only those that are revoked, or only those that are not.
    revoked: Option<bool>,
}

impl LinkFilter {
    fn condition(self) -> Condition {
        let revoked = self.revoked.map(|revoked| match revoked {
            true => link::Column::RevokedAt.is_not_null(),
            false => link::Column::RevokedAt.is_null(),
        });
        Condition::all()
            .add_option(page::same::<CampaignId>(link::Column::CampaignId, self.campaign_id))
            .add_option(revoked)
    }
}

#[derive(Default)]
pub(super) struct LinkQuery;

#[Object]
impl LinkQuery {
    /// One of the partner's links; null if there is none with this id.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>, #[graphql(desc = "Its id.")] id: ID) -> Result<Option<Link>> {
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, LinkById(id)).await?.map(Link))
    }

    /// The partner's links.
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
        let condition = filter.unwrap_or_default().condition();
        list(ctx, condition, Paging { first, after, last, before, order_by }).await
    }

    /// Whether an alias with this slug can be made now. Somebody else may be faster: `linkAliasCreate`
    /// says for certain.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link_alias_available(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What should stand after `/r/`.")] slug: String,
    ) -> Result<LinkAliasAvailability> {
        LinkAliasAvailability::read(ctx, &slug).await
    }
}

/// What `linkAliasCreate` did.
#[derive(SimpleObject)]
pub(super) struct LinkAliasCreatePayload {
    /// The link with its aliases as they are now; null if the input was wrong.
    link: Option<Link>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `linkAliasDelete` did.
#[derive(SimpleObject)]
pub(super) struct LinkAliasDeletePayload {
    /// The link with its aliases as they are now; null if there is no alias with this id.
    link: Option<Link>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(super) struct LinkMutation;

#[Object]
impl LinkMutation {
    /// Gives one of the partner's links another name.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link_alias_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The link.")] link_id: ID,
        #[graphql(desc = "What should stand after `/r/`: 3 to 50 of a-z, 0-9 and dashes, with no dash at an end.")]
        slug: String,
    ) -> Result<LinkAliasCreatePayload> {
        let ((writer, _), now) = (writer(ctx)?, now(ctx)?);
        let done = match read_id::<LinkId>(&link_id, "link") {
            Ok(id) => writer.write(async |tx| portal::create_alias(&tx, id, &slug, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "linkId")?;
        Ok(LinkAliasCreatePayload { link: forget(ctx, done).await?.map(Link), user_errors })
    }

    /// Takes a name from one of the partner's links; somebody else may have it then.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link_alias_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The alias.")] id: ID,
    ) -> Result<LinkAliasDeletePayload> {
        let ((writer, _), now) = (writer(ctx)?, now(ctx)?);
        let done = match read_id::<AliasId>(&id, "alias") {
            Ok(id) => writer.write(async |tx| portal::delete_alias(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        Ok(LinkAliasDeletePayload { link: forget(ctx, done).await?.map(Link), user_errors })
    }
}
