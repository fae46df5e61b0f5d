//! What a partner sees: links, numbers, and what became of the calls that touched its clicks.

use chrono::Duration;
use entity::id::RewardId;
use entity::value::RewardStatus;
use entity::{conversion, reward};
use introw::store::{Scope, Tx};
use sea_orm::IntoActiveModel;
use serde_json::{Value, json};

use super::{Visitor, add_user, ask, ask_raw, sign_in, visit};
use crate::harness::{TestApp, on_both, token_of};

const CALLS: &str = "query($f: CallFilter) { calls(filter: $f) { totalCount nodes { outcome reason explanation \
                     campaign { name } link { code } alias { slug deletedAt } submissionStatus declineReason rewardStatus } } }";

async fn calls(app: &TestApp, as_: &Visitor, filter: Value) -> Vec<Value> {
    let seen = ask(app, as_, CALLS, json!({ "f": filter })).await["calls"].clone();
    assert_eq!(seen["totalCount"].as_u64().unwrap() as usize, seen["nodes"].as_array().unwrap().len());
    seen["nodes"].as_array().unwrap().clone()
}

/// Gives the one conversion that there is a reward.
async fn reward(app: &TestApp) {
    let conversion = app.org.tenant.find::<conversion::Entity>().one().await.unwrap().unwrap();
    let now = app.clock.now();
    let row = reward::Model {
        organisation_id: app.org.id,
        id: RewardId::new(now),
        conversion_id: conversion.id,
        campaign_id: conversion.campaign_id,
        partner_id: conversion.partner_id,
        link_id: conversion.link_id,
        via: conversion.via,
        status: RewardStatus::Held,
        amount_minor: 500,
        currency: "EUR".to_owned(),
        created_at: now,
        updated_at: now,
    };
    app.org.tenant.write(async |tx: Tx| tx.insert(row.clone().into_active_model()).await).await.unwrap();
}

