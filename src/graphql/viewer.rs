//! The person who is signed in: who they are, and their sessions.

use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use entity::id::{PersonId, SessionId};
use entity::{person, session};

use super::member::Role;
use super::problem::{UserError, settle};
use super::scalar::DateTime;
use super::{app, caller, now, page, read_id};
use crate::domain::person::{self as people, Change};
use crate::domain::session as sessions;
use crate::error::{self, Error};
use crate::http::caller::{Caller, Who};
use crate::http::limits;

/// Who is signed in, as a resolver needs it.
#[derive(Clone, Copy)]
struct Signed {
    person: PersonId,
    session: SessionId,
    role: entity::value::Role,
}

fn signed(caller: &Caller) -> Option<Signed> {
    match &caller.who {
        Who::Key { .. } => None,
        Who::Member { person, session, role, .. } => Some(Signed { person: *person, session: *session, role: *role }),
    }
}

/// Who is signed in; what they do to their own account asks no permission but that.
fn own_account(ctx: &Context<'_>) -> error::Result<Signed> {
    let nobody = || Error::Forbidden("Only a person who is signed in can do this; a key has no account.".to_owned());
    signed(caller(ctx)?).ok_or_else(nobody)
}

async fn person_of(ctx: &Context<'_>, signed: Signed) -> error::Result<person::Model> {
    let found = app(ctx)?.store.person(signed.person).await?;
    found.ok_or_else(|| Error::internal("a session without its person"))
}

pub(super) struct Person(person::Model);

/// Somebody who signs in: one over all organisations, with one password.
#[Object]
impl Person {
    /// Their id.
    pub(super) async fn id(&self) -> ID {
        self.0.id.to_string().into()
    }

    /// Their address.
    async fn email(&self) -> &str {
        &self.0.email
    }

    /// What they are called; may be empty.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Whether they have a password. Who has none signs in by links.
    async fn has_password(&self) -> bool {
        self.0.password_hash.is_some()
    }
}

/// An organisation, by name.
#[derive(SimpleObject)]
pub(super) struct OrganisationName {
    /// Its id: what a call for it sends in the header `x-introw-organisation`.
    id: ID,
    /// What people call it.
    name: String,
}

/// What somebody is in an organisation.
#[derive(SimpleObject)]
pub(super) struct Membership {
    /// The organisation.
    organisation: OrganisationName,
    /// What they may do there.
    role: Role,
    /// When they were last there, to the minute; null: never.
    last_seen_at: Option<DateTime>,
}

pub(super) struct Session {
    row: session::Model,
    is_current: bool,
}

/// A browser in which somebody is signed in.
#[Object]
impl Session {
    /// Its id.
    pub(super) async fn id(&self) -> ID {
        self.row.id.to_string().into()
    }

    /// Whether it is the session of this call.
    async fn current(&self) -> bool {
        self.is_current
    }

    /// The browser; null: not known.
    async fn browser(&self) -> Option<&str> {
        self.row.browser.as_deref()
    }

    /// The operating system; null: not known.
    async fn os(&self) -> Option<&str> {
        self.row.os.as_deref()
    }

    /// When it was last used, to the minute.
    async fn last_seen_at(&self) -> DateTime {
        self.row.last_seen_at.into()
    }

    /// When it began.
    async fn created_at(&self) -> DateTime {
        self.row.created_at.into()
    }

    /// When it ends, however much it is used. It ends after seven days without a call.
    async fn expires_at(&self) -> DateTime {
        self.row.expires_at.into()
    }
}

pub(super) struct Viewer(Signed);

/// Who is signed in.
#[Object]
impl Viewer {
    /// Who.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn person(&self, ctx: &Context<'_>) -> Result<Person> {
        Ok(Person(person_of(ctx, self.0).await?))
    }

    /// What they are in the organisation of this call.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// What they may do in the organisation of this call, spelled as the scopes of a key.
    async fn permissions(&self, ctx: &Context<'_>) -> Result<Vec<&'static str>> {
        Ok(caller(ctx)?.permissions().map(|permission| permission.as_str()).collect())
    }

    /// The organisations that they belong to, the oldest membership first.
    #[graphql(complexity = "page::cost_of(10, child_complexity)")]
    async fn memberships(&self, ctx: &Context<'_>) -> Result<Vec<Membership>> {
        let found = app(ctx)?.store.memberships(self.0.person).await?;
        let memberships = found.into_iter().map(|row| Membership {
            organisation: OrganisationName { id: row.organisation_id.to_string().into(), name: row.organisation_name },
            role: row.role.into(),
            last_seen_at: row.last_seen_at.map(DateTime),
        });
        Ok(memberships.collect())
    }

    /// Where they are signed in, the newest first.
    #[graphql(complexity = "page::cost_of(10, child_complexity)")]
    async fn sessions(&self, ctx: &Context<'_>) -> Result<Vec<Session>> {
        Ok(sessions_of(ctx, self.0).await?)
    }
}

