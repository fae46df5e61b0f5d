//! An event on its way to an endpoint.

use sea_orm::entity::prelude::{
    ActiveModelBehavior, DateTimeUtc, DeriveEntityModel, DerivePrimaryKey, DeriveRelation, EntityTrait, EnumIter,
    PrimaryKeyTrait,
};
use serde::Serialize;

use crate::id::{OrganisationId, WebhookDeliveryId, WebhookEndpointId, WebhookEventId};
use crate::value::DeliveryStatus;

/// A row.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize)]
#[sea_orm(table_name = "webhook_delivery")]
#[serde(rename_all = "camelCase")]
pub struct Model {
    /// The owner.
    #[sea_orm(primary_key, auto_increment = false)]
    pub organisation_id: OrganisationId,
    /// Its identifier.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: WebhookDeliveryId,
    /// The event.
    pub event_id: WebhookEventId,
    /// The endpoint.
    pub endpoint_id: WebhookEndpointId,
    /// What kind of event, to filter by.
    pub kind: String,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// How often it was tried since its schedule last began.
    pub attempts: i32,
    /// When it is tried next; none: it is not.
    pub next_attempt_at: Option<DateTimeUtc>,
    /// Until when a worker has it in hand.
    pub leased_until: Option<DateTimeUtc>,
    /// When it came to be.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
}

/// No relation is used in queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
