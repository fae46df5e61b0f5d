//! Form submissions: what a conversion becomes, and what a reviewer makes of it.

mod review;

use chrono::{DateTime, Utc};
use entity::id::{FormId, SubmissionId};
use entity::value::SubmissionStatus;
use entity::{conversion, field_mapping, form, form_field, submission};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};
use serde_json::json;

use crate::domain::mapping::{self, Filled};
use crate::domain::webhook::{self, Event, EventKind};
use crate::domain::{audit, reward};
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::store::{Direction, Scope, Tx};

pub use review::{Review, review};

/// Makes the submission of a new conversion. Whatever is wrong with the properties, the
/// conversion stays: the submission is then in error.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn make(
    tx: &Tx,
    conversion: &conversion::Model,
    form: FormId,
    now: DateTime<Utc>,
) -> Result<submission::Model> {
    let (filled, status) = fill(tx, conversion, form).await?;
    let row = submission::Model {
        organisation_id: tx.organisation(),
        id: SubmissionId::new(now),
        conversion_id: conversion.id,
        form_id: form,
        campaign_id: conversion.campaign_id,
        partner_id: conversion.partner_id,
        status,
        fields: filled.fields,
        unmapped: filled.unmapped,
        problems: filled.problems,
        decline_reason: None,
        reviewed_at: None,
        created_at: now,
        updated_at: now,
    };
    tx.insert_all([row.clone().into_active_model()]).await?;
    Ok(row)
}

/// Runs a submission that is in error again, with the form and mapping as they are now.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such submission, [`Error::Invalid`] when
/// it is not in error.
pub async fn retry(tx: &Tx, id: SubmissionId, now: DateTime<Utc>) -> Result<submission::Model> {
    let missing = || Error::NotFound("submission");
    let before = tx.lock::<submission::Entity>(id).await?.ok_or_else(missing)?;
    if before.status != SubmissionStatus::Error {
        let message = format!("Only a submission in ERROR can be run again; this one is {}.", before.status.as_str());
        return Err(Problem::new("id", ProblemCode::NotAllowed, message).into());
    }
    let conversion = tx.find::<conversion::Entity>().id(before.conversion_id).one().await?.ok_or_else(missing)?;
    let campaign = tx.find::<entity::campaign::Entity>().id(before.campaign_id).one().await?.ok_or_else(missing)?;
    let (filled, status) = fill(tx, &conversion, campaign.form_id).await?;
    let change = submission::ActiveModel {
        form_id: Set(campaign.form_id),
        status: Set(status),
        fields: Set(filled.fields),
        unmapped: Set(filled.unmapped),
        problems: Set(filled.problems),
        updated_at: Set(now),
        ..Default::default()
    };
    let after = tx.update::<submission::Entity, _>(id, change).await?.ok_or_else(missing)?;
    let shown = |row: &submission::Model| json!({ "status": row.status, "problems": row.problems });
    audit::changed(tx, "submissionRetry", id, &shown(&before), &shown(&after), now).await?;
    let mut events = Vec::new();
    if after.status == SubmissionStatus::AutoAccepted {
        events.push(event(EventKind::SubmissionAccepted, &after, &conversion));
    }
    let moved = reward::follow(tx, conversion.id, after.status, now).await?;
    events.extend(moved.as_ref().and_then(reward::event));
    webhook::emit(tx, events, now).await?;
    Ok(after)
}

/// Something that happened to a submission.
pub(super) fn event(kind: EventKind, submission: &submission::Model, conversion: &conversion::Model) -> Event {
    let data = json!({
        "submissionId": submission.id, "conversionId": conversion.id, "campaignId": submission.campaign_id,
        "partnerId": submission.partner_id, "linkId": conversion.link_id, "status": submission.status,
        "declineReason": submission.decline_reason, "email": conversion.email,
    });
    Event::new(kind, submission.id, data)
}

async fn fill(tx: &Tx, conversion: &conversion::Model, form_id: FormId) -> Result<(Filled, SubmissionStatus)> {
    let form = tx.find::<form::Entity>().id(form_id).one().await?;
    let form = form.ok_or_else(|| Error::internal("a campaign without its form"))?;
    let fields = fields(tx, form_id).await?;
    let mapping: Vec<_> = tx
        .find::<field_mapping::Entity>()
        .filter(field_mapping::Column::CampaignId.eq(conversion.campaign_id))
        .all()
        .await?
        .into_iter()
        .map(|rule| (rule.property, rule.field_id))
        .collect();
    let filled = mapping::fill(&fields, &mapping, conversion.email.as_deref(), &conversion.properties.0);
    let status = match (filled.problems.0.is_empty(), form.review_required) {
        (false, _) => SubmissionStatus::Error,
        (true, true) => SubmissionStatus::Pending,
        (true, false) => SubmissionStatus::AutoAccepted,
    };
    Ok((filled, status))
}

/// The fields of a form, in their order.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn fields(scope: &impl Scope, form: FormId) -> Result<Vec<form_field::Model>> {
    scope
        .find::<form_field::Entity>()
        .filter(form_field::Column::FormId.eq(form))
        .order_by(form_field::Column::Position, Direction::Ascending)
        .all()
        .await
}
