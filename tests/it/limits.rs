//! Rate limits: who is counted with whom, and what an answer says about it.

use std::time::{Duration, Instant};

use reqwest::Response;
use reqwest::header::HeaderMap;
use serde_json::{Value, json};

use crate::harness::{Backend, Converted, TestApp, on_both};

const LIMITS: (&str, &str) = ("limits", "key=5,browser=3,address=off");
const API_KEY: &str = "x-api-key";
const PUBLISHABLE_KEY: &str = "x-introw-publishable-key";

/// The call that costs the least: it is counted all the same.
async fn call(app: &TestApp, headers: &[(&str, &str)]) -> Converted {
    app.convert_with(headers, json!({})).await
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).unwrap_or_else(|| panic!("no {name} in {headers:?}")).to_str().unwrap()
}

fn remaining(answer: &Converted) -> u64 {
    text(&answer.headers, "x-ratelimit-remaining-minute").parse().unwrap()
}

/// How long the caller is asked to wait: at least a second, at most until the bucket is full.
fn retry_after(headers: &HeaderMap) -> u64 {
    let seconds = text(headers, "retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds), "{seconds}");
    seconds
}

fn assert_limited(answer: &Converted) {
    assert_eq!(answer.said(), "429 RATE_LIMIT_EXCEEDED");
    assert_eq!(answer.headers["content-type"], "application/problem+json");
    assert_eq!(answer.body["title"], "Too Many Requests");
    assert_eq!(answer.headers["x-request-id"], answer.body["requestId"].as_str().unwrap());
    retry_after(&answer.headers);
}

on_both! {
    async fn a_secret_key_has_a_number_of_calls_a_minute(app: TestApp) {
        let app = TestApp::start_with(app.backend, &[LIMITS]).await;
        let (first, second) = (app.key_with(&["affiliate:write"]).await, app.key_with(&["affiliate:write"]).await);
        let mut left = Vec::new();
        for _ in 0..5 {
            let answer = call(&app, &[(API_KEY, &first)]).await;
            assert_eq!(answer.said(), "200 ignored");
            assert_eq!(text(&answer.headers, "ratelimit-policy"), "\"key\";q=5;w=60");
            let limit = text(&answer.headers, "ratelimit");
            assert!(limit.starts_with(&format!("\"key\";r={};t=", remaining(&answer))), "{limit}");
            left.push(remaining(&answer));
        }
        assert_eq!(left, [4, 3, 2, 1, 0]);
        let refused = call(&app, &[(API_KEY, &first)]).await;
        assert_limited(&refused);
        // One call of five a minute is free again after twelve seconds.
        assert!(retry_after(&refused.headers) <= 12);
        // Also for a call that would be wrong, and at the other door.
        let wrong = app.convert_with(&[(API_KEY, &first)], json!({ "email": 5 })).await;
        assert_limited(&wrong);
        let request = app.client.post(format!("{}/graphql", app.url)).header(API_KEY, &first);
        assert_eq!(request.json(&json!({ "query": "{ __typename }" })).send().await.unwrap().status(), 429);

        assert_eq!(remaining(&call(&app, &[(API_KEY, &second)]).await), 4, "another key has a minute of its own");
        assert_eq!(call(&app, &[(API_KEY, "nobody's")]).await.said(), "401 UNAUTHORIZED", "who is nobody has none");
        let page = call(&app, &[(PUBLISHABLE_KEY, &app.org.publishable_key)]).await;
        assert_eq!(page.said(), "200 ignored", "nor is a page counted with a backend");
    }

    async fn a_page_has_a_number_of_calls_per_address_and_key(app: TestApp) {
        // The test is its own proxy, to be several visitors.
        let app = TestApp::start_with(app.backend, &[LIMITS, ("trusted_proxies", "127.0.0.1")]).await;
        let campaign = app.campaign(json!({})).await;
        let (organisations, campaigns) = (app.org.publishable_key.as_str(), campaign.publishable_key.as_str());
        let visit = async |key: &str, address: &str| {
            let headers = [(PUBLISHABLE_KEY, key), ("x-forwarded-for", address), ("origin", "https://shop.example")];
            call(&app, &headers).await
        };
        let mut left = Vec::new();
        for _ in 0..3 {
            let answer = visit(organisations, "198.51.100.1").await;
            assert_eq!(text(&answer.headers, "ratelimit-policy"), "\"browser\";q=3;w=60");
            left.push(remaining(&answer));
        }
        assert_eq!(left, [2, 1, 0]);
        let refused = visit(organisations, "198.51.100.1").await;
        assert_limited(&refused);
        assert_eq!(refused.headers["access-control-allow-origin"], "https://shop.example", "the page may read why");
        assert!(text(&refused.headers, "access-control-expose-headers").contains("retry-after"));

        assert_eq!(remaining(&visit(organisations, "198.51.100.2").await), 2, "another visitor");
        assert_eq!(remaining(&visit(campaigns, "198.51.100.1").await), 2, "another key");
        // A customer of IPv6 has a whole network, so that its addresses are one visitor.
        for (nth, address) in ["2001:db8::1", "2001:db8::2", "2001:db8:0:0:ffff::3"].into_iter().enumerate() {
            assert_eq!(remaining(&visit(organisations, address).await), 2 - nth as u64, "{address}");
        }
        assert_limited(&visit(organisations, "2001:db8::4").await);
        assert_eq!(visit(organisations, "2001:db8:0:1::1").await.said(), "200 ignored", "the next network");
        // A busy site is not cut off: the key as a whole has no limit.
        for host in 10..40 {
            assert_eq!(visit(organisations, &format!("198.51.100.{host}")).await.said(), "200 ignored");
        }
    }

    async fn without_limits_an_answer_says_nothing_of_them(app: TestApp) {
        for _ in 0..20 {
            let answer = call(&app, &[(API_KEY, &app.org.key)]).await;
            assert_eq!(answer.said(), "200 ignored");
            assert!(!answer.headers.keys().any(|name| name.as_str().contains("ratelimit")), "{:?}", answer.headers);
        }
    }

    /// A shield before the API, for all that comes from one address. Links stay open: a visitor is
    /// never kept from the shop.
    async fn an_address_is_cut_off_from_the_api_and_never_from_links(app: TestApp) {
        let app = TestApp::start_with(app.backend, &[("limits", "address=20")]).await;
        let campaign = app.campaign(json!({})).await;
        // Setting up has taken some of the twenty; they come back one by one in a minute.
        let graphql = async || app.client.post(format!("{}/graphql", app.url)).send().await.unwrap();
        let conversion =
            async || app.client.post(format!("{}/api/v1/affiliate/conversions", app.url)).send().await.unwrap();
        let legacy =
            async || app.client.get(format!("{}/api/v1/affiliate/legacy-redirect?u=x", app.url)).send().await.unwrap();
        for door in ["graphql", "conversions", "legacy"] {
            let mut answered = 0;
            let refused: Response = loop {
                let response = match door {
                    "graphql" => graphql().await,
                    "conversions" => conversion().await,
                    _ => legacy().await,
                };
                if response.status() == 429 {
                    break response;
                }
                answered += 1;
                assert!(answered <= 40, "{door}: nobody is cut off");
            };
            let (status, headers) = (refused.status().as_u16(), refused.headers().clone());
            assert_limited(&Converted { status, headers, body: refused.json::<Value>().await.unwrap() });
            for _ in 0..30 {
                assert_eq!(app.follow(&campaign.code, &[]).await.status(), 302, "{door}");
            }
        }
        // The snippet is a file for everybody.
        let snippet = app.client.get(format!("{}/affiliate.js", app.url)).send().await.unwrap();
        assert_eq!(snippet.status(), 200);
    }
}

on_both! {
    /// A caller that waits as long as it is told to is served then, and need not try twice.
    async fn who_waits_as_long_as_told_is_served(app: TestApp) {
        for (limits, headers) in [("key=1", true), ("address=1", false)] {
            let app = TestApp::start_with(app.backend, &[("limits", limits)]).await;
            let headers: Vec<_> = headers.then_some((API_KEY, app.org.key.as_str())).into_iter().collect();
            // The one call of this minute is made after now; the next is free a minute after that.
            let before = Instant::now();
            assert_ne!(call(&app, &headers).await.status, 429);
            let refused = call(&app, &headers).await;
            assert_limited(&refused);
            let told = before.elapsed() + Duration::from_secs(retry_after(&refused.headers));
            assert!(told >= Duration::from_secs(60), "{limits}: {told:?} after the first");
        }
    }
}

/// Replicas share nothing but Postgres and Redis, and so they count together.
#[tokio::test(flavor = "multi_thread")]
async fn two_replicas_count_a_key_together() {
    let first = TestApp::start_with(Backend::Postgres, &[LIMITS]).await;
    let second = TestApp::start_on(Backend::Postgres, first.settings.clone()).await;
    let key = first.key_with(&["affiliate:write"]).await;
    let headers = [(API_KEY, key.as_str())];
    let mut left = Vec::new();
    for app in [&first, &second, &first, &second, &second] {
        left.push(remaining(&call(app, &headers).await));
    }
    assert_eq!(left, [4, 3, 2, 1, 0]);
    assert_limited(&call(&first, &headers).await);
    assert_limited(&call(&second, &headers).await);

    let page = [(PUBLISHABLE_KEY, first.org.publishable_key.as_str())];
    for (app, left) in [(&first, 2), (&second, 1), (&first, 0)] {
        assert_eq!(remaining(&call(app, &page).await), left);
    }
    assert_limited(&call(&second, &page).await);
}
