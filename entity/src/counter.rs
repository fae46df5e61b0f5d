//! Exact counts per link, address used, quarter of an hour and measure.
//!
//! Written in the transaction of the rows that they count. A quarter of an hour, because
//! every time zone's day begins on one.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait, Uuid,
};

use crate::id::{CampaignId, LinkId, OrganisationId, PartnerId};
use crate::value::Measure;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "counter")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// The link.
    #[sea_orm(primary_key, auto_increment = false)]
    pub link_id: LinkId,
    /// The address used, as on the click.
    #[sea_orm(primary_key, auto_increment = false)]
    pub via: Uuid,
    /// The quarter of an hour's first instant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub quarter: DateTimeUtc,
    /// What is counted.
    #[sea_orm(primary_key, auto_increment = false)]
    pub measure: Measure,
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
