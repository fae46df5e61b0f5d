//! Sessions on the portal as JSON: for its pages, and for a vendor's own backend that signs partners in.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, SecondsFormat, Utc};
use entity::partner;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::login::begin as begin_session;
use super::{PortalCaller, cookie};
use crate::app::App;
use crate::domain::key::Permission;
use crate::domain::portal;
use crate::error::{Error, Problem as FieldProblem, ProblemCode, Result};
use crate::http::body::{self, Unreadable};
use crate::http::caller::Caller;
use crate::http::limits;
use crate::http::problem::{Problem, refuse};

/// For whom a link is asked.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = PortalLinkRequest)]
pub struct LinkRequest {
    /// The partner user's e-mail address.
    #[schema(max_length = 320, example = "anna@northwind.example")]
    email: String,
}

/// A link that signs a partner user in, once.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PortalLink)]
pub struct LinkAnswer {
    /// Where to send the partner user's browser.
    #[schema(format = "uri")]
    url: String,
    /// From when the link is no good.
    #[schema(format = "date-time")]
    expires_at: String,
}

/// What a link is followed with.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = PortalSessionRequest)]
pub struct SessionRequest {
    /// The last part of the link's URL.
    #[schema(min_length = 43, max_length = 43)]
    token: String,
}

/// A session on the portal.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PortalSession)]
pub struct SessionAnswer {
    /// What calls of the session send in the header `x-introw-csrf`.
    csrf_token: Option<String>,
    /// Whether nothing can be changed: a member looks at the portal as the partner sees it.
    read_only: bool,
    /// When the session ends, however much it is used.
    #[schema(format = "date-time")]
    expires_at: Option<String>,
    /// Whose numbers it shows.
    partner: Named,
    /// Whose portal it is.
    organisation: Named,
}

/// A thing by its id and name.
#[derive(Debug, Serialize, ToSchema)]
pub struct Named {
    /// Its id.
    id: String,
    /// What people call it.
    name: String,
}

