//! The dashboard's pages, whether it is built or not.

use reqwest::{Response, StatusCode};

use crate::harness::{TestApp, on_both};

async fn look(app: &TestApp, path: &str, accept: &str) -> Response {
    app.client.get(format!("{}{path}", app.url)).header("accept", accept).send().await.unwrap()
}

on_both! {
    async fn a_browser_gets_a_page_under_its_policy_and_a_program_a_problem(app: TestApp) {
        for path in ["/", "/campaigns", "/campaigns/cmp_1?tab=links"] {
            let page = look(&app, path, "text/html,application/xhtml+xml").await;
            // Without the built files the page says so.
            assert!(matches!(page.status(), StatusCode::OK | StatusCode::SERVICE_UNAVAILABLE), "{path}");
            assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8", "{path}");
            let policy = page.headers()["content-security-policy"].to_str().unwrap();
            for part in ["default-src 'none'", "script-src 'self';", "connect-src 'self'", "frame-ancestors 'none'"] {
                assert!(policy.contains(part), "{path}: {policy}");
            }
            assert_eq!(page.headers()["x-content-type-options"], "nosniff", "{path}");
            assert_eq!(page.headers()["referrer-policy"], "same-origin", "{path}");
            assert_eq!(look(&app, path, "*/*").await.status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    async fn what_belongs_to_programs_is_never_a_page(app: TestApp) {
        for path in ["/api/v1/nothing", "/assets/nothing.js", "/static/nothing.js", "/assets/..%2f..%2fpackage.json", "/r/a/b"] {
            let answer = look(&app, path, "text/html").await;
            assert_eq!(answer.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(answer.headers()["content-type"], "application/problem+json", "{path}");
        }
        let posted = app.client.post(format!("{}/campaigns", app.url)).header("accept", "text/html").send().await;
        assert_eq!(posted.unwrap().status(), StatusCode::NOT_FOUND);
    }
}
