//! Partner users: people of a partner, who see its numbers on the portal.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::id::{PartnerId, PartnerUserId};
use entity::{partner, partner_user, portal_link, portal_session};
use sea_orm::{ColumnTrait, IntoActiveModel, Set};

use crate::domain::email::Email;
use crate::domain::{audit, text};
use crate::error::{Error, Problem, ProblemCode, Problems, Result};
use crate::store::{Scope, Tx};

/// How many users a partner may have.
const MOST: u64 = 200;

/// Makes a user of a partner. An address is one user in the organisation, because people sign in by it
/// alone.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such partner, [`Error::Invalid`] for an address that
/// is none or that a user has already, or a name that is too long.
pub async fn create(
    tx: &Tx,
    partner: PartnerId,
    email: &str,
    name: &str,
    now: DateTime<Utc>,
) -> Result<partner_user::Model> {
    // Locked, so that two who add the last one do not both.
    tx.lock::<partner::Entity>(partner).await?.ok_or(Error::NotFound("partner"))?;
    let mut problems = Problems::default();
    let name = text::optional_name(name, "input.name", &mut problems);
    let email = match Email::parse(email.trim()) {
        Ok(email) => email.as_str().to_lowercase(),
        Err(error) => {
            problems.add("input.email", ProblemCode::Invalid, error.to_string());
            String::new()
        }
    };
    problems.none()?;
    let existing = tx.find::<partner_user::Entity>().filter(partner_user::Column::PartnerId.eq(partner));
    if existing.count().await? >= MOST {
        let message = format!("A partner has at most {MOST} users. Delete one first.");
        return Err(Problem::new("partnerId", ProblemCode::LimitReached, message).into());
    }
    let row = partner_user::Model {
        organisation_id: tx.organisation(),
        id: PartnerUserId::new(now),
        partner_id: partner,
        email,
        name,
        time_zone: None,
        created_at: now,
        last_sign_in_at: None,
    };
    if !tx.insert_new(row.clone().into_active_model()).await? {
        let message = "A user of this or another partner has this address already.";
        return Err(Problem::new("input.email", ProblemCode::Taken, message).into());
    }
    audit::created(tx, "partnerUserCreate", row.id, &shown(&row), now).await?;
    Ok(row)
}

/// What users say of themselves; none: as it is.
#[derive(Debug, Clone, Default)]
pub struct Profile {
    /// What they are called; empty: nothing.
    pub name: Option<String>,
    /// The IANA zone in which they read numbers; empty: the organisation's.
    pub time_zone: Option<String>,
}

/// Changes what a user says of itself.
///
/// # Errors
///
/// [`Error::NotFound`] when there is no such user any more, [`Error::Invalid`] for a name that is too
/// long or a zone that is none.
pub async fn update(tx: &Tx, id: PartnerUserId, profile: Profile, now: DateTime<Utc>) -> Result<partner_user::Model> {
    let missing = || Error::NotFound("user");
    let before = tx.lock::<partner_user::Entity>(id).await?.ok_or_else(missing)?;
    let mut change = partner_user::ActiveModel::default();
    let mut problems = Problems::default();
    if let Some(name) = profile.name {
        change.name = Set(text::optional_name(&name, "input.name", &mut problems));
    }
    if let Some(zone) = profile.time_zone.as_deref().map(str::trim) {
        if !zone.is_empty() && zone.parse::<Tz>().is_err() {
            let message = "Name an IANA time zone, as Europe/Brussels, or nothing for the organisation's.";
            problems.add("input.timeZone", ProblemCode::Invalid, message);
        }
        change.time_zone = Set((!zone.is_empty()).then(|| zone.to_owned()));
    }
    problems.none()?;
    if !sea_orm::ActiveModelTrait::is_changed(&change) {
        return Ok(before);
    }
    let after = tx.update::<partner_user::Entity, _>(id, change).await?.ok_or_else(missing)?;
    audit::changed(tx, "viewerUpdate", id, &shown(&before), &shown(&after), now).await?;
    Ok(after)
}

/// Deletes a user, and with it its sessions and the links that it has not used.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such user.
pub async fn delete(tx: &Tx, id: PartnerUserId, now: DateTime<Utc>) -> Result<partner_user::Model> {
    let row = tx.lock::<partner_user::Entity>(id).await?.ok_or(Error::NotFound("user"))?;
    // The links first: who is using one meanwhile either finds it gone or has a session to end.
    tx.delete_where::<portal_link::Entity>(portal_link::Column::PartnerUserId.eq(id)).await?;
    tx.delete_where::<portal_session::Entity>(portal_session::Column::PartnerUserId.eq(id)).await?;
    tx.delete_where::<partner_user::Entity>(partner_user::Column::Id.eq(id)).await?;
    audit::changed(tx, "partnerUserDelete", id, &shown(&row), &serde_json::json!({ "deleted": true }), now).await?;
    Ok(row)
}

fn shown(row: &partner_user::Model) -> serde_json::Value {
    serde_json::json!({
        "partnerId": row.partner_id, "email": row.email, "name": row.name, "timeZone": row.time_zone,
    })
}
