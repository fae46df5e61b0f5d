//! Links that sign somebody in to the portal, once.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::id::{MemberId, OrganisationId, PartnerId, PartnerUserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "portal_link")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// SHA-256 of what stands in the link; unique.
    #[sea_orm(primary_key, auto_increment = false)]
    pub token_hash: Vec<u8>,
    /// Whose numbers it shows.
    pub partner_id: PartnerId,
    /// The partner user who signs in.
    pub partner_user_id: Option<PartnerUserId>,
    /// The member who looks at the portal as the partner sees it.
    pub member_id: Option<MemberId>,
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
