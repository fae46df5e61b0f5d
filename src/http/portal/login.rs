//! `/portal/login/{token}`: a link that signs somebody in to the portal, once.
//!
//! Scanners of mail open every link, so opening one shows a button and uses nothing up; the button
//! sends a form, which does.

use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use entity::{organisation, portal_link};

use super::{cookie, frame_ancestors};
use crate::app::App;
use crate::domain::portal::{self, Device};
use crate::domain::secret_token::SecretToken;
use crate::domain::visit::Visitor;
use crate::error::{Error, Result};
use crate::http::page::{document_under, escaped};
use crate::store::{Actor, Tenant};

/// Where a session begins.
const HOME: &str = "/portal";

/// Shows what the link is for, and a button.
pub async fn show(State(app): State<App>, Path(token): Path<String>) -> Response {
    match find(&app, &token).await {
        Ok(Some((link, tenant))) => match tenant.owner().await {
            Ok(owner) if portal::is_good(&link, app.clock.now()) => offer(&token, &owner),
            Ok(owner) => over(Some(&owner)),
            Err(error) => error.into_response(),
        },
        Ok(None) => over(None),
        Err(error) => error.into_response(),
    }
}

/// Uses the link up, and begins the session.
pub async fn submit(State(app): State<App>, Path(token): Path<String>, headers: HeaderMap) -> Response {
    // Otherwise another site could sign its visitors in as somebody of its choice.
    if !is_own_page(&app, &headers) {
        let message = "This form is sent by its own page only. Open the link and press its button.";
        return Error::Forbidden(message.to_owned()).into_response();
    }
    match begin(&app, &token, &headers).await {
        Ok(Some(begun)) => {
            let headers = [
                (header::LOCATION, HeaderValue::from_static(HOME)),
                (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
                (header::SET_COOKIE, begun.cookie),
            ];
            (StatusCode::SEE_OTHER, headers).into_response()
        }
        Ok(None) => match find(&app, &token).await {
            Ok(Some((_, tenant))) => over(tenant.owner().await.ok().as_ref()),
            _ => over(None),
        },
        Err(error) => error.into_response(),
    }
}

/// A session that has just begun.
pub(super) struct Begun {
    pub(super) token: SecretToken,
    pub(super) cookie: HeaderValue,
}

/// Begins the session that a link is for; `None`: the link is none, was used or has expired.
pub(super) async fn begin(app: &App, token: &str, headers: &HeaderMap) -> Result<Option<Begun>> {
    let Some((link, tenant)) = find(app, token).await? else { return Ok(None) };
    let now = app.clock.now();
    let device = device(headers);
    let begun = tenant.write(async |tx| portal::sign_in(&tx, &link, device.clone(), now).await).await?;
    let Some((token, session)) = begun else { return Ok(None) };
    let cookie = cookie(app, &tenant.owner().await?).give(&token, session.expires_at - now)?;
    Ok(Some(Begun { token, cookie }))
}

/// The link with this token, and the rows of its organisation on behalf of whom it is for.
#[expect(clippy::disallowed_methods, reason = "the token is the permission, for the one thing that is done with it")]
async fn find(app: &App, token: &str) -> Result<Option<(portal_link::Model, Tenant)>> {
    let Some(token) = SecretToken::read(token) else { return Ok(None) };
    let Some(link) = app.store.portal_link(token.hash()).await? else { return Ok(None) };
    let actor = match (link.partner_user_id, link.member_id) {
        (Some(user), _) => Actor::partner_user(user),
        (None, Some(member)) => Actor::member(member),
        (None, None) => return Ok(None),
    };
    let tenant = app.store.tenant(link.organisation_id, actor);
    Ok(Some((link, tenant)))
}

fn device(headers: &HeaderMap) -> Device {
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let visitor = Visitor::read(agent);
    Device { browser: visitor.browser.map(str::to_owned), os: visitor.os.map(str::to_owned) }
}

/// Whether a page of this service sent the form: every browser of today says so, by the one header or
/// the other.
fn is_own_page(app: &App, headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    match (text("sec-fetch-site"), text("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => origin == app.public_url.origin().ascii_serialization(),
        (None, None) => false,
    }
}

fn offer(token: &str, owner: &organisation::Model) -> Response {
    let colour = owner.brand_colour.as_deref().filter(|colour| is_colour(colour)).unwrap_or("#1f4fd8");
    let logo = owner.logo.as_deref().filter(|logo| logo.starts_with("data:image/"));
    let logo = logo.map_or_else(String::new, |logo| format!("<img alt=\"\" height=\"48\" src=\"{}\">", escaped(logo)));
    let content = format!(
        "{logo}<p>Sign in to the partner portal of {name}. This link works once.</p>\
         <form method=\"post\" action=\"/portal/login/{token}\"><button style=\"color:{ink};background:{colour}\">\
         Continue</button></form>",
        name = escaped(&owner.name),
        token = escaped(token),
        ink = ink_on(colour),
    );
    page(StatusCode::OK, &owner.name, &content, Some(owner))
}

fn over(owner: Option<&organisation::Model>) -> Response {
    let ask = owner.map_or_else(|| "whoever sent it to you".to_owned(), |owner| escaped(&owner.name));
    let content = format!("<p>It was used already, or its time is over. Ask {ask} for a new one.</p>");
    page(StatusCode::GONE, "This sign-in link is no longer good", &content, owner)
}

fn page(status: StatusCode, title: &str, content: &str, owner: Option<&organisation::Model>) -> Response {
    let policy = format!(
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; base-uri 'none'; {}",
        frame_ancestors(owner)
    );
    // Without any referrer a browser would not say either which origin sent the form.
    document_under(status, title, content, &policy, "same-origin")
}

/// Black or white, whichever is read better on a colour (WCAG 2.2, relative luminance).
fn ink_on(colour: &str) -> &'static str {
    let part = |at: usize| {
        let value = colour.get(at..at + 2).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        let share = f64::from(value.unwrap_or_default()) / 255.0;
        if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
    };
    let luminance = 0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5);
    // Where the contrast with black and with white is the same.
    if luminance > 0.179 { "#000" } else { "#fff" }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|digits| digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::ink_on;

    #[test]
    fn the_button_is_read_on_any_colour() {
        for (colour, ink) in
            [("#ffe600", "#000"), ("#ffffff", "#000"), ("#1f4fd8", "#fff"), ("#000000", "#fff"), ("#777777", "#000")]
        {
            assert_eq!(ink_on(colour), ink, "{colour}");
        }
    }
}
