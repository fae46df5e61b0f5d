//! Lists and numbers as CSV files, and everything as lines of JSON.

use std::collections::BTreeSet;

use chrono::Duration;
use entity::value::Role;
use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};
use crate::isolation::victim;
use crate::people::{Browser, member, member_id};

const EVERYTHING: &str = "/api/v1/exports/everything.ndjson";

async fn get(app: &TestApp, key: &str, file: &str, query: &[(&str, &str)]) -> Response {
    let url = url::Url::parse_with_params(&format!("{}/api/v1/exports/{file}", app.url), query).unwrap();
    app.client.get(url).header("x-api-key", key).send().await.unwrap()
}

/// The rows of a file, the names of the columns first.
async fn rows(app: &TestApp, file: &str, query: &[(&str, &str)]) -> Vec<Vec<String>> {
    let response = get(app, &app.org.key, file, query).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(response.headers()["content-type"].to_str().unwrap().starts_with("text/csv"));
    let text = response.text().await.unwrap();
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn column(rows: &[Vec<String>], name: &str) -> Vec<String> {
    let at = rows[0].iter().position(|column| column == name).unwrap_or_else(|| panic!("{name}: {:?}", rows[0]));
    rows[1..].iter().map(|row| row[at].clone()).collect()
}

on_both! {
    async fn a_file_has_exactly_what_the_list_shows(app: TestApp) {
        let spring = app.campaign(json!({})).await;
        let autumn = app.campaign(json!({ "name": "Autumn, \"late\"" })).await;
        for campaign in [&spring, &autumn, &spring] {
            let token = app.click(&campaign.code).await;
            let body = json!({ "clickId": token, "email": "+a@mail.example", "properties": { "plan": "=1+1" } });
            assert_eq!(app.convert(body).await.said(), "201 recorded");
        }
        let filter = json!({ "campaignId": spring.id });
        let found = rows(&app, "conversions.csv", &[("filter", &filter.to_string())]).await;
        let list = app.gql("query($filter: ConversionFilter) { conversions(first: 100, filter: $filter) { nodes { id createdAt } } }", json!({ "filter": filter })).await;
        let nodes = list["conversions"]["nodes"].as_array().unwrap();
        let listed = |name: &str| nodes.iter().map(|node| node[name].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(column(&found, "id"), listed("id"));
        assert_eq!(column(&found, "created_at"), listed("createdAt"));
        assert_eq!(column(&found, "campaign"), ["Spring", "Spring"]);
        assert_eq!(column(&found, "partner"), ["Northwind", "Northwind"]);
        assert_eq!(column(&found, "email"), ["'+a@mail.example", "'+a@mail.example"]);
        assert_eq!(column(&found, "properties")[0], "{\"plan\":\"=1+1\"}");
        assert_eq!(column(&found, "link_code")[0], spring.code);
        assert_eq!(
            found[0].join(","),
            "id,created_at,clicked_at,click_id,credited_click_id,link_id,link_code,alias,campaign_id,campaign,partner_id,partner,\
             source,email,existing_customer,campaign_version,properties"
        );
        for (file, count) in [("clicks.csv", 3), ("submissions.csv", 3), ("decisions.csv", 3), ("links.csv", 2), ("partners.csv", 2)] {
            assert_eq!(rows(&app, file, &[]).await.len(), count + 1, "{file}");
        }
        assert!(column(&rows(&app, "audit.csv", &[]).await, "action").contains(&"campaignCreate".to_owned()));
        let all = column(&rows(&app, "conversions.csv", &[]).await, "campaign");
        assert!(all.contains(&"Autumn, \"late\"".to_owned()), "{all:?}");
        let revoked = json!({ "revoked": true }).to_string();
        assert_eq!(rows(&app, "links.csv", &[("filter", &revoked)]).await.len(), 1);
        let review = json!({ "review": false }).to_string();
        assert_eq!(rows(&app, "links.csv", &[("filter", &review)]).await.len(), 3);
    }

    async fn a_file_is_named_after_what_it_has(app: TestApp) {
        let name = async |file: &str, query: &[(&str, &str)]| {
            let response = get(&app, &app.org.key, file, query).await;
            response.headers()["content-disposition"].to_str().unwrap().to_owned()
        };
        let filter = json!({ "from": "2026-11-01T00:00:00Z", "to": "2026-11-30T00:00:00Z" }).to_string();
        assert_eq!(
            name("conversions.csv", &[("filter", &filter)]).await,
            "attachment; filename=\"conversions_acme_2026-11-01_2026-11-30.csv\""
        );
        assert_eq!(
            name("stats.csv", &[("from", "2026-11-01"), ("to", "2026-11-30")]).await,
            "attachment; filename=\"stats_acme_2026-11-01_2026-11-30.csv\""
        );
        let today = app.clock.now().date_naive();
        assert_eq!(name("partners.csv", &[]).await, format!("attachment; filename=\"partners_acme_{today}.csv\""));
    }

    async fn rewards_are_written_as_plain_numbers(app: TestApp) {
        let paying = app.campaign(json!({ "name": "=Paying", "reward": { "amount": "12.5" } })).await;
        for _ in 0..2 {
            let token = app.click(&paying.code).await;
            assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        }
        let found = rows(&app, "rewards.csv", &[]).await;
        let document = "{ rewards(first: 100) { nodes { id status conversion { id } } } }";
        let list = app.gql(document, json!({})).await["rewards"]["nodes"].clone();
        let listed = |pointer: &str| {
            list.as_array().unwrap().iter().map(|node| node.pointer(pointer).unwrap().as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(column(&found, "id"), listed("/id"));
        assert_eq!(column(&found, "conversion_id"), listed("/conversion/id"));
        assert_eq!(column(&found, "status"), listed("/status"));
        assert_eq!(column(&found, "amount"), ["12.50", "12.50"]);
        assert_eq!(column(&found, "currency"), ["EUR", "EUR"]);
        assert_eq!(column(&found, "campaign"), ["'=Paying", "'=Paying"]);
        assert_eq!(
            found[0].join(","),
            "id,created_at,updated_at,status,amount,currency,conversion_id,link_id,link_code,alias,campaign_id,campaign,partner_id,partner"
        );
        let reversed = json!({ "status": "REVERSED" }).to_string();
        assert_eq!(rows(&app, "rewards.csv", &[("filter", &reversed)]).await.len(), 1);
    }

    async fn the_request_log_is_a_file_too(app: TestApp) {
        let narrow = app.key_with(&["partners:read"]).await;
        app.gql_raw(&narrow, "query Mine { campaigns { totalCount } }", json!({})).await;
        let refused = json!({ "outcome": "REFUSED" }).to_string();
        // A call is in the log a moment after it was answered.
        let mut found = Vec::new();
        for _ in 0..100 {
            found = rows(&app, "requests.csv", &[("filter", &refused)]).await;
            if found.len() > 1 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        assert_eq!(found[0].join(","), "id,at,key_id,method,path,operation,status,code,duration_ms,request_id");
        assert_eq!(found[1][3..8], ["POST", "/graphql", "Mine", "200", "FORBIDDEN"].map(str::to_owned));
    }

    async fn a_text_that_a_spreadsheet_would_run_is_made_harmless(app: TestApp) {
        let document = "mutation($name: String!) { partnerCreate(input: {name: $name}) { partner { id } userErrors { message } } }";
        let names = ["=HYPERLINK(\"http://evil.example\")", "+1", "-1", "@SUM(1)", "plain"];
        for name in names {
            app.mutate(document, json!({ "name": name })).await;
        }
        let mut found = column(&rows(&app, "partners.csv", &[]).await, "name");
        found.reverse();
        assert_eq!(found, ["'=HYPERLINK(\"http://evil.example\")", "'+1", "'-1", "'@SUM(1)", "plain"]);
    }

    async fn a_long_file_comes_in_pieces_and_whole(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        assert!(!token.is_empty());
        use introw::store::Scope;
        let [click]: [introw::store::NewClick; 1] =
            app.org.tenant.find::<entity::click::Entity>().all().await.unwrap().try_into().unwrap();
        let more: Vec<_> = (1..=2_500)
            .map(|index| {
                let at = click.at + Duration::milliseconds(index);
                introw::store::NewClick { id: entity::id::ClickId::new(at), at, ..click.clone() }
            })
            .collect();
        app.server.app.store.store_clicks(&more, &[], app.clock.now()).await.unwrap();
        let ids = column(&rows(&app, "clicks.csv", &[]).await, "id");
        assert_eq!(ids.len(), 2_501);
        assert!(ids.is_sorted_by(|a, b| a > b), "newest first, none twice");
    }

    async fn numbers_are_those_of_the_pages(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click_as(&campaign.code, &[("referer", "https://blog.example/")]).await;
        app.convert(json!({ "clickId": token })).await;
        let today = app.clock.now().date_naive();
        let (from, to) = ((today - Duration::days(1)).to_string(), (today + Duration::days(1)).to_string());
        let query = [("from", from.as_str()), ("to", to.as_str()), ("timeZone", "UTC")];
        let found = rows(&app, "stats.csv", &query).await;
        let document = "query($from: Date, $to: Date) { stats(from: $from, to: $to, timeZone: \"UTC\") { buckets { start clicks uniqueVisitors conversions } } }";
        let stats = app.gql(document, json!({ "from": from, "to": to })).await["stats"].clone();
        for (index, bucket) in stats["buckets"].as_array().unwrap().iter().enumerate() {
            assert_eq!(column(&found, "start")[index], bucket["start"].as_str().unwrap());
            for (name, field) in [("clicks", "clicks"), ("unique_visitors", "uniqueVisitors"), ("conversions", "conversions")] {
                assert_eq!(column(&found, name)[index], bucket[field].to_string());
            }
        }
        assert_eq!(column(&found, "conversion_rate"), ["", "1.000000", ""]);
        let by = rows(&app, "stats.csv", &[("dimension", "REFERRER_HOST")]).await;
        assert_eq!(by[1..], [["blog.example", "1", "1", "1", "1.000000"].map(str::to_owned).to_vec()]);
        let nobody = json!({ "campaignId": "cmp_nobody" }).to_string();
        let none = rows(&app, "stats.csv", &[("filter", &nobody), ("dimension", "LINK")]).await;
        assert_eq!(none.len(), 1);
    }

    async fn what_is_wrong_is_said(app: TestApp) {
        let narrow = app.key_with(&["stats:read"]).await;
        let nothing: &[(&str, &str)] = &[];
        let long = [("from", "2010-01-01"), ("to", "2026-01-01")];
        for (key, file, query, status, word) in [
            ("irw_sk_wrong", "clicks.csv", nothing, 401, "unknown"),
            (&narrow, "clicks.csv", nothing, 403, "affiliate:read"),
            (&narrow, "audit.csv", nothing, 403, "audit:read"),
            (&narrow, "rewards.csv", nothing, 403, "affiliate:read"),
            (&narrow, "requests.csv", nothing, 403, "keys:read"),
            (&app.org.key, "secrets.csv", nothing, 404, "export"),
            (&app.org.key, "clicks", nothing, 404, "export"),
            (&app.org.key, "clicks.csv", &[("filter", "{")], 400, "not JSON"),
            (&app.org.key, "clicks.csv", &[("filter", "[]")], 400, "object"),
            (&app.org.key, "clicks.csv", &[("filter", "{\"partner\":\"x\"}")], 400, "partnerId"),
            (&app.org.key, "clicks.csv", &[("filter", "{\"label\":\"ROBOT\"}")], 400, "filter"),
            (&app.org.key, "partners.csv", &[("filter", "{\"search\":\"\\u0000\"}")], 400, "U+0000"),
            (&app.org.key, "clicks.csv", &[("from", "2026-01-01")], 400, "stats.csv"),
            (&app.org.key, "clicks.csv", &[("color", "red")], 400, "color"),
            (&app.org.key, "stats.csv", &[("from", "yesterday")], 400, "from"),
            (&app.org.key, "stats.csv", &[("timeZone", "Mars/Olympus")], 400, "time zone"),
            (&app.org.key, "stats.csv", &long, 422, "at most"),
        ] {
            let response = get(&app, key, file, query).await;
            assert_eq!(response.status().as_u16(), status, "{file} {query:?}");
            let body: Value = response.json().await.unwrap();
            assert!(body["detail"].as_str().unwrap().contains(word), "{file} {query:?}: {body}");
        }
        let names = app.campaign(json!({})).await;
        app.click(&names.code).await;
        let key = app.key_with(&["affiliate:read"]).await;
        let text = get(&app, &key, "clicks.csv", &[]).await.text().await.unwrap();
        assert!(text.contains(&names.link) && !text.contains("Northwind") && !text.contains("Spring"), "{text}");
    }

    async fn nothing_of_another_organisation_is_exported(app: TestApp) {
        let campaign = app.campaign(json!({ "reward": { "amount": "5" } })).await;
        let token = app.click(&campaign.code).await;
        app.convert(json!({ "clickId": token, "email": "victim@mail.example" })).await;
        let intruder = app.other_org("Intruder").await;
        let of = json!({ "campaignId": campaign.id }).to_string();
        for file in ["clicks", "conversions", "submissions", "decisions", "links", "partners", "rewards"] {
            for query in [&[][..], &[("filter", of.as_str())]] {
                if file == "partners" && !query.is_empty() {
                    continue;
                }
                let text = get(&app, &intruder.key, &format!("{file}.csv"), query).await.text().await.unwrap();
                assert_eq!(text.lines().count(), 1, "{file}: {text}");
            }
        }
        for dimension in ["CAMPAIGN", "LINK", "COUNTRY"] {
            let query = [("filter", of.as_str()), ("dimension", dimension)];
            assert_eq!(get(&app, &intruder.key, "stats.csv", &query).await.text().await.unwrap().lines().count(), 1);
        }
        let audit = get(&app, &intruder.key, "audit.csv", &[]).await.text().await.unwrap();
        assert!(!audit.contains(&campaign.id), "{audit}");
        let requests = get(&app, &intruder.key, "requests.csv", &[]).await.text().await.unwrap();
        let own = app.texts("SELECT request_id FROM api_call").await;
        assert!(own.iter().all(|id| !requests.contains(id)), "{requests}");
    }
    async fn everything_is_a_file_of_each_thing_that_there_is(app: TestApp) {
        let ids = victim(&app).await;
        let admin = member(&app, &app.org, "bob@acme.example", Role::Admin).await;
        let before = app.clock.now();
        let answer = admin.call(Method::GET, EVERYTHING).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "application/x-ndjson");
        let name = format!("attachment; filename=\"everything_acme_{}.ndjson\"", before.date_naive());
        assert_eq!(answer.headers()["content-disposition"], name.as_str());
        let text = answer.text().await.unwrap();
        let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((&rows[0]["type"], &rows[0]["id"]), (&json!("organisation"), &json!(app.org.id)));
        assert!(rows[1..].iter().all(|row| row["organisationId"] == json!(app.org.id)));

        // Each thing that has an id is there once, and every one that the test has made.
        let named: Vec<_> = rows.iter().filter_map(|row| row["id"].as_str()).collect();
        assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len());
        for (what, id) in ids.as_object().unwrap().iter().filter(|(what, _)| !["session", "csv"].contains(&what.as_str())) {
            assert!(named.contains(&id.as_str().unwrap()), "there is no {what} {id}");
        }
        let of = |kind: &str| rows.iter().filter(|row| row["type"] == kind).collect::<Vec<_>>();
        for (kind, table) in [
            ("member", "member"), ("click", "click"), ("conversion", "conversion"), ("submission", "submission"),
            ("decision", "decision"), ("reward", "reward"), ("rewardEntry", "reward_entry"),
            ("formField", "form_field"), ("campaignVersion", "campaign_version"), ("apiKey", "api_key"),
            ("publishableKey", "publishable_key"), ("webhookEvent", "webhook_event"),
            ("webhookAttempt", "webhook_attempt"), ("invitation", "invitation"),
        ] {
            let count = app.number(&format!("SELECT count(*) FROM {table}")).await;
            assert!(count > 0, "the test has no {table}");
            assert_eq!(of(kind).len() as i64, count, "{kind}");
        }
        let click = of("click")[0];
        assert_eq!((&click["linkId"], &click["aliasId"], &click["label"]), (&ids["link"], &Value::Null, &json!("HUMAN")));
        assert!(of("decision")[0]["keyId"].as_str().unwrap().starts_with("key_"));
        assert_eq!(of("conversion")[0]["properties"], json!({ "note": "VICTIM" }));

        // Who took it is noted, before it was taken.
        let taken = of("auditEvent").into_iter().filter(|row| row["action"] == "organisationExport").collect::<Vec<_>>();
        let bob = member_id(&app, "bob").await;
        assert_eq!((taken.len(), &taken[0]["actorId"]), (1, &json!(bob)));
    }

    async fn everything_has_no_secret(app: TestApp) {
        victim(&app).await;
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let text = owner.call(Method::GET, EVERYTHING).send().await.unwrap().text().await.unwrap();
        assert!(!text.contains(&app.org.key));
        for row in text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
            for name in row.as_object().unwrap().keys() {
                let name = name.to_lowercase();
                let hidden = ["hash", "digest", "secret", "pepper", "lookup", "visitorkey", "password"];
                let allowed = ["refusesecretkeysinbrowsers", "oldsecretexpiresat"];
                let shows = hidden.iter().any(|word| name.contains(word)) && !allowed.contains(&name.as_str());
                assert!(!shows, "{row} shows {name}");
            }
            let kind = row["type"].as_str().unwrap().to_lowercase();
            assert!(!kind.contains("session") && !kind.contains("person"), "{row}");
        }
    }

    async fn everything_is_for_owners_and_admins_who_are_signed_in(app: TestApp) {
        let status = async |browser: &Browser| browser.call(Method::GET, EVERYTHING).send().await.unwrap().status();
        assert_eq!(status(&member(&app, &app.org, "ada@acme.example", Role::Owner).await).await, StatusCode::OK);
        assert_eq!(status(&member(&app, &app.org, "bob@acme.example", Role::Admin).await).await, StatusCode::OK);
        assert_eq!(status(&member(&app, &app.org, "ana@acme.example", Role::Analyst).await).await, StatusCode::FORBIDDEN);
        assert_eq!(get(&app, &app.org.key, "everything.ndjson", &[]).await.status(), StatusCode::FORBIDDEN);
        assert_eq!(status(&Browser::new(&app)).await, StatusCode::UNAUTHORIZED);
        assert_eq!(app.number("SELECT count(*) FROM audit_event WHERE action = 'organisationExport'").await, 2);
    }

    async fn everything_has_nothing_of_another_organisation(app: TestApp) {
        let ids = victim(&app).await;
        let other = app.other_org("Intruder").await;
        let mut eve = member(&app, &other, "eve@intruder.example", Role::Owner).await;
        let text = eve.call(Method::GET, EVERYTHING).send().await.unwrap().text().await.unwrap();
        assert!(text.lines().count() > 3 && text.lines().all(|line| line.contains(&other.id.to_string())), "{text}");
        for (what, id) in ids.as_object().unwrap() {
            assert!(!text.contains(id.as_str().unwrap()), "the {what} of another organisation is in it");
        }
        assert!(!text.contains("VICTIM"));
        eve.organisation = Some(app.org.id.to_string());
        let refused = eve.call(Method::GET, EVERYTHING).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN);
    }
}
