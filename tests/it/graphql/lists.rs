//! Connections: pages, cursors, filters.

use serde_json::{Value, json};

use crate::harness::on_both;

fn names(connection: &Value) -> Vec<&str> {
    connection["nodes"].as_array().unwrap().iter().map(|node| node["name"].as_str().unwrap()).collect()
}

const PAGE: &str = "query($first: Int, $after: String, $last: Int, $before: String, $order: ListOrder) { \
                    partners(first: $first, after: $after, last: $last, before: $before, orderBy: $order) { \
                    nodes { name } totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

on_both! {
    async fn a_list_is_read_page_by_page_in_both_directions(app: TestApp) {
        for name in ["A", "B", "C", "D", "E"] {
            app.partner(name).await;
        }
        let page = async |variables: Value| app.gql(PAGE, variables).await["partners"].clone();
        let first = page(json!({ "first": 2 })).await;
        assert_eq!(names(&first), ["E", "D"], "the newest first");
        assert_eq!(first["totalCount"], 5);
        assert_eq!(first["pageInfo"]["hasNextPage"], true);
        // Something new arrives, and shifts nothing.
        app.partner("F").await;
        let second = page(json!({ "first": 2, "after": first["pageInfo"]["endCursor"] })).await;
        assert_eq!(names(&second), ["C", "B"]);
        let third = page(json!({ "first": 2, "after": second["pageInfo"]["endCursor"] })).await;
        assert_eq!(names(&third), ["A"]);
        assert_eq!(third["pageInfo"]["hasNextPage"], false);
        let back = page(json!({ "last": 1, "before": third["pageInfo"]["startCursor"] })).await;
        assert_eq!(names(&back), ["B"]);
        let rising = json!({ "field": "CREATED_AT", "direction": "ASC" });
        assert_eq!(names(&page(json!({ "first": 3, "order": rising })).await), ["A", "B", "C"]);
        // A cursor is good for the order that it was made in.
        let answer = app.gql_raw(&app.org.key, PAGE, json!({ "first": 1, "order": rising, "after": first["pageInfo"]["endCursor"] })).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{answer:#}");
    }

    async fn nonsense_about_pages_is_refused(app: TestApp) {
        for variables in [
            json!({ "first": 101 }), json!({ "first": -1 }), json!({ "first": 1, "last": 1 }),
            json!({ "after": "made up" }), json!({ "after": "" }),
        ] {
            let answer = app.gql_raw(&app.org.key, PAGE, variables.clone()).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{variables}: {answer:#}");
        }
    }

    async fn lists_are_filtered(app: TestApp) {
        app.partner("Northwind").await;
        let gone = app.partner("100% South_wind").await;
        let update = "mutation($id: ID!) { partnerUpdate(id: $id, input: {status: INACTIVE}) { partner { status } userErrors { code } } }";
        app.mutate(update, json!({ "id": gone })).await;
        let search = "query($f: PartnerFilter) { partners(filter: $f) { nodes { name } totalCount } }";
        for (filter, found) in [
            (json!({ "search": "NORTH" }), vec!["Northwind"]),
            (json!({ "search": "%" }), vec!["100% South_wind"]),
            (json!({ "search": "h_w" }), vec!["100% South_wind"]),
            (json!({ "status": "INACTIVE" }), vec!["100% South_wind"]),
            (json!({ "status": "ACTIVE", "search": "south" }), vec![]),
        ] {
            let answer = app.gql(search, json!({ "f": filter })).await["partners"].clone();
            assert_eq!(names(&answer), found, "{filter}");
            assert_eq!(answer["totalCount"], found.len());
        }
    }

    async fn every_change_is_in_the_audit_log(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let update = "mutation($id: ID!) { campaignUpdate(id: $id, input: {attributionWindowDays: 7}) { campaign { version } userErrors { code } } }";
        assert_eq!(app.mutate(update, json!({ "id": campaign.id })).await["campaign"]["version"], 2);
        let log = "query($f: AuditEventFilter) { auditEvents(filter: $f) { nodes { actorKind actorId action targetId before after } } }";
        let events = app.gql(log, json!({ "f": { "action": "campaignUpdate" } })).await["auditEvents"]["nodes"].clone();
        assert_eq!(events[0]["targetId"], campaign.id);
        assert_eq!(events[0]["before"]["attributionWindowDays"], 90);
        assert_eq!(events[0]["after"]["attributionWindowDays"], 7);
        assert_eq!(events[0]["actorKind"], "KEY");
        assert!(events[0]["actorId"].as_str().unwrap().starts_with("key_"));
    }
}
