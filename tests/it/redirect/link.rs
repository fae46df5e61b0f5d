//! Which link a request is for, and what links do that do not work.

use entity::id::AliasId;
use reqwest::header::{HeaderMap, HeaderName};
use reqwest::{Method, Response, StatusCode};
use serde_json::json;

use super::{add_alias, alias, clicks, last_click, let_visits_pass, location, revoke, update_campaign};
use crate::harness::{CHROME, TestApp, on_both, token_of};

/// The default destination of a test's campaign.
const DESTINATION: &str = "https://shop.example/landing?a=1#top";

/// Asks for a link as a browser, by another method than GET.
async fn ask(app: &TestApp, method: Method, path: &str) -> Response {
    let request = app.client.request(method, format!("{}/r/{path}", app.url));
    let request = request.header("user-agent", CHROME).header("sec-fetch-mode", "navigate");
    request.header("sec-fetch-dest", "document").send().await.unwrap()
}

/// The headers of an answer without those that are of this answer alone, and without the token.
fn lasting_headers(response: &Response) -> HeaderMap {
    let mut headers = response.headers().clone();
    for name in [HeaderName::from_static("x-request-id"), reqwest::header::DATE] {
        assert!(headers.remove(&name).is_some(), "{name}");
    }
    if let Some(token) = token_of(response) {
        let without = location(response).replace(&format!("&irw_id={token}"), "");
        headers.insert(reqwest::header::LOCATION, without.parse().unwrap());
    }
    headers
}

/// A page that says `title`, is not kept, and loads nothing.
async fn assert_page(response: Response, status: StatusCode, title: &str) {
    assert_eq!(response.status(), status);
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "no-store"),
        ("x-robots-tag", "noindex"),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
    ] {
        assert_eq!(response.headers()[name], value, "{name}");
    }
    let policy = response.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.starts_with("default-src 'none'"), "{policy}");
    assert!(response.headers().get("location").is_none());
    let text = response.text().await.unwrap();
    assert!(text.contains(&format!("<title>{title}</title>")), "{text}");
    assert!(text.len() < 2_000, "small");
}

fn other_case(text: &str) -> String {
    let turn = |letter: char| match letter.is_ascii_uppercase() {
        true => letter.to_ascii_lowercase(),
        false => letter.to_ascii_uppercase(),
    };
    text.chars().map(turn).collect()
}

