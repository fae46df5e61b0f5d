//! Refusals as problem documents: RFC 9457, with a code for programs and the id that the log has, too.

use std::convert::Infallible;

use axum::body::Bytes;
use futures::{StreamExt, stream};
use http_body_util::StreamBody;
use hyper::body::Frame;
use reqwest::{Body, Method, StatusCode};
use serde_json::{Value, json};

use super::body::{JSON, post, post_with, sized};
use super::{PUBLISHABLE_KEY, SHOP};
use crate::harness::{Converted, on_both};

fn assert_problem(answer: &Converted, status: u16, code: &str) {
    assert_eq!(answer.said(), format!("{status} {code}"), "{:?}", answer.body);
    assert_eq!(answer.headers["content-type"], "application/problem+json", "{code}");
    let title = StatusCode::from_u16(status).unwrap().canonical_reason().unwrap();
    assert_eq!(answer.body["title"], title, "{code}");
    assert_eq!(answer.body["status"], Value::from(status), "{code}");
    let kind = code.to_lowercase().replace('_', "-");
    assert!(answer.body["type"].as_str().unwrap().ends_with(&kind), "{:?}", answer.body);
    assert!(!answer.body["detail"].as_str().unwrap().is_empty(), "{code}");
    let request_id = answer.body["requestId"].as_str().unwrap();
    assert!(!request_id.is_empty(), "{code}");
    assert_eq!(answer.headers["x-request-id"], request_id, "{code}");
    let known = ["type", "title", "status", "detail", "code", "errors", "requestId"];
    for field in answer.body.as_object().unwrap().keys() {
        assert!(known.contains(&field.as_str()), "{field}");
    }
}

on_both! {
    async fn every_refusal_is_a_problem_document(app: TestApp) {
        let campaign = app.campaign(json!({ "allowedOrigins": [SHOP] })).await;
        let token = app.click(&campaign.code).await;
        let reader = app.key_with(&["affiliate:read"]).await;
        let server = [("x-api-key", app.org.key.as_str())];
        let page = [(PUBLISHABLE_KEY, app.org.publishable_key.as_str()), ("origin", "https://elsewhere.example")];
        let body = json!({ "clickId": token }).to_string();
        for (headers, content_type, body, status, code) in [
            (&server[..], JSON, "{".to_owned(), 400, "VALIDATION_ERROR"),
            (&[][..], JSON, body.clone(), 401, "UNAUTHORIZED"),
            (&[("x-api-key", reader.as_str())][..], JSON, body.clone(), 403, "FORBIDDEN"),
            (&page[..], JSON, body.clone(), 403, "ORIGIN_NOT_ALLOWED"),
            (&server[..], JSON, sized(70_000), 413, "PAYLOAD_TOO_LARGE"),
            (&server[..], Some("text/plain"), body.clone(), 415, "UNSUPPORTED_MEDIA_TYPE"),
            (&server[..], JSON, json!({ "email": 5 }).to_string(), 422, "VALIDATION_ERROR"),
        ] {
            let answer = post_with(&app, headers, content_type, body).await;
            assert_problem(&answer, status, code);
            let has_errors = answer.body.get("errors").is_some();
            assert_eq!(has_errors, status == 422, "{status}");
        }
        // An id that the caller has chosen is kept, unless it could do harm.
        let chosen = [("x-request-id", "checkout-4711")];
        let answer = post_with(&app, &chosen, JSON, "{}").await;
        assert_eq!(answer.body["requestId"], "checkout-4711");
        for refused in ["x", "with space inside", &"x".repeat(65), "<script>alert</script>"] {
            let answer = post_with(&app, &[("x-request-id", refused)], JSON, "{}").await;
            assert_problem(&answer, 401, "UNAUTHORIZED");
            assert_ne!(answer.body["requestId"], refused);
        }
    }

    async fn another_method_or_address_is_a_problem_document(app: TestApp) {
        for (method, path, status, code) in [
            (Method::GET, "conversions", 405, "METHOD_NOT_ALLOWED"),
            (Method::PUT, "conversions", 405, "METHOD_NOT_ALLOWED"),
            (Method::POST, "conversion", 404, "NOT_FOUND"),
            (Method::POST, "conversions/", 404, "NOT_FOUND"),
        ] {
            let request = app.client.request(method.clone(), format!("{}/api/v1/affiliate/{path}", app.url));
            let response = request.header("x-api-key", &app.org.key).json(&json!({})).send().await.unwrap();
            let (status_, headers) = (response.status(), response.headers().clone());
            let answer = Converted { status: status_.as_u16(), headers, body: response.json().await.unwrap() };
            assert_problem(&answer, status, code);
            assert_eq!(answer.headers.contains_key("allow"), status == 405, "{method} {path}");
        }
    }

    /// A call may take half a minute, its body included.
    async fn a_body_that_does_not_arrive_is_not_waited_for(app: TestApp) {
        let first = Ok::<_, Infallible>(Frame::data(Bytes::from_static(b"{")));
        let endless = Body::wrap(StreamBody::new(stream::iter([first]).chain(stream::pending())));
        assert_problem(&post(&app, JSON, endless).await, 408, "REQUEST_TIMEOUT");
    }
}
