//! Deliveries, and the tries to make them.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use entity::id::{WebhookDeliveryId, WebhookEndpointId};
use entity::{webhook_attempt, webhook_delivery};
use sea_orm::{ColumnTrait, Condition};

use super::{WebhookEndpoint, WebhookEvent, WebhookEventKind, kind};
use crate::domain::webhook::EventKind;
use crate::error::Error;
use crate::graphql::scalar::{DateTime, Json};
use crate::graphql::{load, page};

/// Where a delivery stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::DeliveryStatus")]
pub(in crate::graphql) enum WebhookDeliveryStatus {
    /// It waits for its next try, or is being sent.
    Pending,
    /// The endpoint has taken it.
    Delivered,
    /// Ten tries over three days have failed. It can be sent again.
    Failed,
    /// The endpoint was disabled before it was delivered. It can be sent again.
    Cancelled,
}

pub(in crate::graphql) struct WebhookDelivery(webhook_delivery::Model);

page::listed!(WebhookDelivery, webhook_delivery, WebhookDeliveryId);

/// An event on its way to an endpoint.
#[Object]
impl WebhookDelivery {
    /// Its id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What kind of event.
    async fn kind(&self) -> Result<WebhookEventKind> {
        kind(&self.0.kind)
    }

    /// Where it stands.
    async fn status(&self) -> WebhookDeliveryStatus {
        self.0.status.into()
    }

    /// What is told.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn event(&self, ctx: &Context<'_>) -> Result<WebhookEvent> {
        let event = load::one(ctx, load::EventById(self.0.event_id)).await?;
        Ok(event.ok_or_else(|| Error::internal("a delivery without its event"))?.into())
    }

    /// Where to.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn endpoint(&self, ctx: &Context<'_>) -> Result<WebhookEndpoint> {
        let endpoint = load::one(ctx, load::EndpointById(self.0.endpoint_id)).await?;
        Ok(endpoint.ok_or_else(|| Error::internal("a delivery without its endpoint"))?.into())
    }

    /// When it is tried next, unless its endpoint is left alone until later; null: it is not tried
    /// again by itself.
    async fn next_attempt_at(&self) -> Option<DateTime> {
        self.0.next_attempt_at.map(DateTime)
    }

    /// The tries to make it, oldest first.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn attempts(&self, ctx: &Context<'_>) -> Result<Vec<WebhookAttempt>> {
        Ok(load::many(ctx, load::AttemptsOf(self.0.id)).await?.into_iter().map(WebhookAttempt).collect())
    }

    /// When it came to be.
    async fn created_at(&self) -> DateTime {
        self.0.created_at.into()
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        self.0.updated_at.into()
    }
}

pub(in crate::graphql) struct WebhookAttempt(webhook_attempt::Model);

/// A try to deliver.
#[Object]
impl WebhookAttempt {
    /// Its id.
    async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// When.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// How long it took, in milliseconds.
    async fn duration_ms(&self) -> i32 {
        self.0.duration_ms
    }

    /// What was sent: `url`, `headers` and `body`.
    async fn request(&self) -> Json {
        Json(self.0.request.clone())
    }

    /// The status of the answer; null: there was none.
    async fn status_code(&self) -> Option<i32> {
        self.0.status_code
    }

    /// The first kibibyte of the answer's body; null: there was no answer.
    async fn response(&self) -> Option<&str> {
        self.0.response.as_deref()
    }

    /// Why it failed; null: the endpoint has taken it.
    async fn error(&self) -> Option<&str> {
        self.0.error.as_deref()
    }
}

/// Which deliveries.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct WebhookDeliveryFilter {
    /// Only those to this endpoint.
    endpoint_id: Option<ID>,
    /// Only those of this status.
    status: Option<WebhookDeliveryStatus>,
    /// Only those of events of this kind.
    kind: Option<WebhookEventKind>,
}

impl WebhookDeliveryFilter {
    pub(super) fn condition(self) -> Condition {
        let status = self.status.map(entity::value::DeliveryStatus::from);
        let kind = self.kind.map(|kind| webhook_delivery::Column::Kind.eq(EventKind::from(kind).as_str()));
        Condition::all()
            .add_option(page::same::<WebhookEndpointId>(webhook_delivery::Column::EndpointId, self.endpoint_id))
            .add_option(status.map(|status| webhook_delivery::Column::Status.eq(status)))
            .add_option(kind)
    }
}
