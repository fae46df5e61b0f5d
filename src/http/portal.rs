//! The door of the partner portal: who calls, and its routes.
//!
//! Somebody signs in with a link that is good once ([`login`]) and has a session from then on
//! ([`session`]); what the portal shows is asked at `POST /graphql/partner`. A program asks there with a
//! secret key that is one partner's. The pages themselves are built files ([`page`]).

pub mod exports;
pub mod login;
mod page;
pub mod session;

use axum::Router;
use axum::http::HeaderMap;
use axum::routing::{delete, get, post};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use entity::id::{ApiKeyId, OrganisationId, PartnerId, PortalSessionId};
use entity::{member, organisation, partner_user, portal_session};

use super::caller::{API_KEY, secret_key};
use super::cookie::SessionCookie;
use crate::app::App;
use crate::domain::key::Permission;
use crate::domain::keyring::Purpose;
use crate::domain::portal;
use crate::domain::secret_token::SecretToken;
use crate::error::{Error, Result};
use crate::graphql;
use crate::store::{Actor, PartnerTenant, PartnerWriter, Tx};

/// The header with which a page shows that it is the portal's own.
pub const CSRF: &str = "x-introw-csrf";
/// What the session's cookie is called, without the prefix that it has on https.
const COOKIE: &str = "introw_portal";

/// The routes of the portal.
pub fn routes() -> Router<App> {
    let session = get(session::read).post(session::begin).delete(session::end);
    Router::new()
        .route("/graphql/partner", post(graphql::portal::handle))
        .route("/api/v1/auth/session", post(session::link))
        .route("/api/v1/portal/session", session)
        .route("/api/v1/portal/sessions", delete(session::end_all))
        .route("/api/v1/portal/exports/{export}", get(exports::serve))
        .route("/portal/login/{token}", get(login::show).post(login::submit))
        .route("/portal", get(page::show))
        .route("/portal/", get(page::show))
        .route("/portal/{*path}", get(page::show))
}

const OVER: Error = Error::Unauthenticated("Nobody is signed in here, or the session is over. Sign in again.");

/// Somebody who may see one partner's numbers.
#[derive(Debug, Clone)]
pub struct PortalCaller {
    organisation: OrganisationId,
    partner: PartnerId,
    who: Who,
}

#[derive(Debug, Clone)]
enum Who {
    /// A user of the partner.
    User(portal_session::Model, partner_user::Model),
    /// A member who looks at the portal as the partner sees it.
    Member(portal_session::Model, member::Model),
    /// A program, and the calls per minute of its key, if other than the setting.
    Key(ApiKeyId, Option<u32>),
}

/// What a caller's calls are counted by.
#[derive(Debug, Clone, Copy)]
pub enum Bucket {
    /// The key, and its own limit.
    Key(ApiKeyId, Option<u32>),
    /// The session.
    Session(PortalSessionId),
}

