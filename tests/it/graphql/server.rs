//! What the service says of itself.

use entity::value::Role;
use serde_json::{Value, json};

use crate::harness::{Backend, on_both};
use crate::people::member;
use crate::receiver::{Receiver, Reply, eventually};

const HEALTH: &str = "{ server { health { database { kind latencyMs sizeBytes freeBytes } cache clicksWaiting webhooksWaiting webhooksWaitingSince dashboardBuild } } }";

on_both! {
    async fn whoever_may_call_may_ask_which_version_answers(app: TestApp) {
        let narrow = app.key_with(&["audit:read"]).await;
        let server = app.gql_as(&narrow, "{ server { version isDemo } }", json!({})).await["server"].clone();
        assert_eq!(server, json!({ "version": env!("CARGO_PKG_VERSION"), "isDemo": false }));
    }
    async fn an_owner_sees_how_the_service_stands_and_nobody_else_does(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let health = owner.gql(HEALTH, json!({})).await["server"]["health"].clone();
        let database = &health["database"];
        assert!(database["latencyMs"].as_f64().unwrap() > 0.0);
        assert!(database["sizeBytes"].as_i64().unwrap() > 10_000);
        let (kind, cache) = match app.backend {
            Backend::Sqlite => ("SQLITE", "NONE"),
            Backend::Postgres => ("POSTGRES", "REACHABLE"),
        };
        assert_eq!((database["kind"].as_str(), health["cache"].as_str()), (Some(kind), Some(cache)));
        assert_eq!(database["freeBytes"].as_i64().is_some_and(|free| free > 0), app.backend == Backend::Sqlite);
        assert_eq!(health["clicksWaiting"], 0);
        assert_eq!((&health["webhooksWaiting"], &health["webhooksWaitingSince"]), (&json!(0), &Value::Null));

        for (email, role) in [("bob@acme.example", Role::Admin), ("ana@acme.example", Role::Analyst)] {
            let other = member(&app, &app.org, email, role).await;
            assert_eq!(other.gql(HEALTH, json!({})).await["server"]["health"], Value::Null);
        }
        assert_eq!(app.gql(HEALTH, json!({})).await["server"]["health"], Value::Null);
    }

    /// Another organisation's messages are none of theirs.
    async fn an_owner_sees_how_many_messages_wait_and_for_how_long(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(500)).await;
        let create = "mutation($url: String!) { webhookEndpointCreate(input: { url: $url, events: [LINK_REVOKED] }) { webhookEndpoint { id } userErrors { message } } }";
        let made = app.mutate(create, json!({ "url": receiver.url() })).await;
        let campaign = app.campaign(json!({})).await;
        let before = app.clock.now();
        let revoke = "mutation($id: ID!) { linkRevoke(id: $id) { userErrors { message } } }";
        app.mutate(revoke, json!({ "id": campaign.link })).await;
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let waiting = eventually("a try fails", async || {
            let health = owner.gql(HEALTH, json!({})).await["server"]["health"].clone();
            (!receiver.received().is_empty() && health["webhooksWaiting"] == 1).then_some(health)
        })
        .await;
        let since = waiting["webhooksWaitingSince"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        assert!((since - before).abs() < chrono::Duration::minutes(1), "{since} {made}");

        let other = app.other_org("Other").await;
        let eve = member(&app, &other, "eve@other.example", Role::Owner).await;
        assert_eq!(eve.gql(HEALTH, json!({})).await["server"]["health"]["webhooksWaiting"], 0);
    }
    /// The worker forgets by the same numbers; those of the log and the answers are tested where they are
    /// forgotten.
    async fn whoever_may_call_may_ask_what_is_kept_for_how_long(app: TestApp) {
        let narrow = app.key_with(&["audit:read"]).await;
        let server = app.gql_as(&narrow, "{ server { retention { of seconds unusedSeconds } } }", json!({})).await;
        let kept = server["server"]["retention"].as_array().unwrap().clone();
        let of = |what: &str| kept.iter().find(|each| each["of"] == what).unwrap().clone();
        let day = 24 * 60 * 60;
        for (what, seconds) in [("WEBHOOK_EVENTS", 30 * day), ("REQUEST_LOG", 7 * day), ("ANSWERS", day), ("VISITOR_SALTS", 2 * day)] {
            assert_eq!(of(what), json!({ "of": what, "seconds": seconds, "unusedSeconds": null }));
        }
        for what in ["CLICKS", "CONVERSIONS", "AUDIT_LOG"] {
            assert_eq!(of(what)["seconds"], Value::Null, "{what} are kept for good");
        }
        assert_eq!(of("SESSIONS"), json!({ "of": "SESSIONS", "seconds": 30 * day, "unusedSeconds": 7 * day }));
    }
}
