//! Rows of a breakdown.

use std::collections::HashMap;

use async_graphql::{Context, Enum, Result, SimpleObject};
use entity::id::{AliasId, LinkId};
use entity::{campaign, link, link_alias, partner};
use sea_orm::ColumnTrait;

use crate::domain::key::Permission;
use crate::domain::stats::{Dimension, Key, Row};
use crate::error::Error;
use crate::graphql::scalar::Count;
use crate::graphql::tenant;
use crate::store::{Scope, Tenant};

/// By what numbers are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "Dimension")]
pub(in crate::graphql) enum StatsDimension {
    /// By campaign.
    Campaign,
    /// By partner.
    Partner,
    /// By link.
    Link,
    /// By the address that was used: each alias apart, and each link's code.
    Alias,
    /// By the host of the page that linked.
    ReferrerHost,
    /// By the class of the device.
    Device,
    /// By the country, in ISO 3166-1 alpha-2.
    Country,
}

/// The numbers of one campaign, partner, link, alias, referrer, device or country.
#[derive(SimpleObject)]
pub(in crate::graphql) struct StatsRow {
    /// The id of the thing, of a link where it is the link's code; or the value itself, which is empty
    /// where it is not known.
    key: String,
    /// What to call it: a name, a code or slug, or the value. The key, where the caller may not see
    /// the name.
    label: String,
    /// Clicks by people.
    clicks: Count,
    /// Visitors of it, each once a day of UTC. Who visits two partners is one of each.
    unique_visitors: Count,
    /// Conversions, at the time they were recorded.
    conversions: Count,
    /// Conversions by clicks; null without clicks.
    conversion_rate: Option<f64>,
}

impl StatsRow {
    /// Rows with the names of what they are of.
    pub(super) async fn named(ctx: &Context<'_>, rows: Vec<Row>) -> Result<Vec<Self>> {
        let mut names = HashMap::new();
        // Whoever may see numbers may not see the names by that alone.
        if let Ok(tenant) = tenant(ctx, Permission::CampaignsRead) {
            names.extend(campaigns(&tenant, &rows).await?);
            names.extend(links(&tenant, &rows).await?);
        }
        if let Ok(tenant) = tenant(ctx, Permission::PartnersRead) {
            names.extend(partners(&tenant, &rows).await?);
        }
        let aliases: HashMap<_, _> = match tenant(ctx, Permission::StatsRead) {
            Ok(tenant) => aliases(&tenant, &rows).await?,
            Err(_) => HashMap::new(),
        };
        Ok(rows.into_iter().map(|row| Self::new(row, &names, &aliases)).collect())
    }

    /// A row with its name.
    pub(in crate::graphql) fn new(row: Row, names: &HashMap<Key, String>, aliases: &HashMap<AliasId, String>) -> Self {
        let rate = row.rate();
        let alias = match &row.key {
            Key::Address(id) => aliases.get(&AliasId(*id)),
            _ => None,
        };
        let key = match &row.key {
            Key::Campaign(id) => id.to_string(),
            Key::Partner(id) => id.to_string(),
            Key::Link(id) => id.to_string(),
            Key::Address(id) if alias.is_some() => AliasId(*id).to_string(),
            Key::Address(id) => LinkId(*id).to_string(),
            Key::Value(value) => value.clone(),
        };
        let label = alias.or_else(|| names.get(&row.key)).unwrap_or(&key).clone();
        Self {
            key,
            label,
            clicks: Count(row.clicks),
            unique_visitors: Count(row.visitors),
            conversions: Count(row.conversions),
            conversion_rate: rate,
        }
    }
}

async fn campaigns(tenant: &Tenant, rows: &[Row]) -> Result<Vec<(Key, String)>, Error> {
    let ids: Vec<_> =
        rows.iter().filter_map(|row| if let Key::Campaign(id) = row.key { Some(id) } else { None }).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = tenant.find::<campaign::Entity>().filter(campaign::Column::Id.is_in(ids)).all().await?;
    Ok(found.into_iter().map(|row| (Key::Campaign(row.id), row.name)).collect())
}

async fn partners(tenant: &Tenant, rows: &[Row]) -> Result<Vec<(Key, String)>, Error> {
    let ids: Vec<_> =
        rows.iter().filter_map(|row| if let Key::Partner(id) = row.key { Some(id) } else { None }).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = tenant.find::<partner::Entity>().filter(partner::Column::Id.is_in(ids)).all().await?;
    Ok(found.into_iter().map(|row| (Key::Partner(row.id), row.name)).collect())
}

/// The codes of links, also where they stand for the address.
async fn links(tenant: &Tenant, rows: &[Row]) -> Result<Vec<(Key, String)>, Error> {
    let id = |row: &Row| match row.key {
        Key::Link(id) => Some(id),
        Key::Address(id) => Some(LinkId(id)),
        _ => None,
    };
    let ids: Vec<_> = rows.iter().filter_map(id).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = tenant.find::<link::Entity>().filter(link::Column::Id.is_in(ids)).all().await?;
    let names =
        found.into_iter().flat_map(|row| [(Key::Link(row.id), row.code.clone()), (Key::Address(row.id.0), row.code)]);
    Ok(names.collect())
}

/// The slugs of aliases, also of those that were deleted: their clicks stay.
async fn aliases(tenant: &Tenant, rows: &[Row]) -> Result<HashMap<AliasId, String>, Error> {
    let id = |row: &Row| if let Key::Address(id) = row.key { Some(AliasId(id)) } else { None };
    let ids: Vec<_> = rows.iter().filter_map(id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = tenant.find::<link_alias::Entity>().filter(link_alias::Column::Id.is_in(ids)).all().await?;
    Ok(found.into_iter().map(|row| (row.id, row.slug)).collect())
}
