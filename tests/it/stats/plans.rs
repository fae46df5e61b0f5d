//! No question of a page reads all clicks.

use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};

use super::sum_all;
use crate::harness::{Backend, TestApp};
use crate::volume;

/// What the pages ask: an overview, a report, and one partner.
pub const QUESTIONS: &[(&str, &str)] = &[
    (
        "stats by day",
        "query($from: Date, $to: Date) { stats(from: $from, to: $to) { clicks uniqueVisitors conversions previous { clicks } buckets { clicks uniqueVisitors } } }",
    ),
    (
        "stats by hour",
        "query($day: Date, $to: Date) { stats(from: $day, to: $to, bucket: HOUR) { clicks buckets { clicks } } }",
    ),
    (
        "by campaign",
        "query($from: Date, $to: Date) { statsBy(dimension: CAMPAIGN, from: $from, to: $to) { key clicks uniqueVisitors } }",
    ),
    (
        "by partner",
        "query($from: Date, $to: Date) { statsBy(dimension: PARTNER, from: $from, to: $to) { key clicks uniqueVisitors } }",
    ),
    (
        "by link",
        "query($from: Date, $to: Date) { statsBy(dimension: LINK, from: $from, to: $to) { key clicks uniqueVisitors } }",
    ),
    (
        "by referrer",
        "query($from: Date, $to: Date) { statsBy(dimension: REFERRER_HOST, from: $from, to: $to) { key clicks uniqueVisitors } }",
    ),
    (
        "by country",
        "query($from: Date, $to: Date) { statsBy(dimension: COUNTRY, from: $from, to: $to) { key clicks uniqueVisitors } }",
    ),
    (
        "partner by day",
        "query($p: ID!, $from: Date, $to: Date) { stats(from: $from, to: $to, filter: {partnerId: $p}) { clicks uniqueVisitors buckets { clicks uniqueVisitors } } }",
    ),
    (
        "partner by link",
        "query($p: ID!, $from: Date, $to: Date) { statsBy(dimension: LINK, from: $from, to: $to, filter: {partnerId: $p}) { key clicks uniqueVisitors } }",
    ),
    (
        "partner by device",
        "query($p: ID!, $from: Date, $to: Date) { statsBy(dimension: DEVICE, from: $from, to: $to, filter: {partnerId: $p}) { key clicks uniqueVisitors } }",
    ),
    ("links under review", "{ links(first: 25, filter: {review: true}) { nodes { id performance { clicks } } } }"),
    ("25 links", "{ links(first: 25) { nodes { id review performance { clicks accepted } stats { clicks } } } }"),
];

#[tokio::test(flavor = "multi_thread")]
async fn no_question_of_a_page_reads_all_clicks() {
    let app = TestApp::start(Backend::Postgres).await;
    let now: DateTime<Utc> = "2026-10-22T09:00:00Z".parse().unwrap();
    app.clock.advance(now - app.clock.now());
    volume::fill(&app, 60_000, 30).await;
    sum_all(&app).await;
    app.execute("VACUUM ANALYZE").await;
    let variables = variables(&app, 28).await;
    let (key, settings) = (app.org.key.clone(), app.settings.clone());
    let database = app.database.clone();
    app.stop().await;
    // What the database says of a connection is only sure once the connection is gone.
    volume::until_alone(&database).await;
    let before = volume::scans(&database).await;
    let app = TestApp::start_on(Backend::Postgres, settings).await;
    app.clock.advance(now - app.clock.now());
    for (name, document) in QUESTIONS {
        let answer = app.gql_as(&key, document, volume::needed(document, &variables)).await;
        assert!(!answer.to_string().contains("\"clicks\":null"), "{name}: {answer}");
    }
    app.stop().await;
    volume::until_alone(&database).await;
    assert_eq!(volume::scans(&database).await - before, 0, "a question has read all clicks");
}

/// What the questions ask about.
pub async fn variables(app: &TestApp, days: i64) -> Value {
    let to = app.clock.now().date_naive();
    let partner =
        app.texts("SELECT CAST(id AS text) FROM partner WHERE name LIKE 'Partner %' ORDER BY id LIMIT 1").await;
    let partner = entity::id::PartnerId(partner[0].parse().unwrap()).to_string();
    json!({ "from": to - Duration::days(days - 1), "to": to, "day": to - Duration::days(2), "p": partner })
}
