//! The `Location`: what the destination and the visitor bring to it.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use reqwest::StatusCode;
use serde_json::json;
use url::Url;

use super::location;
use crate::harness::{on_both, token_of};
use crate::wire::{Wire, header, navigation};

/// What has broken redirects elsewhere. Line breaks, quotes and angle brackets are refused in a
/// request's first line.
const HOSTILE: &[&str] = &[
    "&",
    "&&",
    "=",
    "?",
    "#",
    "/",
    "//",
    "..",
    ";",
    ":",
    "@",
    "%",
    "+",
    ",",
    "[",
    "]",
    "(",
    "'",
    "%22",
    "{",
    "|",
    "\\",
    "^",
    "`",
    "~",
    "!",
    "$",
    "*",
    "é",
    "例え",
    "%0d%0aLocation:%20https://evil.example",
    "%0a",
    "%00",
    "%09",
    "%23",
    "%26a=2",
    "%3f",
    "%2f%2fevil.example",
    "//evil.example",
    "\\\\evil.example",
    "@evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "url=",
    "u=",
    "next=",
    "redirect=",
    "a=2",
    "%61=2",
    "A=2",
    "irw_id=",
    "irw_id=x",
    "IRW_ID=x",
    "irw%5fid=x",
    "%69rw_id=x",
    "utm_source=",
    "x=1;a=2",
    "x;irw_id=y",
];

/// The status, eight headers, and the empty line that ends them.
const LINES: usize = 10;

/// The target of a request: a link with a query of hostile pieces.
fn hostile_target(code: &str, random: &mut StdRng) -> String {
    let mut target = format!("/r/{code}?");
    for _ in 0..random.random_range(0..24) {
        match random.random_range(0..4) {
            0 => target.extend((0..random.random_range(1..6)).map(|_| char::from(random.random_range(b'?'..=b'~')))),
            _ => target.push_str(HOSTILE.choose(random).unwrap()),
        }
    }
    target
}

on_both! {
    async fn both_sides_keep_what_they_bring(app: TestApp) {
        let campaign =
            app.campaign(json!({ "destinationUrl": "https://shop.example:8443/landing?a=1&%62=x+y#top" })).await;
        let long = format!("q={}", "x".repeat(2_000));
        for (query, expected) in [
            ("", ""),
            ("?", ""),
            ("?utm_source=mail&utm_campaign=a%20b+c", "&utm_source=mail&utm_campaign=a%20b+c"),
            ("?a=2&b=3&%61=4&c", "&c"),
            ("?A=2", "&A=2"),
            ("?irw_id=forged&IRW_ID=forged&irw%5Fid=forged&x=1", "&x=1"),
            ("?x=1;irw_id=forged&y=2", "&y=2"),
            ("?url=https://evil.example/&next=//evil.example", "&url=https://evil.example/&next=//evil.example"),
            ("?x=%0d%0aSet-Cookie:%20a=b", "&x=%0d%0aSet-Cookie:%20a=b"),
            (&format!("?{long}&no={}&fits=1", "y".repeat(100)), &format!("&{long}&fits=1")),
            (&format!("?no={}&fits=1", "z".repeat(8_000)), "&fits=1"),
        ] {
            let response = app.follow(&format!("{}{query}", campaign.code), &[]).await;
            let token = token_of(&response).unwrap();
            let expected = format!("https://shop.example:8443/landing?a=1&%62=x+y{expected}&irw_id={token}#top");
            assert_eq!(location(&response), expected, "{query}");
        }
    }

    async fn a_destination_needs_no_query_and_no_fragment(app: TestApp) {
        let campaign = app.campaign(json!({ "destinationUrl": "https://bücher.example" })).await;
        let response = app.follow(&campaign.code, &[]).await;
        let token = token_of(&response).unwrap();
        assert_eq!(location(&response), format!("https://xn--bcher-kva.example/?irw_id={token}"));
        let response = app.follow(&format!("{}?b=1", campaign.code), &[]).await;
        let token = token_of(&response).unwrap();
        assert_eq!(location(&response), format!("https://xn--bcher-kva.example/?b=1&irw_id={token}"));
    }

    async fn a_redirect_says_how_it_may_be_treated(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let response = app.follow(&campaign.code, &[]).await;
        assert_eq!(response.status(), StatusCode::FOUND);
        for (name, value) in [
            ("cache-control", "no-store"),
            ("referrer-policy", "strict-origin-when-cross-origin"),
            ("x-robots-tag", "noindex"),
            ("content-length", "0"),
        ] {
            assert_eq!(response.headers()[name], value, "{name}");
        }
        assert!(!response.headers()["x-request-id"].is_empty());
        let mut names: Vec<_> = response.headers().keys().map(|name| name.as_str()).collect();
        names.sort_unstable();
        let expected =
            ["cache-control", "content-length", "date", "location", "referrer-policy", "x-request-id", "x-robots-tag"];
        assert_eq!(names, expected, "and nothing else");
    }

    async fn no_query_changes_where_a_link_leads(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let mut random = StdRng::seed_from_u64(20_251_122);
        for _ in 0..400 {
            let target = hostile_target(&campaign.code, &mut random);
            let mut wire = Wire::to(&app).await;
            wire.send(navigation(target.as_bytes())).await;
            let answer = wire.rest().await;
            assert!(answer.starts_with("HTTP/1.1 302 "), "{target}\n{answer}");
            assert_eq!(answer.lines().count(), LINES, "{target}\n{answer}");
            let location = header(&answer, "location").unwrap();
            assert!(location.bytes().all(|byte| byte.is_ascii_graphic()), "{target}\n{location}");
            let url = Url::parse(location).unwrap();
            assert_eq!(url.origin().ascii_serialization(), "https://shop.example", "{target}\n{location}");
            assert_eq!((url.path(), url.fragment()), ("/landing", Some("top")), "{target}\n{location}");
            let pairs: Vec<_> = url.query_pairs().collect();
            let values = |name: &str| {
                pairs.iter().filter(|(other, _)| other == name).map(|(_, value)| value.len()).collect::<Vec<_>>()
            };
            assert_eq!(values("a"), [1], "the destination's own, once: {target}\n{location}");
            assert_eq!(values("irw_id"), [64], "one token, ours: {target}\n{location}");
            assert_eq!(pairs.last().unwrap().0, "irw_id", "{target}\n{location}");
        }
    }
}
