//! Old URLs that lead to links.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{LegacyLinkId, LinkId, OrganisationId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "legacy_link")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LegacyLinkId,
    /// The URL as it was given.
    pub url: String,
    /// The URL as it is compared; unique over all organisations.
    #[serde(skip)]
    pub normalised: String,
    /// Its host, and its port if it has one.
    pub host: String,
    /// The link.
    pub link_id: LinkId,
    /// How often it was asked for.
    pub hits: i64,
    /// When it was last asked for.
    pub last_hit_at: Option<DateTimeUtc>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
