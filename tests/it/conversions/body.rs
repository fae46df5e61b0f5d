//! What may be sent: strict about the call, lenient about the click.

use std::convert::Infallible;

use axum::body::Bytes;
use futures::stream;
use http_body_util::StreamBody;
use hyper::body::Frame;
use introw::domain::token::{ClickToken, Flags};
use reqwest::Body;
use serde_json::{Map, json};

use super::{PUBLISHABLE_KEY, SHOP, decisions, from_page, nothing};
use crate::harness::{Converted, TestApp, on_both};

/// Posts whatever bytes, from the organisation's backend.
pub(super) async fn post(app: &TestApp, content_type: Option<&str>, body: impl Into<Body>) -> Converted {
    post_with(app, &[("x-api-key", &app.org.key)], content_type, body).await
}

pub(super) async fn post_with(
    app: &TestApp,
    headers: &[(&str, &str)],
    content_type: Option<&str>,
    body: impl Into<Body>,
) -> Converted {
    let mut request = app.client.post(format!("{}/api/v1/affiliate/conversions", app.url)).body(body);
    for (name, value) in content_type.map(|value| ("content-type", value)).iter().chain(headers) {
        request = request.header(*name, *value);
    }
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    Converted { status, headers, body: response.json().await.unwrap() }
}

pub(super) const JSON: Option<&str> = Some("application/json");

/// A body whose length is not said before it comes.
fn chunked(text: String) -> Body {
    let chunks: Vec<_> = text.into_bytes().chunks(1_000).map(Bytes::copy_from_slice).collect();
    let frames = chunks.into_iter().map(|chunk| Ok::<_, Infallible>(Frame::data(chunk)));
    Body::wrap(StreamBody::new(stream::iter(frames)))
}

/// A good body of exactly so many bytes.
pub(super) fn sized(bytes: usize) -> String {
    let empty = json!({ "properties": { "note": "" } }).to_string();
    json!({ "properties": { "note": "x".repeat(bytes - empty.len()) } }).to_string()
}

fn fields(answer: &Converted) -> Vec<&str> {
    let errors = answer.body["errors"].as_array().expect("a list of fields");
    errors.iter().map(|error| error["field"].as_str().unwrap()).collect()
}

