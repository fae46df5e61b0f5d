//! Which click is credited, and until when.

use chrono::{DateTime, Duration, Utc};
use entity::id::ClickId;
use entity::{click, decision};
use introw::domain::token::ClickToken;
use introw::store::Scope;
use sea_orm::ColumnTrait;
use serde_json::{Value, json};

use super::{change_campaign, change_partner, decisions, restore, revoke};
use crate::harness::{Campaign, TestApp, on_both, token_of};

/// A conversion as an admin sees it.
async fn conversion(app: &TestApp, id: &Value) -> Value {
    let document = "query($id: ID!) { conversion(id: $id) { clickId creditedClickId clickedAt campaignVersion \
                    partner { id } link { id } decision { reason campaignVersion partner { id } } } }";
    app.gql(document, json!({ "id": id })).await["conversion"].clone()
}

fn click_of(app: &TestApp, token: &str) -> ClickId {
    ClickToken::verify(token, &app.server.app.keyring).unwrap().token.click
}

async fn clicked_at(app: &TestApp, token: &str) -> DateTime<Utc> {
    let id = click_of(app, token);
    app.org.tenant.find::<click::Entity>().id(id).one().await.unwrap().unwrap().at
}

/// A visitor who keeps cookies.
struct Visitor<'a> {
    app: &'a TestApp,
    cookie: String,
}

impl<'a> Visitor<'a> {
    fn new(app: &'a TestApp) -> Self {
        Self { app, cookie: String::new() }
    }

    /// Follows a link; gives the token.
    async fn click(&mut self, code: &str) -> String {
        let response = self.app.follow(code, &[("cookie", self.cookie.as_str())]).await;
        if let Some(set) = response.headers().get("set-cookie") {
            self.cookie = set.to_str().unwrap().split(';').next().unwrap().to_owned();
            assert!(self.cookie.starts_with("irw_vid="), "{}", self.cookie);
        }
        token_of(&response).expect("the redirect has a token")
    }
}

/// Two partners in one campaign that credits the first click.
struct Rivals {
    campaign: Campaign,
    other: String,
    other_code: String,
}

async fn rivals(app: &TestApp, input: Value) -> Rivals {
    let campaign = app.campaign(input).await;
    let other = app.partner("Southwind").await;
    let (_, other_code) = app.link(&campaign.id, &other).await;
    Rivals { campaign, other, other_code }
}

/// Converts, and gives the partner that is credited.
async fn credited(app: &TestApp, token: &str) -> String {
    let answer = app.convert(json!({ "clickId": token })).await;
    assert_eq!(answer.said(), "201 recorded");
    let conversion = conversion(app, &answer.body["conversionId"]).await;
    assert_eq!(conversion["clickId"], click_of(app, token).to_string(), "the token's click is the one that converted");
    assert_eq!(conversion["decision"]["partner"], conversion["partner"]);
    conversion["partner"]["id"].as_str().unwrap().to_owned()
}

