//! Numbers by what they are of.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use entity::id::{AliasId, LinkId};
use entity::{click, conversion};
use serde_json::json;

use super::{Of, Rows, World, firsts, is_in, store, sum_all};
use crate::harness::{TestApp, on_both};

/// What a click is one of, in a dimension.
fn key(row: &click::Model, dimension: &str, alias: &str) -> String {
    match dimension {
        "CAMPAIGN" => row.campaign_id.to_string(),
        "PARTNER" => row.partner_id.to_string(),
        "LINK" => row.link_id.to_string(),
        "ALIAS" if AliasId(row.via).to_string() == alias => alias.to_owned(),
        "ALIAS" => LinkId(row.via).to_string(),
        "REFERRER_HOST" => row.referrer_host.clone().unwrap_or_default(),
        "DEVICE" => row.device.clone().unwrap_or_default(),
        "COUNTRY" => row.country.clone().unwrap_or_default(),
        other => panic!("{other}"),
    }
}

async fn check(app: &TestApp, world: &World, rows: &Rows, dimension: &str, of: Of<'_>, from: NaiveDate, to: NaiveDate) {
    let document = "query($d: StatsDimension!, $from: Date, $to: Date, $filter: StatsFilter) { statsBy(dimension: $d, \
        from: $from, to: $to, timeZone: \"Asia/Kathmandu\", filter: $filter, first: 1000) { key clicks uniqueVisitors conversions conversionRate } }";
    let filter = of.map(|(name, id)| json!({ name: id }));
    let data = app.gql(document, json!({ "d": dimension, "from": from, "to": to, "filter": filter })).await;
    let list = data["statsBy"].as_array().unwrap();
    let zone = chrono_tz::Asia::Kathmandu;
    let found: BTreeMap<String, [i64; 3]> = list
        .iter()
        .map(|row| {
            let numbers = [&row["clicks"], &row["uniqueVisitors"], &row["conversions"]].map(|n| n.as_i64().unwrap());
            (row["key"].as_str().unwrap().to_owned(), numbers)
        })
        .collect();
    let clicks: Vec<_> = list.iter().map(|row| row["clicks"].as_i64().unwrap()).collect();
    assert!(clicks.is_sorted_by(|a, b| a >= b), "{clicks:?}");

    let mut expected: BTreeMap<String, [i64; 3]> = BTreeMap::new();
    let mut by_key: BTreeMap<String, Vec<&click::Model>> = BTreeMap::new();
    for row in rows.clicks(of) {
        by_key.entry(key(row, dimension, &world.alias)).or_default().push(row);
    }
    for (key, rows) in by_key {
        let numbers = expected.entry(key).or_default();
        numbers[0] += rows.iter().filter(|row| is_in(row.at, zone, from, to)).count() as i64;
        numbers[1] += firsts(rows).into_iter().filter(|at| is_in(*at, zone, from, to)).count() as i64;
    }
    for row in rows.conversions(of).into_iter().filter(|row| is_in(row.created_at, zone, from, to)) {
        let credited = rows.clicks.iter().find(|click| click.id == row.credited_click_id).unwrap();
        let of_row =
            click::Model { via: row.via, link_id: row.link_id, partner_id: row.partner_id, ..credited.clone() };
        expected.entry(key(&of_row, dimension, &world.alias)).or_default()[2] += 1;
    }
    expected.retain(|_, numbers| *numbers != [0; 3]);
    assert_eq!(found, expected, "{dimension} of {of:?}");
}

const DIMENSIONS: [&str; 7] = ["CAMPAIGN", "PARTNER", "LINK", "ALIAS", "REFERRER_HOST", "DEVICE", "COUNTRY"];

