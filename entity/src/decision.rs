//! Why a conversion call with a genuine token ended as it did.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait, Uuid,
};
use serde::Serialize;

use crate::id::{CampaignId, ClickId, ConversionId, DecisionId, LinkId, OrganisationId, PartnerId};
use crate::value::{DecisionFacts, Outcome, Reason, Source, Trail};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "decision")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: DecisionId,
    /// When.
    pub at: DateTimeUtc,
    /// Which way the call came.
    pub source: Source,
    /// How it ended.
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
    /// The secret or publishable key used.
    pub key_id: Uuid,
    /// The page's origin, from a browser.
    pub origin: Option<String>,
    /// The token's click; none if it is another organisation's.
    pub click_id: Option<ClickId>,
    /// The token's link.
    pub link_id: Option<LinkId>,
    /// The link's campaign.
    pub campaign_id: Option<CampaignId>,
    /// The version that judged.
    pub campaign_version: Option<i32>,
    /// The link's partner.
    pub partner_id: Option<PartnerId>,
    /// The conversion that was recorded.
    pub conversion_id: Option<ConversionId>,
    /// Every check.
    #[sea_orm(column_type = "JsonBinary")]
    pub trail: Trail,
    /// What it was made from, so that it can be made again under other rules.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub facts: Option<DecisionFacts>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
