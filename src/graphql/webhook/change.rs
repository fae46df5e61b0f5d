//! Making and changing endpoints, and sending again.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::Duration;
use entity::id::{WebhookDeliveryId, WebhookEndpointId};

use super::{WebhookDelivery, WebhookEndpoint, WebhookEventKind};
use crate::domain::key::Permission;
use crate::domain::webhook::{EventKind, delivery, endpoint};
use crate::error::{self, Problem, ProblemCode};
use crate::graphql::problem::{UserError, settle};
use crate::graphql::scalar::DateTime;
use crate::graphql::{app, now, page, read_id, tenant};

const NOUN: &str = "webhook endpoint";

/// What a new endpoint should be.
#[derive(Debug, InputObject)]
pub(in crate::graphql) struct WebhookEndpointCreateInput {
    /// Where to: an address on the internet, on port 443 or 80.
    url: String,
    /// What people call it.
    description: Option<String>,
    /// Of what it is told.
    events: Vec<WebhookEventKind>,
    /// Whether customers' e-mail addresses are sent along; not if unset.
    include_email: Option<bool>,
    /// Whether it is sent to from the start; it is if unset.
    enabled: Option<bool>,
}

/// What an endpoint should become. What is unset or null stays as it is.
#[derive(Debug, InputObject)]
pub(in crate::graphql) struct WebhookEndpointUpdateInput {
    /// Where to: an address on the internet, on port 443 or 80.
    url: Option<String>,
    /// What people call it.
    description: Option<String>,
    /// Of what it is told.
    events: Option<Vec<WebhookEventKind>>,
    /// Whether customers' e-mail addresses are sent along.
    include_email: Option<bool>,
    /// Whether it is sent to. Disabled, it gets nothing of what waits, and of clicks nothing is kept
    /// for it; `webhookEndpointRecover` sends the rest when it is enabled again.
    enabled: Option<bool>,
}

impl From<WebhookEndpointUpdateInput> for endpoint::Input {
    fn from(input: WebhookEndpointUpdateInput) -> Self {
        Self {
            url: input.url,
            description: input.description,
            events: input.events.map(|kinds| kinds.into_iter().map(EventKind::from).collect()),
            include_email: input.include_email,
            is_enabled: input.enabled,
        }
    }
}

impl From<WebhookEndpointCreateInput> for endpoint::Input {
    fn from(input: WebhookEndpointCreateInput) -> Self {
        let input = WebhookEndpointUpdateInput {
            url: Some(input.url),
            description: input.description,
            events: Some(input.events),
            include_email: input.include_email,
            enabled: input.enabled,
        };
        input.into()
    }
}

