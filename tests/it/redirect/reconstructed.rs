//! A click that could not be stored in time is made again from its token.

use entity::id::{AliasId, ClickId};
use entity::value::Label;
use introw::domain::token::{ClickToken, Flags};
use introw::store::NewClick;
use serde_json::json;

use super::{alias, clicks, counted, headline, last_click, link_row};
use crate::harness::{Campaign, TestApp, on_both};

/// A click as the redirect makes it, and its token. It is not stored.
async fn unstored(app: &TestApp, campaign: &Campaign, alias: &str, flags: Flags) -> (NewClick, String) {
    let link = link_row(app, &campaign.link).await;
    let now = app.clock.now();
    let click = NewClick {
        organisation_id: app.org.id,
        id: ClickId::new(now),
        link_id: link.id,
        campaign_id: link.campaign_id,
        partner_id: link.partner_id,
        via: alias.parse::<AliasId>().unwrap().0,
        at: now,
        label: flags.label(),
        visitor_id: None,
        visitor_key: Some(vec![7; 16]),
        referrer_host: Some("blog.example".to_owned()),
        device: Some("desktop".to_owned()),
        browser: Some("Firefox".to_owned()),
        os: Some("Linux".to_owned()),
        country: Some("BE".to_owned()),
    };
    let token = ClickToken { flags, click: click.id, link_number: link.number, organisation_number: app.org.number };
    (click, token.sign(&app.server.app.keyring))
}

on_both! {
    async fn a_conversion_makes_its_click_again_and_the_late_click_completes_it(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (_, alias) = alias(&app, &campaign.link).await;
        let (click, token) = unstored(&app, &campaign, &alias, Flags::HUMAN).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");

        let made = last_click(&app).await;
        assert_eq!((made.id, made.link_id, made.label), (click.id, click.link_id, Label::Reconstructed));
        assert_eq!((made.campaign_id, made.partner_id), (click.campaign_id, click.partner_id));
        assert_eq!(made.at.timestamp_millis(), click.at.timestamp_millis(), "the token carries the time");
        assert_eq!(made.via, made.link_id.0, "the token does not say which alias");
        assert_eq!((made.visitor_key, made.referrer_host, made.device), (None, None, None));
        assert_eq!(counted(&app).await, ["CONVERSION 1", "RECONSTRUCTED 1"]);
        assert_eq!(headline(&app, &campaign.id).await, 0);
        app.check_invariants().await;

        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "200 duplicate");
        assert_eq!(clicks(&app).await.len(), 1);

        // Twice: a commit whose answer was lost is sent again.
        for _ in 0..2 {
            app.server.app.store.store_clicks(std::slice::from_ref(&click), &[], app.clock.now()).await.unwrap();
            assert_eq!(clicks(&app).await, std::slice::from_ref(&click));
            assert_eq!(counted(&app).await, ["CONVERSION 1", "HUMAN 1"]);
            assert_eq!(headline(&app, &campaign.id).await, 1);
            app.check_invariants().await;
        }
    }

    async fn a_doubtful_click_that_comes_after_its_conversion_is_confirmed(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (_, alias) = alias(&app, &campaign.link).await;
        let (repeat, repeat_token) = unstored(&app, &campaign, &alias, Flags::REPEAT).await;
        let (suspect, suspect_token) = unstored(&app, &campaign, &alias, Flags::SUSPECT).await;
        let (human, _) = unstored(&app, &campaign, &alias, Flags::HUMAN).await;
        for token in [&repeat_token, &suspect_token] {
            assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        }
        assert_eq!(counted(&app).await, ["CONVERSION 2", "RECONSTRUCTED 2"]);
        // In one batch with a click that nobody has seen before.
        app.server.app.store.store_clicks(&[repeat, human, suspect], &[], app.clock.now()).await.unwrap();
        assert_eq!(counted(&app).await, ["CONFIRMED 2", "CONVERSION 2", "HUMAN 1"]);
        assert!(clicks(&app).await.iter().all(|click| click.browser.as_deref() == Some("Firefox")));
        app.check_invariants().await;
    }

    async fn a_click_that_converted_after_it_was_stored_is_left_alone(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (_, alias) = alias(&app, &campaign.link).await;
        let (click, token) = unstored(&app, &campaign, &alias, Flags::SUSPECT).await;
        app.server.app.store.store_clicks(std::slice::from_ref(&click), &[], app.clock.now()).await.unwrap();
        assert_eq!(counted(&app).await, ["SUSPECT 1"]);
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        app.server.app.store.store_clicks(std::slice::from_ref(&click), &[], app.clock.now()).await.unwrap();
        assert_eq!(last_click(&app).await, NewClick { label: Label::Confirmed, ..click });
        assert_eq!(counted(&app).await, ["CONFIRMED 1", "CONVERSION 1"]);
        app.check_invariants().await;
    }
}
