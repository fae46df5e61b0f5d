//! The token and the row of a click: what they say, and what they keep to themselves.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use entity::id::CampaignId;
use introw::domain::keyring::Purpose;
use serde_json::json;

use super::{clicks, last_click, let_visits_pass, link_row, restarted};
use crate::harness::{Backend, CHROME, TestApp, on_both};

/// How many rows of each table have these bytes in some column, as `click 1`. Only tables that
/// have any.
async fn tables_with(app: &TestApp, needle: &str) -> Vec<String> {
    let tables = match app.backend {
        Backend::Sqlite => "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1",
        Backend::Postgres => "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' ORDER BY 1",
    };
    let mut found = Vec::new();
    for table in app.texts(tables).await {
        let condition = match app.backend {
            Backend::Sqlite => {
                let columns = app.texts(&format!("SELECT name FROM pragma_table_info('{table}')")).await;
                let contains =
                    |column: &String| format!("instr(CAST(\"{column}\" AS BLOB), CAST('{needle}' AS BLOB)) > 0");
                columns.iter().map(contains).collect::<Vec<_>>().join(" OR ")
            }
            // Bytes are shown as hexadecimal digits.
            Backend::Postgres => {
                let hex: String = needle.bytes().map(|byte| format!("{byte:02x}")).collect();
                format!("strpos(row_of::text, '{needle}') > 0 OR strpos(row_of::text, '{hex}') > 0")
            }
        };
        let count = app.number(&format!("SELECT count(*) FROM \"{table}\" AS row_of WHERE {condition}")).await;
        if count > 0 {
            found.push(format!("{table} {count}"));
        }
    }
    found
}

