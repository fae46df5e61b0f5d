//! Setting endpoints up.

use serde_json::{Value, json};

use super::{CREATE, Endpoint, deliveries, endpoint, revoked, settled, state, tried};
use crate::harness::{Backend, TestApp, on_both};
use crate::receiver::{Receiver, Reply, eventually};

const UPDATE: &str = "mutation($id: ID!, $input: WebhookEndpointUpdateInput!) { webhookEndpointUpdate(id: $id, input: $input) { \
                      webhookEndpoint { url description events status disabledAt disabledReason } userErrors { field code } } }";
const DELETE: &str = "mutation($id: ID!) { webhookEndpointDelete(id: $id) { deletedId userErrors { field code } } }";
const TEST: &str =
    "mutation($id: ID!) { webhookEndpointTest(id: $id) { webhookDelivery { id kind } userErrors { field code } } }";
const RECOVER: &str = "mutation($id: ID!, $since: DateTime!) { webhookEndpointRecover(id: $id, since: $since) { \
                       events userErrors { field code } } }";
const RETRY: &str =
    "mutation($id: ID!) { webhookDeliveryRetry(id: $id) { webhookDelivery { status } userErrors { field code } } }";

async fn refused(app: &TestApp, document: &str, variables: Value) -> Vec<String> {
    let data = app.gql(document, variables).await;
    let payload = data.as_object().unwrap().values().next().unwrap();
    let problem = |error: &Value| {
        let path: Vec<_> = error["field"].as_array().unwrap().iter().map(|step| step.as_str().unwrap()).collect();
        format!("{} {}", path.join("."), error["code"].as_str().unwrap())
    };
    payload["userErrors"].as_array().unwrap().iter().map(problem).collect()
}

