//! Webhooks: telling an organisation's own systems what happened.
//!
//! An event is written to the outbox in the transaction of what happened ([`emit`]), with a delivery
//! for each endpoint that wants it, so that neither is without the other; the worker sends what is due.
//! What is sent follows the [Standard Webhooks](https://www.standardwebhooks.com) specification.
//!
//! [`endpoint`] is where to, [`message`] is what, [`schedule`] is when, and [`delivery`] is what came
//! of it.

pub mod delivery;
pub mod endpoint;
pub mod message;
pub mod schedule;

use std::fmt::Display;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use entity::id::{OrganisationId, WebhookEventId};
use entity::webhook_event;
use serde_json::{Value, json};

use crate::error::Result;
use crate::store::{ClickEvent, NewClick, Scope, Tx};

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
    /// Nothing: somebody tries an endpoint out. It goes to that endpoint alone.
    WebhookTest = "webhook.test",
}

impl FromStr for EventKind {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text).ok_or(())
    }
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
    let rows = events.into_iter().map(|event| row(tx.organisation(), event, now)).collect();
    tx.tell(rows).await
}

fn row(organisation: OrganisationId, event: Event, now: DateTime<Utc>) -> webhook_event::Model {
    webhook_event::Model {
        organisation_id: organisation,
        id: WebhookEventId::new(now),
        kind: event.kind.as_str().to_owned(),
        subject_id: event.subject,
        data: event.data,
        at: now,
    }
}

/// The event of a click. Clicks are stored many at a time and of many organisations, so the click log
/// writes it, and not [`emit`].
pub fn click_created(click: &NewClick) -> ClickEvent {
    let data = json!({
        "id": click.id,
        "linkId": click.link_id,
        "campaignId": click.campaign_id,
        "partnerId": click.partner_id,
        "label": click.label,
        "at": click.at,
        "referrerHost": click.referrer_host,
        "device": click.device,
        "country": click.country,
    });
    let event = Event::new(EventKind::ClickCreated, click.id, data);
    ClickEvent { click: click.id, row: row(click.organisation_id, event, click.at) }
}

/// Events and what became of them are forgotten after so many days.
pub const KEPT_DAYS: i64 = 30;
