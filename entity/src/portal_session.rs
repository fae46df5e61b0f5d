//! Sessions on the partner portal.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};

use crate::id::{MemberId, OrganisationId, PartnerId, PartnerUserId, PortalSessionId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "portal_session")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PortalSessionId,
    /// SHA-256 of the cookie; unique.
    #[sea_orm(unique)]
    pub token_hash: Vec<u8>,
    /// Whose numbers it shows.
    pub partner_id: PartnerId,
    /// The partner user.
    pub partner_user_id: Option<PartnerUserId>,
    /// The member who looks; reads only.
    pub member_id: Option<MemberId>,
    /// Browser family at sign-in.
    pub browser: Option<String>,
    /// Operating system at sign-in.
    pub os: Option<String>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// About when it was last used.
    pub last_seen_at: DateTimeUtc,
    /// When it ends, however much it is used.
    pub expires_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
