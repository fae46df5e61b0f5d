//! The database goes away: visitors do not notice, and no click is lost.

use std::collections::BTreeSet;

use chrono::Duration;
use entity::id::ClickId;
use futures::future::join_all;
use introw::domain::token::ClickToken;
use introw::store::Database;
use reqwest::{Response, StatusCode};
use serde_json::json;
use tokio::time::timeout;
use url::Url;

use super::{counted, until};
use crate::harness::{Backend, TestApp, connect, settings, token_of};
use crate::proxy::Proxy;

/// How long a visitor waits at most for a database that is away.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(8);

/// A server whose connections to Postgres go through a proxy. The test's own do not.
async fn behind_a_proxy() -> (TestApp, Proxy) {
    let (mut settings, _) = settings(Backend::Postgres, &[("ops_listen", "127.0.0.1:0")]).await;
    let direct = settings.get("database_url").unwrap().0.clone();
    let mut url = Url::parse(&direct).unwrap();
    let target = format!("{}:{}", url.host_str().unwrap(), url.port().unwrap());
    let proxy = Proxy::to(target.parse().unwrap()).await;
    url.set_host(Some(&proxy.address.ip().to_string())).unwrap();
    url.set_port(Some(proxy.address.port())).unwrap();
    settings.set("database_url", url);
    let app = TestApp::start_on(Backend::Postgres, settings).await;
    let database = connect(&Database::Postgres(direct)).await;
    (TestApp { database, ..app }, proxy)
}

/// Follows a link as a visitor who does not wait for ever. Each number is another visitor.
async fn follow(app: &TestApp, code: &str, number: usize) -> Response {
    let agent = format!("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/{number} Firefox/140.0");
    timeout(PATIENCE, app.follow(code, &[("user-agent", &agent)])).await.expect("no visitor waits so long")
}

async fn click(app: &TestApp, code: &str, number: usize) -> ClickId {
    let response = follow(app, code, number).await;
    assert_eq!(response.status(), StatusCode::FOUND);
    let token = token_of(&response).expect("a token");
    ClickToken::verify(&token, &app.server.app.keyring).unwrap().token.click
}

/// Waits until exactly these clicks are stored, and makes sure that they are counted.
async fn assert_stored(app: &TestApp, expected: &BTreeSet<ClickId>) {
    until("every click is stored", async || stored(app).await.len() >= expected.len()).await;
    assert_eq!(stored(app).await, expected.iter().copied().collect::<Vec<_>>());
    assert_eq!(counted(app).await, [format!("HUMAN {}", expected.len())]);
    app.check_invariants().await;
}

/// The clicks, asked for past the proxy.
async fn stored(app: &TestApp) -> Vec<ClickId> {
    let ids = app.texts("SELECT id::text FROM click ORDER BY id").await;
    ids.iter().map(|id| ClickId(id.parse().unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn visitors_are_sent_on_while_the_database_is_away_and_no_click_is_lost() {
    let (app, proxy) = behind_a_proxy().await;
    let campaign = app.campaign(json!({})).await;
    let (_, cold) = app.link(&campaign.id, &app.partner("Contoso").await).await;
    let mut expected = BTreeSet::from([click(&app, &campaign.code, 0).await]);
    let ready = format!("http://{}/readyz", app.server.ops.unwrap());
    assert_eq!(app.client.get(&ready).send().await.unwrap().status(), StatusCode::OK);

    proxy.cut();
    for number in 1..=20 {
        expected.insert(click(&app, &campaign.code, number).await);
    }
    for unknown in [&cold, "Unknown1"] {
        let response = follow(&app, unknown, 0).await;
        assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE, "it cannot be known whether it exists");
        assert_eq!(response.headers()["cache-control"], "no-store");
        assert!(response.headers().contains_key("retry-after"));
        assert_eq!(response.headers()["content-type"], "text/html; charset=utf-8");
        assert!(response.text().await.unwrap().contains("<title>Just a moment</title>"));
    }
    let answer = app.client.get(&ready).send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.json::<serde_json::Value>().await.unwrap(), json!({ "database": "away", "redis": "ok" }));
    assert_eq!(stored(&app).await.len(), 1);

    proxy.mend();
    assert_stored(&app, &expected).await;
    until("the server is ready", async || app.client.get(&ready).send().await.unwrap().status() == StatusCode::OK)
        .await;
    until("what nobody knew is found", async || follow(&app, "Unknown1", 0).await.status() == StatusCode::NOT_FOUND)
        .await;
    until("so is the other link", async || follow(&app, &cold, 0).await.status() == StatusCode::FOUND).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_whose_answer_was_lost_counts_once() {
    let (app, proxy) = behind_a_proxy().await;
    let campaign = app.campaign(json!({})).await;
    let mut expected = BTreeSet::from([click(&app, &campaign.code, 0).await]);
    for number in 1..=5 {
        proxy.lose_the_next_commit();
        expected.insert(click(&app, &campaign.code, number).await);
        // Of this click, or of the one before, which is sent again.
        until("a commit was lost", async || !proxy.will_lose_a_commit()).await;
    }
    // Clicks are stored one after the other, so when this one is, all are.
    expected.insert(click(&app, &campaign.code, 6).await);
    assert_stored(&app, &expected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_has_just_started_knows_links_from_redis() {
    let (app, proxy) = behind_a_proxy().await;
    let mut settings = app.settings.clone();
    settings.set("ops_listen", "off");
    let campaign = app.campaign(json!({})).await;
    let mut expected = BTreeSet::from([click(&app, &campaign.code, 0).await]);
    let other = TestApp::start_on(Backend::Postgres, settings).await;
    proxy.cut();
    for number in 1..=3 {
        expected.insert(click(&other, &campaign.code, number).await);
    }
    proxy.mend();
    assert_stored(&app, &expected).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_that_says_nothing_is_away_too() {
    let (app, proxy) = behind_a_proxy().await;
    let campaign = app.campaign(json!({})).await;
    let mut expected = BTreeSet::from([click(&app, &campaign.code, 0).await]);
    // Many at once, so that connections are open that look as if they could be asked.
    let strangers: Vec<_> = (0..20).map(|number| format!("Unknown{number}")).collect();
    join_all(strangers.iter().map(|code| follow(&app, code, 0))).await;

    proxy.silence();
    for unknown in ["Stranger", "Newcomer"] {
        assert_eq!(follow(&app, unknown, 0).await.status(), StatusCode::SERVICE_UNAVAILABLE);
    }
    for number in 1..=3 {
        expected.insert(click(&app, &campaign.code, number).await);
    }
    // The day's salt is not known yet.
    app.clock.advance(Duration::days(1));
    expected.insert(click(&app, &campaign.code, 4).await);
    // What the server waited for comes after all.
    proxy.mend();
    assert_stored(&app, &expected).await;
}
