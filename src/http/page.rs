//! The few pages that are made here, for visitors of links and for sign-in to the portal: small, and
//! without anything to load.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

/// Nothing is behind this code. Always the same, so that guessing tells nothing.
pub(super) fn unknown_link() -> Response {
    page(StatusCode::NOT_FOUND, "This link does not exist", "Check the address, or ask whoever shared it with you.")
}

/// The link was revoked.
pub(super) fn revoked_link() -> Response {
    page(StatusCode::GONE, "This link is no longer active", "Ask whoever shared it with you for a new one.")
}

/// Nothing can be looked up at the moment.
pub(super) fn unavailable() -> Response {
    let text = "We cannot look this link up right now. Please try again in a moment.";
    let mut response = page(StatusCode::SERVICE_UNAVAILABLE, "Just a moment", text);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

/// A browser asked ahead of the visitor; it has to ask again when the visitor comes.
pub(super) fn not_ahead() -> Response {
    (StatusCode::SERVICE_UNAVAILABLE, [(header::CACHE_CONTROL, "no-store")]).into_response()
}

fn page(status: StatusCode, title: &str, text: &str) -> Response {
    let policy = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
    document(status, title, &format!("<h1>{title}</h1><p>{text}</p>"), policy, "no-referrer")
}

/// A page with this content, which is HTML, under this content security policy.
pub(super) fn document(
    status: StatusCode,
    title: &str,
    content: &str,
    policy: &str,
    referrer: &'static str,
) -> Response {
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title>\
         <style>:root{{color-scheme:light dark}}body{{font:16px/1.5 system-ui,sans-serif;display:grid;\
         place-content:center;min-height:90vh;margin:0 24px;text-align:center}}h1{{font-size:22px;margin:0}}\
         p{{margin:8px 0 0;opacity:.8}}</style></head><body><main>{content}</main></body></html>"
    );
    let policy = HeaderValue::try_from(policy)
        .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static(referrer)),
    ];
    let mut response = (status, headers, Html(html)).into_response();
    response.headers_mut().insert("x-robots-tag", HeaderValue::from_static("noindex"));
    response
}

/// A text as it stands in HTML, also between quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            other => html.push(other),
        }
    }
    html
}
