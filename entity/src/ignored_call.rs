//! Conversion calls without a genuine token, counted instead of kept.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait, Uuid,
};
use serde::Serialize;

use crate::id::OrganisationId;
use crate::value::Reason;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "ignored_call")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// The hour's first instant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub hour: DateTimeUtc,
    /// Why they were ignored.
    #[sea_orm(primary_key, auto_increment = false)]
    pub reason: Reason,
    /// The secret or publishable key used.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_id: Uuid,
    /// How many.
    pub count: i64,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
