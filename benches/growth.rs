//! What grows when the work does: how fast links are followed, and how fast one is found that nobody has
//! followed lately, from a hundred links to a million and from one organisation to a thousand; how long
//! the program takes to start on them, and how much memory it has in the end.
//!
//! `make bench ARGS="--bench growth"` runs it alone. It measures the program itself, on Postgres and
//! Redis, as it is served. `BENCH_SECONDS` (3) and `BENCH_ROUNDS` (5) make it shorter or longer.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "it is for people to read")]
#![expect(unreachable_pub, reason = "the harness is a small crate of its own")]

#[path = "doors/client.rs"]
mod client;
#[path = "../tests/it/harness.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "the tests need more of it")]
mod harness;
#[path = "doors/scripts.rs"]
#[allow(dead_code, reason = "the doors need more of it")]
mod scripts;

use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use client::{Answer, Measured, Script};
use harness::{Backend, TestApp, settings};
use introw::config::{SETTINGS, Values};
use serde_json::{Value, json};
use tokio::net::TcpStream;

/// On how many connections links are followed, each with one request at a time.
const CONNECTIONS: usize = 64;
/// How many links are followed again and again.
const FOLLOWED: usize = 100;
/// How many links the program has in memory when it is weighed.
const REMEMBERED: usize = 100_000;
/// How many connections it has then that ask nothing.
const IDLE: usize = 10_000;

/// How much there is in a database.
struct Size {
    name: &'static str,
    organisations: usize,
    partners: usize,
    campaigns: usize,
}

const SIZES: [Size; 4] = [
    Size { name: "100 links", organisations: 1, partners: 100, campaigns: 1 },
    Size { name: "10,000 links", organisations: 1, partners: 1_000, campaigns: 10 },
    Size { name: "1,000,000 links", organisations: 1, partners: 1_000, campaigns: 1_000 },
    Size { name: "1,000 organisations", organisations: 1_000, partners: 1, campaigns: 1 },
];

impl Size {
    fn links(&self) -> usize {
        self.organisations * self.partners * self.campaigns
    }

    /// The codes of so many links, from all over the table; `skip` leaves out those of before.
    fn codes(&self, many: usize, skip: usize) -> Vec<String> {
        let step = (self.links() / many.max(1)).max(1);
        (0..many).map(|number| code(1 + (number * step + skip) % self.links())).collect()
    }

    /// Makes it so, out of what an organisation with one campaign, one partner and one link has.
    async fn fill(&self, app: &TestApp) {
        let Self { organisations, partners, campaigns, .. } = self;
        let copies = |table: &str, of: &str, change: &str, many: usize| {
            format!(
                "INSERT INTO {table} SELECT (jsonb_populate_record(one, jsonb_build_object({change}))).* \
                 FROM {table} AS one, generate_series(1, {many}) AS n WHERE {of}"
            )
        };
        let statements = if *organisations > 1 {
            let owned = "'organisation_id', md5('organisation' || n)";
            let link = format!("{owned}, 'code', 'G' || lpad(n::text, 8, '0')");
            let itself = "'id', md5('organisation' || n), 'number', 1000 + n, 'name', 'Organisation ' || n";
            let tables = ["partner", "form", "campaign", "campaign_version"];
            std::iter::once(copies("organisation", "true", itself, *organisations))
                .chain(tables.map(|table| copies(table, "true", owned, *organisations)))
                .chain([copies("link", "true", &link, *organisations)])
                .collect()
        } else {
            let named = "'id', md5('partner' || n), 'name', 'Partner ' || n";
            vec![
                copies("partner", "true", named, *partners),
                copies("campaign", "true", "'id', md5('campaign' || n)", *campaigns),
                copies("campaign_version", "true", "'campaign_id', md5('campaign' || n)", *campaigns),
                format!(
                    "INSERT INTO link (organisation_id, id, number, campaign_id, partner_id, code, created_at)
                     SELECT organisation.id, md5('link' || c || '-' || p)::uuid, 1000 + (c - 1) * {partners} + p,
                         md5('campaign' || c)::uuid, md5('partner' || p)::uuid,
                         'G' || lpad(((c - 1) * {partners} + p)::text, 8, '0'), now()
                     FROM organisation, generate_series(1, {campaigns}) AS c, generate_series(1, {partners}) AS p"
                ),
            ]
        };
        for statement in statements {
            app.execute(&statement).await;
        }
        app.execute(
            "INSERT INTO link_address (address, organisation_id, link_id)
             SELECT lower(code), organisation_id, id FROM link WHERE code ~ '^G[0-9]{8}$'",
        )
        .await;
        app.execute("VACUUM ANALYZE").await;
        // What was filled is on the disk before anything is timed.
        app.execute("CHECKPOINT").await;
        let links = app.number("SELECT count(*) FROM link WHERE code ~ '^G[0-9]{8}$'").await;
        assert_eq!(links as usize, self.links(), "{}", self.name);
    }
}

fn code(number: usize) -> String {
    format!("G{number:08}")
}

/// The program, as it is served.
struct Program {
    child: Child,
    address: SocketAddr,
    /// How long it took to be ready.
    started: Duration,
}