async fn sessions_of(ctx: &Context<'_>, signed: Signed) -> error::Result<Vec<Session>> {
    let now = now(ctx)?;
    let rows = app(ctx)?.store.sessions(signed.person, sessions::used_since(now), now).await?;
    Ok(rows.into_iter().map(|row| Session { is_current: row.id == signed.session, row }).collect())
}

#[derive(Default)]
pub(super) struct ViewerQuery;

#[Object]
impl ViewerQuery {
    /// Who is signed in; null for a key.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        Ok(signed(caller(ctx)?).map(Viewer))
    }
}

/// What the account should become. What is unset or null stays as it is.
#[derive(Debug, InputObject)]
pub(super) struct ViewerUpdateInput {
    /// What the person is called; may be empty.
    name: Option<String>,
    /// The password until now. Needed for a new one, unless there is none yet.
    current_password: Option<String>,
    /// The password from now on: 12 to 128 characters of any kind. Every other session ends.
    new_password: Option<String>,
}

/// What `viewerUpdate` did.
#[derive(SimpleObject)]
pub(super) struct ViewerUpdatePayload {
    /// Who is signed in; null if the input was wrong.
    viewer: Option<Viewer>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `sessionRevoke` did.
#[derive(SimpleObject)]
pub(super) struct SessionRevokePayload {
    /// The session that has ended; null if there is none with this id.
    session: Option<Session>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

/// What `sessionsRevokeAll` did.
#[derive(SimpleObject)]
pub(super) struct SessionsRevokeAllPayload {
    /// How many sessions have ended.
    revoked: Option<u64>,
    /// What is wrong with the input.
    user_errors: Vec<UserError>,
}

#[derive(Default)]
pub(super) struct ViewerMutation;

#[Object]
impl ViewerMutation {
    /// Changes the account of who is signed in, in all organisations.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn viewer_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What it should become.")] input: ViewerUpdateInput,
    ) -> Result<ViewerUpdatePayload> {
        let (signed, app, now) = (own_account(ctx)?, app(ctx)?, now(ctx)?);
        let person = person_of(ctx, signed).await?;
        if input.new_password.is_some() {
            // Who has found an open browser should not be able to try passwords in it.
            limits::account(app, &person.email).await?;
        }
        let change =
            Change { name: input.name, current_password: input.current_password, new_password: input.new_password };
        let done = people::update(&app.store, &app.passwords, &person, signed.session, change, now).await;
        let (done, user_errors) = settle(done, "input")?;
        Ok(ViewerUpdatePayload { viewer: done.map(|()| Viewer(signed)), user_errors })
    }

    /// Ends one of the sessions of who is signed in.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn session_revoke(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The session.")] id: ID,
    ) -> Result<SessionRevokePayload> {
        let signed = own_account(ctx)?;
        let (session, user_errors) = settle(end_session(ctx, signed, &id).await, "id")?;
        Ok(SessionRevokePayload { session, user_errors })
    }

    /// Ends every session of who is signed in: signs them out everywhere.
    #[graphql(complexity = "page::READ + child_complexity")]
    async fn sessions_revoke_all(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Whether the session of this call goes on.", default = false)] keep_current: bool,
    ) -> Result<SessionsRevokeAllPayload> {
        let signed = own_account(ctx)?;
        let keep = keep_current.then_some(signed.session);
        let revoked = app(ctx)?.store.end_sessions(signed.person, keep).await?;
        Ok(SessionsRevokeAllPayload { revoked: Some(revoked), user_errors: Vec::new() })
    }
}

async fn end_session(ctx: &Context<'_>, signed: Signed, id: &ID) -> error::Result<Session> {
    let id: SessionId = read_id(id, "session")?;
    let found = sessions_of(ctx, signed).await?.into_iter().find(|session| session.row.id == id);
    let session = found.ok_or(Error::NotFound("session"))?;
    app(ctx)?.store.end_session(signed.person, id).await?;
    Ok(session)
}
