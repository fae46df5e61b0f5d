//! A caller that is refused while it sends is told so, and not cut off.

use crate::harness::{Backend, TestApp};
use crate::wire::{Wire, header};

/// Larger than what two sockets hold for a reader that does not read.
const LARGE: usize = 900_000;

/// The head of a call of the API.
fn head(path: &str, key: &str, length: usize) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: a\r\nx-api-key: {key}\r\nContent-Type: application/json\r\n\
         Content-Length: {length}\r\n\r\n"
    )
}

/// Sends a large body that `path` refuses, the larger part of it after the answer; then a good call.
async fn refused(app: &TestApp, path: &str, key: &str) -> String {
    let mut wire = Wire::to(app).await;
    wire.send(head(path, key, LARGE)).await;
    wire.send(vec![b' '; 100_000]).await;
    let answer = wire.head().await;
    let length = header(&answer, "content-length").unwrap().parse().unwrap();
    wire.bytes(length).await;
    wire.send(vec![b' '; LARGE - 100_000]).await;

    wire.send(head("/api/v1/affiliate/conversions", &app.org.key, 2) + "{}").await;
    assert!(wire.head().await.starts_with("HTTP/1.1 200 "), "the connection goes on");
    answer.lines().next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_refused_while_it_sends_may_go_on() {
    let app = TestApp::start(Backend::Sqlite).await;
    let key = &app.org.key;
    let too_large = refused(&app, "/api/v1/affiliate/conversions", key).await;
    assert_eq!(too_large, "HTTP/1.1 413 Payload Too Large");
    assert_eq!(refused(&app, "/graphql", key).await, "HTTP/1.1 413 Payload Too Large");
    assert_eq!(refused(&app, "/graphql", "irw_sec_unknown").await, "HTTP/1.1 401 Unauthorized");
    assert_eq!(refused(&app, "/nowhere", key).await, "HTTP/1.1 404 Not Found");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_goes_on_for_too_long_is_cut_off() {
    let app = TestApp::start(Backend::Sqlite).await;
    let mut wire = Wire::to(&app).await;
    wire.send(head("/nowhere", &app.org.key, 1_000_000_000)).await;
    assert!(wire.head().await.starts_with("HTTP/1.1 404 "));
    let mut sent = 0;
    while wire.try_send(&[b' '; 10_000]).await.is_ok() {
        sent += 10_000;
        assert!(sent < 100_000_000, "nobody reads without end");
    }
}
