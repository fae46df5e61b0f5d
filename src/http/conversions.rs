//! `POST /api/v1/affiliate/conversions`: strict about the call, lenient about the click.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::value::{Outcome, Source};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::body::{self, Unreadable};
use super::caller::{API_KEY, Caller, PUBLISHABLE_KEY, Page, Sender};
use super::idempotency::{self, Repeatable};
use super::problem::Problem;
use super::request_log::Entry;
use super::{address, limits};
use crate::app::App;
use crate::domain::conversion::{self, Answer, Call};
use crate::domain::email::Email;
use crate::domain::idempotency::seal;
use crate::domain::key::Permission;
use crate::domain::mapping;
use crate::error::{Error, ProblemCode, Problems, Result};
use crate::store::{Claim, Scope, Tenant};

/// The path, as the request log and idempotency keys know it.
const PATH: &str = "/api/v1/affiliate/conversions";
/// The longest text that can be a token; a longer one is none.
const MAX_TOKEN: usize = 256;
/// The decision's id, for a backend that looks into an answer.
const DECISION: HeaderName = HeaderName::from_static("x-introw-decision");
/// The reason code, for a backend that looks into an answer.
const REASON: HeaderName = HeaderName::from_static("x-introw-reason");

/// A conversion, as it is sent.
#[derive(ToSchema)]
#[schema(as = ConversionRequest)]
#[expect(dead_code, reason = "documents the body, which is read by hand: most of it must never be an error")]
pub struct Body_ {
    /// Signed affiliate click token captured at click time: the value of the cookie `_introw_aff`,
    /// or what `window.introw.affiliate.getClickId()` gives. One that is missing, malformed,
    /// forged or expired is no error: the answer is 200 with `status: ignored`.
    #[serde(rename = "clickId")]
    #[schema(required = false, max_length = 256)]
    click_id: Option<String>,
    /// Publishable key, on the browser path only. The header `x-introw-publishable-key` wins.
    #[serde(rename = "publishableKey")]
    #[schema(required = false, min_length = 1, max_length = 128)]
    publishable_key: Option<String>,
    /// The converting customer's e-mail address, when it is known; empty when it is not.
    #[schema(required = false, max_length = 320)]
    email: Option<String>,
    /// Anything about the conversion, by key. A key that is a form field's id, or that the
    /// campaign's field mapping names, fills a field; the others are kept beside them.
    #[schema(required = false, value_type = Option<Object>)]
    properties: Option<Map<String, Value>>,
}

/// What became of a conversion call.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversionAnswer {
    /// The outcome.
    status: Status,
    /// The conversion, when a new one was recorded.
    #[schema(required, example = "cnv_01kagq3v5hf4qs2n8w9x7c6b5a")]
    conversion_id: Option<String>,
    /// The form submission that the conversion made, when it could be made.
    #[schema(required, example = "fsub_01kagq3v5hf4qs2n8w9x7c6b5b")]
    form_submission_id: Option<String>,
}

/// The outcome of a conversion call.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// A new conversion was attributed.
    Recorded,
    /// This click, or this customer, has converted already; nothing new was recorded.
    Duplicate,
    /// There was no valid click token, or a rule of the campaign refused it; nothing was recorded.
    Ignored,
}

