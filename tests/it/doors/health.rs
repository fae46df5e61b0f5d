//! The operator's address.

use reqwest::StatusCode;
use serde_json::{Value, json};

use crate::harness::{Backend, TestApp};

async fn ask(app: &TestApp, path: &str) -> (StatusCode, Value) {
    let response = app.client.get(format!("http://{}{path}", app.server.ops.unwrap())).send().await.unwrap();
    (response.status(), response.json().await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_works_is_alive_and_ready() {
    for (backend, redis) in [(Backend::Sqlite, "none"), (Backend::Postgres, "ok")] {
        let app = TestApp::start_with(backend, &[("ops_listen", "127.0.0.1:0")]).await;
        let alive = json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") });
        assert_eq!(ask(&app, "/healthz").await, (StatusCode::OK, alive));
        assert_eq!(ask(&app, "/readyz").await, (StatusCode::OK, json!({ "database": "ok", "redis": redis })));
        let links = app.client.get(format!("http://{}/affiliate.js", app.server.ops.unwrap())).send().await.unwrap();
        assert_eq!(links.status(), StatusCode::NOT_FOUND, "what is for everybody is not here");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn without_redis_a_server_is_ready_and_says_so() {
    // Nobody listens at port 1.
    let settings = [("ops_listen", "127.0.0.1:0"), ("redis_url", "redis://127.0.0.1:1/0")];
    let app = TestApp::start_with(Backend::Postgres, &settings).await;
    assert_eq!(ask(&app, "/readyz").await, (StatusCode::OK, json!({ "database": "ok", "redis": "away" })));
}

#[tokio::test(flavor = "multi_thread")]
async fn health_checks_can_be_off() {
    let app = TestApp::start(Backend::Sqlite).await;
    assert_eq!(app.server.ops, None);
}
