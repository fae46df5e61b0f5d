//! Partners: those who share links.

mod import;

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use entity::id::{OrganisationId, PartnerId};
use entity::value::PartnerStatus;
use entity::{link, partner};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};

use crate::domain::email::{self, Email};
use crate::domain::{audit, link as links, text};
use crate::error::{Error, Problem, ProblemCode, Problems, Result};
use crate::store::{Scope, Tx};

pub use import::{COLUMNS, ImportedRow, import};

/// What a partner should be, or should become; none: as it is.
#[derive(Debug, Clone, Default)]
pub struct Input {
    /// What people call it.
    pub name: Option<String>,
    /// The contact's address; empty: none.
    pub email: Option<String>,
    /// Its own domain; empty: none.
    pub domain: Option<String>,
    /// Whether it may earn.
    pub status: Option<PartnerStatus>,
    /// What members note about it.
    pub notes: Option<String>,
}

/// How long a note may be, in characters.
const MAX_NOTES: usize = 10_000;
/// How many partners are changed at once.
const MOST_AT_ONCE: usize = 1_000;

/// Makes a partner.
///
/// # Errors
///
/// [`Error::Invalid`] for a blank name, or an address or domain that is none.
pub async fn create(tx: &Tx, input: Input, now: DateTime<Utc>) -> Result<partner::Model> {
    let row = new(tx.organisation(), input, now)?;
    let row = tx.insert(row.into_active_model()).await?;
    audit::created(tx, "partnerCreate", row.id, &shown(&row), now).await?;
    Ok(row)
}

fn new(organisation: OrganisationId, input: Input, now: DateTime<Utc>) -> Result<partner::Model> {
    let blank = partner::Model {
        organisation_id: organisation,
        id: PartnerId::new(now),
        name: String::new(),
        email: None,
        domain: None,
        status: PartnerStatus::Active,
        notes: String::new(),
        created_at: now,
        updated_at: now,
    };
    apply(blank, Input { name: Some(input.name.unwrap_or_default()), ..input })
}

/// Changes a partner. Gives also the addresses of its links, whose target has changed with it.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such partner, else as [`create`].
pub async fn update(tx: &Tx, id: PartnerId, input: Input, now: DateTime<Utc>) -> Result<(partner::Model, Vec<String>)> {
    let missing = || Error::NotFound("partner");
    let before = tx.lock::<partner::Entity>(id).await?.ok_or_else(missing)?;
    let after = apply(before.clone(), input)?;
    let change = partner::ActiveModel {
        name: Set(after.name),
        email: Set(after.email),
        domain: Set(after.domain),
        status: Set(after.status),
        notes: Set(after.notes),
        updated_at: Set(now),
        ..Default::default()
    };
    let after = tx.update::<partner::Entity, _>(id, change).await?.ok_or_else(missing)?;
    audit::changed(tx, "partnerUpdate", id, &shown(&before), &shown(&after), now).await?;
    let addresses = links::addresses(tx, link::Column::PartnerId.eq(id)).await?;
    Ok((after, addresses))
}

/// Sets the status of partners. Gives those that there are as they are then, and the addresses of
/// their links, whose target has changed with it.
///
/// # Errors
///
/// [`Error::Invalid`] for too many at once.
pub async fn set_status(
    tx: &Tx,
    ids: &[PartnerId],
    status: PartnerStatus,
    now: DateTime<Utc>,
) -> Result<(HashMap<PartnerId, partner::Model>, Vec<String>)> {
    if ids.len() > MOST_AT_ONCE {
        let message = format!("Change at most {MOST_AT_ONCE} partners at once.");
        return Err(Problem::new("ids", ProblemCode::TooLong, message).into());
    }
    let named = || partner::Column::Id.is_in(ids.iter().copied());
    let before = tx.find::<partner::Entity>().filter(named()).all().await?;
    let changing: Vec<_> = before.iter().filter(|row| row.status != status).map(|row| row.id).collect();
    let change = partner::ActiveModel { status: Set(status), updated_at: Set(now), ..Default::default() };
    tx.update_where::<partner::Entity, _>(partner::Column::Id.is_in(changing.iter().copied()), change).await?;
    let after: HashMap<_, _> =
        tx.find::<partner::Entity>().filter(named()).all().await?.into_iter().map(|row| (row.id, row)).collect();
    let changed = before.iter().filter(|row| changing.contains(&row.id));
    let events = changed.filter_map(|row| Some((row.id.to_string(), shown(row), shown(after.get(&row.id)?))));
    audit::changed_all(tx, "partnersSetStatus", events, now).await?;
    let addresses = links::addresses(tx, link::Column::PartnerId.is_in(changing)).await?;
    Ok((after, addresses))
}

fn apply(mut row: partner::Model, input: Input) -> Result<partner::Model> {
    let mut problems = Problems::default();
    if let Some(name) = input.name {
        row.name = text::name(&name, "input.name", &mut problems);
    }
    if let Some(email) = input.email {
        row.email = match email.trim() {
            "" => None,
            typed => match Email::parse(typed) {
                Ok(email) => Some(email.as_str().to_owned()),
                Err(error) => {
                    problems.add("input.email", ProblemCode::Invalid, error.to_string());
                    None
                }
            },
        };
    }
    if let Some(domain) = input.domain {
        row.domain = match domain.trim() {
            "" => None,
            typed => {
                let domain = email::ascii_domain(typed);
                if domain.is_none() {
                    problems.add("input.domain", ProblemCode::Invalid, "Give a domain, as example.com.");
                }
                domain
            }
        };
    }
    if let Some(status) = input.status {
        row.status = status;
    }
    if let Some(notes) = input.notes {
        row.notes = text::lines(&notes, MAX_NOTES, "input.notes", &mut problems);
    }
    problems.none()?;
    Ok(row)
}

fn shown(row: &partner::Model) -> serde_json::Value {
    serde_json::json!({ "name": row.name, "email": row.email, "domain": row.domain, "status": row.status, "notes": row.notes })
}
