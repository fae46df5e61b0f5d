//! `GET /api/v1/affiliate/legacy-redirect`: from the URL of an earlier system to a link.

use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use utoipa::IntoParams;

use super::page;
use super::problem::Problem;
use crate::app::App;
use crate::domain::legacy;

/// Where the old URL can stand.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Old {
    /// The old URL. Else it is taken from the header `X-Original-URL`, `X-Forwarded-Uri` or `Referer`.
    #[param(required = false)]
    u: Option<String>,
}

/// Follow a legacy link
///
/// Leads from an old affiliate URL to the link that it is mapped to, and nowhere else.
#[utoipa::path(
    get,
    path = "/api/v1/affiliate/legacy-redirect",
    tag = "Links",
    operation_id = "followLegacyLink",
    params(Old),
    security(()),
    responses(
        (status = 302, description = "The URL is mapped: to its link", headers(("location" = String, description = "The link"))),
        (status = 404, description = "The URL is not mapped", content((String = "text/html"), (Problem = "application/problem+json"))),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
        (status = 503, description = "Not possible right now", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn follow(State(app): State<App>, query: Result<Query<Old>, QueryRejection>, headers: HeaderMap) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let old = query
        .ok()
        .and_then(|Query(old)| old.u)
        .or_else(|| header("x-original-url").map(|url| whole(url, header)))
        .or_else(|| header("x-forwarded-uri").map(|url| whole(url, header)))
        .or_else(|| header("referer").map(str::to_owned));
    let Some(normalised) = old.as_deref().and_then(legacy::normalise) else {
        return page::unknown_link();
    };
    match app.store.legacy_target(&normalised).await {
        Ok(Some(target)) => match HeaderValue::try_from(app.link_url(&target.code)) {
            Ok(location) => {
                app.legacy.hit(target.organisation_id, target.id, app.clock.now());
                let no_store = HeaderValue::from_static("no-store");
                (StatusCode::FOUND, [(header::LOCATION, location), (header::CACHE_CONTROL, no_store)]).into_response()
            }
            Err(_) => page::unavailable(),
        },
        Ok(None) => {
            app.legacy.miss(normalised, app.clock.now());
            page::unknown_link()
        }
        Err(error) => error.into_response(),
    }
}

/// A URL as proxies pass it on: whole, or a path whose scheme and host stand in other headers.
fn whole<'a>(url: &str, header: impl Fn(&str) -> Option<&'a str>) -> String {
    if !url.starts_with('/') {
        return url.to_owned();
    }
    let scheme = header("x-forwarded-proto").unwrap_or("https");
    let host = header("x-forwarded-host").or_else(|| header("host")).unwrap_or_default();
    format!("{scheme}://{host}{url}")
}
