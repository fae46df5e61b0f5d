//! What the door refuses before it looks.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};

/// Posts a body as it is.
async fn post(app: &TestApp, content_type: Option<&str>, body: impl Into<reqwest::Body>) -> (StatusCode, Value) {
    let mut request = app.client.post(format!("{}/graphql", app.url)).header("x-api-key", &app.org.key).body(body);
    if let Some(content_type) = content_type {
        request = request.header("content-type", content_type);
    }
    let response = request.send().await.unwrap();
    let status = response.status();
    (status, response.json().await.unwrap_or_default())
}

/// The code of the only error.
fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

on_both! {
    async fn only_json_posted_with_a_key_is_looked_at(app: TestApp) {
        let query = json!({ "query": "{ organisation { id } }" }).to_string();
        let json = Some("application/json");
        assert_eq!(post(&app, json, query.clone()).await.0, StatusCode::OK);
        assert_eq!(post(&app, Some("application/json; charset=utf-8"), query.clone()).await.0, StatusCode::OK);
        for other in [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("multipart/form-data; boundary=x")] {
            let (status, problem) = post(&app, other, query.clone()).await;
            assert_eq!((status, problem["code"].as_str()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, Some("UNSUPPORTED_MEDIA_TYPE")), "{other:?}");
        }
        assert_eq!(post(&app, json, format!("[{query}]")).await.0, StatusCode::BAD_REQUEST, "a batch");
        assert_eq!(post(&app, json, "{").await.0, StatusCode::BAD_REQUEST);
        let long = format!("{{\"query\":\"{}\"}}", " ".repeat(70_000));
        assert_eq!(post(&app, json, long).await.0, StatusCode::PAYLOAD_TOO_LARGE);

        let get = app.client.get(format!("{}/graphql?query={{organisation{{id}}}}", app.url)).header("x-api-key", &app.org.key);
        let response = get.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED);
        assert_eq!(response.headers()["allow"], "POST");

        let without = app.client.post(format!("{}/graphql", app.url)).header("content-type", "application/json").body(query);
        let response = without.send().await.unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED);
        let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
        assert_eq!(response.json::<Value>().await.unwrap()["requestId"], id);
    }

    /// Each of these is small, and would cost the library seconds, or the process its stack.
    async fn bombs_are_refused_and_the_server_goes_on(app: TestApp) {
        let fragments: String = (0..26).map(|n| format!("fragment f{n} on QueryRoot {{ ...f{} ...f{} }}", n + 1, n + 1)).collect();
        let bombs = [
            format!("{{ ...f0 }} {fragments} fragment f26 on QueryRoot {{ __typename }}"),
            format!("{{ links(filter: {}1{}) {{ totalCount }} }}", "[".repeat(4_000), "]".repeat(4_000)),
            format!("query {}a{}", "{a".repeat(3_000), "}".repeat(3_000)),
            format!("{{ {} }}", (0..1_000).map(|n| format!("a{n}: organisation {{ id }} ")).collect::<String>()),
            format!("{{ ... @include(if: true) {} {{ __typename }} }}", "@skip(if: false) ".repeat(3_000)),
            "{ ...a } fragment a on QueryRoot { ...a }".to_owned(),
        ];
        for bomb in bombs {
            let answer = app.gql_raw(&app.org.key, &bomb, json!({})).await;
            assert!(["QUERY_TOO_COMPLEX", "BAD_REQUEST"].contains(&code(&answer)), "{answer:#}");
            assert!(answer["data"].is_null());
            assert!(answer.to_string().len() < 4_096, "an answer to nonsense is short");
        }
        app.gql("{ organisation { id } }", json!({})).await;
    }

    /// Postgres does not store it, so no text that people type may hold it, wherever it stands.
    async fn a_text_with_a_nul_is_refused(app: TestApp) {
        let with_variable = "query($text: String) { partners(filter: {search: $text}) { totalCount } }";
        let with_json = "query($p: JSON!) { fieldMappingsPreview(campaignId: \"x\", properties: $p) { unmapped } }";
        for (document, variables) in [
            (with_variable, json!({ "text": "a\0b" })),
            (with_json, json!({ "p": { "a": [{ "b\0": 1 }] } })),
            ("{ partners(filter: {search: \"a\\u0000b\"}) { totalCount } }", json!({})),
        ] {
            let answer = app.gql_raw(&app.org.key, document, variables).await;
            assert_eq!(code(&answer), "BAD_REQUEST", "{answer:#}");
            assert!(answer["errors"][0]["message"].as_str().unwrap().contains("U+0000"), "{answer:#}");
        }
    }

    async fn errors_say_nothing_of_the_inside(app: TestApp) {
        let answer = app.gql_raw(&app.org.key, "{ organisation { nme } }", json!({})).await;
        assert_eq!(code(&answer), "BAD_REQUEST");
        assert!(!answer.to_string().contains("Did you mean"), "{answer:#}");
        app.execute("ALTER TABLE partner RENAME TO elsewhere").await;
        let answer = app.gql_raw(&app.org.key, "{ partners { nodes { id } } }", json!({})).await;
        assert_eq!(code(&answer), "INTERNAL", "{answer:#}");
        assert!(answer["errors"][0]["extensions"]["requestId"].is_string());
        let text = answer.to_string().to_lowercase();
        assert!(!text.contains("elsewhere") && !text.contains("select") && !text.contains("partner\""), "{text}");
    }

    async fn a_scope_that_is_missing_is_named(app: TestApp) {
        let key = app.key_with(&["campaigns:read"]).await;
        app.gql_as(&key, "{ campaigns { totalCount } }", json!({})).await;
        for (document, scope) in [
            ("{ partners { totalCount } }", "partners:read"),
            ("{ conversions { totalCount } }", "affiliate:read"),
            ("{ apiKeys { totalCount } }", "keys:read"),
            ("mutation { partnerCreate(input: {name: \"x\"}) { partner { id } } }", "partners:write"),
            ("mutation { formCreate(input: {name: \"x\", fields: []}) { form { id } } }", "campaigns:write"),
        ] {
            let answer = app.gql_raw(&key, document, json!({})).await;
            assert_eq!(code(&answer), "FORBIDDEN", "{document}");
            assert!(answer["errors"][0]["message"].as_str().unwrap().contains(scope), "{answer:#}");
        }
        assert_eq!(app.number("SELECT count(*) FROM partner").await, 0);
    }
}
