//! Signing in and out: the REST endpoints of the dashboard.
//!
//! A session is a cookie that scripts cannot read. Its answer gives the page a `csrfToken`, which
//! every further call sends in the header `x-introw-csrf`; without it no call with a cookie does
//! anything. Links that work once are in `session/links.rs`, their pages without JavaScript in
//! `session/pages.rs`.

mod fields;
pub mod links;
pub mod pages;

use std::net::{IpAddr, SocketAddr};

use axum::Json;
use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use entity::session;
use serde::Serialize;
use utoipa::ToSchema;

use super::body::{self, Unreadable};
use super::caller::{note_session_use, session_cookie, signed_in};
use super::problem::Problem;
use super::{address, csrf, limits};
use crate::app::App;
use crate::domain::secret_token::SecretToken;
use crate::domain::{person, session as sessions};
use crate::error::{Error, Result};
use fields::Fields;

/// A session, as the page that has it sees it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionAnswer {
    /// What every call with this session sends in the header `x-introw-csrf`.
    csrf_token: String,
    /// Who is signed in.
    person: PersonAnswer,
    /// The organisations that they belong to, the oldest membership first. A call names the one that
    /// it is for in the header `x-introw-organisation`; without it, it is for the first.
    memberships: Vec<MembershipAnswer>,
}

/// Somebody who is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonAnswer {
    /// Their id.
    #[schema(example = "psn_01kagq3v5hf4qs2n8w9x7c6b5a")]
    id: String,
    /// Their address.
    email: String,
    /// What they are called; may be empty.
    name: String,
    /// Whether they have a password. Who has none signs in by links.
    has_password: bool,
}

/// What somebody is in an organisation.
#[derive(Debug, Serialize, ToSchema)]
pub struct MembershipAnswer {
    /// The organisation.
    organisation: OrganisationAnswer,
    /// `OWNER`, `ADMIN` or `ANALYST`.
    role: &'static str,
}

/// An organisation that somebody belongs to.
#[derive(Debug, Serialize, ToSchema)]
pub struct OrganisationAnswer {
    /// Its id.
    #[schema(example = "org_01kagq3v5hf4qs2n8w9x7c6b5a")]
    id: String,
    /// What people call it.
    name: String,
}

/// An address and a password.
#[derive(ToSchema)]
#[schema(as = SignInRequest)]
#[expect(dead_code, reason = "documents the body, which is read by hand to name every field that is wrong")]
pub struct SignIn {
    /// The address of the account.
    email: String,
    /// Its password.
    password: String,
}

/// Why a call is not served.
#[derive(Debug)]
pub enum Refusal {
    /// For a reason that every door has.
    Error(Error),
    /// The body is of no use.
    Body(Unreadable),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<Unreadable> for Refusal {
    fn from(unreadable: Unreadable) -> Self {
        Self::Body(unreadable)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        match self {
            Self::Error(error) => error.into_response(),
            Self::Body(unreadable) => unreadable.into_response(),
        }
    }
}

/// Who calls to be signed in.
struct Visitor<'a> {
    app: &'a App,
    headers: &'a HeaderMap,
    client: IpAddr,
    now: DateTime<Utc>,
}

impl<'a> Visitor<'a> {
    fn new(app: &'a App, peer: SocketAddr, headers: &'a HeaderMap) -> Self {
        let client = address::client(peer, headers, &app.config.trusted_proxies);
        Self { app, headers, client, now: app.clock.now() }
    }

    /// What the browser says of itself.
    fn agent(&self) -> &'a str {
        self.headers.get(header::USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default()
    }

    /// Lets a call through that begins without a session: from our own pages, and not too often.
    async fn admit(&self) -> Result<()> {
        csrf::check_site(self.headers)?;
        limits::sign_in(self.app, self.client).await
    }
}

/// A session that has just begun, and its cookie.
type Begun = (session::Model, SecretToken);

