//! What one server changes, the others do: with Redis, within two seconds.

use std::time::Duration;

use serde_json::json;
use tokio::time::timeout;

use super::{alias, clicks, location, revoke, until, update_campaign};
use crate::harness::{Backend, Campaign, TestApp, on_both};

/// How long a change may take to be known everywhere.
const PROMISED: Duration = Duration::from_secs(2);

async fn destination(app: &TestApp, address: &str) -> String {
    let response = app.follow(address, &[]).await;
    location(&response).split('?').next().unwrap().to_owned()
}

/// Two servers on one database and one Redis, and a link that both have just looked up.
async fn two_servers() -> (TestApp, TestApp, Campaign, String) {
    let one = TestApp::start(Backend::Postgres).await;
    let other = TestApp::start_on(Backend::Postgres, one.settings.clone()).await;
    let campaign = one.campaign(json!({})).await;
    let (slug, _) = alias(&one, &campaign.link).await;
    for app in [&one, &other] {
        for address in [&campaign.code, &slug] {
            assert_eq!(destination(app, address).await, "https://shop.example/landing");
        }
    }
    (one, other, campaign, slug)
}

on_both! {
    async fn a_link_leads_to_the_new_destination_at_once(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (slug, _) = alias(&app, &campaign.link).await;
        for number in 0..5 {
            let new = format!("https://shop.example/{number}");
            update_campaign(&app, &campaign.id, json!({ "destinationUrl": new })).await;
            for address in [&campaign.code, &slug] {
                assert_eq!(destination(&app, address).await, new);
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_server_knows_the_new_destination_within_two_seconds() {
    let (one, other, campaign, slug) = two_servers().await;
    for number in 0..5 {
        let new = format!("https://shop.example/{number}");
        update_campaign(&one, &campaign.id, json!({ "destinationUrl": new })).await;
        for address in [&campaign.code, &slug] {
            assert_eq!(destination(&one, address).await, new);
            let known = until("the other server knows", async || destination(&other, address).await == new);
            timeout(PROMISED, known).await.expect("later than promised");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_server_knows_of_a_revocation_within_two_seconds() {
    let (one, other, campaign, slug) = two_servers().await;
    for _ in 0..5 {
        revoke(&one, &campaign.link).await;
        for address in [&campaign.code, &slug] {
            assert_eq!(one.follow(address, &[]).await.status(), 410);
            let known = until("the other server knows", async || other.follow(address, &[]).await.status() == 410);
            timeout(PROMISED, known).await.expect("later than promised");
        }
        let stored = clicks(&one).await.len();
        for app in [&one, &other] {
            assert_eq!(app.follow(&campaign.code, &[]).await.status(), 410, "and stays so");
        }
        assert_eq!(clicks(&one).await.len(), stored);

        let document = "mutation($id: ID!) { linkRestore(id: $id) { userErrors { message } } }";
        one.mutate(document, json!({ "id": campaign.link })).await;
        let known = until("the other server knows", async || other.follow(&slug, &[]).await.status() == 302);
        timeout(PROMISED, known).await.expect("later than promised");
    }
    one.check_invariants().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_the_same_on_every_server() {
    let (one, other, campaign, _) = two_servers().await;
    super::let_visits_pass(&one);
    other.clock.advance(chrono::Duration::seconds(11));
    one.click(&campaign.code).await;
    other.click(&campaign.code).await;
    let labels: Vec<_> = clicks(&one).await[4..].iter().map(|click| click.label.as_str()).collect();
    assert_eq!(labels, ["HUMAN", "REPEAT"]);
}
