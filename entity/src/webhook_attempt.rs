//! A try to deliver an event.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter, Json,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{OrganisationId, WebhookAttemptId, WebhookDeliveryId, WebhookEndpointId};

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "webhook_attempt")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookAttemptId,
    /// The delivery.
    pub delivery_id: WebhookDeliveryId,
    /// The endpoint.
    pub endpoint_id: WebhookEndpointId,
    /// When.
    pub at: DateTimeUtc,
    /// How long it took, in milliseconds.
    pub duration_ms: i32,
    /// Headers and body, as they were sent.
    #[sea_orm(column_type = "JsonBinary")]
    pub request: Json,
    /// The answer's status.
    pub status_code: Option<i32>,
    /// The first kibibyte of the answer's body.
    pub response: Option<String>,
    /// Why there was no answer.
    pub error: Option<String>,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
