//! `GET /api/v1/affiliate/legacy-redirect`: from the URLs of an earlier system to links.

use reqwest::{Response, StatusCode};
use serde_json::{Value, json};
use url::Url;

use crate::harness::{TestApp, on_both, token_of};

const CREATE: &str = "mutation($url: String!, $link: ID!) { legacyLinkCreate(url: $url, linkId: $link) { \
                      legacyLink { id url normalised link { id } } userErrors { field code } } }";
const DELETE: &str = "mutation($id: ID!) { legacyLinkDelete(id: $id) { legacyLink { id } userErrors { field code } } }";
const IMPORT: &str = "mutation($csv: String!) { legacyLinksImport(csv: $csv) { \
                      rows { line url message legacyLink { normalised link { id } } } userErrors { field code } } }";

/// Asks where an old URL leads.
async fn ask(app: &TestApp, u: Option<&str>, headers: &[(&str, &str)]) -> Response {
    let mut url = Url::parse(&format!("{}/api/v1/affiliate/legacy-redirect", app.url)).unwrap();
    if let Some(u) = u {
        url.query_pairs_mut().append_pair("u", u);
    }
    let request = app.client.get(url);
    headers.iter().fold(request, |request, (name, value)| request.header(*name, *value)).send().await.unwrap()
}

/// The code of the link that an old URL leads to; none: 404.
async fn leads_to(app: &TestApp, u: Option<&str>, headers: &[(&str, &str)]) -> Option<String> {
    let response = ask(app, u, headers).await;
    assert_eq!(response.headers()["cache-control"], "no-store");
    assert!(!response.headers()["x-request-id"].is_empty());
    let Some(location) = response.headers().get("location") else {
        assert_eq!(response.status(), StatusCode::NOT_FOUND);
        assert!(response.text().await.unwrap().contains("This link does not exist"));
        return None;
    };
    assert_eq!(response.status(), StatusCode::FOUND);
    let code = location.to_str().unwrap().strip_prefix(&format!("{}/r/", app.url)).expect("a link of this server");
    Some(code.to_owned())
}

async fn create(app: &TestApp, url: &str, link: &str) -> Value {
    app.mutate(CREATE, json!({ "url": url, "link": link })).await["legacyLink"].clone()
}

/// What is wrong with the input of a mutation, as `url TAKEN`.
async fn refused(app: &TestApp, document: &str, variables: Value) -> Vec<String> {
    let data = app.gql(document, variables).await;
    let payload = data.as_object().unwrap().values().next().unwrap();
    let problem =
        |error: &Value| format!("{} {}", error["field"][0].as_str().unwrap(), error["code"].as_str().unwrap());
    payload["userErrors"].as_array().unwrap().iter().map(problem).collect()
}

