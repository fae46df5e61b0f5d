//! What would have been credited under other rules.

use chrono::Duration;
use serde_json::{Value, json};

use crate::harness::{Campaign, TestApp, on_both};

const WHAT_IF: &str = "query($c: ID!, $from: DateTime!, $to: DateTime!, $days: Int, $model: AttributionModel, $rules: WhatIfRulesInput) { \
    whatIf(campaignId: $c, from: $from, to: $to, windowDays: $days, model: $model, rules: $rules) { \
    calls creditedBefore creditedThen gained lost notJudgedAgain visitorsUnknown \
    partners { partner { name } partnerId creditedBefore creditedThen gained lost } } }";

/// Asks about everything until now.
async fn what_if(app: &TestApp, campaign: &str, otherwise: Value) -> Value {
    let mut variables = json!({ "c": campaign, "from": "2020-01-01T00:00:00Z",
                                "to": (app.clock.now() + Duration::seconds(1)).to_rfc3339() });
    variables.as_object_mut().unwrap().extend(otherwise.as_object().unwrap().clone());
    app.gql(WHAT_IF, variables).await["whatIf"].clone()
}

/// Before, then, gained, lost: over all, and of each partner by name.
fn figures(answer: &Value) -> (Vec<i64>, Vec<(String, Vec<i64>)>) {
    let four = |value: &Value| -> Vec<i64> {
        ["creditedBefore", "creditedThen", "gained", "lost"].iter().map(|name| value[*name].as_i64().unwrap()).collect()
    };
    let mut partners: Vec<_> = answer["partners"]
        .as_array()
        .unwrap()
        .iter()
        .map(|partner| (partner["partner"]["name"].as_str().unwrap().to_owned(), four(partner)))
        .collect();
    partners.sort();
    (four(answer), partners)
}

fn visitor(number: u128) -> String {
    let id = uuid::Builder::from_random_bytes(number.to_be_bytes()).into_uuid();
    format!("irw_vid={id}")
}

async fn convert(app: &TestApp, token: &str, email: &str) -> String {
    app.convert(json!({ "clickId": token, "email": email })).await.reason().to_owned()
}

async fn southwind(app: &TestApp, campaign: &Campaign) -> String {
    let partner = app.partner("Southwind").await;
    app.link(&campaign.id, &partner).await.1
}