/// Record an affiliate conversion
///
/// Records a conversion and creates the form submission that it maps to. Send it from a backend
/// with a secret key, or from a page with a publishable one. Safe to send again: one click
/// converts once.
#[utoipa::path(
    post,
    path = "/api/v1/affiliate/conversions",
    tag = "Conversions",
    operation_id = "recordConversion",
    request_body(content = Body_, description = "The conversion; at most 64 KiB."),
    params(
        ("x-introw-publishable-key" = Option<String>, Header, description = "Publishable key, on the browser path"),
        ("origin" = Option<String>, Header, description = "Set by browsers: must be allowed by the campaign"),
        ("idempotency-key" = Option<String>, Header, description = "On the server path: 1 to 255 visible ASCII characters. For 24 hours, the same call with the same key gets the same answer and is not made again. A call that was refused or failed does not use its key up."),
    ),
    security(("apiKey" = []), ("publishableKey" = []), ()),
    responses(
        (status = 201, description = "A new conversion was attributed", body = ConversionAnswer, headers(
            ("x-introw-decision" = String, description = "The decision, on the server path"),
            ("x-introw-reason" = String, description = "The reason code, on the server path"),
            ("idempotent-replayed" = String, description = "`true`: the answer of an earlier call with this idempotency key"),
        )),
        (status = 200, description = "A duplicate, or no valid and unexpired click: nothing new was recorded", body = ConversionAnswer, headers(
            ("x-introw-decision" = String, description = "The decision, on the server path, for a genuine token"),
            ("x-introw-reason" = String, description = "The reason code, on the server path"),
            ("idempotent-replayed" = String, description = "`true`: the answer of an earlier call with this idempotency key"),
        )),
        (status = 400, description = "The body is not JSON, or the idempotency key is none", body = Problem, content_type = "application/problem+json"),
        (status = 401, description = "No key, or one that is unknown, revoked or expired", body = Problem, content_type = "application/problem+json"),
        (status = 403, description = "The key lacks the scope, or the origin is not allowed", body = Problem, content_type = "application/problem+json"),
        (status = 408, description = "The body did not arrive in time", body = Problem, content_type = "application/problem+json"),
        (status = 409, description = "A call with this idempotency key is being made; send it again after `Retry-After`", body = Problem, content_type = "application/problem+json"),
        (status = 413, description = "The body is larger than 64 KiB", body = Problem, content_type = "application/problem+json"),
        (status = 415, description = "The body is not application/json", body = Problem, content_type = "application/problem+json"),
        (status = 422, description = "Fields of the body are wrong, or the idempotency key was used with another body", body = Problem, content_type = "application/problem+json"),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now; send it again", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn record(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let browser = !headers.contains_key(API_KEY);
    let mut entry = Entry::begin(&app, "POST", PATH);
    let response = match serve(&app, peer, &headers, body, &mut entry).await {
        Ok(response) => response,
        Err(Refusal::Error(error)) => error.into_response(),
        Err(Refusal::Body(unreadable)) => unreadable.into_response(),
    };
    entry.end(&app, &response);
    if browser { readable_by_page(response, &headers) } else { response }
}

/// Answers a browser that asks whether a page may call. Which campaign, and so which origins,
/// is only known from the body, so every page may try, and the call decides.
pub async fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type, x-introw-publishable-key"),
        (header::ACCESS_CONTROL_MAX_AGE, "600"),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// Lets the page read the answer, unless its origin was refused. Never with credentials.
fn readable_by_page(mut response: Response, request: &HeaderMap) -> Response {
    let refused = response.status() == StatusCode::FORBIDDEN;
    let headers = response.headers_mut();
    headers.insert(header::VARY, HeaderValue::from_static("origin"));
    if let Some(origin) = request.get(header::ORIGIN).filter(|_| !refused) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after, x-request-id"));
    }
    response
}

enum Refusal {
    Error(Error),
    Body(Unreadable),
}

