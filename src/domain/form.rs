//! Forms: what conversions become entries of.

use chrono::{DateTime, Utc};
use entity::id::FormId;
use entity::value::{DataType, Texts};
use entity::{form, form_field};
use sea_orm::{ColumnTrait, Condition, IntoActiveModel, Set};

use crate::domain::mapping::{self, OptionsProblem};
use crate::domain::{audit, submission, text};
use crate::error::{Error, ProblemCode, Problems, Result};
use crate::store::{Scope, Tx};

/// How many fields a form may have.
const MAX_FIELDS: usize = 100;

/// A field as it should be.
#[derive(Debug, Clone)]
pub struct FieldInput {
    /// The field that it is now; none: a new one.
    pub id: Option<String>,
    /// What people call it.
    pub label: String,
    /// What it holds.
    pub data_type: DataType,
    /// Whether a submission needs it.
    pub is_required: bool,
    /// The choices of a dropdown.
    pub options: Vec<String>,
}

/// What a form should be, or should become; none: as it is.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// What people call it.
    pub name: Option<String>,
    /// Whether a submission waits for an admin.
    pub review_required: Option<bool>,
    /// All of its fields, in their order.
    pub fields: Option<Vec<FieldInput>>,
}

/// Makes a form.
///
/// # Errors
///
/// [`Error::Invalid`] for a blank name or fields that cannot be.
pub async fn create(tx: &Tx, input: Input, now: DateTime<Utc>) -> Result<form::Model> {
    let mut problems = Problems::default();
    let name = text::name(&input.name.unwrap_or_default(), "input.name", &mut problems);
    let fields = input.fields.unwrap_or_default();
    check_fields(&fields, &[], &mut problems);
    problems.none()?;
    let row = form::Model {
        organisation_id: tx.organisation(),
        id: FormId::new(now),
        name,
        review_required: input.review_required.unwrap_or(false),
        created_at: now,
        updated_at: now,
    };
    let row = tx.insert(row.into_active_model()).await?;
    write_fields(tx, row.id, fields).await?;
    audit::created(tx, "formCreate", row.id, &shown(tx, &row).await?, now).await?;
    Ok(row)
}

/// The form of a campaign that brought none: it takes the customer's address.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn create_minimal(tx: &Tx, campaign: &str, now: DateTime<Utc>) -> Result<form::Model> {
    let email = FieldInput {
        id: None,
        label: "Email".to_owned(),
        data_type: DataType::Email,
        is_required: false,
        options: Vec::new(),
    };
    let name: String = campaign.trim().chars().take(text::MAX_NAME - " conversions".len()).collect();
    let input = Input { name: Some(format!("{name} conversions")), fields: Some(vec![email]), review_required: None };
    create(tx, input, now).await
}

/// Changes a form. A field that is not named any more is removed, and mappings to it with it;
/// submissions keep what they hold.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such form, else as [`create`].
pub async fn update(tx: &Tx, id: FormId, input: Input, now: DateTime<Utc>) -> Result<form::Model> {
    let missing = || Error::NotFound("form");
    let before = tx.lock::<form::Entity>(id).await?.ok_or_else(missing)?;
    let shown_before = shown(tx, &before).await?;
    let mut problems = Problems::default();
    let name = input.name.map(|name| text::name(&name, "input.name", &mut problems));
    let existing = submission::fields(tx, id).await?;
    if let Some(fields) = &input.fields {
        check_fields(fields, &existing, &mut problems);
    }
    problems.none()?;
    let change = form::ActiveModel {
        name: Set(name.unwrap_or(before.name)),
        review_required: Set(input.review_required.unwrap_or(before.review_required)),
        updated_at: Set(now),
        ..Default::default()
    };
    let after = tx.update::<form::Entity, _>(id, change).await?.ok_or_else(missing)?;
    if let Some(fields) = input.fields {
        let kept: Vec<_> = fields.iter().filter_map(|field| field.id.clone()).collect();
        let gone = Condition::all().add(form_field::Column::FormId.eq(id)).add(form_field::Column::Id.is_not_in(kept));
        tx.delete_where::<form_field::Entity>(gone).await?;
        write_fields(tx, id, fields).await?;
    }
    audit::changed(tx, "formUpdate", id, &shown_before, &shown(tx, &after).await?, now).await?;
    Ok(after)
}

fn check_fields(fields: &[FieldInput], existing: &[form_field::Model], problems: &mut Problems) {
    if fields.len() > MAX_FIELDS {
        let message = format!("A form has at most {MAX_FIELDS} fields.");
        problems.add("input.fields", ProblemCode::TooLong, message);
    }
    for (index, field) in fields.iter().enumerate() {
        let path = format!("input.fields.{index}");
        text::name(&field.label, &format!("{path}.label"), problems);
        if let Some(id) = &field.id {
            let repeated = fields[..index].iter().any(|other| other.id.as_ref() == Some(id));
            if repeated || !existing.iter().any(|row| row.id == *id) {
                let message = "The form has no such field. Leave the id out to add a new one.";
                problems.add(&format!("{path}.id"), ProblemCode::NotFound, message);
            }
        }
        for problem in mapping::check_options(field.data_type, &field.options).err().into_iter().flatten() {
            let (place, code) = match problem {
                OptionsProblem::Missing => (None, ProblemCode::TooShort),
                OptionsProblem::TooMany => (None, ProblemCode::TooLong),
                OptionsProblem::NotAllowed => (None, ProblemCode::NotAllowed),
                OptionsProblem::Blank(at) => (Some(at), ProblemCode::Blank),
                OptionsProblem::TooLong(at) => (Some(at), ProblemCode::TooLong),
                OptionsProblem::Control(at) => (Some(at), ProblemCode::Invalid),
                OptionsProblem::Repeated(at) => (Some(at), ProblemCode::Taken),
            };
            let place = place.map(|at| format!(".{at}")).unwrap_or_default();
            problems.add(&format!("{path}.options{place}"), code, problem.to_string());
        }
    }
}

async fn write_fields(tx: &Tx, form: FormId, fields: Vec<FieldInput>) -> Result<()> {
    let mut new = Vec::new();
    for (position, field) in fields.into_iter().enumerate() {
        let row = form_field::Model {
            organisation_id: tx.organisation(),
            id: field.id.clone().unwrap_or_else(|| mapping::new_field_id(&mut rand::rng())),
            form_id: form,
            position: i32::try_from(position).unwrap_or(i32::MAX),
            label: field.label.trim().to_owned(),
            data_type: field.data_type,
            is_required: field.is_required,
            options: Texts(field.options.iter().map(|option| option.trim().to_owned()).collect()),
        };
        if let Some(id) = field.id {
            let change = form_field::ActiveModel {
                position: Set(row.position),
                label: Set(row.label),
                data_type: Set(row.data_type),
                is_required: Set(row.is_required),
                options: Set(row.options),
                ..Default::default()
            };
            tx.update_where::<form_field::Entity, _>(form_field::Column::Id.eq(id), change).await?;
        } else {
            new.push(row.into_active_model());
        }
    }
    tx.insert_all(new).await
}

async fn shown(tx: &Tx, form: &form::Model) -> Result<serde_json::Value> {
    let fields: Vec<_> = submission::fields(tx, form.id)
        .await?
        .into_iter()
        .map(|field| {
            serde_json::json!({
                "id": field.id, "label": field.label, "dataType": field.data_type,
                "isRequired": field.is_required, "options": field.options,
            })
        })
        .collect();
    Ok(serde_json::json!({ "name": form.name, "reviewRequired": form.review_required, "fields": fields }))
}
