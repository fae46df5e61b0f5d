//! What kind of click each request is, and which ones count.

use std::collections::BTreeMap;

use reqwest::StatusCode;
use serde_json::json;

use super::{NO_METADATA, alias, counted, headline, last_click, let_visits_pass};
use crate::harness::{on_both, token_of};

/// Headers that differ from those of a person's browser.
type Headers = Vec<(&'static str, &'static str)>;

fn agent(name: &'static str) -> Headers {
    [vec![("user-agent", name)], NO_METADATA.to_vec()].concat()
}

fn fetched_as(dest: &'static str, mode: &'static str) -> Headers {
    vec![("sec-fetch-dest", dest), ("sec-fetch-mode", mode), ("sec-fetch-user", "")]
}

const SLACK: &str = "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)";
/// The preview of iMessage, from the sender's own address.
const IMESSAGE: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) \
                        Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0";
const OLD_SAFARI: &str = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) \
                          Version/16.3 Safari/605.1.15";
const INSTAGRAM: &str = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like \
                         Gecko) Mobile/15E148 Instagram 387.0.0.28.84 (iPhone15,3; iOS 18_5; en_US)";

/// A kind of request, its headers, whether it gets a token, and the label of its click.
fn kinds() -> Vec<(&'static str, Headers, bool, &'static str)> {
    vec![
        ("a browser", vec![], true, "HUMAN"),
        ("a browser whose address was typed", vec![("sec-fetch-site", "none")], true, "HUMAN"),
        ("a browser that was sent on", vec![("sec-fetch-user", "")], true, "HUMAN"),
        ("a browser from before fetch metadata", agent(OLD_SAFARI), true, "HUMAN"),
        ("the web view of an app", agent(INSTAGRAM), true, "HUMAN"),
        ("a modern Chrome without fetch metadata", NO_METADATA.to_vec(), true, "SUSPECT"),
        ("a command-line client", agent("curl/8.9.1"), true, "SUSPECT"),
        ("an HTTP library", agent("python-requests/2.32.3"), true, "SUSPECT"),
        ("a client that hides what it is", vec![("user-agent", "Go-http-client/2.0")], true, "SUSPECT"),
        ("no user agent", agent(""), true, "SUSPECT"),
        ("Slack's preview", agent(SLACK), false, "CRAWLER"),
        ("WhatsApp's preview", agent("WhatsApp/2.23.20.0 A"), false, "CRAWLER"),
        ("iMessage's preview", agent(IMESSAGE), false, "CRAWLER"),
        ("a crawler with the headers of a browser", vec![("user-agent", SLACK)], false, "CRAWLER"),
        ("an image", fetched_as("image", "no-cors"), false, "NON_NAVIGATION"),
        ("a frame", fetched_as("iframe", "navigate"), false, "NON_NAVIGATION"),
        ("a script", fetched_as("script", "no-cors"), false, "NON_NAVIGATION"),
        ("a call of a script", fetched_as("empty", "cors"), false, "NON_NAVIGATION"),
        ("a document that is not navigated to", fetched_as("document", "no-cors"), false, "NON_NAVIGATION"),
    ]
}

on_both! {
    async fn every_request_is_kept_with_its_label_and_only_people_count(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let mut expected = BTreeMap::new();
        for (index, (kind, headers, has_token, label)) in kinds().into_iter().enumerate() {
            let_visits_pass(&app);
            let response = app.follow(&campaign.code, &headers).await;
            assert_eq!(response.status(), StatusCode::FOUND, "{kind}");
            assert_eq!(token_of(&response).is_some(), has_token, "{kind}");
            assert_eq!(app.labels().await.len(), index + 1, "{kind}");
            assert_eq!(last_click(&app).await.label.as_str(), label, "{kind}");
            *expected.entry(label).or_default() += 1;
        }
        let expected: Vec<_> = expected.iter().map(|(label, count): (_, &i64)| format!("{label} {count}")).collect();
        assert_eq!(counted(&app).await, expected);
        assert_eq!(headline(&app, &campaign.id).await, 5);
        app.check_invariants().await;
    }

    async fn the_same_visitor_counts_again_after_ten_seconds(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (slug, _) = alias(&app, &campaign.link).await;
        app.click(&campaign.code).await;
        // Nine seconds after the one before, whichever address of the link was used.
        for address in [&campaign.code, &slug] {
            app.clock.advance(chrono::Duration::seconds(9));
            app.click(address).await;
        }
        assert_eq!(app.labels().await, ["HUMAN", "REPEAT", "REPEAT"]);
        app.clock.advance(chrono::Duration::milliseconds(1));
        app.click_as(&campaign.code, &[("user-agent", OLD_SAFARI)]).await;
        assert_eq!(app.labels().await[3..], ["HUMAN"], "somebody else");
        let_visits_pass(&app);
        app.click(&campaign.code).await;
        assert_eq!(app.labels().await[4..], ["HUMAN"], "the first one, later");
        assert_eq!(counted(&app).await, ["HUMAN 3", "REPEAT 2"]);
        assert_eq!(headline(&app, &campaign.id).await, 3);
        app.check_invariants().await;
    }

    async fn who_follows_three_links_within_seconds_is_suspect(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let mut codes = vec![campaign.code.clone()];
        for name in ["Contoso", "Fabrikam"] {
            codes.push(app.link(&campaign.id, &app.partner(name).await).await.1);
        }
        for code in &codes {
            app.clock.advance(chrono::Duration::milliseconds(500));
            app.click(code).await;
        }
        assert_eq!(app.labels().await, ["HUMAN", "HUMAN", "SUSPECT"]);
        // Another visitor is not.
        app.clock.advance(chrono::Duration::milliseconds(500));
        app.click_as(&codes[2], &[("user-agent", OLD_SAFARI)]).await;
        // Neither is the same one, later.
        let_visits_pass(&app);
        app.click(&codes[2]).await;
        assert_eq!(app.labels().await[3..], ["HUMAN", "HUMAN"]);
        assert_eq!(headline(&app, &campaign.id).await, 4);
        app.check_invariants().await;
    }

    async fn links_of_another_organisation_make_nobody_suspect(app: TestApp) {
        let mut app = app;
        let other = app.other_org("Globex").await;
        let first = app.campaign(json!({})).await;
        let (_, second) = app.link(&first.id, &app.partner("Contoso").await).await;
        app.org = other;
        let third = app.campaign(json!({})).await;
        for code in [&first.code, &second, &third.code] {
            app.click(code).await;
        }
        assert_eq!(app.labels().await, ["HUMAN", "HUMAN", "HUMAN"]);
    }

    async fn a_conversion_proves_a_doubtful_click(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let human = app.click(&campaign.code).await;
        app.clock.advance(chrono::Duration::seconds(1));
        let repeat = app.click(&campaign.code).await;
        app.clock.advance(chrono::Duration::seconds(1));
        let suspect = app.click_as(&campaign.code, &agent("curl/8.9.1")).await;
        assert_eq!(counted(&app).await, ["HUMAN 1", "REPEAT 1", "SUSPECT 1"]);
        for token in [&human, &repeat, &suspect] {
            assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        }
        assert_eq!(app.labels().await, ["HUMAN", "CONFIRMED", "CONFIRMED"]);
        assert_eq!(counted(&app).await, ["CONFIRMED 2", "CONVERSION 3", "HUMAN 1"]);
        assert_eq!(headline(&app, &campaign.id).await, 1);
        app.check_invariants().await;
    }
}
