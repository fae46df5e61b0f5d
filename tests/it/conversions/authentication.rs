//! Who may call: secret keys of backends, publishable keys of pages.

use chrono::{DateTime, Duration, Utc};
use entity::value::Source;
use introw::domain::key::Permission;
use serde_json::{Value, json};

use super::{PUBLISHABLE_KEY, SHOP, decisions, eventually, from_page, nothing};
use crate::harness::{Converted, TestApp, on_both};

/// A new secret key that may send conversions: its id and text.
async fn new_key(app: &TestApp, name: &str, expires_at: Option<DateTime<Utc>>) -> (String, String) {
    let document = "mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { \
                    apiKey { id } secret userErrors { field message } } }";
    let input = json!({ "name": name, "scopes": ["affiliate:write"], "expiresAt": expires_at });
    let payload = app.mutate(document, json!({ "input": input })).await;
    (payload["apiKey"]["id"].as_str().unwrap().to_owned(), payload["secret"].as_str().unwrap().to_owned())
}

async fn with_secret(app: &TestApp, secret: &str, token: &str) -> Converted {
    app.convert_with(&[("x-api-key", secret)], json!({ "clickId": token })).await
}

/// Puts a new publishable key in the place of the current one; gives the new one.
async fn rotate(app: &TestApp, campaign: Option<&str>, overlap_days: i64) -> String {
    let document = "mutation($c: ID, $days: Int) { publishableKeyRotate(campaignId: $c, overlapDays: $days) { \
                    publishableKey oldKeyExpiresAt userErrors { message } } }";
    let payload = app.mutate(document, json!({ "c": campaign, "days": overlap_days })).await;
    payload["publishableKey"].as_str().unwrap().to_owned()
}

fn assert_unauthorised(answer: &Converted, why: &str) {
    assert_eq!(answer.said(), "401 UNAUTHORIZED", "{why}");
    assert!(answer.headers.contains_key("www-authenticate"), "{why}");
    assert!(!answer.headers.contains_key("x-introw-reason"), "{why}");
}

