//! What is sent: a body, and headers that prove who sent it, by the
//! [Standard Webhooks](https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md)
//! specification.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::{DateTime, SecondsFormat, Utc};
use entity::{webhook_endpoint, webhook_event};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

/// What stands before the base64 of a secret.
pub const SECRET_PREFIX: &str = "whsec_";

/// A message to an endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `webhook-id`: the event's id, the same however often it is sent.
    pub id: String,
    /// `webhook-timestamp`: when it is sent, in seconds since 1970.
    pub timestamp: i64,
    /// `webhook-signature`: one signature for each secret, with spaces between.
    pub signature: String,
    /// The body.
    pub body: String,
}

impl Message {
    /// The message that tells `endpoint` of `event`, signed with each of the secrets.
    pub fn new(
        event: &webhook_event::Model,
        endpoint: &webhook_endpoint::Model,
        secrets: &[Vec<u8>],
        now: DateTime<Utc>,
    ) -> Self {
        let (id, timestamp, body) = (event.id.to_string(), now.timestamp(), body(event, endpoint));
        let signatures: Vec<_> = secrets.iter().map(|secret| sign(secret, &id, timestamp, &body)).collect();
        Self { id, timestamp, signature: signatures.join(" "), body }
    }
}

fn body(event: &webhook_event::Model, endpoint: &webhook_endpoint::Model) -> String {
    let data = if endpoint.include_email { event.data.clone() } else { without_email(event.data.clone()) };
    let at = event.at.to_rfc3339_opts(SecondsFormat::Millis, true);
    json!({ "type": event.kind, "timestamp": at, "data": data }).to_string()
}

/// What is told of an event to who has not asked for customers' addresses.
pub fn without_email(mut data: Value) -> Value {
    if let Value::Object(fields) = &mut data {
        fields.remove("email");
    }
    data
}

fn sign(secret: &[u8], id: &str, timestamp: i64, body: &str) -> String {
    // A key of any length will do.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(format!("{id}.{timestamp}.").as_bytes());
    mac.update(body.as_bytes());
    format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
}

/// A secret as people paste it into their programs.
pub fn secret_text(secret: &[u8]) -> String {
    format!("{SECRET_PREFIX}{}", STANDARD.encode(secret))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_that_of_the_published_example() {
        let secret = STANDARD.decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = sign(&secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }
}
