//! Publishable keys: the organisation's, and those of campaigns.

use std::collections::HashMap;

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{CampaignId, PublishableKeyId};
use entity::{decision, publishable_key};
use sea_orm::{ColumnTrait, Condition, FromQueryResult, QuerySelect};

use crate::domain::key::Permission;
use crate::graphql::campaign::Campaign;
use crate::graphql::page::{self, Connection, ListOrder, Paging};
use crate::graphql::scalar::DateTime;
use crate::graphql::{load, tenant};
use crate::store::{Direction, Scope};

/// How many conversion calls of a key are looked through for origins.
const LOOKED_THROUGH: u64 = 1_000;

pub(in crate::graphql) struct PublishableKey(publishable_key::Model);

page::listed!(PublishableKey, publishable_key, PublishableKeyId);

/// A publishable key. It is public, and good for conversions from pages alone.
#[Object]
impl PublishableKey {
    /// Its id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// The key itself.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// The campaign whose clicks alone it converts; null: it is the organisation's. Scope
    /// `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn campaign(&self, ctx: &Context<'_>) -> Result<Option<Campaign>> {
        let Some(id) = self.0.campaign_id else { return Ok(None) };
        Ok(load::one(ctx, load::CampaignById(id)).await?.map(Campaign::from))
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// From when it stops, since another one was put in its place; null: it is the current one.
    async fn expires_at(&self) -> Option<DateTime> {
        self.0.expires_at.map(DateTime)
    }

    /// From which pages conversions were sent with it: of its last 1,000 calls with a genuine click, the
    /// latest origin first. Scope `affiliate:read`.
    #[graphql(complexity = "4 * page::READ + child_complexity")]
    async fn seen_origins(&self, ctx: &Context<'_>) -> Result<Option<Vec<SeenOrigin>>> {
        #[derive(FromQueryResult)]
        struct Row {
            origin: String,
            at: chrono::DateTime<chrono::Utc>,
        }
        let tenant = tenant(ctx, Permission::AffiliateRead)?;
        let rows = tenant
            .find::<decision::Entity>()
            .filter(decision::Column::KeyId.eq(self.0.id.0))
            .filter(decision::Column::Origin.is_not_null())
            .order_by(decision::Column::Id, Direction::Descending)
            .limit(LOOKED_THROUGH)
            .reduce::<Row>(|select| select.columns([decision::Column::Origin, decision::Column::At]))
            .await?;
        let mut places = HashMap::new();
        let mut seen: Vec<SeenOrigin> = Vec::new();
        for row in rows {
            let place = *places.entry(row.origin.clone()).or_insert(seen.len());
            if place == seen.len() {
                seen.push(SeenOrigin { origin: row.origin, count: 0, last_seen_at: row.at.into() });
            }
            if let Some(seen) = seen.get_mut(place) {
                seen.count += 1;
            }
        }
        Ok(Some(seen))
    }
}

/// Pages that sent conversions.
#[derive(SimpleObject)]
pub(in crate::graphql) struct SeenOrigin {
    /// Their origin, as `https://shop.example`.
    origin: String,
    /// How many calls.
    count: i32,
    /// When the last one was.
    last_seen_at: DateTime,
}

/// Which publishable keys.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct PublishableKeyFilter {
    /// Only those of this campaign.
    campaign_id: Option<ID>,
    /// Only those that new pages should carry, or only those in whose place another one was put.
    current: Option<bool>,
}

impl PublishableKeyFilter {
    fn condition(self) -> Condition {
        let current = self.current.map(|current| match current {
            true => publishable_key::Column::ExpiresAt.is_null(),
            false => publishable_key::Column::ExpiresAt.is_not_null(),
        });
        Condition::all()
            .add_option(page::same::<CampaignId>(publishable_key::Column::CampaignId, self.campaign_id))
            .add_option(current)
    }
}

#[derive(Default)]
pub(in crate::graphql) struct PublishableKeyQuery;

#[Object]
impl PublishableKeyQuery {
    /// The publishable keys: the organisation's, those of campaigns, and those that are being replaced or
    /// were. Scope `keys:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn publishable_keys(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<PublishableKeyFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<PublishableKey>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::KeysRead, condition, paging).await
    }
}
