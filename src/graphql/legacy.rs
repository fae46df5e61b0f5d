//! Legacy links: old URLs that lead to links.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{LegacyLinkId, LinkId};
use entity::legacy_link;
use sea_orm::Condition;

use super::link::Link;
use super::page::{self, Connection, ListOrder, Paging};
use super::problem::{UserError, settle};
use super::scalar::{DateTime, Url};
use super::{load, now, read_id, tenant};
use crate::domain::key::Permission;
use crate::domain::legacy;

pub(super) struct LegacyLink(legacy_link::Model);

page::listed!(LegacyLink, legacy_link, LegacyLinkId);

/// An old URL of a link, from before: the legacy redirect leads from it to the link.
#[Object]
impl LegacyLink {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The URL as it was given.
    async fn url(&self) -> Url {
        Url(self.0.url.clone())
    }

    /// The URL as it is compared.
    async fn normalised(&self) -> &str {
        &self.0.normalised
    }

    /// The link that it leads to.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn link(&self, ctx: &Context<'_>) -> Result<Option<Link>> {
        Ok(load::one(ctx, load::LinkById(self.0.link_id)).await?.map(Link::from))
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }
}

/// Which legacy links.
#[derive(Debug, Default, InputObject)]
pub(super) struct LegacyLinkFilter {
    /// Only those that lead to this link.
    link_id: Option<ID>,
    /// Only those whose URL has this in it, in any case.
    search: Option<String>,
}

impl LegacyLinkFilter {
    fn condition(self) -> Condition {
        Condition::all()
            .add_option(page::same::<LinkId>(legacy_link::Column::LinkId, self.link_id))
            .add_option(page::contains(legacy_link::Column::Url, self.search))
    }
}

#[derive(Default)]
pub(super) struct LegacyQuery;

#[Object]
impl LegacyQuery {
    /// The legacy links. Scope `campaigns:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn legacy_links(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<LegacyLinkFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<LegacyLink>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::CampaignsRead, condition, paging).await
    }
}

/// What `legacyLinkCreate` did.
#[derive(SimpleObject)]
pub(super) struct LegacyLinkCreatePayload {
    /// The new legacy link; null if the input was wrong.
    legacy_link: Option<LegacyLink>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `legacyLinkDelete` did.
#[derive(SimpleObject)]
pub(super) struct LegacyLinkDeletePayload {
    /// The legacy link as it was; null if there is none with this id.
    legacy_link: Option<LegacyLink>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `legacyLinksImport` did.
#[derive(SimpleObject)]
pub(super) struct LegacyLinksImportPayload {
    /// What became of each row of the file, in its order; null if the file could not be read.
    rows: Option<Vec<LegacyLinkImportRow>>,
    /// What is wrong with the file as a whole.
    user_errors: Vec<UserError>,
}

/// What became of a row of an imported file.
#[derive(SimpleObject)]
pub(super) struct LegacyLinkImportRow {
    /// The line of the file, counted from 1.
    line: u64,
    /// The old URL, as it stands there.
    url: String,
    /// The legacy link that it made; null if the row was wrong.
    legacy_link: Option<LegacyLink>,
    /// What is wrong with the row; null if nothing is.
    message: Option<String>,
}

impl From<legacy::ImportedRow> for LegacyLinkImportRow {
    fn from(row: legacy::ImportedRow) -> Self {
        Self { line: row.line as u64, url: row.url, legacy_link: row.legacy_link.map(LegacyLink), message: row.problem }
    }
}

#[derive(Default)]
pub(super) struct LegacyMutation;

#[Object]
impl LegacyMutation {
    /// Makes an old URL lead to a link. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn legacy_link_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The old URL.")] url: String,
        #[graphql(desc = "The link that it should lead to.")] link_id: ID,
    ) -> Result<LegacyLinkCreatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let made = match read_id::<LinkId>(&link_id, "link") {
            Ok(link) => tenant.write(async |tx| legacy::create(&tx, &url, link, now).await).await,
            Err(error) => Err(error),
        };
        let (made, user_errors) = settle(made, "linkId")?;
        Ok(LegacyLinkCreatePayload { legacy_link: made.map(LegacyLink), user_errors })
    }

    /// Deletes a legacy link; its old URL leads nowhere then. Scope `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn legacy_link_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The legacy link.")] id: ID,
    ) -> Result<LegacyLinkDeletePayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let done = match read_id::<LegacyLinkId>(&id, "legacy link") {
            Ok(id) => tenant.write(async |tx| legacy::delete(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        Ok(LegacyLinkDeletePayload { legacy_link: done.map(LegacyLink), user_errors })
    }

    /// Makes many old URLs lead to links. A row that is wrong keeps no other from being taken. Scope
    /// `campaigns:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn legacy_links_import(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file: CSV with the header `url,link`; a link is named by its id, code or alias.")]
        csv: String,
    ) -> Result<LegacyLinksImportPayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let done = tenant.write(async |tx| legacy::import(&tx, &csv, now).await).await;
        let (rows, user_errors) = settle(done, "csv")?;
        let rows = rows.map(|rows| rows.into_iter().map(LegacyLinkImportRow::from).collect());
        Ok(LegacyLinksImportPayload { rows, user_errors })
    }
}