impl From<Unreadable> for Refusal {
    fn from(unreadable: Unreadable) -> Self {
        Self::Body(unreadable)
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

async fn serve(
    app: &App,
    peer: SocketAddr,
    headers: &HeaderMap,
    body: Body,
    entry: &mut Entry,
) -> Result<Response, Refusal> {
    let now = app.clock.now();
    // A key in a header is looked at before the body: who may not call does not get it read.
    let from_header = match (headers.get(API_KEY), headers.get(PUBLISHABLE_KEY)) {
        (Some(_), _) => Some(Sender::Server(Caller::by_key(app, headers, now).await?)),
        (None, Some(key)) => {
            let key = key.to_str().unwrap_or_default();
            Some(Sender::Browser(Page::authenticate(app, key, now).await?))
        }
        (None, None) => None,
    };
    if let Some(Sender::Server(caller)) = &from_header {
        entry.of(caller);
    }
    let body = body::json_as_sent(body::MAX, headers, body).await;
    let (bytes, body) = match (body, &from_header) {
        // Without any key, that is what has to be mended first.
        (Err(_), None) => return Err(NO_KEY.into()),
        (body, _) => body?,
    };
    let sender = match from_header {
        Some(sender) => sender,
        None => Sender::Browser(Page::authenticate(app, key_in_body(&body)?, now).await?),
    };
    let client = address::client(peer, headers, &app.config.trusted_proxies);
    let (tenant, limit) = match &sender {
        Sender::Server(caller) => (caller.tenant(app, Permission::AffiliateWrite)?, limits::caller(app, caller).await?),
        Sender::Browser(page) => (page.tenant(app), limits::page(app, page, client).await?),
    };
    let call = call(&sender, headers, &body)?;
    let app_ = app.clone();
    let mut response = match &sender {
        Sender::Server(caller) => {
            let repeatable = Repeatable { route: PATH, caller, headers, body: &bytes };
            idempotency::once(app, repeatable, true, move |claim| make(app_, tenant, call, claim)).await?
        }
        // A page has no use for a key: what it may send across origins does not include one.
        Sender::Browser(_) => make(app_, tenant, call, None).await,
    };
    response.headers_mut().extend(limit);
    Ok(response)
}

async fn make(app: App, tenant: Tenant, call: Call, claim: Option<Claim>) -> Response {
    let keep = claim.clone().map(|claim| {
        let (keyring, source) = (&app.keyring, call.source);
        move |answer: &Answer| {
            let (status, headers, body) = respond(answer, source);
            seal(&idempotency::answer(status, &headers, &body), &claim, keyring)
        }
    });
    let keep = keep.as_ref().map(|keep| keep as &conversion::Keep<'_>);
    let tenant = tenant.with_claim(claim);
    let recorded = conversion::record(&tenant, &call, &app.keyring, &app.ignored, keep, app.clock.now()).await;
    app.feeds.wake(tenant.organisation());
    match recorded {
        Ok(answer) if answer.outcome == Outcome::Refused => Error::OriginNotAllowed.into_response(),
        Ok(answer) => respond(&answer, call.source).into_response(),
        Err(error) => error.into_response(),
    }
}

const NO_KEY: Error = Error::Unauthenticated(
    "Send a secret key in the header x-api-key, or a publishable key in the header x-introw-publishable-key.",
);

fn key_in_body(body: &Value) -> Result<&str> {
    match body.get("publishableKey") {
        None | Some(Value::Null) => Err(NO_KEY),
        Some(Value::String(key)) if (1..=128).contains(&key.chars().count()) => Ok(key),
        Some(_) => {
            let mut problems = Problems::default();
            problems.add("publishableKey", ProblemCode::Invalid, "Send a text of 1 to 128 characters.");
            problems.none().and(Err(NO_KEY))
        }
    }
}

fn call(sender: &Sender, headers: &HeaderMap, body: &Value) -> Result<Call> {
    let mut problems = Problems::default();
    let Some(fields) = body.as_object() else {
        return Err(crate::error::Problem::new("body", ProblemCode::Invalid, "Send a JSON object.").into());
    };
    // Nothing about the click is ever an error.
    let token = match fields.get("clickId") {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(token)) if token.len() <= MAX_TOKEN => token.clone(),
        Some(_) => "?".to_owned(),
    };
    let email = match fields.get("email") {
        None | Some(Value::Null) => None,
        Some(Value::String(email)) if email.is_empty() => None,
        Some(Value::String(email)) => match Email::parse(email) {
            Ok(email) => Some(email),
            Err(error) => {
                problems.add("email", ProblemCode::Invalid, error.to_string());
                None
            }
        },
        Some(_) => {
            problems.add("email", ProblemCode::Invalid, "Send a text, or leave it out when it is unknown.");
            None
        }
    };
    let properties = match mapping::check_properties(fields.get("properties")) {
        Ok(properties) => properties,
        Err(wrong) => {
            for (field, message) in wrong {
                problems.add(&field, ProblemCode::Invalid, message);
            }
            Map::new()
        }
    };
    problems.none()?;
    let (key, campaign, organisation_number) = match sender {
        Sender::Server(caller) => (caller.credential(), None, caller.organisation_number),
        Sender::Browser(page) => (page.key, page.campaign, page.organisation_number),
    };
    let requires_origins = matches!(sender, Sender::Browser(page) if page.requires_origins);
    let origin = match sender {
        Sender::Server(_) => None,
        Sender::Browser(_) => headers.get(header::ORIGIN).map(|origin| {
            let origin = String::from_utf8_lossy(origin.as_bytes());
            origin.chars().take(300).collect()
        }),
    };
    let source = sender.source();
    Ok(Call { token, email, properties, source, origin, requires_origins, key, campaign, organisation_number })
}

fn respond(answer: &Answer, source: Source) -> (StatusCode, HeaderMap, Vec<u8>) {
    let (code, status) = match answer.outcome {
        Outcome::Recorded => (StatusCode::CREATED, Status::Recorded),
        Outcome::Duplicate => (StatusCode::OK, Status::Duplicate),
        Outcome::Ignored | Outcome::Refused => (StatusCode::OK, Status::Ignored),
    };
    let body = ConversionAnswer {
        status,
        conversion_id: answer.conversion.map(|id| id.to_string()),
        form_submission_id: answer.submission.map(|id| id.to_string()),
    };
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    // Lenient outside, exact inside: a backend may learn why, a page may not.
    if source == Source::Server {
        headers.insert(REASON, HeaderValue::from_static(answer.reason.as_str()));
        if let Some(decision) = answer.decision.and_then(|id| HeaderValue::try_from(id.to_string()).ok()) {
            headers.insert(DECISION, decision);
        }
    }
    // Fails for no value of this type.
    (code, headers, serde_json::to_vec(&body).unwrap_or_default())
}
