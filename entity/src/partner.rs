//! Those who share links.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{OrganisationId, PartnerId};
use crate::value::PartnerStatus;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "partner")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartnerId,
    /// What people call it.
    pub name: String,
    /// The contact's address, for the self-referral rule.
    pub email: Option<String>,
    /// Its own domain in ASCII, for the self-referral rule.
    pub domain: Option<String>,
    /// Whether it may earn.
    pub status: PartnerStatus,
    /// What members note about it; the partner does not see it.
    pub notes: String,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
