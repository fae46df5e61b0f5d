//! Files: partners and legacy links, over GraphQL and as an upload.

use serde_json::{Value, json};

use crate::harness::{TestApp, on_both};

const PREVIEW: &str = "query($csv: String!) { partnersImportPreview(csv: $csv) { createdCount existingCount invalidCount \
                       rows { line name outcome partner { name } message } userErrors { field code } } }";
const IMPORT: &str = "mutation($csv: String!) { partnersImport(csv: $csv) { createdCount existingCount invalidCount \
                      rows { line name outcome partner { name email domain notes } message } userErrors { field code } } }";

const FILE: &str = "\u{feff}Name;E-Mail;EMAIL;domain;notes\r\n\
                    Northwind;x;ann@northwind.example;northwind.example;\"met at\r\nthe fair\"\r\n\
                    Contoso;;;contoso.example;\r\n\
                    ;;who@example.org;;\r\n\
                    Fabrikam;;not an address;bad domain;\r\n\
                    northwind again;;ANN@northwind.example;;\r\n\
                    CONTOSO;;;Contoso.example;changed\r\n\
                    Ann Smith;;one@smith.example;;\r\n\
                    Ann Smith;;two@smith.example;;\r\n\
                    Zero\u{7};;;;\r\n";

async fn upload(
    app: &TestApp,
    path: &str,
    key: &str,
    headers: &[(&str, &str)],
    file: impl Into<reqwest::Body>,
) -> (u16, Value) {
    let mut request = app.client.post(format!("{}/api/v1/imports/{path}", app.url)).header("x-api-key", key).body(file);
    if !headers.iter().any(|(name, _)| *name == "content-type") {
        request = request.header("content-type", "text/csv; charset=utf-8");
    }
    let request = headers.iter().fold(request, |request, (name, value)| request.header(*name, *value));
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

fn outcomes(payload: &Value) -> Vec<String> {
    let row = |row: &Value| format!("{} {}", row["line"], row["outcome"].as_str().unwrap());
    payload["rows"].as_array().unwrap().iter().map(row).collect()
}

on_both! {
    async fn a_file_of_partners_is_previewed_and_imported(app: TestApp) {
        let expected = [
            "2 CREATED", "4 CREATED", "5 INVALID", "6 INVALID", "7 EXISTS", "8 EXISTS", "9 CREATED", "10 CREATED", "11 INVALID",
        ];
        let preview = app.gql(PREVIEW, json!({ "csv": FILE })).await["partnersImportPreview"].clone();
        assert_eq!(outcomes(&preview), expected);
        assert_eq!((&preview["createdCount"], &preview["existingCount"], &preview["invalidCount"]), (&json!(4), &json!(2), &json!(3)));
        assert_eq!(app.number("SELECT count(*) FROM partner").await, 0);
        assert_eq!(app.number("SELECT count(*) FROM audit_event WHERE action = 'partnerCreate'").await, 0);

        let done = app.mutate(IMPORT, json!({ "csv": FILE })).await;
        assert_eq!(outcomes(&done), expected);
        assert_eq!(done["rows"][0]["partner"], json!({
            "name": "Northwind", "email": "ann@northwind.example", "domain": "northwind.example", "notes": "met at\r\nthe fair",
        }));
        assert_eq!(done["rows"][2]["message"], "Give it a name.");
        assert!(done["rows"][3]["message"].as_str().unwrap().contains("Give a domain"), "{done:#}");
        assert_eq!(done["rows"][4]["partner"]["name"], "Northwind", "what is there already is as it was");
        assert_eq!(done["rows"][5]["partner"]["notes"], "");
        assert_eq!(app.number("SELECT count(*) FROM partner").await, 4);
        assert_eq!(app.number("SELECT count(*) FROM audit_event WHERE action = 'partnerCreate'").await, 4);

        let again = app.mutate(IMPORT, json!({ "csv": FILE })).await;
        assert_eq!((&again["createdCount"], &again["existingCount"]), (&json!(0), &json!(6)));
        assert_eq!(app.number("SELECT count(*) FROM partner").await, 4);
        let refused = app.gql(IMPORT, json!({ "csv": "email\na@b.example" })).await["partnersImport"].clone();
        assert_eq!(refused["userErrors"], json!([{ "field": ["csv"], "code": "INVALID" }]));
        assert!(refused["rows"].is_null());
    }

    /// Who presses the button five times gets each partner once.
    async fn the_same_file_at_once_makes_each_partner_once(app: TestApp) {
        let csv: String = std::iter::once("name\n".to_owned()).chain((0..300).map(|n| format!("Partner {n}\n"))).collect();
        let calls = (0..5).map(|_| upload(&app, "partners", &app.org.key, &[], csv.clone()));
        let answers = futures::future::join_all(calls).await;
        assert_eq!(answers.iter().map(|(_, answer)| answer["created"].as_i64().unwrap()).sum::<i64>(), 300);
        assert_eq!(app.number("SELECT count(*) FROM partner").await, 300);
    }

    async fn ten_thousand_rows_are_uploaded_in_one_call(app: TestApp) {
        let csv: String = std::iter::once("name,email\n".to_owned())
            .chain((0..10_000).map(|n| format!("Partner {n},p{n}@partner.example\n")))
            .collect();
        let (status, tried) = upload(&app, "partners?preview=true", &app.org.key, &[], csv.clone()).await;
        assert_eq!((status, &tried["created"], &tried["rows"][0]["id"]), (200, &json!(10_000), &Value::Null));
        assert_eq!(app.number("SELECT count(*) FROM partner").await, 0);
        let (status, done) = upload(&app, "partners", &app.org.key, &[], csv.clone()).await;
        assert_eq!((status, &done["created"], &done["rows"][9_999]["line"]), (200, &json!(10_000), &json!(10_001)));
        assert!(done["rows"][0]["id"].as_str().unwrap().starts_with("prt_"));
        assert_eq!(app.number("SELECT count(*) FROM partner").await, 10_000);
        let (status, more) = upload(&app, "partners", &app.org.key, &[], format!("{csv}One more,\n")).await;
        assert_eq!((status, &more["code"], &more["errors"][0]["field"]), (422, &json!("VALIDATION_ERROR"), &json!("csv")));

        // And all of them get their link in one call.
        let campaign = app.campaign(json!({})).await;
        let generate = "mutation($c: ID!) { linksGenerate(campaignId: $c, allPartners: true) { \
                        createdCount existingCount links { id } userErrors { field code } } }";
        let refused = app.gql(generate, json!({ "c": campaign.id })).await["linksGenerate"].clone();
        assert_eq!(refused["userErrors"], json!([{ "field": ["allPartners"], "code": "LIMIT_REACHED" }]), "10,001 with Northwind");
        app.execute("UPDATE partner SET status = 'INACTIVE' WHERE name = 'Partner 17'").await;
        let made = app.mutate(generate, json!({ "c": campaign.id })).await;
        assert_eq!((&made["createdCount"], &made["existingCount"]), (&json!(9_999), &json!(1)));
        assert_eq!(made["links"].as_array().unwrap().len(), 100);
        assert_eq!(app.number("SELECT count(DISTINCT code) FROM link").await, 10_000);
        assert_eq!(app.number("SELECT count(*) FROM link_address").await, 10_000);
        let again = app.mutate(generate, json!({ "c": campaign.id })).await;
        assert_eq!((&again["createdCount"], &again["existingCount"]), (&json!(0), &json!(10_000)));
    }

    async fn an_upload_says_what_is_wrong_with_it(app: TestApp) {
        let key = app.org.key.clone();
        let reader = app.key_with(&["partners:read"]).await;
        let big = format!("name\n{}", "x".repeat(5 * 1024 * 1024));
        for (path, key, headers, file, expected) in [
            ("partners", key.as_str(), vec![("content-type", "application/json")], b"{}".to_vec(), "415 UNSUPPORTED_MEDIA_TYPE"),
            ("partners", &key, vec![("content-type", "text/csv; charset=latin1")], b"name\n".to_vec(), "415 UNSUPPORTED_MEDIA_TYPE"),
            ("partners", &key, vec![], b"name\n\xe9t\xe9\n".to_vec(), "422 VALIDATION_ERROR"),
            ("partners", &key, vec![], b"email\na@b.example\n".to_vec(), "422 VALIDATION_ERROR"),
            ("partners", &key, vec![], Vec::new(), "422 VALIDATION_ERROR"),
            ("partners", &key, vec![], big.into_bytes(), "413 PAYLOAD_TOO_LARGE"),
            ("partners?preview=perhaps", &key, vec![], b"name\n".to_vec(), "400 VALIDATION_ERROR"),
            ("partners", "irw_sk_nothing", vec![], b"name\n".to_vec(), "401 UNAUTHORIZED"),
            ("partners", &reader, vec![], b"name\nA\n".to_vec(), "403 FORBIDDEN"),
            ("legacy-links?preview=true", &reader, vec![], b"url,link\n".to_vec(), "403 FORBIDDEN"),
        ] {
            let (status, answer) = upload(&app, path, key, &headers, file).await;
            assert_eq!(format!("{status} {}", answer["code"].as_str().unwrap()), expected);
        }
        let (status, answer) = upload(&app, "partners?preview=true", &reader, &[], "name\nA\n").await;
        assert_eq!((status, &answer["created"]), (200, &json!(1)));
        assert_eq!(app.number("SELECT count(*) FROM partner").await, 0);
    }

    async fn an_upload_with_a_key_is_imported_once(app: TestApp) {
        let headers = [("idempotency-key", "file-1")];
        let (_, first) = upload(&app, "partners", &app.org.key, &headers, "name\nA\n").await;
        let (_, again) = upload(&app, "partners", &app.org.key, &headers, "name\nA\n").await;
        assert_eq!(first, again);
        assert_eq!(first["created"], 1);
        assert_eq!(upload(&app, "partners", &app.org.key, &headers, "name\nB\n").await.0, 422);
        let (_, tried) = upload(&app, "partners?preview=true", &app.org.key, &headers, "name\nB\n").await;
        assert_eq!(tried["created"], 1, "a preview is another call");
    }

    async fn legacy_links_are_previewed_and_uploaded(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (_, other) = app.link(&campaign.id, &app.partner("Second").await).await;
        let csv = format!(
            "url,link\nhttps://old.example/1,{0}\nhttps://OLD.example/1/,{0}\nhttps://old.example/1,{other}\nnothing,{0}\nhttps://old.example/2,nobody\n",
            campaign.code
        );
        let preview = "query($csv: String!) { legacyLinksImportPreview(csv: $csv) { rows { line outcome normalised message } userErrors { code } } }";
        let tried = app.gql(preview, json!({ "csv": csv })).await["legacyLinksImportPreview"].clone();
        assert_eq!(outcomes(&tried), ["2 CREATED", "3 EXISTS", "4 INVALID", "5 INVALID", "6 INVALID"]);
        assert_eq!(tried["rows"][0]["normalised"], "https://old.example/1");
        assert_eq!(app.number("SELECT count(*) FROM legacy_link").await, 0);
        let (_, done) = upload(&app, "legacy-links", &app.org.key, &[], csv.clone()).await;
        assert_eq!((&done["created"], &done["existing"], &done["invalid"]), (&json!(1), &json!(1), &json!(3)));
        assert!(done["rows"][0]["id"].as_str().unwrap().starts_with("lgc_"));
        let (_, again) = upload(&app, "legacy-links", &app.org.key, &[], csv).await;
        assert_eq!((&again["created"], &again["existing"]), (&json!(0), &json!(2)));
        assert_eq!(app.number("SELECT count(*) FROM audit_event WHERE action = 'legacyLinkCreate'").await, 1);

        let many: String = std::iter::once("url,link\n".to_owned())
            .chain((0..10_000).map(|n| format!("https://old.example/many/{n},{}\n", campaign.code)))
            .collect();
        assert_eq!(upload(&app, "legacy-links", &app.org.key, &[], many).await.1["created"], 10_000);
    }

    async fn an_upload_is_the_callers_own(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let taken = format!("url,link\nhttps://old.example/taken,{}\n", campaign.code);
        assert_eq!(upload(&app, "legacy-links", &app.org.key, &[], taken).await.1["created"], 1);
        let intruder = app.other_org("Intruder").await;
        // Neither what is there of another organisation, nor its links.
        let (_, answer) = upload(&app, "partners", &intruder.key, &[], "name\nNorthwind\n").await;
        assert_eq!(answer["created"], 1);
        let file = format!("url,link\nhttps://mine.example/x,{}\nhttps://mine.example/y,{}\n", campaign.code, campaign.link);
        let (_, answer) = upload(&app, "legacy-links", &intruder.key, &[], file).await;
        assert_eq!((&answer["created"], &answer["invalid"]), (&json!(0), &json!(2)));
        let ids = app.gql_as(&intruder.key, "mutation { campaignCreate(input: {name: \"C\", destinationUrl: \"https://c.example\"}) { campaign { id } } }", json!({})).await;
        let made = app.gql_as(&intruder.key, "mutation($c: ID!) { linksGenerate(campaignId: $c, allPartners: true) { links { code } } }", json!({ "c": ids["campaignCreate"]["campaign"]["id"] })).await;
        let own = made["linksGenerate"]["links"][0]["code"].as_str().unwrap();
        let file = format!("url,link\nhttps://old.example/taken,{own}\nhttps://old.example/free,{own}\n");
        let (_, answer) = upload(&app, "legacy-links", &intruder.key, &[], file).await;
        assert_eq!((&answer["rows"][0]["outcome"], &answer["rows"][1]["outcome"]), (&json!("invalid"), &json!("created")));
        assert_eq!(app.number("SELECT count(*) FROM legacy_link WHERE normalised = 'https://old.example/taken'").await, 1);
    }
}
