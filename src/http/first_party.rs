//! `POST /api/v1/affiliate/cookie`: sets the click's cookie from a server, behind a path of a shop's own.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use cookie::{Cookie, SameSite};
use serde::Serialize;
use url::Url;
use utoipa::ToSchema;

use super::problem::Problem;
use crate::app::App;
use crate::domain::first_party::{self, COOKIE, Kept};
use crate::error::{Error, Result};

/// What became of the cookie.
#[derive(Debug, Serialize, ToSchema)]
pub struct CookieAnswer {
    /// Whether it was set.
    status: CookieStatus,
}

/// Whether the cookie was set.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum CookieStatus {
    /// It was set again, until 90 days after its click.
    Kept,
    /// There is no page, or no click that is genuine and younger than 90 days.
    Ignored,
}

/// Keep the click's cookie
///
/// Sets the cookie `_introw_aff` that came with the call again, from the server: browsers keep such a
/// cookie longer than one that a script has written. Lead a path of your own site here, and call it from
/// your pages.
#[utoipa::path(
    post,
    path = "/api/v1/affiliate/cookie",
    tag = "Snippet",
    operation_id = "keepCookie",
    params(
        ("origin" = Option<String>, Header, description = "Set by browsers: the page's origin, for whose domain the cookie is"),
        ("cookie" = Option<String>, Header, description = "Sent by browsers: the cookie that the snippet has written"),
    ),
    security(()),
    responses(
        (status = 200, description = "The cookie was set, or there is none to set", body = CookieAnswer, headers(
            ("set-cookie" = String, description = "The cookie, where there is one"),
        )),
        (status = 429, description = "Too many calls", body = Problem, content_type = "application/problem+json"),
    ),
)]
pub async fn keep(State(app): State<App>, headers: HeaderMap) -> Result<Response> {
    let sent = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let tokens = sent.flat_map(|value| value.split(';')).filter_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == COOKIE).then_some(value)
    });
    // What is no browser has no cookie to keep.
    let origin = headers.get(header::ORIGIN).and_then(|value| Url::parse(value.to_str().ok()?).ok());
    let kept = first_party::newest(tokens, &app.keyring, app.clock.now());
    let cookie = match (origin.as_ref(), kept) {
        (Some(origin), Some(kept)) => cookie(origin, kept)?,
        _ => None,
    };
    let status = if cookie.is_some() { CookieStatus::Kept } else { CookieStatus::Ignored };
    let mut response = Json(CookieAnswer { status }).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(cookie) = cookie {
        response.headers_mut().insert(header::SET_COOKIE, cookie);
    }
    Ok(response)
}

/// The same cookie that the snippet writes, so that it takes that one's place. Scripts have to read it.
fn cookie(origin: &Url, kept: Kept) -> Result<Option<HeaderValue>> {
    let Some(host) = origin.host_str().filter(|_| matches!(origin.scheme(), "https" | "http")) else {
        return Ok(None);
    };
    let mut cookie = Cookie::build((COOKIE, kept.token))
        .path("/")
        .same_site(SameSite::Lax)
        .secure(origin.scheme() == "https")
        .max_age(cookie::time::Duration::seconds(kept.remaining.num_seconds()));
    if let Some(domain) = first_party::widest_domain(host) {
        cookie = cookie.domain(domain);
    }
    HeaderValue::try_from(cookie.to_string()).map(Some).map_err(Error::internal)
}
