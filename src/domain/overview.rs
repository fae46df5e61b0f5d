//! What somebody who runs campaigns should see first: what is left to do, and how far a new
//! organisation is.

use chrono::{DateTime, Duration, Utc};
use entity::value::{EndpointStatus, SubmissionStatus};
use entity::{api_key, campaign, conversion, decision, ignored_call, link, partner, submission, webhook_endpoint};
use sea_orm::{ColumnTrait, Condition};
use url::Url;

use crate::error::Result;
use crate::store::{Direction, Scope, Store, Tenant};

/// How many days before it ends a key is said to end soon.
pub const KEY_ENDS_SOON_DAYS: i64 = 14;

/// When each step was done with which an organisation starts; `None`: it was not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Started {
    /// It has a name.
    pub organisation: Option<DateTime<Utc>>,
    /// The first campaign was made.
    pub campaign: Option<DateTime<Utc>>,
    /// The first partner was added.
    pub partner: Option<DateTime<Utc>>,
    /// The first link was made.
    pub link: Option<DateTime<Utc>>,
    /// The snippet was loaded, or a conversion call has come: about when.
    pub installed: Option<DateTime<Utc>>,
    /// The first conversion was recorded.
    pub conversion: Option<DateTime<Utc>>,
}

/// How far the organisation is, from what there is.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn started(tenant: &Tenant, store: &Store) -> Result<Started> {
    let first = Direction::Ascending;
    let campaigns = tenant.find::<campaign::Entity>().order_by(campaign::Column::Id, first).all().await?;
    let partner = tenant.find::<partner::Entity>().order_by(partner::Column::Id, first).one().await?;
    let link = tenant.find::<link::Entity>().order_by(link::Column::Id, first).one().await?;
    let conversion = tenant.find::<conversion::Entity>().order_by(conversion::Column::Id, first).one().await?;
    // Whatever came of it, a conversion call has come from an installation.
    let call = tenant.find::<decision::Entity>().order_by(decision::Column::Id, first).one().await?;
    let ignored = tenant.find::<ignored_call::Entity>().order_by(ignored_call::Column::Hour, first).one().await?;
    let hosts = campaigns.iter().filter_map(|campaign| Url::parse(&campaign.destination_url).ok());
    let hosts: Vec<_> = hosts.filter_map(|url| url.host_str().map(str::to_owned)).collect();
    let loaded = store.snippet_first_seen(&hosts).await?;
    Ok(Started {
        organisation: Some(tenant.owner().await?.created_at),
        campaign: campaigns.first().map(|row| row.created_at),
        partner: partner.map(|row| row.created_at),
        link: link.map(|row| row.created_at),
        installed: [call.map(|row| row.at), ignored.map(|row| row.hour), loaded].into_iter().flatten().min(),
        conversion: conversion.map(|row| row.created_at),
    })
}

/// How many form submissions wait for review.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn to_review(scope: &impl Scope) -> Result<u64> {
    scope.find::<submission::Entity>().filter(submission::Column::Status.eq(SubmissionStatus::Pending)).count().await
}

/// How many form submissions are in error.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn in_error(scope: &impl Scope) -> Result<u64> {
    scope.find::<submission::Entity>().filter(submission::Column::Status.eq(SubmissionStatus::Error)).count().await
}

/// How many secret keys are good now and will not be in two weeks.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn keys_that_end(scope: &impl Scope, now: DateTime<Utc>) -> Result<u64> {
    let soon = now + Duration::days(KEY_ENDS_SOON_DAYS);
    let ends = Condition::all()
        .add(api_key::Column::RevokedAt.is_null())
        .add(api_key::Column::ExpiresAt.gt(now))
        .add(api_key::Column::ExpiresAt.lte(soon));
    scope.find::<api_key::Entity>().filter(ends).count().await
}

/// How many webhook endpoints get nothing: they fail, or were switched off because they did.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn failing_webhooks(scope: &impl Scope) -> Result<u64> {
    let failing = Condition::any().add(webhook_endpoint::Column::FailingSince.is_not_null()).add(
        Condition::all()
            .add(webhook_endpoint::Column::Status.eq(EndpointStatus::Disabled))
            .add(webhook_endpoint::Column::DisabledReason.is_not_null()),
    );
    scope.find::<webhook_endpoint::Entity>().filter(failing).count().await
}
