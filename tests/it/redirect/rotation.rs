//! Signing keys come and go; tokens that are out there go on.

use chrono::{Duration, SecondsFormat};
use entity::id::ClickId;
use introw::domain::keyring::Keyring;
use introw::domain::token::{ClickToken, Flags};
use serde_json::json;

use super::{clicks, link_row, restarted};
use crate::harness::{Converted, Org, TestApp, on_both};

/// A new key, as the setting has it behind its id.
fn new_key() -> String {
    Keyring::generate_setting().split_once(':').unwrap().1.to_owned()
}

async fn convert_as(app: &TestApp, org: &Org, token: &str) -> Converted {
    app.convert_with(&[("x-api-key", &org.key)], json!({ "clickId": token })).await
}

/// The key that a token is signed with.
fn signer(app: &TestApp, token: &str) -> u8 {
    ClickToken::verify(token, &app.server.app.keyring).unwrap().key_id
}

on_both! {
    async fn a_token_converts_after_its_key_has_stopped_signing(app: TestApp) {
        let [old, new] = [new_key(), new_key()];
        let app = restarted(app, &[("signing_keys", &format!("1:{old}"))]).await;
        let (campaign, org) = (app.campaign(json!({})).await, app.org.clone());
        let tokens = [app.click(&campaign.code).await, app.click(&campaign.code).await];
        assert_eq!(signer(&app, &tokens[0]), 1);

        let app = restarted(app, &[("signing_keys", &format!("2:{new},1:{old}"))]).await;
        assert_eq!(convert_as(&app, &org, &tokens[0]).await.said(), "201 recorded");
        assert_eq!(convert_as(&app, &org, &tokens[0]).await.said(), "200 duplicate");
        let token = app.click(&campaign.code).await;
        assert_eq!(signer(&app, &token), 2);
        assert_eq!(convert_as(&app, &org, &token).await.said(), "201 recorded");

        // The API key was used under the new signing key, so it outlives the old one. The token does not.
        let app = restarted(app, &[("signing_keys", &format!("2:{new}"))]).await;
        let ignored = convert_as(&app, &org, &tokens[1]).await;
        assert_eq!((ignored.said().as_str(), ignored.reason()), ("200 ignored", "bad_signature"));
        app.check_invariants().await;
    }

    async fn of_a_distrusted_key_only_stored_clicks_convert(app: TestApp) {
        let [old, new] = [new_key(), new_key()];
        let app = restarted(app, &[("signing_keys", &format!("1:{old}"))]).await;
        let (campaign, org) = (app.campaign(json!({})).await, app.org.clone());
        let link = link_row(&app, &campaign.link).await;
        let stored = app.click(&campaign.code).await;
        let distrusted_from = (app.clock.now() + Duration::hours(1)).to_rfc3339_opts(SecondsFormat::Secs, true);

        let app = restarted(app, &[("signing_keys", &format!("2:{new},1:{old}@{distrusted_from}"))]).await;
        let made_up = |keys: &str| {
            let click = ClickId::new(app.clock.now());
            let token =
                ClickToken { flags: Flags::HUMAN, click, link_number: link.number, organisation_number: org.number };
            token.sign(&Keyring::parse(keys).unwrap())
        };
        let old_keys = format!("1:{old}");
        assert_eq!(convert_as(&app, &org, &made_up(&old_keys)).await.said(), "201 recorded", "not yet distrusted");
        app.clock.advance(Duration::hours(2));
        let forged = convert_as(&app, &org, &made_up(&old_keys)).await;
        assert_eq!((forged.said().as_str(), forged.reason()), ("200 ignored", "unknown_click"));
        assert_eq!(convert_as(&app, &org, &stored).await.said(), "201 recorded");
        assert_eq!(
            convert_as(&app, &org, &made_up(&format!("2:{new}"))).await.said(),
            "201 recorded",
            "the new key is trusted"
        );
        // Of the forged one nothing came to be.
        let app = TestApp { org, ..app };
        assert_eq!(clicks(&app).await.len(), 3);
        app.check_invariants().await;
    }
}
