//! Many visitors at once.

use std::collections::HashSet;

use futures::StreamExt;
use futures::future::join_all;
use futures::stream;
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use serde_json::json;

use super::{clicks, counted, headline, until};
use crate::harness::{Backend, TestApp, on_both, token_of};

/// A browser, and another one for another number.
fn browser(number: usize) -> String {
    format!(
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.{number}.0 Safari/537.36"
    )
}

/// So many visitors follow a link, two hundred at a time, and each gets a token.
async fn crowd(app: &TestApp, code: &str, visitors: usize) {
    let visits =
        stream::iter(0..visitors).map(async |number| app.follow(code, &[("user-agent", &browser(number))]).await);
    let answers: Vec<_> = visits.buffer_unordered(200).collect().await;
    assert_eq!(answers.iter().filter(|answer| token_of(answer).is_some()).count(), visitors);
}

async fn number(database: &DatabaseConnection, sql: &str) -> i64 {
    let statement = Statement::from_string(database.get_database_backend(), sql);
    database.query_one_raw(statement).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

/// Stops a server on Postgres, and gives how often the table of codes and aliases has been
/// searched. A connection tells for certain only when it ends.
async fn searches_until_stopped(app: TestApp) -> i64 {
    let TestApp { server, org, database, .. } = app;
    server.stop().await;
    // The last that holds the server's connections.
    drop(org);
    let open =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'introw'";
    until("the server's connections have ended", async || number(&database, open).await == 0).await;
    let searches = "SELECT (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::bigint FROM pg_stat_user_tables \
                    WHERE relname = 'link_address'";
    number(&database, searches).await
}

on_both! {
    async fn everybody_who_comes_at_once_is_stored_and_counted(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let visits =
            (0..300).map(async |number| app.click_as(&campaign.code, &[("user-agent", &browser(number))]).await);
        let tokens: HashSet<_> = join_all(visits).await.into_iter().collect();
        assert_eq!(tokens.len(), 300, "no two tokens are the same");
        // Every token was given after its click was stored.
        assert_eq!(clicks(&app).await.len(), 300);
        assert_eq!(counted(&app).await, ["HUMAN 300"]);
        assert_eq!(headline(&app, &campaign.id).await, 300);
        app.check_invariants().await;
    }

    async fn a_crowd_on_a_link_that_nobody_has_followed_is_answered(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        crowd(&app, &campaign.code, 2_000).await;
        assert_eq!(counted(&app).await, ["HUMAN 2000"]);
        app.check_invariants().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_on_a_link_that_nobody_has_followed_asks_the_database_once() {
    let app = TestApp::start(Backend::Postgres).await;
    let (settings, campaign) = (app.settings.clone(), app.campaign(json!({})).await);
    let before = searches_until_stopped(app).await;
    let app = TestApp::start_on(Backend::Postgres, settings.clone()).await;
    let idle = searches_until_stopped(app).await - before;
    let app = TestApp::start_on(Backend::Postgres, settings).await;
    // Fewer, because what is known is looked up anew after half a minute.
    crowd(&app, &campaign.code, 400).await;
    let crowded = searches_until_stopped(app).await - before - idle;
    assert_eq!(crowded, idle + 1, "one search more than a server that nobody asks");
}
