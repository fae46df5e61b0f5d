//! The partner itself, and the organisation whose portal it is.

use async_graphql::{ComplexObject, Context, ID, Object, Result, SimpleObject};
use entity::partner;

use super::{load, tenant};
use crate::domain::portal::Figures;
use crate::error::Error;
use crate::graphql::partner::PartnerStatus;
use crate::graphql::scalar::DateTime;
use crate::graphql::{now, page};

/// The partner whose numbers these are.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(super) struct Partner {
    /// Its id.
    id: ID,
    /// What people call it.
    name: String,
    /// Whether it may earn.
    status: PartnerStatus,
}

#[ComplexObject]
impl Partner {
    /// The last click by a person on one of its links, or conversion; null: there was none.
    #[graphql(complexity = "page::READ")]
    async fn last_activity_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>> {
        let tenant = tenant(ctx)?;
        Ok(Figures::all(&tenant).last_activity(&tenant, now(ctx)?).await?.map(DateTime))
    }
}

/// The organisation whose links the partner shares.
#[derive(SimpleObject)]
pub(super) struct Organisation {
    /// What people call it.
    name: String,
    /// The picture on its portal, as a data URL; null: none.
    logo: Option<String>,
    /// The colour of its portal, as `#1a2b3c`; null: none of its own.
    brand_colour: Option<String>,
    /// The IANA time zone in which its days begin, unless the user or a query names another.
    time_zone: String,
    /// The ISO 4217 code of the currency in which it rewards.
    currency: String,
}

#[derive(Default)]
pub(super) struct OrganisationQuery;

#[Object]
impl OrganisationQuery {
    /// The partner whose numbers these are.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn partner(&self, ctx: &Context<'_>) -> Result<Partner> {
        let row = tenant(ctx)?.find::<partner::Entity>().one().await?.ok_or(Error::NotFound("partner"))?;
        Ok(Partner { id: row.id.to_string().into(), name: row.name, status: row.status.into() })
    }

    /// The organisation whose links the partner shares.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn organisation(&self, ctx: &Context<'_>) -> Result<Organisation> {
        let owner = load::owner(ctx).await?.clone();
        Ok(Organisation {
            name: owner.name,
            logo: owner.logo,
            brand_colour: owner.brand_colour,
            time_zone: owner.time_zone,
            currency: owner.currency,
        })
    }
}
