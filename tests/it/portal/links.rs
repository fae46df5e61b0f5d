//! Links that sign somebody in: once, in time, and never because they were looked at.

use chrono::Duration;
use reqwest::{Response, StatusCode};
use serde_json::{Value, json};

use super::{add_user, ask, audited, copied_link, follow, sign_in, standing, token_in, visitor};
use crate::harness::{TestApp, on_both};

const LINK: &str = "mutation($u: ID!) { partnerUserSignInLink(id: $u) { url expiresAt userErrors { code } } }";

async fn open(app: &TestApp, token: &str) -> Response {
    app.client.get(format!("{}/portal/login/{token}", app.url)).send().await.unwrap()
}

/// The button of the link's page.
async fn press(app: &TestApp, token: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = app.client.post(format!("{}/portal/login/{token}", app.url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

const FROM_HERE: &[(&str, &str)] = &[("sec-fetch-site", "same-origin")];

async fn link_by_key(app: &TestApp, key: &str, body: Value) -> (u16, Value) {
    let request = app.client.post(format!("{}/api/v1/auth/session", app.url)).header("x-api-key", key).json(&body);
    let response = request.send().await.unwrap();
    (response.status().as_u16(), response.json().await.unwrap())
}

on_both! {
    async fn looking_at_a_link_never_uses_it(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let token = copied_link(&app, &user).await;
        let url = format!("{}/portal/login/{token}", app.url);
        for _ in 0..3 {
            let page = open(&app, &token).await;
            assert_eq!(page.status(), StatusCode::OK);
            assert!(page.headers().get("set-cookie").is_none());
            assert_eq!(page.headers()["cache-control"], "no-store");
            let html = page.text().await.unwrap();
            assert!(html.contains("<button") && html.contains("Acme") && !html.contains("<script"), "{html}");
            assert_eq!(app.client.head(&url).send().await.unwrap().status(), StatusCode::OK);
        }
        assert_eq!(app.number("SELECT count(*) FROM portal_session").await, 0);

        let entered = press(&app, &token, FROM_HERE).await;
        assert_eq!(entered.status(), StatusCode::SEE_OTHER);
        assert_eq!(entered.headers()["location"], "/portal");
        let cookie = entered.headers()["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("introw_portal=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
        assert!(!cookie.contains("Secure"), "there is no https here: {cookie}");
    }

    async fn a_link_is_good_once(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let token = copied_link(&app, &user).await;
        assert_eq!(press(&app, &token, FROM_HERE).await.status(), StatusCode::SEE_OTHER);
        let again = press(&app, &token, FROM_HERE).await;
        assert_eq!(again.status(), StatusCode::GONE);
        assert!(again.headers().get("set-cookie").is_none());
        assert!(again.text().await.unwrap().contains("Ask Acme for a new one"));
        assert_eq!(open(&app, &token).await.status(), StatusCode::GONE);
        let as_json = follow(&app, &token).await;
        assert_eq!(as_json.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(app.number("SELECT count(*) FROM portal_session").await, 1);
    }

    async fn of_many_who_use_one_link_at_once_one_gets_in(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let token = copied_link(&app, &user).await;
        let tries = (0..12).map(|_| follow(&app, &token));
        let statuses: Vec<_> = futures::future::join_all(tries).await.iter().map(|answer| answer.status().as_u16()).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
        assert_eq!(statuses.iter().filter(|status| **status == 401).count(), 11, "{statuses:?}");
        assert_eq!(app.number("SELECT count(*) FROM portal_session").await, 1);
    }

    async fn a_copied_link_is_good_for_a_day(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let (early, late) = (copied_link(&app, &user).await, copied_link(&app, &user).await);
        app.clock.advance(Duration::hours(24) - Duration::minutes(1));
        assert_eq!(press(&app, &early, FROM_HERE).await.status(), StatusCode::SEE_OTHER);
        app.clock.advance(Duration::minutes(2));
        assert_eq!(open(&app, &late).await.status(), StatusCode::GONE);
        assert_eq!(press(&app, &late, FROM_HERE).await.status(), StatusCode::GONE);
        assert_eq!(follow(&app, &late).await.status(), StatusCode::UNAUTHORIZED);
    }

    async fn a_form_of_another_site_signs_nobody_in(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let token = copied_link(&app, &user).await;
        let own = app.url.clone();
        for headers in [
            &[][..],
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", &own)],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
        ] {
            let refused = press(&app, &token, headers).await;
            assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{headers:?}");
        }
        // An older browser says where it is and no more; and the link is still good.
        assert_eq!(press(&app, &token, &[("origin", &own)]).await.status(), StatusCode::SEE_OTHER);
    }

    async fn what_is_no_link_says_so(app: TestApp) {
        let unknown = "A".repeat(43);
        for token in ["x", &unknown, "%00", "a%2Fb"] {
            let page = open(&app, token).await;
            assert_eq!(page.status(), StatusCode::GONE, "{token}");
            assert_eq!(press(&app, token, FROM_HERE).await.status(), StatusCode::GONE, "{token}");
        }
        let url = format!("{}/api/v1/portal/session", app.url);
        for (body, status) in [(json!({}), 422), (json!({ "token": 5 }), 422), (json!([unknown]), 422), (json!({ "token": "\0" }), 401)] {
            assert_eq!(app.client.post(&url).json(&body).send().await.unwrap().status(), status, "{body}");
        }
        // Another site's page cannot send this without asking first.
        let plain = app.client.post(&url).header("content-type", "text/plain").body("{}").send().await.unwrap();
        assert_eq!(plain.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
    }

    async fn a_program_makes_links_for_users_of_its_organisation(app: TestApp) {
        let partner = app.partner("Northwind").await;
        add_user(&app, &partner, "Anna@Northwind.example").await;
        let key = app.key_with(&["portal-sessions:write"]).await;
        let (status, made) = link_by_key(&app, &key, json!({ "email": " ANNA@northwind.example " })).await;
        assert_eq!(status, 201);
        let expires = made["expiresAt"].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
        assert!(expires - app.clock.now() <= Duration::seconds(60));
        let as_anna = visitor(follow(&app, &token_in(&made["url"])).await).await;
        let seen = ask(&app, &as_anna, "{ viewer { readOnly user { email } } partner { name } }", json!({})).await;
        assert_eq!(seen, json!({ "viewer": { "readOnly": false, "user": { "email": "anna@northwind.example" } }, "partner": { "name": "Northwind" } }));

        let (_, made) = link_by_key(&app, &key, json!({ "email": "anna@northwind.example" })).await;
        app.clock.advance(Duration::seconds(61));
        assert_eq!(follow(&app, &token_in(&made["url"])).await.status(), StatusCode::UNAUTHORIZED);

        let (status, problem) = link_by_key(&app, &key, json!({ "email": "nobody@northwind.example" })).await;
        assert_eq!((status, &problem["code"]), (404, &json!("NOT_FOUND")));
        for body in [json!({}), json!({ "email": 5 }), json!({ "email": "anna" }), json!({ "email": "a\0@b.co" }), json!(["a@b.co"])] {
            let (status, problem) = link_by_key(&app, &key, body.clone()).await;
            assert_eq!((status, &problem["errors"][0]["field"]), (422, &json!("email")), "{body}");
        }
        let weak = app.key_with(&["partners:write", "partners:read"]).await;
        assert_eq!(link_by_key(&app, &weak, json!({ "email": "anna@northwind.example" })).await.0, 403);
        assert_eq!(link_by_key(&app, "irw_sk_none", json!({ "email": "anna@northwind.example" })).await.0, 401);

        // The same person may be a user at another organisation, and is not known there before.
        let other = app.other_org("Other").await;
        assert_eq!(link_by_key(&app, &other.key, json!({ "email": "anna@northwind.example" })).await.0, 404);
    }

    async fn a_user_is_one_in_the_organisation(app: TestApp) {
        let (first, second) = (app.partner("Northwind").await, app.partner("Southwind").await);
        add_user(&app, &first, "anna@northwind.example").await;
        let document = "mutation($p: ID!, $i: PartnerUserCreateInput!) { partnerUserCreate(partnerId: $p, input: $i) { \
                        partnerUser { id } userErrors { field code } } }";
        for (email, name, field, code) in [
            ("ANNA@northwind.example", "", "email", "TAKEN"),
            ("anna", "", "email", "INVALID"),
            ("", "", "email", "INVALID"),
            ("b@c\u{1}.de", "", "email", "INVALID"),
            ("bert@c.de", "a\u{1}b", "name", "INVALID"),
            ("bert@c.de", &"x".repeat(201), "name", "TOO_LONG"),
        ] {
            let input = json!({ "email": email, "name": name });
            let refused = app.gql(document, json!({ "p": second, "i": input })).await["partnerUserCreate"].clone();
            assert_eq!(refused, json!({ "partnerUser": null, "userErrors": [{ "field": ["input", field], "code": code }] }));
        }
        let listed = "query($p: ID!) { partner(id: $p) { users { totalCount nodes { email name lastSignInAt sessions { id } } } } }";
        let users = app.gql(listed, json!({ "p": first })).await["partner"]["users"].clone();
        assert_eq!(users, json!({ "totalCount": 1, "nodes": [{ "email": "anna@northwind.example", "name": "Anna", "lastSignInAt": null, "sessions": [] }] }));
    }

    async fn a_deleted_user_is_out_at_once(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let signed_in = sign_in(&app, &user).await;
        let unused = copied_link(&app, &user).await;
        let listed = "query($p: ID!) { partner(id: $p) { users { nodes { lastSignInAt sessions { browser os } } } } }";
        let seen = app.gql(listed, json!({ "p": partner })).await["partner"]["users"]["nodes"][0].clone();
        assert!(seen["lastSignInAt"].is_string());
        assert_eq!(seen["sessions"], json!([{ "browser": "Chrome", "os": "Windows" }]));

        let delete = "mutation($u: ID!) { partnerUserDelete(id: $u) { partnerUser { email } userErrors { code } } }";
        assert_eq!(app.mutate(delete, json!({ "u": user })).await["partnerUser"]["email"], "anna@northwind.example");
        assert_eq!(standing(&app, &signed_in).await, 401);
        assert_eq!(follow(&app, &unused).await.status(), StatusCode::UNAUTHORIZED);
        let again = app.gql(delete, json!({ "u": user })).await["partnerUserDelete"].clone();
        assert_eq!(again["userErrors"][0]["code"], "NOT_FOUND");
        let gone = app.gql(LINK, json!({ "u": user })).await["partnerUserSignInLink"].clone();
        assert_eq!(gone["userErrors"][0]["code"], "NOT_FOUND");
        // The address is free again.
        add_user(&app, &partner, "anna@northwind.example").await;
        let actions = audited(&app).await.join(" ");
        for action in ["partnerUserCreate", "partnerUserSignInLink", "portalSignIn", "partnerUserDelete"] {
            assert!(actions.contains(action), "{action} is not in {actions}");
        }
    }

    async fn no_token_is_kept(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let token = copied_link(&app, &user).await;
        let signed_in = visitor(follow(&app, &token).await).await;
        let secret = signed_in.cookie.split_once('=').unwrap().1;
        let events = app.gql("{ auditEvents { nodes { action targetId before after } } }", json!({})).await.to_string();
        let postgres = app.backend == crate::harness::Backend::Postgres;
        let shown = if postgres { "encode(token_hash, 'escape')" } else { "CAST(token_hash AS text)" };
        let mut stored = Vec::new();
        for table in ["portal_link", "portal_session"] {
            // A hash is bytes; a token would be readable here.
            if postgres {
                stored.extend(app.texts(&format!("SELECT {shown} FROM {table}")).await);
            } else {
                stored.extend(app.texts(&format!("SELECT hex(token_hash) FROM {table}")).await);
            }
        }
        let hex: String = token.bytes().map(|byte| format!("{byte:02X}")).collect();
        for text in [events, stored.join(" ")] {
            assert!(!text.contains(&token) && !text.contains(secret) && !text.contains(&hex), "{text}");
        }
    }
}
