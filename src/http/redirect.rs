//! `GET /r/{code}`: from a shared link to the destination, by way of a click that is stored.
//!
//! The whole path stands in this file, in the order in which it happens.

use std::net::SocketAddr;

use axum::extract::rejection::PathRejection;
use axum::extract::{ConnectInfo, Path, RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::{DateTime, Utc};
use entity::counter;
use entity::id::ClickId;
use entity::value::{Label, Measure};
use uuid::Uuid;

use super::{address, limits, page};
use crate::app::App;
use crate::cache::{Link, LinkState, Recently, Visit};
use crate::clock::quarter;
use crate::domain::token::{ClickToken, Flags};
use crate::domain::visit::{self, Kind, Request, Visitor};
use crate::store::NewClick;

/// The longest code or alias that is looked up.
const LONGEST: usize = 64;
/// From how many links of an organisation in a few seconds a visitor is a scanner.
const SCANNER: u32 = 3;
/// The cookie that tells visitors apart, for campaigns that credit the first click.
const VISITOR_COOKIE: &str = "irw_vid";

/// Follow an affiliate link
///
/// Stores a click and leads to the campaign's destination with the click's token in `irw_id`.
/// What is not a visit (a crawler, a preview, an image, a HEAD) gets no token.
#[utoipa::path(
    get,
    path = "/r/{code}",
    tag = "Links",
    operation_id = "followLink",
    params(("code" = String, Path, description = "The link's code, or one of its aliases")),
    security(()),
    responses(
        (status = 302, description = "To the destination", headers(("location" = String, description = "The destination, with the token"))),
        (status = 404, description = "There is no such link", body = String, content_type = "text/html"),
        (status = 410, description = "The link was revoked", body = String, content_type = "text/html"),
        (status = 503, description = "A prefetch, or a link that cannot be looked up right now", body = String, content_type = "text/html"),
    ),
)]
pub async fn follow(
    State(app): State<App>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    method: Method,
    code: Result<Path<String>, PathRejection>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Response {
    let Some(Path(code)) = code.ok().filter(|Path(code)| can_be_an_address(code)) else {
        return page::unknown_link();
    };
    let link = match app.cache.link(&code, &app.store).await {
        Ok(Some(link)) => link,
        Ok(None) => return page::unknown_link(),
        Err(error) => {
            error.log();
            return page::unavailable();
        }
    };
    let without_token = || redirect(&link, query.as_deref(), None, None);
    match link.target.state {
        LinkState::Live => {}
        LinkState::Revoked => return page::revoked_link(),
        LinkState::Idle => return without_token(),
    }
    // With whatever bytes it has: a phone's name in the agent is sometimes not ASCII.
    let agent = headers.get(header::USER_AGENT).map(|agent| String::from_utf8_lossy(agent.as_bytes()));
    let request = request(&app, &method, agent.as_deref(), &headers);
    let kind = request.kind();
    match kind {
        Kind::Head => return without_token(),
        Kind::Prefetch => return page::not_ahead(),
        Kind::NonNavigation | Kind::Crawler | Kind::Suspect(_) | Kind::Person => {}
    }

    let now = app.clock.now();
    let client = address::client(peer, &headers, &app.config.trusted_proxies);
    let agent = agent.as_deref().unwrap_or_default();
    let salt = app.visitor_salt(now).await;
    let visitor_key = visit::visitor_key(&salt, link.target.organisation, client, agent);
    let visit = Visit { organisation: link.target.organisation, visitor: visitor_key, link: link.target.link, at: now };
    let Some(recently) = limits::visit(&app, client, visit).await else {
        app.clicks.count(over_limit(&link, now));
        return without_token();
    };
    let label = label(kind, recently);
    let flags = Flags::of(label);
    let visitor = (flags.is_some() && link.target.first_click).then(|| visitor_id(&headers)).flatten();

    let id = ClickId::new(now);
    let seen = Visitor::read(agent);
    let click = NewClick {
        organisation_id: link.target.organisation,
        id,
        link_id: link.target.link,
        campaign_id: link.target.campaign,
        partner_id: link.target.partner,
        via: link.via(),
        at: now,
        label,
        visitor_id: visitor,
        visitor_key: Some(visitor_key.to_vec()),
        referrer_host: text(&headers, "referer")
            .and_then(|referrer| visit::referrer_host(referrer, &[&app.own_host()])),
        device: Some(seen.device.to_owned()),
        browser: seen.browser.map(str::to_owned),
        os: seen.os.map(str::to_owned),
        country: app.countries.of(client),
    };
    // Nothing with a token leaves before its click is durable, or waits for a database that is
    // away; then the token says enough to make the click again.
    app.clicks.keep(click).await;
    app.feeds.wake(link.target.organisation);
    let token = flags.map(|flags| {
        let token = ClickToken {
            flags,
            click: id,
            link_number: link.target.link_number,
            organisation_number: link.target.organisation_number,
        };
        token.sign(&app.keyring)
    });
    let cookie = visitor.map(|visitor| visitor_cookie(visitor, app.public_url.scheme() == "https"));
    redirect(&link, query.as_deref(), token.as_deref(), cookie)
}

/// Whether a code or an alias can be written so. Nothing else is looked up: a database refuses some
/// characters, and in lower case some others become a letter of an alias.
fn can_be_an_address(typed: &str) -> bool {
    typed.len() <= LONGEST && typed.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn request<'a>(app: &App, method: &Method, agent: Option<&'a str>, headers: &'a HeaderMap) -> Request<'a> {
    Request {
        head: *method == Method::HEAD,
        user_agent: agent,
        sec_fetch_site: text(headers, "sec-fetch-site"),
        sec_fetch_mode: text(headers, "sec-fetch-mode"),
        sec_fetch_dest: text(headers, "sec-fetch-dest"),
        sec_fetch_user: text(headers, "sec-fetch-user"),
        sec_purpose: text(headers, "sec-purpose"),
        purpose: text(headers, "purpose"),
        x_moz: text(headers, "x-moz"),
        fetch_metadata_expected: is_trustworthy(app),
    }
}

/// Whether browsers send fetch metadata here: only over https, and to the machine itself.
fn is_trustworthy(app: &App) -> bool {
    app.public_url.scheme() == "https"
        || match app.public_url.host() {
            Some(url::Host::Ipv4(address)) => address.is_loopback(),
            Some(url::Host::Ipv6(address)) => address.is_loopback(),
            Some(url::Host::Domain(domain)) => domain == "localhost" || domain.ends_with(".localhost"),
            None => false,
        }
}

/// What kind of click it is, once it is known what the visitor did just before.
fn label(kind: Kind, recently: Recently) -> Label {
    match kind {
        Kind::NonNavigation => Label::NonNavigation,
        Kind::Crawler => Label::Crawler,
        Kind::Suspect(_) => Label::Suspect,
        _ if recently.same_link => Label::Repeat,
        _ if recently.links >= SCANNER => Label::Suspect,
        _ => Label::Human,
    }
}

fn over_limit(link: &Link, now: DateTime<Utc>) -> counter::Model {
    counter::Model {
        organisation_id: link.target.organisation,
        link_id: link.target.link,
        via: link.via(),
        quarter: quarter(now),
        measure: Measure::OverLimit,
        campaign_id: link.target.campaign,
        partner_id: link.target.partner,
        count: 1,
    }
}

/// The visitor's id: the one of the cookie, else a new one; none for who asks not to be followed.
fn visitor_id(headers: &HeaderMap) -> Option<Uuid> {
    if visit::opted_out(text(headers, "sec-gpc"), text(headers, "dnt")) {
        return None;
    }
    let known = headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|cookie| cookie.trim().strip_prefix(VISITOR_COOKIE)?.strip_prefix('='))
        .find_map(|value| Uuid::try_parse(value).ok());
    // All random: an id that told its time would tell two visitors apart by more than itself.
    Some(known.unwrap_or_else(|| uuid::Builder::from_random_bytes(rand::random()).into_uuid()))
}

fn visitor_cookie(visitor: Uuid, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{VISITOR_COOKIE}={visitor}; Path=/r/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}")
}

fn redirect(link: &Link, query: Option<&str>, token: Option<&str>, cookie: Option<String>) -> Response {
    let location = link.destination.location(query, token);
    let Ok(location) = HeaderValue::try_from(location) else {
        // A destination that cannot stand in a header cannot be stored either.
        return page::unavailable();
    };
    let mut response = StatusCode::FOUND.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, location);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin"));
    headers.insert("x-robots-tag", HeaderValue::from_static("noindex"));
    if let Some(cookie) = cookie.and_then(|cookie| HeaderValue::try_from(cookie).ok()) {
        headers.insert(header::SET_COOKIE, cookie);
    }
    response
}
