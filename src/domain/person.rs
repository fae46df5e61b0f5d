//! People who sign in: one over all organisations, with one password.

use chrono::{DateTime, Utc};
use entity::id::{PersonId, SessionId};
use entity::{audit_event, person};
use sea_orm::Set;

use crate::domain::email::Email;
use crate::domain::password::{self, Compared, Passwords};
use crate::domain::{audit, text};
use crate::error::{Error, Problem, ProblemCode, Problems, Result};
use crate::store::{Membership, Store};

/// What a sign-in that fails is told, whatever was wrong.
pub const REFUSED: Error = Error::Unauthenticated("The e-mail address or the password is wrong.");

/// A new person. Their password has passed [`password::check`].
pub fn new(email: String, name: String, password_hash: Option<String>, now: DateTime<Utc>) -> person::Model {
    person::Model { id: PersonId::new(now), email, name, password_hash, created_at: now, updated_at: now }
}

/// An address as people are known by it: in lower case, without the space around it.
pub fn address(typed: &str) -> Option<String> {
    Email::parse(typed.trim()).ok().map(|email| email.as_str().to_lowercase())
}

/// Reads an address that somebody typed.
pub fn read_address(typed: &str, field: &str, problems: &mut Problems) -> String {
    if typed.trim().is_empty() {
        problems.add(field, ProblemCode::Blank, "Give an e-mail address.");
        return String::new();
    }
    address(typed).unwrap_or_else(|| {
        problems.add(field, ProblemCode::Invalid, "This is not an e-mail address, as anna@example.com.");
        String::new()
    })
}

/// What a person is called; it may be empty.
pub fn read_name(typed: &str, field: &str, problems: &mut Problems) -> String {
    match typed.trim() {
        "" => String::new(),
        typed => text::name(typed, field, problems),
    }
}

/// The person who has this address and this password. It takes as long, and says the same, for an
/// address that nobody has as for a wrong password.
///
/// # Errors
///
/// [`Error::Unauthenticated`], and [`Error::RateLimited`] when too many sign in at once.
pub async fn verify(store: &Store, passwords: &Passwords, email: &str, password: &str) -> Result<person::Model> {
    let turn = passwords.turn().await?;
    let found = match address(email) {
        Some(address) => store.person_by_email(&address).await?,
        None => None,
    };
    let hash = found.as_ref().and_then(|person| person.password_hash.as_deref());
    let compared = turn.compare(password, hash).await?;
    let person = found.ok_or(REFUSED)?;
    match compared {
        Compared::Wrong => return Err(REFUSED),
        Compared::Right => {}
        Compared::Outdated(hash) => store.rehash_password(&person, hash).await?,
    }
    Ok(person)
}

/// What a person should become; none: as it is.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// What they are called.
    pub name: Option<String>,
    /// The password until now; a person who has none yet needs none.
    pub current_password: Option<String>,
    /// The password from now on.
    pub new_password: Option<String>,
}

/// Changes a person. A new password ends every session but `session`, and every link.
///
/// # Errors
///
/// [`Error::Invalid`] for a name or password that cannot be taken, or a wrong current one.
pub async fn update(
    store: &Store,
    passwords: &Passwords,
    person: &person::Model,
    session: SessionId,
    change: Change,
    now: DateTime<Utc>,
) -> Result<()> {
    let memberships = store.memberships(person.id).await?;
    let mut problems = Problems::default();
    let mut row = person::ActiveModel { updated_at: Set(now), ..Default::default() };
    let name = change.name.map(|typed| read_name(&typed, "input.name", &mut problems));
    if let Some(new) = &change.new_password {
        let near = near(&person.email, name.as_deref().unwrap_or(&person.name), &memberships);
        password::check(new, &near, "input.newPassword", &mut problems);
    }
    problems.none()?;
    let mut events = Vec::new();
    if let Some(name) = name {
        let shown = serde_json::json!({ "name": name });
        events.extend(in_each(&memberships, "viewerUpdate", Some(shown), now));
        row.name = Set(name);
    }
    if let Some(new) = change.new_password {
        let turn = passwords.turn().await?;
        if let Some(hash) = &person.password_hash {
            let current = change.current_password.unwrap_or_default();
            if turn.compare(&current, Some(hash)).await? == Compared::Wrong {
                let message = "This is not your current password.";
                return Err(Problem::new("input.currentPassword", ProblemCode::Invalid, message).into());
            }
        }
        row.password_hash = Set(Some(turn.hash(&new).await?));
        events.extend(in_each(&memberships, "passwordChange", None, now));
    }
    store.update_person(person.id, row, Some(session), events).await
}

/// What an attacker would try in a password first.
pub fn near<'a>(email: &'a str, name: &'a str, memberships: &'a [Membership]) -> Vec<&'a str> {
    let organisations = memberships.iter().map(|membership| membership.organisation_name.as_str());
    [email, name].into_iter().chain(organisations).collect()
}

/// The same note for the audit log of each organisation of a person, who acts.
pub fn in_each(
    memberships: &[Membership],
    action: &str,
    after: Option<serde_json::Value>,
    now: DateTime<Utc>,
) -> Vec<audit_event::Model> {
    let note = |membership: &Membership| {
        let member = membership.member_id;
        audit::event(membership.organisation_id, Some(member), action, member, after.clone(), now)
    };
    memberships.iter().map(note).collect()
}