/// What `webhookEndpointCreate` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct WebhookEndpointCreatePayload {
    /// The new endpoint; null if the input was wrong.
    webhook_endpoint: Option<WebhookEndpoint>,
    /// The secret that signs its messages, `whsec_…`. It is shown here and never again.
    secret: Option<String>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `webhookEndpointUpdate` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct WebhookEndpointUpdatePayload {
    /// The endpoint as it is now; null if the input was wrong.
    webhook_endpoint: Option<WebhookEndpoint>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `webhookEndpointDelete` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct WebhookEndpointDeletePayload {
    /// The id of the endpoint that was deleted; null if there was none.
    deleted_id: Option<ID>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `webhookEndpointRotateSecret` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct WebhookEndpointRotateSecretPayload {
    /// The endpoint as it is now; null if the input was wrong.
    webhook_endpoint: Option<WebhookEndpoint>,
    /// The new secret, `whsec_…`. It is shown here and never again.
    secret: Option<String>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `webhookEndpointTest` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct WebhookEndpointTestPayload {
    /// The delivery of the test: ask for it again to see what came of it.
    webhook_delivery: Option<WebhookDelivery>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `webhookEndpointRecover` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct WebhookEndpointRecoverPayload {
    /// The endpoint; null if the input was wrong.
    webhook_endpoint: Option<WebhookEndpoint>,
    /// How many events are sent to it again.
    events: Option<usize>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `webhookDeliveryRetry` did.
#[derive(SimpleObject)]
pub(in crate::graphql) struct WebhookDeliveryRetryPayload {
    /// The delivery as it is now; null if there is none with this id.
    webhook_delivery: Option<WebhookDelivery>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(in crate::graphql) struct WebhookMutation;

#[Object]
impl WebhookMutation {
    /// Makes an endpoint, and gives the text of its secret this once. Scope `webhooks:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn webhook_endpoint_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it should be.")] input: WebhookEndpointCreateInput,
    ) -> Result<WebhookEndpointCreatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::WebhooksWrite)?, now(ctx)?);
        let app = app(ctx)?;
        let (input, reach, keyring) = (endpoint::Input::from(input), app.outbound.reach(), &app.keyring);
        let made = tenant.write(async |tx| endpoint::create(&tx, input.clone(), reach, keyring, now).await).await;
        let (made, user_errors) = settle(made, "id")?;
        let (webhook_endpoint, secret) = made.map(|(row, secret)| (WebhookEndpoint::from(row), secret)).unzip();
        Ok(WebhookEndpointCreatePayload { webhook_endpoint, secret, user_errors })
    }

    /// Changes an endpoint, or switches it off or on. Scope `webhooks:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn webhook_endpoint_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint.")] id: ID,
        #[graphql(desc = "What it should become.")] input: WebhookEndpointUpdateInput,
    ) -> Result<WebhookEndpointUpdatePayload> {
        let (tenant, now) = (tenant(ctx, Permission::WebhooksWrite)?, now(ctx)?);
        let (input, reach) = (endpoint::Input::from(input), app(ctx)?.outbound.reach());
        let done = match read_id::<WebhookEndpointId>(&id, NOUN) {
            Ok(id) => tenant.write(async |tx| endpoint::update(&tx, id, input.clone(), reach, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        Ok(WebhookEndpointUpdatePayload { webhook_endpoint: done.map(WebhookEndpoint::from), user_errors })
    }

    /// Deletes an endpoint, with everything about what was delivered to it. Scope `webhooks:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn webhook_endpoint_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint.")] id: ID,
    ) -> Result<WebhookEndpointDeletePayload> {
        let (tenant, now) = (tenant(ctx, Permission::WebhooksWrite)?, now(ctx)?);
        let done = match read_id::<WebhookEndpointId>(&id, NOUN) {
            Ok(id) => tenant.write(async |tx| endpoint::delete(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        Ok(WebhookEndpointDeletePayload { deleted_id: done.map(|row| row.id.to_string().into()), user_errors })
    }

    /// Puts a new secret in the place of the current one, and gives its text this once. Both sign for a
    /// while, so that a program may know either. Scope `webhooks:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn webhook_endpoint_rotate_secret(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint.")] id: ID,
        #[graphql(
            desc = "How many hours the old secret goes on signing, from 0 to 168; 24 if null. 0 for a secret that leaked.",
            default_with = "Some(24)"
        )]
        overlap_hours: Option<i32>,
    ) -> Result<WebhookEndpointRotateSecretPayload> {
        let (tenant, now) = (tenant(ctx, Permission::WebhooksWrite)?, now(ctx)?);
        let keyring = &app(ctx)?.keyring;
        let read = read_id::<WebhookEndpointId>(&id, NOUN).and_then(|id| Ok((id, read_overlap(overlap_hours)?)));
        let done = match read {
            Ok((id, overlap)) => {
                tenant.write(async |tx| endpoint::rotate_secret(&tx, id, overlap, keyring, now).await).await
            }
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        let (webhook_endpoint, secret) = done.map(|(row, secret)| (WebhookEndpoint::from(row), secret)).unzip();
        Ok(WebhookEndpointRotateSecretPayload { webhook_endpoint, secret, user_errors })
    }

    /// Sends an endpoint a `webhook.test`, to see whether it works. Scope `webhooks:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn webhook_endpoint_test(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint.")] id: ID,
    ) -> Result<WebhookEndpointTestPayload> {
        let (tenant, now) = (tenant(ctx, Permission::WebhooksWrite)?, now(ctx)?);
        let done = match read_id::<WebhookEndpointId>(&id, NOUN) {
            Ok(id) => tenant.write(async |tx| delivery::test(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        Ok(WebhookEndpointTestPayload { webhook_delivery: done.map(WebhookDelivery::from), user_errors })
    }

    /// Sends an endpoint everything again that it has missed since a moment: what failed, what was
    /// called off, and what happened while it was disabled, but for clicks. What it has taken is not
    /// sent again. At most 10,000 events. Scope `webhooks:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn webhook_endpoint_recover(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The endpoint.")] id: ID,
        #[graphql(desc = "From when on. Events are kept for 30 days.")] since: DateTime,
    ) -> Result<WebhookEndpointRecoverPayload> {
        let (tenant, now) = (tenant(ctx, Permission::WebhooksWrite)?, now(ctx)?);
        let done = match read_id::<WebhookEndpointId>(&id, NOUN) {
            Ok(id) => tenant.write(async |tx| delivery::recover(&tx, id, since.0, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        let (webhook_endpoint, events) = done.map(|(row, events)| (WebhookEndpoint::from(row), events)).unzip();
        Ok(WebhookEndpointRecoverPayload { webhook_endpoint, events, user_errors })
    }

    /// Sends a delivery again, at once, whatever became of it. The message has the same id. Scope
    /// `webhooks:write`.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn webhook_delivery_retry(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The delivery.")] id: ID,
    ) -> Result<WebhookDeliveryRetryPayload> {
        let (tenant, now) = (tenant(ctx, Permission::WebhooksWrite)?, now(ctx)?);
        let done = match read_id::<WebhookDeliveryId>(&id, "webhook delivery") {
            Ok(id) => tenant.write(async |tx| delivery::retry(&tx, id, now).await).await,
            Err(error) => Err(error),
        };
        let (done, user_errors) = settle(done, "id")?;
        Ok(WebhookDeliveryRetryPayload { webhook_delivery: done.map(WebhookDelivery::from), user_errors })
    }
}

fn read_overlap(hours: Option<i32>) -> error::Result<Duration> {
    let hours = hours.unwrap_or(24);
    if (0..=168).contains(&hours) {
        return Ok(Duration::hours(hours.into()));
    }
    let message = "The old secret can go on for 0 to 168 hours.";
    Err(Problem::new("overlapHours", ProblemCode::Invalid, message).into())
}
