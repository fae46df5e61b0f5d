//! The request log, and the publishable keys.

use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};

/// The log once it has as many rows for which the filter holds, newest first.
async fn log(app: &TestApp, filter: Value, count: usize) -> Vec<Value> {
    let document = "query($filter: RequestFilter) { requests(first: 100, filter: $filter) { nodes { \
                    at method path operation status code explanation durationMs requestId key { name } } } }";
    for _ in 0..200 {
        let nodes =
            app.gql(document, json!({ "filter": filter })).await["requests"]["nodes"].as_array().unwrap().clone();
        if nodes.len() >= count {
            assert_eq!(nodes.len(), count, "{nodes:#?}");
            return nodes;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the log has not got {count} rows for {filter}");
}

on_both! {
    async fn calls_with_a_secret_key_are_logged_with_what_came_of_them(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        assert_eq!(app.convert(json!({ "clickId": token, "email": "secret@customer.example" })).await.said(), "201 recorded");
        let poor = app.key_with(&["campaigns:read"]).await;
        assert_eq!(app.convert_with(&[("x-api-key", &poor)], json!({})).await.status, 403);
        let wrong = app.convert(json!({ "email": "nothing" })).await;
        assert_eq!(wrong.status, 422);
        app.gql_raw(&poor, "query Mine { partners { totalCount } }", json!({})).await;
        app.gql_raw(&poor, "{ nothing", json!({})).await;
        // A page, and who is not known, stand in no organisation's log.
        app.convert_with(&[("x-introw-publishable-key", &app.org.publishable_key)], json!({})).await;
        app.convert_with(&[("x-api-key", "irw_sk_nothing")], json!({})).await;

        let keys = app.gql("{ apiKeys { nodes { id scopes } } }", json!({})).await;
        let keys = keys["apiKeys"]["nodes"].as_array().unwrap().clone();
        let poor_id = &keys.iter().find(|key| key["scopes"] == json!(["campaigns:read"])).unwrap()["id"];
        let mine = log(&app, json!({ "keyId": poor_id }), 3).await;
        assert_eq!(json!([mine[0]["status"], mine[0]["code"], mine[0]["operation"]]), json!([400, "BAD_REQUEST", null]));
        assert_eq!(json!([mine[1]["status"], mine[1]["code"], mine[1]["operation"]]), json!([200, "FORBIDDEN", "Mine"]));
        assert_eq!(json!([mine[2]["status"], mine[2]["code"], mine[2]["path"]]), json!([403, "FORBIDDEN", "/api/v1/affiliate/conversions"]));
        assert!(mine[2]["explanation"].as_str().unwrap().contains("lacks a scope"));
        let refused = log(&app, json!({ "outcome": "REFUSED" }), 4).await;
        assert!(refused.iter().all(|row| row["code"].is_string()));
        let id = wrong.headers["x-request-id"].to_str().unwrap();
        let one = log(&app, json!({ "requestId": id }), 1).await;
        assert_eq!(json!([one[0]["code"], one[0]["method"], one[0]["key"]["name"]]), json!(["VALIDATION_ERROR", "POST", "test"]));
        assert_eq!(log(&app, json!({ "code": "VALIDATION_ERROR", "outcome": "REFUSED" }), 1).await.len(), 1);
        log(&app, json!({ "outcome": "FAILED" }), 0).await;
        log(&app, json!({ "code": "\u{7}" }), 0).await;
        let after = app.clock.now() + chrono::Duration::hours(1);
        log(&app, json!({ "from": after.to_rfc3339() }), 0).await;
        assert_eq!(log(&app, json!({ "to": after.to_rfc3339(), "outcome": "REFUSED" }), 4).await.len(), 4);
        let other = app.other_org("Globex").await;
        let theirs = app.gql_as(&other.key, "{ requests(first: 100) { totalCount } }", json!({})).await;
        assert_eq!(theirs["requests"]["totalCount"], 0, "another organisation's log is its own");
        // Nothing of what was sent.
        let text = app.texts("SELECT coalesce(operation, '') || path || coalesce(code, '') FROM api_call").await.join(" ");
        assert!(!text.contains("secret@customer") && !text.contains("irw_sk_"));
    }

    async fn the_log_is_kept_for_a_week(app: TestApp) {
        assert_eq!(app.convert(json!({ "email": "nothing" })).await.status, 422);
        log(&app, json!({ "outcome": "REFUSED" }), 1).await;
        app.clock.advance(chrono::Duration::days(7) + chrono::Duration::minutes(1));
        introw::domain::request_log::forget(&app.server.app.store, app.clock.now()).await.unwrap();
        assert_eq!(app.number("SELECT count(*) FROM api_call WHERE code IS NOT NULL").await, 0);
    }

    async fn publishable_keys_tell_where_they_were_seen(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for (origin, agent) in [("https://a.example", "1"), ("https://b.example", "2"), ("https://a.example", "3")] {
            let token = app.click_as(&campaign.code, &[("user-agent", &format!("{} {agent}", crate::harness::CHROME))]).await;
            let headers = [("x-introw-publishable-key", campaign.publishable_key.as_str()), ("origin", origin)];
            assert_eq!(app.convert_with(&headers, json!({ "clickId": token })).await.said(), "201 recorded");
        }
        let rotate = "mutation($c: ID!) { publishableKeyRotate(campaignId: $c) { publishableKey oldKeyExpiresAt userErrors { code } } }";
        let rotated = app.mutate(rotate, json!({ "c": campaign.id })).await;
        let list = "query($filter: PublishableKeyFilter) { publishableKeys(filter: $filter, orderBy: {direction: ASC}) { nodes { \
                    key campaign { id } expiresAt createdAt seenOrigins { origin count } } } }";
        let all = app.gql(list, json!({})).await["publishableKeys"]["nodes"].as_array().unwrap().clone();
        assert_eq!(all.len(), 3);
        assert!(all.iter().any(|key| key["key"] == app.org.publishable_key.as_str() && key["campaign"].is_null()));
        let old = app.gql(list, json!({ "filter": { "campaignId": campaign.id, "current": false } })).await["publishableKeys"]["nodes"].clone();
        assert_eq!(old.as_array().unwrap().len(), 1);
        assert_eq!(old[0]["expiresAt"], rotated["oldKeyExpiresAt"]);
        assert_eq!(old[0]["seenOrigins"], json!([
            { "origin": "https://a.example", "count": 2 }, { "origin": "https://b.example", "count": 1 },
        ]));
        let new = app.gql(list, json!({ "filter": { "campaignId": campaign.id, "current": true } })).await["publishableKeys"]["nodes"].clone();
        assert_eq!((&new[0]["key"], &new[0]["seenOrigins"]), (&rotated["publishableKey"], &json!([])));
    }
}
