//! Links: one per partner per campaign.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{CampaignId, LinkId, OrganisationId, PartnerId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "link")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LinkId,
    /// A random 64-bit number, stored with its sign: the link in a click token.
    pub number: i64,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The partner.
    pub partner_id: PartnerId,
    /// Eight base62 characters, case-sensitive.
    pub code: String,
    /// Since when it is revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
}

/// The tables that a row refers to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Its campaign.
    #[sea_orm(
        belongs_to = "super::campaign::Entity",
        from = "(Column::OrganisationId, Column::CampaignId)",
        to = "(super::campaign::Column::OrganisationId, super::campaign::Column::Id)"
    )]
    Campaign,
    /// Its partner.
    #[sea_orm(
        belongs_to = "super::partner::Entity",
        from = "(Column::OrganisationId, Column::PartnerId)",
        to = "(super::partner::Column::OrganisationId, super::partner::Column::Id)"
    )]
    Partner,
}

impl ActiveModelBehavior for ActiveModel {}
