//! How links do.

use chrono::Duration;
use entity::value::Label;
use serde_json::{Value, json};

use super::{World, store, sum_all};
use crate::harness::{TestApp, on_both};

const LINKS: &str = "query($filter: LinkFilter) { links(first: 50, filter: $filter) { totalCount nodes { id review lastActivityAt \
    performance { clicks conversions accepted declined failed pending } } } }";

async fn link(app: &TestApp, id: &str) -> Value {
    let data = app.gql(LINKS, json!({})).await;
    data["links"]["nodes"].as_array().unwrap().iter().find(|node| node["id"] == id).unwrap().clone()
}

on_both! {
    async fn a_row_says_what_came_of_its_traffic(app: TestApp) {
        let world = World::new(&app).await;
        let (id, code) = &world.links[0];
        assert_eq!(link(&app, id).await["lastActivityAt"], Value::Null);
        let mut submissions = Vec::new();
        for _ in 0..4 {
            let token = app.click(code).await;
            let made = app.convert(json!({ "clickId": token })).await;
            submissions.push(made.body["formSubmissionId"].as_str().unwrap().to_owned());
        }
        // The reviews of others' making: only what stands in the rows counts.
        for (submission, status) in submissions.iter().zip(["DECLINED", "ERROR", "PENDING"]) {
            let id: entity::id::SubmissionId = submission.parse().unwrap();
            let quoted = match app.backend {
                crate::harness::Backend::Postgres => format!("'{}'", id.0),
                crate::harness::Backend::Sqlite => format!("X'{}'", id.0.simple()),
            };
            app.execute(&format!("UPDATE submission SET status = '{status}' WHERE id = {quoted}")).await;
        }
        let row = link(&app, id).await;
        let expected = json!({ "clicks": 1, "conversions": 4, "accepted": 1, "declined": 1, "failed": 1, "pending": 1 });
        assert_eq!(row["performance"], expected, "three of the clicks were repeats");
        assert_eq!(row["review"], false);
        assert!(row["lastActivityAt"].is_string());
        let unused = link(&app, &world.links[4].0).await;
        assert_eq!(unused["performance"]["clicks"], 0);
    }

    async fn traffic_that_looks_bad_is_found(app: TestApp) {
        let world = World::new(&app).await;
        let now = app.clock.now();
        let day = Duration::days(1);
        let of = |index: usize, many: usize, before: Duration| {
            let clicks = world.random(20, many, now - before - Duration::hours(1), now - before);
            let row = world.rows.iter().find(|row| row.via.to_string() == row.link_id.0.to_string() && row.link_id.to_string() == world.links[index].0).unwrap().clone();
            clicks.into_iter().map(move |click| introw::store::NewClick { id: click.id, at: click.at, label: Label::Human, ..row.clone() }).collect::<Vec<_>>()
        };
        store(&app, &of(1, 100, day * 3)).await;
        store(&app, &of(2, 99, day * 3)).await;
        store(&app, &of(3, 200, day * 40)).await;
        store(&app, &of(4, 100, day * 3)).await;
        let token = app.click(&world.links[4].1).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        for summed in [false, true] {
            if summed {
                sum_all(&app).await;
            }
            let bad = app.gql(LINKS, json!({ "filter": { "review": true } })).await;
            assert_eq!(bad["links"]["totalCount"], 1, "{bad}");
            assert_eq!(bad["links"]["nodes"][0]["id"], *world.links[1].0);
            assert_eq!(bad["links"]["nodes"][0]["review"], true);
            assert_eq!(app.gql(LINKS, json!({ "filter": { "review": false } })).await["links"]["totalCount"], 4);
        }
        let revoke = "mutation($l: ID!) { linkRevoke(id: $l) { link { review } userErrors { message } } }";
        let revoked = app.mutate(revoke, json!({ "l": world.links[1].0 })).await;
        assert_eq!(revoked["link"]["review"], false, "a revoked link needs nobody's eyes");
        assert_eq!(app.gql(LINKS, json!({ "filter": { "review": true } })).await["links"]["totalCount"], 0);
    }

    async fn the_last_activity_is_the_last_click_or_conversion(app: TestApp) {
        app.clock.advance(Duration::days(-5));
        let world = World::new(&app).await;
        let (_, code) = &world.links[0];
        let document = "query($p: ID!, $c: ID!) { partner(id: $p) { lastActivityAt } campaign(id: $c) { lastActivityAt } }";
        let ask = async || app.gql(document, json!({ "p": world.partners[0], "c": world.campaigns[0] })).await;
        assert_eq!(ask().await["partner"]["lastActivityAt"], Value::Null);
        let token = app.click(code).await;
        let clicked = app.texts(match app.backend {
            crate::harness::Backend::Postgres => "SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS') FROM click",
            crate::harness::Backend::Sqlite => "SELECT strftime('%Y-%m-%dT%H:%M:%f', at) FROM click",
        }).await.remove(0);
        for summed in [false, true] {
            if summed {
                app.clock.advance(Duration::days(2));
                sum_all(&app).await;
            }
            let found = ask().await;
            assert_eq!(found["partner"], found["campaign"]);
            assert!(found["partner"]["lastActivityAt"].as_str().unwrap().starts_with(&clicked[..19]), "{found} {clicked}");
        }
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        let found = ask().await;
        assert!(found["partner"]["lastActivityAt"].as_str().unwrap() > clicked.as_str());
    }
}