impl Program {
    fn start(settings: &Values) -> Self {
        let variables = SETTINGS.iter().filter_map(|setting| {
            let (value, _) = settings.get(setting.key)?;
            (!value.is_empty()).then_some((setting.variable, value))
        });
        let begun = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_introw"))
            .arg("serve")
            .env_clear()
            .envs(variables)
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let address = lines.find_map(|line| {
            let entry: Value = serde_json::from_str(&line).ok()?;
            let url = entry["fields"].get("url").filter(|_| entry["fields"]["message"] == "ready")?;
            url.as_str()?.trim_start_matches("http://").trim_end_matches('/').parse().ok()
        });
        let started = begun.elapsed();
        let address = address.expect("it is ready");
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, address, started }
    }

    /// What it has in memory, in MiB.
    fn resident(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }

    async fn follow(&self, codes: &Arc<[String]>, time: Duration, connections: usize, most: usize) -> Measured {
        let next = Arc::new(AtomicUsize::new(0));
        let tour = || Tour { address: self.address, codes: codes.clone(), next: next.clone(), most };
        client::run(self.address, time, (0..connections).map(|_| tour()).collect()).await.0
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Visitors who follow some links in turn, so often in all.
struct Tour {
    address: SocketAddr,
    codes: Arc<[String]>,
    next: Arc<AtomicUsize>,
    most: usize,
}

impl Script for Tour {
    fn ask(&mut self, request: &mut Vec<u8>) -> bool {
        let number = self.next.fetch_add(1, Ordering::Relaxed);
        if number < self.most {
            scripts::visit(request, self.address, &self.codes[number % self.codes.len()]);
        }
        number < self.most
    }

    fn told(&mut self, answer: &Answer<'_>) {
        assert_eq!(answer.status, "302", "{}", answer.head);
        assert!(answer.head.contains("irw_id="), "{}", answer.head);
    }
}

fn setting<T: FromStr>(variable: &str, default: T) -> T {
    std::env::var(variable)
        .map_or(default, |text| text.parse().unwrap_or_else(|_| panic!("{variable}: `{text}` is not a number")))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

#[tokio::main]
async fn main() {
    let chosen: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if !chosen.is_empty() && !chosen.iter().any(|part| "growth".contains(part.as_str())) {
        return;
    }
    let time = Duration::from_secs_f64(setting("BENCH_SECONDS", 3.0));
    let rounds: usize = setting("BENCH_ROUNDS", 5);
    let overrides = [("limits", "redirect=600"), ("trusted_proxies", "127.0.0.1"), ("log_format", "json")];
    let mut filled = Vec::new();
    for size in &SIZES {
        let app = TestApp::start_on(Backend::Postgres, settings(Backend::Postgres, &overrides).await.0).await;
        app.campaign(json!({})).await;
        size.fill(&app).await;
        filled.push(app.settings.clone());
        app.stop().await;
    }
    if cfg!(debug_assertions) {
        println!("A DEBUG BUILD: these figures say nothing about speed.");
    }

    // For each size: how many links a second, how long the first visit of a link takes, how long to start.
    let mut results = SIZES.each_ref().map(|_| (Vec::new(), Vec::new(), Vec::new()));
    for round in 0..rounds {
        // In another order each time, so that what the machine does meanwhile falls on all of them.
        for place in 0..SIZES.len() {
            let place = (place + round) % SIZES.len();
            let (size, settings) = (&SIZES[place], &filled[place]);
            let (followed, found, started) = &mut results[place];
            let program = Program::start(settings);
            started.push(program.started.as_secs_f64() * 1e3);
            // Not those that are followed below: each of these is looked up in the database.
            let cold: Arc<[_]> = size.codes(FOLLOWED / 2, round + 1).into();
            let firsts = program.follow(&cold, time, 1, cold.len()).await.latencies;
            found.push(median(firsts.iter().map(|latency| latency.as_secs_f64() * 1e3).collect()));
            let warm: Arc<[_]> = size.codes(FOLLOWED, 0).into();
            program.follow(&warm, time, CONNECTIONS, 2 * FOLLOWED).await;
            followed.push(program.follow(&warm, time, CONNECTIONS, usize::MAX).await.per_second());
        }
    }
    println!(
        "Links that are followed, {FOLLOWED} of them in turn, on {CONNECTIONS} connections; {rounds} rounds, medians.\n"
    );
    println!("{:22} {:>9} {:>16} {:>18} {:>9}", "", "a second", "to 100 links", "first visit, ms", "start, ms");
    let least = results[0].0.clone();
    for (size, (followed, found, started)) in SIZES.iter().zip(results) {
        let ratio = median(followed.iter().zip(&least).map(|(now, least)| now / least).collect());
        println!(
            "{:22} {:>9.0} {ratio:>16.2} {:>18.2} {:>9.0}",
            size.name,
            median(followed),
            median(found),
            median(started)
        );
    }

    let (size, settings) = (&SIZES[2], &filled[2]);
    let program = Program::start(settings);
    println!("\nMemory with {}: {:.0} MiB when it is ready", size.name, program.resident());
    let codes: Arc<[_]> = size.codes(REMEMBERED, 0).into();
    program.follow(&codes, Duration::from_secs(600), CONNECTIONS, REMEMBERED).await;
    println!("{:.0} MiB with {REMEMBERED} links followed", program.resident());
    let mut idle = Vec::with_capacity(IDLE);
    for number in 0..IDLE {
        idle.push(TcpStream::connect(program.address).await.expect("more files may be open: see `ulimit -n`"));
        // No faster than they are accepted: one that the system turns away comes again a second later.
        if number % 100 == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    // Until the last one has been accepted, and before the first is let go because it asks nothing.
    tokio::time::sleep(Duration::from_secs(1)).await;
    println!("{:.0} MiB with {IDLE} idle connections beside", program.resident());
    let mut byte = [0];
    let open = idle.iter().filter(|stream| stream.try_read(&mut byte).is_err()).count();
    assert_eq!(open, IDLE, "some of the idle connections were closed");
}
