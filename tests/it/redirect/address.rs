//! The visitor's address: whose it is behind proxies, and how often it may come.

use serde_json::json;

use super::{clicks, counted, headline, location, restarted, until};
use crate::harness::{on_both, token_of};

/// An address that no other test has: limits are kept in the one Redis of all tests.
fn new_address() -> String {
    format!("2001:db8:{:x}:{:x}::1", rand::random::<u16>(), rand::random::<u16>())
}

on_both! {
    async fn over_the_limit_visitors_are_sent_on_and_only_counted(app: TestApp) {
        let app = restarted(app, &[("limits", "redirect=5"), ("trusted_proxies", "127.0.0.1")]).await;
        let campaign = app.campaign(json!({})).await;
        let [often, once] = [new_address(), new_address()];
        for _ in 0..5 {
            app.click_as(&campaign.code, &[("x-forwarded-for", &often)]).await;
        }
        for _ in 0..3 {
            let response = app.follow(&campaign.code, &[("x-forwarded-for", &often)]).await;
            assert_eq!(response.status(), 302, "never 429");
            assert_eq!(location(&response), "https://shop.example/landing?a=1#top");
            let names = response.headers().keys().map(|name| name.as_str());
            let said: Vec<_> = names.filter(|name| name.contains("ratelimit") || *name == "retry-after").collect();
            assert_eq!(said, [] as [&str; 0]);
        }
        app.click_as(&campaign.code, &[("x-forwarded-for", &once)]).await;
        assert_eq!(clicks(&app).await.len(), 6);
        // Nobody waits for this count.
        until("the three are counted", async || counted(&app).await == ["HUMAN 2", "OVER_LIMIT 3", "REPEAT 4"]).await;
        assert_eq!(headline(&app, &campaign.id).await, 2);
        app.check_invariants().await;
    }

    async fn what_is_no_click_takes_nothing_from_the_limit(app: TestApp) {
        let app = restarted(app, &[("limits", "redirect=2"), ("trusted_proxies", "127.0.0.1")]).await;
        let campaign = app.campaign(json!({})).await;
        let address = new_address();
        let address = ("x-forwarded-for", address.as_str());
        for _ in 0..5 {
            assert_eq!(app.follow(&campaign.code, &[address, ("sec-purpose", "prefetch")]).await.status(), 503);
        }
        app.click_as(&campaign.code, &[address]).await;
        app.click_as(&campaign.code, &[address]).await;
        assert_eq!(token_of(&app.follow(&campaign.code, &[address]).await), None);
    }

    async fn a_stranger_cannot_say_that_he_is_somebody_else(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for address in ["198.51.100.1", "198.51.100.2", "198.51.100.3"] {
            app.clock.advance(chrono::Duration::seconds(1));
            app.click_as(&campaign.code, &[("x-forwarded-for", address)]).await;
        }
        assert_eq!(app.labels().await, ["HUMAN", "REPEAT", "REPEAT"]);
    }

    async fn behind_a_trusted_proxy_every_visitor_is_one(app: TestApp) {
        let app = restarted(app, &[("trusted_proxies", "127.0.0.0/8,10.0.0.0/8")]).await;
        let campaign = app.campaign(json!({})).await;
        for (forwarded, label) in [
            ("198.51.100.1", "HUMAN"),
            ("198.51.100.2", "HUMAN"),
            ("198.51.100.1", "REPEAT"),
            // What stands further left was written by the visitor.
            ("198.51.100.9, 198.51.100.1", "REPEAT"),
            ("198.51.100.9, 198.51.100.2, 10.0.0.7", "REPEAT"),
            ("198.51.100.2:4711", "REPEAT"),
            ("::ffff:198.51.100.2", "REPEAT"),
            ("2001:db8:1:2::1", "HUMAN"),
            // An IPv6 visitor has a network of 64 bits.
            ("2001:db8:1:2:ffff::1", "REPEAT"),
            ("2001:db8:1:3::1", "HUMAN"),
            // The proxy itself.
            ("", "HUMAN"),
            ("unknown", "REPEAT"),
        ] {
            app.clock.advance(chrono::Duration::milliseconds(10));
            app.click_as(&campaign.code, &[("x-forwarded-for", forwarded)]).await;
            assert_eq!(app.labels().await.last().unwrap(), label, "{forwarded}");
        }
    }
}
