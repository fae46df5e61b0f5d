//! Links that work once, for scripts: sign in, set a password, accept an invitation, set up.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::HeaderMap;
use axum::response::Response;
use entity::id::MemberId;
use entity::{invitation, session};
use utoipa::ToSchema;

use super::fields::Fields;
use super::{Begun, SessionAnswer, Visitor, answer};
use crate::app::App;
use crate::domain::invitation::{self as invitations, Guest};
use crate::domain::organisation::{self, SetUp};
use crate::domain::secret_token::SecretToken;
use crate::domain::sign_in_link::{self, REFUSED};
use crate::domain::{password, person};
use crate::error::{Problem as FieldProblem, ProblemCode, Problems, Result};
use crate::http::body::{self, Refusal};
use crate::http::caller::{guest, signed_in};
use crate::http::problem::Problem;
use crate::http::{csrf, limits};

/// A link that signs in.
#[derive(ToSchema)]
#[schema(as = SignInLinkRequest)]
#[expect(dead_code, reason = "documents the body, which is read by hand to name every field that is wrong")]
pub struct Link {
    /// What stands in the link after `/login/`.
    token: String,
}

/// A link to a new password.
#[derive(ToSchema)]
#[schema(as = PasswordRequest)]
#[expect(dead_code, reason = "documents the body, which is read by hand to name every field that is wrong")]
pub struct NewPassword {
    /// What stands in the link after `/reset/`.
    token: String,
    /// The new password: 12 to 128 characters of any kind, none of the commonest, nor one with the
    /// address or the organisation's name in it.
    password: String,
}

/// An invitation.
#[derive(ToSchema)]
#[schema(as = InvitationRequest)]
#[expect(dead_code, reason = "documents the body, which is read by hand to name every field that is wrong")]
pub struct Acceptance {
    /// What stands in the link after `/invitation/`.
    token: String,
    /// What a new person is called.
    #[schema(required = false)]
    name: Option<String>,
    /// The password of a new account, or that of the account that the address has already. Who is
    /// signed in to that account needs none.
    #[schema(required = false)]
    password: Option<String>,
}

/// The first organisation of an installation, and its owner.
#[derive(ToSchema)]
#[schema(as = SetUpRequest)]
#[expect(dead_code, reason = "documents the body, which is read by hand to name every field that is wrong")]
pub struct FirstSetUp {
    /// What stands in the link after `/set-up/`, which `introw serve` prints.
    token: String,
    /// What the organisation is called.
    organisation: String,
    /// The IANA zone in which its days begin; UTC if unset.
    #[schema(required = false)]
    time_zone: Option<String>,
    /// The ISO 4217 code of the currency in which it rewards; EUR if unset.
    #[schema(required = false)]
    currency: Option<String>,
    /// What the owner is called.
    #[schema(required = false)]
    name: Option<String>,
    /// The owner's address.
    email: String,
    /// The owner's password.
    password: String,
}

