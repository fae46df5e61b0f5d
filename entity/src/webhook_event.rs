//! The outbox: what happened, to be told to endpoints.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{OrganisationId, WebhookEventId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "webhook_event")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookEventId,
    /// What kind, as `conversion.recorded`.
    pub kind: String,
    /// What it is about.
    pub subject_id: String,
    /// What is told.
    #[sea_orm(column_type = "JsonBinary")]
    pub data: Json,
    /// When it happened.
    pub at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
