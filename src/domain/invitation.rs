//! Invitations: how a person becomes a member.

use chrono::{DateTime, Duration, Utc};
use entity::id::{InvitationId, MemberId, OrganisationId, PersonId};
use entity::value::Role;
use entity::{invitation, member, session};
use sea_orm::{ColumnTrait, Condition, IntoActiveModel, Set};

use crate::domain::secret_token::SecretToken;
use crate::domain::{audit, member as members, person};
use crate::error::{Error, Problem, ProblemCode, Problems, Result};
use crate::store::{Scope, Tx};

/// How long an invitation is good.
pub const LASTING: Duration = Duration::days(7);
/// How long the invitation of an organisation's first owner is good.
pub const FIRST_OWNER: Duration = Duration::hours(24);
/// How many may be open at a time.
const MOST_OPEN: u64 = 200;

/// A new invitation, and what stands in its URL.
pub fn new(
    organisation: OrganisationId,
    email: String,
    role: Role,
    invited_by: String,
    lasting: Duration,
    now: DateTime<Utc>,
) -> (invitation::Model, SecretToken) {
    let token = SecretToken::generate();
    let row = invitation::Model {
        organisation_id: organisation,
        id: InvitationId::new(now),
        email,
        role,
        token_hash: token.hash(),
        invited_by: Some(invited_by),
        created_at: now,
        expires_at: now + lasting,
        accepted_at: None,
        revoked_at: None,
    };
    (row, token)
}

/// Whether it can still be accepted at `now`.
pub fn is_open(row: &invitation::Model, now: DateTime<Utc>) -> bool {
    row.accepted_at.is_none() && row.revoked_at.is_none() && now < row.expires_at
}

/// Holds for the rows that can still be accepted at `now`.
pub fn open(now: DateTime<Utc>) -> Condition {
    Condition::all()
        .add(invitation::Column::AcceptedAt.is_null())
        .add(invitation::Column::RevokedAt.is_null())
        .add(invitation::Column::ExpiresAt.gt(now))
}

/// Invites somebody. An open invitation of the same address is taken back.
///
/// # Errors
///
/// [`Error::Invalid`] for an address that is none or a member's, for an owner where only an owner
/// may, or when too many invitations are open.
pub async fn invite(tx: &Tx, typed: &str, role: Role, now: DateTime<Utc>) -> Result<(invitation::Model, SecretToken)> {
    let mut problems = Problems::default();
    let email = person::read_address(typed, "input.email", &mut problems);
    if role == Role::Owner && !members::may_change_owners(tx).await? {
        problems.add("input.role", ProblemCode::NotAllowed, "Only an owner can invite another owner.");
    }
    problems.none()?;
    if tx.find::<member::Entity>().filter(member::Column::Email.eq(&email)).any().await? {
        return Err(taken("input.email"));
    }
    for old in tx.lock_all::<invitation::Entity>(open(now).add(invitation::Column::Email.eq(&email))).await? {
        take_back(tx, old, now).await?;
    }
    if tx.find::<invitation::Entity>().filter(open(now)).count().await? >= MOST_OPEN {
        let message = format!("{MOST_OPEN} invitations are open. Take some back first.");
        return Err(Problem::new("input.email", ProblemCode::LimitReached, message).into());
    }
    let (row, token) = new(tx.organisation(), email, role, tx.actor().describe(), LASTING, now);
    tx.insert_all([row.clone().into_active_model()]).await?;
    audit::created(tx, "memberInvite", row.id, &shown(&row), now).await?;
    Ok((row, token))
}

/// Takes an invitation back; one that is not open stays as it is.
///
/// # Errors
///
/// [`Error::NotFound`] when the organisation has no such invitation.
pub async fn revoke(tx: &Tx, id: InvitationId, now: DateTime<Utc>) -> Result<invitation::Model> {
    let row = tx.lock::<invitation::Entity>(id).await?.ok_or(Error::NotFound("invitation"))?;
    if is_open(&row, now) { take_back(tx, row, now).await } else { Ok(row) }
}

