//! Answers that refuse, and the ids of requests.

use axum::Router;
use axum::routing::get;
use introw::clock::Clock;
use introw::config::Config;
use introw::server::Server;
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::harness::{Backend, on_both, settings};
use crate::wire::{Wire, header};

/// A problem document that is all that it should be; gives its `code` and `detail`.
async fn problem(response: Response, status: StatusCode) -> (String, String) {
    assert_eq!(response.status(), status);
    assert_eq!(response.headers()["content-type"], "application/problem+json");
    assert_eq!(response.headers()["cache-control"], "no-store");
    let id = response.headers()["x-request-id"].to_str().unwrap().to_owned();
    let body: Value = response.json().await.unwrap();
    let (code, detail) = (body["code"].as_str().unwrap().to_owned(), body["detail"].as_str().unwrap().to_owned());
    let kind = code.to_lowercase().replace('_', "-");
    let expected = json!({
        "type": format!("urn:introw:problem:{kind}"),
        "title": status.canonical_reason().unwrap(),
        "status": status.as_u16(),
        "code": code,
        "detail": detail,
        "requestId": id,
    });
    assert_eq!(body, expected, "and nothing else");
    (code, detail)
}

fn is_fresh(id: &str) -> bool {
    id.len() == 20 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

on_both! {
    async fn an_address_where_nothing_is_answers_with_a_problem(app: TestApp) {
        for path in [
            "/",
            "/nothing",
            "/r/",
            "/r/a/b",
            "/R/abc",
            "/api/v1/affiliate",
            "/healthz",
            "/readyz",
            "/metrics",
            "/graphql/",
        ] {
            for method in [Method::GET, Method::POST, Method::DELETE] {
                let response = app.client.request(method, format!("{}{path}", app.url)).send().await.unwrap();
                assert_eq!(problem(response, StatusCode::NOT_FOUND).await.0, "NOT_FOUND", "{path}");
            }
        }
    }

    async fn a_method_that_an_address_does_not_take_is_named_so(app: TestApp) {
        for (method, path, allowed) in [
            (Method::POST, "/r/abc", "GET,HEAD"),
            (Method::DELETE, "/affiliate.js", "GET,HEAD"),
            (Method::POST, "/openapi.json", "GET,HEAD"),
            (Method::GET, "/api/v1/affiliate/conversions", "POST,OPTIONS"),
            (Method::POST, "/api/v1/affiliate/legacy-redirect", "GET,HEAD"),
        ] {
            let response = app.client.request(method, format!("{}{path}", app.url)).send().await.unwrap();
            let mut methods: Vec<_> =
                response.headers()["allow"].to_str().unwrap().split(',').map(str::to_owned).collect();
            let mut expected: Vec<_> = allowed.split(',').map(str::to_owned).collect();
            methods.sort();
            expected.sort();
            assert_eq!(methods, expected, "{path}");
            assert_eq!(problem(response, StatusCode::METHOD_NOT_ALLOWED).await.0, "METHOD_NOT_ALLOWED", "{path}");
        }
    }

    async fn a_plain_request_id_comes_back_and_an_odd_one_is_replaced(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let paths = [
            format!("/r/{}", campaign.code),
            "/r/unknown".into(),
            "/nothing".into(),
            "/affiliate.js".into(),
            "/graphql".into(),
        ];
        let longest = "x".repeat(64);
        for path in &paths {
            for id in ["12345678", "0af7651916cd43dd8448eb211c80319c", "8f14e45f-ceea-467f-a9f6-1b4a2c3d4e5f", &longest]
            {
                let response =
                    app.client.get(format!("{}{path}", app.url)).header("x-request-id", id).send().await.unwrap();
                assert_eq!(response.headers()["x-request-id"], id, "{path}");
            }
            let too_long = "x".repeat(65);
            for odd in [
                "",
                "1234567",
                "a b c d e f",
                "<script>alert(1)</script>",
                "1234\t5678",
                "../../../etc/passwd",
                &too_long,
            ] {
                let response =
                    app.client.get(format!("{}{path}", app.url)).header("x-request-id", odd).send().await.unwrap();
                let id = response.headers()["x-request-id"].to_str().unwrap();
                assert!(is_fresh(id), "{odd}: {id}");
            }
        }
        let mut ids = Vec::new();
        for _ in 0..10 {
            let response = app.client.get(format!("{}/nothing", app.url)).send().await.unwrap();
            ids.push(response.headers()["x-request-id"].to_str().unwrap().to_owned());
        }
        assert!(ids.iter().all(|id| is_fresh(id)));
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 10, "each its own");
    }

    async fn a_request_id_that_is_no_text_is_replaced(app: TestApp) {
        let mut wire = Wire::to(&app).await;
        wire.send(b"GET /nothing HTTP/1.1\r\nHost: a\r\nX-Request-Id: 12345678\xff\xfe\r\nConnection: close\r\n\r\n")
            .await;
        let answer = wire.rest().await;
        assert!(answer.starts_with("HTTP/1.1 404 "), "{answer}");
        assert!(is_fresh(header(&answer, "x-request-id").unwrap()), "{answer}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bug_says_nothing_of_its_inside_and_ends_nothing() {
    async fn panics() -> &'static str {
        panic!("the secret is 4711")
    }
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (settings, _) = settings(Backend::Sqlite, &[]).await;
    let routes = |_: &_| Router::new().route("/panics", get(panics)).route("/works", get(async || "works"));
    let server = Server::start(Config::new(&settings).unwrap(), Clock::default(), routes).await.unwrap();
    let client = Client::new();
    for _ in 0..3 {
        let response = client.get(format!("{}panics", server.app.public_url)).send().await.unwrap();
        let (code, detail) = problem(response, StatusCode::INTERNAL_SERVER_ERROR).await;
        assert_eq!(code, "INTERNAL_ERROR");
        assert!(!detail.contains("4711"), "{detail}");
    }
    let response = client.get(format!("{}works", server.app.public_url)).send().await.unwrap();
    assert_eq!(response.text().await.unwrap(), "works");
    server.stop().await;
}
