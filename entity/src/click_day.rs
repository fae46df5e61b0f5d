//! Clicks by people of a day that is over, added up by what pages show.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, PrimaryKeyTrait,
    Uuid,
};

use crate::id::{CampaignId, LinkId, OrganisationId, PartnerId};
use crate::value::Dimension;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "click_day")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// The day of UTC, as 2026-01-31.
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: String,
    /// The link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub link_id: LinkId,
    /// The address used, as on the click.
    #[sea_orm(primary_key, auto_increment = false)]
    pub via: Uuid,
    /// What `value` is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub dimension: Dimension,
    /// The value; empty: not known.
    #[sea_orm(primary_key, auto_increment = false)]
    pub value: String,
    /// The link's campaign.
    pub campaign_id: CampaignId,
    /// The link's partner.
    pub partner_id: PartnerId,
    /// How many.
    pub count: i64,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
