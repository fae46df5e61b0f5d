//! Why a conversion is credited as it is: the clicks that there were, every check, what came of it.

use chrono::Duration;
use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};
use crate::rewards::{act, reviewed};

const TRAIL: &str = "query($id: ID!) { conversion(id: $id) { outcome trail { at kind title detail verdict } \
                     click { id label } creditedClick { id } } }";

const DECISION: &str = "query($id: ID!) { decision(id: $id) { reason meaning howToFix explanation moreCandidates \
                        candidates { clickId at credited whyNot label referrerHost device link { id } partner { name } } \
                        customer { domain disposable selfReferral convertedInCampaign convertedBefore } \
                        settings { version attributionWindowDays attributionModel reward { amount } conversionCount \
                        qualityRules { blockSelfReferral } change { action actorKind } } } }";

/// A visitor with this number, who keeps cookies.
fn visitor(number: u128) -> String {
    let id = uuid::Builder::from_random_bytes(number.to_be_bytes()).into_uuid();
    format!("irw_vid={id}")
}

async fn trail(app: &TestApp, conversion: &Value) -> Value {
    app.gql(TRAIL, json!({ "id": conversion })).await["conversion"].clone()
}

/// The entries of a kind: their titles and details.
fn of_kind(trail: &Value, kind: &str) -> Vec<(String, String)> {
    let entries = trail["trail"].as_array().unwrap().iter().filter(|entry| entry["kind"] == kind);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    entries.map(|entry| (text(&entry["title"]), text(&entry["detail"]))).collect()
}

async fn decision(app: &TestApp, id: &str) -> Value {
    app.gql(DECISION, json!({ "id": id })).await["decision"].clone()
}

fn decision_of(answer: &crate::harness::Converted) -> String {
    answer.headers["x-introw-decision"].to_str().unwrap().to_owned()
}

