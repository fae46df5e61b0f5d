//! The header `Idempotency-Key`: a call that is sent again is not made again, and gets the same
//! answer. What that means is in `domain/idempotency.rs`.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures::FutureExt;

use super::caller::Caller;
use super::request_id;
use crate::app::App;
use crate::domain::idempotency::{self, Answer, Begun, Call};
use crate::error::{Error, Result};
use crate::store::Claim;

/// The header with the key.
pub const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Stands on an answer that is given again.
pub const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");
/// The longest key.
const LONGEST: usize = 255;
/// Headers that belong to an answer and not to the time at which it is given.
const STABLE: &[&str] = &["content-type", "cache-control", "x-introw-decision", "x-introw-reason"];

/// A call that may have a key.
pub struct Repeatable<'a> {
    /// What is called.
    pub route: &'static str,
    /// Who calls.
    pub caller: &'a Caller,
    /// Its headers.
    pub headers: &'a HeaderMap,
    /// Its body.
    pub body: &'a [u8],
}

/// The key of a call, if it has one.
///
/// # Errors
///
/// [`Error::BadRequest`] for one that cannot be a key.
pub fn key(headers: &HeaderMap) -> Result<Option<String>> {
    let mut values = headers.get_all(KEY).iter();
    let Some(value) = values.next() else { return Ok(None) };
    let text = value.as_bytes();
    let good = (1..=LONGEST).contains(&text.len()) && text.iter().all(u8::is_ascii_graphic) && values.next().is_none();
    match value.to_str() {
        Ok(text) if good => Ok(Some(text.to_owned())),
        _ => {
            let message = "Send one Idempotency-Key of 1 to 255 visible ASCII characters, such as a random UUID.";
            Err(Error::BadRequest(message.to_owned()))
        }
    }
}

/// Makes a call, at most once if it has a key. `work` is given the claim to write under, and says what
/// the answer is; an answer of success to a call that wrote nothing is kept only if `keep_idle`.
///
/// With a key, the call goes on to its end also when the caller hangs up: only then is the answer there
/// when it calls again, and the key never kept by a claim that nobody works on.
///
/// # Errors
///
/// See [`idempotency::begin`].
pub async fn once<F>(
    app: &App,
    call: Repeatable<'_>,
    keep_idle: bool,
    work: impl FnOnce(Option<Claim>) -> F + Send + 'static,
) -> Result<Response>
where
    F: Future<Output = Response> + Send + 'static,
{
    let Some(key) = key(call.headers)? else { return Ok(work(None).await) };
    let Repeatable { route, caller, body, .. } = call;
    let body_hash = idempotency::body_hash(body);
    let call = Call { organisation: caller.organisation, caller: caller.actor_id(), route, key, body_hash };
    let app_ = app.clone();
    let task = app.tasks.spawn(request_id::carry(async move {
        let claim = match idempotency::begin(&app_.store, &call, &app_.keyring, app_.clock.now()).await? {
            Begun::First(claim) => claim,
            Begun::Again(answer) => return again(answer),
        };
        // A claim that a panic left behind would keep the key from being used until its lease is over.
        let response = std::panic::AssertUnwindSafe(work(Some(claim.clone()))).catch_unwind().await;
        let response = response.unwrap_or_else(|_| Error::internal("a call with a key panicked").into_response());
        Ok(settle(&app_, &claim, response, keep_idle).await)
    }));
    task.await.map_err(Error::internal)?
}

/// Keeps the answer of a call that was made, and gives up the claim of one that was not.
async fn settle(app: &App, claim: &Claim, response: Response, keep_idle: bool) -> Response {
    let (parts, body) = response.into_parts();
    let Ok(body) = axum::body::to_bytes(body, usize::MAX).await else {
        return Error::internal("an answer could not be read").into_response();
    };
    let done = if claim.is_answered() {
        Ok(())
    } else if claim.is_committed() || keep_idle && parts.status.is_success() {
        let answer = answer(parts.status, &parts.headers, &body);
        idempotency::keep(&app.store, claim, &answer, &app.keyring).await
    } else {
        app.store.release_call(claim).await
    };
    if let Err(error) = done {
        error.log();
    }
    Response::from_parts(parts, Body::from(body))
}

/// What is kept of an answer.
pub fn answer(status: StatusCode, headers: &HeaderMap, body: &[u8]) -> Answer {
    let stable = |name: &&str| {
        let value = headers.get(*name)?.to_str().ok()?;
        Some(((*name).to_owned(), value.to_owned()))
    };
    Answer { status: status.as_u16(), headers: STABLE.iter().filter_map(stable).collect(), body: body.to_vec() }
}

fn again(answer: Answer) -> Result<Response> {
    let status = StatusCode::from_u16(answer.status).map_err(Error::internal)?;
    let mut response = (status, answer.body).into_response();
    let headers = response.headers_mut();
    headers.remove(header::CONTENT_TYPE);
    for (name, value) in &answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    Ok(response)
}
