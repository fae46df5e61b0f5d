//! What is served as it stands in the repository.

use std::fs;
use std::path::Path;

use introw::http::snippet;
use reqwest::{Response, StatusCode};

use crate::harness::{TestApp, on_both};

async fn get(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> Response {
    let request = app.client.get(format!("{}{path}", app.url));
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

on_both! {
    async fn every_page_may_load_the_snippet_and_keep_it_for_an_hour(app: TestApp) {
        let response = get(&app, "/affiliate.js", &[("origin", "https://shop.example")]).await;
        assert_eq!(response.status(), StatusCode::OK);
        for (name, value) in [
            ("content-type", "text/javascript; charset=utf-8"),
            ("cache-control", "public, max-age=3600, stale-while-revalidate=86400"),
            ("access-control-allow-origin", "*"),
            ("cross-origin-resource-policy", "cross-origin"),
            ("x-content-type-options", "nosniff"),
        ] {
            assert_eq!(response.headers()[name], value, "{name}");
        }
        assert!(!response.headers().contains_key("set-cookie"));
        let tag = response.headers()["etag"].to_str().unwrap().to_owned();
        assert_eq!(response.text().await.unwrap(), snippet::SOURCE);

        let same = get(&app, "/affiliate.js", &[("if-none-match", &tag)]).await;
        assert_eq!(same.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(same.headers()["etag"], tag);
        assert_eq!(same.headers()["cache-control"], "public, max-age=3600, stale-while-revalidate=86400");
        assert_eq!(same.text().await.unwrap(), "");
        let changed = get(&app, "/affiliate.js", &[("if-none-match", "\"another\"")]).await;
        assert_eq!(changed.status(), StatusCode::OK);
    }

    async fn the_snippet_is_small_on_the_wire(app: TestApp) {
        let response = get(&app, "/affiliate.js", &[("accept-encoding", "gzip, deflate, br")]).await;
        assert_eq!(response.headers()["content-encoding"], "gzip");
        assert_eq!(response.headers()["vary"], "accept-encoding");
        assert_eq!(response.headers()["content-type"], "text/javascript; charset=utf-8");
        let body = response.bytes().await.unwrap();
        assert_eq!(body[..2], [0x1f, 0x8b], "gzip");
        assert!(body.len() < 2_500, "{} bytes", body.len());

        let plain = get(&app, "/affiliate.js", &[("accept-encoding", "identity")]).await;
        assert!(!plain.headers().contains_key("content-encoding"));
        assert_eq!(plain.text().await.unwrap(), snippet::SOURCE);
    }

    async fn the_committed_contract_is_the_one_that_is_served(app: TestApp) {
        let committed =
            fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("openapi.json")).unwrap_or_default();
        let response = get(&app, "/openapi.json", &[]).await;
        assert_eq!(response.headers()["content-type"], "application/json");
        assert!(
            response.text().await.unwrap() == committed,
            "openapi.json is not what the code makes; if the change is meant, run: introw schema --openapi > openapi.json"
        );
    }
}