/// Sign in
///
/// Begins a session, and gives it to the browser in the cookie `introw_session` (on https
/// `__Host-introw_session`), which scripts cannot read. The session that the browser had before ends.
#[utoipa::path(
    post,
    path = "/api/v1/session",
    tag = "Sessions",
    operation_id = "signIn",
    request_body(content = SignIn, description = "The account."),
    security(()),
    responses(
        (status = 200, description = "Signed in", body = SessionAnswer, headers(("set-cookie" = String, description = "The session"))),
        (status = 400, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The address or the password is wrong: one answer for both", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Another site made this call", body = Problem, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than 64 KiB", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not application/json", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields of the body are wrong", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many tries for this account or from this address, or too many people sign in at once", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now; send it again", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn create(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let visitor = Visitor::new(&app, peer, &headers);
    visitor.admit().await?;
    let mut fields = Fields::json(body::json(&headers, body).await?)?;
    let (email, password) = (fields.text("email"), fields.text("password"));
    fields.done()?;
    limits::account(&app, &email).await?;
    let person = person::verify(&app.store, &app.passwords, &email, &password).await?;
    let (session, token) = sessions::new(person.id, visitor.agent(), visitor.now);
    // A new token at every sign-in, so that one from before it is worth nothing.
    let before = session_cookie(&app).read(&headers).map(|token| token.hash());
    app.store.begin_session(session.clone(), before).await?;
    Ok(answer(&app, &session, Some(&token)).await?)
}

/// The session of this browser
#[utoipa::path(
    get,
    path = "/api/v1/session",
    tag = "Sessions",
    operation_id = "getSession",
    security(("session" = [])),
    responses(
        (status = 200, description = "Signed in", body = SessionAnswer),
        (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "Another site made this call", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now; send it again", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn read(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    csrf::check_site(&headers)?;
    let now = app.clock.now();
    let session = signed_in(&app, &headers, now).await?.ok_or(NOT_SIGNED_IN)?;
    limits::session(&app, session.id).await?;
    note_session_use(&app, &session, None, now);
    answer(&app, &session, None).await
}

/// Sign out
///
/// Ends the session of this browser.
#[utoipa::path(
    delete,
    path = "/api/v1/session",
    tag = "Sessions",
    operation_id = "signOut",
    security(("session" = [])),
    params(("x-introw-csrf" = String, Header, description = "The `csrfToken` of the session")),
    responses(
        (status = 204, description = "Signed out", headers(("set-cookie" = String, description = "Takes the cookie back"))),
        (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The header is missing or wrong, or another site made this call", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now; send it again", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn end(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let session = own(&app, &headers).await?;
    app.store.end_session(session.person_id, session.id).await?;
    signed_out(&app)
}

/// Sign out everywhere
///
/// Ends every session of the person, this browser's too.
#[utoipa::path(
    delete,
    path = "/api/v1/sessions",
    tag = "Sessions",
    operation_id = "signOutEverywhere",
    security(("session" = [])),
    params(("x-introw-csrf" = String, Header, description = "The `csrfToken` of the session")),
    responses(
        (status = 204, description = "Signed out", headers(("set-cookie" = String, description = "Takes the cookie back"))),
        (status = 401, description = "Not signed in", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The header is missing or wrong, or another site made this call", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now; send it again", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn end_all(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let session = own(&app, &headers).await?;
    app.store.end_sessions(session.person_id, None).await?;
    signed_out(&app)
}

const NOT_SIGNED_IN: Error = Error::Unauthenticated("You are not signed in, or your session has ended.");

/// The session of a call that changes something.
async fn own(app: &App, headers: &HeaderMap) -> Result<session::Model> {
    let session = signed_in(app, headers, app.clock.now()).await?.ok_or(NOT_SIGNED_IN)?;
    csrf::check(headers, &app.keyring, session.id.0)?;
    limits::session(app, session.id).await?;
    Ok(session)
}

fn signed_out(app: &App) -> Result<Response> {
    let headers = [(header::SET_COOKIE, session_cookie(app).take_back()?)];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}

/// What the page of a session needs to know; with the cookie when the session has just begun.
async fn answer(app: &App, session: &session::Model, begun: Option<&SecretToken>) -> Result<Response> {
    let person = app.store.person(session.person_id).await?.ok_or(NOT_SIGNED_IN)?;
    let memberships = app.store.memberships(person.id).await?.into_iter().map(|membership| MembershipAnswer {
        role: membership.role.as_str(),
        organisation: OrganisationAnswer {
            id: membership.organisation_id.to_string(),
            name: membership.organisation_name,
        },
    });
    let body = SessionAnswer {
        csrf_token: csrf::token(&app.keyring, session.id.0),
        memberships: memberships.collect(),
        person: PersonAnswer {
            id: person.id.to_string(),
            has_password: person.password_hash.is_some(),
            email: person.email,
            name: person.name,
        },
    };
    let mut response = ([(header::CACHE_CONTROL, "no-store")], Json(body)).into_response();
    if let Some(token) = begun {
        response.headers_mut().insert(header::SET_COOKIE, session_cookie(app).give(token, sessions::LIFE)?);
    }
    Ok(response)
}
