//! Sessions of people on the dashboard: a random cookie, of which a hash is stored.

use chrono::{DateTime, Duration, Utc};
use entity::id::{PersonId, SessionId};
use entity::session;

use crate::domain::secret_token::SecretToken;
use crate::domain::visit::Visitor;
use crate::error::Result;
use crate::store::Store;

/// After how long without a call a session ends.
pub const IDLE: Duration = Duration::days(7);
/// After how long a session ends, however much it is used.
pub const LIFE: Duration = Duration::days(30);
/// How exactly it is kept when a session was last used.
const NOTED: Duration = Duration::minutes(1);

/// A new session of a person, whose browser says of itself what is in `user_agent`.
pub fn new(person: PersonId, user_agent: &str, now: DateTime<Utc>) -> (session::Model, SecretToken) {
    let token = SecretToken::generate();
    let visitor = Visitor::read(user_agent);
    let row = session::Model {
        id: SessionId::new(now),
        token_hash: token.hash(),
        person_id: person,
        browser: visitor.browser.map(str::to_owned),
        os: visitor.os.map(str::to_owned),
        created_at: now,
        last_seen_at: now,
        expires_at: now + LIFE,
    };
    (row, token)
}

/// The session of a cookie, if it is good at `now`.
///
/// # Errors
///
/// When the database cannot be reached.
pub async fn find(store: &Store, token: &SecretToken, now: DateTime<Utc>) -> Result<Option<session::Model>> {
    let found = store.session(token.hash()).await?;
    Ok(found.filter(|session| now < session.expires_at && now - session.last_seen_at < IDLE))
}

/// Since when a session must have been used to be good at `now`.
pub fn used_since(now: DateTime<Utc>) -> DateTime<Utc> {
    now - IDLE
}

/// Whether a time that was noted is so old that a use at `now` has to be noted.
pub fn is_due(noted: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    noted.is_none_or(|at| now - at >= NOTED)
}