async fn take_back(tx: &Tx, before: invitation::Model, now: DateTime<Utc>) -> Result<invitation::Model> {
    let change = invitation::ActiveModel { revoked_at: Set(Some(now)), ..Default::default() };
    let after = tx.update::<invitation::Entity, _>(before.id, change).await?.ok_or(Error::NotFound("invitation"))?;
    audit::changed(tx, "invitationRevoke", before.id, &shown(&before), &shown(&after), now).await?;
    Ok(after)
}

/// Who accepts an invitation.
#[derive(Debug, Clone)]
pub enum Guest {
    /// Somebody whom no organisation knows yet.
    New {
        /// What they are called.
        name: String,
        /// The hash of their password; none: they sign in by a link.
        password_hash: Option<String>,
    },
    /// Somebody who has shown that the account is theirs.
    Known(PersonId),
}

/// Makes a person a member. Whoever was signed in as this person, or could be by a link, is not any
/// longer: an admin of another organisation may have made that link.
///
/// # Errors
///
/// [`Error::Unauthenticated`] when the invitation is not open any more, [`Error::Invalid`] when the
/// address is a member already, or has got an account meanwhile.
pub async fn accept(
    tx: &Tx,
    id: InvitationId,
    guest: Guest,
    member_id: MemberId,
    now: DateTime<Utc>,
) -> Result<(member::Model, PersonId)> {
    let change = invitation::ActiveModel { accepted_at: Set(Some(now)), ..Default::default() };
    let accepted = tx.update_where::<invitation::Entity, _>(open(now).add(invitation::Column::Id.eq(id)), change);
    if accepted.await? == 0 {
        return Err(super::sign_in_link::REFUSED);
    }
    let row = tx.find::<invitation::Entity>().id(id).one().await?.ok_or(super::sign_in_link::REFUSED)?;
    let person = match guest {
        Guest::Known(person) => {
            tx.lock_person(person).await?.ok_or_else(|| Error::internal("a guest without their person"))?;
            tx.sign_out(person).await?;
            person
        }
        Guest::New { name, password_hash } => {
            let person = person::new(row.email.clone(), name, password_hash, now);
            if !tx.insert_person(person.clone()).await? {
                let message = "This address has just got an account. Open the link again.";
                return Err(Problem::new("email", ProblemCode::Stale, message).into());
            }
            person.id
        }
    };
    let member = join(tx, &row, person, member_id, now).await?;
    audit::created(tx, "invitationAccept", member.id, &members::shown(&member), now).await?;
    Ok((member, person))
}

async fn join(
    tx: &Tx,
    row: &invitation::Model,
    person: PersonId,
    id: MemberId,
    now: DateTime<Utc>,
) -> Result<member::Model> {
    let member = member::Model {
        organisation_id: row.organisation_id,
        id,
        email: row.email.clone(),
        role: row.role,
        person_id: Some(person),
        last_seen_at: Some(now),
        created_at: now,
    };
    if tx.insert_new(member.clone().into_active_model()).await? { Ok(member) } else { Err(taken("email")) }
}

/// Begins the session of a person who has just accepted.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn sign_in(
    tx: &Tx,
    person: PersonId,
    user_agent: &str,
    now: DateTime<Utc>,
) -> Result<(session::Model, SecretToken)> {
    let (session, token) = super::session::new(person, user_agent, now);
    tx.insert_session(session.clone()).await?;
    Ok((session, token))
}

fn taken(field: &str) -> Error {
    Problem::new(field, ProblemCode::Taken, "This address is a member already.").into()
}

fn shown(row: &invitation::Model) -> serde_json::Value {
    serde_json::json!({
        "email": row.email, "role": row.role, "expiresAt": row.expires_at, "revokedAt": row.revoked_at,
    })
}
