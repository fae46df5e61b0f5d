//! An id for every request, on every answer and in every line of the log.

use std::borrow::Cow;

use axum::extract::Request;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use rand::RngExt;
use rand::distr::Alphanumeric;
use tracing::Instrument;

use crate::domain::secret_token::SecretToken;

/// The header that carries it.
pub const HEADER: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static CURRENT: String;
}

/// The id of the request that is being served; empty outside of one.
pub fn current() -> String {
    CURRENT.try_with(Clone::clone).unwrap_or_default()
}

/// Lets a task that goes on by itself be a part of the request that is being served.
pub fn carry<F: Future>(task: F) -> impl Future<Output = F::Output> {
    CURRENT.scope(current(), task.in_current_span())
}

/// Takes the caller's id if it is a plain one, else makes one, and puts it on the answer.
pub async fn within(request: Request, answer: impl AsyncFnOnce(Request) -> Response) -> Response {
    let id = request.headers().get(HEADER).and_then(plain).unwrap_or_else(fresh);
    let value = HeaderValue::from_str(&id);
    let path = without_secrets(request.uri().path());
    let span = tracing::info_span!("request", id, method = %request.method(), path = &*path);
    drop(path);
    let mut response = CURRENT.scope(id, answer(request).instrument(span)).await;
    if let Ok(value) = value {
        response.headers_mut().insert(HEADER, value);
    }
    response
}

/// A path as it may be logged: whoever has the token in it could sign in.
fn without_secrets(path: &str) -> Cow<'_, str> {
    let is_secret = |segment: &str| SecretToken::read(segment).is_some();
    if !path.split('/').any(is_secret) {
        return Cow::Borrowed(path);
    }
    let segments = path.split('/').map(|segment| if is_secret(segment) { "…" } else { segment });
    Cow::Owned(segments.collect::<Vec<_>>().join("/"))
}

fn plain(header: &HeaderValue) -> Option<String> {
    let text = header.to_str().ok()?;
    let plain = (8..=64).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    plain.then(|| text.to_owned())
}

fn fresh() -> String {
    rand::rng().sample_iter(Alphanumeric).take(20).map(char::from).collect()
}
