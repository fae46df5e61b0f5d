//! Links that work once: the first set-up, a forgotten password, a link of the command line.
//!
//! Nothing is mailed: whoever makes a link hands it over. Opening it uses nothing up, because mail
//! scanners open links; only the answer to its page does.

use chrono::{DateTime, Duration, Utc};
use entity::id::{MemberId, PersonId};
use entity::value::{LinkPurpose, Role};
use entity::{member, sign_in_link};
use sea_orm::Set;

use crate::domain::password::{self, Passwords};
use crate::domain::secret_token::SecretToken;
use crate::domain::{audit, member as members, person, session};
use crate::error::{Error, Problem, ProblemCode, Problems, Result};
use crate::store::{LinkUse, Store, Tx};

/// How long a link of an installation without an organisation is good.
pub const SET_UP: Duration = Duration::minutes(30);
/// How long a link that signs a person in is good.
pub const SIGN_IN: Duration = Duration::hours(24);

/// What a link that is of no use is told, whatever is wrong with it.
pub const REFUSED: Error = Error::Unauthenticated(
    "This link is unknown, has been used or has expired. Ask whoever gave it to you for another.",
);

/// A new link, and what stands in its URL.
pub fn new(
    purpose: LinkPurpose,
    person: Option<PersonId>,
    lasting: Duration,
    now: DateTime<Utc>,
) -> (sign_in_link::Model, SecretToken) {
    let token = SecretToken::generate();
    let row = sign_in_link::Model {
        token_hash: token.hash(),
        purpose,
        person_id: person,
        created_at: now,
        expires_at: now + lasting,
        used_at: None,
    };
    (row, token)
}

/// The path of the page of a link. GET shows it, POST uses the link up.
pub fn path(purpose: LinkPurpose) -> &'static str {
    match purpose {
        LinkPurpose::SetUp => "set-up",
        LinkPurpose::SignIn => "login",
        LinkPurpose::PasswordReset => "reset",
    }
}

/// Makes a link for the first set-up.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn create_set_up(store: &Store, now: DateTime<Utc>) -> Result<SecretToken> {
    let (row, token) = new(LinkPurpose::SetUp, None, SET_UP, now);
    store.add_sign_in_link(row).await?;
    Ok(token)
}

/// Makes a link for a member, good for [`SIGN_IN`]. Whoever has it becomes that person, so nobody
/// gets one over somebody who may do more, or who is in other organisations too.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such member, [`Error::Invalid`] for one that is
/// out of the caller's reach.
pub async fn create_for_member(
    tx: &Tx,
    id: MemberId,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<(member::Model, sign_in_link::Model, SecretToken)> {
    let mut member = tx.lock::<member::Entity>(id).await?.ok_or(Error::NotFound("member"))?;
    if member.role == Role::Owner && !members::may_change_owners(tx).await? {
        return Err(refusal("Only an owner can make a link for an owner."));
    }
    let person = match member.person_id {
        Some(person) => person,
        None => {
            let person = adopt(tx, &member, now).await?;
            member.person_id = Some(person);
            person
        }
    };
    tx.lock_person(person).await?.ok_or_else(|| Error::internal("a member without their person"))?;
    if !tx.actor().is_command_line() && tx.organisations_of(person).await? > 1 {
        return Err(refusal(
            "This person is a member of other organisations too, and a link would sign in there. Ask who runs this \
             installation for `introw member sign-in-link`.",
        ));
    }
    let (row, token) = new(purpose, Some(person), SIGN_IN, now);
    tx.insert_sign_in_link(row.clone()).await?;
    let action = match purpose {
        LinkPurpose::PasswordReset => "passwordResetLinkCreate",
        LinkPurpose::SignIn | LinkPurpose::SetUp => "signInLinkCreate",
    };
    let shown = serde_json::json!({ "email": member.email, "expiresAt": row.expires_at });
    audit::created(tx, action, id, &shown, now).await?;
    Ok((member, row, token))
}

fn refusal(message: &str) -> Error {
    Problem::new("memberId", ProblemCode::NotAllowed, message).into()
}

/// Who a member is that an older version noted by address alone.
async fn adopt(tx: &Tx, member: &member::Model, now: DateTime<Utc>) -> Result<PersonId> {
    let person = match tx.person_by_email(&member.email).await? {
        Some(person) => person,
        None => {
            let person = person::new(member.email.clone(), String::new(), None, now);
            if !tx.insert_person(person.clone()).await? {
                let message = "Somebody with this address has just been added; try again.";
                return Err(Problem::new("memberId", ProblemCode::Stale, message).into());
            }
            person
        }
    };
    let change = member::ActiveModel { person_id: Set(Some(person.id)), ..Default::default() };
    tx.update::<member::Entity, _>(member.id, change).await?;
    Ok(person.id)
}

/// A link that is good for `purpose` at `now`, by what stands in its URL. Uses nothing up.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn find(
    store: &Store,
    token: &SecretToken,
    purpose: LinkPurpose,
    now: DateTime<Utc>,
) -> Result<Option<sign_in_link::Model>> {
    let found = store.sign_in_link(token.hash()).await?;
    Ok(found.filter(|link| link.purpose == purpose && link.used_at.is_none() && now < link.expires_at))
}

/// Signs a person in with a link, and uses it up.
///
/// # Errors
///
/// [`Error::Unauthenticated`] when the link is not good.
pub async fn sign_in(
    store: &Store,
    token: &SecretToken,
    user_agent: &str,
    now: DateTime<Utc>,
) -> Result<(entity::session::Model, SecretToken)> {
    use_up(store, token, LinkPurpose::SignIn, None, user_agent, now).await
}

/// Sets a new password with a link, which uses it up, ends every session of the person, and begins
/// a new one.
///
/// # Errors
///
/// [`Error::Unauthenticated`] when the link is not good, [`Error::Invalid`] for a password that
/// cannot be taken.
pub async fn reset_password(
    store: &Store,
    passwords: &Passwords,
    token: &SecretToken,
    password: &str,
    user_agent: &str,
    now: DateTime<Utc>,
) -> Result<(entity::session::Model, SecretToken)> {
    let link = find(store, token, LinkPurpose::PasswordReset, now).await?.ok_or(REFUSED)?;
    let person = store.person(link.person_id.ok_or(REFUSED)?).await?.ok_or(REFUSED)?;
    let memberships = store.memberships(person.id).await?;
    let mut problems = Problems::default();
    password::check(password, &person::near(&person.email, &person.name, &memberships), "password", &mut problems);
    problems.none()?;
    let hash = passwords.turn().await?.hash(password).await?;
    use_up(store, token, LinkPurpose::PasswordReset, Some(hash), user_agent, now).await
}

async fn use_up(
    store: &Store,
    token: &SecretToken,
    purpose: LinkPurpose,
    password_hash: Option<String>,
    user_agent: &str,
    now: DateTime<Utc>,
) -> Result<(entity::session::Model, SecretToken)> {
    let link = find(store, token, purpose, now).await?.ok_or(REFUSED)?;
    let person = link.person_id.ok_or(REFUSED)?;
    let events = match purpose {
        LinkPurpose::PasswordReset => person::in_each(&store.memberships(person).await?, "passwordReset", None, now),
        LinkPurpose::SignIn | LinkPurpose::SetUp => Vec::new(),
    };
    let (session, cookie) = session::new(person, user_agent, now);
    let link = LinkUse { token_hash: token.hash(), purpose, session: session.clone(), password_hash, events };
    // Somebody else may have been faster since it was found.
    if store.use_sign_in_link(link, now).await? { Ok((session, cookie)) } else { Err(REFUSED) }
}
