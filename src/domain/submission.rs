//! Form submissions: what a conversion becomes.

use chrono::{DateTime, Utc};
use entity::id::{FormId, SubmissionId};
use entity::value::SubmissionStatus;
use entity::{conversion, field_mapping, form, form_field, submission};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};

use crate::domain::audit;
use crate::domain::mapping::{self, Filled};
use crate::error::{Error, Problem, ProblemCode, Result};
use crate::store::{Direction, Scope, Tx};

/// Makes the submission of a new conversion. Whatever is wrong with the properties, the
/// conversion stays: the submission is then in error, and its id is not given.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn make(
    tx: &Tx,
    conversion: &conversion::Model,
    form: FormId,
    now: DateTime<Utc>,
) -> Result<Option<SubmissionId>> {
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
    let made = (status != SubmissionStatus::Error).then_some(row.id);
    tx.insert_all([row.into_active_model()]).await?;
    Ok(made)
}

/// Runs a submission that is in error again, with the form and mapping as they are now.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such submission, [`Error::Invalid`] when
/// it is not in error.
pub async fn retry(tx: &Tx, id: SubmissionId, now: DateTime<Utc>) -> Result<submission::Model> {
    let missing = || Error::NotFound("submission");
    let before = tx.find::<submission::Entity>().id(id).one().await?.ok_or_else(missing)?;
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
    let shown = |row: &submission::Model| serde_json::json!({ "status": row.status, "problems": row.problems });
    audit::changed(tx, "submissionRetry", id, &shown(&before), &shown(&after), now).await?;
    Ok(after)
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
