//! How fast the two doors are that visitors and backends wait at: redirects with a durable click,
//! conversions, and conversion calls with a forged token.
//!
//! `make bench` runs it. A second of this machine says little about another one, so each case is
//! also told as its share of what a bare axum handler does that answers a fixed 302, measured a few
//! seconds before in the same run. Load, servers and databases share the cores.
//!
//! `BENCH_SECONDS` (3) and `BENCH_ROUNDS` (5) make it shorter or longer; arguments choose cases by
//! a part of their names.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "it is for people to read")]
#![expect(unreachable_pub, reason = "the harness is a small crate of its own")]

#[path = "doors/client.rs"]
mod client;
#[path = "../tests/it/harness.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "the tests need more of it")]
mod harness;
#[path = "doors/scripts.rs"]
mod scripts;

use std::net::SocketAddr;
use std::str::FromStr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::routing::get;
use axum::serve::ListenerExt;
use serde_json::json;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use client::{CONNECTIONS, Measured, Script};
use harness::{Backend, TestApp, check_invariants};
use scripts::{Bare, Convert, Follow, Forge};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Limits that nobody reaches: they are counted, as in production.
const LIMITS: &str = "key=60000000,browser=60000000,redirect=60000000,address=60000000";
/// A visitor who waited as long as this may have been let go before the click was stored.
const PATIENCE: Duration = Duration::from_secs(1);

/// A server on a database of its own, and what it was asked so far.
struct Service {
    name: &'static str,
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
}

/// What can be asked of a service.
#[derive(Clone, Copy)]
enum Door {
    Redirects,
    Conversions,
    Forgeries,
}

const DOORS: [(Door, &str); 3] = [
    (Door::Redirects, "redirects, each click durable"),
    (Door::Conversions, "conversions, each of a new click"),
    (Door::Forgeries, "forged tokens, ignored"),
];

impl Service {
    async fn start(backend: Backend, name: &'static str) -> Self {
        let app = TestApp::start_with(backend, &[("limits", LIMITS), ("trusted_proxies", "127.0.0.1")]).await;
        let code = app.campaign(json!({})).await.code;
        let address = app.url.trim_start_matches("http://").parse().unwrap();
        Self {
            name,
            app,
            address,
            code,
            tokens: Arc::default(),
            genuine: String::new(),
            redirected: 0,
            converted: 0,
            ignored: 0,
        }
    }

    async fn measure(&mut self, door: Door, time: Duration) -> Measured {
        match door {
            Door::Redirects => {
                let (measured, scripts) = run(self.address, time, || Follow::new(self.address, &self.code)).await;
                self.redirected += measured.latencies.len();
                let mut tokens = self.tokens.lock().unwrap();
                tokens.extend(scripts.into_iter().flat_map(|script| script.tokens));
                self.genuine.clone_from(&tokens[0]);
                measured
            }
            Door::Conversions => {
                let script = || Convert::new(self.address, &self.app.org.key, self.tokens.clone());
                let (measured, _) = run(self.address, time, script).await;
                self.converted += measured.latencies.len();
                measured
            }
            Door::Forgeries => {
                let script = || Forge::new(self.address, &self.app.org.key, &self.genuine);
                let (measured, _) = run(self.address, time, script).await;
                self.ignored += measured.latencies.len();
                measured
            }
        }
    }

    /// Everything that was answered is stored, once, and counted.
    async fn check(self) {
        let database = self.app.database.clone();
        self.app.stop().await;
        let number = async |sql: &str| {
            use sea_orm::{ConnectionTrait, Statement};
            let statement = Statement::from_string(database.get_database_backend(), sql);
            let row = database.query_one_raw(statement).await.unwrap().unwrap();
            row.try_get_by_index::<i64>(0).unwrap() as usize
        };
        assert_eq!(number("SELECT count(*) FROM click").await, self.redirected, "clicks on {}", self.name);
        assert_eq!(number("SELECT count(*) FROM conversion").await, self.converted, "conversions on {}", self.name);
        let ignored = number("SELECT CAST(coalesce(sum(count), 0) AS bigint) FROM ignored_call").await;
        assert_eq!(ignored, self.ignored, "ignored calls on {}", self.name);
        check_invariants(&database).await;
    }
}

async fn run<S: Script>(address: SocketAddr, time: Duration, script: impl Fn() -> S) -> (Measured, Vec<S>) {
    client::run(address, time, (0..CONNECTIONS).map(|_| script()).collect()).await
}

/// What there is to compare with: the same library, and nothing behind it.
async fn serve_bare() -> SocketAddr {
    let answer = (StatusCode::FOUND, [(header::LOCATION, "https://shop.example/landing?a=1#top")]);
    let routes = Router::new().route("/r/{code}", get(async move || answer));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let listener = listener.tap_io(|stream| stream.set_nodelay(true).unwrap());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    address
}

