//! A server that stops finishes what has begun.

use std::time::Duration;

use sea_orm::{ConnectionTrait, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use crate::harness::{Backend, TestApp, on_both};
use crate::wire::{Wire, header};

/// Longer than a server takes to stop.
const DEADLINE: Duration = Duration::from_secs(30);

/// Begins to stop a server, and returns when it takes no more connections.
async fn stopping(app: TestApp) -> JoinHandle<()> {
    let address = app.url.strip_prefix("http://").unwrap().to_owned();
    let stopped = tokio::spawn(app.stop());
    let closes = async {
        while TcpStream::connect(&address).await.is_ok() {
            sleep(Duration::from_millis(10)).await;
        }
    };
    timeout(DEADLINE, closes).await.expect("the door closes");
    stopped
}

on_both! {
    async fn a_call_that_has_begun_is_answered(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let body = json!({ "clickId": app.click(&campaign.code).await }).to_string();
        let mut wire = Wire::to(&app).await;
        let head = format!(
            "POST /api/v1/affiliate/conversions HTTP/1.1\r\nHost: a\r\nx-api-key: {}\r\n\
             Content-Type: application/json\r\nContent-Length: {}\r\nExpect: 100-continue\r\n\r\n",
            app.org.key,
            body.len(),
        );
        wire.send(head).await;
        // Who is told to go on has begun.
        assert_eq!(wire.head().await, "HTTP/1.1 100 Continue\r\n\r\n");

        let (database, backend) = (app.database.clone(), app.database.get_database_backend());
        let stopped = stopping(app).await;
        assert!(!stopped.is_finished(), "it waits for the call");
        wire.send(body).await;
        let answer = wire.rest().await;
        assert!(answer.starts_with("HTTP/1.1 201 "), "{answer}");
        assert_eq!(header(&answer, "connection"), Some("close"));
        let said: Value = serde_json::from_str(answer.lines().last().unwrap()).unwrap();
        assert_eq!(said["status"], "recorded");
        timeout(DEADLINE, stopped).await.expect("the server stops").unwrap();

        let count = Statement::from_string(backend, "SELECT count(*) FROM conversion");
        let count = database.query_one_raw(count).await.unwrap().unwrap();
        assert_eq!(count.try_get_by_index::<i64>(0).unwrap(), 1);
    }

    async fn a_click_that_waits_is_stored_before_the_server_has_stopped(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        app.click(&campaign.code).await;
        let (database, backend) = (app.database.clone(), app.backend);
        let immediate = (backend == Backend::Sqlite).then_some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode: immediate, ..TransactionOptions::default() };
        let somebody_else = database.begin_with_options(options).await.unwrap();
        if backend == Backend::Postgres {
            somebody_else.execute_unprepared("LOCK TABLE click IN ACCESS EXCLUSIVE MODE").await.unwrap();
        }
        // The visitor is sent on after a moment.
        app.click(&campaign.code).await;
        let stopped = stopping(app).await;
        assert!(!stopped.is_finished(), "it waits for the click");
        somebody_else.rollback().await.unwrap();
        timeout(DEADLINE, stopped).await.expect("the server stops").unwrap();

        let count = Statement::from_string(database.get_database_backend(), "SELECT count(*) FROM click");
        let count = database.query_one_raw(count).await.unwrap().unwrap();
        assert_eq!(count.try_get_by_index::<i64>(0).unwrap(), 2);
        crate::harness::check_invariants(&database).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_does_not_say_what_they_want_is_let_go() {
    let app = TestApp::start(Backend::Sqlite).await;
    let nothing = Wire::to(&app).await;
    let mut half = Wire::to(&app).await;
    half.send("GET /r/abc HTTP/1.1\r\nHost: a\r\nX-Half: ").await;
    let mut once = Wire::to(&app).await;
    once.send("GET /r/abc HTTP/1.1\r\nHost: a\r\n\r\n").await;
    for (who, connection) in [("who says nothing", nothing), ("who stops half-way", half), ("who asks no more", once)] {
        timeout(DEADLINE, connection.rest()).await.unwrap_or_else(|_| panic!("{who} keeps the connection"));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn half_a_request_does_not_keep_a_server_from_stopping() {
    let app = TestApp::start(Backend::Sqlite).await;
    let mut nothing = Wire::to(&app).await;
    nothing.send("").await;
    let mut half = Wire::to(&app).await;
    half.send("GET /r/abc HTTP/1.1\r\nHost: a\r\nX-Half: ").await;
    // Connections are taken in their order, so the two above are now.
    assert_eq!(app.follow("abc", &[]).await.status(), 404);
    let stopped = stopping(app).await;
    timeout(DEADLINE, stopped).await.expect("the server stops").unwrap();
    drop((nothing, half));
}