impl PortalCaller {
    /// The caller behind a secret key or the cookie of a session. A session has to show, by [`CSRF`],
    /// that a page of the portal sends its cookie.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthenticated`] for a key or session that is none, [`Error::Forbidden`] for a key that is
    /// not one partner's, or a session without the header.
    pub async fn authenticate(app: &App, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Self> {
        if !headers.contains_key(API_KEY) {
            let caller = Self::of_session(app, headers, now).await?;
            caller.check_csrf(app, headers)?;
            return Ok(caller);
        }
        let found = secret_key(app, headers, now).await?;
        let key = &found.row;
        let Some(partner) = key.partner_id else {
            let message = "This API key is not one partner's. Make one with `partnerId` for this endpoint.";
            return Err(Error::Forbidden(message.to_owned()));
        };
        if !key.scopes.0.iter().any(|scope| scope == Permission::StatsRead.as_str()) {
            return Err(Error::Forbidden(format!("This API key lacks the scope `{}`.", Permission::StatsRead)));
        }
        let limit = key.rate_limit.and_then(|limit| u32::try_from(limit).ok());
        Ok(Self { organisation: key.organisation_id, partner, who: Who::Key(key.id, limit) })
    }

    /// The caller behind the cookie of a session, for what may be asked without [`CSRF`] because
    /// another site cannot read the answer.
    ///
    /// # Errors
    ///
    /// [`Error::Unauthenticated`] without a session that is live.
    pub async fn of_session(app: &App, headers: &HeaderMap, now: DateTime<Utc>) -> Result<Self> {
        let token = SessionCookie::new(COOKIE, &app.public_url).read(headers).ok_or(OVER)?;
        Self::of_token(app, &token, now).await
    }

    async fn of_token(app: &App, token: &SecretToken, now: DateTime<Utc>) -> Result<Self> {
        let visitor = app.store.portal_visitor(token.hash()).await?.ok_or(OVER)?;
        if !portal::admits(&visitor, now) {
            return Err(OVER);
        }
        let session = visitor.session;
        if portal::is_use_to_note(&session, now) {
            let (app_, row) = (app.clone(), session.clone());
            app.tasks.spawn(async move {
                if let Err(error) = app_.store.note_portal_session(&row, now).await {
                    error.log();
                }
            });
        }
        Ok(Self {
            organisation: session.organisation_id,
            partner: session.partner_id,
            who: match (visitor.user, visitor.member) {
                (Some(user), _) => Who::User(session, user),
                (None, Some(member)) => Who::Member(session, member),
                (None, None) => return Err(OVER),
            },
        })
    }

    /// What the portal's pages send as [`CSRF`]; none for a program.
    pub fn csrf_token(&self, app: &App) -> Option<String> {
        let session = self.session()?;
        let (key, _) = app.keyring.signer(Purpose::PortalCsrf);
        let mac = app.keyring.mac(Purpose::PortalCsrf, key, &[session.id.0.as_bytes()])?;
        Some(URL_SAFE_NO_PAD.encode([&[key], mac.as_slice()].concat()))
    }

    /// # Errors
    ///
    /// [`Error::Forbidden`] unless the headers have this session's [`CSRF`] token.
    fn check_csrf(&self, app: &App, headers: &HeaderMap) -> Result<()> {
        let Some(session) = self.session() else { return Ok(()) };
        let sent = headers.get(CSRF).and_then(|value| URL_SAFE_NO_PAD.decode(value).ok()).unwrap_or_default();
        let good = sent.split_first().is_some_and(|(key, tag)| {
            tag.len() == 32 && app.keyring.verifies(Purpose::PortalCsrf, *key, &[session.id.0.as_bytes()], tag)
        });
        if good {
            return Ok(());
        }
        let message = "Send the header x-introw-csrf with the `csrfToken` that GET /api/v1/portal/session gives.";
        Err(Error::Forbidden(message.to_owned()))
    }

    /// The partner's rows, to read.
    #[expect(clippy::disallowed_methods, reason = "a live session or a key of this very partner made the caller")]
    pub fn tenant(&self, app: &App) -> PartnerTenant {
        app.store.partner_tenant(self.organisation, self.partner)
    }

    /// The partner's rows, to change, and the user who does.
    ///
    /// # Errors
    ///
    /// [`Error::Forbidden`] for who only looks.
    #[expect(clippy::disallowed_methods, reason = "only with a live session of this very user")]
    pub fn writer(&self, app: &App) -> Result<(PartnerWriter, &partner_user::Model)> {
        let message = match &self.who {
            Who::User(_, user) => {
                return Ok((app.store.partner_writer(self.organisation, self.partner, user.id), user));
            }
            Who::Member(..) => "You look at the portal as the partner sees it, and cannot change anything here.",
            Who::Key(..) => "An API key of a partner reads only.",
        };
        Err(Error::Forbidden(message.to_owned()))
    }

    /// Ends the session, or all that its user has.
    #[expect(clippy::disallowed_methods, reason = "a live session of whoever ends it")]
    async fn sign_out(&self, app: &App, everywhere: bool, now: DateTime<Utc>) -> Result<()> {
        let Some(session) = self.session() else { return Ok(()) };
        let actor = match (session.partner_user_id, session.member_id) {
            (Some(user), _) => Actor::partner_user(user),
            (None, Some(member)) => Actor::member(member),
            (None, None) => Actor::system(),
        };
        let user = session.partner_user_id.filter(|_| everywhere);
        let end = async |tx: Tx| match user {
            Some(user) => portal::sign_out_everywhere(&tx, user, now).await.map(drop),
            None => portal::sign_out(&tx, session, now).await,
        };
        app.store.tenant(self.organisation, actor).write(end).await
    }

    /// The user who has signed in; none for a member who looks, and for a program.
    pub fn user(&self) -> Option<&partner_user::Model> {
        match &self.who {
            Who::User(_, user) => Some(user),
            Who::Member(..) | Who::Key(..) => None,
        }
    }

    /// The member who looks at the portal as the partner sees it; none for a user, and for a program.
    pub fn member(&self) -> Option<&member::Model> {
        match &self.who {
            Who::Member(_, member) => Some(member),
            Who::User(..) | Who::Key(..) => None,
        }
    }

    /// The session; none for a program.
    pub fn session(&self) -> Option<&portal_session::Model> {
        match &self.who {
            Who::User(session, _) | Who::Member(session, _) => Some(session),
            Who::Key(..) => None,
        }
    }

    /// Whether it is a program with a key, and nobody who looks at pages.
    pub fn is_program(&self) -> bool {
        matches!(self.who, Who::Key(..))
    }

    /// What its calls are counted by.
    pub fn bucket(&self) -> Bucket {
        match &self.who {
            Who::User(session, _) | Who::Member(session, _) => Bucket::Session(session.id),
            Who::Key(id, limit) => Bucket::Key(*id, *limit),
        }
    }
}

/// The cookie of a session on the portal of this organisation.
fn cookie(app: &App, organisation: &organisation::Model) -> SessionCookie {
    SessionCookie::new(COOKIE, &app.public_url).in_frames(!organisation.frame_origins.0.is_empty())
}

/// Who may show the portal of this organisation in a frame, as a content security policy says it.
pub fn frame_ancestors(organisation: Option<&organisation::Model>) -> String {
    // An origin has none of the characters that would end the directive.
    let plain = |origin: &&String| !origin.contains(|c: char| c == ';' || c == ',' || c.is_whitespace());
    let origins: Vec<_> = organisation.iter().flat_map(|row| &row.frame_origins.0).filter(plain).cloned().collect();
    if origins.is_empty() {
        "frame-ancestors 'none'".to_owned()
    } else {
        format!("frame-ancestors {}", origins.join(" "))
    }
}
