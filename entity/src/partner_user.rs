//! People of a partner, who see its numbers on the portal.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{OrganisationId, PartnerId, PartnerUserId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "partner_user")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PartnerUserId,
    /// Their partner.
    pub partner_id: PartnerId,
    /// Lower-cased address; unique in the organisation.
    pub email: String,
    /// What they are called; may be empty.
    pub name: String,
    /// The IANA zone in which they read numbers; none: the organisation's.
    pub time_zone: Option<String>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// When they last signed in.
    pub last_sign_in_at: Option<DateTimeUtc>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
