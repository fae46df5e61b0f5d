//! Redis goes away and comes back: nobody notices, and nothing is lost.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use reqwest::StatusCode;
use serde_json::json;

use crate::harness::{Backend, Campaign, TestApp, token_of};
use crate::load::{Ledger, Load, Stored, Target};
use crate::process::Redis;

/// Not a promise of the program: when to stop waiting for it.
const DEADLINE: Duration = Duration::from_secs(10);
/// How long Redis hangs.
const PAUSE: Duration = Duration::from_secs(3);
/// How many calls are answered between one fault and the next.
const SOME: usize = 300;

async fn start(redis_url: String, limits: &str) -> TestApp {
    let overrides = [("redis_url", &*redis_url), ("limits", limits), ("trusted_proxies", "127.0.0.1")];
    TestApp::start_with(Backend::Postgres, &overrides).await
}

/// Waits until the server knows that its Redis is there, or that it is not.
async fn until_redis_is(app: &TestApp, there: bool) {
    let wait = async {
        while app.server.app.cache.ping().await != Some(there) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, wait).await.expect("the server does not notice");
}

/// So many failures in a row that the server has stopped asking.
async fn until_nobody_asks_redis(app: &TestApp) {
    for _ in 0..10 {
        until_redis_is(app, false).await;
    }
}

async fn revoke(app: &TestApp, campaign: &Campaign) {
    let document = "mutation($id: ID!) { linkRevoke(id: $id) { link { revokedAt } userErrors { message } } }";
    let payload = app.mutate(document, json!({ "id": campaign.link })).await;
    assert!(payload["link"]["revokedAt"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_notices_that_redis_was_stopped_started_and_hung() {
    let redis = Redis::start().await;
    // Limits that nobody reaches, so that they are counted all the time.
    let app = start(redis.url(), "key=1000000,redirect=1000000").await;
    let campaign = app.campaign(json!({})).await;
    let target = Target { url: app.url.clone(), code: campaign.code.clone(), key: app.org.key.clone() };
    let ledger = Arc::new(Mutex::new(Ledger::default()));
    let load = Load::start(target, ledger.clone());
    load.answered(SOME).await;

    let gone = redis.kill().await;
    until_redis_is(&app, false).await;
    load.answered(SOME).await;
    let redis = gone.start_again().await;
    until_redis_is(&app, true).await;
    load.answered(SOME).await;

    redis.pause();
    until_redis_is(&app, false).await;
    tokio::time::sleep(PAUSE).await;
    load.answered(SOME).await;
    redis.resume();
    until_redis_is(&app, true).await;
    load.answered(SOME).await;
    load.ended().await;

    let (database, keyring) = (app.database.clone(), app.server.app.keyring.clone());
    app.stop().await;
    let stored = Stored::read(&database, keyring).await;
    let ledger = ledger.lock().unwrap();
    ledger.check(&stored);
    assert_eq!(ledger.unanswered, 0);
    assert_eq!(ledger.redirected.len(), ledger.followed, "every visitor got a token");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_starts_and_works_before_its_redis_does() {
    let gone = Redis::start().await.kill().await;
    let app = start(gone.url(), "off").await;
    let campaign = app.campaign(json!({})).await;
    let token = app.click(&campaign.code).await;
    assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
    let _redis = gone.start_again().await;
    until_redis_is(&app, true).await;
    let token = app.click(&campaign.code).await;
    assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
    app.check_invariants().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_while_redis_is_away_holds_at_once() {
    let redis = Redis::start().await;
    let app = start(redis.url(), "off").await;
    let campaign = app.campaign(json!({})).await;
    let token = app.click(&campaign.code).await;
    let gone = redis.kill().await;
    revoke(&app, &campaign).await;
    assert_eq!(app.follow(&campaign.code, &[]).await.status(), StatusCode::GONE);
    let converted = app.convert(json!({ "clickId": token })).await;
    assert_eq!((&*converted.said(), converted.reason()), ("200 ignored", "link_revoked"));
    let _redis = gone.start_again().await;
    until_redis_is(&app, true).await;
    assert_eq!(app.follow(&campaign.code, &[]).await.status(), StatusCode::GONE);
    assert_eq!(app.labels().await, ["HUMAN"]);
    app.check_invariants().await;
}

/// A Redis that hung, or could not be reached, still has the link as it was when it comes back.
#[tokio::test(flavor = "multi_thread")]
async fn a_revocation_while_redis_hangs_reaches_it_when_it_answers_again() {
    let redis = Redis::start().await;
    let app = start(redis.url(), "off").await;
    let campaign = app.campaign(json!({})).await;
    app.click(&campaign.code).await;
    redis.pause();
    until_nobody_asks_redis(&app).await;
    revoke(&app, &campaign).await;
    assert_eq!(app.follow(&campaign.code, &[]).await.status(), StatusCode::GONE);
    redis.resume();
    until_redis_is(&app, true).await;

    // Another replica, which knows nothing but what Redis tells it.
    let other = TestApp::start_on(Backend::Postgres, app.settings.clone()).await;
    let holds = async {
        while other.follow(&campaign.code, &[]).await.status() != StatusCode::GONE {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(DEADLINE, holds).await.expect("the link still works elsewhere");
    assert_eq!(app.follow(&campaign.code, &[]).await.status(), StatusCode::GONE);
}

#[tokio::test(flavor = "multi_thread")]
async fn limits_go_on_counting_while_redis_is_away() {
    const LIMIT: usize = 4;
    let redis = Redis::start().await;
    let app = start(redis.url(), "key=4,redirect=4").await;
    let campaign = app.campaign(json!({})).await;
    let key = app.key_with(&["affiliate:write"]).await;
    let call = async || app.convert_with(&[("x-api-key", &key)], json!({})).await;
    let visit = async || token_of(&app.follow(&campaign.code, &[]).await).is_some();
    let allowed = || ("200 ignored".to_owned(), true);
    for _ in 1..LIMIT {
        assert_eq!((call().await.said(), visit().await), allowed());
    }

    let gone = redis.kill().await;
    // From now on this server counts for itself, from the start; the limit is the same.
    for _ in 0..LIMIT {
        assert_eq!((call().await.said(), visit().await), allowed());
    }
    let refused = call().await;
    assert_eq!(refused.said(), "429 RATE_LIMIT_EXCEEDED");
    assert!(refused.headers.contains_key("retry-after"));
    assert!(!visit().await, "who is over the limit is redirected without a token");

    let _redis = gone.start_again().await;
    until_redis_is(&app, true).await;
    for _ in 0..LIMIT {
        assert_eq!((call().await.said(), visit().await), allowed());
    }
    assert_eq!(call().await.said(), "429 RATE_LIMIT_EXCEEDED");
    assert!(!visit().await);
    app.check_invariants().await;
}
