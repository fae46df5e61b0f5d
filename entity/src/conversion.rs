//! Conversions: one click, converted once.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait, Uuid,
};
use serde::Serialize;

use crate::id::{CampaignId, ClickId, ConversionId, LinkId, OrganisationId, PartnerId};
use crate::value::{Properties, Source};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "conversion")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ConversionId,
    /// The click whose token was sent; unique.
    pub click_id: ClickId,
    /// The click that is credited.
    pub credited_click_id: ClickId,
    /// The credited link.
    pub link_id: LinkId,
    /// The credited click's address.
    pub via: Uuid,
    /// The campaign.
    pub campaign_id: CampaignId,
    /// The credited partner.
    pub partner_id: PartnerId,
    /// The version of the campaign that judged it.
    pub campaign_version: i32,
    /// Which way it came.
    pub source: Source,
    /// The customer's address.
    pub email: Option<String>,
    /// What was sent along.
    #[sea_orm(column_type = "JsonBinary")]
    pub properties: Properties,
    /// Whether the customer had converted in the organisation before.
    pub existing_customer: bool,
    /// When the credited click was.
    pub clicked_at: DateTimeUtc,
    /// When it came to be.
    pub created_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
