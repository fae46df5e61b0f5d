//! `POST /api/v1/affiliate/conversions`.

mod attribution;
mod authentication;
mod body;
mod customers;
mod origins;
mod problems;
mod races;
mod reasons;
mod submissions;

use std::time::Duration;

use entity::decision;
use introw::store::{Direction, Scope};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::harness::{Converted, Org, TestApp, on_both};

/// A page of the merchant.
const SHOP: &str = "https://shop.example";
/// The header of a publishable key.
const PUBLISHABLE_KEY: &str = "x-introw-publishable-key";

/// The body of an answer that recorded nothing.
fn nothing(status: &str) -> Value {
    json!({ "status": status, "conversionId": null, "formSubmissionId": null })
}

/// Posts a conversion from a page, with the origin that its browser sends, if it sends one.
async fn from_page(app: &TestApp, key: &str, origin: Option<&str>, body: Value) -> Converted {
    let origin = origin.map(|origin| ("origin", origin));
    let headers: Vec<_> = [(PUBLISHABLE_KEY, key)].into_iter().chain(origin).collect();
    app.convert_with(&headers, body).await
}

/// The decisions of an organisation, oldest first.
async fn decisions(org: &Org) -> Vec<decision::Model> {
    let rows = org.tenant.find::<decision::Entity>();
    rows.order_by(decision::Column::At, Direction::Ascending).all().await.unwrap()
}

async fn change_campaign(app: &TestApp, id: &str, input: Value) {
    let document = "mutation($id: ID!, $input: CampaignUpdateInput!) { campaignUpdate(id: $id, input: $input) { \
                    campaign { id } userErrors { field message code } } }";
    app.mutate(document, json!({ "id": id, "input": input })).await;
}

async fn change_partner(app: &TestApp, id: &str, input: Value) {
    let document = "mutation($id: ID!, $input: PartnerUpdateInput!) { partnerUpdate(id: $id, input: $input) { \
                    partner { id } userErrors { field message code } } }";
    app.mutate(document, json!({ "id": id, "input": input })).await;
}

async fn revoke(app: &TestApp, link: &str) {
    let document = "mutation($id: ID!) { linkRevoke(id: $id) { link { revokedAt } userErrors { message } } }";
    app.mutate(document, json!({ "id": link })).await;
}

async fn restore(app: &TestApp, link: &str) {
    let document = "mutation($id: ID!) { linkRestore(id: $id) { link { revokedAt } userErrors { message } } }";
    app.mutate(document, json!({ "id": link })).await;
}

/// Asks until there is an answer. For what goes on after the call that caused it was answered.
async fn eventually<T>(what: &str, ask: impl AsyncFn() -> Option<T>) -> T {
    let deadline = Instant::now() + Duration::from_secs(20);
    while Instant::now() < deadline {
        if let Some(answer) = ask().await {
            return answer;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("not within the deadline: {what}");
}

on_both! {
    async fn a_click_converts_once(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let first = app.convert(json!({ "clickId": token })).await;
        assert_eq!(first.said(), "201 recorded");
        assert_eq!(first.reason(), "recorded");
        assert!(first.body["conversionId"].as_str().unwrap().starts_with("cnv_"));
        assert!(first.body["formSubmissionId"].as_str().unwrap().starts_with("fsub_"));
        assert_eq!(first.body.as_object().unwrap().len(), 3, "exactly the three fields");
        let second = app.convert(json!({ "clickId": token })).await;
        assert_eq!(second.said(), "200 duplicate");
        assert_eq!(second.body, nothing("duplicate"));
        assert_eq!(second.reason(), "already_converted");
        // Another click of the same link is another conversion.
        let other = app.click(&campaign.code).await;
        assert_eq!(app.convert(json!({ "clickId": other })).await.said(), "201 recorded");
        app.check_invariants().await;
    }

    /// A backend may learn what a page may not: which decision it was, and why.
    async fn only_a_backend_is_told_why(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        for (body, expected) in
            [(json!({ "clickId": token }), "201 recorded"), (json!({ "clickId": token }), "200 duplicate")]
        {
            let answer = app.convert(body).await;
            assert_eq!(answer.said(), expected);
            let decision = decisions(&app.org).await.pop().unwrap();
            assert_eq!(answer.headers["x-introw-decision"], decision.id.to_string());
            assert_eq!(answer.headers["x-introw-reason"], decision.reason.as_str());
        }
        // What is not kept has no id, but a reason it has.
        let junk = app.convert(json!({ "clickId": "junk" })).await;
        assert_eq!(junk.said(), "200 ignored");
        assert_eq!(junk.reason(), "malformed_token");
        assert!(!junk.headers.contains_key("x-introw-decision"));

        let token = app.click(&campaign.code).await;
        for (body, expected) in [
            (json!({ "clickId": token }), "201 recorded"),
            (json!({ "clickId": token }), "200 duplicate"),
            (json!({ "clickId": "junk" }), "200 ignored"),
        ] {
            let answer = from_page(&app, &app.org.publishable_key, Some(SHOP), body).await;
            assert_eq!(answer.said(), expected);
            assert!(!answer.headers.contains_key("x-introw-decision"));
            assert!(!answer.headers.contains_key("x-introw-reason"));
        }
    }
}
