//! Campaigns: where links lead and what a conversion becomes. What judges conversions is in `campaign_version`.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{CampaignId, FormId, OrganisationId};
use crate::value::CampaignStatus;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "campaign")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CampaignId,
    /// What people call it.
    pub name: String,
    /// Whether it runs.
    pub status: CampaignStatus,
    /// Where its links lead.
    pub destination_url: String,
    /// The form that its conversions fill.
    pub form_id: FormId,
    /// The version that judges conversions from now on.
    pub version: i32,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
