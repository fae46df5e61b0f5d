//! Health checks, at an address of their own that nobody outside reaches.

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::json;

use crate::app::App;

/// The routes of the operator's address.
pub fn routes(app: &App) -> Router {
    Router::new().route("/healthz", get(alive)).route("/readyz", get(ready)).with_state(app.clone())
}

async fn alive() -> Response {
    Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })).into_response()
}

/// Ready while the database answers. Redis is told about, and not needed.
async fn ready(State(app): State<App>) -> Response {
    let database = app.store.ping().await.is_ok();
    let redis = match app.cache.ping().await {
        None => "none",
        Some(true) => "ok",
        Some(false) => "away",
    };
    let status = if database { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    (status, Json(json!({ "database": if database { "ok" } else { "away" }, "redis": redis }))).into_response()
}