on_both! {
    async fn nothing_changes_where_nothing_is_otherwise(app: TestApp) {
        let campaign = app.campaign(json!({ "qualityRules": { "blockDuplicateEmail": true, "blockDisposable": true } })).await;
        let other = southwind(&app, &campaign).await;
        for (code, email) in [
            (&campaign.code, "a@customer.example"), (&other, "a@customer.example"), (&other, "b@customer.example"),
            (&campaign.code, "c@mailinator.com"), (&campaign.code, ""),
        ] {
            let token = app.click(code).await;
            for _ in 0..2 {
                convert(&app, &token, email).await;
            }
        }
        let same = what_if(&app, &campaign.id, json!({})).await;
        assert_eq!(figures(&same), (vec![3, 3, 0, 0], vec![
            ("Northwind".to_owned(), vec![2, 2, 0, 0]), ("Southwind".to_owned(), vec![1, 1, 0, 0])]));
        assert_eq!((&same["calls"], &same["notJudgedAgain"]), (&json!(10), &json!(0)));
    }

    async fn another_window_lets_other_clicks_convert(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionWindowDays": 30 })).await;
        let other = southwind(&app, &campaign).await;
        let (old, young) = (app.click(&campaign.code).await, app.click(&other).await);
        app.clock.advance(Duration::days(20));
        assert_eq!(convert(&app, &young, "").await, "recorded");
        app.clock.advance(Duration::days(20));
        assert_eq!(convert(&app, &old, "").await, "outside_window");
        let longer = what_if(&app, &campaign.id, json!({ "days": 60 })).await;
        assert_eq!(figures(&longer), (vec![1, 2, 1, 0], vec![
            ("Northwind".to_owned(), vec![0, 1, 1, 0]), ("Southwind".to_owned(), vec![1, 1, 0, 0])]));
        let shorter = what_if(&app, &campaign.id, json!({ "days": 7 })).await;
        assert_eq!(figures(&shorter), (vec![1, 0, 0, 1], vec![("Southwind".to_owned(), vec![1, 0, 0, 1])]));
        // Nothing was changed by asking.
        assert_eq!(app.number("SELECT count(*) FROM conversion").await, 1);
    }

    async fn another_model_credits_another_partner(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionModel": "FIRST_CLICK" })).await;
        let other = southwind(&app, &campaign).await;
        for number in 1..=3 {
            let cookie = visitor(number);
            app.click_as(&campaign.code, &[("cookie", &cookie)]).await;
            app.clock.advance(Duration::minutes(1));
            let token = app.click_as(&other, &[("cookie", &cookie)]).await;
            assert_eq!(convert(&app, &token, "").await, "recorded");
        }
        let last = what_if(&app, &campaign.id, json!({ "model": "LAST_CLICK" })).await;
        assert_eq!(figures(&last), (vec![3, 3, 3, 3], vec![
            ("Northwind".to_owned(), vec![3, 0, 0, 3]), ("Southwind".to_owned(), vec![0, 3, 3, 0])]));
        assert_eq!(last["visitorsUnknown"], 0);
        // Visitors are told apart only where the first click counts.
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        convert(&app, &token, "").await;
        let first = what_if(&app, &campaign.id, json!({ "model": "FIRST_CLICK" })).await;
        assert_eq!((figures(&first).0, &first["visitorsUnknown"]), (vec![1, 1, 0, 0], &json!(1)));
    }

    /// A call that would have been refused does not make a duplicate of the next one.
    async fn other_rules_have_consequences(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionWindowDays": 30 })).await;
        let other = southwind(&app, &campaign).await;
        let (one, two) = (app.click(&campaign.code).await, app.click(&other).await);
        app.clock.advance(Duration::days(10));
        assert_eq!(convert(&app, &one, "anna@customer.example").await, "recorded");
        let fresh = app.click(&other).await;
        assert_eq!(convert(&app, &fresh, "anna@customer.example").await, "recorded");
        assert_eq!(convert(&app, &two, "bob@mailinator.com").await, "recorded");
        let once = json!({ "rules": { "blockDuplicateEmail": true } });
        let duplicates = what_if(&app, &campaign.id, once).await;
        assert_eq!(figures(&duplicates), (vec![3, 2, 0, 1], vec![
            ("Northwind".to_owned(), vec![1, 1, 0, 0]), ("Southwind".to_owned(), vec![2, 1, 0, 1])]));
        // With a short window the first call does not count, and so the second is the first.
        let both = json!({ "days": 7, "rules": { "blockDuplicateEmail": true } });
        assert_eq!(figures(&what_if(&app, &campaign.id, both).await), (vec![3, 1, 0, 2], vec![
            ("Northwind".to_owned(), vec![1, 0, 0, 1]), ("Southwind".to_owned(), vec![2, 1, 0, 1])]));
        let disposable = json!({ "rules": { "blockDisposable": true, "excludedDomains": ["CUSTOMER.example"] } });
        assert_eq!(figures(&what_if(&app, &campaign.id, disposable).await).0, [3, 0, 0, 3]);
    }

    async fn a_switched_off_rule_lets_back_in_what_it_refused(app: TestApp) {
        let campaign = app.campaign(json!({ "qualityRules": { "blockSelfReferral": true, "blockDuplicateEmail": true } })).await;
        let document = "mutation($id: ID!) { partnerUpdate(id: $id, input: { email: \"me@northwind.example\" }) { userErrors { message } } }";
        app.mutate(document, json!({ "id": campaign.partner })).await;
        for (email, reason) in [
            ("me@northwind.example", "self_referral"), ("anna@customer.example", "recorded"), ("anna@customer.example", "duplicate_email"),
        ] {
            let token = app.click(&campaign.code).await;
            assert_eq!(convert(&app, &token, email).await, reason);
        }
        let off = json!({ "rules": { "blockSelfReferral": false } });
        assert_eq!(figures(&what_if(&app, &campaign.id, off).await).0, [1, 2, 1, 0]);
        let off = json!({ "rules": { "blockSelfReferral": false, "blockDuplicateEmail": false } });
        assert_eq!(figures(&what_if(&app, &campaign.id, off).await).0, [1, 3, 2, 0]);
        // What the rules cannot change stays refused.
        let document = "mutation($id: ID!) { linkRevoke(id: $id) { userErrors { message } } }";
        let token = app.click(&campaign.code).await;
        app.mutate(document, json!({ "id": campaign.link })).await;
        assert_eq!(convert(&app, &token, "").await, "link_revoked");
        assert_eq!(figures(&what_if(&app, &campaign.id, json!({ "days": 365 })).await).0, [1, 1, 0, 0]);
        // What was kept before there were facts is taken as it was.
        app.execute("UPDATE decision SET facts = NULL WHERE reason = 'recorded'").await;
        let unknown = what_if(&app, &campaign.id, json!({ "rules": { "excludedDomains": ["customer.example"] } })).await;
        assert_eq!((figures(&unknown).0, &unknown["notJudgedAgain"]), (vec![1, 1, 0, 0], &json!(1)));
    }

    async fn what_cannot_be_is_explained(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for (otherwise, said) in [
            (json!({ "days": 0 }), "windowDays: The attribution window is from 1 to 365 days."),
            (json!({ "rules": { "excludedDomains": ["not a domain"] } }), "rules.excludedDomains.0: Give a domain"),
            (json!({ "to": "2019-01-01T00:00:00Z" }), "to: The range ends before it begins."),
        ] {
            let mut variables = json!({ "c": campaign.id, "from": "2020-01-01T00:00:00Z", "to": "2020-02-01T00:00:00Z" });
            variables.as_object_mut().unwrap().extend(otherwise.as_object().unwrap().clone());
            let answer = app.gql_raw(&app.org.key.clone(), WHAT_IF, variables).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{answer:#}");
            assert!(answer["errors"][0]["message"].as_str().unwrap().starts_with(said), "{answer:#}");
        }
        assert_eq!(what_if(&app, "x", json!({})).await, json!(null));
        assert_eq!(what_if(&app, &campaign.partner, json!({})).await, json!(null));
    }
}