on_both! {
    async fn a_partner_sees_its_links_and_their_numbers(app: TestApp) {
        let campaign = app.campaign(json!({ "destinationUrl": "https://shop.example/landing?a=1" })).await;
        app.execute("UPDATE organisation SET brand_colour = '#12ab34', logo = 'data:image/png;base64,AA'").await;
        let anna = visit(&app, &campaign.partner).await;
        let create = "mutation($l: ID!, $s: String!) { linkAliasCreate(linkId: $l, slug: $s) { link { aliases { id slug url } } userErrors { field code } } }";
        let made = ask(&app, &anna, create, json!({ "l": campaign.link, "s": " Summer-Sale " })).await["linkAliasCreate"].clone();
        assert_eq!(made["userErrors"], json!([]));
        let alias = made["link"]["aliases"][0].clone();
        assert_eq!((&alias["slug"], &alias["url"]), (&json!("summer-sale"), &json!(format!("{}/r/summer-sale", app.url))));
        let by = app.texts("SELECT actor_kind FROM audit_event WHERE action = 'linkAliasCreate'").await;
        assert_eq!(by, ["PARTNER_USER"]);

        let by_alias = app.click("summer-sale").await;
        app.click_as(&campaign.code, &[("user-agent", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15"), ("sec-fetch-user", "")]).await;
        assert_eq!(app.convert(json!({ "clickId": by_alias })).await.said(), "201 recorded");
        let seen = ask(&app, &anna, "query($l: ID!, $c: ID!, $a: ID!) {
            partner { name status } organisation { name timeZone currency brandColour logo }
            links { totalCount nodes { code url revokedAt campaign { name status destinationHost }
                stats { clicks conversions conversionRate } aliases { slug stats { clicks conversions } } } }
            campaigns { nodes { name link { code } stats { clicks } } }
            link(id: $l) { code }
            all: stats { clicks conversions buckets { clicks conversions } }
            campaign: stats(filter: {campaignId: $c}) { clicks }
            ofLink: stats(filter: {linkId: $l}, bucket: HOUR, timeZone: \"Asia/Kolkata\") { clicks }
            ofAlias: stats(filter: {aliasId: $a}) { clicks conversions }
        }", json!({ "l": campaign.link, "c": campaign.id, "a": alias["id"] })).await;
        assert_eq!(seen["organisation"], json!({ "name": "Acme", "timeZone": "Europe/Brussels", "currency": "EUR", "brandColour": "#12ab34", "logo": "data:image/png;base64,AA" }));
        let clicks = app.number("SELECT count(*) FROM click WHERE label = 'HUMAN'").await;
        assert!(clicks >= 1);
        assert_eq!(seen["links"], json!({ "totalCount": 1, "nodes": [{
            "code": campaign.code, "url": format!("{}/r/{}", app.url, campaign.code), "revokedAt": null,
            "campaign": { "name": "Spring", "status": "ACTIVE", "destinationHost": "shop.example" },
            "stats": { "clicks": clicks, "conversions": 1, "conversionRate": 1.0 / clicks as f64 },
            "aliases": [{ "slug": "summer-sale", "stats": { "clicks": 1, "conversions": 1 } }],
        }] }));
        assert_eq!(seen["campaigns"]["nodes"], json!([{ "name": "Spring", "link": { "code": campaign.code }, "stats": { "clicks": clicks } }]));
        assert_eq!(seen["link"]["code"], campaign.code);
        assert_eq!(seen["all"]["clicks"], clicks);
        let days = seen["all"]["buckets"].as_array().unwrap();
        assert_eq!(days.len(), 30);
        assert_eq!(days.iter().map(|day| day["clicks"].as_i64().unwrap()).sum::<i64>(), clicks);
        assert_eq!((&seen["campaign"]["clicks"], &seen["ofLink"]["clicks"]), (&json!(clicks), &json!(clicks)));
        assert_eq!(seen["ofAlias"], json!({ "clicks": 1, "conversions": 1 }));
        // The same as the organisation sees.
        let admin = app.gql("query($p: ID!) { partner(id: $p) { stats { clicks conversions } } }", json!({ "p": campaign.partner })).await;
        assert_eq!(admin["partner"]["stats"], json!({ "clicks": clicks, "conversions": 1 }));

        let two = ask_raw(&app, &anna, "query($l: ID!, $c: ID!) { stats(filter: {campaignId: $c, linkId: $l}) { clicks } }", json!({ "l": campaign.link, "c": campaign.id })).await;
        assert_eq!(two["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    }

    async fn a_partner_tells_its_numbers_apart_and_compares_them(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let rival = app.partner("Southwind").await;
        let (_, rival_code) = app.link(&campaign.id, &rival).await;
        app.click(&campaign.code).await;
        app.clock.advance(Duration::days(30));
        let anna = visit(&app, &campaign.partner).await;
        let create = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"summer\") { link { aliases { id } } userErrors { code } } }";
        let alias = ask(&app, &anna, create, json!({ "l": campaign.link })).await["linkAliasCreate"]["link"]["aliases"][0]["id"].clone();
        let token = app.click_as("summer", &[("referer", "https://blog.example/post")]).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        app.click(&rival_code).await;
        let seen = ask(&app, &anna, "{
            stats { from to timeZone clicks previous { clicks conversions conversionRate } }
            partner { lastActivityAt }
            campaign: statsBy(dimension: CAMPAIGN) { key label clicks conversions }
            alias: statsBy(dimension: ALIAS) { key label clicks }
            referrer: statsBy(dimension: REFERRER_HOST) { key label clicks uniqueVisitors conversionRate }
            device: statsBy(dimension: DEVICE) { key clicks }
            country: statsBy(dimension: COUNTRY) { key clicks }
            none: statsBy(dimension: DEVICE, first: 0) { key }
        }", json!({})).await;
        assert_eq!(seen["stats"]["previous"], json!({ "clicks": 1, "conversions": 0, "conversionRate": 0.0 }));
        assert_eq!((&seen["stats"]["clicks"], &seen["stats"]["timeZone"]), (&json!(1), &json!("Europe/Brussels")));
        assert!(seen["partner"]["lastActivityAt"].is_string());
        assert_eq!(seen["campaign"], json!([{ "key": campaign.id, "label": "Spring", "clicks": 1, "conversions": 1 }]));
        assert_eq!(seen["alias"], json!([{ "key": alias, "label": "summer", "clicks": 1 }]));
        assert_eq!(seen["referrer"], json!([{ "key": "blog.example", "label": "blog.example", "clicks": 1, "uniqueVisitors": 1, "conversionRate": 1.0 }]));
        assert_eq!((&seen["device"][0]["clicks"], &seen["country"][0]["clicks"], &seen["none"]), (&json!(1), &json!(1), &json!([])));
        let many = ask_raw(&app, &anna, "{ statsBy(dimension: DEVICE, first: 1001) { key } }", json!({})).await;
        assert_eq!(many["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    }

    async fn a_link_and_its_aliases_have_qr_codes_of_their_own(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let anna = visit(&app, &campaign.partner).await;
        let create = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"summer\") { link { url qrCode aliases { url qrCode } } userErrors { code } } }";
        let link = ask(&app, &anna, create, json!({ "l": campaign.link })).await["linkAliasCreate"]["link"].clone();
        let code = |of: &Value| introw::domain::link::qr_code(of["url"].as_str().unwrap()).unwrap();
        assert_eq!(link["qrCode"], code(&link));
        assert_eq!(link["aliases"][0]["qrCode"], code(&link["aliases"][0]));
        assert_ne!(link["qrCode"], link["aliases"][0]["qrCode"]);
    }

    async fn a_partner_adds_and_deletes_aliases_of_its_own_links(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let anna = visit(&app, &campaign.partner).await;
        let free = "query($s: String!) { linkAliasAvailable(slug: $s) { slug available userErrors { field code } } }";
        let asked = async |slug: &str| ask(&app, &anna, free, json!({ "s": slug })).await["linkAliasAvailable"].clone();
        assert_eq!(asked(" Summer ").await, json!({ "slug": "summer", "available": true, "userErrors": [] }));
        for (slug, code) in [("", "BLANK"), ("ab", "TOO_SHORT"), ("a\u{1}b", "INVALID"), ("admin", "RESERVED"), ("-x-", "INVALID")] {
            let answer = asked(slug).await;
            assert_eq!(answer, json!({ "slug": null, "available": false, "userErrors": [{ "field": ["slug"], "code": code }] }), "{slug}");
        }
        // Somebody else's, of another organisation too.
        assert_eq!(asked(&campaign.code).await["userErrors"][0]["code"], "TAKEN");

        let create = "mutation($l: ID!, $s: String!) { linkAliasCreate(linkId: $l, slug: $s) { link { aliases { id slug } } userErrors { field code } } }";
        let made = ask(&app, &anna, create, json!({ "l": campaign.link, "s": "summer" })).await["linkAliasCreate"].clone();
        assert_eq!(asked("summer").await["available"], false);
        let taken = ask(&app, &anna, create, json!({ "l": campaign.link, "s": "Summer" })).await["linkAliasCreate"].clone();
        assert_eq!(taken["userErrors"], json!([{ "field": ["slug"], "code": "TAKEN" }]));
        assert_eq!(app.follow("summer", &[]).await.status(), 302);
        let delete = "mutation($a: ID!) { linkAliasDelete(id: $a) { link { aliases { slug } } userErrors { code } } }";
        let gone = ask(&app, &anna, delete, json!({ "a": made["link"]["aliases"][0]["id"] })).await["linkAliasDelete"].clone();
        assert_eq!(gone, json!({ "link": { "aliases": [] }, "userErrors": [] }));
        assert_eq!(app.follow("summer", &[]).await.status(), 404);
        assert_eq!(asked("summer").await["available"], true);
    }

    async fn a_partner_learns_what_became_of_every_call_that_touched_its_clicks(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionWindowDays": 30 })).await;
        let create = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"blog-post\") { link { aliases { id } } userErrors { code } } }";
        let alias = app.mutate(create, json!({ "l": campaign.link })).await["link"]["aliases"][0]["id"].clone();
        let token = app.click("blog-post").await;
        assert_eq!(app.convert(json!({ "clickId": token, "email": "customer@secret.example", "properties": { "plan": "secret" } })).await.said(), "201 recorded");
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "200 duplicate");
        app.mutate("mutation($a: ID!) { linkAliasDelete(id: $a) { userErrors { code } } }", json!({ "a": alias })).await;
        let late = app.click(&campaign.code).await;
        app.clock.advance(Duration::days(31));
        assert_eq!(app.convert(json!({ "clickId": late })).await.reason(), "outside_window");
        assert_eq!(app.convert(json!({ "clickId": "junk" })).await.said(), "200 ignored");
        reward(&app).await;

        let anna = sign_in(&app, &add_user(&app, &campaign.partner, "late@user.example").await).await;
        let seen = calls(&app, &anna, json!({})).await;
        let said: Vec<_> = seen.iter().map(|call| (call["outcome"].as_str().unwrap(), call["reason"].as_str().unwrap())).collect();
        assert_eq!(said, [("NOT_CREDITED", "outside_window"), ("DUPLICATE", "already_converted"), ("CREDITED", "recorded")]);
        assert_eq!(seen[2]["alias"]["slug"], "blog-post");
        assert!(seen[2]["alias"]["deletedAt"].is_string(), "how they came is known although the alias is deleted");
        assert_eq!((&seen[2]["submissionStatus"], &seen[0]["submissionStatus"]), (&json!("AUTO_ACCEPTED"), &Value::Null));
        assert_eq!((&seen[2]["rewardStatus"], &seen[0]["rewardStatus"]), (&json!("HELD"), &Value::Null));
        assert_eq!((&seen[0]["alias"], &seen[0]["link"]["code"]), (&Value::Null, &json!(campaign.code)));
        assert_eq!(seen[1]["alias"]["slug"], "blog-post");
        assert!(seen.iter().all(|call| call["campaign"]["name"] == "Spring" && call["explanation"].as_str().unwrap().ends_with('.')));
        let text = json!(seen).to_string();
        assert!(!text.contains("secret") && !text.contains("customer@"), "{text}");

        for (filter, count) in [
            (json!({ "outcome": "CREDITED" }), 1),
            (json!({ "outcome": "DUPLICATE" }), 1),
            (json!({ "outcome": "NOT_CREDITED" }), 1),
            (json!({ "campaignId": campaign.id }), 3),
            (json!({ "linkId": campaign.link }), 3),
            (json!({ "linkId": "lnk_none" }), 0),
            (json!({ "from": app.clock.now() - Duration::days(1) }), 1),
            (json!({ "to": app.clock.now() - Duration::days(1) }), 2),
        ] {
            assert_eq!(calls(&app, &anna, filter.clone()).await.len(), count, "{filter}");
        }
    }

    /// Both learn of it, each its own part.
    async fn where_the_first_click_is_credited_both_partners_see_the_call(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionModel": "FIRST_CLICK" })).await;
        let second = app.partner("Southwind").await;
        let (_, second_code) = app.link(&campaign.id, &second).await;
        let first_click = app.follow(&campaign.code, &[]).await;
        let cookie = first_click.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        let token = token_of(&app.follow(&second_code, &[("cookie", &cookie)]).await).unwrap();
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");

        let (north, south) = (visit(&app, &campaign.partner).await, visit(&app, &second).await);
        let credited = calls(&app, &north, json!({})).await;
        assert_eq!((&credited[0]["outcome"], &credited[0]["link"]["code"]), (&json!("CREDITED"), &json!(campaign.code)));
        assert_eq!(credited[0]["submissionStatus"], "AUTO_ACCEPTED");
        let other = calls(&app, &south, json!({})).await;
        assert_eq!((&other[0]["outcome"], &other[0]["reason"]), (&json!("NOT_CREDITED"), &json!("earlier_click")));
        assert_eq!((&other[0]["link"]["code"], &other[0]["submissionStatus"]), (&json!(second_code), &Value::Null));
        assert!(other[0]["explanation"].as_str().unwrap().contains("another partner"));
        assert_eq!(calls(&app, &south, json!({ "outcome": "NOT_CREDITED" })).await.len(), 1);
        assert_eq!(calls(&app, &south, json!({ "outcome": "CREDITED" })).await.len(), 0);
        let numbers = "{ stats { clicks conversions } }";
        assert_eq!(ask(&app, &north, numbers, json!({})).await["stats"]["conversions"], 1);
        assert_eq!(ask(&app, &south, numbers, json!({})).await["stats"]["conversions"], 0);
    }
}
