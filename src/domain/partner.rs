//! Partners: those who share links.

use chrono::{DateTime, Utc};
use entity::id::PartnerId;
use entity::value::PartnerStatus;
use entity::{link, partner};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};

use crate::domain::email::{self, Email};
use crate::domain::{audit, link as links, text};
use crate::error::{Error, ProblemCode, Problems, Result};
use crate::store::{Scope, Tx};

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
}

/// Makes a partner.
///
/// # Errors
///
/// [`Error::Invalid`] for a blank name, or an address or domain that is none.
pub async fn create(tx: &Tx, input: Input, now: DateTime<Utc>) -> Result<partner::Model> {
    let blank = partner::Model {
        organisation_id: tx.organisation(),
        id: PartnerId::new(now),
        name: String::new(),
        email: None,
        domain: None,
        status: PartnerStatus::Active,
        notes: String::new(),
        created_at: now,
        updated_at: now,
    };
    let row = apply(blank, Input { name: Some(input.name.unwrap_or_default()), ..input })?;
    let row = tx.insert(row.into_active_model()).await?;
    audit::created(tx, "partnerCreate", row.id, &shown(&row), now).await?;
    Ok(row)
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
        updated_at: Set(now),
        ..Default::default()
    };
    let after = tx.update::<partner::Entity, _>(id, change).await?.ok_or_else(missing)?;
    audit::changed(tx, "partnerUpdate", id, &shown(&before), &shown(&after), now).await?;
    let addresses = links::addresses(tx, link::Column::PartnerId.eq(id)).await?;
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
    problems.none()?;
    Ok(row)
}

fn shown(row: &partner::Model) -> serde_json::Value {
    serde_json::json!({ "name": row.name, "email": row.email, "domain": row.domain, "status": row.status })
}
