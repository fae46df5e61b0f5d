//! What every door needs, built once and cloned freely.

use std::ops::Deref;
use std::sync::{Arc, Mutex};

use chrono::{DateTime, NaiveDate, Utc};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use url::Url;

use crate::cache::Cache;
use crate::clock::Clock;
use crate::config::Config;
use crate::domain::activity::Feeds;
use crate::domain::click::ClickLog;
use crate::domain::ignored::IgnoredCalls;
use crate::domain::install::SnippetLoads;
use crate::domain::keyring::Keyring;
use crate::domain::legacy::LegacyTraffic;
use crate::domain::password::Passwords;
use crate::domain::request_log::RequestLog;
use crate::domain::secret_token::SecretToken;
use crate::domain::visit;
use crate::geo::Countries;
use crate::http::caller::KnownKeys;
use crate::outbound::Outbound;
use crate::store::Store;

/// The running program. Cheap to clone.
#[derive(Clone)]
pub struct App {
    parts: Arc<Parts>,
}

/// What an [`App`] is made of.
pub struct Parts {
    /// Settings.
    pub config: Config,
    /// The database.
    pub store: Store,
    /// What is remembered for speed.
    pub cache: Cache,
    /// The time.
    pub clock: Clock,
    /// Signing keys and what is derived from them.
    pub keyring: Keyring,
    /// Where clicks are handed in.
    pub clicks: ClickLog,
    /// Who follows what happens.
    pub feeds: Arc<Feeds>,
    /// Conversion calls that are counted instead of kept.
    pub ignored: IgnoredCalls,
    /// Who makes hashes of passwords, a few at a time.
    pub passwords: Passwords,
    /// Loads of the snippet that are not written yet.
    pub snippet_loads: SnippetLoads,
    /// Makes calls to others.
    pub outbound: Outbound,
    /// Calls with a secret key, on their way to the request log.
    pub requests: RequestLog,
    /// Requests for old URLs that are not written yet.
    pub legacy: LegacyTraffic,
    /// Keys that were looked up a moment ago.
    pub known_keys: KnownKeys,
    /// Today's salt of visitor keys.
    pub salts: Salts,
    /// Which country an address is in.
    pub countries: Countries,
    /// What visitors call the server.
    pub public_url: Url,
    /// What goes on after an answer, and must end before the program does.
    pub tasks: TaskTracker,
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

/// Why the program cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting.
    #[error(transparent)]
    Config(#[from] crate::config::ConfigError),
    /// The database.
    #[error(transparent)]
    Open(#[from] crate::store::OpenError),
    /// The URL of Redis.
    #[error("INTROW_REDIS_URL: {0}")]
    Redis(#[from] redis::RedisError),
    /// The GeoIP file.
    #[error("INTROW_GEOIP_FILE: {0}")]
    Countries(#[from] crate::geo::UnusableFile),
    /// A question to the database.
    #[error(transparent)]
    Store(#[from] crate::error::Error),
    /// Calls to others.
    #[error(transparent)]
    Outbound(#[from] crate::outbound::Unusable),
    /// An address to listen at.
    #[error("cannot listen at {address}: {source}\n  try    another one with {setting}")]
    Listen {
        /// The address.
        address: std::net::SocketAddr,
        /// The setting that it came from.
        setting: &'static str,
        /// Why.
        source: std::io::Error,
    },
    /// The program could not go on.
    #[error("cannot go on: {0}")]
    Run(#[from] std::io::Error),
}

impl App {
    /// Opens everything; the database's schema is up to date. The task stores clicks, and ends
    /// after `stop`, when it has stored those that wait.
    ///
    /// # Errors
    ///
    /// [`StartError`].
    pub async fn open(
        config: Config,
        public_url: Url,
        clock: Clock,
        stop: CancellationToken,
    ) -> Result<(Self, JoinHandle<()>), StartError> {
        visit::prepare();
        let keyring = config.keyring()?;
        let cache = Cache::new(config.redis_url.as_deref())?;
        let countries = Countries::open(config.geoip_file.as_deref())?;
        let outbound = Outbound::new(config.outbound)?;
        let store = Store::open(&config.database).await?;
        let (clicks, stored) = ClickLog::start(store.clone(), clock.clone(), stop);
        // Before the first click, so that none is missed by who wants to be told.
        clicks.tell(store.organisations_that_want_clicks().await?);
        let parts = Parts {
            config,
            store,
            cache,
            clock,
            keyring,
            clicks,
            feeds: Arc::default(),
            ignored: IgnoredCalls::default(),
            passwords: Passwords::default(),
            snippet_loads: SnippetLoads::default(),
            outbound,
            requests: RequestLog::default(),
            legacy: LegacyTraffic::default(),
            known_keys: KnownKeys::default(),
            salts: Salts::default(),
            countries,
            public_url,
            tasks: TaskTracker::new(),
        };
        Ok((Self { parts: Arc::new(parts) }, stored))
    }

    /// The URL of a link, by its code or alias.
    pub fn link_url(&self, address: &str) -> String {
        format!("{}r/{address}", self.public_url)
    }

    /// The URL of the page of a link that works once: `login`, `reset`, `set-up` or `invitation`.
    pub fn page_url(&self, page: &str, token: &SecretToken) -> String {
        format!("{}{page}/{}", self.public_url, token.as_str())
    }

    /// The URL of a link that signs somebody in to the portal.
    pub fn portal_link_url(&self, token: &SecretToken) -> String {
        format!("{}portal/login/{}", self.public_url, token.as_str())
    }

    /// The hosts of this service, with their ports: a destination there would lead in a circle.
    pub fn own_host(&self) -> String {
        let host = self.public_url.host_str().unwrap_or_default();
        match self.public_url.port() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// The salt of visitor keys at `now`.
    pub async fn visitor_salt(&self, now: DateTime<Utc>) -> [u8; 32] {
        self.salts.get(&self.store, now).await
    }
}

/// How long a salt of visitor keys is kept, from when its day begins: its day and the one after.
pub const SALTS_KEPT: chrono::Duration = chrono::Duration::days(2);

/// Today's salt of visitor keys.
#[derive(Debug, Default)]
pub struct Salts {
    today: Mutex<Option<(NaiveDate, [u8; 32])>>,
    asking: tokio::sync::Mutex<()>,
}

impl Salts {
    async fn get(&self, store: &Store, now: DateTime<Utc>) -> [u8; 32] {
        let day = now.date_naive();
        match self.of(day) {
            Some(salt) => salt,
            // Once a day, and so not a part of what waits for every visitor.
            None => Box::pin(self.learn(store, day)).await,
        }
    }

    async fn learn(&self, store: &Store, day: NaiveDate) -> [u8; 32] {
        let _one_asks = self.asking.lock().await;
        if let Some(salt) = self.of(day) {
            return salt;
        }
        let fresh = rand::random();
        let salt = match store.visitor_salt(&visit_day(day), fresh).await {
            Ok(salt) => salt.try_into().unwrap_or(fresh),
            // Visitors are told apart by this process alone until tomorrow.
            Err(error) => {
                error.log();
                fresh
            }
        };
        if let Ok(mut today) = self.today.lock() {
            *today = Some((day, salt));
        }
        salt
    }

    fn of(&self, day: NaiveDate) -> Option<[u8; 32]> {
        let today = self.today.lock().ok()?;
        today.filter(|(of, _)| *of == day).map(|(_, salt)| salt)
    }
}

/// A day as the table of salts names it.
pub(crate) fn visit_day(day: NaiveDate) -> String {
    day.format("%Y-%m-%d").to_string()
}
