//! Finding things by what people remember of them.

use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use entity::id::{
    AliasId, ApiKeyId, CampaignId, ClickId, ConversionId, DecisionId, FormId, LegacyLinkId, LinkId, PartnerId,
    SubmissionId,
};
use entity::{
    Identified, api_key, campaign, conversion, decision, form, legacy_link, link, link_address, link_alias, partner,
    submission,
};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition, EntityTrait};

use super::{page, tenant};
use crate::domain::key::Permission;
use crate::store::{Direction, Rows, Scope, Tenant};

/// How many things are found at most, and of one kind.
const MOST: usize = 20;
const MOST_OF_A_KIND: u64 = 5;
/// The longest text that is looked for, in characters: as long as an e-mail address.
const LONGEST: usize = 320;

/// What kind of thing was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub(super) enum SearchKind {
    /// A campaign.
    Campaign,
    /// A partner.
    Partner,
    /// A form.
    Form,
    /// A link.
    Link,
    /// A legacy link.
    LegacyLink,
    /// A conversion.
    Conversion,
    /// A form submission.
    Submission,
    /// A decision.
    Decision,
    /// A secret key.
    ApiKey,
}

/// Something that was found.
#[derive(SimpleObject)]
pub(super) struct SearchResult {
    /// What kind of thing.
    kind: SearchKind,
    /// Its id.
    id: ID,
    /// What people know it by.
    title: String,
    /// What tells it from others; empty where nothing does.
    subtitle: String,
}

fn found(kind: SearchKind, id: impl ToString, title: impl Into<String>, subtitle: impl Into<String>) -> SearchResult {
    SearchResult { kind, id: id.to_string().into(), title: title.into(), subtitle: subtitle.into() }
}

impl From<campaign::Model> for SearchResult {
    fn from(row: campaign::Model) -> Self {
        found(SearchKind::Campaign, row.id, row.name, row.destination_url)
    }
}

impl From<partner::Model> for SearchResult {
    fn from(row: partner::Model) -> Self {
        found(SearchKind::Partner, row.id, row.name, row.email.or(row.domain).unwrap_or_default())
    }
}

impl From<form::Model> for SearchResult {
    fn from(row: form::Model) -> Self {
        found(SearchKind::Form, row.id, row.name, "")
    }
}

impl From<link::Model> for SearchResult {
    fn from(row: link::Model) -> Self {
        found(SearchKind::Link, row.id, row.code, if row.revoked_at.is_some() { "revoked" } else { "" })
    }
}

impl From<legacy_link::Model> for SearchResult {
    fn from(row: legacy_link::Model) -> Self {
        found(SearchKind::LegacyLink, row.id, row.url, "")
    }
}

impl From<conversion::Model> for SearchResult {
    fn from(row: conversion::Model) -> Self {
        let title = row.email.unwrap_or_else(|| row.id.to_string());
        found(SearchKind::Conversion, row.id, title, row.created_at.to_rfc3339())
    }
}

impl From<submission::Model> for SearchResult {
    fn from(row: submission::Model) -> Self {
        found(SearchKind::Submission, row.id, row.id.to_string(), row.status.as_str())
    }
}

impl From<decision::Model> for SearchResult {
    fn from(row: decision::Model) -> Self {
        found(SearchKind::Decision, row.id, row.reason.as_str(), row.at.to_rfc3339())
    }
}

impl From<api_key::Model> for SearchResult {
    fn from(row: api_key::Model) -> Self {
        found(SearchKind::ApiKey, row.id, row.name, format!("{}{}", crate::domain::key::SECRET_PREFIX, row.lookup))
    }
}

/// What a search has found so far, and with whose rights.
struct Search<'a> {
    ctx: &'a Context<'a>,
    results: Vec<SearchResult>,
}

