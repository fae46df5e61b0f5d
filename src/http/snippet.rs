//! `GET /affiliate.js`: the snippet that pages carry.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use std::sync::LazyLock;

use crate::app::App;

/// The snippet, as it stands in the repository.
pub const SOURCE: &str = include_str!("affiliate.js");

static TAG: LazyLock<String> = LazyLock::new(|| {
    let digest = Sha256::digest(SOURCE.as_bytes());
    let start: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{start}\"")
});

/// The affiliate snippet
///
/// The script that keeps the click token on a page and sends conversions from it.
#[utoipa::path(
    get,
    path = "/affiliate.js",
    tag = "Snippet",
    operation_id = "getSnippet",
    security(()),
    responses(
        (status = 200, description = "The script", body = String, content_type = "text/javascript"),
        (status = 304, description = "The script has not changed"),
    ),
)]
pub async fn serve(State(app): State<App>, headers: HeaderMap) -> Response {
    // Which pages carry it is known from nothing else.
    app.snippet_loads.count(headers.get(header::REFERER).and_then(|value| value.to_str().ok()), app.clock.now());
    let same = headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == TAG.as_bytes());
    let mut response = if same { StatusCode::NOT_MODIFIED.into_response() } else { SOURCE.into_response() };
    let out = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        // Pages get a new version within the hour, and use the old one meanwhile.
        (header::CACHE_CONTROL, "public, max-age=3600, stale-while-revalidate=86400"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        out.insert(name, HeaderValue::from_static(value));
    }
    if let Ok(tag) = HeaderValue::from_str(&TAG) {
        out.insert(header::ETAG, tag);
    }
    response
}