/// One line of the result.
struct Case {
    name: String,
    per_second: Vec<f64>,
    /// To the bare handler, in the same round.
    ratios: Vec<f64>,
    latencies: Vec<Duration>,
}

impl Case {
    fn new(name: String) -> Self {
        Self { name, per_second: Vec::new(), ratios: Vec::new(), latencies: Vec::new() }
    }

    fn add(&mut self, measured: Measured, bare: f64) {
        assert!(!measured.latencies.is_empty(), "{}: nothing was answered", self.name);
        self.per_second.push(measured.per_second());
        self.ratios.push(measured.per_second() / bare);
        self.latencies.extend(measured.latencies);
    }

    fn print(&mut self) {
        for numbers in [&mut self.per_second, &mut self.ratios] {
            numbers.sort_by(f64::total_cmp);
        }
        self.latencies.sort_unstable();
        let middle = self.ratios.len() / 2;
        let at = |share: f64| self.latencies[(self.latencies.len() as f64 * share) as usize].as_secs_f64() * 1e3;
        println!(
            "{:52} {:>9.0} {:>8.3} ({:.3} to {:.3}) {:>9.2} {:>9.2}",
            self.name,
            self.per_second[middle],
            self.ratios[middle],
            self.ratios[0],
            self.ratios[self.ratios.len() - 1],
            at(0.5),
            at(0.99),
        );
    }
}

fn setting<T: FromStr>(variable: &str, default: T) -> T {
    std::env::var(variable)
        .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{variable}: `{text}` is not a number")))
}

fn runtime(name: &str) -> Runtime {
    Builder::new_multi_thread().enable_all().thread_name(name).build().unwrap()
}

fn main() {
    let time = Duration::from_secs_f64(setting("BENCH_SECONDS", 3.0));
    let rounds: usize = setting("BENCH_ROUNDS", 5);
    let chosen: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    let is_chosen = |name: &str| chosen.is_empty() || chosen.iter().any(|part| name.contains(part.as_str()));

    let (servers, load) = (runtime("servers"), runtime("load"));
    let (bare, mut services, fsync) = servers.block_on(async {
        let services = [
            Service::start(Backend::Sqlite, "SQLite").await,
            Service::start(Backend::Postgres, "Postgres and Redis").await,
        ];
        let fsync = services[1].app.texts("SHOW fsync").await.remove(0);
        (serve_bare().await, services, fsync)
    });
    let cores = std::thread::available_parallelism().unwrap();
    println!(
        "{cores} cores, which load, servers and databases share. {CONNECTIONS} connections, a request at a time each."
    );
    println!(
        "{rounds} rounds of {time:?} a case, taken in turns. Postgres: fsync {fsync}. SQLite: WAL, synchronous=FULL."
    );
    println!("All of it is for one link, so that every conversion changes the same counter: the hardest case.");
    if cfg!(debug_assertions) {
        println!("A DEBUG BUILD: these figures say nothing about speed.");
    }

    let mut bare_case = Case::new("a bare axum handler, 302".to_owned());
    let mut cases: Vec<Vec<_>> = DOORS
        .iter()
        .map(|(_, door)| services.iter().map(|service| Case::new(format!("{door}: {}", service.name))).collect())
        .collect();
    let mut late = 0;
    // The first round is for caches, pools and prepared statements to fill.
    for round in 0..=rounds {
        for ((door, _), cases) in DOORS.iter().zip(&mut cases) {
            // Redirects make the tokens that the others need.
            if !matches!(door, Door::Redirects) && !cases.iter().any(|case| is_chosen(&case.name)) {
                continue;
            }
            let (compared, _) = load.block_on(run(bare, time, || Bare::new(bare)));
            let compared_with = compared.per_second();
            if round > 0 {
                bare_case.add(compared, compared_with);
            }
            let mut turns: Vec<_> = services.iter_mut().zip(cases).collect();
            if round % 2 == 1 {
                turns.reverse();
            }
            for (service, case) in turns {
                let measured = load.block_on(service.measure(*door, time));
                if matches!(door, Door::Redirects) {
                    late += measured.latencies.iter().filter(|latency| **latency >= PATIENCE).count();
                }
                if round > 0 {
                    case.add(measured, compared_with);
                }
            }
        }
    }

    println!("\n{:52} {:>9} {:>8} {:16} {:>9} {:>9}", "", "a second", "ratio", "", "p50 ms", "p99 ms");
    bare_case.print();
    cases.iter_mut().flatten().filter(|case| is_chosen(&case.name) && !case.ratios.is_empty()).for_each(Case::print);
    assert_eq!(late, 0, "redirects took so long that they may have left before their click was stored");
    servers.block_on(async {
        for service in services {
            service.check().await;
        }
    });
    println!("\nEvery redirect that was answered is a stored click, every conversion a row, and the counters agree.");
}
