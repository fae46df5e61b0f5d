//! Webhooks: endpoints, events and deliveries. What changes them is in `webhook/change.rs`.

mod change;
mod delivery;
mod endpoint;

use async_graphql::{Context, Enum, ID, InputObject, Object, Result};
use entity::id::WebhookEventId;
use entity::webhook_event;
use sea_orm::{ColumnTrait, Condition};

use super::page::{self, Connection, ListOrder, Paging};
use super::scalar::{DateTime, Json};
use super::{load, tenant};
use crate::domain::key::Permission;
use crate::domain::webhook::EventKind;
use crate::domain::webhook::message::without_email;
use crate::error::Error;

pub(super) use change::WebhookMutation;
pub(super) use delivery::{WebhookDelivery, WebhookDeliveryFilter};
pub(super) use endpoint::{WebhookEndpoint, WebhookEndpointFilter};

/// What kind of event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "EventKind")]
pub(super) enum WebhookEventKind {
    /// `click.created`: a click was stored. There are many; they are told only to endpoints that name
    /// this kind.
    ClickCreated,
    /// `conversion.recorded`: a conversion was recorded.
    ConversionRecorded,
    /// `submission.created`: a form submission was made.
    SubmissionCreated,
    /// `submission.accepted`: a form submission was accepted.
    SubmissionAccepted,
    /// `submission.declined`: a form submission was declined.
    SubmissionDeclined,
    /// `reward.payable`: a reward became payable.
    RewardPayable,
    /// `reward.reversed`: a reward was reversed.
    RewardReversed,
    /// `link.revoked`: a link was revoked.
    LinkRevoked,
    /// `webhook.test`: somebody tried an endpoint out. It goes to that endpoint, whatever it names.
    WebhookTest,
}

/// A kind as it is stored.
fn kind(text: &str) -> Result<WebhookEventKind> {
    let kind = text.parse::<EventKind>().map_err(|()| Error::internal("an event of a kind that is none"))?;
    Ok(kind.into())
}

pub(super) struct WebhookEvent(webhook_event::Model);

page::listed!(WebhookEvent, webhook_event, WebhookEventId);

/// Something that happened, of which endpoints are told. Kept for 30 days, from when the organisation
/// has an endpoint.
#[Object]
impl WebhookEvent {
    /// Its id: the header `webhook-id` of every message about it.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// What kind.
    async fn kind(&self) -> Result<WebhookEventKind> {
        kind(&self.0.kind)
    }

    /// The kind as messages spell it, as `conversion.recorded`.
    #[graphql(name = "type")]
    async fn kind_text(&self) -> &str {
        &self.0.kind
    }

    /// What it is about.
    async fn subject_id(&self) -> ID {
        self.0.subject_id.clone().into()
    }

    /// What endpoints are told, without the customer's address.
    async fn data(&self) -> Json {
        Json(without_email(self.0.data.clone()))
    }

    /// When it happened.
    async fn at(&self) -> DateTime {
        self.0.at.into()
    }

    /// Its deliveries, one for each endpoint that wanted it.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn deliveries(&self, ctx: &Context<'_>) -> Result<Vec<WebhookDelivery>> {
        Ok(load::many(ctx, load::DeliveriesOf(self.0.id)).await?.into_iter().map(WebhookDelivery::from).collect())
    }
}

/// Which events.
#[derive(Debug, Default, InputObject)]
pub(super) struct WebhookEventFilter {
    /// Only those of this kind.
    kind: Option<WebhookEventKind>,
    /// Only those about this thing, as a conversion.
    subject_id: Option<ID>,
}

impl WebhookEventFilter {
    fn condition(self) -> Condition {
        let kind = self.kind.map(|kind| webhook_event::Column::Kind.eq(EventKind::from(kind).as_str()));
        // What is no id is not about anything; and one database refuses a NUL in a text.
        let subject = self.subject_id.map(|id| id.0.replace('\0', "\u{fffd}"));
        let subject = subject.map(|id| webhook_event::Column::SubjectId.eq(id));
        Condition::all().add_option(kind).add_option(subject)
    }
}

#[derive(Default)]
pub(super) struct WebhookQuery;

#[Object]
impl WebhookQuery {
    /// An endpoint; null if there is none with this id. Scope `webhooks:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn webhook_endpoint(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Result<Option<WebhookEndpoint>> {
        tenant(ctx, Permission::WebhooksRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::EndpointById(id)).await?.map(WebhookEndpoint::from))
    }

    /// The endpoints. Scope `webhooks:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn webhook_endpoints(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<WebhookEndpointFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<WebhookEndpoint>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::WebhooksRead, condition, paging).await
    }

    /// A delivery; null if there is none with this id. Scope `webhooks:read`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn webhook_delivery(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its id.")] id: ID,
    ) -> Result<Option<WebhookDelivery>> {
        tenant(ctx, Permission::WebhooksRead)?;
        let Ok(id) = id.parse() else { return Ok(None) };
        Ok(load::one(ctx, load::DeliveryById(id)).await?.map(WebhookDelivery::from))
    }

    /// What is on its way to endpoints, and what became of it. Scope `webhooks:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn webhook_deliveries(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<WebhookDeliveryFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<WebhookDelivery>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::WebhooksRead, condition, paging).await
    }

    /// What happened, of which endpoints are told. Scope `webhooks:read`.
    #[graphql(complexity = "page::cost(first, last, child_complexity)")]
    async fn webhook_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "At most so many rows from the start: 25 if unset, 100 at most.")] first: Option<i32>,
        #[graphql(desc = "Only rows after this cursor.")] after: Option<String>,
        #[graphql(desc = "At most so many rows from the end: 100 at most.")] last: Option<i32>,
        #[graphql(desc = "Only rows before this cursor.")] before: Option<String>,
        #[graphql(desc = "Which rows; all if unset.")] filter: Option<WebhookEventFilter>,
        #[graphql(desc = "In which order; newest first if unset.")] order_by: Option<ListOrder>,
    ) -> Result<Connection<WebhookEvent>> {
        let condition = filter.unwrap_or_default().condition();
        let paging = Paging { first, after, last, before, order_by };
        page::list(ctx, Permission::WebhooksRead, condition, paging).await
    }
}
