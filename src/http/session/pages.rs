//! The pages of links that work once, without JavaScript: a form each.
//!
//! GET shows the form and uses nothing up, because mail scanners open links. POST comes from the
//! form on this host and from nowhere else.

use std::net::SocketAddr;

use axum::Router;
use axum::body::Body;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use axum::routing::get;
use entity::value::LinkPurpose;

use super::fields::Fields;
use super::{Begun, Visitor, links};
use crate::app::App;
use crate::domain::secret_token::SecretToken;
use crate::domain::{session as sessions, sign_in_link};
use crate::error::{Error, Result};
use crate::http::caller::{session_cookie, signed_in};
use crate::http::limits;
use crate::http::page::{self, Field, Form};

/// The pages.
pub fn routes(app: &App) -> Router {
    macro_rules! page {
        ($kind:ident) => {
            get(
                async |State(app): State<App>,
                       Path(token): Path<String>,
                       peer: ConnectInfo<SocketAddr>,
                       headers: HeaderMap| { shown(Kind::$kind, &app, &token, peer.0, &headers).await },
            )
            .post(
                async |State(app): State<App>,
                       Path(token): Path<String>,
                       peer: ConnectInfo<SocketAddr>,
                       headers: HeaderMap,
                       body: Body| { answered(Kind::$kind, &app, &token, peer.0, &headers, body).await },
            )
        };
    }
    Router::new()
        .route("/login/{token}", page!(Login))
        .route("/reset/{token}", page!(Reset))
        .route("/invitation/{token}", page!(Invitation))
        .route("/set-up/{token}", page!(SetUp))
        .with_state(app.clone())
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Login,
    Reset,
    Invitation,
    SetUp,
}

async fn shown(kind: Kind, app: &App, token: &str, peer: SocketAddr, headers: &HeaderMap) -> Response {
    let visitor = Visitor::new(app, peer, headers);
    match form(kind, &visitor, token).await {
        Ok(form) => page::form(StatusCode::OK, &form, None),
        Err(error) => refused(error),
    }
}

async fn answered(kind: Kind, app: &App, token: &str, peer: SocketAddr, headers: &HeaderMap, body: Body) -> Response {
    let visitor = Visitor::new(app, peer, headers);
    match act(kind, &visitor, token, body).await {
        Ok(Ok(begun)) => welcome(app, &begun).await.unwrap_or_else(refused),
        // Shown again with what was typed, and what is wrong with it.
        Ok(Err((mut fields, error))) => match form(kind, &visitor, token).await {
            Ok(mut form) => {
                form.fields.iter_mut().for_each(|field| field.fill(fields.typed(field.name)));
                let _ = fields.done();
                let status = match error {
                    Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
                    _ => StatusCode::UNAUTHORIZED,
                };
                page::form(status, &form, Some(&sentence(&error)))
            }
            Err(error) => refused(error),
        },
        Err(error) => refused(error),
    }
}

/// What is wrong, for people: they see which field is which.
fn sentence(error: &Error) -> String {
    match error {
        Error::Invalid(problems) => {
            let messages: Vec<_> = problems.iter().map(|problem| problem.message.as_str()).collect();
            messages.join(" ")
        }
        error => error.to_string(),
    }
}

/// Does what the page is for; an error that the person can mend comes with what they typed.
async fn act(kind: Kind, visitor: &Visitor<'_>, token: &str, body: Body) -> Result<Result<Begun, (Fields, Error)>> {
    check_origin(visitor)?;
    limits::sign_in(visitor.app, visitor.client).await?;
    let mut fields = Fields::form(visitor.headers, body).await?;
    let done = match kind {
        Kind::Login => links::sign_in(visitor, token, &mut fields).await,
        Kind::Reset => links::reset(visitor, token, &mut fields).await,
        Kind::SetUp => links::set_up(visitor, token, &mut fields).await,
        Kind::Invitation => {
            let session = signed_in(visitor.app, visitor.headers, visitor.now).await?;
            links::accept(visitor, token, &mut fields, session).await
        }
    };
    match done {
        Ok(begun) => Ok(Ok(begun)),
        Err(error @ (Error::Invalid(_) | Error::Unauthenticated(_))) => Ok(Err((fields, error))),
        Err(error) => Err(error),
    }
}

