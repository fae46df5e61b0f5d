//! Days that are added up, and what happens to them afterwards.

use chrono::{DateTime, Duration, Utc};
use entity::value::Label;
use introw::domain::stats::sums;
use introw::store::NewClick;
use serde_json::json;

use super::{World, store, sum_all};
use crate::harness::{TestApp, on_both};

async fn summed(app: &TestApp) -> Vec<String> {
    app.texts("SELECT day FROM summed_day WHERE summed_at IS NOT NULL ORDER BY day").await
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

on_both! {
    async fn a_day_is_added_up_once_it_is_over_and_again_when_it_was_changed(app: TestApp) {
        app.clock.advance(at("2026-10-22T09:00:00Z") - app.clock.now());
        let world = World::new(&app).await;
        store(&app, &world.random(1, 40, at("2026-10-20T12:00:00Z"), at("2026-10-22T08:00:00Z"))).await;
        sum_all(&app).await;
        assert_eq!(summed(&app).await, ["2026-10-20", "2026-10-21"], "today is not over");

        // A few minutes after midnight a day may still be written to as if it were not over.
        app.clock.advance(at("2026-10-23T00:04:00Z") - app.clock.now());
        store(&app, &world.random(2, 5, at("2026-10-22T23:00:00Z"), at("2026-10-22T23:59:00Z"))).await;
        sum_all(&app).await;
        assert_eq!(summed(&app).await.len(), 2);
        assert_eq!(app.number("SELECT count(*) FROM summed_day").await, 2, "that has cost nothing");
        app.clock.advance(Duration::minutes(12));
        sum_all(&app).await;
        assert_eq!(summed(&app).await.len(), 3);

        // A late click, and the label of one that a conversion proves.
        let late = world.random(3, 1, at("2026-10-21T10:00:00Z"), at("2026-10-21T11:00:00Z"));
        store(&app, &late).await;
        assert_eq!(summed(&app).await, ["2026-10-20", "2026-10-22"]);
        sum_all(&app).await;
        assert_eq!(summed(&app).await.len(), 3);
    }

    async fn a_sum_that_was_made_while_the_day_changed_is_not_kept(app: TestApp) {
        app.clock.advance(at("2026-10-22T09:00:00Z") - app.clock.now());
        let world = World::new(&app).await;
        let day = "2026-10-21".parse().unwrap();
        let clicks = world.random(4, 400, at("2026-10-21T00:00:00Z"), at("2026-10-22T00:00:00Z"));
        // One at a time, while the day is added up again and again.
        let writer = async {
            for click in &clicks {
                store(&app, std::slice::from_ref(click)).await;
            }
        };
        let adder = async {
            loop {
                let _ = sums::keep(&app.org.tenant, day, app.clock.now()).await.unwrap();
            }
        };
        tokio::select! { () = writer => {}, () = adder => {} }
        let document = "{ stats(from: \"2026-10-21\", to: \"2026-10-21\", timeZone: \"UTC\") { clicks } }";
        let people = clicks.iter().filter(|click| click.label == Label::Human).count();
        assert_eq!(app.gql(document, json!({})).await["stats"]["clicks"], people);
        sum_all(&app).await;
        assert_eq!(summed(&app).await, ["2026-10-21"]);
        assert_eq!(app.gql(document, json!({})).await["stats"]["clicks"], people);
        app.check_invariants().await;
    }

    /// A click that was made again from its token had no referrer; the day of its conversion learns of it.
    async fn a_conversion_gets_its_referrer_when_its_click_comes_late(app: TestApp) {
        app.clock.advance(at("2026-10-20T09:00:00Z") - app.clock.now());
        let world = World::new(&app).await;
        let token = app.click_as(&world.links[0].1, &[("referer", "https://blog.example/")]).await;
        let [click]: [NewClick; 1] = {
            use introw::store::Scope;
            app.org.tenant.find::<entity::click::Entity>().all().await.unwrap().try_into().unwrap()
        };
        app.execute("DELETE FROM counter").await;
        app.execute("DELETE FROM click").await;
        app.clock.advance(Duration::days(1));
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        app.clock.advance(Duration::days(1));
        sum_all(&app).await;
        let document = "{ statsBy(dimension: REFERRER_HOST, from: \"2026-10-21\", to: \"2026-10-21\", timeZone: \"UTC\") { key clicks conversions } }";
        let row = |key: &str| json!([{ "key": key, "clicks": 0, "conversions": 1 }]);
        assert_eq!(app.gql(document, json!({})).await["statsBy"], row(""));
        store(&app, &[click]).await;
        assert_eq!(app.gql(document, json!({})).await["statsBy"], row("blog.example"));
        sum_all(&app).await;
        assert_eq!(app.gql(document, json!({})).await["statsBy"], row("blog.example"));
        app.check_invariants().await;
    }

    async fn the_worker_adds_up_what_is_over(app: TestApp) {
        app.clock.advance(at("2026-10-22T09:00:00Z") - app.clock.now());
        let world = World::new(&app).await;
        store(&app, &world.random(9, 40, at("2026-10-20T12:00:00Z"), at("2026-10-22T08:00:00Z"))).await;
        // A process that starts looks at once.
        let settings = app.settings.clone();
        let config = introw::config::Config::new(&settings).unwrap();
        let other = introw::server::Server::start(config, app.clock.clone(), |_| axum::Router::new()).await.unwrap();
        while summed(&app).await.len() < 2 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        other.stop().await;
    }
}
