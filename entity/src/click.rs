//! Every hit on a link that was not a prefetch or a HEAD.
//!
//! Never the address, never the full user agent.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait, Uuid,
};
use serde::Serialize;

use crate::id::{CampaignId, ClickId, LinkId, OrganisationId, PartnerId};
use crate::value::Label;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "click")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ClickId,
    /// The link.
    pub link_id: LinkId,
    /// The link's campaign.
    pub campaign_id: CampaignId,
    /// The link's partner.
    pub partner_id: PartnerId,
    /// The address used: the alias's identifier, or the link's own for its code.
    pub via: Uuid,
    /// When.
    pub at: DateTimeUtc,
    /// What it was.
    pub label: Label,
    /// The random id of the visitor, for first-click attribution.
    pub visitor_id: Option<Uuid>,
    /// Keyed hash of address and user agent, under a salt that is thrown away daily.
    #[serde(skip)]
    pub visitor_key: Option<Vec<u8>>,
    /// Host of the page that linked.
    pub referrer_host: Option<String>,
    /// Device class.
    pub device: Option<String>,
    /// Browser family.
    pub browser: Option<String>,
    /// Operating system.
    pub os: Option<String>,
    /// ISO 3166-1 alpha-2 country.
    pub country: Option<String>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