on_both! {
    async fn a_mapped_url_leads_to_its_link_and_nowhere_else(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let old = "https://Old.Example:443/Ref/?b=2&a=1#top";
        let made = create(&app, old, &campaign.link).await;
        assert_eq!(made["url"], old, "as it was given");
        assert_eq!(made["normalised"], "https://old.example/Ref?a=1&b=2");
        assert_eq!(made["link"]["id"], campaign.link.as_str());

        for same in [
            "https://old.example/Ref?a=1&b=2",
            "HTTPS://OLD.EXAMPLE/Ref/?b=2&a=1",
            "https://old.example:443/Ref//?a=1&&b=2#elsewhere",
        ] {
            assert_eq!(leads_to(&app, Some(same), &[]).await.as_ref(), Some(&campaign.code), "{same}");
        }
        for other in [
            "https://old.example/ref?a=1&b=2",
            "https://old.example/Ref?a=1&b=3",
            "https://old.example/Ref?a=1",
            "https://old.example/Ref?a=1&b=2&c=3",
            "http://old.example/Ref?a=1&b=2",
            "https://old.example:8443/Ref?a=1&b=2",
            "https://www.old.example/Ref?a=1&b=2",
        ] {
            assert_eq!(leads_to(&app, Some(other), &[]).await, None, "{other}");
        }
        // From there on it is a link as any other.
        assert!(token_of(&app.follow(&campaign.code, &[]).await).is_some());
    }

    async fn the_url_comes_from_the_query_and_else_from_headers_in_their_order(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let mut codes = Vec::new();
        for (index, place) in ["query", "original", "forwarded", "referer"].iter().enumerate() {
            let (link, code) = app.link(&campaign.id, &app.partner(&format!("Partner {index}")).await).await;
            create(&app, &format!("https://old.example/{place}?id=1"), &link).await;
            codes.push(code);
        }
        let u = Some("https://old.example/query?id=1");
        let headers = [
            ("x-original-url", "https://old.example/original?id=1"),
            ("x-forwarded-uri", "https://old.example/forwarded?id=1"),
            ("referer", "https://old.example/referer?id=1"),
        ];
        assert_eq!(leads_to(&app, u, &headers).await.as_ref(), Some(&codes[0]));
        assert_eq!(leads_to(&app, None, &headers).await.as_ref(), Some(&codes[1]));
        assert_eq!(leads_to(&app, None, &headers[1..]).await.as_ref(), Some(&codes[2]));
        assert_eq!(leads_to(&app, None, &headers[2..]).await.as_ref(), Some(&codes[3]));
        assert_eq!(leads_to(&app, None, &[]).await, None);
        // The first that there is counts, also when it is not mapped.
        assert_eq!(leads_to(&app, Some("https://old.example/unknown"), &headers).await, None);

        // Proxies pass on the path alone, and where it was in other headers.
        for name in ["x-original-url", "x-forwarded-uri"] {
            let headers = [(name, "/query?id=1"), ("x-forwarded-proto", "https"), ("x-forwarded-host", "old.example")];
            assert_eq!(leads_to(&app, None, &headers).await.as_ref(), Some(&codes[0]), "{name}");
            let headers = [(name, "/query?id=1"), ("host", "old.example")];
            assert_eq!(leads_to(&app, None, &headers).await.as_ref(), Some(&codes[0]), "{name}");
            let headers = [(name, "/query?id=1"), ("x-forwarded-proto", "http"), ("x-forwarded-host", "old.example")];
            assert_eq!(leads_to(&app, None, &headers).await, None, "{name}");
        }
    }

    async fn nobody_is_sent_to_what_he_brings(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        create(&app, "https://old.example/", &campaign.link).await;
        let own = format!("{}/r/{}", app.url, campaign.code);
        let long = format!("https://old.example/{}", "x".repeat(3_000));
        for u in [
            "https://evil.example/",
            "https://old.example@evil.example/",
            "https://evil.example/?u=https://old.example/",
            "https://old.example/@evil.example",
            "https://old.example.evil.example/",
            "//evil.example",
            "\\\\evil.example",
            "javascript:alert(1)",
            "data:text/html,x",
            "https://old.example/\r\nLocation: https://evil.example",
            "https://old.example/\0x",
            "/r/x",
            "",
            " ",
            own.as_str(),
            long.as_str(),
        ] {
            assert_eq!(leads_to(&app, Some(u), &[]).await, None, "{u:?}");
            // Not all of these can stand in a header.
            if u.bytes().all(|byte| byte.is_ascii_graphic()) {
                assert_eq!(leads_to(&app, None, &[("referer", u)]).await, None, "{u:?}");
            }
        }
        assert_eq!(leads_to(&app, Some("https://old.example"), &[]).await, Some(campaign.code));
    }

    async fn a_url_leads_to_one_link_until_it_is_deleted(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let (other, other_code) = app.link(&campaign.id, &app.partner("Contoso").await).await;
        let made = create(&app, "https://old.example/a", &campaign.link).await;
        let again = json!({ "url": "https://OLD.example/a/", "link": other });
        assert_eq!(refused(&app, CREATE, again.clone()).await, ["url TAKEN"]);
        assert_eq!(leads_to(&app, Some("https://old.example/a"), &[]).await, Some(campaign.code));

        app.mutate(DELETE, json!({ "id": made["id"] })).await;
        assert_eq!(leads_to(&app, Some("https://old.example/a"), &[]).await, None);
        assert_eq!(refused(&app, DELETE, json!({ "id": made["id"] })).await, ["id NOT_FOUND"]);
        app.mutate(CREATE, again).await;
        assert_eq!(leads_to(&app, Some("https://old.example/a"), &[]).await, Some(other_code));
    }

    async fn what_is_no_url_or_no_link_is_refused(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for url in [
            "",
            "old.example/a",
            "/a",
            "ftp://old.example/a",
            "javascript:alert(1)",
            "https://a@old.example/",
            "https://",
        ] {
            assert_eq!(
                refused(&app, CREATE, json!({ "url": url, "link": campaign.link })).await,
                ["url INVALID"],
                "{url}"
            );
        }
        let absent = entity::id::LinkId::new(app.clock.now()).to_string();
        for link in [absent.as_str(), campaign.partner.as_str(), "x", ""] {
            let variables = json!({ "url": "https://old.example/a", "link": link });
            assert_eq!(refused(&app, CREATE, variables).await, ["linkId NOT_FOUND"], "{link}");
        }
        assert_eq!(app.number("SELECT count(*) FROM legacy_link").await, 0);
    }

    async fn another_organisation_neither_sees_nor_takes_part(app: TestApp) {
        let mut app = app;
        let ours = app.campaign(json!({})).await;
        let made = create(&app, "https://old.example/a", &ours.link).await;
        app.org = app.other_org("Globex").await;
        let theirs = app.campaign(json!({})).await;
        let foreign = json!({ "url": "https://old.example/b", "link": ours.link });
        assert_eq!(refused(&app, CREATE, foreign).await, ["linkId NOT_FOUND"]);
        assert_eq!(refused(&app, DELETE, json!({ "id": made["id"] })).await, ["id NOT_FOUND"]);
        // A request brings nothing but the URL, so it can lead to one link only.
        let taken = json!({ "url": "https://old.example/a", "link": theirs.link });
        assert_eq!(refused(&app, CREATE, taken).await, ["url TAKEN"]);
        let data = app.gql("{ legacyLinks { totalCount nodes { id } } }", json!({})).await;
        assert_eq!(data["legacyLinks"], json!({ "totalCount": 0, "nodes": [] }));
        assert_eq!(leads_to(&app, Some("https://old.example/a"), &[]).await, Some(ours.code));
    }

    async fn an_import_tells_of_every_row_what_became_of_it(app: TestApp) {
        let mut app = app;
        let campaign = app.campaign(json!({})).await;
        let slug = format!("kick-off-{:016x}", rand::random::<u64>());
        let alias = "mutation($id: ID!, $slug: String!) { \
                     linkAliasCreate(linkId: $id, slug: $slug) { userErrors { message } } }";
        app.mutate(alias, json!({ "id": campaign.link, "slug": slug })).await;
        let us = app.org.clone();
        app.org = app.other_org("Globex").await;
        let foreign = app.campaign(json!({})).await;
        app.org = us;

        let csv = format!(
            "\u{feff}Link , URL,note\n\
             {code}, https://old.example/by-code ,x\n\
             {slug},https://old.example/by-alias\n\
             {id},\"https://old.example/by-id?a=1,2\"\n\
             {code},https://OLD.example/by-code/\n\
             {code},not a url\n\
             nobody,https://old.example/nobody\n\
             {foreign},https://old.example/foreign\n\
             {foreign_id},https://old.example/foreign-id\n\
             {code}\n\
             \n\
             {code},https://old.example/last\n",
            code = campaign.code,
            id = campaign.link,
            foreign = foreign.code,
            foreign_id = foreign.link,
        );
        let payload = app.mutate(IMPORT, json!({ "csv": csv })).await;
        let rows: Vec<_> = payload["rows"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let outcome = match row["legacyLink"]["normalised"].as_str() {
                    Some(normalised) => {
                        assert_eq!(row["legacyLink"]["link"]["id"], campaign.link.as_str());
                        assert_eq!(row["message"], Value::Null);
                        normalised.to_owned()
                    }
                    None => row["message"].as_str().unwrap().to_owned(),
                };
                format!("{} {outcome}", row["line"])
            })
            .collect();
        let no_url = "Give a whole URL, as https://old.example.com/ref/42.";
        let expected = [
            "2 https://old.example/by-code".to_owned(),
            "3 https://old.example/by-alias".to_owned(),
            "4 https://old.example/by-id?a=1,2".to_owned(),
            "5 This URL leads to a link already.".to_owned(),
            format!("6 {no_url}"),
            "7 There is no such link.".to_owned(),
            "8 There is no such link.".to_owned(),
            "9 There is no link with this id.".to_owned(),
            format!("10 {no_url}"),
            "12 https://old.example/last".to_owned(),
        ];
        assert_eq!(rows, expected);
        for path in ["by-code", "by-alias", "by-id?a=1,2", "last"] {
            let old = format!("https://old.example/{path}");
            assert_eq!(leads_to(&app, Some(&old), &[]).await.as_ref(), Some(&campaign.code), "{path}");
        }
        assert_eq!(leads_to(&app, Some("https://old.example/foreign"), &[]).await, None);
        let imported = "SELECT count(*) FROM audit_event WHERE action = 'legacyLinkCreate'";
        assert_eq!(app.number(imported).await, 4, "each is in the audit log");

        // As a spreadsheet writes it.
        let csv = format!(
            "url,link\r\nhttps://old.example/excel,{0}\r\n\r\n\"https://old.example/\r\n2\",{0}\r\nx,{0}",
            campaign.code
        );
        let payload = app.mutate(IMPORT, json!({ "csv": csv })).await;
        let lines: Vec<_> = payload["rows"].as_array().unwrap().iter().map(|row| &row["line"]).collect();
        assert_eq!(lines, [2, 4, 6]);

        for csv in ["", "a,b\n1,2\n", "https://old.example/x,code\n"] {
            assert_eq!(refused(&app, IMPORT, json!({ "csv": csv })).await, ["csv INVALID"], "{csv:?}");
        }
    }

    async fn a_link_that_is_revoked_is_revoked_for_old_urls_too(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        create(&app, "https://old.example/a", &campaign.link).await;
        let revoke = "mutation($id: ID!) { linkRevoke(id: $id) { userErrors { message } } }";
        app.mutate(revoke, json!({ "id": campaign.link })).await;
        assert_eq!(leads_to(&app, Some("https://old.example/a"), &[]).await.as_ref(), Some(&campaign.code));
        assert_eq!(app.follow(&campaign.code, &[]).await.status(), StatusCode::GONE);
    }

    async fn hits_are_counted_and_so_is_what_leads_nowhere(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        create(&app, "https://old.example:8080/a", &campaign.link).await;
        let other = app.other_org("Globex").await;
        for _ in 0..3 {
            leads_to(&app, Some("https://old.example:8080/a/"), &[]).await;
        }
        for path in ["b", "c", "b?x=1", "b/"] {
            leads_to(&app, Some(&format!("https://old.example:8080/{path}")), &[]).await;
        }
        leads_to(&app, Some("https://elsewhere.example/b"), &[]).await;
        let document = "{ legacyLinks { nodes { hits lastHitAt } } legacyMisses { normalised count lastAt } }";
        let seen = loop {
            let seen = app.gql(document, json!({})).await;
            if seen["legacyLinks"]["nodes"][0]["hits"] == 3 && seen["legacyMisses"].as_array().unwrap().len() == 3 {
                break seen;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        };
        assert!(seen["legacyLinks"]["nodes"][0]["lastHitAt"].is_string());
        assert_eq!(seen["legacyMisses"][0]["normalised"], "https://old.example:8080/b");
        assert_eq!(seen["legacyMisses"][0]["count"], 2);
        assert_eq!(app.gql_as(&other.key, document, json!({})).await["legacyMisses"], json!([]));
        // What leads somewhere is not missed any more.
        create(&app, "https://old.example:8080/b", &campaign.link).await;
        let left = app.gql("{ legacyMisses(first: 1) { normalised } legacyMissesToo: legacyMisses { normalised } }", json!({})).await;
        assert_eq!((left["legacyMisses"].as_array().unwrap().len(), left["legacyMissesToo"].as_array().unwrap().len()), (1, 2));

        let test = "query($url: String!) { legacyLinkTest(url: $url) { normalised legacyLink { link { code url } } userErrors { field code } } }";
        let leads = app.gql(test, json!({ "url": " HTTPS://OLD.example:8080/b/ " })).await["legacyLinkTest"].clone();
        assert_eq!(leads["normalised"], "https://old.example:8080/b");
        assert_eq!(leads["legacyLink"]["link"]["code"], campaign.code.as_str());
        let nowhere = app.gql(test, json!({ "url": "https://old.example:8080/c" })).await["legacyLinkTest"].clone();
        assert_eq!(nowhere, json!({ "normalised": "https://old.example:8080/c", "legacyLink": null, "userErrors": [] }));
        let none = app.gql(test, json!({ "url": "c" })).await["legacyLinkTest"].clone();
        assert_eq!(none["userErrors"], json!([{ "field": ["url"], "code": "INVALID" }]));
        let foreign = app.gql_as(&other.key, test, json!({ "url": "https://old.example:8080/b" })).await["legacyLinkTest"].clone();
        assert_eq!(foreign["legacyLink"], Value::Null);
    }

    async fn what_leads_nowhere_fills_no_disk(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        create(&app, "https://old.example/", &campaign.link).await;
        let traffic = introw::domain::legacy::LegacyTraffic::default();
        let now = app.clock.now();
        traffic.miss("https://old.example/often".to_owned(), now);
        traffic.miss("https://old.example/often".to_owned(), now);
        (0..20_000).for_each(|n| traffic.miss(format!("https://old.example/{n}"), now));
        traffic.write(&app.server.app.store).await.unwrap();
        assert_eq!(app.number("SELECT count(*) FROM legacy_miss").await, 1_000);
        assert_eq!(app.number("SELECT count FROM legacy_miss ORDER BY count DESC LIMIT 1").await, 2);
    }
}
