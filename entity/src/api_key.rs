//! Secret keys of programs.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{ApiKeyId, OrganisationId, PartnerId};
use crate::value::Texts;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "api_key")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ApiKeyId,
    /// What people call it.
    pub name: String,
    /// The part that finds it; unique.
    #[sea_orm(unique)]
    #[serde(skip)]
    pub lookup: String,
    /// HMAC of the whole key under the pepper.
    #[serde(skip)]
    pub digest: Vec<u8>,
    /// Which signing key the pepper is derived from.
    #[serde(skip)]
    pub pepper: i16,
    /// What it may do.
    #[sea_orm(column_type = "JsonBinary")]
    pub scopes: Texts,
    /// The partner whose portal it reads; none: it is the organisation's.
    pub partner_id: Option<PartnerId>,
    /// Calls per minute, if other than the setting.
    pub rate_limit: Option<i32>,
    /// Who made it.
    pub created_by: Option<String>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// From when it stops.
    pub expires_at: Option<DateTimeUtc>,
    /// Since when it is revoked.
    pub revoked_at: Option<DateTimeUtc>,
    /// About when it was last used.
    pub last_used_at: Option<DateTimeUtc>,
    /// When it was last seen in a browser, where it must not be.
    pub browser_seen_at: Option<DateTimeUtc>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
