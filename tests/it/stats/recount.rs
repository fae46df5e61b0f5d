//! Numbers over time equal their recount, in time zones of every kind.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use serde_json::json;

use super::{Rows, World, check, store, sum_all};
use crate::harness::on_both;

/// Zones whose clocks change, or stand at odd minutes, and a day on which they do.
const NIGHTS: [(&str, &str); 8] = [
    ("Europe/Brussels", "2026-03-29"),
    ("Europe/Brussels", "2026-10-25"),
    ("America/New_York", "2026-03-08"),
    ("America/New_York", "2026-11-01"),
    ("Asia/Kolkata", "2026-05-10"),
    ("Asia/Kathmandu", "2026-05-10"),
    // By half an hour.
    ("Australia/Lord_Howe", "2026-04-05"),
    ("Australia/Lord_Howe", "2026-10-04"),
];

/// The middle of the year, so that all of these nights are over.
fn new_year() -> DateTime<Utc> {
    "2027-01-02T12:00:00Z".parse().unwrap()
}

on_both! {
    async fn a_day_on_which_the_clock_is_changed_is_one_bucket(app: TestApp) {
        app.clock.advance(new_year() - app.clock.now());
        let world = World::new(&app).await;
        for (index, (zone, night)) in NIGHTS.into_iter().enumerate() {
            let night: NaiveDate = night.parse().unwrap();
            let middle = night.and_hms_opt(6, 0, 0).unwrap().and_utc();
            store(&app, &world.random(index as u64, 150, middle - Duration::hours(60), middle + Duration::hours(60))).await;
            let rows = Rows::read(&app).await;
            let (from, to) = (night - Duration::days(2), night + Duration::days(1));
            for size in ["HOUR", "DAY", "WEEK", "MONTH"] {
                check(&app, &rows, None, zone, size, from, to).await;
            }
        }
        // The same once these days are added up.
        sum_all(&app).await;
        let rows = Rows::read(&app).await;
        for (zone, night) in NIGHTS {
            let night: NaiveDate = night.parse().unwrap();
            for size in ["HOUR", "DAY", "WEEK", "MONTH"] {
                check(&app, &rows, None, zone, size, night - Duration::days(2), night + Duration::days(1)).await;
            }
        }
        app.check_invariants().await;
    }

    /// Everything that happens to numbers: traffic, days that end, clicks that come late, conversions of
    /// old clicks.
    async fn every_figure_equals_its_recount_after_random_traffic(app: TestApp) {
        let start: DateTime<Utc> = "2026-10-20T09:00:00Z".parse().unwrap();
        app.clock.advance(start - app.clock.now());
        let world = World::new(&app).await;
        let mut tokens = Vec::new();
        for day in 0..8_u64 {
            let now = app.clock.now();
            store(&app, &world.random(day, 60, now - Duration::hours(9), now)).await;
            for (index, (_, code)) in world.links.iter().enumerate() {
                // The second of a visitor is a repeat, whose label a conversion changes later.
                let code = if index == 0 && day % 2 == 0 { "the-sale" } else { code.as_str() };
                let agent = format!("Mozilla/5.0 (X11; Linux x86_64; rv:{}.0) Gecko/20100101 Firefox/{}.0", 140 + day, 140 + day);
                for _ in 0..2 {
                    tokens.push(app.click_as(code, &[("user-agent", &agent), ("referer", "https://blog.example/post")]).await);
                }
            }
            if day % 3 == 2 {
                sum_all(&app).await;
            }
            for at in (0..tokens.len()).step_by(3).rev() {
                let token = tokens.swap_remove(at);
                assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
            }
            app.clock.advance(Duration::hours(23));
        }
        let compare = async || {
            let rows = Rows::read(&app).await;
            let (from, to) = ("2026-10-21".parse().unwrap(), "2026-10-29".parse().unwrap());
            for of in world.all() {
                check(&app, &rows, of, "Europe/Brussels", "DAY", from, to).await;
                check(&app, &rows, of, "UTC", "DAY", from, to).await;
            }
            check(&app, &rows, None, "Asia/Kathmandu", "HOUR", from, to).await;
            check(&app, &rows, Some(("partnerId", &world.partners[0])), "America/New_York", "WEEK", from, to).await;
        };
        compare().await;
        sum_all(&app).await;
        compare().await;
        // Late ones: their days are added up, and then are not, and then are again.
        store(&app, &world.random(99, 50, start, start + Duration::days(6))).await;
        compare().await;
        sum_all(&app).await;
        compare().await;
        app.check_invariants().await;
    }

    /// A recount that knows nothing of ours: what Postgres says of its own rows.
    async fn the_days_of_a_zone_are_those_of_the_database(app: TestApp) {
        if app.backend == crate::harness::Backend::Sqlite {
            return;
        }
        app.clock.advance(new_year() - app.clock.now());
        let world = World::new(&app).await;
        let middle = "2026-10-25T00:00:00Z".parse::<DateTime<Utc>>().unwrap();
        store(&app, &world.random(3, 400, middle - Duration::hours(90), middle + Duration::hours(90))).await;
        sum_all(&app).await;
        for zone in ["Europe/Brussels", "Asia/Kolkata", "Asia/Kathmandu", "Australia/Lord_Howe", "America/New_York"] {
            let document = "query($zone: String) { stats(from: \"2026-10-22\", to: \"2026-10-27\", timeZone: $zone) { buckets { clicks } } }";
            let data = app.gql(document, json!({ "zone": zone })).await;
            let days: Vec<_> = data["stats"]["buckets"].as_array().unwrap().iter().map(|day| day["clicks"].as_i64().unwrap()).collect();
            let sql = format!(
                "SELECT (SELECT count(*) FROM click WHERE label = 'HUMAN' AND CAST(at AT TIME ZONE '{zone}' AS date) = day)
                 FROM generate_series(CAST('2026-10-22' AS date), '2026-10-27', '1 day') AS day ORDER BY day"
            );
            assert_eq!(days, app.numbers(&sql).await, "{zone}");
        }
    }
}
