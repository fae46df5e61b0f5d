//! The HTTP door: routes and layers. How connections are accepted is in `http/serve.rs`.
//!
//! Two groups of routes share nothing but the request id. Links are hot: no body, no CORS, no
//! shield, no pool of the API. The API has all of these.

pub mod address;
pub mod assets;
pub mod body;
pub mod caller;
pub mod conversions;
pub mod cookie;
pub mod csrf;
pub mod exports;
pub mod first_party;
pub mod idempotency;
pub mod imports;
pub mod legacy;
pub mod limits;
pub mod openapi;
pub mod ops;
mod page;
pub mod portal;
pub mod problem;
pub mod redirect;
pub mod request_id;
pub mod request_log;
pub mod serve;
pub mod session;
pub mod snippet;
mod unread;

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::routing::{delete, get, options, post};
use futures::FutureExt;
use tower::ServiceExt;
use tower_http::compression::CompressionLayer;

use crate::app::App;
use crate::error::Error;
use crate::graphql;

/// How long a call of the API may take, its body included.
const PATIENCE: Duration = Duration::from_secs(30);

/// All public routes.
pub fn routes(app: &App, shield: Option<&limits::Shield>) -> Router {
    let links = Router::new().route("/r/{code}", get(redirect::follow)).with_state(app.clone());
    let api = Router::new()
        .route("/api/v1/affiliate/conversions", options(conversions::preflight).post(conversions::record))
        .route("/api/v1/affiliate/cookie", post(first_party::keep))
        .route("/api/v1/affiliate/legacy-redirect", get(legacy::follow))
        .route("/api/v1/imports/partners", post(imports::partners))
        .route("/api/v1/imports/legacy-links", post(imports::legacy_links))
        .route("/graphql", post(graphql::handle))
        .route("/api/v1/session", get(session::read).post(session::create).delete(session::end))
        .route("/api/v1/sessions", delete(session::end_all))
        .route("/api/v1/session/links", post(session::links::use_link))
        .route("/api/v1/password", post(session::links::set_password))
        .route("/api/v1/invitations/accept", post(session::links::accept_invitation))
        .route("/api/v1/set-up", post(session::links::first_set_up))
        .merge(portal::routes())
        .route("/api/v1/exports/everything.ndjson", get(exports::everything::serve))
        .route("/api/v1/exports/{export}", get(exports::serve))
        .with_state(app.clone())
        .merge(session::pages::routes(app))
        .layer(from_fn(in_time));
    let api = match shield {
        Some(shield) => shield.before(api),
        None => api,
    };
    let files = Router::new()
        .route("/affiliate.js", get(snippet::serve))
        .route("/openapi.json", get(openapi::serve))
        .with_state(app.clone())
        .layer(CompressionLayer::new());
    links
        .merge(api)
        .merge(files)
        .merge(assets::routes(app.config.explorer))
        .fallback(nothing_here)
        .method_not_allowed_fallback(wrong_method)
}

/// Answers a request: under an id, whichever route it takes, and also where a handler panics. Not layers
/// of the router, which would wrap them around each of its routes anew for every request.
async fn answer(routes: Router, request: Request) -> Response {
    request_id::within(request, async |request| match AssertUnwindSafe(routes.oneshot(request)).catch_unwind().await {
        Ok(Ok(response)) => response,
        Err(panic) => panicked(&*panic),
    })
    .await
}

/// Not the library's layer: its answer has no body, and every refusal here is a problem document.
async fn in_time(request: Request, next: Next) -> Response {
    match tokio::time::timeout(PATIENCE, next.run(request)).await {
        Ok(response) => response,
        Err(_) => {
            let detail = "The call did not arrive whole, or could not be served, within 30 seconds.";
            problem::refuse(StatusCode::REQUEST_TIMEOUT, "REQUEST_TIMEOUT", detail)
        }
    }
}

/// A person who looks at an address in a browser gets the dashboard, which knows its pages.
async fn nothing_here(request: Request) -> Response {
    if let Some(page) = assets::page_for(&request) {
        return page;
    }
    problem::refuse(StatusCode::NOT_FOUND, "NOT_FOUND", "There is nothing at this address.")
}

async fn wrong_method() -> Response {
    let detail = "This address does not take this method.";
    problem::refuse(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", detail)
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Response {
    let what = panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_default();
    axum::response::IntoResponse::into_response(Error::internal(format!("a handler panicked: {what}")))
}
