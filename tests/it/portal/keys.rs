//! Secret keys that are one partner's.

use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{ask, post, visit};
use crate::harness::{TestApp, on_both};

const CREATE: &str = "mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { \
                      secret apiKey { id scopes partner { name } } userErrors { field code } } }";

async fn key_of(app: &TestApp, partner: &str) -> String {
    let input = json!({ "name": "portal", "scopes": ["stats:read"], "partnerId": partner });
    let made = app.mutate(CREATE, json!({ "input": input })).await;
    made["secret"].as_str().unwrap().to_owned()
}

on_both! {
    async fn a_key_of_a_partner_reads_its_portal_and_nothing_else(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let key = key_of(&app, &campaign.partner).await;
        let document = "{ viewer { readOnly user { id } sessions { id } } partner { name } stats { clicks } links { nodes { code } } }";
        let answer: Value = post(&app, &[("x-api-key", &key)], document, json!({})).await.json().await.unwrap();
        assert_eq!(answer["data"], json!({
            "viewer": { "readOnly": true, "user": null, "sessions": [] }, "partner": { "name": "Northwind" },
            "stats": { "clicks": 1 }, "links": { "nodes": [{ "code": campaign.code }] },
        }));
        let alias = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"mine-now\") { userErrors { code } } }";
        let refused: Value = post(&app, &[("x-api-key", &key)], alias, json!({ "l": campaign.link })).await.json().await.unwrap();
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");

        let request = app.client.post(format!("{}/graphql", app.url)).header("x-api-key", &key);
        let refused = request.json(&json!({ "query": "{ partners { totalCount } }" })).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert_eq!(app.convert_with(&[("x-api-key", &key)], json!({ "clickId": token })).await.said(), "403 FORBIDDEN");
        let request = app.client.post(format!("{}/api/v1/auth/session", app.url)).header("x-api-key", &key);
        assert_eq!(request.json(&json!({ "email": "a@b.co" })).send().await.unwrap().status(), StatusCode::FORBIDDEN);
    }

    async fn a_key_of_the_organisation_has_no_portal(app: TestApp) {
        app.partner("Northwind").await;
        let refused = post(&app, &[("x-api-key", &app.org.key)], "{ partner { name } }", json!({})).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
        assert!(refused.text().await.unwrap().contains("partnerId"));
    }

    async fn a_key_of_a_partner_has_one_scope(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let made = app.mutate(CREATE, json!({ "input": { "name": "p", "scopes": ["stats:read"], "partnerId": partner } })).await;
        assert_eq!(made["apiKey"]["partner"], json!({ "name": "Northwind" }));
        let own = app.mutate(CREATE, json!({ "input": { "name": "o", "scopes": ["stats:read"] } })).await;
        assert_eq!(own["apiKey"]["partner"], Value::Null);
        let other = app.other_org("Other").await;
        let foreign = app.gql_as(&other.key, "mutation { partnerCreate(input: {name: \"P\"}) { partner { id } } }", json!({})).await;
        let foreign = &foreign["partnerCreate"]["partner"]["id"];
        for (scopes, partner, errors) in [
            (json!(["stats:read", "partners:read"]), json!(partner), json!([{ "field": ["input", "scopes", "1"], "code": "NOT_ALLOWED" }])),
            (json!([]), json!(partner), json!([{ "field": ["input", "scopes"], "code": "TOO_SHORT" }])),
            (json!(["stats:read"]), foreign.clone(), json!([{ "field": ["input", "partnerId"], "code": "NOT_FOUND" }])),
            (json!(["stats:read"]), json!("prt_none"), json!([{ "field": ["input", "partnerId"], "code": "NOT_FOUND" }])),
        ] {
            let input = json!({ "name": "p", "scopes": scopes, "partnerId": partner });
            let refused = app.gql(CREATE, json!({ "input": input })).await["apiKeyCreate"].clone();
            assert_eq!((&refused["secret"], &refused["userErrors"]), (&Value::Null, &errors));
        }
    }

    async fn a_key_wins_over_a_cookie(app: TestApp) {
        let (first, second) = (app.partner("Northwind").await, app.partner("Southwind").await);
        let anna = visit(&app, &first).await;
        let key = key_of(&app, &second).await;
        let headers = [("x-api-key", key.as_str()), ("cookie", anna.cookie.as_str())];
        let answer: Value = post(&app, &headers, "{ partner { name } }", json!({})).await.json().await.unwrap();
        assert_eq!(answer["data"]["partner"]["name"], "Southwind");
        assert_eq!(ask(&app, &anna, "{ partner { name } }", json!({})).await["partner"]["name"], "Northwind");
    }
}
