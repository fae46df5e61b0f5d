//! The first page.

use chrono::Duration;
use serde_json::{Value, json};

use super::{World, store, sum_all};
use crate::harness::on_both;

const OVERVIEW: &str = "query($from: Date, $to: Date) { overview(from: $from, to: $to, timeZone: \"UTC\") { timeZone \
    clicks { value previous change sparkline } conversions { value change } conversionRate { value change sparkline } \
    toDo { submissionsToReview submissionsInError linksToReview keysExpiring webhooksFailing } getStarted { step doneAt } } }";

on_both! {
    async fn figures_stand_beside_those_of_the_days_before(app: TestApp) {
        let world = World::new(&app).await;
        let now = app.clock.now();
        let today = now.date_naive();
        let midnight = today.and_hms_opt(0, 0, 0).unwrap().and_utc();
        let human = |many: usize, days: i64| {
            let at = midnight - Duration::days(days) + Duration::hours(1);
            let clicks = world.random(1, many, at, at + Duration::hours(2));
            clicks.into_iter().map(|click| introw::store::NewClick { label: entity::value::Label::Human, ..click }).collect::<Vec<_>>()
        };
        store(&app, &human(30, 1)).await;
        store(&app, &human(15, 2)).await;
        store(&app, &human(10, 3)).await;
        store(&app, &human(8, 4)).await;
        sum_all(&app).await;
        let range = json!({ "from": today - Duration::days(2), "to": today - Duration::days(1) });
        let found = app.gql(OVERVIEW, range).await["overview"].clone();
        let clicks = &found["clicks"];
        assert_eq!((&clicks["value"], &clicks["previous"]), (&json!(45.0), &json!(18.0)));
        assert_eq!(clicks["change"], 1.5);
        assert_eq!(clicks["sparkline"], json!([15.0, 30.0]));
        assert_eq!(found["conversions"], json!({ "value": 0.0, "change": null }), "there was nothing before");
        assert_eq!(found["conversionRate"]["value"], 0.0);
        assert_eq!(found["timeZone"], "UTC");
    }

    async fn the_steps_are_facts(app: TestApp) {
        let steps = async || {
            let found = app.gql(OVERVIEW, json!({})).await["overview"]["getStarted"].clone();
            let steps = found.as_array().unwrap().clone();
            let done = steps.iter().filter(|step| step["doneAt"].is_string());
            done.map(|step| step["step"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(steps().await, ["ORGANISATION_NAMED"]);
        let campaign = app.campaign(json!({})).await;
        assert_eq!(steps().await, ["ORGANISATION_NAMED", "CAMPAIGN_MADE", "PARTNER_ADDED", "LINK_MADE"]);
        app.execute("INSERT INTO snippet_load (host, hour, count, last_at) VALUES ('shop.example', '2026-01-01T10:00:00+00:00', 3, '2026-01-01T10:59:00+00:00')").await;
        assert_eq!(steps().await.len(), 5);
        let token = app.click(&campaign.code).await;
        app.convert(json!({ "clickId": token })).await;
        assert_eq!(steps().await.last().unwrap(), "FIRST_CONVERSION");
    }

    async fn what_is_left_to_do_is_counted(app: TestApp) {
        let to_do = async || app.gql(OVERVIEW, json!({})).await["overview"]["toDo"].clone();
        let nothing = json!({ "submissionsToReview": 0, "submissionsInError": 0, "linksToReview": 0, "keysExpiring": 0, "webhooksFailing": 0 });
        assert_eq!(to_do().await, nothing);
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        app.convert(json!({ "clickId": token })).await;
        app.execute("UPDATE submission SET status = 'PENDING'").await;
        let create = "mutation($at: DateTime) { apiKeyCreate(input: {name: \"soon\", scopes: [\"stats:read\"], expiresAt: $at}) { apiKey { id } userErrors { message } } }";
        for days in [13, 15] {
            app.mutate(create, json!({ "at": app.clock.now() + Duration::days(days) })).await;
        }
        let found = to_do().await;
        assert_eq!((&found["submissionsToReview"], &found["keysExpiring"]), (&json!(1), &json!(1)));
        let narrow = app.key_with(&["stats:read"]).await;
        let answer = app.gql_raw(&narrow, OVERVIEW, json!({})).await;
        let found = &answer["data"]["overview"];
        assert_eq!(found["toDo"]["keysExpiring"], Value::Null);
        assert_eq!(found["toDo"]["linksToReview"], 0);
        assert_eq!(found["clicks"]["value"], 1.0);
    }
}
