//! The tenants: vendors who run affiliate campaigns.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::OrganisationId;
use crate::value::Texts;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "organisation")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrganisationId,
    /// A random 32-bit number: the organisation in a click token.
    #[sea_orm(unique)]
    pub number: i64,
    /// What people call it.
    pub name: String,
    /// The IANA zone in which its days begin, unless a caller names another.
    pub time_zone: String,
    /// ISO 4217 code of the currency in which it rewards.
    pub currency: String,
    /// The colour of its portal, as `#1a2b3c`.
    pub brand_colour: Option<String>,
    /// The picture on its portal, as a data URL.
    pub logo: Option<String>,
    /// Origins that may show its portal in a frame.
    #[sea_orm(column_type = "JsonBinary")]
    pub frame_origins: Texts,
    /// Whether a campaign without a list of origins takes no conversions from browsers.
    pub require_origins: bool,
    /// Whether a secret key that comes from a browser is refused.
    pub refuse_secret_keys_in_browsers: bool,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