on_both! {
    async fn a_secret_key_needs_the_scope(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let others = Permission::ALL.iter().map(|scope| scope.as_str()).filter(|scope| *scope != "affiliate:write");
        let others = app.key_with(&others.collect::<Vec<_>>()).await;
        let refused = with_secret(&app, &others, &token).await;
        assert_eq!(refused.said(), "403 FORBIDDEN");
        assert!(refused.body["detail"].as_str().unwrap().contains("affiliate:write"), "{:?}", refused.body);
        assert_eq!(decisions(&app.org).await.len(), 0, "nothing was judged");
        let writer = app.key_with(&["affiliate:write"]).await;
        assert_eq!(with_secret(&app, &writer, &token).await.said(), "201 recorded");
    }

    async fn a_text_that_is_not_a_key_is_refused(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let good = app.org.key.clone();
        let (_, gone) = new_key(&app, "gone", None).await;
        app.execute("DELETE FROM api_key WHERE name = 'gone'").await;
        // Found by its first part, and then another key after all.
        let (_, mismatched) = new_key(&app, "mismatched", None).await;
        let (_, other) = new_key(&app, "other", None).await;
        app.execute(
            "UPDATE api_key SET digest = (SELECT digest FROM api_key WHERE name = 'other') WHERE name = 'mismatched'",
        )
        .await;
        let mut mistyped = good.clone().into_bytes();
        mistyped[30] = if mistyped[30] == b'x' { b'y' } else { b'x' };
        for (secret, why) in [
            (gone.as_str(), "unknown"),
            (mismatched.as_str(), "the look-up part of one key with the digest of another"),
            (std::str::from_utf8(&mistyped).unwrap(), "a typing error"),
            (&good[..good.len() - 1], "cut"),
            (&format!("{good}0"), "longer"),
            (&good.to_uppercase(), "in upper case"),
            ("irw_sk_", "the prefix alone"),
            ("x", "short"),
            ("", "empty"),
            (app.org.publishable_key.as_str(), "a publishable key"),
            (&format!("Bearer {good}"), "with a scheme"),
        ] {
            assert_unauthorised(&with_secret(&app, secret, &token).await, why);
        }
        assert_eq!(decisions(&app.org).await.len(), 0, "nothing was judged");
        assert_eq!(with_secret(&app, &other, &token).await.said(), "201 recorded");
    }

    async fn a_key_that_is_revoked_or_expired_is_refused(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (id, revoked) = new_key(&app, "leaked", None).await;
        // Used, so that it is remembered when it is revoked.
        assert_eq!(with_secret(&app, &revoked, &app.click(&campaign.code).await).await.said(), "201 recorded");
        let document = "mutation($id: ID!) { apiKeyRevoke(id: $id) { apiKey { revokedAt } userErrors { message } } }";
        app.mutate(document, json!({ "id": id })).await;
        let token = app.click(&campaign.code).await;
        assert_unauthorised(&with_secret(&app, &revoked, &token).await, "revoked");

        let (_, short_lived) = new_key(&app, "campaign week", Some(app.clock.now() + Duration::days(7))).await;
        assert_eq!(with_secret(&app, &short_lived, &token).await.said(), "201 recorded");
        app.clock.advance(Duration::days(7) - Duration::minutes(1));
        assert_eq!(with_secret(&app, &short_lived, &token).await.said(), "200 duplicate", "its last minute");
        app.clock.advance(Duration::minutes(1));
        assert_unauthorised(&with_secret(&app, &short_lived, &token).await, "expired");
    }

    async fn a_page_sends_its_key_in_a_header_or_in_the_body(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for key in [app.org.publishable_key.as_str(), &campaign.publishable_key] {
            let token = app.click(&campaign.code).await;
            let in_header = from_page(&app, key, Some(SHOP), json!({ "clickId": token })).await;
            assert_eq!(in_header.said(), "201 recorded");
            let in_body = json!({ "clickId": app.click(&campaign.code).await, "publishableKey": key });
            assert_eq!(app.convert_with(&[("origin", SHOP)], in_body).await.said(), "201 recorded");
        }
        let sources: Vec<_> = decisions(&app.org).await.iter().map(|decision| decision.source).collect();
        assert_eq!(sources, [Source::Browser; 4]);
    }

    async fn a_publishable_key_in_the_header_wins_over_one_in_the_body(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let unknown = format!("pk_aff_{}", "x".repeat(32));
        let body = |key: Value| json!({ "clickId": token, "publishableKey": key });
        let wrong_header = from_page(&app, &unknown, None, body(json!(app.org.publishable_key))).await;
        assert_unauthorised(&wrong_header, "the wrong one is in the header");
        // Not even its type is looked at.
        for ignored in [json!(unknown), json!(5), json!(""), json!("x".repeat(129))] {
            let answer = from_page(&app, &app.org.publishable_key, None, body(ignored)).await;
            assert_eq!(answer.status / 100, 2, "{:?}", answer.body);
        }
        assert_eq!(app.number("SELECT count(*) FROM conversion").await, 1);
    }

    async fn a_page_without_a_good_key_is_refused(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        assert_unauthorised(&app.convert_with(&[("origin", SHOP)], json!({ "clickId": token })).await, "no key");
        let null = json!({ "clickId": token, "publishableKey": null });
        assert_unauthorised(&app.convert_with(&[("origin", SHOP)], null).await, "no key in the body");
        let mistyped = app.org.publishable_key.to_uppercase();
        for key in
            [app.org.key.as_str(), &mistyped, "pk_aff_", "pk_aff_org_", "", "x", &format!("pk_aff_{}", "x".repeat(500))]
        {
            assert_unauthorised(&from_page(&app, key, Some(SHOP), json!({ "clickId": token })).await, key);
        }
        // One that cannot be a key is a mistake in the body.
        for key in [json!(5), json!(""), json!("x".repeat(129)), json!([]), json!({})] {
            let answer = app.convert_with(&[], json!({ "clickId": token, "publishableKey": key })).await;
            assert_eq!(answer.said(), "422 VALIDATION_ERROR", "{key}");
            assert_eq!(answer.body["errors"][0]["field"], "publishableKey");
        }
        assert_eq!(decisions(&app.org).await.len(), 0, "nothing was judged");
    }

    async fn a_campaigns_publishable_key_is_good_for_its_campaign_alone(app: TestApp) {
        let (spring, autumn) = (app.campaign(json!({})).await, app.campaign(json!({ "name": "Autumn" })).await);
        let token = app.click(&spring.code).await;
        let answer = from_page(&app, &autumn.publishable_key, Some(SHOP), json!({ "clickId": token })).await;
        assert_eq!((answer.said().as_str(), &answer.body), ("200 ignored", &nothing("ignored")));
        assert_eq!(decisions(&app.org).await[0].reason.as_str(), "wrong_campaign");
        let answer = from_page(&app, &spring.publishable_key, Some(SHOP), json!({ "clickId": token })).await;
        assert_eq!(answer.said(), "201 recorded", "the refusal did not use the token up");
    }

    /// The two ways are tried in their order, and the first that is there decides.
    async fn with_a_secret_key_nothing_of_a_browser_is_looked_at(app: TestApp) {
        let campaign = app.campaign(json!({ "allowedOrigins": [SHOP] })).await;
        let other = app.campaign(json!({ "name": "Autumn" })).await;
        for key in [other.publishable_key.as_str(), "nonsense", ""] {
            let headers =
                [("x-api-key", app.org.key.as_str()), ("origin", "https://elsewhere.example"), (PUBLISHABLE_KEY, key)];
            let body = json!({ "clickId": app.click(&campaign.code).await, "publishableKey": [key] });
            let answer = app.convert_with(&headers, body).await;
            assert_eq!(answer.said(), "201 recorded");
            assert!(!answer.headers.contains_key("access-control-allow-origin"), "no page may read it");
        }
        for decision in decisions(&app.org).await {
            assert_eq!((decision.source, decision.origin), (Source::Server, None));
        }
        // A secret key that is not good does not make a page of the caller.
        let headers = [("x-api-key", "nonsense"), (PUBLISHABLE_KEY, app.org.publishable_key.as_str())];
        let token = app.click(&campaign.code).await;
        assert_unauthorised(&app.convert_with(&headers, json!({ "clickId": token })).await, "a wrong secret key");
    }

    async fn a_replaced_publishable_key_works_until_its_end_date(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for (old, of) in
            [(app.org.publishable_key.clone(), None), (campaign.publishable_key.clone(), Some(campaign.id.as_str()))]
        {
            let page = async |key: &str| {
                // A click of its own for every call, well inside the window.
                let token = app.click(&campaign.code).await;
                from_page(&app, key, Some(SHOP), json!({ "clickId": token })).await
            };
            let new = rotate(&app, of, 3).await;
            assert_ne!(new, old);
            assert_eq!(page(&old).await.said(), "201 recorded");
            assert_eq!(page(&new).await.said(), "201 recorded");
            app.clock.advance(Duration::days(3) - Duration::minutes(1));
            assert_eq!(page(&old).await.said(), "201 recorded", "its last minute");
            app.clock.advance(Duration::minutes(1));
            assert_unauthorised(&page(&old).await, "after its end");
            assert_eq!(page(&new).await.said(), "201 recorded");
            // Without an overlap it ends at once.
            let newest = rotate(&app, of, 0).await;
            assert_unauthorised(&page(&new).await, "replaced without an overlap");
            assert_eq!(page(&newest).await.said(), "201 recorded");
        }
    }

    async fn a_secret_key_in_a_browser_works_and_is_reported(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (id, secret) = new_key(&app, "shop", None).await;
        let seen = async || {
            let keys = app.gql("{ apiKeys(first: 100) { nodes { id lastUsedAt browserSeenAt } } }", json!({})).await;
            let keys = keys["apiKeys"]["nodes"].as_array().unwrap().clone();
            let key = keys.into_iter().find(|key| key["id"] == id.as_str()).unwrap();
            let at = |field: &str| key[field].as_str().map(|at| at.parse::<DateTime<Utc>>().unwrap());
            (at("lastUsedAt"), at("browserSeenAt"))
        };
        assert_eq!(seen().await, (None, None));
        assert_eq!(with_secret(&app, &secret, &app.click(&campaign.code).await).await.said(), "201 recorded");
        let (last_used, browser_seen) =
            eventually("the use is noted", async || Some(seen().await).filter(|seen| seen.0.is_some())).await;
        assert_eq!(browser_seen, None);

        for (name, value) in [("origin", SHOP), ("sec-fetch-site", "cross-site")] {
            app.clock.advance(Duration::hours(1));
            let called_at = app.clock.now() - Duration::seconds(1);
            let headers = [("x-api-key", secret.as_str()), (name, value)];
            let token = app.click(&campaign.code).await;
            assert_eq!(app.convert_with(&headers, json!({ "clickId": token })).await.said(), "201 recorded");
            let noted = async || Some(seen().await).filter(|(_, seen)| seen.is_some_and(|at| at >= called_at));
            let (used_then, _) = eventually("the browser is noted", noted).await;
            assert!(used_then > last_used);
        }
    }
}
