//! What a conversion earns its partner.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait, Uuid,
};
use serde::Serialize;

use crate::id::{CampaignId, ConversionId, LinkId, OrganisationId, PartnerId, RewardId};
use crate::value::RewardStatus;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "reward")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RewardId,
    /// The conversion; unique.
    pub conversion_id: ConversionId,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// Who earns it.
    pub partner_id: PartnerId,
    /// The credited link.
    pub link_id: LinkId,
    /// The address used, as on the conversion.
    pub via: Uuid,
    /// Where it stands.
    pub status: RewardStatus,
    /// How much, in minor units of the currency.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

/// The tables that a row refers to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// The submission of its conversion.
    #[sea_orm(
        belongs_to = "super::submission::Entity",
        from = "(Column::OrganisationId, Column::ConversionId)",
        to = "(super::submission::Column::OrganisationId, super::submission::Column::ConversionId)"
    )]
    Submission,
}

impl ActiveModelBehavior for ActiveModel {}
