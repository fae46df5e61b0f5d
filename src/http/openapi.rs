//! The contract of the REST endpoints, generated from their code.

use std::sync::LazyLock;

use axum::http::header;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::portal::{exports as portal_exports, session as portal_session};
use super::session::{self, links};
use super::{conversions, exports, first_party, imports, legacy, problem, redirect, snippet};
use crate::domain::email;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "introw",
        description = "Affiliate attribution: follow links, record conversions.",
        license(name = "Apache-2.0", identifier = "Apache-2.0")
    ),
    paths(
        conversions::record, first_party::keep, legacy::follow, redirect::follow, snippet::serve, serve,
        exports::serve, exports::everything::serve, imports::legacy_links, imports::partners,
        session::create, session::read, session::end, session::end_all,
        links::use_link, links::set_password, links::accept_invitation, links::first_set_up,
        portal_session::link, portal_session::begin, portal_session::read, portal_session::end,
        portal_session::end_all, portal_exports::serve,
    ),
    components(schemas(
        problem::Problem, problem::FieldError, conversions::ConversionAnswer, first_party::CookieAnswer, imports::ImportAnswer,
        session::SessionAnswer,
    )),
    modifiers(&Credentials)
)]
struct Contract;

struct Credentials;

impl Modify for Credentials {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let key =
            |name: &str, what: &str| SecurityScheme::ApiKey(ApiKey::Header(ApiKeyValue::with_description(name, what)));
        components.add_security_scheme("apiKey", key("x-api-key", "Secret key; shown once when it is made."));
        let cookie =
            ApiKeyValue::with_description("introw_session", "Session of a member; `__Host-introw_session` on https.");
        components.add_security_scheme("session", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
        components
            .add_security_scheme("publishableKey", key("x-introw-publishable-key", "Publishable key, for pages."));
        let cookie = "A session on the portal; on https its name begins with `__Host-`.";
        let cookie = ApiKeyValue::with_description("introw_portal", cookie);
        components.add_security_scheme("portalSession", SecurityScheme::ApiKey(ApiKey::Cookie(cookie)));
    }
}

/// The contract as JSON, as it is committed in `openapi.json`.
pub static DOCUMENT: LazyLock<String> = LazyLock::new(|| {
    let document = Contract::openapi();
    let mut document = serde_json::to_value(&document).unwrap_or_default();
    // Rules that the schema's attributes cannot say.
    let email_field = "/components/schemas/ConversionRequest/properties/email";
    if let Some(field) = document.pointer_mut(email_field).and_then(serde_json::Value::as_object_mut) {
        field.insert("pattern".to_owned(), format!("^$|{}", email::PATTERN).into());
    }
    let mut text = serde_json::to_string_pretty(&document).unwrap_or_default();
    text.push('\n');
    text
});

/// This contract
///
/// The description of the REST endpoints that you are reading.
#[utoipa::path(
    get,
    path = "/openapi.json",
    tag = "Contract",
    operation_id = "getContract",
    security(()),
    responses((status = 200, description = "The contract", content_type = "application/json", body = Object)),
)]
pub async fn serve() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.as_str()).into_response()
}