on_both! {
    async fn what_is_not_json_is_a_bad_request(app: TestApp) {
        for body in [
            &b""[..],
            b"{",
            b"{}x",
            b"{} {}",
            b"clickId=x",
            b"{'clickId': 1}",
            b"\xff\xfe",
            b"{\"email\": \"\xff\"}",
            b"NaN",
        ] {
            let answer = post(&app, JSON, body.to_vec()).await;
            assert_eq!(answer.said(), "400 VALIDATION_ERROR", "{body:?}");
            assert!(answer.body.get("errors").is_none());
        }
        // Without any key that comes first.
        assert_eq!(post_with(&app, &[], JSON, "{").await.said(), "401 UNAUTHORIZED");
        let page = [(PUBLISHABLE_KEY, app.org.publishable_key.as_str())];
        assert_eq!(post_with(&app, &page, JSON, "{").await.said(), "400 VALIDATION_ERROR");
    }

    async fn another_content_type_is_not_taken(app: TestApp) {
        for refused in [
            None,
            Some("text/plain"),
            Some("application/x-www-form-urlencoded"),
            Some("application/jsonx"),
            Some("text/json"),
            Some("application/json; charset=utf-16"),
            Some(""),
        ] {
            assert_eq!(post(&app, refused, "{}").await.said(), "415 UNSUPPORTED_MEDIA_TYPE", "{refused:?}");
        }
        for taken in [
            "application/json",
            "Application/JSON",
            "application/json; charset=utf-8",
            "application/json;charset=UTF-8",
        ] {
            assert_eq!(post(&app, Some(taken), "{}").await.said(), "200 ignored", "{taken}");
        }
    }

    async fn a_body_may_have_64_kib(app: TestApp) {
        for (bytes, expected) in
            [(64 * 1024, "200 ignored"), (64 * 1024 + 1, "413 PAYLOAD_TOO_LARGE"), (70 * 1024, "413 PAYLOAD_TOO_LARGE")]
        {
            assert_eq!(post(&app, JSON, sized(bytes)).await.said(), expected, "{bytes} bytes");
            assert_eq!(post(&app, JSON, chunked(sized(bytes))).await.said(), expected, "{bytes} bytes in chunks");
        }
        let page = [(PUBLISHABLE_KEY, app.org.publishable_key.as_str()), ("origin", SHOP)];
        let answer = post_with(&app, &page, JSON, sized(70 * 1024)).await;
        assert_eq!(answer.said(), "413 PAYLOAD_TOO_LARGE");
        assert_eq!(answer.headers["access-control-allow-origin"], SHOP);
    }

    async fn a_body_is_an_object(app: TestApp) {
        for body in [json!([]), json!([{ "clickId": "x" }]), json!("text"), json!(5), json!(true), json!(null)] {
            let answer = app.convert(body.clone()).await;
            assert_eq!(answer.said(), "422 VALIDATION_ERROR", "{body}");
            assert_eq!(fields(&answer), ["body"], "{body}");
            let page = from_page(&app, &app.org.publishable_key, None, body.clone()).await;
            assert_eq!(page.said(), "422 VALIDATION_ERROR", "{body}");
            let no_key = app.convert_with(&[], body.clone()).await;
            assert_eq!(no_key.said(), "401 UNAUTHORIZED", "{body}");
        }
    }

    async fn nothing_about_the_click_is_ever_an_error(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let good = app.click(&campaign.code).await;
        let forged = format!("{}{}", &good[..63], if good.ends_with('A') { 'B' } else { 'A' });
        let unknown = ClickToken {
            flags: Flags::HUMAN,
            click: entity::id::ClickId::new(app.clock.now()),
            link_number: 42,
            organisation_number: app.org.number,
        };
        let unknown = unknown.sign(&app.server.app.keyring);
        let mut cases = vec![(json!({}), "missing_token")];
        for (token, reason) in [
            (json!(null), "missing_token"),
            (json!(""), "missing_token"),
            (json!(5), "malformed_token"),
            (json!(true), "malformed_token"),
            (json!({ "id": good }), "malformed_token"),
            (json!([good]), "malformed_token"),
            (json!("x".repeat(256)), "malformed_token"),
            (json!("x".repeat(257)), "malformed_token"),
            (json!("x".repeat(300)), "malformed_token"),
            (json!("garbage"), "malformed_token"),
            (json!(" "), "malformed_token"),
            (json!(format!(" {good}")), "malformed_token"),
            (json!("é".repeat(64)), "malformed_token"),
            (json!("\u{0}"), "malformed_token"),
            (json!("clk_01kagq3v5hf4qs2n8w9x7c6b5a"), "malformed_token"),
            (json!("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0."), "malformed_token"),
            (json!(forged), "bad_signature"),
            (json!(unknown), "unknown_click"),
        ] {
            cases.push((json!({ "clickId": token }), reason));
        }
        for (body, reason) in cases {
            let answer = app.convert(body.clone()).await;
            assert_eq!((answer.status, &answer.body), (200, &nothing("ignored")), "{body}");
            assert_eq!(answer.reason(), reason, "{body}");
            let page = from_page(&app, &app.org.publishable_key, Some(SHOP), body.clone()).await;
            assert_eq!((page.status, &page.body), (200, &nothing("ignored")), "{body}");
        }
        assert_eq!(app.convert(json!({ "clickId": good })).await.said(), "201 recorded");
    }

    async fn an_email_is_unknown_or_good(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for unknown in [json!({}), json!({ "email": null }), json!({ "email": "" })] {
            let mut body = unknown;
            body["clickId"] = json!(app.click(&campaign.code).await);
            assert_eq!(app.convert(body).await.said(), "201 recorded");
        }
        assert_eq!(app.number("SELECT count(*) FROM conversion WHERE email IS NULL").await, 3);

        let token = app.click(&campaign.code).await;
        let long = format!("{}@example.com", "x".repeat(320));
        for wrong in [
            json!("anna"),
            json!("anna@example"),
            json!("@example.com"),
            json!(".anna@example.com"),
            json!("anna..b@example.com"),
            json!("anna.@example.com"),
            json!("anna@-example.com"),
            json!("anna@example.c"),
            json!("anna@example.com "),
            json!(" "),
            json!("an na@example.com"),
            json!("änna@example.com"),
            json!("anna@exämple.com"),
            json!("anna@@example.com"),
            json!("Anna <anna@example.com>"),
            json!("anna@example.com\n"),
            json!(long),
            json!(5),
            json!(true),
            json!(["anna@example.com"]),
            json!({}),
        ] {
            let answer = app.convert(json!({ "clickId": token, "email": wrong })).await;
            assert_eq!(answer.said(), "422 VALIDATION_ERROR", "{wrong}");
            assert_eq!(fields(&answer), ["email"], "{wrong}");
            assert_eq!(answer.body["errors"][0]["message"].as_str().map(str::is_empty), Some(false));
        }
        assert_eq!(decisions(&app.org).await.len(), 3, "a call that is wrong is not judged");
        for good in ["anna@example.com", "O'Brien+tag@sub.ex-ample.co", "_@1.example.museum", "a-@EXAMPLE.COM"] {
            let token = app.click(&campaign.code).await;
            let answer = app.convert(json!({ "clickId": token, "email": good })).await;
            assert_eq!(answer.said(), "201 recorded", "{good}");
            let kept = app.texts("SELECT email FROM conversion WHERE email IS NOT NULL ORDER BY created_at DESC").await;
            assert_eq!(kept[0], good, "as it was sent");
        }
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
    }

    async fn properties_are_an_object_of_bounded_size(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let many = |count: usize| (0..count).map(|n| (format!("key{n}"), json!(n))).collect::<Map<_, _>>();
        let keyed = |key: String| Map::from_iter([(key, json!(1))]);
        for (wrong, field) in [
            (json!([]), "properties".to_owned()),
            (json!("plan=pro"), "properties".to_owned()),
            (json!(5), "properties".to_owned()),
            (json!(false), "properties".to_owned()),
            (json!(many(101)), "properties".to_owned()),
            (json!(keyed(String::new())), "properties.".to_owned()),
            // Named by its beginning: an answer does not repeat whatever was sent.
            (json!(keyed("k".repeat(129))), format!("properties.{}", "k".repeat(128))),
        ] {
            let answer = app.convert(json!({ "clickId": token, "properties": wrong })).await;
            assert_eq!(answer.said(), "422 VALIDATION_ERROR", "{field}");
            assert_eq!(fields(&answer), [field]);
        }
        // All that is wrong is told at once.
        let answer = app.convert(json!({ "clickId": token, "email": "anna", "properties": [] })).await;
        assert_eq!(fields(&answer), ["email", "properties"]);
        assert_eq!(decisions(&app.org).await.len(), 0);

        let nested = json!({ "list": [1, null, { "a": "b" }], "n": -1.5, "yes": true, "none": null, "zero": "\u{0}x" });
        for good in [json!(null), json!({}), json!(many(100)), json!(keyed("é".repeat(128))), nested] {
            let token = app.click(&campaign.code).await;
            let answer = app.convert(json!({ "clickId": token, "properties": good })).await;
            assert_eq!(answer.said(), "201 recorded", "{good}");
        }
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
    }

    async fn fields_that_nobody_knows_are_ignored(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let body = json!({
            "clickId": app.click(&campaign.code).await, "status": "recorded", "organisationId": 5, "click_id": "x",
            "conversionId": "cnv_01kagq3v5hf4qs2n8w9x7c6b5a", "": null,
        });
        let answer = app.convert(body).await;
        assert_eq!(answer.said(), "201 recorded");
        assert_ne!(answer.body["conversionId"], "cnv_01kagq3v5hf4qs2n8w9x7c6b5a");
    }
}
