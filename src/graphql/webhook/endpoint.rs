//! Endpoints.

use async_graphql::{Context, Enum, ID, InputObject, Object, Result, SimpleObject};
use chrono::Duration;
use entity::id::WebhookEndpointId;
use entity::{webhook_attempt, webhook_endpoint};
use sea_orm::{ColumnTrait, Condition};

use super::{WebhookEventKind, kind};
use crate::domain::key::Permission;
use crate::graphql::scalar::{DateTime, Url};
use crate::graphql::{now, page, tenant};
use crate::store::Scope;

/// Whether events are sent to an endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "entity::value::EndpointStatus")]
pub(in crate::graphql) enum WebhookEndpointStatus {
    /// They are.
    Enabled,
    /// Somebody switched it off, or this service, because it did not work.
    Disabled,
}

pub(in crate::graphql) struct WebhookEndpoint(webhook_endpoint::Model);

page::listed!(WebhookEndpoint, webhook_endpoint, WebhookEndpointId);

/// Where an organisation wants to be told of events. Messages follow the Standard Webhooks
/// specification; the text of the signing secret was shown once, when it was made.
#[Object]
impl WebhookEndpoint {
    /// Its id.
    pub(in crate::graphql) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Where to.
    async fn url(&self) -> Url {
        Url(self.0.url.clone())
    }

    /// What people call it; may be empty.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// Of what it is told.
    async fn events(&self) -> Result<Vec<WebhookEventKind>> {
        self.0.events.0.iter().map(|text| kind(text)).collect()
    }

    /// Whether customers' e-mail addresses are sent along, as `data.email`.
    async fn include_email(&self) -> bool {
        self.0.include_email
    }

    /// Whether it is sent to.
    async fn status(&self) -> WebhookEndpointStatus {
        self.0.status.into()
    }

    /// Since when it is disabled; null: it is not.
    async fn disabled_at(&self) -> Option<DateTime> {
        self.0.disabled_at.map(DateTime)
    }

    /// Why this service disabled it; null: it is enabled, or somebody disabled it.
    async fn disabled_reason(&self) -> Option<&str> {
        self.0.disabled_reason.as_deref()
    }

    /// Since when nothing has got through; null: the last message did. After five days the endpoint is
    /// disabled.
    async fn failing_since(&self) -> Option<DateTime> {
        self.0.failing_since.map(DateTime)
    }

    /// Until when it is left alone, because it failed or asked for it; null: it is not.
    async fn paused_until(&self, ctx: &Context<'_>) -> Result<Option<DateTime>> {
        let now = now(ctx)?;
        Ok(self.0.paused_until.filter(|until| *until > now).map(DateTime))
    }

    /// The last message that did not get through; null: there was none.
    async fn last_failure(&self) -> Option<WebhookFailure> {
        let message = self.0.last_failure.clone()?;
        Some(WebhookFailure { at: self.0.last_failure_at?.into(), message })
    }

    /// Until when the secret before the current one signs beside it; null: only the current one signs.
    async fn old_secret_expires_at(&self, ctx: &Context<'_>) -> Result<Option<DateTime>> {
        let now = now(ctx)?;
        Ok(self.0.old_secret_expires_at.filter(|end| *end > now).map(DateTime))
    }

    /// How many messages of the last 24 hours got through.
    #[graphql(complexity = "2 * page::READ + child_complexity")]
    async fn last_day(&self, ctx: &Context<'_>) -> Result<WebhookSuccess> {
        let tenant = tenant(ctx, Permission::WebhooksRead)?;
        let since = now(ctx)? - Duration::hours(24);
        let attempts = || {
            tenant
                .find::<webhook_attempt::Entity>()
                .filter(webhook_attempt::Column::EndpointId.eq(self.0.id))
                .filter(webhook_attempt::Column::At.gte(since))
        };
        let total = attempts().count().await?;
        let succeeded = attempts().filter(webhook_attempt::Column::Error.is_null()).count().await?;
        let rate = (total > 0).then(|| succeeded as f64 / total as f64);
        Ok(WebhookSuccess { attempts: total, succeeded, success_rate: rate })
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

/// A message that did not get through.
#[derive(SimpleObject)]
pub(in crate::graphql) struct WebhookFailure {
    /// When.
    at: DateTime,
    /// What happened.
    message: String,
}

/// How many messages got through.
#[derive(SimpleObject)]
pub(in crate::graphql) struct WebhookSuccess {
    /// How many were sent, each time that one was.
    attempts: u64,
    /// How many of them the endpoint took.
    succeeded: u64,
    /// The part of them that it took, from 0 to 1; null: none was sent.
    success_rate: Option<f64>,
}

/// Which endpoints.
#[derive(Debug, Default, InputObject)]
pub(in crate::graphql) struct WebhookEndpointFilter {
    /// Only those of this status.
    status: Option<WebhookEndpointStatus>,
    /// Only those that fail now, or only those that do not.
    failing: Option<bool>,
}

impl WebhookEndpointFilter {
    pub(super) fn condition(self) -> Condition {
        let status = self.status.map(entity::value::EndpointStatus::from);
        let failing = self.failing.map(|failing| match failing {
            true => webhook_endpoint::Column::FailingSince.is_not_null(),
            false => webhook_endpoint::Column::FailingSince.is_null(),
        });
        Condition::all()
            .add_option(status.map(|status| webhook_endpoint::Column::Status.eq(status)))
            .add_option(failing)
    }
}
