//! Campaigns, links and aliases.

use serde_json::json;

use crate::harness::on_both;

const GENERATE: &str = "mutation($c: ID!, $p: [ID!]!) { linksGenerate(campaignId: $c, partnerIds: $p) { \
                        links { id code revokedAt partner { id } } userErrors { field code } } }";
const ALIAS: &str = "mutation($l: ID!, $slug: String!) { linkAliasCreate(linkId: $l, slug: $slug) { \
                     link { aliases { id slug url } } userErrors { field code } } }";

on_both! {
    async fn a_partner_has_one_link_per_campaign_for_ever(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let second = app.partner("Second").await;
        let both = json!({ "c": campaign.id, "p": [campaign.partner, second, second] });
        let first = app.mutate(GENERATE, both.clone()).await["links"].clone();
        assert_eq!(first.as_array().unwrap().len(), 2);
        assert_eq!(first[0]["code"], campaign.code);
        assert_eq!(first[1]["code"].as_str().unwrap().len(), 8);
        assert_eq!(app.mutate(GENERATE, both.clone()).await["links"], first, "again gives the same");

        let revoke = "mutation($id: ID!) { linkRevoke(id: $id) { link { revokedAt } userErrors { code } } }";
        app.mutate(revoke, json!({ "id": campaign.link })).await;
        let after = app.mutate(GENERATE, both).await["links"].clone();
        assert_eq!(after[0]["code"], campaign.code, "never a new one for a revoked one");
        assert!(after[0]["revokedAt"].is_string());

        let unknown = json!({ "c": campaign.id, "p": [second, "prt_00000000000000000000000000"] });
        let refused = app.gql(GENERATE, unknown).await["linksGenerate"].clone();
        assert_eq!(refused["userErrors"], json!([{ "field": ["partnerIds", "1"], "code": "NOT_FOUND" }]));
    }

    /// Two admins press the button at the same time.
    async fn links_generated_at_once_are_still_one_a_partner(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let partner = app.partner("Second").await;
        let calls = (0..10).map(|_| app.mutate(GENERATE, json!({ "c": campaign.id, "p": [partner] })));
        let made = futures::future::join_all(calls).await;
        assert!(made.iter().all(|payload| payload["links"] == made[0]["links"]), "{made:#?}");
        assert_eq!(app.number("SELECT count(*) FROM link").await, 2);
        assert_eq!(app.number("SELECT count(*) FROM link_address").await, 2);
    }

    async fn an_alias_is_a_slug_that_nobody_else_has(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for (slug, code) in [
            ("", "BLANK"), ("ab", "TOO_SHORT"), ("-abc", "INVALID"), ("abc-", "INVALID"), ("a_b", "INVALID"),
            ("café", "INVALID"), ("аbc", "INVALID"), ("Admin", "RESERVED"), (&"a".repeat(51), "TOO_LONG"), (&campaign.code, "TAKEN"),
        ] {
            let refused = app.gql(ALIAS, json!({ "l": campaign.link, "slug": slug })).await["linkAliasCreate"].clone();
            assert_eq!(refused["userErrors"], json!([{ "field": ["slug"], "code": code }]), "{slug:?}");
        }
        assert_eq!(app.number("SELECT count(*) FROM link_alias").await, 0, "nothing is left of what was refused");

        let made = app.mutate(ALIAS, json!({ "l": campaign.link, "slug": " Black-Friday " })).await;
        let alias = &made["link"]["aliases"][0];
        assert_eq!(alias["slug"], "black-friday");
        assert_eq!(alias["url"], format!("{}/r/black-friday", app.url));
        app.click("BLACK-friday").await;

        let delete = "mutation($id: ID!) { linkAliasDelete(id: $id) { link { aliases { id } } userErrors { code } } }";
        let deleted = app.mutate(delete, json!({ "id": alias["id"] })).await;
        assert_eq!(deleted["link"]["aliases"], json!([]));
        assert_eq!(app.follow("black-friday", &[]).await.status(), 404);
        app.mutate(ALIAS, json!({ "l": campaign.link, "slug": "black-friday" })).await;
        app.click("black-friday").await;
        app.check_invariants().await;
    }

    async fn a_campaign_refuses_what_it_cannot_be(app: TestApp) {
        let create = "mutation($input: CampaignCreateInput!) { campaignCreate(input: $input) { campaign { id } userErrors { field code } } }";
        let own = format!("{}/r/somewhere", app.url);
        for (input, field, code) in [
            (json!({ "name": "", "destinationUrl": "https://a.example" }), json!(["input", "name"]), "BLANK"),
            (json!({ "name": "x", "destinationUrl": "javascript:alert(1)" }), json!(["input", "destinationUrl"]), "INVALID"),
            (json!({ "name": "x", "destinationUrl": "https://user@a.example" }), json!(["input", "destinationUrl"]), "INVALID"),
            (json!({ "name": "x", "destinationUrl": own }), json!(["input", "destinationUrl"]), "INVALID"),
            (json!({ "name": "x", "destinationUrl": "https://a.example", "attributionWindowDays": 0 }), json!(["input", "attributionWindowDays"]), "INVALID"),
            (json!({ "name": "x", "destinationUrl": "https://a.example", "attributionWindowDays": 366 }), json!(["input", "attributionWindowDays"]), "INVALID"),
            (json!({ "name": "x", "destinationUrl": "https://a.example", "allowedOrigins": ["https://ok.example", "*"] }), json!(["input", "allowedOrigins", "1"]), "INVALID"),
            (json!({ "name": "x", "destinationUrl": "https://a.example", "formId": "frm_00000000000000000000000000" }), json!(["input", "formId"]), "NOT_FOUND"),
        ] {
            let refused = app.gql(create, json!({ "input": input })).await["campaignCreate"].clone();
            assert_eq!(refused["userErrors"], json!([{ "field": field, "code": code }]), "{input}");
            assert!(refused["campaign"].is_null());
        }
        assert_eq!(app.number("SELECT count(*) FROM campaign").await, 0);
    }

    /// What a mapping would do is seen before it is set.
    async fn a_mapping_is_previewed_and_set(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let update = "mutation($id: ID!, $input: FormUpdateInput!) { formUpdate(id: $id, input: $input) { form { fields { id label } } userErrors { field message } } }";
        let fields = json!([{ "label": "Seats", "dataType": "NUMBER", "isRequired": true }]);
        let form = app.mutate(update, json!({ "id": campaign.form, "input": { "fields": fields } })).await;
        let seats = &form["form"]["fields"][0]["id"];
        let preview = "query($c: ID!, $m: [FieldMappingInput!], $p: JSON) { fieldMappingsPreview(campaignId: $c, mappings: $m, properties: $p) { \
                       fields { label value } unmapped problems { label message } userErrors { code } } }";
        let rules = json!([{ "property": "seats", "fieldId": seats }]);
        let properties = json!({ "seats": "12", "colour": "red" });
        let would = app.gql(preview, json!({ "c": campaign.id, "m": rules, "p": properties })).await["fieldMappingsPreview"].clone();
        assert_eq!(would["fields"], json!([{ "label": "Seats", "value": 12 }]));
        assert_eq!(would["unmapped"], json!({ "colour": "red" }));
        let now = app.gql(preview, json!({ "c": campaign.id, "p": properties })).await["fieldMappingsPreview"].clone();
        assert_eq!(now["fields"], json!([]));
        assert_eq!(now["problems"][0]["label"], "Seats");

        let set = "mutation($c: ID!, $m: [FieldMappingInput!]!) { fieldMappingsSet(campaignId: $c, mappings: $m) { \
                   campaign { fieldMappings { property fieldId } } userErrors { field code } } }";
        let made = app.mutate(set, json!({ "c": campaign.id, "m": rules })).await;
        assert_eq!(made["campaign"]["fieldMappings"], rules);
        let twice = json!([{ "property": "seats", "fieldId": seats }, { "property": "seats", "fieldId": "nothing" }]);
        let refused = app.gql(set, json!({ "c": campaign.id, "m": twice })).await["fieldMappingsSet"].clone();
        assert_eq!(refused["userErrors"], json!([
            { "field": ["mappings", "1", "property"], "code": "TAKEN" },
            { "field": ["mappings", "1", "fieldId"], "code": "NOT_FOUND" },
        ]));
        assert_eq!(app.number("SELECT count(*) FROM field_mapping").await, 1);
    }
}
