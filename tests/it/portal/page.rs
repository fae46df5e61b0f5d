//! The page of the portal, and who may show it in a frame.

use reqwest::{Response, StatusCode};
use serde_json::json;

use super::{Visitor, visit};
use crate::harness::{TestApp, on_both};

async fn look(app: &TestApp, path: &str, as_: Option<&Visitor>) -> Response {
    let mut request = app.client.get(format!("{}{path}", app.url)).header("accept", "text/html");
    if let Some(visitor) = as_ {
        request = request.header("cookie", &visitor.cookie);
    }
    request.send().await.unwrap()
}

fn policy(page: &Response) -> String {
    page.headers()["content-security-policy"].to_str().unwrap().to_owned()
}

on_both! {
    async fn the_sites_that_the_organisation_lists_show_its_portal_and_no_other(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let anna = visit(&app, &partner).await;
        for path in ["/portal", "/portal/", "/portal/links", "/portal/links/deeper"] {
            let page = look(&app, path, Some(&anna)).await;
            // Without the built files the page says so, and is in no frame either.
            assert!(matches!(page.status(), StatusCode::OK | StatusCode::SERVICE_UNAVAILABLE), "{path}");
            assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8", "{path}");
            assert!(policy(&page).ends_with("; frame-ancestors 'none'"), "{path}: {}", policy(&page));
            assert_eq!(page.headers()["cache-control"], "no-store", "{path}");
        }
        app.execute(&format!("UPDATE organisation SET frame_origins = '{}'", json!(["https://acme.example"]))).await;
        let page = look(&app, "/portal/links", Some(&anna)).await;
        if page.status() == StatusCode::OK {
            assert!(policy(&page).ends_with("; form-action 'self'; frame-ancestors https://acme.example"), "{}", policy(&page));
            assert!(page.headers().get("etag").is_none(), "what is kept would keep its policy");
        }
        // Whose it is, is not known without a session.
        assert!(policy(&look(&app, "/portal", None).await).ends_with("frame-ancestors 'none'"));
        assert!(policy(&look(&app, "/", Some(&anna)).await).ends_with("frame-ancestors 'none'"), "the dashboard never");
    }

    async fn a_program_that_looks_at_the_portal_is_told_as_a_program(app: TestApp) {
        let answer = app.client.get(format!("{}/portal", app.url)).header("accept", "*/*").send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::NOT_FOUND);
        assert_eq!(answer.headers()["content-type"], "application/problem+json");
    }
}
