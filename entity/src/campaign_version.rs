//! What judged conversions, version by version: a row never changes.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{CampaignId, OrganisationId};
use crate::value::{AttributionModel, Texts};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "campaign_version")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// The campaign.
    #[sea_orm(primary_key, auto_increment = false)]
    pub campaign_id: CampaignId,
    /// Counted from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    /// Days after a click in which it may convert.
    pub window_days: i32,
    /// Which click is credited.
    pub model: AttributionModel,
    /// Origins that may post from a browser; empty: any.
    #[sea_orm(column_type = "JsonBinary")]
    pub allowed_origins: Texts,
    /// E-mail domains that are refused, in ASCII; they cover their sub-domains.
    #[sea_orm(column_type = "JsonBinary")]
    pub excluded_domains: Texts,
    /// Whether disposable addresses are refused.
    pub block_disposable: bool,
    /// Whether a partner's own address is refused.
    pub block_self_referral: bool,
    /// Whether an address may convert only once in the campaign.
    pub block_duplicate_email: bool,
    /// Whether a known customer earns no reward.
    pub new_customers_only: bool,
    /// What a conversion earns, in minor units of `reward_currency`; none: nothing.
    pub reward_minor: Option<i64>,
    /// ISO 4217 code: the organisation's currency when the version was made.
    pub reward_currency: Option<String>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
