//! The people of an organisation.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{MemberId, OrganisationId, PersonId};
use crate::value::Role;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "member")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MemberId,
    /// Lower-cased address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// Who it is; none: somebody noted by an older version, who has not signed in yet.
    pub person_id: Option<PersonId>,
    /// About when they were last there.
    pub last_seen_at: Option<DateTimeUtc>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
