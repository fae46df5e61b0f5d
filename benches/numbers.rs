//! How long the questions of the pages take that an organisation with a million clicks looks at.
//!
//! `make bench ARGS="--bench numbers"` runs it alone. Each question goes over HTTP, as a page asks it. `BENCH_CLICKS`
//! (1000000) makes it smaller.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark that cannot go on has failed")]
#![expect(clippy::print_stdout, reason = "it is for people to read")]
#![expect(unreachable_pub, reason = "the harness is a small crate of its own")]

#[path = "../tests/it/harness.rs"]
#[allow(dead_code, unused_imports, unused_macros, reason = "the tests need more of it")]
mod harness;
#[path = "../tests/it/volume.rs"]
mod volume;

use std::time::{Duration, Instant};

use harness::{Backend, TestApp};
use introw::domain::stats::sums;

/// As in the program.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// What a page may wait for one question.
const PATIENCE: Duration = Duration::from_millis(100);
/// How many days the clicks are spread over.
const DAYS: u32 = 90;
/// How often each question is asked.
const TIMES: usize = 15;

#[tokio::main]
async fn main() {
    let chosen: Vec<_> = std::env::args().skip(1).filter(|argument| !argument.starts_with('-')).collect();
    if !chosen.is_empty() && !chosen.iter().any(|part| "numbers".contains(part.as_str())) {
        return;
    }
    let clicks = std::env::var("BENCH_CLICKS").map_or(1_000_000, |text| text.parse().unwrap());
    let app = TestApp::start(Backend::Postgres).await;
    volume::fill(&app, clicks, DAYS).await;
    let begun = Instant::now();
    let now = app.clock.now();
    loop {
        let due = sums::due(&app.org.tenant, now, 100).await.unwrap();
        if due.is_empty() {
            break;
        }
        for day in due {
            sums::keep(&app.org.tenant, day, now).await.unwrap();
        }
    }
    println!(
        "{clicks} clicks of {DAYS} days on 200 links; the days were added up in {:.1} s.",
        begun.elapsed().as_secs_f64()
    );
    if cfg!(debug_assertions) {
        println!("A DEBUG BUILD: these figures say nothing about speed.");
    }
    app.execute("VACUUM ANALYZE").await;
    let variables = volume::variables(&app, i64::from(DAYS)).await;
    let (key, settings, database) = (app.org.key.clone(), app.settings.clone(), app.database.clone());
    app.stop().await;
    volume::until_alone(&database).await;
    let before = volume::scans(&database).await;

    let app = TestApp::start_on(Backend::Postgres, settings).await;
    println!("\n{:22} {:>9} {:>9} {:>9}", "ms", "p50", "p90", "longest");
    let mut slow = Vec::new();
    for (name, document) in volume::QUESTIONS {
        let asked = volume::needed(document, &variables);
        // The first one fills caches and prepares statements.
        app.gql_as(&key, document, asked.clone()).await;
        let mut times = Vec::with_capacity(TIMES);
        for _ in 0..TIMES {
            let begun = Instant::now();
            app.gql_as(&key, document, asked.clone()).await;
            times.push(begun.elapsed());
        }
        times.sort_unstable();
        let [half, most, longest] = [TIMES / 2, TIMES * 9 / 10, TIMES - 1].map(|at| times[at].as_secs_f64() * 1e3);
        println!("{name:22} {half:>9.1} {most:>9.1} {longest:>9.1}");
        if times[TIMES / 2] > PATIENCE {
            slow.push(*name);
        }
    }
    let database = app.database.clone();
    app.stop().await;
    volume::until_alone(&database).await;
    let scans = volume::scans(&database).await - before;
    println!(
        "\nAll clicks were read {scans} times. Over {PATIENCE:?}: {}.",
        if slow.is_empty() { "none".to_owned() } else { slow.join(", ") }
    );
    assert_eq!(scans, 0, "a question has read all clicks");
}
