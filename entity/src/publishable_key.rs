//! Public keys of pages: good for browser conversions and nothing else.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{CampaignId, OrganisationId, PublishableKeyId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "publishable_key")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PublishableKeyId,
    /// The campaign; none: the organisation's key.
    pub campaign_id: Option<CampaignId>,
    /// The key itself, which is public.
    #[sea_orm(unique)]
    pub key: String,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// From when it stops, after it was rotated.
    pub expires_at: Option<DateTimeUtc>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
