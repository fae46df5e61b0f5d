//! The dashboard and the partner portal: files that are built from `dashboard/` into the binary.
//!
//! A debug build reads them from the disk each time, so a new build of them needs no new binary.

use axum::Router;
use axum::extract::{Path, Request};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::problem;

/// What a page of ours may load: nothing from another host. Its components write style
/// attributes, so styles may stand in the page; scripts may not.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; \
    img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; \
    form-action 'self'; ";
/// No other site shows a page of ours in a frame.
const UNFRAMED: &str = "frame-ancestors 'none'";

/// Paths that belong to programs: a browser that looks there is told as a program is.
const OF_PROGRAMS: &[&str] = &["api", "graphql", "r", "assets", "static"];

/// Its files as they stand in `dashboard/dist`.
#[cfg(feature = "dashboard")]
#[derive(rust_embed::RustEmbed)]
#[folder = "dashboard/dist/"]
#[allow_missing = true]
struct Files;

struct File {
    data: std::borrow::Cow<'static, [u8]>,
    tag: String,
}

#[cfg(feature = "dashboard")]
fn file(path: &str) -> Option<File> {
    let file = Files::get(path)?;
    let digest = file.metadata.sha256_hash();
    let tag: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    Some(File { data: file.data, tag: format!("\"{tag}\"") })
}

#[cfg(not(feature = "dashboard"))]
fn file(_path: &str) -> Option<File> {
    None
}

/// Whether the dashboard is there.
pub fn built() -> bool {
    file("index.html").is_some()
}

/// Which build of the dashboard is there: the beginning of the hash of its page, which names its files;
/// none: it is not built in.
pub fn build() -> Option<String> {
    Some(file("index.html")?.tag.trim_matches('"').to_owned())
}

/// The files that the pages load, and the API explorer where it is wanted.
pub(super) fn routes(explorer: bool) -> Router {
    let files = Router::new()
        // The names of these carry a hash of what is in them, so they never change.
        .route(
            "/assets/{*path}",
            get(async |Path(path): Path<String>, headers: HeaderMap| {
                served(&format!("assets/{path}"), &headers, "public, max-age=31536000, immutable")
            }),
        )
        .route(
            "/static/{*path}",
            get(async |Path(path): Path<String>, headers: HeaderMap| {
                served(&format!("static/{path}"), &headers, "no-cache")
            }),
        );
    match explorer {
        true => files.route("/graphiql", get(async |headers: HeaderMap| page("explorer.html", &headers))),
        false => files,
    }
}

/// The page for a person who looks at an address that is no route; none for a program. Which
/// pages there are, the dashboard itself knows.
pub(super) fn page_for(request: &Request) -> Option<Response> {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let section = request.uri().path().split('/').nth(1).unwrap_or_default();
    if !reads || !wants_page(request.headers()) || OF_PROGRAMS.contains(&section) {
        return None;
    }
    Some(page("index.html", request.headers()))
}

fn page(name: &str, headers: &HeaderMap) -> Response {
    if built() { served(name, headers, "no-cache") } else { not_built() }
}

/// The page of the portal, which the sites of this directive may show in a frame. It is kept by nobody:
/// the next one who looks may have another session, and another directive with it.
pub(super) fn portal_page(headers: &HeaderMap, frame_ancestors: &str) -> Response {
    if !built() {
        return not_built();
    }
    let mut response = served("portal.html", headers, "no-store");
    if let Ok(policy) = HeaderValue::try_from(format!("{POLICY}{frame_ancestors}")) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response.headers_mut().remove(header::ETAG);
    response
}

/// Whether a person looks, and no program.
pub(super) fn wants_page(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

fn served(path: &str, headers: &HeaderMap, cache: &'static str) -> Response {
    let Some(plain) = file(path) else {
        return problem::refuse(StatusCode::NOT_FOUND, "NOT_FOUND", "There is nothing at this address.");
    };
    let compressed = accepts_brotli(headers).then(|| file(&format!("{path}.br"))).flatten();
    let is_compressed = compressed.is_some();
    let file = compressed.unwrap_or(plain);
    let same = headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag.as_bytes() == file.tag.as_bytes());
    let mut response =
        if same { StatusCode::NOT_MODIFIED.into_response() } else { file.data.into_owned().into_response() };
    let out = response.headers_mut();
    for (name, value) in
        [(header::CONTENT_TYPE, content_type(path)), (header::CACHE_CONTROL, cache), (header::VARY, "accept-encoding")]
    {
        out.insert(name, HeaderValue::from_static(value));
    }
    if is_compressed {
        out.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    if let Ok(tag) = HeaderValue::from_str(&file.tag) {
        out.insert(header::ETAG, tag);
    }
    if is_document(path) { guarded(response) } else { part(response) }
}

/// A coding that the client weighs with nothing is one that it refuses.
fn accepts_brotli(headers: &HeaderMap) -> bool {
    headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).any(|value| {
        value.split(',').any(|coding| {
            let mut parts = coding.split(';').map(str::trim);
            let weight = parts.clone().nth(1).and_then(|weight| weight.strip_prefix("q="));
            parts.next() == Some("br") && weight.and_then(|weight| weight.parse().ok()) != Some(0.0_f32)
        })
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

/// Whether a browser shows it by itself, as a page.
fn is_document(path: &str) -> bool {
    matches!(path.rsplit('.').next(), Some("html" | "svg"))
}

/// A script, a style or a font: the policy is the page's that loads it. A page loads dozens, so that every
/// header counts.
fn part(mut response: Response) -> Response {
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// With what stands on every page.
fn guarded(mut response: Response) -> Response {
    if let Ok(policy) = HeaderValue::try_from(format!("{POLICY}{UNFRAMED}")) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(), payment=()"),
    ] {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

/// What stands where the dashboard would, in a binary that has none.
fn not_built() -> Response {
    const BODY: &str = "<p>This program was built without it. Links, conversions and the API work as they should.</p>\
        <p>To have the dashboard, build it once; it needs Node 20 or newer:</p><pre tabindex=\"0\">make dashboard</pre>\
        <p>What the API can do stands in <a href=\"/openapi.json\">openapi.json</a> and in \
        <code>introw schema</code>.</p>";
    guarded(super::page::document(StatusCode::SERVICE_UNAVAILABLE, "The dashboard is not built", BODY, "same-origin"))
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, header};

    use super::{accepts_brotli, not_built};

    #[test]
    fn without_the_dashboard_a_page_says_how_to_have_it() {
        let page = not_built();
        assert_eq!(page.status(), axum::http::StatusCode::SERVICE_UNAVAILABLE);
        let header = |name: &str| page.headers()[name].to_str().unwrap_or_default().to_owned();
        assert_eq!(header("cache-control"), "no-store");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert!(header("content-security-policy").contains("frame-ancestors 'none'"));
    }

    #[test]
    fn brotli_is_served_to_those_who_take_it() {
        for (accepted, expected) in [
            ("gzip, deflate, br", true),
            ("br;q=0.5, gzip", true),
            ("br;q=0", false),
            ("br; q=0.0, gzip", false),
            ("gzip, brotli", false),
            ("", false),
        ] {
            let headers = HeaderMap::from_iter([(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted))]);
            assert_eq!(accepts_brotli(&headers), expected, "{accepted}");
        }
    }
}
