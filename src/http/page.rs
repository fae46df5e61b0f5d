//! The few pages that are served without the dashboard: small, and without anything to load.

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
    document(status, title, &format!("<p>{}</p>", escaped(text)), "no-referrer")
}

/// A field of a form.
pub(super) struct Field {
    /// Its name.
    pub(super) name: &'static str,
    label: &'static str,
    kind: &'static str,
    autocomplete: &'static str,
    required: bool,
    value: String,
}

impl Field {
    /// A line of text that has to be filled in; `autocomplete` is what a browser may fill in.
    pub(super) fn text(name: &'static str, label: &'static str, autocomplete: &'static str) -> Self {
        let kind = if name == "email" { "email" } else { "text" };
        Self { name, label, kind, autocomplete, required: true, value: String::new() }
    }

    /// A line of text that may stay empty.
    pub(super) fn optional(name: &'static str, label: &'static str) -> Self {
        Self { required: false, ..Self::text(name, label, "off") }
    }

    /// The password of an account.
    pub(super) fn password() -> Self {
        Self { kind: "password", ..Self::text("password", "Password", "current-password") }
    }

    /// A password that an account is to have.
    pub(super) fn new_password() -> Self {
        let label = "Password: at least 12 characters";
        Self { kind: "password", ..Self::text("password", label, "new-password") }
    }

    /// Shows what was typed again, unless it is a secret.
    pub(super) fn fill(&mut self, typed: &str) {
        if self.kind != "password" {
            self.value = typed.to_owned();
        }
    }

    fn html(&self) -> String {
        let required = if self.required { " required" } else { "" };
        format!(
            "<label>{}<input name=\"{}\" type=\"{}\" autocomplete=\"{}\" value=\"{}\"{required}></label>",
            escaped(self.label),
            self.name,
            self.kind,
            self.autocomplete,
            escaped(&self.value)
        )
    }
}

/// A page with one form, which is sent to where the page came from.
pub(super) struct Form {
    title: String,
    text: String,
    button: &'static str,
    /// What is asked for.
    pub(super) fields: Vec<Field>,
}

impl Form {
    /// A form with a text above and a button below its fields.
    pub(super) fn new(title: &str, text: String, button: &'static str, fields: Vec<Field>) -> Self {
        Self { title: title.to_owned(), text, button, fields }
    }
}

/// A form, with what was wrong with it when it was sent.
pub(super) fn form(status: StatusCode, form: &Form, wrong: Option<&str>) -> Response {
    let fields: String = form.fields.iter().map(Field::html).collect();
    let wrong =
        wrong.map(|text| format!("<p role=\"alert\" class=\"wrong\">{}</p>", escaped(text))).unwrap_or_default();
    let body = format!(
        "<p>{}</p>{wrong}<form method=\"post\">{fields}<button>{}</button></form>",
        escaped(&form.text),
        form.button
    );
    // With no referrer at all, a browser would not say where the form was.
    document(status, &form.title, &body, "same-origin")
}

/// A session has begun; the way on is a link, as a policy that loads nothing runs no script either.
pub(super) fn signed_in(email: &str) -> Response {
    let body =
        format!("<p>As {}, in this browser.</p><a class=\"button\" href=\"/\">Go to the dashboard</a>", escaped(email));
    document(StatusCode::OK, "You are signed in", &body, "no-referrer")
}

/// A link that works once has been used, has expired, or never was one.
pub(super) fn used_link() -> Response {
    let text = "It has been used, has expired, or is not complete. Ask whoever gave it to you for another.";
    page(StatusCode::GONE, "This link can no longer be used", text)
}

/// Somebody has to wait.
pub(super) fn too_many(seconds: u64) -> Response {
    let text = format!("Too many tries. Try again in {seconds} s.");
    let mut response = page(StatusCode::TOO_MANY_REQUESTS, "Just a moment", &text);
    response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
    response
}

/// Nothing can be done at the moment, and nothing was.
pub(super) fn unavailable_form() -> Response {
    let text = "We cannot do this right now. Nothing has changed; please try again in a moment.";
    let mut response = page(StatusCode::SERVICE_UNAVAILABLE, "Just a moment", text);
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    response
}

/// A form was sent in a way that it cannot be taken.
pub(super) fn refused_form(why: &str) -> Response {
    page(StatusCode::FORBIDDEN, "This cannot be done", why)
}

/// How all of these pages look.
const STYLE: &str = include_str!("page.css");

/// What a page of ours may load: nothing; and who may show it in a frame: nobody.
const POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// A page with this body, which is HTML, and nothing to load.
pub(super) fn document(status: StatusCode, title: &str, body: &str, referrer: &'static str) -> Response {
    document_under(status, title, body, POLICY, referrer)
}

/// A page with this body, which is HTML, under this content security policy.
pub(super) fn document_under(
    status: StatusCode,
    title: &str,
    body: &str,
    policy: &str,
    referrer: &'static str,
) -> Response {
    let policy = HeaderValue::try_from(policy)
        .unwrap_or_else(|_| HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'"));
    let title = escaped(title);
    let html = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title>\
         <style>{STYLE}</style></head><body><main><h1>{title}</h1>{body}</main></body></html>"
    );
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

/// Text as it can stand in a document, also inside of quotes.
pub(super) fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
