//! Decisions by reason, and what each rule of a campaign refused or would have refused.

use serde_json::{Value, json};

use crate::harness::{Campaign, TestApp, on_both};

const QUALITY: &str = "query($id: ID!) { campaign(id: $id) { quality { tried always { rule on refused30Days } \
                       switches { rule on refused30Days wouldHaveRefused30Days } } } }";

async fn convert(app: &TestApp, campaign: &Campaign, email: &str) -> String {
    let token = app.click(&campaign.code).await;
    app.convert(json!({ "clickId": token, "email": email })).await.reason().to_owned()
}

async fn set_rules(app: &TestApp, campaign: &Campaign, rules: Value) {
    let document = "mutation($id: ID!, $rules: QualityRulesInput) { campaignUpdate(id: $id, input: { qualityRules: $rules }) { \
                    userErrors { message } } }";
    app.mutate(document, json!({ "id": campaign.id, "rules": rules })).await;
}

/// What is said of a switch: whether it is on, what it refused, what it would have refused.
fn switch(quality: &Value, rule: &str) -> Value {
    let switches = quality["switches"].as_array().unwrap();
    let found = switches.iter().find(|switch| switch["rule"] == rule).unwrap();
    json!([found["on"], found["refused30Days"], found["wouldHaveRefused30Days"]])
}

/// The counts by reason.
fn counts(reasons: &Value) -> Vec<(String, i64)> {
    let reasons = reasons["decisionReasons"].as_array().unwrap();
    reasons.iter().map(|each| (each["reason"].as_str().unwrap().to_owned(), each["count"].as_i64().unwrap())).collect()
}

on_both! {
    async fn a_rule_says_what_it_refused_and_would_have(app: TestApp) {
        let campaign = app.campaign(json!({ "reward": { "amount": "1" } })).await;
        let document = "mutation($id: ID!) { partnerUpdate(id: $id, input: { email: \"me@northwind.example\" }) { userErrors { message } } }";
        app.mutate(document, json!({ "id": campaign.partner })).await;
        let emails = ["a@mailinator.com", "a@mailinator.com", "me@northwind.example", "anna@customer.example", ""];
        for email in emails {
            assert_eq!(convert(&app, &campaign, email).await, "recorded", "{email}");
        }
        let quality = app.gql(QUALITY, json!({ "id": campaign.id })).await["campaign"]["quality"].clone();
        assert_eq!(quality["tried"], 5);
        for (rule, expected) in [
            ("disposable_email", json!([false, 0, 2])),
            ("self_referral", json!([false, 0, 1])),
            ("duplicate_email", json!([false, 0, 1])),
            ("existing_customer", json!([false, 0, 1])),
            ("excluded_domain", json!([false, 0, null])),
            ("origin_not_allowed", json!([false, 0, null])),
        ] {
            assert_eq!(switch(&quality, rule), expected, "{rule}");
        }
        let rules = json!({ "blockDisposable": true, "blockSelfReferral": true, "blockDuplicateEmail": true,
                            "newCustomersOnly": true, "excludedDomains": ["rival.example"] });
        set_rules(&app, &campaign, rules).await;
        for (email, reason) in [
            ("a@mailinator.com", "disposable_email"), ("me@northwind.example", "self_referral"),
            ("anna@customer.example", "duplicate_email"), ("x@rival.example", "excluded_domain"),
            ("bob@customer.example", "recorded"),
        ] {
            assert_eq!(convert(&app, &campaign, email).await, reason);
        }
        set_rules(&app, &campaign, json!({ "blockDuplicateEmail": false })).await;
        assert_eq!(convert(&app, &campaign, "bob@customer.example").await, "recorded");
        let token = app.click(&campaign.code).await;
        for _ in 0..3 {
            app.convert(json!({ "clickId": token })).await;
        }
        let quality = app.gql(QUALITY, json!({ "id": campaign.id })).await["campaign"]["quality"].clone();
        for (rule, expected) in [
            ("disposable_email", json!([true, 1, null])),
            ("self_referral", json!([true, 1, null])),
            ("duplicate_email", json!([false, 1, 2])),
            ("existing_customer", json!([true, 1, null])),
            ("excluded_domain", json!([true, 1, null])),
        ] {
            assert_eq!(switch(&quality, rule), expected, "{rule}");
        }
        let always = quality["always"].as_array().unwrap();
        assert!(always.iter().any(|rule| rule["rule"] == "already_converted" && rule["refused30Days"] == 2), "{always:?}");
        // What is older does not count.
        app.clock.advance(chrono::Duration::days(31));
        let quality = app.gql(QUALITY, json!({ "id": campaign.id })).await["campaign"]["quality"].clone();
        assert_eq!((&quality["tried"], switch(&quality, "disposable_email")), (&json!(0), json!([true, 0, null])));
    }

    async fn decisions_are_counted_by_reason_with_what_to_do(app: TestApp) {
        let (one, two) = (app.campaign(json!({})).await, app.campaign(json!({ "name": "Autumn" })).await);
        let before = app.clock.now();
        for _ in 0..3 {
            assert_eq!(convert(&app, &one, "").await, "recorded");
        }
        let token = app.click(&two.code).await;
        for _ in 0..3 {
            app.convert(json!({ "clickId": token })).await;
        }
        for _ in 0..6 {
            assert_eq!(app.convert(json!({ "clickId": "junk" })).await.reason(), "malformed_token");
        }
        // Those are written a moment later.
        let document = "query($from: DateTime, $to: DateTime, $campaign: ID) { decisionReasons(from: $from, to: $to, campaignId: $campaign) { \
                        reason outcome count lastSeen meaning howToFix } }";
        let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(20);
        let reasons = loop {
            let reasons = app.gql(document, json!({})).await;
            if counts(&reasons).iter().any(|(reason, count)| reason == "malformed_token" && *count == 6) {
                break reasons;
            }
            assert!(tokio::time::Instant::now() < deadline, "{reasons:#}");
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        };
        let pair = |reason: &str, count: i64| (reason.to_owned(), count);
        assert_eq!(counts(&reasons), [pair("malformed_token", 6), pair("recorded", 4), pair("already_converted", 2)]);
        for each in reasons["decisionReasons"].as_array().unwrap() {
            for sentence in ["meaning", "howToFix"] {
                let sentence = each[sentence].as_str().unwrap();
                assert!(sentence.ends_with('.') && sentence.len() > 15, "{each:#}");
            }
        }
        assert_eq!(reasons["decisionReasons"][0]["outcome"], "IGNORED");
        let of_two = app.gql(document, json!({ "campaign": two.id })).await;
        assert_eq!(counts(&of_two), [pair("already_converted", 2), pair("recorded", 1)], "junk has no campaign");
        let earlier = json!({ "to": before.to_rfc3339(), "campaign": one.id });
        assert_eq!(counts(&app.gql(document, earlier).await), []);
        let later = json!({ "from": before.to_rfc3339(), "campaign": one.id });
        assert_eq!(counts(&app.gql(document, later).await), [pair("recorded", 3)]);
        assert_eq!(counts(&app.gql(document, json!({ "campaign": "x" })).await), []);
    }
}
