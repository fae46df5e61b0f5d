//! Links that sign a person in, once: the first set-up, a forgotten password, a link of the command line.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::id::PersonId;
use crate::value::LinkPurpose;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_link")]
pub struct Model {
    /// SHA-256 of what stands in the link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    /// What it is good for.
    pub purpose: LinkPurpose,
    /// Whom it signs in; none: who sets the installation up.
    pub person_id: Option<PersonId>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// From when it is no good.
    pub expires_at: DateTimeUtc,
    /// When it was used.
    pub used_at: Option<DateTimeUtc>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
