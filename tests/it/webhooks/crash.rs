//! `kill -9` of the server while it writes events and sends them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use introw::config::Config;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::{Value, json};

use super::endpoint;
use crate::harness::{CHROME, connect, on_both};
use crate::process::Introw;
use crate::receiver::{Receiver, Reply, eventually};

/// How often it is killed: `INTROW_TEST_KILLS` for a thorough run.
fn kills() -> usize {
    std::env::var("INTROW_TEST_KILLS").ok().and_then(|text| text.parse().ok()).unwrap_or(10)
}

async fn texts(database: &DatabaseConnection, sql: &str) -> Vec<String> {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    let rows = database.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect()
}

/// Waits until everything is delivered. At no time is there a pause of more than a lease and a little.
async fn drained(database: &DatabaseConnection) {
    let (mut last, mut since) = (usize::MAX, tokio::time::Instant::now());
    loop {
        let waiting = texts(database, "SELECT status FROM webhook_delivery WHERE status <> 'DELIVERED'").await;
        if waiting.is_empty() {
            return;
        }
        if waiting.len() != last {
            (last, since) = (waiting.len(), tokio::time::Instant::now());
        }
        assert!(since.elapsed() < Duration::from_secs(35), "{last} deliveries are left to lie: {:?}", waiting.first());
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}

/// Visitors who click until the server is gone.
fn visitors(url: &str, code: &str, answered: &Arc<AtomicUsize>) -> Vec<tokio::task::JoinHandle<()>> {
    let visitor = |number: usize| {
        let (link, answered) = (format!("{url}/r/{code}"), answered.clone());
        async move {
            let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
            loop {
                let click = client
                    .get(&link)
                    .header("user-agent", CHROME)
                    .header("x-forwarded-for", format!("10.0.0.{number}"));
                match click.send().await {
                    Ok(response) if response.status() == 302 => answered.fetch_add(1, Ordering::SeqCst),
                    _ => return,
                };
            }
        }
    };
    (0..4).map(|number| tokio::spawn(visitor(number))).collect()
}

on_both! {
    /// Every committed event arrives, with its own id however often it is sent, and every stored click
    /// has its event.
    async fn nothing_of_the_outbox_is_lost_when_the_server_is_killed(app: TestApp) {
        // Now and then it is slow, and now and then it does not take what it gets.
        let receiver = Receiver::start(|_| match rand::random_range(0..20) {
            0 => Reply::status(500),
            1..4 => Reply::status(200).after(Duration::from_millis(20)),
            _ => Reply::status(200),
        })
        .await;
        let campaign = app.campaign(json!({})).await;
        endpoint(&app, &receiver, json!({ "events": ["CLICK_CREATED"] })).await;
        let settings = app.settings.clone();
        app.database.clone().close().await.unwrap();
        app.stop().await;

        for _ in 0..kills() {
            let introw = Introw::serve(&settings).await;
            let answered = Arc::new(AtomicUsize::new(0));
            let visitors = visitors(&introw.url, &campaign.code, &answered);
            let enough = rand::random_range(1..=20);
            eventually("clicks", async || (answered.load(Ordering::SeqCst) >= enough).then_some(())).await;
            tokio::time::sleep(Duration::from_micros(rand::random_range(0..=50_000))).await;
            introw.kill().await;
            for visitor in visitors {
                visitor.await.unwrap();
            }
        }

        // What the last one had in hand is due when its lease of 30 seconds ends. The rest need not wait:
        // the schedule is not what is tested here.
        receiver.answers(|_| Reply::status(200));
        let introw = Introw::serve(&settings).await;
        let database = connect(&Config::new(&settings).unwrap().database).await;
        for sooner in [
            "UPDATE webhook_delivery SET next_attempt_at = created_at WHERE status = 'PENDING' AND leased_until IS NULL",
            "UPDATE webhook_endpoint SET paused_until = NULL",
        ] {
            database.execute_unprepared(sooner).await.unwrap();
        }
        drained(&database).await;

        let clicks = texts(&database, "SELECT label FROM click").await;
        let events = texts(&database, "SELECT subject_id FROM webhook_event").await;
        assert_eq!(events.len(), events.iter().collect::<BTreeSet<_>>().len(), "an event is of one click");
        assert_eq!(events.len(), clicks.len(), "each stored click has its event");
        let mut bodies: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for message in receiver.received() {
            bodies.entry(message.header("webhook-id").to_owned()).or_default().insert(message.body);
        }
        let told: BTreeSet<_> = bodies
            .values()
            .map(|bodies| {
                assert_eq!(bodies.len(), 1, "what is sent again is the same: {bodies:?}");
                let body: Value = serde_json::from_str(bodies.first().unwrap()).unwrap();
                body["data"]["id"].as_str().unwrap().to_owned()
            })
            .collect();
        let events: BTreeSet<_> = events.into_iter().collect();
        assert_eq!(told, events, "what was committed is told, and nothing else");
        introw.kill().await;
    }
}
