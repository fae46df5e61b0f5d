//! Settings of the organisation, and what they do; keys for people; the audit log.

use chrono::Duration;
use entity::value::Role;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Answer, member};
use crate::harness::on_both;

const UPDATE: &str = "mutation($input: OrganisationUpdateInput!) { organisationUpdate(input: $input) { \
                      organisation { name timeZone currency brandColour logo frameOrigins requireOrigins \
                      refuseSecretKeysInBrowsers } userErrors { field code } } }";
const LOGO: &str = "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==";

on_both! {
    async fn settings_change_and_what_is_wrong_is_said_field_by_field(app: TestApp) {
        let input = json!({
            "name": " Acme Ltd ", "timeZone": "Asia/Kathmandu", "currency": "npr", "brandColour": "#1A2B3C",
            "logo": LOGO, "frameOrigins": ["https://Portal.acme.example/", "https://*.acme.example"],
        });
        let done = app.mutate(UPDATE, json!({ "input": input })).await["organisation"].clone();
        let expected = json!({
            "name": "Acme Ltd", "timeZone": "Asia/Kathmandu", "currency": "NPR", "brandColour": "#1a2b3c", "logo": LOGO,
            "frameOrigins": ["https://portal.acme.example", "https://*.acme.example"],
            "requireOrigins": false, "refuseSecretKeysInBrowsers": false,
        });
        assert_eq!(done, expected);
        let unchanged = app.mutate(UPDATE, json!({ "input": {} })).await["organisation"].clone();
        assert_eq!(unchanged, expected);
        let wrong = json!({
            "name": "a\u{7}b", "timeZone": "Europe/Nowhere", "currency": "EURO", "brandColour": "red",
            "logo": "data:image/svg+xml;base64,PHN2Zy8+", "frameOrigins": ["*", "https://a.example/path"],
        });
        let refused = app.gql(UPDATE, json!({ "input": wrong })).await["organisationUpdate"].clone();
        let fields: Vec<_> = refused["userErrors"].as_array().unwrap().iter().map(|error| error["field"].clone()).collect();
        assert_eq!(json!(fields), json!([
            ["input", "name"], ["input", "timeZone"], ["input", "currency"], ["input", "brandColour"], ["input", "logo"],
            ["input", "frameOrigins", "0"], ["input", "frameOrigins", "1"],
        ]));
        let none = app.mutate(UPDATE, json!({ "input": { "brandColour": "", "logo": "", "frameOrigins": [] } })).await;
        assert_eq!((&none["organisation"]["brandColour"], &none["organisation"]["logo"]), (&Value::Null, &Value::Null));
        let log = app.gql("{ auditEvents(filter: {action: \"organisationUpdate\"}) { nodes { before after } } }", json!({})).await;
        let first = log["auditEvents"]["nodes"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&first["before"]["name"], &first["after"]["name"]), (&json!("Acme"), &json!("Acme Ltd")));
        assert!(!first.to_string().contains("iVBOR"), "the log names the picture and does not keep it");
    }

    async fn the_largest_logo_fits_into_a_call(app: TestApp) {
        use base64::Engine as _;
        let mut picture = b"\x89PNG\r\n\x1a\n".to_vec();
        picture.resize(40 * 1024, 7);
        let encode = |picture: &[u8]| format!("data:image/png;base64,{}", base64::engine::general_purpose::STANDARD.encode(picture));
        let logo = encode(&picture);
        assert_eq!(app.mutate(UPDATE, json!({ "input": { "logo": logo } })).await["organisation"]["logo"], logo);
        picture.push(7);
        let refused = app.gql(UPDATE, json!({ "input": { "logo": encode(&picture) } })).await;
        assert_eq!(refused["organisationUpdate"]["userErrors"], json!([{ "field": ["input", "logo"], "code": "TOO_LONG" }]));
    }

    async fn the_currency_stays_once_there_is_a_reward(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        app.convert(json!({ "clickId": token })).await;
        app.execute(
            "INSERT INTO reward (organisation_id, id, conversion_id, campaign_id, partner_id, link_id, via, status, amount_minor, currency, created_at, updated_at)
             SELECT organisation_id, id, id, campaign_id, partner_id, link_id, via, 'HELD', 500, 'EUR', created_at, created_at FROM conversion",
        )
        .await;
        let refused = app.gql(UPDATE, json!({ "input": { "currency": "USD" } })).await["organisationUpdate"].clone();
        assert_eq!(refused["userErrors"], json!([{ "field": ["input", "currency"], "code": "IN_USE" }]));
        app.mutate(UPDATE, json!({ "input": { "currency": "EUR", "name": "Still fine" } })).await;
    }

    async fn required_origins_refuse_pages_where_a_campaign_lists_none(app: TestApp) {
        let open = app.campaign(json!({})).await;
        let listed = app.campaign(json!({ "allowedOrigins": ["https://shop.example"] })).await;
        let send = async |code: &str| {
            let token = app.click(code).await;
            let headers = [("x-introw-publishable-key", app.org.publishable_key.as_str()), ("origin", "https://shop.example")];
            (app.convert_with(&headers, json!({ "clickId": token })).await.said(), token)
        };
        assert_eq!(send(&open.code).await.0, "201 recorded");
        app.mutate(UPDATE, json!({ "input": { "requireOrigins": true } })).await;
        let (said, token) = send(&open.code).await;
        assert_eq!(said, "403 ORIGIN_NOT_ALLOWED");
        assert_eq!(send(&listed.code).await.0, "201 recorded", "a list is a list");
        let decisions = app.gql("{ decisions(filter: {reason: \"origin_not_allowed\"}) { nodes { outcome trail { check seen } } } }", json!({})).await;
        let text = decisions["decisions"]["nodes"][0].to_string();
        assert!(text.contains("the organisation requires a list"), "{text}");
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded", "a backend needs no origin");
    }

    async fn a_secret_key_from_a_browser_is_refused_where_that_is_wanted(app: TestApp) {
        let browsers: [&[(&str, &str)]; 2] = [&[("origin", "https://shop.example")], &[("sec-fetch-site", "cross-site")]];
        let send = async |more: &[(&str, &str)]| {
            let headers: Vec<_> = [("x-api-key", app.org.key.as_str())].into_iter().chain(more.iter().copied()).collect();
            app.convert_with(&headers, json!({})).await.said()
        };
        for browser in browsers {
            assert_eq!(send(browser).await, "200 ignored");
        }
        app.mutate(UPDATE, json!({ "input": { "refuseSecretKeysInBrowsers": true } })).await;
        for browser in browsers {
            assert_eq!(send(browser).await, "403 FORBIDDEN");
            let mut request = app.client.post(format!("{}/graphql", app.url)).header("x-api-key", &app.org.key);
            for (name, value) in browser {
                request = request.header(*name, *value);
            }
            assert_eq!(request.json(&json!({ "query": "{ __typename }" })).send().await.unwrap().status(), 403);
        }
        assert_eq!(send(&[]).await, "200 ignored", "from a backend it works on");
    }

    async fn a_rotated_key_goes_on_for_a_while_and_its_successor_does_the_same(app: TestApp) {
        let create = "mutation($input: ApiKeyCreateInput!) { apiKeyCreate(input: $input) { secret apiKey { id } userErrors { code } } }";
        let in_ten_days = (app.clock.now() + Duration::days(10)).to_rfc3339();
        let input = json!({ "name": "backend", "scopes": ["affiliate:write", "stats:read"], "expiresAt": in_ten_days });
        let old = app.mutate(create, json!({ "input": input })).await;
        app.clock.advance(Duration::days(4));
        let rotate = "mutation($id: ID!, $hours: Int) { apiKeyRotate(id: $id, overlapHours: $hours) { secret oldKeyExpiresAt apiKey { id name scopes createdAt expiresAt } userErrors { field code } } }";
        let variables = json!({ "id": old["apiKey"]["id"], "hours": 2 });
        let new = app.mutate(rotate, variables.clone()).await;
        assert_eq!(new["apiKey"]["scopes"], json!(["affiliate:write", "stats:read"]));
        let time = |value: &Value| chrono::DateTime::parse_from_rfc3339(value.as_str().unwrap()).unwrap();
        let life = time(&new["apiKey"]["expiresAt"]) - time(&new["apiKey"]["createdAt"]);
        assert!((14_399..=14_400).contains(&life.num_minutes()), "as long as the old one: {life}");
        let works = async |made: &Value| {
            let key = made["secret"].as_str().unwrap();
            app.convert_with(&[("x-api-key", key)], json!({})).await.said() == "200 ignored"
        };
        assert!(works(&old).await && works(&new).await);
        app.clock.advance(Duration::hours(2));
        assert!(!works(&old).await && works(&new).await);
        let again = app.gql(rotate, variables).await["apiKeyRotate"].clone();
        assert_eq!(again["userErrors"], json!([{ "field": ["id"], "code": "NOT_ALLOWED" }]));
        let long = app.gql(rotate, json!({ "id": new["apiKey"]["id"], "hours": 721 })).await["apiKeyRotate"].clone();
        assert_eq!(long["userErrors"], json!([{ "field": ["overlapHours"], "code": "INVALID" }]));

        // Nobody gets the successor of a key that may do more.
        let weak = app.key_with(&["keys:write"]).await;
        let refused = app.gql_as(&weak, rotate, json!({ "id": new["apiKey"]["id"] })).await["apiKeyRotate"].clone();
        assert_eq!(refused["userErrors"], json!([{ "field": ["id"], "code": "NOT_ALLOWED" }]));
        assert!(works(&new).await, "and it goes on as it was");
        assert_eq!(app.number("SELECT count(*) FROM api_key WHERE expires_at IS NOT NULL").await, 2);
    }

    async fn the_audit_log_is_filtered(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        app.clock.advance(Duration::hours(1));
        let between = app.clock.now().to_rfc3339();
        let made = owner.mutate("mutation { partnerCreate(input: {name: \"P\"}) { partner { id } userErrors { code } } }", json!({})).await;
        app.partner("By key").await;
        let count = async |filter: Value| {
            let log = app.gql("query($f: AuditEventFilter) { auditEvents(filter: $f) { totalCount nodes { actorKind actorName actorId } } }", json!({ "f": filter })).await;
            log["auditEvents"].clone()
        };
        let of_member = count(json!({ "actorKind": "MEMBER", "from": between })).await;
        assert_eq!(of_member["totalCount"], 1);
        assert_eq!(of_member["nodes"][0]["actorName"], "ada@acme.example");
        let actor = &of_member["nodes"][0]["actorId"];
        assert_eq!(count(json!({ "actorId": actor, "action": "partnerCreate" })).await["totalCount"], 1);
        assert_eq!(count(json!({ "targetId": made["partner"]["id"] })).await["totalCount"], 1);
        let by_key = count(json!({ "action": "partnerCreate", "actorKind": "KEY" })).await;
        assert_eq!((by_key["totalCount"].as_i64(), by_key["nodes"][0]["actorName"].as_str()), (Some(1), Some("test")));
        assert_eq!(count(json!({ "action": "partnerCreate", "to": between })).await["totalCount"], 0);
        for nothing in [json!({ "action": "\u{7}" }), json!({ "targetId": "a\u{7}b" }), json!({ "actorId": "\u{7}" })] {
            assert_eq!(count(nothing).await["totalCount"], 0);
        }
        let members = app.gql("query($f: MemberFilter) { members(filter: $f) { totalCount } }", json!({ "f": { "search": "a\u{7}" } })).await;
        assert_eq!(members["members"]["totalCount"], 0);
        // Without the scopes for it, the names are left out.
        let key = app.key_with(&["audit:read"]).await;
        let log = app.gql_as(&key, "{ auditEvents { nodes { actorName } } }", json!({})).await;
        assert!(log["auditEvents"]["nodes"].as_array().unwrap().iter().all(|event| event["actorName"].is_null()));
    }

    async fn a_key_is_made_by_a_person_and_names_them(app: TestApp) {
        let admin = member(&app, &app.org, "bob@acme.example", Role::Admin).await;
        let create = "mutation { apiKeyCreate(input: {name: \"mine\", scopes: [\"members:write\"]}) { secret apiKey { createdBy } userErrors { code } } }";
        let made = admin.mutate(create, json!({})).await;
        assert!(made["apiKey"]["createdBy"].as_str().unwrap().starts_with("mem_"));
        let answer = Answer::of(admin.call(Method::POST, "/graphql").json(&json!({ "query": create })).send().await.unwrap()).await;
        assert_eq!(answer.status, 200);
    }
}
