//! The servers that are measured, each on a database of its own, and what they were asked so far.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use url::Url;

use super::client::{self, Measured, Script};
use super::harness::{Backend, TestApp, check_invariants, connect, settings};
use super::proxy::Proxy;
use super::scripts::{Convert, Follow, Forge};

/// Limits on calls that nobody reaches: they are counted, as in production. A visitor has the usual one.
const LIMITS: &str = "key=60000000,browser=60000000,redirect=600,address=60000000";
/// A visitor who waited as long as this may have been let go before the click was stored.
const PATIENCE: Duration = Duration::from_secs(1);

/// What can be asked of a service.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Door {
    Redirects,
    Conversions,
    Forgeries,
}

impl Door {
    pub fn name(self) -> &'static str {
        match self {
            Self::Redirects => "redirects, each click durable",
            Self::Conversions => "conversions, each of a new click",
            Self::Forgeries => "forged tokens, ignored",
        }
    }
}

/// Where it is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Service {
    Sqlite,
    Postgres,
    /// On Postgres, which cannot be reached while it is measured.
    Away,
}

impl Service {
    pub fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "Postgres and Redis",
            Self::Away => "Postgres away, clicks wait",
        }
    }
}

/// All of them.
pub struct Services {
    sqlite: Running,
    postgres: Running,
    away: Running,
    proxy: Proxy,
}

struct Running {
    app: TestApp,
    address: SocketAddr,
    code: String,
    /// Tokens of clicks that have not converted yet.
    tokens: Arc<Mutex<Vec<String>>>,
    /// A token to forge others after.
    genuine: String,
    redirected: usize,
    converted: usize,
    ignored: usize,
    /// Redirects that may have left before their click was stored.
    late: usize,
}

/// Runs a script on so many connections.
pub async fn run<S: Script>(
    address: SocketAddr,
    time: Duration,
    connections: usize,
    script: impl Fn() -> S,
) -> (Measured, Vec<S>) {
    client::run(address, time, (0..connections).map(|_| script()).collect()).await
}

impl Services {
    pub async fn start() -> Self {
        let settings_of = async |backend| settings(backend, OVERRIDES).await.0;
        let sqlite = Running::start(TestApp::start_on(Backend::Sqlite, settings_of(Backend::Sqlite).await).await).await;
        let postgres = settings_of(Backend::Postgres).await;
        let postgres = Running::start(TestApp::start_on(Backend::Postgres, postgres).await).await;

        let mut behind = settings_of(Backend::Postgres).await;
        let mut url = Url::parse(&behind.get("database_url").unwrap().0).unwrap();
        let target = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
        let proxy = Proxy::to(target.parse().unwrap()).await;
        url.set_host(Some(&proxy.address.ip().to_string())).unwrap();
        url.set_port(Some(proxy.address.port())).unwrap();
        behind.set("database_url", url);
        let away = Running::start(TestApp::start_on(Backend::Postgres, behind).await).await;
        Self { sqlite, postgres, away, proxy }
    }

    pub async fn fsync(&self) -> String {
        self.postgres.app.texts("SHOW fsync").await.remove(0)
    }

    fn get(&mut self, service: Service) -> &mut Running {
        match service {
            Service::Sqlite => &mut self.sqlite,
            Service::Postgres => &mut self.postgres,
            Service::Away => &mut self.away,
        }
    }

    pub async fn measure(&mut self, door: Door, service: Service, time: Duration, connections: usize) -> Measured {
        if service != Service::Away {
            return self.get(service).measure(door, time, connections).await;
        }
        // A link that is known is followed without a database; the first visitor then finds out.
        let somebody = Duration::from_millis(1);
        self.away.measure(door, somebody, 1).await;
        self.proxy.cut();
        self.away.measure(door, somebody, 1).await;
        let measured = self.away.measure(door, time, connections).await;
        self.proxy.mend();
        self.away.until_stored().await;
        measured
    }

    /// Everything that was answered is stored, once, and counted. Of what came while the database was
    /// away, as much as may wait.
    pub async fn check(self) {
        self.sqlite.check("SQLite").await;
        self.postgres.check("Postgres").await;
        let database = self.away.app.database.clone();
        self.away.app.stop().await;
        check_invariants(&database).await;
    }
}

const OVERRIDES: &[(&str, &str)] = &[("limits", LIMITS), ("trusted_proxies", "127.0.0.1")];

impl Running {
    async fn start(app: TestApp) -> Self {
        let code = app.campaign(json!({})).await.code;
        let address = app.url.trim_start_matches("http://").parse().unwrap();
        Self {
            app,
            address,
            code,
            tokens: Arc::default(),
            genuine: String::new(),
            redirected: 0,
            converted: 0,
            ignored: 0,
            late: 0,
        }
    }

    async fn measure(&mut self, door: Door, time: Duration, connections: usize) -> Measured {
        match door {
            Door::Redirects => {
                let script = || Follow::new(self.address, &self.code);
                let (measured, scripts) = run(self.address, time, connections, script).await;
                self.redirected += measured.latencies.len();
                self.late += measured.latencies.iter().filter(|latency| **latency >= PATIENCE).count();
                let mut tokens = self.tokens.lock().unwrap();
                tokens.extend(scripts.into_iter().flat_map(|script| script.tokens));
                self.genuine.clone_from(&tokens[0]);
                measured
            }
            Door::Conversions => {
                let script = || Convert::new(self.address, &self.app.org.key, self.tokens.clone());
                let (measured, _) = run(self.address, time, connections, script).await;
                self.converted += measured.latencies.len();
                measured
            }
            Door::Forgeries => {
                let script = || Forge::new(self.address, &self.app.org.key, &self.genuine);
                let (measured, _) = run(self.address, time, connections, script).await;
                self.ignored += measured.latencies.len();
                measured
            }
        }
    }

    /// Until a click is durable again before its visitor is sent on, and so all before it are.
    async fn until_stored(&mut self) {
        loop {
            let before = self.clicks().await;
            tokio::time::sleep(Duration::from_secs(1)).await;
            if before == self.clicks().await && before > 0 {
                return;
            }
        }
    }

    async fn clicks(&self) -> usize {
        self.app.number("SELECT count(*) FROM click").await as usize
    }

    async fn check(self, name: &str) {
        assert_eq!(self.late, 0, "redirects took so long that they may have left before their click was stored");
        let database = connect(&self.app.server.app.config.database).await;
        self.app.stop().await;
        let number = async |sql: &str| super::harness::numbers(&database, sql).await[0] as usize;
        assert_eq!(number("SELECT count(*) FROM click").await, self.redirected, "clicks on {name}");
        assert_eq!(number("SELECT count(*) FROM conversion").await, self.converted, "conversions on {name}");
        let ignored = number("SELECT CAST(coalesce(sum(count), 0) AS bigint) FROM ignored_call").await;
        assert_eq!(ignored, self.ignored, "ignored calls on {name}");
        check_invariants(&database).await;
    }
}
