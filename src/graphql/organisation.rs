//! The organisation whose key is used.

use async_graphql::{Context, ID, Object, Result};
use entity::organisation;

use super::scalar::DateTime;
use super::{load, page, tenant};
use crate::domain::key::{self, Permission};

pub(super) struct Organisation(organisation::Model);

/// A vendor who runs affiliate campaigns: the tenant, whose rows no other organisation sees.
#[Object]
impl Organisation {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What people call it.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The IANA time zone in which its days begin, unless a query names another.
    async fn time_zone(&self) -> &str {
        &self.0.time_zone
    }

    /// The publishable key for the snippet: good for conversions of every campaign, from a browser.
    #[graphql(complexity = "page::READ")]
    async fn publishable_key(&self, ctx: &Context<'_>) -> Result<String> {
        let tenant = tenant(ctx, Permission::CampaignsRead)?;
        Ok(key::publishable(&tenant, None).await?.key)
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }
}

#[derive(Default)]
pub(super) struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// The organisation whose key is used. Scope `campaigns:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        let tenant = tenant(ctx, Permission::CampaignsRead)?;
        Ok(Organisation(load::owner(ctx, &tenant).await?.clone()))
    }
}