on_both! {
    /// The decision keeps the time at which it was made, so that the edge is exact however slow the
    /// machine is.
    async fn a_click_converts_to_the_last_instant_of_its_window(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionWindowDays": 30 })).await;
        let window = Duration::days(30);
        let mut seen = Vec::new();
        for from_the_edge in [-60_000, -1_000, 0, 1_000, 60_000] {
            let token = app.click(&campaign.code).await;
            let clicked_at = clicked_at(&app, &token).await;
            app.clock.advance(clicked_at + window + Duration::milliseconds(from_the_edge) - app.clock.now());
            let answer = app.convert(json!({ "clickId": token })).await;
            let decision = app.org.tenant.find::<decision::Entity>();
            let decision =
                decision.filter(decision::Column::ClickId.eq(click_of(&app, &token))).one().await.unwrap().unwrap();
            let expected = if decision.at - clicked_at <= window { "recorded" } else { "outside_window" };
            assert_eq!(answer.reason(), expected, "{}", decision.at - clicked_at - window);
            seen.push(expected);
        }
        assert_eq!((seen[0], seen[4]), ("recorded", "outside_window"));
    }

    /// Replicas' clocks differ a little.
    async fn a_click_of_the_near_future_converts(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        app.clock.advance(-Duration::minutes(6));
        assert_eq!(app.convert(json!({ "clickId": token })).await.reason(), "outside_window");
        app.clock.advance(Duration::minutes(2));
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
    }

    async fn a_revoked_link_converts_nothing_until_it_is_restored(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        revoke(&app, &campaign.link).await;
        let answer = app.convert(json!({ "clickId": token })).await;
        assert_eq!((answer.said().as_str(), answer.reason()), ("200 ignored", "link_revoked"));
        restore(&app, &campaign.link).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
    }

    async fn a_conversion_proves_a_doubtful_click(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let human = app.click(&campaign.code).await;
        let repeat = app.click(&campaign.code).await;
        let suspect = app.click_as(&campaign.code, &[("user-agent", "curl/8.5.0")]).await;
        let numbers = async || {
            let document = "query($id: ID!) { link(id: $id) { stats { clicks conversions \
                            byLabel { human repeat suspect confirmed } } } }";
            app.gql(document, json!({ "id": campaign.link })).await["link"]["stats"].clone()
        };
        let labels = |counts: [i64; 4]| {
            let [human, repeat, suspect, confirmed] = counts;
            json!({ "human": human, "repeat": repeat, "suspect": suspect, "confirmed": confirmed })
        };
        assert_eq!(numbers().await, json!({ "clicks": 1, "conversions": 0, "byLabel": labels([1, 1, 1, 0]) }));
        for (token, conversions, by_label) in [
            (&repeat, 1, labels([1, 0, 1, 1])),
            (&repeat, 1, labels([1, 0, 1, 1])),
            (&suspect, 2, labels([1, 0, 0, 2])),
            (&human, 3, labels([1, 0, 0, 2])),
        ] {
            app.convert(json!({ "clickId": token })).await;
            assert_eq!(numbers().await, json!({ "clicks": 1, "conversions": conversions, "byLabel": by_label }));
            app.check_invariants().await;
        }
    }

    /// The token says enough by itself.
    async fn a_click_that_was_not_stored_is_made_again(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let clicked_at = clicked_at(&app, &token).await;
        app.execute("DELETE FROM click").await;
        app.execute("DELETE FROM counter").await;
        app.clock.advance(Duration::days(2));
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        assert_eq!(app.labels().await, ["RECONSTRUCTED"]);
        let again = self::clicked_at(&app, &token).await;
        assert_eq!(again.timestamp_millis(), clicked_at.timestamp_millis(), "a token keeps milliseconds");
        assert_eq!(app.convert(json!({ "clickId": token })).await.reason(), "already_converted");
        app.check_invariants().await;
    }

    async fn the_visitors_first_click_is_credited(app: TestApp) {
        let Rivals { campaign, other_code, .. } = rivals(&app, json!({ "attributionModel": "FIRST_CLICK" })).await;
        let mut visitor = Visitor::new(&app);
        let first = visitor.click(&campaign.code).await;
        app.clock.advance(Duration::days(1));
        let second = visitor.click(&other_code).await;
        let answer = app.convert(json!({ "clickId": second })).await;
        assert_eq!(answer.said(), "201 recorded");
        let conversion = conversion(&app, &answer.body["conversionId"]).await;
        assert_eq!(conversion["clickId"], click_of(&app, &second).to_string());
        assert_eq!(conversion["creditedClickId"], click_of(&app, &first).to_string());
        assert_eq!(
            (&conversion["partner"]["id"], &conversion["link"]["id"]),
            (&json!(campaign.partner), &json!(campaign.link))
        );
        let first_at = clicked_at(&app, &first).await;
        let credited_at: DateTime<Utc> = conversion["clickedAt"].as_str().unwrap().parse().unwrap();
        assert_eq!(credited_at.timestamp_millis(), first_at.timestamp_millis());
        // It is the second that has converted.
        assert_eq!(app.convert(json!({ "clickId": second })).await.reason(), "already_converted");
        assert_eq!(credited(&app, &first).await, campaign.partner);
        app.check_invariants().await;
    }

    async fn a_first_click_that_may_not_be_credited_is_passed_over(app: TestApp) {
        let first_click = json!({ "attributionModel": "FIRST_CLICK", "attributionWindowDays": 30 });
        let Rivals { campaign, other, other_code } = rivals(&app, first_click).await;
        let clicks = async |days_between: i64| {
            let mut visitor = Visitor::new(&app);
            visitor.click(&campaign.code).await;
            app.clock.advance(Duration::days(days_between));
            visitor.click(&other_code).await
        };
        let token = clicks(1).await;
        revoke(&app, &campaign.link).await;
        assert_eq!(credited(&app, &token).await, other, "the first one's link is revoked");
        restore(&app, &campaign.link).await;

        let token = clicks(1).await;
        change_partner(&app, &campaign.partner, json!({ "status": "INACTIVE" })).await;
        assert_eq!(credited(&app, &token).await, other, "the first one's partner is not active");
        change_partner(&app, &campaign.partner, json!({ "status": "ACTIVE" })).await;

        let token = clicks(20).await;
        app.clock.advance(Duration::days(15));
        assert_eq!(credited(&app, &token).await, other, "the first one is 35 days old");
        let token = clicks(20).await;
        app.clock.advance(Duration::days(9));
        assert_eq!(credited(&app, &token).await, campaign.partner, "the first one is 29 days old");

        // The click whose token was sent must itself be good.
        let token = clicks(1).await;
        change_partner(&app, &other, json!({ "status": "INACTIVE" })).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.reason(), "partner_inactive");
        app.check_invariants().await;
    }

    async fn a_visitor_who_cannot_be_known_again_is_not_guessed(app: TestApp) {
        let Rivals { campaign, other, other_code } = rivals(&app, json!({ "attributionModel": "FIRST_CLICK" })).await;
        app.click(&campaign.code).await;
        assert_eq!(credited(&app, &app.click(&other_code).await).await, other, "without a cookie");
        let mut visitor = Visitor::new(&app);
        visitor.click(&campaign.code).await;
        assert_eq!(credited(&app, &Visitor::new(&app).click(&other_code).await).await, other, "another visitor");
        for opted_out in [("sec-gpc", "1"), ("dnt", "1")] {
            let token = app.click_as(&other_code, &[("cookie", visitor.cookie.as_str()), opted_out]).await;
            assert_eq!(credited(&app, &token).await, other, "{opted_out:?}");
        }
        // Another campaign's clicks are another matter.
        let elsewhere = app.campaign(json!({ "name": "Autumn", "attributionModel": "FIRST_CLICK" })).await;
        assert_eq!(credited(&app, &visitor.click(&elsewhere.code).await).await, elsewhere.partner);
    }

    async fn a_campaign_of_the_last_click_credits_the_last(app: TestApp) {
        let Rivals { campaign, other, other_code } = rivals(&app, json!({})).await;
        let mut visitor = Visitor::new(&app);
        visitor.click(&campaign.code).await;
        assert_eq!(visitor.cookie, "", "it needs to know nobody again");
        assert_eq!(credited(&app, &visitor.click(&other_code).await).await, other);
    }

    async fn a_conversion_names_the_version_that_judged_it(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let convert = async || {
            let answer = app.convert(json!({ "clickId": app.click(&campaign.code).await })).await;
            let conversion = conversion(&app, &answer.body["conversionId"]).await;
            assert_eq!(conversion["decision"]["campaignVersion"], conversion["campaignVersion"]);
            conversion["campaignVersion"].as_i64().unwrap()
        };
        assert_eq!(convert().await, 1);
        change_campaign(&app, &campaign.id, json!({ "attributionWindowDays": 60 })).await;
        assert_eq!(convert().await, 2);
        // Neither of these judges conversions otherwise.
        change_campaign(
            &app,
            &campaign.id,
            json!({ "name": "Late spring", "destinationUrl": "https://shop.example/x" }),
        )
        .await;
        change_campaign(&app, &campaign.id, json!({ "attributionWindowDays": 60, "status": "ACTIVE" })).await;
        assert_eq!(convert().await, 2);
        change_campaign(&app, &campaign.id, json!({ "qualityRules": { "blockDisposable": true } })).await;
        assert_eq!(convert().await, 3);
        let windows = app.numbers("SELECT CAST(window_days AS bigint) FROM campaign_version ORDER BY version").await;
        assert_eq!(windows, [90, 60, 60], "every version is kept as it was");
        // A click before the change is judged by what is in force when it converts.
        let token = app.click(&campaign.code).await;
        app.clock.advance(Duration::days(50));
        change_campaign(&app, &campaign.id, json!({ "attributionWindowDays": 45 })).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.reason(), "outside_window");
        assert_eq!(decisions(&app.org).await.pop().unwrap().campaign_version, Some(4));
    }
}
