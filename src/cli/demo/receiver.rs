//! What the demo's webhooks are sent to: an order system that failed for some hours, and works again.

use std::net::Ipv4Addr;

use axum::Router;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use chrono::{DateTime, Duration, Utc};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

/// A receiver on this machine; it stops when it is dropped.
pub(super) struct Receiver {
    port: u16,
    down: DateTime<Utc>,
    up: DateTime<Utc>,
    serving: JoinHandle<()>,
}

impl Receiver {
    /// Starts one that was down yesterday, for a morning.
    pub(super) async fn start(now: DateTime<Utc>) -> std::io::Result<Self> {
        let (down, up) = (now - Duration::hours(42), now - Duration::hours(34));
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let port = listener.local_addr()?.port();
        // A message says itself when it was sent, so that what happened before the start is told as it was.
        let answer = move |headers: HeaderMap| async move {
            let sent = headers.get("webhook-timestamp").and_then(|value| value.to_str().ok()?.parse().ok());
            let sent = sent.and_then(|seconds| DateTime::from_timestamp(seconds, 0));
            match sent.is_some_and(|sent| down <= sent && sent < up) {
                true => (StatusCode::BAD_GATEWAY, "order-system: no upstream is healthy"),
                false => (StatusCode::OK, "ok"),
            }
        };
        let routes = Router::new().route("/introw-events", post(answer));
        let serving = tokio::spawn(async move {
            // It ends with the demo, and has nothing to finish.
            let _ = axum::serve(listener, routes).await;
        });
        Ok(Self { port, down, up, serving })
    }

    pub(super) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/introw-events", self.port)
    }

    /// From when until when it was down.
    pub(super) fn outage(&self) -> (DateTime<Utc>, DateTime<Utc>) {
        (self.down, self.up)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.serving.abort();
    }
}
