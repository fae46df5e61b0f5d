//! Aliases of links. A deleted one stays for the clicks that used it.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{AliasId, LinkId, OrganisationId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "link_alias")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AliasId,
    /// The link.
    pub link_id: LinkId,
    /// Lower-case letters, digits and dashes.
    pub slug: String,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// Since when the slug is free again.
    pub deleted_at: Option<DateTimeUtc>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
