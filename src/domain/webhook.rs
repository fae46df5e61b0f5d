//! Webhooks: telling an organisation's own systems what happened.
//!
//! An event is written to the outbox in the transaction of what happened ([`emit`]), with a delivery
//! for each endpoint that wants it, so that neither is without the other; the worker sends what is due.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use entity::id::{WebhookDeliveryId, WebhookEventId};
use entity::value::{DeliveryStatus, EndpointStatus};
use entity::{webhook_delivery, webhook_endpoint, webhook_event};
use sea_orm::IntoActiveModel;
use serde_json::Value;

use crate::error::Result;
use crate::store::{Scope, Tx};

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)*) => {
        /// What kind of event.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EventKind {
            $($(#[$doc])* $name,)*
        }

        impl EventKind {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The spelling in payloads and in an endpoint's list.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)*
                }
            }
        }
    };
}

kinds! {
    /// A click was stored. Many: an endpoint has to ask for it by name.
    ClickCreated = "click.created",
    /// A conversion was recorded.
    ConversionRecorded = "conversion.recorded",
    /// A form submission was made.
    SubmissionCreated = "submission.created",
    /// A form submission was accepted.
    SubmissionAccepted = "submission.accepted",
    /// A form submission was declined.
    SubmissionDeclined = "submission.declined",
    /// A reward became payable.
    RewardPayable = "reward.payable",
    /// A reward was reversed.
    RewardReversed = "reward.reversed",
    /// A link was revoked.
    LinkRevoked = "link.revoked",
}

/// Something that happened.
#[derive(Debug, Clone)]
pub struct Event {
    kind: EventKind,
    subject: String,
    data: Value,
}

impl Event {
    /// An event about the thing with the id `subject`. What is told of a customer stands in `data`
    /// under `email`, and is left out for endpoints that did not ask for it.
    pub fn new(kind: EventKind, subject: impl Display, data: Value) -> Self {
        Self { kind, subject: subject.to_string(), data }
    }
}

/// Writes events to the outbox, with a delivery for each endpoint that wants them. An organisation
/// without endpoints keeps none.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn emit(tx: &Tx, events: Vec<Event>, now: DateTime<Utc>) -> Result<()> {
    if events.is_empty() {
        return Ok(());
    }
    let endpoints = tx.find::<webhook_endpoint::Entity>().all().await?;
    if endpoints.is_empty() {
        return Ok(());
    }
    let mut deliveries = Vec::new();
    let mut rows = Vec::new();
    for event in events {
        let id = WebhookEventId::new(now);
        for endpoint in &endpoints {
            let wanted = endpoint.events.0.iter().any(|kind| kind == event.kind.as_str());
            if wanted && endpoint.status == EndpointStatus::Enabled {
                deliveries.push(delivery(tx, id, endpoint, now).into_active_model());
            }
        }
        let row = webhook_event::Model {
            organisation_id: tx.organisation(),
            id,
            kind: event.kind.as_str().to_owned(),
            subject_id: event.subject,
            data: event.data,
            at: now,
        };
        rows.push(row.into_active_model());
    }
    tx.insert_all(rows).await?;
    tx.insert_all(deliveries).await
}

fn delivery(
    tx: &Tx,
    event: WebhookEventId,
    endpoint: &webhook_endpoint::Model,
    now: DateTime<Utc>,
) -> webhook_delivery::Model {
    webhook_delivery::Model {
        organisation_id: tx.organisation(),
        id: WebhookDeliveryId::new(now),
        event_id: event,
        endpoint_id: endpoint.id,
        status: DeliveryStatus::Pending,
        attempts: 0,
        next_attempt_at: Some(now),
        leased_until: None,
        created_at: now,
        updated_at: now,
    }
}
