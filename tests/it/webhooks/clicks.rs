//! `click.created`: for who asks for it, and in the transaction of the click.

use serde_json::{Value, json};

use super::{deliveries, endpoint, settled};
use crate::harness::on_both;
use crate::receiver::{Receiver, Reply, eventually};

on_both! {
    async fn who_asks_for_clicks_is_told_of_each_stored_one(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(200)).await;
        let campaign = app.campaign(json!({})).await;
        app.click(&campaign.code).await;
        let quiet = endpoint(&app, &receiver, json!({})).await;
        let made = endpoint(&app, &receiver, json!({ "events": ["CLICK_CREATED"] })).await;
        // The click log learns of it within a second or so.
        eventually("a click is told", async || {
            app.click(&campaign.code).await;
            (!receiver.received().is_empty()).then_some(())
        })
        .await;
        let before = app.number("SELECT count(*) FROM webhook_event").await;
        for _ in 0..5 {
            app.click(&campaign.code).await;
        }
        app.follow(&campaign.code, &[("user-agent", "Googlebot/2.1")]).await;
        assert_eq!(app.number("SELECT count(*) FROM webhook_event").await, before + 6, "in the click's own transaction");
        settled(&app).await;
        assert_eq!(deliveries(&app, &quiet).await.len(), 0);
        let delivered = deliveries(&app, &made).await;
        assert_eq!(i64::try_from(delivered.len()).unwrap(), before + 6);
        let body: Value = serde_json::from_str(&receiver.received().last().unwrap().body).unwrap();
        assert_eq!(body["type"], "click.created");
        let data = &body["data"];
        assert_eq!((&data["linkId"], &data["campaignId"], &data["partnerId"]), (&json!(campaign.link), &json!(campaign.id), &json!(campaign.partner)));
        assert!(data["id"].as_str().unwrap().starts_with("clk_"));
        for secret in ["visitor", "127.0.0.1", "Mozilla"] {
            assert!(!body.to_string().contains(secret), "{body}");
        }
        app.check_invariants().await;

        // Another organisation's clicks are nobody's business.
        let mut app = app;
        let (us, other) = (app.org.clone(), app.other_org("Globex").await);
        app.org = other;
        let foreign = app.campaign(json!({})).await;
        app.click(&foreign.code).await;
        app.org = us;
        assert_eq!(app.number("SELECT count(*) FROM webhook_event").await, before + 6);
    }

    async fn a_click_is_stored_also_when_its_endpoint_goes(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(200)).await;
        let campaign = app.campaign(json!({})).await;
        let made = endpoint(&app, &receiver, json!({ "events": ["CLICK_CREATED"] })).await;
        eventually("a click is told", async || {
            app.click(&campaign.code).await;
            (!receiver.received().is_empty()).then_some(())
        })
        .await;
        let delete = "mutation($id: ID!) { webhookEndpointDelete(id: $id) { userErrors { code } } }";
        let (clicks, events) = (
            app.number("SELECT count(*) FROM click").await,
            app.number("SELECT count(*) FROM webhook_event").await,
        );
        let id = json!({ "id": made.id });
        let ((), _) = tokio::join!(
            async {
                for _ in 0..30 {
                    app.click(&campaign.code).await;
                }
            },
            app.mutate(delete, id),
        );
        assert_eq!(app.number("SELECT count(*) FROM click").await, clicks + 30);
        assert!(app.number("SELECT count(*) FROM webhook_event").await <= events + 30);
        app.check_invariants().await;
    }
}