on_both! {
    async fn a_secret_is_shown_once_and_stands_nowhere(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(200)).await;
        let made = endpoint(&app, &receiver, json!({ "description": " Ours " })).await;
        let random = &made.secret["whsec_".len()..];
        let stored = match app.backend {
            Backend::Postgres => app.texts("SELECT row_to_json(e)::text || encode(secret, 'escape') || encode(secret, 'base64') FROM webhook_endpoint e").await,
            Backend::Sqlite => app.texts("SELECT hex(secret) || url FROM webhook_endpoint").await,
        };
        assert!(!stored[0].contains(random), "{stored:?}");
        let shown = app.gql("{ webhookEndpoints { totalCount nodes { id url description events status } } auditEvents { nodes { action before after } } }", json!({})).await;
        assert!(!shown.to_string().contains(random));
        let listed = &shown["webhookEndpoints"]["nodes"][0];
        assert_eq!(listed["description"], "Ours");
        assert_eq!(listed["events"], json!(["LINK_REVOKED"]));
        assert_eq!(shown["auditEvents"]["nodes"][0]["action"], "webhookEndpointCreate");
    }

    async fn what_cannot_be_an_endpoint_is_said_field_by_field(app: TestApp) {
        let long = format!("https://shop.example/{}", "x".repeat(2_048));
        for (url, expected) in [
            ("", "input.url BLANK"),
            ("shop.example/hook", "input.url INVALID"),
            ("/hook", "input.url INVALID"),
            ("https://", "input.url INVALID"),
            ("https://shop.example/\u{7}", "input.url INVALID"),
            ("https://sh\top.example/", "input.url INVALID"),
            (long.as_str(), "input.url TOO_LONG"),
            ("ftp://shop.example/", "input.url NOT_ALLOWED"),
            ("javascript:alert(1)", "input.url NOT_ALLOWED"),
            ("https://user:password@shop.example/", "input.url NOT_ALLOWED"),
        ] {
            let input = json!({ "input": { "url": url, "events": ["LINK_REVOKED"] } });
            assert_eq!(refused(&app, CREATE, input).await, [expected], "{url:?}");
        }
        let input = json!({ "input": { "url": "https://shop.example/", "events": [], "description": "a\u{7}b" } });
        assert_eq!(refused(&app, CREATE, input).await, ["input.description INVALID", "input.events TOO_SHORT"]);
        assert_eq!(app.number("SELECT count(*) FROM webhook_endpoint").await, 0);

        let absent = entity::id::WebhookEndpointId::new(app.clock.now()).to_string();
        for id in [absent.as_str(), "x", ""] {
            assert_eq!(refused(&app, UPDATE, json!({ "id": id, "input": {} })).await, ["id NOT_FOUND"]);
            for document in [DELETE, TEST, RETRY] {
                assert_eq!(refused(&app, document, json!({ "id": id })).await, ["id NOT_FOUND"], "{document}");
            }
            let since = json!({ "id": id, "since": "2026-01-01T00:00:00Z" });
            assert_eq!(refused(&app, RECOVER, since).await, ["id NOT_FOUND"]);
        }
    }

    async fn a_test_shows_what_came_of_it(app: TestApp) {
        let receiver = Receiver::start(|_| Reply { body: "thanks\0".into(), ..Reply::status(200) }).await;
        let made = endpoint(&app, &receiver, json!({})).await;
        let test = app.mutate(TEST, json!({ "id": made.id })).await;
        assert_eq!(test["webhookDelivery"]["kind"], "WEBHOOK_TEST");
        let delivery = tried(&app, &made, 1).await;
        let attempt = &delivery["attempts"][0];
        assert_eq!((attempt["statusCode"].as_i64(), attempt["response"].as_str()), (Some(200), Some("thanks\u{fffd}")));
        assert_eq!(attempt["error"], Value::Null);
        assert_eq!(attempt["request"]["body"].as_str().unwrap(), receiver.received()[0].body);
        assert_eq!(attempt["request"]["headers"]["webhook-id"], delivery["event"]["id"]);
        assert_eq!(delivery["status"], "DELIVERED");
        let last_day = &state(&app, &made).await["lastDay"];
        assert_eq!(*last_day, json!({ "attempts": 1, "succeeded": 1, "successRate": 1.0 }));
    }

    async fn a_disabled_endpoint_gets_nothing_until_it_is_enabled_and_recovered(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(500)).await;
        let made = endpoint(&app, &receiver, json!({})).await;
        let since = app.clock.now().to_rfc3339();
        revoked(&app, 2).await;
        // One is tried; then it is left alone for some seconds.
        receiver.until(1).await;
        let update = async |input: Value| app.mutate(UPDATE, json!({ "id": made.id, "input": input })).await["webhookEndpoint"].clone();
        let disabled = update(json!({ "enabled": false, "description": "off" })).await;
        assert_eq!((&disabled["status"], &disabled["disabledReason"]), (&json!("DISABLED"), &Value::Null));
        assert!(disabled["disabledAt"].is_string());
        revoked(&app, 1).await;
        assert!(deliveries(&app, &made).await.iter().all(|delivery| delivery["status"] == "CANCELLED"));
        let cancelled = deliveries(&app, &made).await[0]["id"].clone();
        assert_eq!(refused(&app, RETRY, json!({ "id": cancelled })).await, ["id NOT_ALLOWED"]);
        assert_eq!(refused(&app, TEST, json!({ "id": made.id })).await, ["id NOT_ALLOWED"]);
        assert_eq!(refused(&app, RECOVER, json!({ "id": made.id, "since": since })).await, ["id NOT_ALLOWED"]);

        receiver.answers(|_| Reply::status(200));
        assert_eq!(update(json!({ "enabled": true })).await["status"], "ENABLED");
        let recovered = app.mutate(RECOVER, json!({ "id": made.id, "since": since })).await;
        assert_eq!(recovered["events"], 3, "two that were called off, and one that happened meanwhile");
        settled(&app).await;
        let deliveries = deliveries(&app, &made).await;
        assert_eq!(deliveries.len(), 3);
        assert!(deliveries.iter().all(|delivery| delivery["status"] == "DELIVERED"), "{deliveries:#?}");
        assert_eq!(app.mutate(RECOVER, json!({ "id": made.id, "since": since })).await["events"], 0);
    }

    async fn a_delivery_is_sent_again_by_hand_with_the_same_id(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(200)).await;
        let made = endpoint(&app, &receiver, json!({})).await;
        revoked(&app, 1).await;
        let delivery = tried(&app, &made, 1).await;
        let again = app.mutate(RETRY, json!({ "id": delivery["id"] })).await;
        assert_eq!(again["webhookDelivery"]["status"], "PENDING");
        let received = receiver.until(2).await;
        assert_eq!(received[0].header("webhook-id"), received[1].header("webhook-id"));
        assert_eq!(received[0].body, received[1].body);
        settled(&app).await;
    }

    async fn an_endpoint_that_is_deleted_takes_its_deliveries_with_it(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(200).after(std::time::Duration::from_millis(300))).await;
        let made = endpoint(&app, &receiver, json!({})).await;
        revoked(&app, 3).await;
        receiver.until(1).await;
        let deleted = app.mutate(DELETE, json!({ "id": made.id })).await;
        assert_eq!(deleted["deletedId"], made.id.as_str());
        assert_eq!(app.number("SELECT count(*) FROM webhook_delivery").await, 0);
        assert_eq!(app.gql("query($id: ID!) { webhookEndpoint(id: $id) { id } }", json!({ "id": made.id })).await["webhookEndpoint"], Value::Null);
        // What was under way then ends quietly, and the next endpoint is served.
        let other = endpoint(&app, &receiver, json!({})).await;
        revoked(&app, 1).await;
        eventually("the other endpoint's", async || {
            (deliveries(&app, &other).await.first()?["status"] == "DELIVERED").then_some(())
        })
        .await;
    }

    async fn an_endpoint_gets_only_what_it_names_and_only_its_own(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(200)).await;
        let made = endpoint(&app, &receiver, json!({ "events": ["REWARD_PAYABLE", "LINK_REVOKED", "LINK_REVOKED"] })).await;
        let other = endpoint(&app, &receiver, json!({ "events": ["REWARD_REVERSED"] })).await;
        revoked(&app, 1).await;
        settled(&app).await;
        assert_eq!(deliveries(&app, &made).await.len(), 1);
        assert_eq!(deliveries(&app, &other).await.len(), 0);
        assert_eq!(receiver.received().len(), 1);
        // What happens to others is not told.
        let mut app = app;
        let ours = app.org.clone();
        app.org = app.other_org("Globex").await;
        revoked(&app, 1).await;
        app.org = ours;
        settled(&app).await;
        assert_eq!(receiver.received().len(), 1);
        let events = app.gql("{ webhookEvents(filter: { kind: LINK_REVOKED }) { totalCount } all: webhookEvents(filter: { kind: LINK_REVOKED, subjectId: \"nobody\" }) { totalCount } }", json!({})).await;
        assert_eq!(events, json!({ "webhookEvents": { "totalCount": 1 }, "all": { "totalCount": 0 } }));
    }

    async fn there_are_so_many_endpoints_and_no_more(app: TestApp) {
        let input = json!({ "input": { "url": "https://shop.example/hook", "events": ["LINK_REVOKED"] } });
        for _ in 0..50 {
            app.mutate(CREATE, input.clone()).await;
        }
        assert_eq!(refused(&app, CREATE, input).await, ["input LIMIT_REACHED"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn in_production_no_endpoint_is_inside() {
    let app = TestApp::start_with(Backend::Sqlite, &[("outbound", "public")]).await;
    for url in
        ["http://127.0.0.1/", "http://localhost:8080/", "https://[::1]/", "http://169.254.169.254/", "http://0x7f.1/"]
    {
        let input = json!({ "input": { "url": url, "events": ["LINK_REVOKED"] } });
        assert_eq!(refused(&app, CREATE, input).await, ["input.url NOT_ALLOWED"], "{url}");
    }
    // A name says nothing: what it stands for is seen when it is called.
    let made =
        app.mutate(CREATE, json!({ "input": { "url": "http://localhost/hook", "events": ["LINK_REVOKED"] } })).await;
    let made = Endpoint { id: made["webhookEndpoint"]["id"].as_str().unwrap().to_owned(), secret: String::new() };
    app.mutate(TEST, json!({ "id": made.id })).await;
    let delivery = tried(&app, &made, 1).await;
    assert_eq!(delivery["attempts"][0]["error"], "Not called: the address is not a public one.");
    assert_eq!(delivery["attempts"][0]["statusCode"], Value::Null);
}
