//! The click's cookie, set by the server behind a path of a shop's own.

use chrono::Duration;
use reqwest::{Method, Response};
use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};

const PATH: &str = "/api/v1/affiliate/cookie";
const SHOP: &str = "https://www.fernhill.co.uk";

async fn keep(app: &TestApp, origin: &str, cookies: &str) -> Response {
    let call = app.client.post(format!("{}{PATH}", app.url)).header("cookie", cookies);
    let call = if origin.is_empty() { call } else { call.header("origin", origin) };
    call.send().await.unwrap()
}

/// The cookie that was set, and for how many seconds; none: the answer said that there is none to set.
async fn kept(response: Response) -> Option<(String, i64)> {
    assert_eq!(response.status(), 200);
    assert_eq!(response.headers()["cache-control"], "no-store");
    let cookie = response.headers().get("set-cookie").map(|value| value.to_str().unwrap().to_owned());
    let told: Value = response.json().await.unwrap();
    assert_eq!(told, json!({ "status": if cookie.is_some() { "kept" } else { "ignored" } }));
    let cookie = cookie?;
    let (rest, age) = cookie.rsplit_once("; Max-Age=").unwrap();
    Some((rest.to_owned(), age.parse().unwrap()))
}

on_both! {
    async fn a_cookie_that_a_script_wrote_is_set_again_by_the_server(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let cookies = format!("theme=dark; _introw_aff={token}; _introw_aff2=x");
        // As the snippet writes it: for the widest domain, and so that scripts can read it.
        for (origin, attributes) in [
            (SHOP, "; SameSite=Lax; Secure; Path=/; Domain=fernhill.co.uk"),
            ("http://shop.localhost:3000", "; SameSite=Lax; Path=/; Domain=shop.localhost"),
            ("http://127.0.0.1:3000", "; SameSite=Lax; Path=/"),
            ("https://localhost", "; SameSite=Lax; Secure; Path=/"),
        ] {
            let (cookie, age) = kept(keep(&app, origin, &cookies).await).await.unwrap();
            assert_eq!(cookie, format!("_introw_aff={token}{attributes}"), "{origin}");
            assert!((7_775_900..=7_776_000).contains(&age), "{age}");
        }
        let answer = app.convert(json!({ "clickId": token })).await;
        assert_eq!(answer.body["status"], "recorded", "it is the token that converts");
    }

    async fn the_newest_click_is_kept_and_none_longer_than_ninety_days(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let first = app.click(&campaign.code).await;
        app.clock.advance(Duration::days(10));
        let second = app.click(&campaign.code).await;
        for cookies in [format!("_introw_aff={first}; _introw_aff={second}"), format!("_introw_aff={second}; _introw_aff={first}")] {
            let (cookie, _) = kept(keep(&app, SHOP, &cookies).await).await.unwrap();
            assert!(cookie.starts_with(&format!("_introw_aff={second};")), "{cookie}");
        }
        app.clock.advance(Duration::days(85));
        assert_eq!(kept(keep(&app, SHOP, &format!("_introw_aff={first}")).await).await, None);
        let (_, age) = kept(keep(&app, SHOP, &format!("_introw_aff={second}")).await).await.unwrap();
        assert!((431_900..=432_000).contains(&age), "five days are left: {age}");
    }

    async fn what_is_no_click_of_ours_or_comes_from_no_page_is_not_set(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let good = format!("_introw_aff={token}");
        let forged = format!("_introw_aff=A{}", token.chars().rev().skip(1).collect::<String>());
        let other = TestApp::start(app.backend).await;
        let theirs = other.campaign(json!({})).await;
        let foreign = format!("_introw_aff={}", other.click(&theirs.code).await);
        for (origin, cookies) in [
            (SHOP, ""),
            (SHOP, "_introw_aff="),
            (SHOP, "_introw_aff=hello; domain=evil.example"),
            (SHOP, forged.as_str()),
            (SHOP, foreign.as_str()),
            ("", good.as_str()),
            ("null", good.as_str()),
            ("file:///shop.html", good.as_str()),
        ] {
            assert_eq!(kept(keep(&app, origin, cookies).await).await, None, "{origin} {cookies}");
        }
        other.stop().await;

        // Another site's page cannot ask for it: there is no permission for its browser to read.
        let answer = keep(&app, "https://evil.example", &good).await;
        assert!(answer.headers().keys().all(|name| !name.as_str().starts_with("access-control")));
        for method in [Method::OPTIONS, Method::GET] {
            let answer = app.client.request(method, format!("{}{PATH}", app.url)).send().await.unwrap();
            assert_eq!(answer.status(), 405);
        }
    }
}
