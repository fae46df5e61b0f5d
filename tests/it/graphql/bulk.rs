//! Many at once, and what pages need of partners, links, campaigns and forms.

use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};

const ABSENT: &str = "prt_00000000000000000000000000";

async fn names(app: &TestApp, order: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut after = Value::Null;
    loop {
        let document = format!(
            "query($after: String) {{ partners(first: 2, after: $after, orderBy: {{field: NAME, direction: {order}}}) {{ \
             nodes {{ name }} pageInfo {{ hasNextPage endCursor }} }} }}"
        );
        let page = app.gql(&document, json!({ "after": after })).await["partners"].clone();
        names.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["name"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] == false {
            return names;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

on_both! {
    async fn partners_are_sorted_by_name_and_found_by_what_they_have(app: TestApp) {
        for name in ["delta", "Alpha", "charlie", "Bravo", "alpha", "ECHO"] {
            app.partner(name).await;
        }
        let rising = ["alpha", "alpha", "bravo", "charlie", "delta", "echo"];
        let lower = |names: Vec<String>| -> Vec<String> { names.iter().map(|name| name.to_lowercase()).collect() };
        assert_eq!(lower(names(&app, "ASC").await), rising);
        assert_eq!(lower(names(&app, "DESC").await), rising.iter().rev().copied().collect::<Vec<_>>());
        let from_end = "{ partners(last: 2, orderBy: {field: NAME, direction: ASC}) { nodes { name } pageInfo { startCursor } } }";
        let end = app.gql(from_end, json!({})).await["partners"].clone();
        assert_eq!(end["nodes"], json!([{ "name": "delta" }, { "name": "ECHO" }]));
        let before = "query($before: String) { partners(last: 2, before: $before, orderBy: {field: NAME, direction: ASC}) { nodes { name } } }";
        let middle = app.gql(before, json!({ "before": end["pageInfo"]["startCursor"] })).await["partners"].clone();
        assert_eq!(middle["nodes"], json!([{ "name": "Bravo" }, { "name": "charlie" }]));
        // A cursor is good for its order alone.
        let by_time = "query($after: String) { partners(after: $after, orderBy: {direction: ASC}) { nodes { name } } }";
        let refused = app.gql_raw(&app.org.key, by_time, json!({ "after": end["pageInfo"]["startCursor"] })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "BAD_REQUEST");

        let update = "mutation($id: ID!, $input: PartnerUpdateInput!) { partnerUpdate(id: $id, input: $input) { partner { notes } userErrors { field code } } }";
        let id = app.partner("Zulu").await;
        let input = json!({ "email": "z@findme.example", "notes": " two\nlines " });
        assert_eq!(app.mutate(update, json!({ "id": id, "input": input })).await["partner"]["notes"], "two\nlines");
        for (notes, code) in [("a\u{7}b".to_owned(), "INVALID"), ("x".repeat(10_001), "TOO_LONG")] {
            let refused = app.gql(update, json!({ "id": id, "input": { "notes": notes } })).await["partnerUpdate"].clone();
            assert_eq!(refused["userErrors"], json!([{ "field": ["input", "notes"], "code": code }]));
        }
        let search = "query($text: String!) { partners(filter: {search: $text, status: ACTIVE}) { nodes { name } } }";
        let find = async |text: &str| app.gql(search, json!({ "text": text })).await["partners"]["nodes"].clone();
        assert_eq!(find("FINDME").await, json!([{ "name": "Zulu" }]));
        assert_eq!(find("\u{7}").await, json!([]));
        assert_eq!(find(" ").await.as_array().unwrap().len(), 7);
    }

    async fn the_status_of_many_partners_is_set_at_once(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let second = app.partner("Second").await;
        app.click(&campaign.code).await;
        let set = "mutation($ids: [ID!]!, $status: PartnerStatus!) { partnersSetStatus(ids: $ids, status: $status) { \
                   results { partner { name status } error { field code } } userErrors { field code } } }";
        let done = app.mutate(set, json!({ "ids": [campaign.partner, ABSENT, second], "status": "INACTIVE" })).await;
        assert_eq!(done["results"], json!([
            { "partner": { "name": "Northwind", "status": "INACTIVE" }, "error": null },
            { "partner": null, "error": { "field": ["ids", "1"], "code": "NOT_FOUND" } },
            { "partner": { "name": "Second", "status": "INACTIVE" }, "error": null },
        ]));
        let response = app.follow(&campaign.code, &[]).await;
        assert!(crate::harness::token_of(&response).is_none(), "the redirect knows at once");
        app.mutate(set, json!({ "ids": [second], "status": "INACTIVE" })).await;
        assert_eq!(app.number("SELECT count(*) FROM audit_event WHERE action = 'partnersSetStatus'").await, 2);
        let many = json!({ "ids": vec![ABSENT; 1_001], "status": "ACTIVE" });
        let refused = app.gql(set, many).await["partnersSetStatus"].clone();
        assert_eq!(refused, json!({ "results": null, "userErrors": [{ "field": ["ids"], "code": "TOO_LONG" }] }));
        let thousand = app.mutate(set, json!({ "ids": vec![ABSENT; 1_000], "status": "ACTIVE" })).await;
        assert_eq!(thousand["results"].as_array().unwrap().len(), 1_000);
    }

    async fn links_say_which_were_made_and_which_were_there(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let second = app.partner("Second").await;
        let inactive = app.partner("Third").await;
        let update = "mutation($id: ID!) { partnerUpdate(id: $id, input: {status: INACTIVE}) { userErrors { code } } }";
        app.mutate(update, json!({ "id": inactive })).await;
        let generate = "mutation($c: ID!, $p: [ID!], $all: Boolean) { linksGenerate(campaignId: $c, partnerIds: $p, allPartners: $all) { \
                        links { id } created { partner { id } } existing { id } createdCount existingCount userErrors { field code } } }";
        let made = app.mutate(generate, json!({ "c": campaign.id, "p": [campaign.partner, second] })).await;
        assert_eq!(made["created"], json!([{ "partner": { "id": second } }]));
        assert_eq!(made["existing"], json!([{ "id": campaign.link }]));
        assert_eq!((&made["createdCount"], &made["existingCount"], made["links"].as_array().unwrap().len()), (&json!(1), &json!(1), 2));
        let fourth = app.partner("Fourth").await;
        let made = app.mutate(generate, json!({ "c": campaign.id, "all": true })).await;
        assert_eq!(made["created"], json!([{ "partner": { "id": fourth } }]), "an inactive partner gets none");
        for wrong in [json!({ "c": campaign.id }), json!({ "c": campaign.id, "p": [second], "all": true })] {
            let refused = app.gql(generate, wrong).await["linksGenerate"].clone();
            assert_eq!(refused["userErrors"], json!([{ "field": ["partnerIds"], "code": "INVALID" }]));
        }
    }

    async fn many_links_are_revoked_and_restored_at_once(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (second, code) = app.link(&campaign.id, &app.partner("Second").await).await;
        app.click(&code).await;
        let revoke = "mutation($ids: [ID!]!) { linksRevoke(ids: $ids) { results { link { code revokedAt } error { field code } } userErrors { code } } }";
        let ids = json!({ "ids": [campaign.link, "lnk_nothing", second] });
        let done = app.mutate(revoke, ids.clone()).await;
        assert_eq!(done["results"][1], json!({ "link": null, "error": { "field": ["ids", "1"], "code": "NOT_FOUND" } }));
        assert!(done["results"][2]["link"]["revokedAt"].is_string());
        assert_eq!(app.follow(&code, &[]).await.status(), 410);
        let at = done["results"][0]["link"]["revokedAt"].clone();
        let again = app.mutate(revoke, ids.clone()).await;
        assert_eq!(again["results"][0]["link"]["revokedAt"], at, "revoked since the first time");
        assert_eq!(app.number("SELECT count(*) FROM audit_event WHERE action = 'linkRevoke'").await, 2);
        let restore = "mutation($ids: [ID!]!) { linksRestore(ids: $ids) { results { link { revokedAt } } userErrors { code } } }";
        let done = app.mutate(restore, ids).await;
        assert_eq!(done["results"][0]["link"]["revokedAt"], Value::Null);
        app.click(&code).await;
    }

    async fn a_link_is_found_by_code_and_alias_and_drawn(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        app.link(&campaign.id, &app.partner("Second").await).await;
        let alias = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"black-friday\") { userErrors { code } } }";
        app.mutate(alias, json!({ "l": campaign.link })).await;
        let search = "query($text: String!, $c: ID!) { links(filter: {search: $text, campaignId: $c, revoked: false}) { totalCount nodes { id } } }";
        for text in ["FRIDAY", &campaign.code, &campaign.code.to_lowercase()[2..7]] {
            let found = app.gql(search, json!({ "text": text, "c": campaign.id })).await["links"].clone();
            assert_eq!(found, json!({ "totalCount": 1, "nodes": [{ "id": campaign.link }] }), "{text}");
        }
        let available = "query($slug: String!) { linkAliasAvailable(slug: $slug) { available slug userErrors { field code } } }";
        for (slug, expected) in [
            (" Summer ", json!({ "available": true, "slug": "summer", "userErrors": [] })),
            ("black-friday", json!({ "available": false, "slug": null, "userErrors": [{ "field": ["slug"], "code": "TAKEN" }] })),
            (campaign.code.as_str(), json!({ "available": false, "slug": null, "userErrors": [{ "field": ["slug"], "code": "TAKEN" }] })),
            ("a\u{7}b", json!({ "available": false, "slug": null, "userErrors": [{ "field": ["slug"], "code": "INVALID" }] })),
        ] {
            assert_eq!(app.gql(available, json!({ "slug": slug })).await["linkAliasAvailable"], expected, "{slug}");
        }
        let code = app.gql("query($id: ID!) { link(id: $id) { qrCode } }", json!({ "id": campaign.link })).await;
        let svg = code["link"]["qrCode"].as_str().unwrap();
        assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>") && svg.len() < 20_000);
    }

    async fn a_campaign_is_duplicated_and_not_overwritten_unseen(app: TestApp) {
        let campaign = app.campaign(json!({ "attributionWindowDays": 7, "allowedOrigins": ["https://shop.example"] })).await;
        let fields = app.gql("query($id: ID!) { form(id: $id) { fields { id } usedBy { id } } }", json!({ "id": campaign.form })).await;
        assert_eq!(fields["form"]["usedBy"], json!([{ "id": campaign.id }]));
        let set = "mutation($c: ID!, $f: ID!) { fieldMappingsSet(campaignId: $c, mappings: [{property: \"mail\", fieldId: $f}]) { userErrors { code } } }";
        app.mutate(set, json!({ "c": campaign.id, "f": fields["form"]["fields"][0]["id"] })).await;
        let duplicate = "mutation($id: ID!, $name: String!) { campaignDuplicate(id: $id, name: $name) { campaign { \
                         id name version attributionWindowDays allowedOrigins publishableKey exampleUrl form { id usedBy { name } } \
                         fieldMappings { property } links { totalCount } } userErrors { field code } } }";
        let copy = app.mutate(duplicate, json!({ "id": campaign.id, "name": "Autumn" })).await["campaign"].clone();
        assert_eq!((&copy["name"], &copy["version"], &copy["attributionWindowDays"]), (&json!("Autumn"), &json!(1), &json!(7)));
        assert_eq!(copy["allowedOrigins"], json!(["https://shop.example"]));
        assert_eq!(copy["fieldMappings"], json!([{ "property": "mail" }]));
        assert_eq!(copy["links"]["totalCount"], 0);
        assert_eq!(copy["form"]["usedBy"].as_array().unwrap().len(), 2);
        assert_ne!(copy["publishableKey"], campaign.publishable_key.as_str());
        let example = copy["exampleUrl"].as_str().unwrap();
        assert!(example.starts_with("https://shop.example/landing?a=1&irw_id=") && example.ends_with("#top"), "{example}");
        let refused = app.gql(duplicate, json!({ "id": campaign.id, "name": " " })).await["campaignDuplicate"].clone();
        assert_eq!(refused["userErrors"], json!([{ "field": ["name"], "code": "BLANK" }]));

        let update = "mutation($id: ID!, $days: Int!, $version: Int) { campaignUpdate(id: $id, input: {attributionWindowDays: $days}, ifVersion: $version) { \
                      campaign { version attributionWindowDays } userErrors { field code } } }";
        let id = &copy["id"];
        let done = app.mutate(update, json!({ "id": id, "days": 10, "version": 1 })).await;
        assert_eq!(done["campaign"], json!({ "version": 2, "attributionWindowDays": 10 }));
        let stale = app.gql(update, json!({ "id": id, "days": 20, "version": 1 })).await["campaignUpdate"].clone();
        assert_eq!(stale, json!({ "campaign": null, "userErrors": [{ "field": ["ifVersion"], "code": "STALE" }] }));
        app.mutate(update, json!({ "id": id, "days": 30 })).await;
        let named = app.gql("{ campaigns(orderBy: {field: NAME, direction: ASC}, filter: {search: \"u\"}) { nodes { name } } }", json!({})).await;
        assert_eq!(named["campaigns"]["nodes"], json!([{ "name": "Autumn" }]));
    }

    /// Before mappings are set, one sees what they would have made of what was really sent.
    async fn mappings_are_tried_on_what_was_sent(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let update = "mutation($id: ID!, $input: FormUpdateInput!) { formUpdate(id: $id, input: $input) { form { fields { id } } userErrors { message } } }";
        let fields = json!([{ "label": "Seats", "dataType": "NUMBER", "isRequired": false }]);
        let form = app.mutate(update, json!({ "id": campaign.form, "input": { "fields": fields } })).await;
        let seats = &form["form"]["fields"][0]["id"];
        for properties in [json!({ "seats": 3, "plan": "pro" }), json!({ "seats": "many", "plan": "team" }), json!({ "other": 1 })] {
            let token = app.click_as(&campaign.code, &[("user-agent", &format!("{} {properties}", crate::harness::CHROME))]).await;
            assert_eq!(app.convert(json!({ "clickId": token, "properties": properties })).await.said(), "201 recorded");
        }
        let document = "query($c: ID!, $m: [FieldMappingInput!], $last: Int) { fieldMappingsDryRun(campaignId: $c, mappings: $m, last: $last) { \
                        changedCount errorCount userErrors { field code } \
                        conversions { changes conversion { properties } before { unmapped fields { value } } after { fields { value } problems { label } } } } }";
        let rules = json!([{ "property": "seats", "fieldId": seats }]);
        let run = app.gql(document, json!({ "c": campaign.id, "m": rules, "last": 100 })).await["fieldMappingsDryRun"].clone();
        assert_eq!((&run["changedCount"], &run["errorCount"]), (&json!(2), &json!(1)));
        let conversions = run["conversions"].as_array().unwrap();
        assert_eq!(conversions[0]["conversion"]["properties"], json!({ "other": 1 }), "newest first");
        assert_eq!(conversions[0]["changes"], false);
        assert_eq!(conversions[1]["after"]["problems"], json!([{ "label": "Seats" }]));
        assert_eq!(conversions[2]["before"], json!({ "unmapped": { "seats": 3, "plan": "pro" }, "fields": [] }));
        assert_eq!(conversions[2]["after"]["fields"], json!([{ "value": 3 }]));
        let own = app.gql(document, json!({ "c": campaign.id, "last": 1 })).await["fieldMappingsDryRun"].clone();
        assert_eq!((&own["changedCount"], own["conversions"].as_array().unwrap().len()), (&json!(0), 1));
        for (variables, field) in [
            (json!({ "c": campaign.id, "last": 0 }), json!(["last"])),
            (json!({ "c": campaign.id, "last": 101 }), json!(["last"])),
            (json!({ "c": campaign.id, "last": 1, "m": [{ "property": "x", "fieldId": "y" }] }), json!(["mappings", "0", "fieldId"])),
        ] {
            let refused = app.gql(document, variables).await["fieldMappingsDryRun"].clone();
            assert_eq!(refused["userErrors"][0]["field"], field);
        }

        let unmapped = "query($c: ID!) { unmappedProperties(campaignId: $c) { property count lastValue lastSeenAt } }";
        let seen = app.gql(unmapped, json!({ "c": campaign.id })).await["unmappedProperties"].clone();
        let shown: Vec<_> = seen.as_array().unwrap().iter().map(|row| json!([row["property"], row["count"], row["lastValue"]])).collect();
        assert_eq!(shown, [json!(["plan", 2, "team"]), json!(["seats", 2, "many"]), json!(["other", 1, 1])]);
        assert_eq!(app.gql(unmapped, json!({ "c": "cmp_nothing" })).await["unmappedProperties"], Value::Null);

        let set = "mutation($c: ID!, $m: [FieldMappingInput!]!) { fieldMappingsSet(campaignId: $c, mappings: $m) { campaign { fieldMappings { property lastSeen { value } } } userErrors { code } } }";
        let both = json!([{ "property": "never", "fieldId": seats }, { "property": "seats", "fieldId": seats }]);
        let done = app.mutate(set, json!({ "c": campaign.id, "m": both })).await;
        assert_eq!(done["campaign"]["fieldMappings"], json!([
            { "property": "never", "lastSeen": null }, { "property": "seats", "lastSeen": { "value": "many" } },
        ]));
        let poor = app.key_with(&["campaigns:read"]).await;
        let refused = app.gql_raw(&poor, unmapped, json!({ "c": campaign.id })).await;
        assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "what customers sent needs its own scope");
    }
}
