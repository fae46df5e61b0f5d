//! Legacy links: old URLs that lead to links.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{LegacyLinkId, LinkId};
use entity::{legacy_link, legacy_miss};
use sea_orm::Condition;

use super::import::ImportOutcome;
use super::link::Link;
use super::page::{self, Connection, ListOrder, Paging};
use super::problem::{UserError, settle};
use super::scalar::{DateTime, Url};
use super::{load, now, read_id, tenant};
use crate::domain::key::Permission;
use crate::domain::legacy;
use crate::error::Error;

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

    /// How many requests it led to its link, up to about a second ago.
    async fn hits(&self) -> i64 {
        self.0.hits
    }

    /// When the last of them was; null: there was none.
    async fn last_hit_at(&self) -> Option<DateTime> {
        self.0.last_hit_at.map(DateTime)
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

    /// URLs that were asked for and lead nowhere, on hosts where a legacy link of the organisation is:
    /// those that were asked for most first. Of those, 1,000 are remembered. Scope `campaigns:read`.
    #[graphql(complexity = "page::cost(Some(first), None, child_complexity)")]
    async fn legacy_misses(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many, from 0 to 1,000.", default = 100)] first: i32,
    ) -> Result<Vec<LegacyMiss>> {
        let tenant = tenant(ctx, Permission::CampaignsRead)?;
        let most = u64::try_from(first).ok().filter(|most| *most <= legacy::MOST_MISSES);
        let most = most.ok_or_else(|| Error::BadRequest("`first` must be from 0 to 1,000.".to_owned()))?;
        Ok(legacy::misses(&tenant, most).await?.into_iter().map(LegacyMiss::from).collect())
    }

    /// Where an old URL would lead. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn legacy_link_test(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The old URL.")] url: String,
    ) -> Result<LegacyLinkTest> {
        let tenant = tenant(ctx, Permission::CampaignsRead)?;
        let (found, user_errors) = settle(legacy::test(&tenant, &url).await, "url")?;
        let (normalised, legacy_link) = found.unzip();
        Ok(LegacyLinkTest { normalised, legacy_link: legacy_link.flatten().map(LegacyLink), user_errors })
    }

    /// What an import of legacy links would do. Nothing is written. Scope `campaigns:read`.
    #[graphql(complexity = "page::cost_of(10, child_complexity)")]
    async fn legacy_links_import_preview(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The file, as of `legacyLinksImport`.")] csv: String,
    ) -> Result<LegacyLinksImportPreview> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsRead)?, now(ctx)?);
        let tried = async |tx: crate::store::Tx| {
            let rows = legacy::import(&tx, &csv, now).await?;
            tx.abandon();
            Ok(rows)
        };
        let (rows, user_errors) = settle(tenant.write(tried).await, "csv")?;
        let shown = |row: legacy::ImportedRow| LegacyLinkImportPreviewRow {
            line: row.line,
            url: row.url,
            normalised: row.legacy_link.map(|made| made.normalised),
            outcome: row.outcome.into(),
            message: row.problem,
        };
        let rows = rows.map(|rows| rows.into_iter().map(shown).collect());
        Ok(LegacyLinksImportPreview { rows, user_errors })
    }
}

/// An old URL that leads nowhere.
#[derive(SimpleObject)]
pub(super) struct LegacyMiss {
    /// The URL as it is compared.
    normalised: String,
    /// How many requests asked for it.
    count: i64,
    /// When the first was.
    first_at: DateTime,
    /// When the last was.
    last_at: DateTime,
}

impl From<legacy_miss::Model> for LegacyMiss {
    fn from(row: legacy_miss::Model) -> Self {
        let (first_at, last_at) = (row.first_at.into(), row.last_at.into());
        Self { normalised: row.normalised, count: row.count, first_at, last_at }
    }
}

/// Where an old URL would lead.
#[derive(SimpleObject)]
pub(super) struct LegacyLinkTest {
    /// The URL as it is compared; null if it is none.
    normalised: Option<String>,
    /// The legacy link that it is; null: it leads to none of the organisation's links.
    legacy_link: Option<LegacyLink>,
    /// What is wrong with the URL.
    user_errors: Vec<UserError>,
}

/// What `legacyLinksImport` would do.
#[derive(SimpleObject)]
pub(super) struct LegacyLinksImportPreview {
    /// What would become of each row of the file, in its order; null if the file cannot be read.
    rows: Option<Vec<LegacyLinkImportPreviewRow>>,
    /// What is wrong with the file as a whole.
    user_errors: Vec<UserError>,
}

/// What would become of a row of a file.
#[derive(SimpleObject)]
pub(super) struct LegacyLinkImportPreviewRow {
    /// The line of the file, counted from 1.
    line: usize,
    /// The old URL, as it stands there.
    url: String,
    /// The URL as it is compared; null if the row would make no legacy link.
    normalised: Option<String>,
    /// What would become of it.
    outcome: ImportOutcome,
    /// Why it would make none; null if it would.
    message: Option<String>,
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
    /// What became of it.
    outcome: ImportOutcome,
    /// The legacy link that it made; null if the row was wrong.
    legacy_link: Option<LegacyLink>,
    /// What is wrong with the row; null if nothing is.
    message: Option<String>,
}

impl From<legacy::ImportedRow> for LegacyLinkImportRow {
    fn from(row: legacy::ImportedRow) -> Self {
        Self {
            line: row.line as u64,
            url: row.url,
            outcome: row.outcome.into(),
            legacy_link: row.legacy_link.map(LegacyLink),
            message: row.problem,
        }
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
        #[graphql(
            desc = "The file: CSV with the header `url,link`; a link is named by its id, code or alias. At most \
                          10,000 rows. A larger one than fits into a request goes to \
                          `POST /api/v1/imports/legacy-links`."
        )]
        csv: String,
    ) -> Result<LegacyLinksImportPayload> {
        let (tenant, now) = (tenant(ctx, Permission::CampaignsWrite)?, now(ctx)?);
        let done = tenant.write(async |tx| legacy::import(&tx, &csv, now).await).await;
        let (rows, user_errors) = settle(done, "csv")?;
        let rows = rows.map(|rows| rows.into_iter().map(LegacyLinkImportRow::from).collect());
        Ok(LegacyLinksImportPayload { rows, user_errors })
    }
}
