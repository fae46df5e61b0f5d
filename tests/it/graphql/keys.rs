//! Secret keys and publishable keys.

use chrono::Duration;
use serde_json::json;

use crate::harness::{Backend, TestApp, on_both};

const CREATE: &str = "mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { \
                      secret apiKey { id name prefix scopes expiresAt } userErrors { field code } } }";

on_both! {
    async fn a_key_is_shown_once_and_does_what_its_scopes_say(app: TestApp) {
        let input = json!({ "name": " backend ", "scopes": ["stats:read", "affiliate:write", "stats:read"] });
        let made = app.mutate(CREATE, json!({ "input": input })).await;
        let secret = made["secret"].as_str().unwrap();
        assert!(secret.starts_with(made["apiKey"]["prefix"].as_str().unwrap()));
        assert_eq!(made["apiKey"]["name"], "backend");
        assert_eq!(made["apiKey"]["scopes"], json!(["affiliate:write", "stats:read"]));
        assert_eq!(app.convert_with(&[("x-api-key", secret)], json!({})).await.said(), "200 ignored");

        // Nowhere in the database, and nowhere in an answer again.
        let digits = if app.backend == Backend::Postgres { "encode(digest, 'escape')" } else { "hex(digest)" };
        let stored = app.texts(&format!("SELECT name || lookup || {digits} FROM api_key")).await.join(" ");
        assert!(!stored.contains(&secret[20..52]), "{stored}");
        let listed = app.gql("{ apiKeys { nodes { id name prefix scopes } } auditEvents { nodes { action before after } } }", json!({})).await;
        assert!(!listed.to_string().contains(&secret[20..52]));
    }

    async fn what_cannot_be_a_key_is_said_field_by_field(app: TestApp) {
        let input = json!({ "name": " ", "scopes": ["affiliate:write", "everything"], "expiresAt": "2020-01-01T00:00:00Z" });
        let refused = app.gql(CREATE, json!({ "input": input })).await["apiKeyCreate"].clone();
        assert_eq!(refused["secret"], json!(null));
        assert_eq!(refused["userErrors"], json!([
            { "field": ["input", "name"], "code": "BLANK" },
            { "field": ["input", "scopes", "1"], "code": "INVALID" },
            { "field": ["input", "expiresAt"], "code": "INVALID" },
        ]));
    }

    async fn a_key_cannot_make_one_that_may_do_more(app: TestApp) {
        let key = app.key_with(&["keys:write", "stats:read"]).await;
        let input = |scopes: &[&str]| json!({ "input": { "name": "more", "scopes": scopes } });
        let refused = app.gql_as(&key, CREATE, input(&["stats:read", "campaigns:write"])).await;
        assert_eq!(refused["apiKeyCreate"]["userErrors"][0]["code"], "NOT_ALLOWED", "{refused:#}");
        let made = app.gql_as(&key, CREATE, input(&["stats:read"])).await;
        assert!(made["apiKeyCreate"]["secret"].is_string());
    }

    async fn a_revoked_key_and_an_expired_one_stop(app: TestApp) {
        let in_an_hour = (app.server.app.clock.now() + Duration::hours(1)).to_rfc3339();
        let input = json!({ "name": "short", "scopes": ["affiliate:write"], "expiresAt": in_an_hour });
        let expiring = app.mutate(CREATE, json!({ "input": input })).await["secret"].as_str().unwrap().to_owned();
        let input = json!({ "name": "long", "scopes": ["affiliate:write"] });
        let revoked = app.mutate(CREATE, json!({ "input": input })).await;
        let (id, revoked) = (revoked["apiKey"]["id"].clone(), revoked["secret"].as_str().unwrap().to_owned());
        for key in [&expiring, &revoked] {
            assert_eq!(app.convert_with(&[("x-api-key", key)], json!({})).await.said(), "200 ignored");
        }
        let revoke = "mutation($id: ID!) { apiKeyRevoke(id: $id) { apiKey { revokedAt } userErrors { code } } }";
        assert!(app.mutate(revoke, json!({ "id": id })).await["apiKey"]["revokedAt"].is_string());
        app.clock.advance(Duration::minutes(61));
        for key in [&expiring, &revoked] {
            assert_eq!(app.convert_with(&[("x-api-key", key)], json!({})).await.said(), "401 UNAUTHORIZED");
        }
    }

    async fn a_replaced_publishable_key_works_until_its_end_date(app: TestApp) {
        let old = app.org.publishable_key.clone();
        let rotate = "mutation { publishableKeyRotate(overlapDays: 7) { publishableKey oldKeyExpiresAt userErrors { code } } }";
        let rotated = app.mutate(rotate, json!({})).await;
        let new = rotated["publishableKey"].as_str().unwrap().to_owned();
        assert!(new.starts_with("pk_aff_org_") && new != old);
        assert_eq!(app.gql("{ organisation { publishableKey } }", json!({})).await["organisation"]["publishableKey"], new);
        let send = async |key: &str| app.convert_with(&[("x-introw-publishable-key", key)], json!({})).await.said();
        assert_eq!(send(&old).await, "200 ignored");
        assert_eq!(send(&new).await, "200 ignored");
        app.clock.advance(Duration::days(7) + Duration::seconds(1));
        assert_eq!(send(&old).await, "401 UNAUTHORIZED");
        assert_eq!(send(&new).await, "200 ignored");
        // Good for browser conversions, and nothing else.
        let answer = app.client.post(format!("{}/graphql", app.url)).header("x-api-key", &new).json(&json!({ "query": "{ organisation { id } }" }));
        assert_eq!(answer.send().await.unwrap().status(), 401);
    }
}

/// Two replicas share nothing but the database and Redis.
#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_key_stops_within_two_seconds_on_another_replica() {
    let app = TestApp::start(Backend::Postgres).await;
    let other = TestApp::start_on(Backend::Postgres, app.settings.clone()).await;
    let input = json!({ "name": "shared", "scopes": ["affiliate:write"] });
    let made = app.mutate(CREATE, json!({ "input": input })).await;
    let secret = made["secret"].as_str().unwrap();
    assert_eq!(other.convert_with(&[("x-api-key", secret)], json!({})).await.said(), "200 ignored");
    let revoke = "mutation($id: ID!) { apiKeyRevoke(id: $id) { userErrors { code } } }";
    app.mutate(revoke, json!({ "id": made["apiKey"]["id"] })).await;
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(2);
    loop {
        let said = other.convert_with(&[("x-api-key", secret)], json!({})).await.said();
        if said == "401 UNAUTHORIZED" {
            break;
        }
        assert!(tokio::time::Instant::now() < deadline, "still good after two seconds: {said}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
