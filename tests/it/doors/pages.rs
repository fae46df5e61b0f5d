//! The pages without JavaScript that somebody meets at the end of a link.

use reqwest::Response;
use serde_json::json;

use crate::harness::{TestApp, on_both};

async fn page(app: &TestApp, path: &str, status: u16) -> String {
    let response: Response =
        app.client.get(format!("{}{path}", app.url)).header("accept", "text/html").send().await.unwrap();
    assert_eq!(response.status(), status, "{path}");
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-content-type-options", "nosniff"),
        ("x-robots-tag", "noindex"),
    ] {
        assert_eq!(response.headers()[name], value, "{name} of {path}");
    }
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    for part in ["default-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
        assert!(policy.contains(part), "{path}: {policy}");
    }
    assert!(response.headers().contains_key("referrer-policy"), "{path}");
    response.text().await.unwrap()
}

fn style(page: &str) -> &str {
    page.split("<style>").nth(1).and_then(|rest| rest.split("</style>").next()).unwrap()
}

on_both! {
    async fn the_pages_at_the_end_of_a_link_say_what_to_do_and_look_alike(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let revoke = "mutation($id: ID!) { linkRevoke(id: $id) { userErrors { message } } }";
        app.mutate(revoke, json!({ "id": campaign.link })).await;
        let nobody = "A".repeat(43);
        let mut styles = Vec::new();
        for (path, status, says, to_do) in [
            ("/r/nothing0".to_owned(), 404, "This link does not exist", "Check the address"),
            (format!("/r/{}", campaign.code), 410, "This link is no longer active", "for a new one"),
            (format!("/login/{nobody}"), 410, "This link can no longer be used", "Ask whoever gave it"),
            (format!("/reset/{nobody}"), 410, "This link can no longer be used", "Ask whoever gave it"),
            (format!("/portal/login/{nobody}"), 410, "This sign-in link is no longer good", "for a new one"),
        ] {
            let text = page(&app, &path, status).await;
            assert!(text.contains(&format!("<h1>{says}</h1>")) && text.contains(to_do), "{path}: {text}");
            assert!(text.contains("<html lang=\"en\">") && text.contains("name=\"viewport\""), "{path}");
            assert!(!text.contains("<script") && !text.contains("src="), "{path} loads something");
            styles.push(style(&text).to_owned());
        }
        styles.dedup();
        assert_eq!(styles.len(), 1, "they look alike");
        assert!(styles[0].contains("prefers-color-scheme: dark"));
    }

    async fn the_explorer_is_served_only_where_it_is_wanted(app: TestApp) {
        let look = async |app: &TestApp| {
            let call = app.client.get(format!("{}/graphiql", app.url)).header("accept", "*/*");
            call.send().await.unwrap()
        };
        assert_eq!(look(&app).await.status(), 404, "off unless somebody switches it on");
        let with = TestApp::start_with(app.backend, &[("explorer", "1")]).await;
        let answer = look(&with).await;
        // Without the built files the page says so.
        assert!(matches!(answer.status().as_u16(), 200 | 503), "{}", answer.status());
        assert_eq!(answer.headers()["content-type"], "text/html; charset=utf-8");
        let policy = answer.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("script-src 'self';") && policy.contains("connect-src 'self'"), "{policy}");
        with.stop().await;
    }
}
