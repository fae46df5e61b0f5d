//! A fake shop with the snippet installed, where a visitor can really convert.

use axum::Router;
use axum::http::header;
use axum::response::Html;
use axum::routing::get;

use super::seed::Seeded;

/// What a shop that takes security seriously sends; the snippet has to work under it.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'";

/// The shop's routes.
pub(super) fn routes(page: String) -> Router {
    let file = |content_type: &'static str, text: &'static str| {
        get(move || async move { ([(header::CONTENT_TYPE, content_type)], text) })
    };
    Router::new()
        .route("/demo-shop", get(move || async move { ([(header::CONTENT_SECURITY_POLICY, POLICY)], Html(page)) }))
        .route("/demo-shop.js", file("text/javascript; charset=utf-8", include_str!("shop.js")))
        .route("/demo-shop.css", file("text/css; charset=utf-8", include_str!("shop.css")))
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
                .filter(|link| link.row.revoked_at.is_none())
                .map(|link| {
                    let label = escaped(&format!("{}: {}", link.partner.name, campaign.row.name));
                    format!("<li><a href=\"/r/{}\">{label}</a></li>", link.row.code)
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
