//! Invitations to become a member.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{InvitationId, OrganisationId};
use crate::value::Role;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "invitation")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: InvitationId,
    /// Lower-cased address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// SHA-256 of what stands in the link; unique.
    #[sea_orm(unique)]
    #[serde(skip)]
    pub token_hash: Vec<u8>,
    /// Who invited.
    pub invited_by: Option<String>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// From when it is no good.
    pub expires_at: DateTimeUtc,
    /// When it was accepted.
    pub accepted_at: Option<DateTimeUtc>,
    /// When it was taken back.
    pub revoked_at: Option<DateTimeUtc>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
