//! The cookie that tells visitors apart, for campaigns that credit the first click.

use entity::value::Label;
use rand::RngExt;
use reqwest::Response;
use serde_json::json;
use tokio::net::TcpListener;
use uuid::Uuid;

use super::{NO_METADATA, last_click, let_visits_pass, location, restarted, update_campaign};
use crate::harness::{TestApp, on_both};

fn cookie(response: &Response) -> Option<&str> {
    response.headers().get("set-cookie").map(|cookie| cookie.to_str().unwrap())
}

/// The visitor's id in a cookie that is all that it should be.
fn visitor_of(response: &Response, secure: bool) -> Uuid {
    let cookie = cookie(response).expect("a cookie");
    let value = cookie.split(['=', ';']).nth(1).unwrap();
    let secure = if secure { "; Secure" } else { "" };
    let expected = format!("irw_vid={value}; Path=/r/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}");
    assert_eq!(cookie, expected);
    value.parse().unwrap()
}

/// The same server as visitors know it who come by way of a proxy.
async fn known_as(app: TestApp, public_url: &str) -> TestApp {
    // Below the ports that the kernel gives away, so that nobody else takes it meanwhile.
    let port = loop {
        let port = rand::rng().random_range(10_000..20_000);
        if TcpListener::bind(("127.0.0.1", port)).await.is_ok() {
            break port;
        }
    };
    let listen = format!("127.0.0.1:{port}");
    let mut app = restarted(app, &[("public_url", public_url), ("listen", &listen)]).await;
    app.url = format!("http://{listen}");
    app
}

on_both! {
    async fn only_a_campaign_that_credits_the_first_click_tells_visitors_apart(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let response = app.follow(&campaign.code, &[("cookie", &format!("irw_vid={}", Uuid::from_u128(7)))]).await;
        assert_eq!(cookie(&response), None);
        assert_eq!(last_click(&app).await.visitor_id, None);

        update_campaign(&app, &campaign.id, json!({ "attributionModel": "FIRST_CLICK" })).await;
        let_visits_pass(&app);
        let response = app.follow(&campaign.code, &[]).await;
        let visitor = visitor_of(&response, false);
        assert_eq!(visitor.get_version_num(), 4, "random, without a time");
        assert_eq!(last_click(&app).await.visitor_id, Some(visitor));

        update_campaign(&app, &campaign.id, json!({ "attributionModel": "LAST_CLICK" })).await;
        assert_eq!(cookie(&app.follow(&campaign.code, &[]).await), None);
    }

    async fn a_visitor_who_comes_again_is_the_same(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionModel": "FIRST_CLICK" })).await;
        let visitor = visitor_of(&app.follow(&campaign.code, &[]).await, false);
        for sent in [format!("irw_vid={visitor}"), format!("theme=dark; irw_vid={visitor}; irw_video=1")] {
            app.clock.advance(chrono::Duration::seconds(1));
            let response = app.follow(&campaign.code, &[("cookie", &sent)]).await;
            assert_eq!(visitor_of(&response, false), visitor, "for another year");
            assert_eq!(last_click(&app).await.visitor_id, Some(visitor));
        }
        for sent in ["", "irw_vid=", "irw_vid=me", "xirw_vid=00000000-0000-0000-0000-000000000007"] {
            app.clock.advance(chrono::Duration::seconds(1));
            let other = visitor_of(&app.follow(&campaign.code, &[("cookie", sent)]).await, false);
            assert_ne!(other, visitor, "{sent}");
            assert_eq!(last_click(&app).await.visitor_id, Some(other));
        }
    }

    async fn who_asks_not_to_be_followed_is_not(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionModel": "FIRST_CLICK" })).await;
        let known = format!("irw_vid={}", Uuid::from_u128(7));
        for (name, value) in [("sec-gpc", "1"), ("dnt", "1")] {
            let_visits_pass(&app);
            let response = app.follow(&campaign.code, &[(name, value), ("cookie", &known)]).await;
            assert_eq!(cookie(&response), None, "{name}");
            assert!(location(&response).contains("irw_id="), "the click counts all the same");
            let click = last_click(&app).await;
            assert_eq!((click.visitor_id, click.label), (None, Label::Human), "{name}");
        }
        let_visits_pass(&app);
        visitor_of(&app.follow(&campaign.code, &[("sec-gpc", "0"), ("dnt", "0")]).await, false);
    }

    async fn what_gets_no_token_gets_no_cookie(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionModel": "FIRST_CLICK" })).await;
        for header in [("user-agent", "WhatsApp/2.23.20.0 A"), ("sec-fetch-dest", "image")] {
            assert_eq!(cookie(&app.follow(&campaign.code, &[header]).await), None, "{header:?}");
            assert_eq!(last_click(&app).await.visitor_id, None, "{header:?}");
        }
    }

    async fn on_https_the_cookie_is_for_https(app: TestApp) {
        let app = known_as(app, "https://go.example").await;
        let campaign = app.campaign(json!({ "attributionModel": "FIRST_CLICK" })).await;
        visitor_of(&app.follow(&campaign.code, &[]).await, true);
        assert_eq!(app.labels().await, ["HUMAN"]);
    }

    async fn over_plain_http_nobody_is_suspected_for_what_browsers_do_not_send_there(app: TestApp) {
        let app = known_as(app, "http://go.example").await;
        let campaign = app.campaign(json!({ "attributionModel": "FIRST_CLICK" })).await;
        visitor_of(&app.follow(&campaign.code, &NO_METADATA).await, false);
        assert_eq!(app.labels().await, ["HUMAN"]);
    }
}