macro_rules! documented {
    ($(#[doc = $doc:literal])* $name:ident, $path:literal, $operation:literal, $body:ident, $act:ident) => {
        $(#[doc = $doc])*
        #[utoipa::path(
            post,
            path = $path,
            tag = "Sessions",
            operation_id = $operation,
            request_body(content = $body, description = "What stands in the link, and what its page asks for."),
            security(()),
            responses(
                (status = 200, description = "Done, and signed in", body = SessionAnswer, headers(("set-cookie" = String, description = "The session"))),
                (status = 400, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
                (status = 401, description = "The link is unknown, used or expired, or a password is wrong", body = Problem, content_type = "application/problem+json"),
                (status = 403, description = "Another site made this call", body = Problem, content_type = "application/problem+json"),
                (status = 408, description = "The body did not arrive in time", body = Problem, content_type = "application/problem+json"),
                (status = 413, description = "The body is larger than 64 KiB", body = Problem, content_type = "application/problem+json"),
                (status = 415, description = "The body is not application/json", body = Problem, content_type = "application/problem+json"),
                (status = 422, description = "Fields of the body are wrong", body = Problem, content_type = "application/problem+json"),
                (status = 429, description = "Too many tries, or too many people sign in at once", body = Problem, content_type = "application/problem+json"),
                (status = 503, description = "Not possible right now; send it again", body = Problem, content_type = "application/problem+json"),
            ),
        )]
        pub async fn $name(
            State(app): State<App>,
            ConnectInfo(peer): ConnectInfo<SocketAddr>,
            headers: HeaderMap,
            body: Body,
        ) -> Result<Response, Refusal> {
            let visitor = Visitor::new(&app, peer, &headers);
            visitor.admit().await?;
            let mut fields = Fields::json(body::json(&headers, body).await?)?;
            let token = fields.text("token");
            fields.done()?;
            let (session, cookie) = $act(&visitor, &token, &mut fields).await?;
            Ok(answer(&app, &session, Some(&cookie)).await?)
        }
    };
}

documented! {
    /// Sign in by a link
    ///
    /// Uses a link up that signs in once.
    use_link, "/api/v1/session/links", "signInByLink", Link, sign_in
}

documented! {
    /// Set a new password by a link
    ///
    /// Uses a link up that resets the password, ends every session of the person, and begins a new one.
    set_password, "/api/v1/password", "setPassword", NewPassword, reset
}

documented! {
    /// Accept an invitation
    ///
    /// Makes a person a member, and signs them in. An address that has an account already joins with
    /// it: its password is asked for, unless they are signed in (send `x-introw-csrf` then).
    accept_invitation, "/api/v1/invitations/accept", "acceptInvitation", Acceptance, accept_from_script
}

documented! {
    /// Set up an installation
    ///
    /// Makes the first organisation of an installation with the link that `introw serve` prints, and
    /// signs its owner in.
    first_set_up, "/api/v1/set-up", "setUp", FirstSetUp, set_up
}

/// What stands in a link, if it can be one.
fn read(token: &str) -> Result<SecretToken> {
    SecretToken::read(token).ok_or(REFUSED)
}

pub(super) async fn sign_in(visitor: &Visitor<'_>, token: &str, _: &mut Fields) -> Result<Begun> {
    sign_in_link::sign_in(&visitor.app.store, &read(token)?, visitor.agent(), visitor.now).await
}

pub(super) async fn reset(visitor: &Visitor<'_>, token: &str, fields: &mut Fields) -> Result<Begun> {
    let (app, password) = (visitor.app, fields.text("password"));
    fields.done()?;
    let (token, agent) = (read(token)?, visitor.agent());
    sign_in_link::reset_password(&app.store, &app.passwords, &token, &password, agent, visitor.now).await
}

pub(super) async fn set_up(visitor: &Visitor<'_>, token: &str, fields: &mut Fields) -> Result<Begun> {
    let input = SetUp {
        organisation: fields.text("organisation"),
        time_zone: fields.optional("timeZone"),
        currency: fields.optional("currency"),
        name: fields.optional("name").unwrap_or_default(),
        email: fields.text("email"),
        password: fields.text("password"),
    };
    fields.done()?;
    let app = visitor.app;
    organisation::set_up(&app.store, &app.passwords, &read(token)?, input, visitor.agent(), visitor.now).await
}

async fn accept_from_script(visitor: &Visitor<'_>, token: &str, fields: &mut Fields) -> Result<Begun> {
    let app = visitor.app;
    let session = signed_in(app, visitor.headers, visitor.now).await?;
    // The cookie alone does not show that the person wants this.
    let session = session.filter(|session| csrf::check(visitor.headers, &app.keyring, session.id.0).is_ok());
    accept(visitor, token, fields, session).await
}

/// Accepts an invitation; `session` is one that the call itself has shown to be its own.
pub(super) async fn accept(
    visitor: &Visitor<'_>,
    token: &str,
    fields: &mut Fields,
    session: Option<session::Model>,
) -> Result<Begun> {
    let (app, now) = (visitor.app, visitor.now);
    let (row, organisation) = find_invitation(visitor, token).await?;
    let who = recognise(visitor, &row, &organisation, fields, session).await?;
    let member = MemberId::new(now);
    let (agent, id) = (visitor.agent(), row.id);
    guest(app, &row, member)
        .write(async |tx| {
            let (_, person) = invitations::accept(&tx, id, who.clone(), member, now).await?;
            invitations::sign_in(&tx, person, agent, now).await
        })
        .await
}

/// An invitation that is open, and what its organisation is called.
pub(super) async fn find_invitation(visitor: &Visitor<'_>, token: &str) -> Result<(invitation::Model, String)> {
    let found = visitor.app.store.invitation(read(token)?.hash()).await?;
    found.filter(|(row, _)| invitations::is_open(row, visitor.now)).ok_or(REFUSED)
}

/// Who accepts: the account that the address has, if its owner shows that it is theirs, or a new one.
async fn recognise(
    visitor: &Visitor<'_>,
    row: &invitation::Model,
    organisation: &str,
    fields: &mut Fields,
    session: Option<session::Model>,
) -> Result<Guest> {
    let app = visitor.app;
    let known = app.store.person_by_email(&row.email).await?;
    let Some(known) = known else {
        let mut problems = Problems::default();
        let name = fields.optional("name").unwrap_or_default();
        let name = person::read_name(&name, "name", &mut problems);
        let password = fields.text("password");
        fields.done()?;
        password::check(&password, &[&row.email, &name, organisation], "password", &mut problems);
        problems.none()?;
        let hash = app.passwords.turn().await?.hash(&password).await?;
        return Ok(Guest::New { name, password_hash: Some(hash) });
    };
    if session.is_some_and(|session| session.person_id == known.id) {
        return Ok(Guest::Known(known.id));
    }
    let Some(password) = fields.optional("password") else {
        fields.done()?;
        let message = "This address has an account already. Give its password, or sign in first.";
        return Err(FieldProblem::new("password", ProblemCode::Blank, message).into());
    };
    limits::account(app, &row.email).await?;
    let person = person::verify(&app.store, &app.passwords, &row.email, &password).await?;
    Ok(Guest::Known(person.id))
}