on_both! {
    async fn each_row_equals_its_recount(app: TestApp) {
        let start: DateTime<Utc> = "2026-10-22T09:00:00Z".parse().unwrap();
        app.clock.advance(start - app.clock.now());
        let world = World::new(&app).await;
        store(&app, &world.random(5, 300, start - Duration::days(4), start)).await;
        for (_, code) in &world.links {
            let token = app.click_as(code, &[("referer", "https://news.example/a")]).await;
            assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        }
        app.clock.advance(Duration::hours(30));
        let now = app.clock.now();
        store(&app, &world.random(6, 200, now - Duration::hours(20), now)).await;
        let (from, to) = ("2026-10-19".parse().unwrap(), "2026-10-23".parse().unwrap());
        for summed in [false, true] {
            if summed {
                sum_all(&app).await;
            }
            let rows = Rows::read(&app).await;
            for dimension in DIMENSIONS {
                for of in world.all() {
                    check(&app, &world, &rows, dimension, of, from, to).await;
                }
            }
        }
        let both = json!({ "campaignId": world.campaigns[0], "partnerId": world.partners[0] });
        let document = "query($filter: StatsFilter) { stats(filter: $filter) { clicks } link: stats(filter: $filter) { uniqueVisitors } }";
        let data = app.gql(document, json!({ "filter": both })).await;
        let link = app.gql(document, json!({ "filter": { "linkId": world.links[0].0 } })).await;
        assert_eq!(data, link, "a partner in a campaign is one link");
        let rows: Vec<conversion::Model> = Rows::read(&app).await.conversions;
        assert_eq!(rows.len(), 5);
    }

    async fn a_row_has_a_name_where_the_caller_may_see_it(app: TestApp) {
        let world = World::new(&app).await;
        let now = app.clock.now();
        store(&app, &world.random(7, 100, now - Duration::hours(5), now)).await;
        let document = "query($d: StatsDimension!) { statsBy(dimension: $d, timeZone: \"UTC\") { key label } }";
        let labels = async |key: &str, dimension: &str| {
            let data = app.gql_as(key, document, json!({ "d": dimension })).await;
            let rows = data["statsBy"].as_array().unwrap().clone();
            rows.iter().map(|row| row["label"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        let mut names = labels(&app.org.key, "PARTNER").await;
        names.sort();
        assert_eq!(names, ["Northwind", "Northwind", "Third"]);
        assert!(labels(&app.org.key, "ALIAS").await.contains(&"the-sale".to_owned()));
        let narrow = app.key_with(&["stats:read"]).await;
        assert!(labels(&narrow, "PARTNER").await.iter().all(|label| label.starts_with("prt_")));
        assert!(labels(&narrow, "CAMPAIGN").await.iter().all(|label| label.starts_with("cmp_")));
    }

    async fn what_names_nothing_has_no_numbers(app: TestApp) {
        let world = World::new(&app).await;
        let now = app.clock.now();
        store(&app, &world.random(8, 50, now - Duration::hours(5), now)).await;
        let other = app.partner("Nobody's").await;
        for filter in [
            json!({ "campaignId": "cmp_nothing" }),
            json!({ "linkId": world.campaigns[0] }),
            json!({ "campaignId": world.campaigns[0], "partnerId": other }),
            json!({ "linkId": world.links[0].0, "partnerId": other }),
            json!({ "linkId": world.links[1].0, "aliasId": world.alias }),
        ] {
            let document = "query($filter: StatsFilter) { stats(filter: $filter) { clicks buckets { clicks } previous { clicks } } \
                statsBy(dimension: COUNTRY, filter: $filter) { clicks } }";
            let data = app.gql(document, json!({ "filter": filter })).await;
            assert_eq!((&data["stats"]["clicks"], &data["statsBy"]), (&json!(0), &json!([])), "{filter}");
            assert_eq!(data["stats"]["buckets"].as_array().unwrap().len(), 30);
        }
        for first in [-1, 1_001] {
            let answer = app.gql_raw(&app.org.key, &format!("{{ statsBy(dimension: LINK, first: {first}) {{ key }} }}"), json!({})).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{answer}");
        }
    }
}
