//! What can stand after `/r/`, unique over all organisations: codes and aliases alike.
//!
//! The key is lower-cased, so that a code and an alias can never differ by case alone.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
};

use crate::id::{AliasId, LinkId, OrganisationId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "link_address")]
pub struct Model {
    /// The code or alias in lower case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub address: String,
    /// The owner.
    pub organisation_id: OrganisationId,
    /// The link.
    pub link_id: LinkId,
    /// The alias; none: the code, which is compared with its case.
    pub alias_id: Option<AliasId>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