enum Refusal {
    Error(Error),
    Body(Unreadable),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<FieldProblem> for Refusal {
    fn from(problem: FieldProblem) -> Self {
        Self::Error(problem.into())
    }
}

impl From<Unreadable> for Refusal {
    fn from(unreadable: Unreadable) -> Self {
        Self::Body(unreadable)
    }
}

fn settled(result: Result<Response, Refusal>) -> Response {
    match result {
        Ok(response) => response,
        Err(Refusal::Error(error)) => error.into_response(),
        Err(Refusal::Body(unreadable)) => unreadable.into_response(),
    }
}

const NO_STORE: (header::HeaderName, HeaderValue) = (header::CACHE_CONTROL, HeaderValue::from_static("no-store"));

/// Make a sign-in link for a partner user
///
/// For a vendor's own site, where a partner is signed in already: send the partner's browser to the
/// link at once. It signs in once, within 60 seconds. Scope `portal-sessions:write`.
#[utoipa::path(
    post,
    path = "/api/v1/auth/session",
    tag = "Portal",
    operation_id = "createPortalLink",
    request_body(content = LinkRequest, description = "Who signs in"),
    security(("apiKey" = [])),
    responses(
        (status = 201, description = "The link", body = LinkAnswer),
        (status = 400, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is unknown, revoked or expired", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope", body = Problem, content_type = "application/problem+json"),
        (status = 404, description = "No partner user has this address", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is too large", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not said to be JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "This is not an address", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn link(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    settled(make_link(&app, &headers, body).await)
}

async fn make_link(app: &App, headers: &HeaderMap, body: Body) -> Result<Response, Refusal> {
    let now = app.clock.now();
    let caller = Caller::authenticate(app, headers, now).await?;
    let tenant = caller.tenant(app, Permission::PortalSessionsWrite)?;
    let limit = limits::caller(app, &caller).await?;
    let request: LinkRequest = read_fields(headers, body, "email", "Send the partner user's e-mail address.").await?;
    let made = tenant.write(async |tx| portal::sign_in_link_for(&tx, &request.email, now).await).await?;
    let Some(made) = made else {
        let detail = "No partner user has this address. Add the user to its partner first.";
        let mut refused = refuse(StatusCode::NOT_FOUND, "NOT_FOUND", detail);
        refused.headers_mut().extend(limit);
        return Ok(refused);
    };
    let answer = LinkAnswer { url: app.portal_link_url(&made.token), expires_at: written(made.expires_at) };
    Ok((StatusCode::CREATED, [NO_STORE], limit, Json(answer)).into_response())
}

/// Begin a session on the portal
///
/// What the button of the link's page does, for a page of one's own. Uses the link up, and sets the
/// session's cookie.
#[utoipa::path(
    post,
    path = "/api/v1/portal/session",
    tag = "Portal",
    operation_id = "beginPortalSession",
    request_body(content = SessionRequest, description = "The link"),
    security(()),
    responses(
        (status = 200, description = "The session", body = SessionAnswer),
        (status = 400, description = "The body is not JSON", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "The link was used already, or has expired", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not said to be JSON", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "There is no token", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn begin(State(app): State<App>, headers: HeaderMap, body: Body) -> Response {
    settled(follow(&app, &headers, body).await)
}

async fn follow(app: &App, headers: &HeaderMap, body: Body) -> Result<Response, Refusal> {
    // Only a page of this service can send JSON here: another one would have to ask by CORS first.
    let request: SessionRequest = read_fields(headers, body, "token", "Send the last part of the link.").await?;
    let Some(begun) = begin_session(app, &request.token, headers).await? else {
        return Err(Error::Unauthenticated("This link was used already, or has expired. Ask for a new one.").into());
    };
    let caller = PortalCaller::of_token(app, &begun.token, app.clock.now()).await?;
    let answer = shown(app, &caller).await?;
    Ok(([NO_STORE, (header::SET_COOKIE, begun.cookie)], Json(answer)).into_response())
}

/// A body that is an object with one field.
async fn read_fields<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    field: &str,
    wanted: &str,
) -> Result<T, Refusal> {
    let body = body::json(headers, body).await?;
    // An array would be read as the fields in their order.
    let read = if body.is_object() { serde_json::from_value(body).ok() } else { None };
    Ok(read.ok_or_else(|| FieldProblem::new(field, ProblemCode::Invalid, wanted))?)
}

/// The session on the portal
///
/// Whose it is, and the token that its calls send in the header `x-introw-csrf`.
#[utoipa::path(
    get,
    path = "/api/v1/portal/session",
    tag = "Portal",
    operation_id = "getPortalSession",
    security(("portalSession" = [])),
    responses(
        (status = 200, description = "The session", body = SessionAnswer),
        (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn read(State(app): State<App>, headers: HeaderMap) -> Response {
    let answer = async {
        let caller = PortalCaller::of_session(&app, &headers, app.clock.now()).await?;
        shown(&app, &caller).await
    };
    match answer.await {
        Ok(answer) => ([NO_STORE], Json(answer)).into_response(),
        Err(error) => error.into_response(),
    }
}

async fn shown(app: &App, caller: &PortalCaller) -> Result<SessionAnswer> {
    let tenant = caller.tenant(app);
    let owner = tenant.owner().await?;
    let partner = tenant.find::<partner::Entity>().one().await?.ok_or(Error::NotFound("partner"))?;
    Ok(SessionAnswer {
        csrf_token: caller.csrf_token(app),
        read_only: caller.user().is_none(),
        expires_at: caller.session().map(|session| written(session.expires_at)),
        partner: Named { id: partner.id.to_string(), name: partner.name },
        organisation: Named { id: owner.id.to_string(), name: owner.name },
    })
}

/// Sign out of the portal
///
/// Ends this session.
#[utoipa::path(
    delete,
    path = "/api/v1/portal/session",
    tag = "Portal",
    operation_id = "endPortalSession",
    params(("x-introw-csrf" = String, Header, description = "The session's `csrfToken`")),
    security(("portalSession" = [])),
    responses(
        (status = 204, description = "The session is over"),
        (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The header `x-introw-csrf` is missing or wrong", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn end(State(app): State<App>, headers: HeaderMap) -> Response {
    sign_out(&app, &headers, false).await.unwrap_or_else(IntoResponse::into_response)
}

/// Sign out of the portal everywhere
///
/// Ends all sessions of the user, also this one. For a member who looks at the portal, only this one.
#[utoipa::path(
    delete,
    path = "/api/v1/portal/sessions",
    tag = "Portal",
    operation_id = "endPortalSessions",
    params(("x-introw-csrf" = String, Header, description = "The session's `csrfToken`")),
    security(("portalSession" = [])),
    responses(
        (status = 204, description = "The sessions are over"),
        (status = 401, description = "Nobody is signed in", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The header `x-introw-csrf` is missing or wrong", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn end_all(State(app): State<App>, headers: HeaderMap) -> Response {
    sign_out(&app, &headers, true).await.unwrap_or_else(IntoResponse::into_response)
}

async fn sign_out(app: &App, headers: &HeaderMap, everywhere: bool) -> Result<Response> {
    let now = app.clock.now();
    let caller = PortalCaller::of_session(app, headers, now).await?;
    caller.check_csrf(app, headers)?;
    caller.sign_out(app, everywhere, now).await?;
    let cookie = cookie(app, &caller.tenant(app).owner().await?).take_back()?;
    Ok((StatusCode::NO_CONTENT, [NO_STORE, (header::SET_COOKIE, cookie)]).into_response())
}

fn written(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Millis, true)
}
