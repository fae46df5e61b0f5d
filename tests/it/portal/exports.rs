//! What a partner sees, as CSV files.

use chrono::Duration;
use reqwest::{Response, StatusCode};
use serde_json::json;

use super::{Visitor, ask, visit};
use crate::harness::{TestApp, on_both};
use crate::rewards::{converted, reviewed};

async fn get(app: &TestApp, as_: &Visitor, file: &str, query: &[(&str, &str)]) -> Response {
    let url = url::Url::parse_with_params(&format!("{}/api/v1/portal/exports/{file}", app.url), query).unwrap();
    let request = app.client.get(url).header("cookie", &as_.cookie).header("x-introw-csrf", &as_.csrf);
    request.send().await.unwrap()
}

/// The rows of a file, the names of the columns first.
async fn rows(app: &TestApp, as_: &Visitor, file: &str, query: &[(&str, &str)]) -> Vec<Vec<String>> {
    let response = get(app, as_, file, query).await;
    assert_eq!(response.status(), StatusCode::OK, "{file}");
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/csv"));
    let text = response.text().await.unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

on_both! {
    async fn files_have_what_the_portal_shows(app: TestApp) {
        let campaign = reviewed(&app, json!({ "name": "=Spring" })).await;
        let anna = visit(&app, &campaign.partner).await;
        let (_, submission) = converted(&app, &campaign, "customer@secret.example").await;
        let decline = "mutation($id: ID!) { submissionDecline(id: $id, reason: \"+1 too many\") { submission { status } userErrors { code } } }";
        app.mutate(decline, json!({ "id": submission })).await;
        app.clock.advance(Duration::minutes(1));
        let create = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"summer\") { link { id } userErrors { code } } }";
        ask(&app, &anna, create, json!({ "l": campaign.link })).await;
        let late = app.click("summer").await;
        let delete = "mutation($p: ID!) { partnerUpdate(id: $p, input: {status: INACTIVE}) { userErrors { code } } }";
        app.mutate(delete, json!({ "p": campaign.partner })).await;
        assert_eq!(app.convert(json!({ "clickId": late, "email": "other@secret.example" })).await.reason(), "partner_inactive");

        let response = get(&app, &anna, "calls.csv", &[]).await;
        let name = response.headers()["content-disposition"].to_str().unwrap().to_owned();
        assert!(name.starts_with("attachment; filename=\"calls_acme_"), "{name}");
        let text = response.text().await.unwrap();
        assert!(!text.contains("secret.example"), "{text}");
        let calls = rows(&app, &anna, "calls.csv", &[]).await;
        assert_eq!(calls[0].join(","), "id,at,outcome,reason,explanation,campaign_id,campaign,link_code,alias,\
            submission_status,decline_reason,reward_status,reward_amount,reward_currency");
        assert_eq!(calls.len(), 3);
        assert_eq!((calls[1][2].as_str(), calls[1][3].as_str(), calls[1][8].as_str()), ("NOT_CREDITED", "partner_inactive", "summer"));
        assert_eq!(calls[1][9..].join(","), ",,,,");
        assert_eq!(calls[2][6..9].join(","), format!("'=Spring,{},", campaign.code));
        assert_eq!(calls[2][9..].join(","), "DECLINED,'+1 too many,REVERSED,12.50,EUR");
        assert_eq!(rows(&app, &anna, "calls.csv", &[("filter", "{\"outcome\":\"CREDITED\"}")]).await.len(), 2);

        let days = rows(&app, &anna, "performance.csv", &[]).await;
        assert_eq!((days.len(), days[0].join(",").as_str()), (31, "start,end,clicks,unique_visitors,conversions,conversion_rate"));
        let sum = |column: usize| days[1..].iter().map(|row| row[column].parse::<i64>().unwrap()).sum::<i64>();
        let seen = ask(&app, &anna, "{ stats { clicks uniqueVisitors conversions } }", json!({})).await["stats"].clone();
        assert_eq!(json!({ "clicks": sum(2), "uniqueVisitors": sum(3), "conversions": sum(4) }), seen);
        assert_eq!(sum(4), 1);
        let by = rows(&app, &anna, "performance.csv", &[("dimension", "ALIAS"), ("timeZone", "UTC")]).await;
        let labels: Vec<_> = by[1..].iter().map(|row| row[1].as_str()).collect();
        assert!(labels.contains(&campaign.code.as_str()), "{labels:?}");

        let months = rows(&app, &anna, "earnings.csv", &[]).await;
        assert_eq!(months[0].join(","), "month,currency,held,payable,reversed");
        assert_eq!(months.last().unwrap()[1..].join(","), "EUR,0.00,0.00,12.50");
        let none = rows(&app, &anna, "earnings.csv", &[("filter", "{\"campaignId\":\"cmp_none\"}")]).await;
        assert!(none[1..].iter().all(|row| row[4] == "0.00"), "{none:?}");
    }

    async fn a_file_has_nothing_of_another_partner(app: TestApp) {
        let campaign = reviewed(&app, json!({ "name": "VICTIM" })).await;
        converted(&app, &campaign, "customer@office.example").await;
        let other = app.partner("Southwind").await;
        let mallory = visit(&app, &other).await;
        let filters = [
            json!({}),
            json!({ "campaignId": campaign.id }),
        ];
        for filter in filters.map(|filter| filter.to_string()) {
            let seen = rows(&app, &mallory, "calls.csv", &[("filter", &filter)]).await;
            assert_eq!(seen.len(), 1, "{filter}: {seen:?}");
            let seen = rows(&app, &mallory, "performance.csv", &[("filter", &filter), ("dimension", "ALIAS")]).await;
            assert_eq!(seen.len(), 1, "{filter}: {seen:?}");
            let seen = rows(&app, &mallory, "performance.csv", &[("filter", &filter)]).await;
            assert!(seen[1..].iter().all(|row| row[2..5] == ["0", "0", "0"]), "{filter}: {seen:?}");
            let seen = rows(&app, &mallory, "earnings.csv", &[("filter", &filter)]).await;
            assert!(seen[1..].iter().all(|row| row[2..] == ["0.00", "0.00", "0.00"]), "{filter}: {seen:?}");
        }
        let link = json!({ "linkId": campaign.link }).to_string();
        assert_eq!(rows(&app, &mallory, "calls.csv", &[("filter", &link)]).await.len(), 1);
        assert_eq!(rows(&app, &mallory, "performance.csv", &[("filter", &link), ("dimension", "DEVICE")]).await.len(), 1);
    }

    async fn only_the_portals_own_pages_and_keys_get_a_file(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let anna = visit(&app, &campaign.partner).await;
        let stranger = Visitor { cookie: String::new(), csrf: String::new() };
        let elsewhere = Visitor { csrf: String::new(), ..anna.clone() };
        assert_eq!(get(&app, &stranger, "calls.csv", &[]).await.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(get(&app, &elsewhere, "calls.csv", &[]).await.status(), StatusCode::FORBIDDEN);
        assert_eq!(get(&app, &anna, "conversions.csv", &[]).await.status(), StatusCode::NOT_FOUND);
        for (file, query) in [
            ("calls.csv", ("from", "2026-01-01")),
            ("calls.csv", ("filter", "{\"email\":\"a\"}")),
            ("performance.csv", ("dimension", "PARTNER")),
            ("performance.csv", ("timeZone", "Mars/Olympus")),
            ("performance.csv", ("colour", "red")),
            ("earnings.csv", ("filter", "[]")),
        ] {
            assert_eq!(get(&app, &anna, file, &[query]).await.status(), StatusCode::BAD_REQUEST, "{file} {query:?}");
        }
        let backwards = [("from", "2026-02-01"), ("to", "2026-01-01")];
        assert_eq!(get(&app, &anna, "performance.csv", &backwards).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(get(&app, &anna, "earnings.csv", &backwards).await.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let secret = app.org.key.clone();
        let by_key = app.client.get(format!("{}/api/v1/portal/exports/calls.csv", app.url)).header("x-api-key", secret);
        assert_eq!(by_key.send().await.unwrap().status(), StatusCode::FORBIDDEN, "a key of the organisation is no partner's");
    }
}