on_both! {
    async fn a_conversion_tells_its_whole_story(app: TestApp) {
        let campaign = reviewed(&app, json!({ "attributionWindowDays": 30, "qualityRules": { "blockSelfReferral": true } })).await;
        let token = app.click_as(&campaign.code, &[("referer", "https://blog.example/post")]).await;
        let answer = app.convert(json!({ "clickId": token, "email": "anna@customer.example" })).await;
        let again = app.convert(json!({ "clickId": token, "email": "anna@customer.example" })).await;
        assert_eq!(again.said(), "200 duplicate");
        let document = "query($id: ID!) { conversion(id: $id) { submission { id } } }";
        let submission = app.gql(document, json!({ "id": answer.body["conversionId"] })).await;
        let submission = submission["conversion"]["submission"]["id"].as_str().unwrap().to_owned();
        app.clock.advance(Duration::hours(1));
        act(&app, "submissionAccept", &submission).await;
        app.clock.advance(Duration::hours(1));
        act(&app, "submissionReopen", &submission).await;
        let document = "mutation($id: ID!) { submissionDecline(id: $id, reason: \"Refunded\") { userErrors { message } } }";
        app.clock.advance(Duration::hours(1));
        app.mutate(document, json!({ "id": submission })).await;

        let trail = trail(&app, &answer.body["conversionId"]).await;
        assert_eq!(trail["outcome"], "Credited to Northwind because its click was the last within 30 days.");
        assert_eq!(trail["click"], json!({ "id": trail["creditedClick"]["id"], "label": "HUMAN" }));
        let clicks = of_kind(&trail, "CLICK");
        assert_eq!(clicks.len(), 1);
        assert_eq!(clicks[0].0, format!("Click on Northwind's link {}", campaign.code));
        assert!(clicks[0].1.starts_with("By a person, from blog.example"), "{clicks:?}");
        assert!(clicks[0].1.ends_with("Its token was sent. Credited."), "{clicks:?}");
        let settings = of_kind(&trail, "SETTINGS");
        assert_eq!(settings[0].0, "Judged by version 1 of the campaign's settings");
        assert!(settings[0].1.starts_with("The last click within 30 days;") && settings[0].1.ends_with("reward: 12.50 EUR."), "{settings:?}");
        let checks = of_kind(&trail, "CHECK");
        for (title, detail) in [
            ("Click token", "signed with key 1"),
            ("Campaign of the key", "the key is good for every campaign"),
            ("Self-referral", "not the partner's"),
            ("Disposable addresses", "the rule is switched off"),
        ] {
            assert!(checks.iter().any(|check| check.0 == title && check.1 == detail), "{title}: {checks:?}");
        }
        let verdict = |title: &str| {
            let entries = trail["trail"].as_array().unwrap();
            entries.iter().find(|entry| entry["title"] == title).unwrap()["verdict"].clone()
        };
        assert_eq!((verdict("Self-referral"), verdict("Disposable addresses")), (json!("PASS"), json!("SKIP")));
        assert_eq!(of_kind(&trail, "CONVERSION")[0].1, "Sent by a backend.");
        assert_eq!(of_kind(&trail, "SUBMISSION"), [("Submission made: PENDING".to_owned(), String::new())]);
        let calls = of_kind(&trail, "CALL");
        assert_eq!(calls, [("Another call for this click: duplicate".to_owned(), "A click converts once: converted before.".to_owned())]);
        let reviews = of_kind(&trail, "REVIEW");
        let titles: Vec<_> = reviews.iter().map(|review| review.0.as_str()).collect();
        assert_eq!(titles, ["Submission accepted: ACCEPTED", "Submission reopened: PENDING", "Submission declined: DECLINED"]);
        assert!(reviews[2].1.starts_with("By key key_") && reviews[2].1.ends_with("Reason: Refunded"), "{reviews:?}");
        let rewards: Vec<_> = of_kind(&trail, "REWARD").into_iter().map(|entry| entry.0).collect();
        assert_eq!(rewards, ["held", "payable", "held", "reversed"].map(|status| format!("Reward of 12.50 EUR is {status}")));
        // One list, in the order in which it happened.
        let times: Vec<_> = trail["trail"].as_array().unwrap().iter().map(|entry| entry["at"].as_str().unwrap().to_owned()).collect();
        assert!(times.is_sorted());
        let kinds: Vec<_> = trail["trail"].as_array().unwrap().iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds.first(), Some(&"CLICK"));
        assert_eq!(&kinds[kinds.len() - 2..], ["REVIEW", "REWARD"]);
    }

    async fn every_click_of_the_visitor_says_why_it_is_not_credited(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionModel": "FIRST_CLICK", "attributionWindowDays": 30 })).await;
        let mut codes = vec![(campaign.code.clone(), campaign.link.clone())];
        for name in ["Revoked", "Inactive", "Southwind"] {
            let partner = app.partner(name).await;
            let (link, code) = app.link(&campaign.id, &partner).await;
            codes.push((code, link));
        }
        let cookie = visitor(7);
        let cookies: &[(&str, &str)] = &[("cookie", &cookie)];
        // Too old; revoked; of an inactive partner; the first that counts; a later one, and another visitor's.
        app.click_as(&codes[0].0, cookies).await;
        app.clock.advance(Duration::days(31));
        for (code, _) in [&codes[1], &codes[2], &codes[3]] {
            app.click_as(code, cookies).await;
            app.clock.advance(Duration::minutes(1));
        }
        app.click_as(&codes[0].0, &[("cookie", &visitor(8))]).await;
        app.clock.advance(Duration::minutes(1));
        let token = app.click_as(&codes[0].0, cookies).await;
        let document = "mutation($l: ID!) { linkRevoke(id: $l) { userErrors { message } } }";
        app.mutate(document, json!({ "l": codes[1].1 })).await;
        let partners = app.gql("{ partners(filter: { search: \"Inactive\" }) { nodes { id } } }", json!({})).await;
        let document = "mutation($id: ID!) { partnerUpdate(id: $id, input: { status: INACTIVE }) { userErrors { message } } }";
        app.mutate(document, json!({ "id": partners["partners"]["nodes"][0]["id"] })).await;

        let answer = app.convert(json!({ "clickId": token })).await;
        assert_eq!(answer.said(), "201 recorded");
        let decided = decision(&app, &decision_of(&answer)).await;
        let why: Vec<_> = decided["candidates"]
            .as_array()
            .unwrap()
            .iter()
            .map(|click| (click["partner"]["name"].as_str().unwrap(), click["whyNot"].as_str().unwrap_or("credited")))
            .collect();
        assert_eq!(why, [
            ("Northwind", "It was older than the window of 30 days."),
            ("Revoked", "Its link was revoked."),
            ("Inactive", "Its partner was not active."),
            ("Southwind", "credited"),
            ("Northwind", "The campaign credits the first click, and another one was earlier."),
        ]);
        let credited: Vec<_> = decided["candidates"].as_array().unwrap().iter().map(|click| click["credited"] == true).collect();
        assert_eq!(credited, [false, false, false, true, false]);
        assert_eq!(decided["moreCandidates"], 0);
        let trail = trail(&app, &answer.body["conversionId"]).await;
        assert_eq!(trail["outcome"], "Credited to Southwind because its click was the first within 30 days.");
        assert_eq!(of_kind(&trail, "CLICK").len(), 5);

        // A refused call shows the same clicks, and credits none.
        let refused = app.convert(json!({ "clickId": token })).await;
        let decided = decision(&app, &decision_of(&refused)).await;
        let clicks = decided["candidates"].as_array().unwrap();
        assert_eq!(clicks.len(), 5);
        assert!(clicks.iter().all(|click| click["whyNot"] == "Nothing was recorded, so no click is credited."), "{clicks:?}");
    }

    async fn of_very_many_clicks_the_newest_and_the_credited_are_kept(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionModel": "FIRST_CLICK" })).await;
        let cookie = visitor(9);
        let mut tokens = Vec::new();
        for _ in 0..56 {
            tokens.push(app.click_as(&campaign.code, &[("cookie", &cookie)]).await);
            app.clock.advance(Duration::seconds(1));
        }
        let answer = app.convert(json!({ "clickId": tokens[2] })).await;
        let decided = decision(&app, &decision_of(&answer)).await;
        let clicks = decided["candidates"].as_array().unwrap();
        assert_eq!((clicks.len(), &decided["moreCandidates"]), (50, &json!(6)));
        assert_eq!(clicks[0]["credited"], true, "the first of all is kept");
        let trail = trail(&app, &answer.body["conversionId"]).await;
        assert!(of_kind(&trail, "CLICK").iter().any(|(title, _)| title == "6 more clicks of this visitor"));
    }

    async fn what_is_known_of_the_customer_is_kept_whichever_rules_are_on(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let document = "mutation($id: ID!) { partnerUpdate(id: $id, input: { email: \"me@northwind.example\" }) { userErrors { message } } }";
        app.mutate(document, json!({ "id": campaign.partner })).await;
        let mut customers = Vec::new();
        for email in ["a@mailinator.com", "sales@northwind.example", "anna@customer.example", "anna@customer.example", ""] {
            let token = app.click(&campaign.code).await;
            let answer = app.convert(json!({ "clickId": token, "email": email })).await;
            assert_eq!(answer.said(), "201 recorded");
            customers.push(decision(&app, &decision_of(&answer)).await["customer"].clone());
        }
        let customer = |domain: &str, disposable: bool, shared: Value, converted: bool| {
            json!({ "domain": domain, "disposable": disposable, "selfReferral": shared,
                    "convertedInCampaign": converted, "convertedBefore": converted })
        };
        assert_eq!(customers, [
            customer("mailinator.com", true, json!(null), false),
            customer("northwind.example", false, json!("same domain"), false),
            customer("customer.example", false, json!(null), false),
            customer("customer.example", false, json!(null), true),
            json!(null),
        ]);
        let kept = app.texts("SELECT CAST(facts AS text) FROM decision").await.concat();
        assert!(!kept.contains("anna") && !kept.contains("sales@"), "no address is kept with a decision");
        let other = app.campaign(json!({ "name": "Autumn" })).await;
        let token = app.click(&other.code).await;
        let answer = app.convert(json!({ "clickId": token, "email": "anna@customer.example" })).await;
        let known = decision(&app, &decision_of(&answer)).await["customer"].clone();
        assert_eq!((&known["convertedInCampaign"], &known["convertedBefore"]), (&json!(false), &json!(true)));
    }

    async fn a_decision_names_the_settings_that_judged(app: TestApp) {
        let campaign = app.campaign(json!({ "reward": { "amount": "1" } })).await;
        let mut decided = Vec::new();
        for days in [30, 60] {
            let document = "mutation($id: ID!, $days: Int) { campaignUpdate(id: $id, input: { attributionWindowDays: $days }) { userErrors { message } } }";
            app.mutate(document, json!({ "id": campaign.id, "days": days })).await;
            let token = app.click(&campaign.code).await;
            let answer = app.convert(json!({ "clickId": token })).await;
            decided.push(decision(&app, &decision_of(&answer)).await["settings"].clone());
        }
        for (settings, (version, days)) in decided.iter().zip([(2, 30), (3, 60)]) {
            assert_eq!(settings["version"], version);
            assert_eq!(settings["attributionWindowDays"], days);
            assert_eq!(settings["conversionCount"], 1);
            assert_eq!(settings["change"], json!({ "action": "campaignUpdate", "actorKind": "KEY" }));
        }
        let document = "query($id: ID!) { campaign(id: $id) { versions { version attributionWindowDays conversionCount from change { action actorId after } } } }";
        let versions = app.gql(document, json!({ "id": campaign.id })).await["campaign"]["versions"].clone();
        let shown: Vec<_> = versions.as_array().unwrap().iter().map(|version| (
            version["version"].as_i64().unwrap(), version["attributionWindowDays"].as_i64().unwrap(), version["conversionCount"].as_i64().unwrap(),
            version["change"]["action"].as_str().unwrap(),
        )).collect();
        assert_eq!(shown, [(3, 60, 1, "campaignUpdate"), (2, 30, 1, "campaignUpdate"), (1, 90, 0, "campaignCreate")]);
        assert_eq!(versions[0]["change"]["after"]["attributionWindowDays"], 60);
    }

    async fn a_trail_is_for_who_may_read_all_that_it_names(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        let answer = app.convert(json!({ "clickId": token })).await;
        for (scopes, may) in [
            (&["affiliate:read", "campaigns:read", "partners:read"][..], true),
            (&["affiliate:read", "campaigns:read"], false),
            (&["affiliate:read", "partners:read"], false),
        ] {
            let key = app.key_with(scopes).await;
            for field in ["outcome", "trail { title }"] {
                let document = format!("query($id: ID!) {{ conversion(id: $id) {{ id {field} }} }}");
                let answer = app.gql_raw(&key, &document, json!({ "id": answer.body["conversionId"] })).await;
                assert_eq!(answer["errors"].is_null(), may, "{scopes:?}: {answer:#}");
                assert!(answer["data"]["conversion"]["id"].is_string(), "the rest is given: {answer:#}");
            }
        }
    }

    async fn a_figure_opens_the_clicks_that_it_counts(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let alias = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"spring\") { userErrors { message } } }";
        app.mutate(alias, json!({ "l": campaign.link })).await;
        let other = app.campaign(json!({ "name": "Autumn" })).await;
        let before = app.clock.now();
        let token = app.click(&campaign.code).await;
        app.clock.advance(Duration::seconds(20));
        let middle = app.clock.now();
        app.follow("spring", &[]).await;
        app.follow(&other.code, &[("user-agent", "Googlebot/2.1 (+http://www.google.com/bot.html)")]).await;
        let made = app.convert(json!({ "clickId": token })).await;
        let clicks = async |filter: Value| {
            let document = "query($filter: ClickFilter) { clicks(filter: $filter, orderBy: { direction: ASC }) { totalCount nodes { \
                            id label alias { slug } link { id } campaign { id } partner { id } conversion { id } device browser os country referrerHost at } } }";
            app.gql(document, json!({ "filter": filter })).await["clicks"].clone()
        };
        let all = clicks(json!({})).await;
        assert_eq!(all["totalCount"], 3);
        let first = &all["nodes"][0];
        assert_eq!(first["conversion"]["id"], made.body["conversionId"]);
        assert_eq!((&first["alias"], &first["label"]), (&json!(null), &json!("HUMAN")));
        assert_eq!(first["browser"], "Chrome");
        assert_eq!(all["nodes"][1]["alias"]["slug"], "spring");
        assert_eq!(all["nodes"][2]["label"], "CRAWLER");
        for (filter, expected) in [
            (json!({ "linkId": campaign.link }), 2),
            (json!({ "partnerId": other.partner }), 1),
            (json!({ "campaignId": campaign.id, "label": "HUMAN" }), 2),
            (json!({ "label": "REPEAT" }), 0),
            (json!({ "from": before.to_rfc3339(), "to": middle.to_rfc3339() }), 1),
            (json!({ "from": middle.to_rfc3339() }), 2),
            (json!({ "linkId": "x" }), 0),
        ] {
            let part = clicks(filter.clone()).await;
            assert_eq!((&part["totalCount"], part["nodes"].as_array().unwrap().len()), (&json!(expected), expected), "{filter}");
        }
        let document = "query($id: ID!) { click(id: $id) { id label } }";
        assert_eq!(app.gql(document, json!({ "id": first["id"] })).await["click"], json!({ "id": first["id"], "label": "HUMAN" }));
        for nobody in ["x", &campaign.link] {
            assert_eq!(app.gql(document, json!({ "id": nobody })).await["click"], json!(null));
        }
    }
}