on_both! {
    async fn a_code_has_a_case_and_an_alias_has_none(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (slug, id) = alias(&app, &campaign.link).await;
        app.click(&campaign.code).await;
        assert_eq!(last_click(&app).await.via, last_click(&app).await.link_id.0, "the code is the link's own");

        assert_page(
            app.follow(&other_case(&campaign.code), &[]).await,
            StatusCode::NOT_FOUND,
            "This link does not exist",
        )
        .await;

        // The sign of the kelvin is a `k` in lower case, and no letter of an alias.
        for look_alike in [slug.replace('k', "\u{212a}"), format!("{slug}%00"), format!("%20{slug}")] {
            assert_eq!(app.follow(&look_alike, &[]).await.status(), StatusCode::NOT_FOUND, "{look_alike}");
        }
        for typed in [slug.clone(), slug.to_uppercase(), other_case(&slug)] {
            let_visits_pass(&app);
            app.click(&typed).await;
            let click = last_click(&app).await;
            assert_eq!(click.via, id.parse::<AliasId>().unwrap().0, "{typed}");
            assert_eq!(click.link_id.to_string(), campaign.link);
        }
        assert_eq!(app.labels().await, ["HUMAN"; 4]);
        app.check_invariants().await;
    }

    async fn an_unknown_code_is_a_page_that_is_always_the_same(app: TestApp) {
        app.campaign(json!({})).await;
        let long = "a".repeat(65);
        for path in ["Unknown1", "no-such-alias", &long, "%00", "%ff%fe", "a%2Fb", "..%2f", "%C3%A9", "'--", "%25"] {
            let response = app.follow(path, &[]).await;
            assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert_page(response, StatusCode::NOT_FOUND, "This link does not exist").await;
        }
        let bodies = [app.follow("Unknown1", &[]).await.text().await, app.follow("Unknown2", &[]).await.text().await];
        assert_eq!(bodies[0].as_ref().unwrap(), bodies[1].as_ref().unwrap());
        assert_eq!(clicks(&app).await.len(), 0);
    }

    async fn an_alias_that_was_asked_for_too_early_works_when_it_is_made(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (slug, id) = alias(&app, &campaign.link).await;
        let document = "mutation($id: ID!) { linkAliasDelete(id: $id) { userErrors { message } } }";
        app.mutate(document, json!({ "id": id })).await;
        assert_eq!(app.follow(&slug, &[]).await.status(), StatusCode::NOT_FOUND);
        add_alias(&app, &campaign.link, &slug).await;
        app.click(&slug).await;
    }

    async fn a_revoked_link_is_gone_until_it_is_restored(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (slug, _) = alias(&app, &campaign.link).await;
        // Both are in the cache.
        app.click(&campaign.code).await;
        app.click(&slug).await;
        revoke(&app, &campaign.link).await;
        for address in [&campaign.code, &slug] {
            let title = "This link is no longer active";
            assert_page(app.follow(address, &[]).await, StatusCode::GONE, title).await;
        }
        assert_eq!(clicks(&app).await.len(), 2, "and no click");

        let document =
            "mutation($id: ID!) { linkRestore(id: $id) { link { code aliases { slug } } userErrors { message } } }";
        let restored = app.mutate(document, json!({ "id": campaign.link })).await;
        assert_eq!(restored["link"], json!({ "code": campaign.code, "aliases": [{ "slug": slug }] }));
        for address in [&campaign.code, &slug] {
            app.click(address).await;
        }
        assert_eq!(clicks(&app).await.len(), 4);
        app.check_invariants().await;
    }

    async fn a_link_whose_campaign_or_partner_is_not_active_leads_on_without_a_token(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        app.click(&campaign.code).await;
        let partner = async |status: &str| {
            let document = "mutation($id: ID!, $input: PartnerUpdateInput!) { \
                            partnerUpdate(id: $id, input: $input) { userErrors { message } } }";
            app.mutate(document, json!({ "id": campaign.partner, "input": { "status": status } })).await;
        };
        let idle = async || {
            let response = app.follow(&format!("{}?utm_source=x&irw_id=y", campaign.code), &[]).await;
            assert_eq!(response.status(), StatusCode::FOUND);
            assert_eq!(location(&response), "https://shop.example/landing?a=1&utm_source=x#top");
            assert_eq!(response.headers()["cache-control"], "no-store");
            assert_eq!(clicks(&app).await.len(), 1, "no click");
        };
        for status in ["PAUSED", "ARCHIVED"] {
            update_campaign(&app, &campaign.id, json!({ "status": status })).await;
            idle().await;
        }
        update_campaign(&app, &campaign.id, json!({ "status": "ACTIVE" })).await;
        partner("INACTIVE").await;
        idle().await;
        partner("ACTIVE").await;
        app.click(&campaign.code).await;
        assert_eq!(clicks(&app).await.len(), 2);
        app.check_invariants().await;
    }

    async fn a_head_is_answered_as_a_get_and_is_no_click(app: TestApp) {
        let [live, revoked, paused] =
            [app.campaign(json!({})).await, app.campaign(json!({})).await, app.campaign(json!({})).await];
        revoke(&app, &revoked.link).await;
        update_campaign(&app, &paused.id, json!({ "status": "PAUSED" })).await;
        for (code, status) in [(live.code.as_str(), 302), (&revoked.code, 410), (&paused.code, 302), ("Unknown1", 404)]
        {
            let before = clicks(&app).await.len();
            let head = ask(&app, Method::HEAD, code).await;
            assert_eq!(head.status(), status);
            if status == 302 {
                assert_eq!(location(&head), DESTINATION, "no token");
            }
            assert_eq!(clicks(&app).await.len(), before);
            let get = ask(&app, Method::GET, code).await;
            assert_eq!(get.status(), status);
            assert_eq!(lasting_headers(&head), lasting_headers(&get), "{code}");
        }
        assert_eq!(clicks(&app).await.len(), 1, "of the GET on the one that works");
    }

    async fn another_method_than_get_and_head_is_refused(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for method in [Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
            let response = ask(&app, method.clone(), &campaign.code).await;
            assert_eq!(response.status(), StatusCode::METHOD_NOT_ALLOWED, "{method}");
        }
        assert_eq!(clicks(&app).await.len(), 0);
    }

    async fn what_a_browser_loads_ahead_is_asked_for_again(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for (name, value) in [
            ("sec-purpose", "prefetch"),
            ("sec-purpose", "prefetch;prerender"),
            ("purpose", "prefetch"),
            ("x-moz", "prefetch"),
        ] {
            let ahead = app.follow(&campaign.code, &[(name, value)]).await;
            assert_eq!(ahead.status(), StatusCode::SERVICE_UNAVAILABLE, "{name}: {value}");
            assert_eq!(ahead.headers()["cache-control"], "no-store");
            assert!(ahead.headers().get("location").is_none());
            assert_eq!(clicks(&app).await.len(), 0, "{name}: {value}");
        }
        app.click(&campaign.code).await;
        assert_eq!(app.labels().await, ["HUMAN"]);
    }
}
