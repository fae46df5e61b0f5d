//! What is sent, verified by an implementation of the published scheme that shares nothing with the
//! program: HMAC by hand (RFC 2104).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::Duration;
use entity::id::{OrganisationId, WebhookEndpointId, WebhookEventId};
use entity::value::{EndpointStatus, Texts};
use entity::{webhook_endpoint, webhook_event};
use introw::clock::Clock;
use introw::domain::webhook::EventKind;
use introw::domain::webhook::message::{Message, secret_text};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{endpoint, happens, revoked, settled, state};
use crate::harness::{Backend, TestApp, on_both};
use crate::receiver::{Received, Receiver, Reply};

fn hmac_sha256(key: &[u8], message: &[u8]) -> Vec<u8> {
    let mut block = [0_u8; 64];
    if key.len() > 64 {
        block[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        block[..key.len()].copy_from_slice(key);
    }
    let pad = |with: u8| block.map(|byte| byte ^ with).to_vec();
    let inner = Sha256::digest([pad(0x36), message.to_vec()].concat());
    Sha256::digest([pad(0x5c), inner.to_vec()].concat()).to_vec()
}

/// Whether the message is one of who has the secret, and not older or newer than five minutes.
pub(super) fn verifies(secret: &str, id: &str, timestamp: &str, signatures: &str, body: &str, now: i64) -> bool {
    let Ok(sent) = timestamp.parse::<i64>() else { return false };
    if (now - sent).abs() > 300 {
        return false;
    }
    let key = STANDARD.decode(secret.strip_prefix("whsec_").unwrap()).unwrap();
    let expected = STANDARD.encode(hmac_sha256(&key, format!("{id}.{timestamp}.{body}").as_bytes()));
    signatures.split(' ').any(|each| each.split_once(',') == Some(("v1", &expected)))
}

/// Whether the message is one of who has the secret.
pub fn is_from(secret: &str, received: &Received, now: i64) -> bool {
    let header = |name| received.header(name);
    verifies(
        secret,
        header("webhook-id"),
        header("webhook-timestamp"),
        header("webhook-signature"),
        &received.body,
        now,
    )
}

fn event(data: Value) -> webhook_event::Model {
    let now = Clock::default().now();
    webhook_event::Model {
        organisation_id: OrganisationId::new(now),
        id: WebhookEventId::new(now),
        kind: "link.revoked".to_owned(),
        subject_id: String::new(),
        data,
        at: now,
    }
}

fn model(include_email: bool) -> webhook_endpoint::Model {
    let now = Clock::default().now();
    webhook_endpoint::Model {
        organisation_id: OrganisationId::new(now),
        id: WebhookEndpointId::new(now),
        url: String::new(),
        description: String::new(),
        events: Texts::default(),
        wants_clicks: false,
        include_email,
        secret: Vec::new(),
        old_secret: None,
        old_secret_expires_at: None,
        status: EndpointStatus::Enabled,
        disabled_reason: None,
        disabled_at: None,
        failing_since: None,
        failures: 0,
        last_failure: None,
        last_failure_at: None,
        paused_until: None,
        created_at: now,
        updated_at: now,
    }
}

#[test]
fn a_thousand_random_messages_verify() {
    let endpoint = model(true);
    for _ in 0..1_000 {
        let text: String = (0..rand::random_range(0..200)).map(|_| rand::random::<char>()).collect();
        let data = json!({ "text": text, "number": rand::random::<f64>(), "email": "a@b.example" });
        let secrets: Vec<Vec<u8>> =
            (0..rand::random_range(1..3)).map(|_| rand::random::<[u8; 32]>().to_vec()).collect();
        let now = Clock::default().now();
        let message = Message::new(&event(data.clone()), &endpoint, &secrets, now);
        let timestamp = message.timestamp.to_string();
        for secret in &secrets {
            let secret = secret_text(secret);
            assert!(verifies(&secret, &message.id, &timestamp, &message.signature, &message.body, now.timestamp()));
        }
        let body: Value = serde_json::from_str(&message.body).unwrap();
        assert_eq!(body["data"], data);
    }
}

#[test]
fn a_message_that_was_tampered_with_does_not_verify() {
    let now = Clock::default().now();
    let secret = [7; 32].to_vec();
    let message = Message::new(&event(json!({ "a": 1 })), &model(false), std::slice::from_ref(&secret), now);
    let secret = secret_text(&secret);
    let (id, at, signature, body) = (&*message.id, message.timestamp, &*message.signature, &*message.body);
    let now = now.timestamp();
    let check = |secret: &str, id: &str, at: i64, signature: &str, body: &str, now: i64| {
        verifies(secret, id, &at.to_string(), signature, body, now)
    };
    assert!(check(&secret, id, at, signature, body, now));
    assert!(!check(&secret_text(&[8; 32]), id, at, signature, body, now), "another secret");
    assert!(!check(&secret, &id.replace("evt", "evu"), at, signature, body, now), "another id");
    assert!(!check(&secret, id, at + 1, signature, body, now), "another time");
    assert!(!check(&secret, id, at, signature, &body.replace("\"a\":1", "\"a\":2"), now), "another body");
    assert!(!check(&secret, id, at, signature, &format!("{body} "), now), "a longer body");
    assert!(!check(&secret, id, at, &signature.replace("v1,", "v1a,"), body, now), "another version");
    assert!(!check(&secret, id, at, "", body, now), "no signature");
    assert!(!check(&secret, id, at, &signature[..signature.len() - 4], body, now), "a cut one");
    assert!(!check(&secret, id, at, signature, body, now + 301), "a replay");
}

on_both! {
    async fn a_message_says_what_happened_and_who_sent_it(app: TestApp) {
        let receiver = Receiver::start(|_| Reply::status(204)).await;
        let thin = endpoint(&app, &receiver, json!({})).await;
        let full = endpoint(&app, &receiver, json!({ "includeEmail": true })).await;
        assert_eq!(thin.secret.len(), "whsec_".len() + 44);
        let data = json!({ "id": "lnk_1", "email": "ada@example.org", "note": "é \u{1F980}" });
        happens(&app, EventKind::LinkRevoked, vec![data]).await;
        let received = receiver.until(2).await;
        assert_eq!(received.len(), 2);
        for message in &received {
            assert_eq!((message.method.as_str(), message.path.as_str()), ("POST", "/hook"));
            assert_eq!(message.header("content-type"), "application/json");
            assert!(message.header("webhook-id").starts_with("evt_"));
            let body: Value = serde_json::from_str(&message.body).unwrap();
            assert_eq!(body["type"], "link.revoked");
            assert!(body["timestamp"].as_str().unwrap().ends_with('Z'));
            assert_eq!(body["data"]["note"], "é \u{1F980}");
            let now = app.clock.now().timestamp();
            // Nobody but who asked for them gets customers' addresses.
            let has_email = message.body.contains("ada@example.org");
            assert!(is_from(if has_email { &full.secret } else { &thin.secret }, message, now));
            assert!(!is_from(if has_email { &thin.secret } else { &full.secret }, message, now));
        }
        assert_ne!(received[0].body.contains("ada@"), received[1].body.contains("ada@"));
        assert_eq!(received[0].header("webhook-id"), received[1].header("webhook-id"), "it is one event");
        let shown = app.gql("{ webhookEvents { nodes { data } } }", json!({})).await.to_string();
        assert!(!shown.contains("ada@example.org"), "{shown}");
    }

    async fn both_secrets_sign_while_one_takes_the_others_place(app: TestApp) {
        let rotate = "mutation($id: ID!, $hours: Int) { webhookEndpointRotateSecret(id: $id, overlapHours: $hours) { \
                      secret webhookEndpoint { oldSecretExpiresAt } userErrors { field code } } }";
        let receiver = Receiver::start(|_| Reply::status(200)).await;
        let endpoint = endpoint(&app, &receiver, json!({})).await;
        let send = async |count: usize| {
            revoked(&app, 1).await;
            let message = receiver.until(count).await.pop().unwrap();
            // What was not noted as delivered yet would be sent once more when the clock is moved on.
            settled(&app).await;
            message
        };
        let signed_by = |message: &Received, secret: &str| is_from(secret, message, app.clock.now().timestamp());
        let old = endpoint.secret.clone();
        assert!(signed_by(&send(1).await, &old));

        let rotated = app.mutate(rotate, json!({ "id": endpoint.id, "hours": 24 })).await;
        let new = rotated["secret"].as_str().unwrap().to_owned();
        assert_ne!(new, old);
        assert!(rotated["webhookEndpoint"]["oldSecretExpiresAt"].is_string());
        let message = send(2).await;
        assert_eq!(message.header("webhook-signature").split(' ').count(), 2);
        assert!(signed_by(&message, &old) && signed_by(&message, &new));
        app.clock.advance(Duration::hours(23));
        let message = send(3).await;
        assert!(signed_by(&message, &old) && signed_by(&message, &new));
        app.clock.advance(Duration::hours(1));
        let message = send(4).await;
        assert!(!signed_by(&message, &old) && signed_by(&message, &new));
        assert_eq!(state(&app, &endpoint).await["oldSecretExpiresAt"], Value::Null);

        // One that leaked goes at once.
        let rotated = app.mutate(rotate, json!({ "id": endpoint.id, "hours": 0 })).await;
        let message = send(5).await;
        assert!(!signed_by(&message, &new) && signed_by(&message, rotated["secret"].as_str().unwrap()));
        let wrong = app.gql(rotate, json!({ "id": endpoint.id, "hours": 169 })).await;
        assert_eq!(wrong["webhookEndpointRotateSecret"]["userErrors"], json!([{ "field": ["overlapHours"], "code": "INVALID" }]));
    }
}

/// A signing key is rotated, is used once more, and is taken out of the settings.
#[tokio::test(flavor = "multi_thread")]
async fn a_secret_outlives_the_key_that_sealed_it() {
    use introw::domain::keyring::Keyring;
    let old = Keyring::generate_setting();
    let new = Keyring::generate_setting().replacen("1:", "2:", 1);
    let receiver = Receiver::start(|_| Reply::status(200)).await;
    let mut app = TestApp::start_with(Backend::Sqlite, &[("signing_keys", &old)]).await;
    let endpoint = endpoint(&app, &receiver, json!({})).await;
    let organisation = app.org.id;
    for (count, keys) in [(1, format!("{new},{old}")), (2, new)] {
        let mut settings = app.settings.clone();
        settings.set("signing_keys", keys);
        app.stop().await;
        app = TestApp::start_on(Backend::Sqlite, settings).await;
        app.org.tenant = introw::http::caller::command_line(&app.server.app, organisation);
        revoked(&app, 1).await;
        let message = receiver.until(count).await.pop().unwrap();
        assert!(is_from(&endpoint.secret, &message, app.clock.now().timestamp()));
        settled(&app).await;
    }
}
