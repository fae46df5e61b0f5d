//! What follows from an answer: the schedule, the table of statuses, the end.

use std::time::Duration as Wait;

use chrono::{DateTime, Duration, Utc};
use serde_json::Value;
use serde_json::json;

use super::{deliveries, endpoint, revoked, settled, state, tried};
use crate::harness::on_both;
use crate::receiver::{Receiver, Reply, eventually};

fn time(value: &Value) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(value.as_str().unwrap()).unwrap().to_utc()
}

on_both! {
    async fn what_fails_is_tried_ten_times_over_three_days(app: TestApp) {
        let receiver = Receiver::start(|_| Reply { body: "no".into(), ..Reply::status(500) }).await;
        let made = endpoint(&app, &receiver, json!({})).await;
        revoked(&app, 1).await;
        let delays = [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400];
        for (tries, delay) in (1..).zip(delays) {
            let delivery = tried(&app, &made, tries).await;
            assert_eq!(delivery["status"], "PENDING");
            let attempt = &delivery["attempts"][tries - 1];
            assert_eq!((attempt["statusCode"].as_i64(), attempt["error"].as_str()), (Some(500), Some("It answered 500.")));
            let wait = (time(&delivery["nextAttemptAt"]) - time(&attempt["at"])).num_milliseconds();
            // Up to a fifth longer, and what the try itself took.
            assert!((delay * 1_000..=delay * 1_200 + 5_000).contains(&wait), "try {tries}: {wait} ms");
            app.clock.advance(time(&delivery["nextAttemptAt"]) - app.clock.now());
        }
        let delivery = tried(&app, &made, 10).await;
        assert_eq!((&delivery["status"], &delivery["nextAttemptAt"]), (&json!("FAILED"), &Value::Null));
        let received = receiver.received();
        assert_eq!(received.len(), 10);
        for message in &received {
            assert_eq!(message.header("webhook-id"), received[0].header("webhook-id"), "it is one event");
            assert_eq!(message.body, received[0].body);
        }
        let times: Vec<i64> = received.iter().map(|message| message.header("webhook-timestamp").parse().unwrap()).collect();
        assert!(times.windows(2).all(|pair| pair[0] < pair[1]), "each is signed anew: {times:?}");
        assert_eq!(state(&app, &made).await["status"], "ENABLED", "three days are not five");
    }

    async fn an_answer_decides_what_is_next(app: TestApp) {
        // Status, headers, then: the delivery, the endpoint, how long it is left alone, what is said.
        type Row = (u16, &'static [(&'static str, &'static str)], &'static str, &'static str, i64, &'static str);
        let table: &[Row] = &[
            (200, &[], "DELIVERED", "ENABLED", 0, ""),
            (204, &[], "DELIVERED", "ENABLED", 0, ""),
            (299, &[], "DELIVERED", "ENABLED", 0, ""),
            (301, &[("location", "/elsewhere")], "PENDING", "ENABLED", 5, "It answered 301; redirects are not followed. Give the URL that it leads to."),
            (307, &[("location", "/elsewhere")], "PENDING", "ENABLED", 5, "It answered 307; redirects are not followed. Give the URL that it leads to."),
            (404, &[], "PENDING", "ENABLED", 5, "It answered 404."),
            (410, &[], "CANCELLED", "DISABLED", 5, "It answered 410."),
            (429, &[], "PENDING", "ENABLED", 30, "It answered 429."),
            (429, &[("retry-after", "120")], "PENDING", "ENABLED", 120, "It answered 429."),
            (429, &[("retry-after", "86400")], "PENDING", "ENABLED", 3_600, "It answered 429."),
            (500, &[("retry-after", "60")], "PENDING", "ENABLED", 60, "It answered 500."),
            (503, &[], "PENDING", "ENABLED", 30, "It answered 503."),
        ];
        for (status, headers, delivery_status, endpoint_status, pause, said) in table {
            let receiver = Receiver::start(move |message| {
                assert_eq!(message.path, "/hook", "a redirect is not followed");
                headers.iter().fold(Reply::status(*status), |reply, (name, value)| reply.with(name, *value))
            })
            .await;
            let made = endpoint(&app, &receiver, json!({ "events": ["REWARD_PAYABLE"] })).await;
            let test = "mutation($id: ID!) { webhookEndpointTest(id: $id) { userErrors { code } } }";
            app.mutate(test, json!({ "id": made.id })).await;
            let delivery = tried(&app, &made, 1).await;
            let endpoint = state(&app, &made).await;
            assert_eq!(delivery["status"], *delivery_status, "{status}");
            assert_eq!(endpoint["status"], *endpoint_status, "{status}");
            assert_eq!(delivery["attempts"][0]["error"].as_str().unwrap_or_default(), *said);
            assert_eq!(endpoint["lastFailure"]["message"].as_str().unwrap_or_default(), *said);
            assert_eq!(receiver.received().len(), 1);
            match pause {
                0 => assert_eq!(endpoint["pausedUntil"], Value::Null),
                pause => {
                    let left = (time(&endpoint["pausedUntil"]) - time(&delivery["attempts"][0]["at"])).num_milliseconds();
                    assert!((pause * 1_000..pause * 1_000 + 10_000).contains(&left), "{status}: {left} ms");
                    if *delivery_status == "PENDING" {
                        assert!(time(&delivery["nextAttemptAt"]) >= time(&delivery["attempts"][0]["at"]) + Duration::seconds(*pause));
                    }
                }
            }
            if *status == 410 {
                assert_eq!(endpoint["disabledReason"], "It answered 410: it is gone.");
            }
        }
    }

    async fn who_does_not_answer_is_given_up_after_fifteen_seconds(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(200).after(Wait::from_secs(40))).await;
        let made = endpoint(&app, &receiver, json!({})).await;
        revoked(&app, 1).await;
        let delivery = tried(&app, &made, 1).await;
        let attempt = &delivery["attempts"][0];
        assert_eq!(attempt["error"], "There was no whole answer within 15 seconds.");
        assert!((15_000..20_000).contains(&attempt["durationMs"].as_i64().unwrap()));

        // Nobody at all.
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let dead = endpoint(&app, &receiver, json!({ "url": format!("http://{address}/") })).await;
        revoked(&app, 1).await;
        assert_eq!(tried(&app, &dead, 1).await["attempts"][0]["error"], "No connection could be made.");
    }

    async fn after_five_days_of_nothing_but_failures_an_endpoint_is_disabled(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(500)).await;
        let made = endpoint(&app, &receiver, json!({})).await;
        let mut tries = 0;
        for _ in 0..5 {
            revoked(&app, 1).await;
            tries += 1;
            receiver.until(tries).await;
            eventually("it is written down", async || {
                (app.number("SELECT count(*) FROM webhook_attempt").await == i64::try_from(tries).unwrap()).then_some(())
            })
            .await;
            assert_eq!(state(&app, &made).await["status"], "ENABLED");
            // What waits of the days before is out of the way of the next.
            app.execute("UPDATE webhook_delivery SET status = 'FAILED', next_attempt_at = NULL").await;
            app.clock.advance(Duration::hours(29));
        }
        revoked(&app, 2).await;
        let disabled = eventually("it is disabled", async || {
            Some(state(&app, &made).await).filter(|endpoint| endpoint["status"] == "DISABLED")
        })
        .await;
        assert_eq!(disabled["disabledReason"], "Nothing has got through for 5 days.");
        assert!(disabled["disabledAt"].is_string() && disabled["failingSince"].is_string());
        let deliveries = deliveries(&app, &made).await;
        assert!(deliveries[5..].iter().all(|delivery| delivery["status"] == "CANCELLED"), "{deliveries:#?}");
        let audit = app.gql("{ auditEvents(filter: { action: \"webhookEndpointDisable\" }) { nodes { actorKind targetId after } } }", json!({})).await;
        let event = &audit["auditEvents"]["nodes"][0];
        assert_eq!((&event["actorKind"], &event["targetId"]), (&json!("SYSTEM"), &json!(made.id)));
        assert_eq!(event["after"]["disabledReason"], disabled["disabledReason"]);
    }

    async fn failures_far_apart_do_not_disable_an_endpoint(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(500)).await;
        let made = endpoint(&app, &receiver, json!({})).await;
        for tries in 1..=3 {
            revoked(&app, 1).await;
            eventually("it is written down", async || {
                (app.number("SELECT count(*) FROM webhook_attempt").await == tries).then_some(())
            })
            .await;
            app.execute("UPDATE webhook_delivery SET status = 'FAILED', next_attempt_at = NULL").await;
            app.clock.advance(Duration::days(6));
        }
        assert_eq!(state(&app, &made).await["status"], "ENABLED");
    }

    async fn what_is_old_is_forgotten(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(200)).await;
        endpoint(&app, &receiver, json!({})).await;
        revoked(&app, 3).await;
        settled(&app).await;
        app.clock.advance(Duration::days(20));
        revoked(&app, 2).await;
        settled(&app).await;
        let store = &app.server.app.store;
        assert_eq!(store.forget_webhook_events(app.clock.now() - Duration::days(30), 1_000).await.unwrap(), 0);
        app.clock.advance(Duration::days(11));
        assert_eq!(store.forget_webhook_events(app.clock.now() - Duration::days(30), 2).await.unwrap(), 2);
        assert_eq!(store.forget_webhook_events(app.clock.now() - Duration::days(30), 2).await.unwrap(), 1);
        for table in ["webhook_event", "webhook_delivery", "webhook_attempt"] {
            assert_eq!(app.number(&format!("SELECT count(*) FROM {table}")).await, 2, "{table}");
        }
    }
}
