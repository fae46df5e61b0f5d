//! The ledger of rewards: rows are added and never changed.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait, Uuid,
};
use serde::Serialize;

use crate::id::{CampaignId, OrganisationId, PartnerId, RewardEntryId, RewardId};
use crate::value::RewardAccount;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "reward_entry")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: RewardEntryId,
    /// What it is half of: the entries of a move sum to 0.
    pub move_id: Uuid,
    /// The reward.
    pub reward_id: RewardId,
    /// Its campaign.
    pub campaign_id: CampaignId,
    /// Who earns it.
    pub partner_id: PartnerId,
    /// The account.
    pub account: RewardAccount,
    /// What the account gains, in minor units; what it loses is negative.
    pub amount_minor: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// When.
    pub at: DateTimeUtc,
}

/// The tables that a row refers to.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {
    /// Its reward.
    #[sea_orm(
        belongs_to = "super::reward::Entity",
        from = "(Column::OrganisationId, Column::RewardId)",
        to = "(super::reward::Column::OrganisationId, super::reward::Column::Id)"
    )]
    Reward,
}

impl ActiveModelBehavior for ActiveModel {}
