//! A fake shop with the snippet installed, where a visitor can really convert.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;

use super::seed::Seeded;

/// What a shop that takes security seriously sends; the snippet has to work under it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";

/// The shop's routes; the page is there as soon as it has been made.
pub(super) fn routes(page: Arc<OnceLock<String>>) -> Router {
    let file = |content_type: &'static str, text: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, content_type)], text) })
    };
    Router::new()
        .route("/demo-shop", get(serve))
        .with_state(page)
        .route("/demo-shop.js", file("text/javascript; charset=utf-8", include_str!("shop.js")))
        .route("/demo-shop.css", file("text/css; charset=utf-8", include_str!("shop.css")))
}

async fn serve(State(page): State<Arc<OnceLock<String>>>) -> Response {
    match page.get() {
        Some(page) => ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page.clone())).into_response(),
        None => (StatusCode::SERVICE_UNAVAILABLE, "The demo is still being seeded.").into_response(),
    }
}

/// The page, with the demo's key and links.
pub(super) fn page(seeded: &Seeded) -> String {
    let links: String = seeded
        .campaigns
        .first()
        .map(|campaign| {
            campaign
                .links
                .iter()
                .filter(|(link, _)| link.revoked_at.is_none())
                .map(|(link, partner)| {
                    let label = escaped(&format!("{}: {}", partner.name, campaign.row.name));
                    format!("<li><a href=\"/r/{}\">{label}</a></li>", link.code)
                })
                .collect()
        })
        .unwrap_or_default();
    include_str!("shop.html").replace("{{publishable_key}}", &seeded.publishable_key).replace("{{links}}", &links)
}

/// Text as it stands in HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