/// A form of another site could sign a visitor in as somebody else. A browser says where a form was,
/// in one header or the other.
fn check_origin(visitor: &Visitor<'_>) -> Result<()> {
    let header = |name: &str| visitor.headers.get(name).and_then(|value| value.to_str().ok());
    let own = match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => site == "same-origin",
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            origin == visitor.app.public_url.origin().ascii_serialization()
                || (host.is_some() && host == header("host"))
        }
        (None, None) => false,
    };
    own.then_some(()).ok_or_else(|| Error::Forbidden("Send this form from its own page.".to_owned()))
}

/// The form of a link that is good.
async fn form(kind: Kind, visitor: &Visitor<'_>, token: &str) -> Result<Form> {
    let secret = SecretToken::read(token).ok_or(sign_in_link::REFUSED)?;
    let app = visitor.app;
    let link = async |purpose| {
        let found = sign_in_link::find(&app.store, &secret, purpose, visitor.now).await?;
        found.ok_or(sign_in_link::REFUSED)
    };
    let email = async |person: Option<entity::id::PersonId>| {
        let person = app.store.person(person.ok_or(sign_in_link::REFUSED)?).await?;
        Ok::<_, Error>(person.ok_or(sign_in_link::REFUSED)?.email)
    };
    Ok(match kind {
        Kind::Login => {
            let email = email(link(LinkPurpose::SignIn).await?.person_id).await?;
            Form::new("Sign in", format!("You will be signed in as {email}. This link works once."), "Sign in", vec![])
        }
        Kind::Reset => {
            let email = email(link(LinkPurpose::PasswordReset).await?.person_id).await?;
            let text = format!("For {email}. You will be signed out everywhere else.");
            Form::new("Choose a new password", text, "Set the password", vec![Field::new_password()])
        }
        Kind::SetUp => {
            link(LinkPurpose::SetUp).await?;
            let fields = vec![
                Field::text("organisation", "Organisation", "organization"),
                Field::optional("timeZone", "Time zone, as Europe/Brussels"),
                Field::optional("currency", "Currency, as EUR"),
                Field::text("name", "Your name", "name"),
                Field::text("email", "Your e-mail address", "email"),
                Field::new_password(),
            ];
            let text = "This makes the first organisation, and you its owner.".to_owned();
            Form::new("Set up introw", text, "Set up", fields)
        }
        Kind::Invitation => invitation(visitor, token).await?,
    })
}

async fn invitation(visitor: &Visitor<'_>, token: &str) -> Result<Form> {
    let (row, organisation) = links::find_invitation(visitor, token).await?;
    let title = format!("Join {organisation}");
    let known = visitor.app.store.person_by_email(&row.email).await?;
    let session = signed_in(visitor.app, visitor.headers, visitor.now).await?;
    Ok(match known {
        None => {
            let text = format!("You are invited as {}.", row.email);
            let fields = vec![Field::text("name", "Your name", "name"), Field::new_password()];
            Form::new(&title, text, "Join", fields)
        }
        Some(person) if session.is_some_and(|session| session.person_id == person.id) => {
            Form::new(&title, format!("You are signed in as {}.", row.email), "Join", vec![])
        }
        Some(_) => {
            let text = format!("{} has an account already. Give its password to join with it.", row.email);
            Form::new(&title, text, "Join", vec![Field::password()])
        }
    })
}

async fn welcome(app: &App, (session, token): &Begun) -> Result<Response> {
    let person = app.store.person(session.person_id).await?.ok_or(sign_in_link::REFUSED)?;
    let mut response = page::signed_in(&person.email);
    response.headers_mut().insert(header::SET_COOKIE, session_cookie(app).give(token, sessions::LIFE)?);
    Ok(response)
}

fn refused(error: Error) -> Response {
    error.log();
    match error {
        Error::Unauthenticated(_) => page::used_link(),
        Error::RateLimited { retry_after } => page::too_many(crate::http::problem::whole_seconds(retry_after)),
        Error::Unavailable(_) | Error::Internal(_) => page::unavailable_form(),
        error => page::refused_form(&error.to_string()),
    }
}
