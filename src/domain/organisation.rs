//! Organisations: the tenants.

pub mod incident;
mod settings;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::id::{MemberId, OrganisationId};
use entity::value::{Role, Texts};
use entity::{invitation, member, organisation, publishable_key, session};
use rand::Rng;

use crate::domain::password::{self, Passwords};
use crate::domain::secret_token::SecretToken;
use crate::domain::{audit, invitation as invitations, key, person, session as sessions, sign_in_link, text};
use crate::error::{ProblemCode, Problems, Result};
use crate::store::{Actor, FirstOwner, NewOrganisation, Store};

pub use settings::{Settings, note_export, update};

/// In which an organisation rewards until it says otherwise.
const DEFAULT_CURRENCY: &str = "EUR";

/// What a new organisation should be.
#[derive(Debug, Clone)]
pub struct New {
    /// What people call it.
    pub name: String,
    /// The address of its first owner, who is invited.
    pub owner: Option<String>,
    /// The IANA zone in which its days begin.
    pub time_zone: String,
}

/// An organisation that has just been made.
#[derive(Debug)]
pub struct Created {
    /// The organisation.
    pub organisation: organisation::Model,
    /// Its publishable key.
    pub publishable_key: publishable_key::Model,
    /// The invitation of its first owner, and what stands in its URL.
    pub invitation: Option<(invitation::Model, SecretToken)>,
}

/// Makes an organisation with its publishable key, and invites its first owner.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for a blank name, or an address or zone that is none.
pub async fn create(store: &Store, new: New, actor: Actor, now: DateTime<Utc>) -> Result<Created> {
    let mut problems = Problems::default();
    let name = text::name(&new.name, "name", &mut problems);
    check_time_zone(&new.time_zone, "timeZone", &mut problems);
    let owner = new.owner.map(|typed| person::read_address(&typed, "owner", &mut problems));
    problems.none()?;
    let organisation = blank(name, new.time_zone, DEFAULT_CURRENCY.to_owned(), now);
    let id = organisation.id;
    let invitation =
        owner.map(|email| invitations::new(id, email, Role::Owner, actor.describe(), invitations::FIRST_OWNER, now));
    let mut whole = rows(organisation.clone(), now);
    whole.invitation = invitation.as_ref().map(|(row, _)| row.clone());
    let publishable_key = whole.publishable_key.clone();
    store.create_organisation(whole, actor).await?;
    Ok(Created { organisation, publishable_key, invitation })
}

/// What the first organisation of an installation should be, and its owner.
#[derive(Debug, Clone)]
pub struct SetUp {
    /// What people call it.
    pub organisation: String,
    /// The IANA zone in which its days begin; none: UTC.
    pub time_zone: Option<String>,
    /// The ISO 4217 code in which it rewards; none: euro.
    pub currency: Option<String>,
    /// What the owner is called.
    pub name: String,
    /// The owner's address.
    pub email: String,
    /// The owner's password.
    pub password: String,
}

/// Makes the first organisation with a link that `introw serve` printed, and signs its owner in.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for what cannot be taken,
/// [`crate::error::Error::Unauthenticated`] when the link is not good or there is an organisation
/// already.
pub async fn set_up(
    store: &Store,
    passwords: &Passwords,
    token: &SecretToken,
    input: SetUp,
    user_agent: &str,
    now: DateTime<Utc>,
) -> Result<(session::Model, SecretToken)> {
    let purpose = entity::value::LinkPurpose::SetUp;
    sign_in_link::find(store, token, purpose, now).await?.ok_or(sign_in_link::REFUSED)?;
    let mut problems = Problems::default();
    let organisation = text::name(&input.organisation, "organisation", &mut problems);
    let time_zone = input.time_zone.unwrap_or_else(|| "UTC".to_owned());
    check_time_zone(&time_zone, "timeZone", &mut problems);
    let currency = match input.currency {
        Some(typed) => settings::currency(&typed, "currency", &mut problems),
        None => DEFAULT_CURRENCY.to_owned(),
    };
    let name = person::read_name(&input.name, "name", &mut problems);
    let email = person::read_address(&input.email, "email", &mut problems);
    password::check(&input.password, &[&email, &name, &organisation], "password", &mut problems);
    problems.none()?;
    let hash = passwords.turn().await?.hash(&input.password).await?;
    let owner = person::new(email.clone(), name, Some(hash), now);
    let organisation = blank(organisation, time_zone, currency, now);
    let member = member::Model {
        organisation_id: organisation.id,
        id: MemberId::new(now),
        email,
        role: Role::Owner,
        person_id: Some(owner.id),
        last_seen_at: Some(now),
        created_at: now,
    };
    let (session, cookie) = sessions::new(owner.id, user_agent, now);
    let owner = FirstOwner { person: owner, member, session: session.clone() };
    match store.set_up(token.hash(), rows(organisation, now), owner, now).await? {
        true => Ok((session, cookie)),
        false => Err(sign_in_link::REFUSED),
    }
}

fn check_time_zone(name: &str, field: &str, problems: &mut Problems) {
    if name.parse::<Tz>().is_err() {
        problems.add(field, ProblemCode::Invalid, "Name an IANA time zone, as Europe/Brussels.");
    }
}

fn blank(name: String, time_zone: String, currency: String, now: DateTime<Utc>) -> organisation::Model {
    organisation::Model {
        id: OrganisationId::new(now),
        // Random, so that a token does not tell how many there are. The unique constraint would
        // refuse one that is taken, once in billions.
        number: i64::from(rand::rng().next_u32()),
        name,
        time_zone,
        currency,
        brand_colour: None,
        logo: None,
        frame_origins: Texts::default(),
        require_origins: false,
        refuse_secret_keys_in_browsers: false,
        created_at: now,
        updated_at: now,
    }
}

/// An organisation with what one cannot do without.
fn rows(organisation: organisation::Model, now: DateTime<Utc>) -> NewOrganisation {
    let id = organisation.id;
    let shown = settings::shown(&organisation);
    NewOrganisation {
        organisation,
        invitation: None,
        publishable_key: key::new_publishable(id, None, now),
        event: audit::event(id, None, "organisationCreate", id, Some(shown), now),
    }
}