impl Search<'_> {
    /// Adds the newest rows of one kind for which the condition holds, if the caller may see them.
    async fn add<E>(&mut self, permission: Permission, condition: impl Into<Option<Condition>>) -> Result<()>
    where
        E: Identified,
        E::Model: Into<SearchResult>,
    {
        let (Some(condition), Ok(tenant)) = (condition.into(), tenant(self.ctx, permission)) else { return Ok(()) };
        let rows = newest(tenant.find::<E>().filter(condition)).all().await?;
        self.results.extend(rows.into_iter().map(Into::into));
        Ok(())
    }

    /// What has this id. A prefix says what it names.
    async fn by_id(&mut self, text: &str) -> Result<()> {
        use Permission::{AffiliateRead, CampaignsRead, KeysRead, PartnersRead};
        self.add::<campaign::Entity>(CampaignsRead, is::<campaign::Entity, CampaignId>(text)).await?;
        self.add::<partner::Entity>(PartnersRead, is::<partner::Entity, PartnerId>(text)).await?;
        self.add::<form::Entity>(CampaignsRead, is::<form::Entity, FormId>(text)).await?;
        self.add::<link::Entity>(CampaignsRead, is::<link::Entity, LinkId>(text)).await?;
        self.add::<legacy_link::Entity>(CampaignsRead, is::<legacy_link::Entity, LegacyLinkId>(text)).await?;
        self.add::<conversion::Entity>(AffiliateRead, is::<conversion::Entity, ConversionId>(text)).await?;
        self.add::<submission::Entity>(AffiliateRead, is::<submission::Entity, SubmissionId>(text)).await?;
        self.add::<decision::Entity>(AffiliateRead, is::<decision::Entity, DecisionId>(text)).await?;
        self.add::<api_key::Entity>(KeysRead, is::<api_key::Entity, ApiKeyId>(text)).await?;
        // A click shows as what came of it.
        if let Ok(click) = text.parse::<ClickId>() {
            let of_click = Condition::all().add(decision::Column::ClickId.eq(click));
            self.add::<decision::Entity>(AffiliateRead, of_click).await?;
        }
        if let (Ok(alias), Ok(tenant)) = (text.parse::<AliasId>(), tenant(self.ctx, CampaignsRead))
            && let Some(alias) = tenant.find::<link_alias::Entity>().id(alias).one().await?
        {
            let of_alias = Condition::all().add(link::Column::Id.eq(alias.link_id));
            self.add::<link::Entity>(CampaignsRead, of_alias).await?;
        }
        Ok(())
    }

    /// What is called so, or has a part that is.
    async fn by_text(&mut self, text: &str) -> Result<()> {
        use Permission::{AffiliateRead, CampaignsRead, KeysRead, PartnersRead};
        if let Ok(tenant) = tenant(self.ctx, CampaignsRead) {
            let of_address = at_address(&tenant, text).await?;
            self.add::<link::Entity>(CampaignsRead, of_address).await?;
        }
        self.add::<campaign::Entity>(CampaignsRead, having(&[campaign::Column::Name], text)).await?;
        let known_by = [partner::Column::Name, partner::Column::Email, partner::Column::Domain];
        self.add::<partner::Entity>(PartnersRead, having(&known_by, text)).await?;
        self.add::<form::Entity>(CampaignsRead, having(&[form::Column::Name], text)).await?;
        self.add::<api_key::Entity>(KeysRead, having(&[api_key::Column::Name], text)).await?;
        // Of customers, only by the whole address: there are many of them.
        if text.contains('@') {
            let email = Expr::expr(Func::lower(Expr::col(conversion::Column::Email)));
            let of_customer = Condition::all().add(email.eq(text.to_lowercase()));
            self.add::<conversion::Entity>(AffiliateRead, of_customer).await?;
        }
        Ok(())
    }
}

fn newest<E: Identified>(rows: Rows<'_, E>) -> Rows<'_, E> {
    rows.order_by(E::ID, Direction::Descending).limit(MOST_OF_A_KIND)
}

fn is<E: Identified<Id = I> + EntityTrait, I>(text: &str) -> Option<Condition>
where
    I: std::str::FromStr + Into<sea_orm::Value>,
{
    text.parse::<I>().ok().map(|id| Condition::all().add(E::ID.eq(id)))
}

fn having<C: ColumnTrait>(columns: &[C], text: &str) -> Condition {
    let parts = columns.iter().filter_map(|column| page::contains(*column, Some(text.to_owned())));
    parts.fold(Condition::any(), Condition::add)
}

/// The links whose code or alias begins so.
async fn at_address(tenant: &Tenant, text: &str) -> Result<Option<Condition>> {
    let can_be = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !can_be {
        return Ok(None);
    }
    let begins = link_address::Column::Address.starts_with(text.to_ascii_lowercase());
    let rows = tenant.find::<link_address::Entity>().filter(begins).limit(MOST_OF_A_KIND).all().await?;
    Ok(Some(Condition::all().add(link::Column::Id.is_in(rows.into_iter().map(|row| row.link_id)))))
}

#[derive(Default)]
pub(super) struct SearchQuery;

#[Object]
impl SearchQuery {
    /// Finds things by an id of any kind, a customer's or partner's e-mail address, a link's code or alias,
    /// or a part of the name of a campaign, partner, form or key. At most 20, and of each kind only what
    /// the caller's scopes let it read; without the scope of a kind, nothing of it is found.
    #[graphql(complexity = "page::cost_of(20, child_complexity)")]
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for.")] text: String,
    ) -> Result<Vec<SearchResult>> {
        // Whoever calls is known: what it may see is asked for each kind.
        let text = text.trim();
        if text.is_empty() || text.chars().count() > LONGEST || text.contains('\0') {
            return Ok(Vec::new());
        }
        let mut search = Search { ctx, results: Vec::new() };
        search.by_id(text).await?;
        if search.results.is_empty() {
            search.by_text(text).await?;
        }
        search.results.truncate(MOST);
        Ok(search.results)
    }
}
