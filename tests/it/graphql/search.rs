//! `search`: finding things by what people remember of them.

use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};

async fn find(app: &TestApp, key: &str, text: &str) -> Vec<String> {
    let document = "query($text: String!) { search(text: $text) { kind id title subtitle } }";
    let found = app.gql_as(key, document, json!({ "text": text })).await["search"].clone();
    let shown = |row: &Value| format!("{} {}", row["kind"].as_str().unwrap(), row["title"].as_str().unwrap());
    found.as_array().unwrap().iter().map(shown).collect()
}

on_both! {
    async fn everything_is_found_by_its_id_and_by_what_it_is_called(app: TestApp) {
        let campaign = app.campaign(json!({ "name": "Spring sale" })).await;
        let alias = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"black-friday\") { link { aliases { id } } userErrors { code } } }";
        let alias = app.mutate(alias, json!({ "l": campaign.link })).await["link"]["aliases"][0]["id"].clone();
        let legacy = "mutation($l: ID!) { legacyLinkCreate(url: \"https://old.example/a\", linkId: $l) { legacyLink { id } userErrors { code } } }";
        let legacy = app.mutate(legacy, json!({ "l": campaign.link })).await["legacyLink"]["id"].clone();
        let made = app.convert(json!({ "clickId": app.click(&campaign.code).await, "email": "Ann@Customer.example" })).await;
        let decision = made.headers["x-introw-decision"].to_str().unwrap();
        let click = app.gql("query($id: ID!) { decision(id: $id) { clickId } }", json!({ "id": decision })).await;
        let own = app.org.key.clone();
        let link = format!("LINK {}", campaign.code);
        let submission = made.body["formSubmissionId"].as_str().unwrap();
        for (text, expected) in [
            (campaign.id.as_str(), vec!["CAMPAIGN Spring sale"]),
            (&campaign.partner, vec!["PARTNER Northwind"]),
            (&campaign.form, vec!["FORM Spring sale conversions"]),
            (&campaign.link, vec![&link]),
            (alias.as_str().unwrap(), vec![&link]),
            (legacy.as_str().unwrap(), vec!["LEGACY_LINK https://old.example/a"]),
            (made.body["conversionId"].as_str().unwrap(), vec!["CONVERSION Ann@Customer.example"]),
            (submission, vec![&format!("SUBMISSION {submission}")]),
            (decision, vec!["DECISION recorded"]),
            (click["decision"]["clickId"].as_str().unwrap(), vec!["DECISION recorded"]),
            (" ann@customer.EXAMPLE ", vec!["CONVERSION Ann@Customer.example"]),
            (&campaign.code, vec![&link]),
            ("BLACK-fri", vec![&link]),
            ("spring", vec!["CAMPAIGN Spring sale", "FORM Spring sale conversions"]),
            ("orthwin", vec!["PARTNER Northwind"]),
            ("customer.example", vec![]),
            ("100%", vec![]),
            ("a\u{7}b", vec![]),
            ("", vec![]),
            (&"x".repeat(400), vec![]),
            ("cmp_00000000000000000000000000", vec![]),
        ] {
            assert_eq!(find(&app, &own, text).await, expected, "{text:?}");
        }
    }

    async fn each_kind_is_found_with_its_scope_alone(app: TestApp) {
        let campaign = app.campaign(json!({ "name": "Northern lights" })).await;
        let made = app.convert(json!({ "clickId": app.click(&campaign.code).await, "email": "north@customer.example" })).await;
        assert_eq!(made.said(), "201 recorded");
        let partners = app.key_with(&["partners:read"]).await;
        assert_eq!(find(&app, &partners, "north").await, ["PARTNER Northwind"]);
        let campaigns = app.key_with(&["campaigns:read"]).await;
        assert_eq!(find(&app, &campaigns, "north").await, ["CAMPAIGN Northern lights", "FORM Northern lights conversions"]);
        assert_eq!(find(&app, &campaigns, "north@customer.example").await, [] as [&str; 0]);
        let stats = app.key_with(&["stats:read"]).await;
        for text in ["north", &campaign.id, &campaign.partner, &campaign.code, made.body["conversionId"].as_str().unwrap()] {
            assert_eq!(find(&app, &stats, text).await, [] as [&str; 0]);
        }
        let other = app.other_org("Globex").await;
        for text in ["north", "north@customer.example", &campaign.id, &campaign.link, &campaign.code] {
            assert_eq!(find(&app, &other.key, text).await, [] as [&str; 0]);
        }
    }
}
