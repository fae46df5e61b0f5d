//! What another site can make a browser send does nothing.

use entity::value::Role;
use reqwest::Method;
use serde_json::json;

use super::{Browser, PASSWORD, member};
use crate::harness::on_both;

const MUTATION: &str = "mutation { partnerCreate(input: {name: \"Forged\"}) { partner { id } userErrors { code } } }";

on_both! {
    /// A GET, a form, a form as text, a script without the header, a script with a made-up one, and a
    /// browser that says which site called.
    async fn no_shape_of_a_cross_site_call_changes_anything(app: TestApp) {
        let browser = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let other = member(&app, &app.org, "bob@acme.example", Role::Owner).await;
        let url = format!("{}/graphql", app.url);
        let body = json!({ "query": MUTATION });
        let with_cookie = |method| app.client.request(method, &url).header("cookie", &browser.cookie);
        let encoded: String = url::form_urlencoded::byte_serialize(MUTATION.as_bytes()).collect();
        let get = app.client.get(format!("{url}?query={encoded}")).header("cookie", &browser.cookie);
        let form_body = format!("query={encoded}");
        let form = with_cookie(Method::POST).header("content-type", "application/x-www-form-urlencoded").body(form_body);
        let text = with_cookie(Method::POST).header("content-type", "text/plain").body(body.to_string());
        let bare = with_cookie(Method::POST).json(&body);
        let made_up = with_cookie(Method::POST).header("x-introw-csrf", "1").json(&body);
        let foreign = with_cookie(Method::POST).header("x-introw-csrf", &other.csrf).json(&body);
        let sites = ["cross-site", "same-site"].map(|site| {
            with_cookie(Method::POST).header("x-introw-csrf", &browser.csrf).header("sec-fetch-site", site).json(&body)
        });
        let [cross, same] = sites;
        for (what, request, status) in [
            ("a link or an image", get, 405),
            ("a form", form, 403),
            ("a form as text", text, 403),
            ("a script without the header", bare, 403),
            ("a script with a header of its own", made_up, 403),
            ("a script with the header of another session", foreign, 403),
            ("another site", cross, 403),
            ("another host of the same site", same, 403),
        ] {
            assert_eq!(request.send().await.unwrap().status(), status, "{what}");
        }
        assert_eq!(app.number("SELECT count(*) FROM partner").await, 0, "no side effect");
        browser.mutate(MUTATION, json!({})).await;
        assert_eq!(app.number("SELECT count(*) FROM partner").await, 1, "the same call from our own page");
    }

    async fn nobody_is_signed_out_by_another_site(app: TestApp) {
        let browser = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        for path in ["/api/v1/session", "/api/v1/sessions"] {
            let bare = app.client.delete(format!("{}{path}", app.url)).header("cookie", &browser.cookie);
            assert_eq!(bare.send().await.unwrap().status(), 403, "{path}");
            let cross = app.client.delete(format!("{}{path}", app.url)).header("cookie", &browser.cookie);
            let cross = cross.header("x-introw-csrf", &browser.csrf).header("sec-fetch-site", "cross-site");
            assert_eq!(cross.send().await.unwrap().status(), 403, "{path}");
        }
        assert!(browser.reads().await);
    }

    async fn nobody_is_signed_in_by_another_site(app: TestApp) {
        member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let sessions = app.number("SELECT count(*) FROM session").await;
        let url = format!("{}/api/v1/session", app.url);
        let account = json!({ "email": "ada@acme.example", "password": PASSWORD });
        let cross = app.client.post(&url).header("sec-fetch-site", "cross-site").json(&account);
        assert_eq!(cross.send().await.unwrap().status(), 403);
        for kind in ["text/plain", "application/x-www-form-urlencoded"] {
            let form = app.client.post(&url).header("content-type", kind).body(account.to_string());
            assert_eq!(form.send().await.unwrap().status(), 415, "{kind}");
        }
        assert_eq!(app.number("SELECT count(*) FROM session").await, sessions);
    }

    /// A key is no cookie: no browser sends it by itself.
    async fn a_key_needs_no_token_and_wins_over_a_cookie(app: TestApp) {
        let browser = member(&app, &app.org, "ada@acme.example", Role::Analyst).await;
        let request = app.client.post(format!("{}/graphql", app.url)).header("x-api-key", &app.org.key);
        let request = request.header("cookie", &browser.cookie).json(&json!({ "query": "{ viewer { role } organisation { name } }" }));
        let answer: serde_json::Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(answer["data"], json!({ "viewer": null, "organisation": { "name": "Acme" } }));
        assert!(Browser::new(&app).gql_raw("{ __typename }", json!({})).await.status == 401);
    }
}
