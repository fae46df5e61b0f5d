//! `/portal` and what is below it: the page of the portal, which knows its own addresses.

use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::{PortalCaller, frame_ancestors};
use crate::app::App;
use crate::error::Result;
use crate::http::assets;
use crate::http::problem;

/// Shows the page. Who may show it in a frame is said by the organisation whose session the browser has;
/// without one, nobody.
pub(super) async fn show(State(app): State<App>, headers: HeaderMap) -> Response {
    if !assets::wants_page(&headers) {
        return problem::refuse(StatusCode::NOT_FOUND, "NOT_FOUND", "There is nothing at this address.");
    }
    // The page is shown all the same: it says what is wrong and how to go on.
    let directive = directive(&app, &headers).await.unwrap_or_else(|_| frame_ancestors(None));
    assets::portal_page(&headers, &directive)
}

async fn directive(app: &App, headers: &HeaderMap) -> Result<String> {
    let caller = PortalCaller::of_session(app, headers, app.clock.now()).await?;
    Ok(frame_ancestors(Some(&caller.tenant(app).owner().await?)))
}
