//! A day that is over, added up: one row for the organisation, and one for each campaign, partner,
//! link and address that had something in it.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait, Uuid,
};

use crate::id::{CampaignId, LinkId, OrganisationId, PartnerId};
use crate::value::{ByValue, Level, Quarters};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "click_day")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// What `scope_id` names.
    #[sea_orm(primary_key, auto_increment = false)]
    pub level: Level,
    /// Whose numbers.
    #[sea_orm(primary_key, auto_increment = false)]
    pub scope_id: Uuid,
    /// The day of UTC, as 2026-01-31.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: String,
    /// The campaign, where it is one's.
    pub campaign_id: Option<CampaignId>,
    /// The partner, where it is one's.
    pub partner_id: Option<PartnerId>,
    /// The link, where it is one's.
    pub link_id: Option<LinkId>,
    /// Clicks by people.
    pub clicks: i64,
    /// Visitors, each once.
    pub visitors: i64,
    /// Conversions that were recorded on the day.
    pub conversions: i64,
    /// The last click by a person or conversion.
    pub last_at: Option<DateTimeUtc>,
    /// Everything by quarter of an hour.
    #[sea_orm(column_type = "JsonBinary")]
    pub quarters: Quarters,
    /// By the host of the page that linked.
    #[sea_orm(column_type = "JsonBinary")]
    pub referrers: ByValue,
    /// By the class of the device.
    #[sea_orm(column_type = "JsonBinary")]
    pub devices: ByValue,
    /// By the country.
    #[sea_orm(column_type = "JsonBinary")]
    pub countries: ByValue,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
