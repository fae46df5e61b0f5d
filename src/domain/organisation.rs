//! Organisations: the tenants.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use entity::id::{MemberId, OrganisationId};
use entity::value::{Role, Texts};
use entity::{member, organisation, publishable_key};
use rand::Rng;

use crate::domain::email::Email;
use crate::domain::{key, text};
use crate::error::{ProblemCode, Problems, Result};
use crate::store::{Actor, NewOrganisation, Store};

/// In which an organisation rewards until it says otherwise.
const DEFAULT_CURRENCY: &str = "EUR";

/// What a new organisation should be.
#[derive(Debug, Clone)]
pub struct New {
    /// What people call it.
    pub name: String,
    /// The address of its first owner.
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
    /// Its first owner.
    pub owner: Option<member::Model>,
}

/// Makes an organisation with its publishable key and first owner.
///
/// # Errors
///
/// [`crate::error::Error::Invalid`] for a blank name, or an address or zone that is none.
pub async fn create(store: &Store, new: New, actor: Actor, now: DateTime<Utc>) -> Result<Created> {
    let mut problems = Problems::default();
    let name = text::name(&new.name, "name", &mut problems);
    if new.time_zone.parse::<Tz>().is_err() {
        problems.add("timeZone", ProblemCode::Invalid, "Name an IANA time zone, as Europe/Brussels.");
    }
    let owner = new.owner.as_deref().map(Email::parse).transpose();
    if owner.is_err() {
        problems.add("owner", ProblemCode::Invalid, "This is not an e-mail address.");
    }
    problems.none()?;
    let id = OrganisationId::new(now);
    let organisation = organisation::Model {
        id,
        // Random, so that a token does not tell how many there are. The unique constraint would
        // refuse one that is taken, once in billions.
        number: i64::from(rand::rng().next_u32()),
        name,
        time_zone: new.time_zone,
        currency: DEFAULT_CURRENCY.to_owned(),
        brand_colour: None,
        logo: None,
        frame_origins: Texts::default(),
        require_origins: false,
        refuse_secret_keys_in_browsers: false,
        created_at: now,
        updated_at: now,
    };
    let owner = owner.ok().flatten().map(|email| member::Model {
        organisation_id: id,
        id: MemberId::new(now),
        email: email.as_str().to_lowercase(),
        role: Role::Owner,
        person_id: None,
        last_seen_at: None,
        created_at: now,
    });
    let publishable_key = key::new_publishable(id, None, now);
    let new = NewOrganisation {
        organisation: organisation.clone(),
        owner: owner.clone(),
        publishable_key: publishable_key.clone(),
    };
    store.create_organisation(new, actor).await?;
    Ok(Created { organisation, publishable_key, owner })
}
