//! How fast the two doors are that visitors and backends wait at: redirects with a durable click,
//! conversions, and conversion calls with a forged token.
//!
//! `make bench` runs it. A second of this machine says little about another one, so each case is
//! also told as its share of what a bare axum handler does that answers a fixed 302, measured just
//! before on as many connections; conversions also as their share of what pgbench does with the same
//! statements. Load, servers and databases share the cores. The table is written as JSON beside it.
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
#[path = "doors/peer.rs"]
mod peer;
#[path = "../tests/it/proxy.rs"]
#[allow(dead_code, reason = "the tests need more of it")]
mod proxy;
#[path = "doors/scripts.rs"]
mod scripts;
#[path = "doors/services.rs"]
mod services;
#[path = "doors/table.rs"]
mod table;

use std::net::SocketAddr;
use std::str::FromStr;
use std::time::Duration;

use axum::Router;
use axum::http::{StatusCode, header};
use axum::routing::get;
use axum::serve::ListenerExt;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use peer::Peer;
use scripts::Bare;
use services::{Door, Service, Services, run};
use table::{Line, Table};

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// On how many connections most cases run, each with one request at a time.
const CONNECTIONS: usize = 64;

/// What is measured: a door of a service, on so many connections.
struct Case {
    door: Door,
    service: Service,
    connections: usize,
}

const fn case(door: Door, service: Service, connections: usize) -> Case {
    Case { door, service, connections }
}

/// In this order, because redirects make the tokens that others need.
const CASES: [Case; 10] = [
    case(Door::Redirects, Service::Sqlite, CONNECTIONS),
    case(Door::Redirects, Service::Postgres, CONNECTIONS),
    case(Door::Redirects, Service::Postgres, 1),
    case(Door::Redirects, Service::Postgres, 16),
    case(Door::Redirects, Service::Postgres, 256),
    case(Door::Redirects, Service::Away, CONNECTIONS),
    case(Door::Conversions, Service::Sqlite, CONNECTIONS),
    case(Door::Conversions, Service::Postgres, CONNECTIONS),
    case(Door::Forgeries, Service::Sqlite, CONNECTIONS),
    case(Door::Forgeries, Service::Postgres, CONNECTIONS),
];

impl Case {
    fn name(&self) -> String {
        let Self { door, service, connections } = self;
        let name = format!("{}: {}", door.name(), service.name());
        if *connections == CONNECTIONS { name } else { format!("{name}, {connections} connections") }
    }
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
    let (bare, mut services, peer, fsync) = servers.block_on(async {
        let services = Services::start().await;
        let fsync = services.fsync().await;
        (serve_bare().await, services, Peer::new(CONNECTIONS).await, fsync)
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

    let mut table = Table::new();
    let mut bare_line = Line::new("a bare axum handler, 302");
    let mut peer_line = Line::new("pgbench, the statements of a conversion");
    let mut to_peer = Line::new("conversions: Postgres and Redis, to pgbench");
    let mut lines: Vec<_> = CASES.iter().map(|case| Line::new(&case.name())).collect();
    // The first round is for caches, pools and prepared statements to fill.
    for round in 0..=rounds {
        for (case, line) in CASES.iter().zip(&mut lines) {
            // Redirects make the tokens that the others need.
            let makes_tokens = case.door == Door::Redirects && case.connections == CONNECTIONS;
            if !makes_tokens && !is_chosen(line.name()) {
                continue;
            }
            let (compared, _) = load.block_on(run(bare, time, case.connections, || Bare::new(bare)));
            let compared_with = compared.per_second();
            let measured = load.block_on(services.measure(case.door, case.service, time, case.connections));
            if round == 0 {
                continue;
            }
            if case.door == Door::Conversions && case.service == Service::Postgres {
                let rate = load.block_on(peer.run(time));
                to_peer.add_rate(measured.per_second(), rate);
                peer_line.add_rate(rate, compared_with);
            }
            if case.connections == CONNECTIONS {
                bare_line.add(compared, compared_with);
            }
            line.add(measured, compared_with);
        }
    }
    table.add(bare_line);
    lines.into_iter().filter(|line| is_chosen(line.name())).for_each(|line| table.add(line));
    table.add(peer_line);
    table.add(to_peer);
    table.print();
    table.write("doors");
    servers.block_on(services.check());
    println!("\nEvery redirect that was answered is a stored click, every conversion a row, and the counters agree.");
}
