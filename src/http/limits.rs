//! Rate limits: who is counted how, and what an answer says about it.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request};
use axum::response::{IntoResponse, Response};
use entity::id::SessionId;
use governor::middleware::NoOpMiddleware;
use ipnet::IpNet;
use sha2::{Digest, Sha256};
use tower_governor::GovernorLayer;
use tower_governor::errors::GovernorError;
use tower_governor::governor::{GovernorConfig, GovernorConfigBuilder};
use tower_governor::key_extractor::KeyExtractor;

use super::address;
use super::caller::{Caller, Page, Who};
use super::portal::{Bucket, PortalCaller};
use super::problem::whole_seconds;
use crate::app::App;
use crate::cache::{Limit, Recently, Taken, Visit};
use crate::error::{Error, Result};

/// Counts a call with a secret key or a session, over all replicas. Gives what the answer says
/// about it.
///
/// # Errors
///
/// [`Error::RateLimited`].
pub async fn caller(app: &App, caller: &Caller) -> Result<HeaderMap> {
    match &caller.who {
        Who::Key { id, rate_limit } => take(app, "key", &id.to_string(), rate_limit.or(app.config.limits.key)).await,
        Who::Member { session, .. } => self::session(app, *session).await,
    }
}

/// Counts a call with a session, over all replicas: as many a minute as a key has.
///
/// # Errors
///
/// [`Error::RateLimited`].
pub async fn session(app: &App, session: SessionId) -> Result<HeaderMap> {
    take(app, "session", &session.to_string(), app.config.limits.key).await
}

/// Counts a try to sign in from an address, over all replicas.
///
/// # Errors
///
/// [`Error::RateLimited`].
pub async fn sign_in(app: &App, client: IpAddr) -> Result<()> {
    take(app, "signin", &address::bucket(client).to_string(), app.config.limits.signin).await.map(drop)
}

/// Counts a try at the password of an account, whether or not there is one, over all replicas.
///
/// # Errors
///
/// [`Error::RateLimited`].
pub async fn account(app: &App, email: &str) -> Result<()> {
    // What is counted with others sees no address: a hash names the account as well.
    let account = Sha256::digest(email.trim().to_lowercase().as_bytes());
    let account: String = account.iter().map(|byte| format!("{byte:02x}")).collect();
    take(app, "signin", &account, app.config.limits.signin).await.map(drop)
}

/// Counts a call from a page, per address and publishable key, over all replicas. There is no
/// limit on the key as a whole: a busy site must not be cut off.
///
/// # Errors
///
/// [`Error::RateLimited`].
pub async fn page(app: &App, page: &Page, client: IpAddr) -> Result<HeaderMap> {
    let bucket = format!("{}:{}", page.key, address::bucket(client));
    take(app, "browser", &bucket, app.config.limits.browser).await
}

/// Counts a call of the portal, per session or key, over all replicas.
///
/// # Errors
///
/// [`Error::RateLimited`].
pub async fn portal(app: &App, caller: &PortalCaller) -> Result<HeaderMap> {
    let limits = &app.config.limits;
    match caller.bucket() {
        Bucket::Key(id, own) => take(app, "key", &id.to_string(), own.or(limits.key)).await,
        Bucket::Session(id) => take(app, "portal", &id.to_string(), limits.portal).await,
    }
}

/// Counts a hit on a link, per address, over all replicas, and tells what its visitor did just before;
/// `None`: over the limit.
pub async fn visit(app: &App, client: IpAddr, visit: Visit) -> Option<Recently> {
    let limit = |per_minute| Limit { key: format!("redirect:{}", address::bucket(client)), per_minute };
    app.cache.visit(app.config.limits.redirect.map(limit), visit).await
}

async fn take(app: &App, policy: &str, bucket: &str, per_minute: Option<u32>) -> Result<HeaderMap> {
    let Some(per_minute) = per_minute else { return Ok(HeaderMap::new()) };
    let taken = app.cache.take(Limit { key: format!("{policy}:{bucket}"), per_minute }).await;
    if taken.allowed { Ok(headers(policy, taken)) } else { Err(Error::RateLimited { retry_after: taken.retry_after }) }
}

/// The fields of [draft-ietf-httpapi-ratelimit-headers](https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/),
/// and the older one that many clients read.
fn headers(policy: &str, taken: Taken) -> HeaderMap {
    const RATE_LIMIT: HeaderName = HeaderName::from_static("ratelimit");
    const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");
    const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining-minute");
    let mut headers = HeaderMap::new();
    let texts = [
        (POLICY, format!("\"{policy}\";q={};w=60", taken.limit)),
        (RATE_LIMIT, format!("\"{policy}\";r={};t={}", taken.remaining, whole_seconds(taken.reset))),
        (REMAINING, taken.remaining.to_string()),
    ];
    for (name, text) in texts {
        if let Ok(value) = HeaderValue::from_str(&text) {
            headers.insert(name, value);
        }
    }
    headers
}

/// A coarse shield before the API, per address and in this process alone: it costs nothing,
/// needs nothing, and keeps a flood away from keys and database.
pub struct Shield {
    config: Arc<GovernorConfig<ByClient, NoOpMiddleware>>,
}

impl Shield {
    /// The shield, if the settings have one.
    pub fn new(app: &App) -> Option<Self> {
        let per_minute = app.config.limits.address?;
        let config = GovernorConfigBuilder::default()
            .key_extractor(ByClient { trusted: app.config.trusted_proxies.clone().into() })
            .period(Duration::from_secs(60) / per_minute)
            .burst_size(per_minute)
            .finish()?;
        Some(Self { config: Arc::new(config) })
    }

    /// Puts it before routes.
    pub fn before(&self, routes: Router) -> Router {
        routes.layer(GovernorLayer::new(self.config.clone()).error_handler(refused))
    }

    /// Forgets addresses that have not called lately.
    pub fn sweep(&self) {
        self.config.limiter().retain_recent();
    }
}

fn refused(error: GovernorError) -> Response {
    match error {
        GovernorError::TooManyRequests { wait_time, .. } => {
            // It has cut the seconds to whole ones: who waits so long must find a call.
            Error::RateLimited { retry_after: Duration::from_secs(wait_time + 1) }.into_response()
        }
        GovernorError::UnableToExtractKey => Error::internal("a request without a peer").into_response(),
        GovernorError::Other { code, .. } => Error::internal(format!("limiter: {code}")).into_response(),
    }
}

#[derive(Debug, Clone)]
struct ByClient {
    trusted: Arc<[IpNet]>,
}

impl KeyExtractor for ByClient {
    type Key = IpAddr;

    fn extract<T>(&self, request: &Request<T>) -> Result<IpAddr, GovernorError> {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().ok_or(GovernorError::UnableToExtractKey)?;
        Ok(address::bucket(address::client(peer.0, request.headers(), &self.trusted)))
    }
}