on_both! {
    async fn a_token_is_the_click_byte_by_byte(app: TestApp) {
        let key = "3:".to_owned() + introw::domain::keyring::Keyring::generate_setting().split_once(':').unwrap().1;
        let app = restarted(app, &[("signing_keys", &key)]).await;
        let campaign = app.campaign(json!({})).await;
        let link = link_row(&app, &campaign.link).await;
        for (flags, headers) in [(1, &[][..]), (2, &[]), (3, &[("user-agent", "curl/8.9.1")])] {
            app.clock.advance(chrono::Duration::seconds(1));
            let token = app.click_as(&campaign.code, headers).await;
            let click = last_click(&app).await;
            assert_eq!(token.len(), 64);
            let bytes = URL_SAFE_NO_PAD.decode(&token).unwrap();
            assert_eq!(bytes.len(), 48);
            assert_eq!(bytes[0], 1, "version");
            assert_eq!(bytes[1], 3, "key");
            assert_eq!(bytes[2..4], [0, flags], "flags");
            assert_eq!(bytes[4..20], *click.id.0.as_bytes(), "click");
            assert_eq!(bytes[20..28], link.number.to_be_bytes(), "link");
            assert_eq!(bytes[28..32], u32::try_from(app.org.number).unwrap().to_be_bytes(), "organisation");
            let label = b"introw click token\n".as_slice();
            let mac = app.server.app.keyring.mac(Purpose::ClickToken, 3, &[label, &bytes[..32]]).unwrap();
            assert_eq!(bytes[32..], mac[..16], "signature");
        }
    }

    async fn a_click_keeps_where_when_and_what_kind(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let before = app.clock.now();
        app.click_as(&campaign.code, &[("referer", "https://Blog.Example:8443/post?secret=1#x")]).await;
        let after = app.clock.now();
        let click = last_click(&app).await;
        assert_eq!(click.organisation_id, app.org.id);
        assert_eq!(click.link_id.to_string(), campaign.link);
        assert_eq!(click.campaign_id, campaign.id.parse::<CampaignId>().unwrap());
        assert_eq!(click.partner_id.to_string(), campaign.partner);
        assert_eq!(click.via, click.link_id.0);
        assert!(before <= click.at && click.at <= after, "{before} {} {after}", click.at);
        assert_eq!(click.id.0.get_version_num(), 7);
        let milliseconds = i64::try_from(click.id.0.as_u128() >> 80).unwrap();
        assert_eq!(
            DateTime::from_timestamp_millis(milliseconds).unwrap().timestamp_millis(),
            click.at.timestamp_millis()
        );
        assert_eq!(click.referrer_host.as_deref(), Some("blog.example"));
        assert_eq!(click.device.as_deref(), Some("desktop"));
        assert_eq!(click.browser.as_deref(), Some("Chrome"));
        assert_eq!(click.os.as_deref(), Some("Windows"));
        assert_eq!(click.country, None, "there is no GeoIP file");
        assert_eq!(click.visitor_id, None, "the campaign credits the last click");
        assert_eq!(click.visitor_key.unwrap().len(), 16);

        let phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                     Version/18.5 Mobile/15E148 Safari/604.1";
        let own_page = format!("{}/shop", app.url);
        for (agent, referrer, device, browser, os, host) in [
            (
                phone,
                "android-app://com.google.android.gm/",
                "mobile",
                Some("Safari"),
                Some("iOS"),
                Some("com.google.android.gm"),
            ),
            ("curl/8.9.1", "not a URL", "bot", None, None, None),
            ("", own_page.as_str(), "unknown", None, None, None),
        ] {
            let_visits_pass(&app);
            app.click_as(&campaign.code, &[("user-agent", agent), ("referer", referrer)]).await;
            let click = last_click(&app).await;
            assert_eq!(click.device.as_deref(), Some(device), "{agent}");
            assert_eq!(click.browser.as_deref(), browser, "{agent}");
            assert_eq!(click.os.as_deref(), os, "{agent}");
            assert_eq!(click.referrer_host.as_deref(), host, "{referrer}");
        }
    }

    async fn neither_the_address_nor_the_user_agent_is_anywhere_in_the_database(app: TestApp) {
        let app = restarted(app, &[("trusted_proxies", "127.0.0.0/8")]).await;
        let campaign = app.campaign(json!({ "attributionModel": "FIRST_CLICK" })).await;
        app.click_as(&campaign.code, &[("referer", "https://blog.example/secret-post?secret=1")]).await;
        let proxied = [("x-forwarded-for", "198.51.100.77"), ("x-real-ip", "198.51.100.77")];
        let token = app.click_as(&campaign.code, &proxied).await;
        let preview = [("user-agent", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)")];
        app.follow(&format!("{}?utm_source=campaign-of-may", campaign.code), &preview).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        assert_eq!(tables_with(&app, "blog.example").await, ["click 1"], "the search finds what is there");
        for absent in [
            "127.0.0.1",
            "198.51.100.77",
            CHROME,
            "AppleWebKit",
            "Slackbot-LinkExpanding",
            "secret-post",
            "campaign-of-may",
            &token,
        ] {
            assert_eq!(tables_with(&app, absent).await, [] as [&str; 0], "{absent}");
        }
    }

    async fn a_visitor_is_another_one_tomorrow_and_at_another_organisation(app: TestApp) {
        let mut app = app;
        let campaign = app.campaign(json!({})).await;
        app.click(&campaign.code).await;
        let_visits_pass(&app);
        app.click(&campaign.code).await;
        app.clock.advance(chrono::Duration::days(1));
        app.click(&campaign.code).await;
        let keys: Vec<_> = clicks(&app).await.into_iter().map(|click| click.visitor_key.unwrap()).collect();
        assert_eq!(keys[0], keys[1], "the same day");
        assert_ne!(keys[1], keys[2], "the next day");

        app.org = app.other_org("Globex").await;
        let campaign = app.campaign(json!({})).await;
        app.click(&campaign.code).await;
        assert!(!keys.contains(&last_click(&app).await.visitor_key.unwrap()));
        assert_eq!(app.number("SELECT count(*) FROM visitor_salt").await, 2, "one a day, for all organisations");
    }
}
