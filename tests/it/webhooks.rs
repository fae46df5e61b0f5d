//! Webhooks, as those who receive them and those who set them up see them.

mod clicks;
mod crash;
mod delivery;
mod endpoints;
mod lanes;
pub mod signature;

use entity::id::WebhookEventId;
use introw::domain::webhook::{self, Event, EventKind};
use serde_json::{Value, json};

use crate::harness::TestApp;
use crate::receiver::{Receiver, eventually};

const CREATE: &str = "mutation($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { \
                      webhookEndpoint { id } secret userErrors { field code message } } }";
const ENDPOINT: &str = "query($id: ID!) { webhookEndpoint(id: $id) { status disabledAt disabledReason failingSince \
                        pausedUntil lastFailure { at message } oldSecretExpiresAt events includeEmail \
                        lastDay { attempts succeeded successRate } } }";
const DELIVERIES: &str = "query($id: ID) { webhookDeliveries(first: 100, filter: { endpointId: $id }, \
                          orderBy: { direction: ASC }) { totalCount nodes { id kind status nextAttemptAt event { id } \
                          attempts { at durationMs request statusCode response error } } } }";

/// An endpoint and its secret.
struct Endpoint {
    id: String,
    secret: String,
}

/// Makes an endpoint. `input` is merged into what it is made with.
async fn endpoint(app: &TestApp, receiver: &Receiver, input: Value) -> Endpoint {
    let mut full = json!({ "url": format!("{}/hook", receiver.url()), "events": ["LINK_REVOKED"] });
    full.as_object_mut().unwrap().extend(input.as_object().unwrap().clone());
    let made = app.mutate(CREATE, json!({ "input": full })).await;
    Endpoint {
        id: made["webhookEndpoint"]["id"].as_str().unwrap().to_owned(),
        secret: made["secret"].as_str().unwrap().to_owned(),
    }
}

/// Something happens: as many events as there are data, in one transaction.
async fn happens(app: &TestApp, kind: EventKind, data: Vec<Value>) {
    let now = app.clock.now();
    let events: Vec<_> = data.into_iter().map(|data| Event::new(kind, WebhookEventId::new(now), data)).collect();
    app.org.tenant.write(async |tx| webhook::emit(&tx, events.clone(), now).await).await.unwrap();
}

async fn revoked(app: &TestApp, count: usize) {
    happens(app, EventKind::LinkRevoked, (0..count).map(|number| json!({ "number": number })).collect()).await;
}

async fn state(app: &TestApp, endpoint: &Endpoint) -> Value {
    app.gql(ENDPOINT, json!({ "id": endpoint.id })).await["webhookEndpoint"].clone()
}

async fn deliveries(app: &TestApp, endpoint: &Endpoint) -> Vec<Value> {
    let data = app.gql(DELIVERIES, json!({ "id": endpoint.id })).await;
    data["webhookDeliveries"]["nodes"].as_array().unwrap().clone()
}

/// Waits until the only delivery of an endpoint has been tried so often.
async fn tried(app: &TestApp, endpoint: &Endpoint, times: usize) -> Value {
    eventually(&format!("{times} attempts"), async || {
        let delivery = deliveries(app, endpoint).await.into_iter().next()?;
        (delivery["attempts"].as_array().unwrap().len() >= times).then_some(())
    })
    .await;
    // Asked anew: the attempt may have been written between the question for the delivery and that for
    // its attempts.
    deliveries(app, endpoint).await.swap_remove(0)
}

/// Waits until no delivery waits any more.
async fn settled(app: &TestApp) {
    eventually("nothing to wait", async || {
        let waiting = app.number("SELECT count(*) FROM webhook_delivery WHERE status = 'PENDING'").await;
        (waiting == 0).then_some(())
    })
    .await;
}
