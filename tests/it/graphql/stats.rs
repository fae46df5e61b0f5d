//! Statistics equal the rows behind them, in any time zone.

use chrono::{DateTime, Duration, Utc};
use entity::id::{CampaignId, ClickId, LinkId, OrganisationId, PartnerId};
use entity::value::Label;
use introw::store::NewClick;
use serde_json::{Value, json};

use crate::harness::{Campaign, TestApp, on_both};

const STATS: &str = "query($c: ID!, $p: ID!, $l: ID!, $from: Date, $to: Date, $zone: String, $bucket: BucketSize) { \
    campaign(id: $c) { stats(from: $from, to: $to, timeZone: $zone, bucket: $bucket) { ...numbers } } \
    partner(id: $p) { stats(from: $from, to: $to, timeZone: $zone, bucket: $bucket) { ...numbers } } \
    link(id: $l) { stats(from: $from, to: $to, timeZone: $zone, bucket: $bucket) { ...numbers } } } \
    fragment numbers on Stats { clicks conversions conversionRate byLabel { human repeat suspect crawler } buckets { start end clicks conversions } }";

async fn stats(app: &TestApp, campaign: &Campaign, range: Value) -> Value {
    let mut variables = json!({ "c": campaign.id, "p": campaign.partner, "l": campaign.link });
    variables.as_object_mut().unwrap().extend(range.as_object().unwrap().clone());
    let data = app.gql(STATS, variables).await;
    let (one, two, three) = (&data["campaign"]["stats"], &data["partner"]["stats"], &data["link"]["stats"]);
    assert_eq!(one, two);
    assert_eq!(one, three);
    one.clone()
}

fn click(organisation: OrganisationId, campaign: &Campaign, at: DateTime<Utc>, label: Label) -> NewClick {
    let link: LinkId = campaign.link.parse().unwrap();
    NewClick {
        organisation_id: organisation,
        id: ClickId::new(at),
        link_id: link,
        campaign_id: campaign.id.parse::<CampaignId>().unwrap(),
        partner_id: campaign.partner.parse::<PartnerId>().unwrap(),
        via: link.0,
        at,
        label,
        visitor_id: None,
        visitor_key: None,
        referrer_host: None,
        device: None,
        browser: None,
        os: None,
        country: None,
    }
}

on_both! {
    async fn a_click_counts_right_after_it_was_made(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let today = app.server.app.clock.now().date_naive();
        let range = json!({ "from": today - Duration::days(1), "to": today + Duration::days(1), "zone": "UTC" });
        let token = app.click(&campaign.code).await;
        app.follow(&campaign.code, &[]).await;
        app.follow(&campaign.code, &[("user-agent", "Slackbot 1.0")]).await;
        app.convert(json!({ "clickId": token })).await;
        let numbers = stats(&app, &campaign, range).await;
        assert_eq!(numbers["clicks"], 1, "only people count");
        assert_eq!(numbers["byLabel"], json!({ "human": 1, "repeat": 1, "suspect": 0, "crawler": 1 }));
        assert_eq!(numbers["conversions"], 1);
        assert_eq!(numbers["conversionRate"], 1.0);
        assert_eq!(numbers["buckets"].as_array().unwrap().len(), 3);
        app.check_invariants().await;
    }

    /// The night in which the clock goes back, in Brussels: 25 hours, each click in its own day.
    async fn days_begin_where_the_zone_says(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let instants = [
            "2026-10-24T21:59:59Z", // the last second of the 24th
            "2026-10-24T22:00:00Z", // the first of the 25th
            "2026-10-25T00:30:00Z", // 02:30, before the clock goes back
            "2026-10-25T01:30:00Z", // 02:30 again
            "2026-10-25T22:59:59Z", // the last second of the 25th
            "2026-10-25T23:00:00Z", // the first of the 26th
        ];
        let clicks: Vec<_> = instants
            .iter()
            .map(|at| click(app.org.id, &campaign, at.parse().unwrap(), Label::Human))
            .collect();
        app.server.app.store.store_clicks(&clicks, &[], app.clock.now()).await.unwrap();

        let range = json!({ "from": "2026-10-24", "to": "2026-10-26" });
        let numbers = stats(&app, &campaign, range.clone()).await;
        let days: Vec<_> = numbers["buckets"].as_array().unwrap().iter().map(|day| day["clicks"].as_i64().unwrap()).collect();
        assert_eq!(days, [1, 4, 1], "the organisation's own zone is Brussels");
        assert_eq!(numbers["buckets"][1]["start"], "2026-10-24T22:00:00.000Z");
        assert_eq!(numbers["buckets"][1]["end"], "2026-10-25T23:00:00.000Z");
        assert_eq!(numbers["conversionRate"], 0.0);

        let mut utc = range;
        utc["zone"] = json!("UTC");
        let numbers = stats(&app, &campaign, utc).await;
        let days: Vec<_> = numbers["buckets"].as_array().unwrap().iter().map(|day| day["clicks"].as_i64().unwrap()).collect();
        assert_eq!(days, [2, 4, 0]);

        let hours = json!({ "from": "2026-10-25", "to": "2026-10-25", "bucket": "HOUR" });
        let numbers = stats(&app, &campaign, hours).await;
        let hours = numbers["buckets"].as_array().unwrap();
        assert_eq!(hours.len(), 25);
        assert_eq!((&hours[2]["clicks"], &hours[3]["clicks"]), (&json!(1), &json!(1)), "the hour that comes twice is two");
    }

    async fn a_range_that_cannot_be_is_refused(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for (range, word) in [
            (json!({ "from": "2026-02-02", "to": "2026-02-01" }), "ends before"),
            (json!({ "from": "2020-01-01", "to": "2026-01-01" }), "at most"),
            (json!({ "from": "2026-01-01", "to": "2026-06-01", "bucket": "HOUR" }), "at most"),
            (json!({ "from": "2026-01-01", "to": "2026-01-02", "zone": "Mars/Olympus" }), "zone"),
        ] {
            let mut variables = json!({ "c": campaign.id, "p": campaign.partner, "l": campaign.link });
            variables.as_object_mut().unwrap().extend(range.as_object().unwrap().clone());
            let answer = app.gql_raw(&app.org.key, STATS, variables).await;
            let error = &answer["errors"][0];
            assert_eq!(error["extensions"]["code"], "BAD_REQUEST", "{answer:#}");
            assert!(error["message"].as_str().unwrap().contains(word), "{error:#}");
        }
    }
}
