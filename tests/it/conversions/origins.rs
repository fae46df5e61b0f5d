//! Which pages may call, and what a browser is told about it.

use entity::value::{Outcome, Reason};
use reqwest::Method;
use reqwest::header::HeaderMap;
use serde_json::json;

use super::{PUBLISHABLE_KEY, SHOP, change_campaign, decisions, from_page};
use crate::harness::on_both;

fn assert_no_page_may_read(headers: &HeaderMap) {
    let cors: Vec<_> = headers.keys().filter(|name| name.as_str().starts_with("access-control-")).collect();
    assert_eq!(cors, Vec::<&str>::new());
}

on_both! {
    async fn an_empty_list_lets_every_origin_pass_and_none(app: TestApp) {
        let campaign = app.campaign(json!({ "allowedOrigins": [] })).await;
        for origin in [Some(SHOP), Some("http://localhost:3000"), Some("null"), Some("nonsense"), None] {
            let token = app.click(&campaign.code).await;
            let answer = from_page(&app, &campaign.publishable_key, origin, json!({ "clickId": token })).await;
            assert_eq!(answer.said(), "201 recorded", "{origin:?}");
        }
    }

    async fn with_a_list_only_its_origins_pass(app: TestApp) {
        let campaign = app.campaign(json!({ "allowedOrigins": [SHOP, "http://localhost:3000"] })).await;
        let token = app.click(&campaign.code).await;
        let refused = [
            None,
            Some("null"),
            Some("https://elsewhere.example"),
            // Another scheme or port is another origin.
            Some("http://shop.example"),
            Some("https://shop.example:8443"),
            Some("http://localhost"),
            Some("http://localhost:3001"),
            // Neighbours by their spelling.
            Some("https://www.shop.example"),
            Some("https://notshop.example"),
            Some("https://shop.example.evil.example"),
            Some("https://shop.example@evil.example"),
            Some("https://evil.example/https://shop.example"),
            Some("https://shop.example."),
            Some("https://shop.example/"),
            Some("https://shop.example, https://evil.example"),
            Some("shop.example"),
            Some("*"),
            Some(""),
        ];
        for origin in refused {
            let answer = from_page(&app, &app.org.publishable_key, origin, json!({ "clickId": token })).await;
            assert_eq!(answer.said(), "403 ORIGIN_NOT_ALLOWED", "{origin:?}");
            assert_no_page_may_read(&answer.headers);
        }
        // Each was kept, with the origin as it came, so that an admin can see whom to let in.
        let kept = decisions(&app.org).await;
        let origins: Vec<_> = kept.iter().map(|decision| decision.origin.as_deref()).collect();
        assert_eq!(origins, refused);
        for decision in kept {
            assert_eq!((decision.outcome, decision.reason), (Outcome::Refused, Reason::OriginNotAllowed));
            assert!(decision.click_id.is_some() && decision.conversion_id.is_none());
        }
        for origin in [SHOP, "http://localhost:3000"] {
            let token = app.click(&campaign.code).await;
            let answer = from_page(&app, &app.org.publishable_key, Some(origin), json!({ "clickId": token })).await;
            assert_eq!(answer.said(), "201 recorded", "{origin}");
        }
        let answer = from_page(&app, &app.org.publishable_key, Some(SHOP), json!({ "clickId": token })).await;
        assert_eq!(answer.said(), "201 recorded", "no refusal has used the token up");
        app.check_invariants().await;
    }

    /// The list is the one of the click's campaign, whatever the key.
    async fn the_clicks_campaign_decides_which_origins_pass(app: TestApp) {
        let open = app.campaign(json!({})).await;
        let closed = app.campaign(json!({ "name": "Closed", "allowedOrigins": [SHOP] })).await;
        let key = &app.org.publishable_key;
        for (code, expected) in [(&open.code, "201 recorded"), (&closed.code, "403 ORIGIN_NOT_ALLOWED")] {
            let token = app.click(code).await;
            let answer = from_page(&app, key, Some("https://elsewhere.example"), json!({ "clickId": token })).await;
            assert_eq!(answer.said(), expected);
        }
        // A change of the list applies from now on, also to clicks made before.
        let token = app.click(&closed.code).await;
        change_campaign(&app, &closed.id, json!({ "allowedOrigins": ["https://elsewhere.example"] })).await;
        let answer = from_page(&app, key, Some(SHOP), json!({ "clickId": token })).await;
        assert_eq!(answer.said(), "403 ORIGIN_NOT_ALLOWED");
        let answer = from_page(&app, key, Some("https://elsewhere.example"), json!({ "clickId": token })).await;
        assert_eq!(answer.said(), "201 recorded");
    }

    async fn a_very_long_origin_is_refused_and_kept_cut(app: TestApp) {
        let campaign = app.campaign(json!({ "allowedOrigins": [SHOP] })).await;
        let token = app.click(&campaign.code).await;
        let origin = format!("https://{}.example", "x".repeat(5_000));
        let answer = from_page(&app, &campaign.publishable_key, Some(&origin), json!({ "clickId": token })).await;
        assert_eq!(answer.said(), "403 ORIGIN_NOT_ALLOWED");
        let kept = decisions(&app.org).await.pop().unwrap();
        assert_eq!(kept.origin.as_deref(), Some(&origin[..300]));
    }

    /// Which campaign it is stands in the body, which a preflight does not bring.
    async fn a_preflight_lets_every_page_try(app: TestApp) {
        app.campaign(json!({ "allowedOrigins": [SHOP] })).await;
        for origin in [SHOP, "https://elsewhere.example", "null"] {
            let request = app
                .client
                .request(Method::OPTIONS, format!("{}/api/v1/affiliate/conversions", app.url))
                .header("origin", origin)
                .header("access-control-request-method", "POST")
                .header("access-control-request-headers", "content-type,x-introw-publishable-key");
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 204);
            let headers = response.headers();
            assert_eq!(headers["access-control-allow-origin"], "*");
            assert_eq!(headers["access-control-allow-methods"], "POST");
            let allowed = headers["access-control-allow-headers"].to_str().unwrap().to_lowercase();
            let mut allowed: Vec<_> = allowed.split(',').map(str::trim).collect();
            allowed.sort_unstable();
            assert_eq!(allowed, ["content-type", PUBLISHABLE_KEY], "a secret key is not for pages");
            assert!(!headers.contains_key("access-control-allow-credentials"));
        }
    }

    async fn a_page_may_read_its_answer_whatever_it_is_but_for_its_origin(app: TestApp) {
        let campaign = app.campaign(json!({ "allowedOrigins": [SHOP] })).await;
        let token = app.click(&campaign.code).await;
        let key = campaign.publishable_key.as_str();
        for (key, body, expected) in [
            (key, json!({ "clickId": token }), "201 recorded"),
            (key, json!({ "clickId": token }), "200 duplicate"),
            (key, json!({}), "200 ignored"),
            (key, json!({ "email": "nobody" }), "422 VALIDATION_ERROR"),
            ("pk_aff_nobody", json!({ "clickId": token }), "401 UNAUTHORIZED"),
        ] {
            let answer = from_page(&app, key, Some(SHOP), body).await;
            assert_eq!(answer.said(), expected);
            assert_eq!(answer.headers["access-control-allow-origin"], SHOP, "{expected}");
            assert_eq!(answer.headers["vary"], "origin", "{expected}: no cache may give it to another page");
            assert!(!answer.headers.contains_key("access-control-allow-credentials"), "{expected}");
        }
        let refused = from_page(&app, key, Some("https://elsewhere.example"), json!({ "clickId": token })).await;
        assert_eq!(refused.said(), "403 ORIGIN_NOT_ALLOWED");
        assert_no_page_may_read(&refused.headers);
        assert_eq!(refused.headers["vary"], "origin");
        // What comes from a backend is for no page, also if it says that it has one.
        let headers = [("x-api-key", app.org.key.as_str()), ("origin", SHOP)];
        for body in [json!({ "clickId": app.click(&campaign.code).await }), json!({ "email": "nobody" }), json!({})] {
            assert_no_page_may_read(&app.convert_with(&headers, body).await.headers);
        }
    }
}
