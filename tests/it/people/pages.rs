//! The pages of links, as a browser without scripts uses them.

use entity::value::{LinkPurpose, Role};
use introw::domain::sign_in_link;
use reqwest::Response;

use super::{Browser, PASSWORD, invite, member, member_id};
use crate::harness::{CHROME, TestApp, on_both};

async fn sign_in_link(app: &TestApp, purpose: LinkPurpose) -> String {
    let id = member_id(app, "ada").await.parse().unwrap();
    let now = app.clock.now();
    let made = app.org.tenant.write(async |tx| sign_in_link::create_for_member(&tx, id, purpose, now).await);
    format!("/{}/{}", sign_in_link::path(purpose), made.await.unwrap().2.as_str())
}

async fn open(app: &TestApp, path: &str) -> (u16, String) {
    let response = app.client.get(format!("{}{path}", app.url)).header("user-agent", CHROME).send().await.unwrap();
    assert!(response.headers().get("set-cookie").is_none());
    (response.status().as_u16(), response.text().await.unwrap())
}

async fn send(app: &TestApp, path: &str, fields: &[(&str, &str)], headers: &[(&str, &str)]) -> Response {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    let mut request = app.client.post(format!("{}{path}", app.url)).body(body);
    request = request.header("content-type", "application/x-www-form-urlencoded").header("user-agent", CHROME);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap()
}

const HERE: &[(&str, &str)] = &[("sec-fetch-site", "same-origin")];

/// Whether the answer has begun a session that works.
async fn signed_in(app: &TestApp, response: Response) -> bool {
    let Some(cookie) = response.headers().get("set-cookie").map(|cookie| cookie.to_str().unwrap().to_owned()) else {
        return false;
    };
    let mut browser = Browser::new(app);
    browser.cookie = cookie.split(';').next().unwrap().to_owned();
    response.text().await.unwrap().contains("You are signed in") && browser.session().await.status == 200
}

on_both! {
    /// Mail scanners open links.
    async fn a_page_uses_nothing_up_and_its_form_does(app: TestApp) {
        member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let path = sign_in_link(&app, LinkPurpose::SignIn).await;
        for _ in 0..3 {
            let (status, page) = open(&app, &path).await;
            assert_eq!(status, 200);
            assert!(page.contains("ada@acme.example") && page.contains("<form method=\"post\">"), "{page}");
            assert!(!page.contains("<script"));
        }
        assert!(signed_in(&app, send(&app, &path, &[], HERE).await).await);
        assert_eq!(open(&app, &path).await.0, 410);
        assert_eq!(send(&app, &path, &[], HERE).await.status(), 410);
    }

    async fn a_form_of_another_site_is_refused(app: TestApp) {
        member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let path = sign_in_link(&app, LinkPurpose::SignIn).await;
        for headers in [
            &[("sec-fetch-site", "cross-site")][..],
            &[("sec-fetch-site", "same-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", &app.url)],
            &[("origin", "https://evil.example")],
            &[("origin", "null")],
            &[],
        ] {
            assert_eq!(send(&app, &path, &[], headers).await.status(), 403, "{headers:?}");
        }
        assert_eq!(open(&app, &path).await.0, 200, "it is still good");
        // Over plain http a browser says only its origin.
        assert!(signed_in(&app, send(&app, &path, &[], &[("origin", &app.url)]).await).await);
    }

    async fn an_invitation_is_accepted_on_its_page(app: TestApp) {
        let token = invite(&app, &app.org, "bob@acme.example", Role::Owner).await;
        let path = format!("/invitation/{token}");
        let (status, page) = open(&app, &path).await;
        assert_eq!(status, 200);
        assert!(page.contains("Join Acme") && page.contains("name=\"password\""), "{page}");
        let refused = send(&app, &path, &[("name", "<b>Bob\"</b>"), ("password", "short")], HERE).await;
        assert_eq!(refused.status(), 422);
        let page = refused.text().await.unwrap();
        assert!(page.contains("&lt;b&gt;Bob&quot;&lt;/b&gt;") && !page.contains("<b>") && !page.contains("short\""), "{page}");
        assert!(page.contains("at least 12 characters"));
        assert!(signed_in(&app, send(&app, &path, &[("name", "Bob"), ("password", PASSWORD)], HERE).await).await);

        // In another organisation, the account is known and its password is asked for.
        let other = app.other_org("<Other>").await;
        let path = format!("/invitation/{}", invite(&app, &other, "bob@acme.example", Role::Admin).await);
        let (_, page) = open(&app, &path).await;
        assert!(page.contains("Join &lt;Other&gt;") && page.contains("has an account already"), "{page}");
        assert_eq!(send(&app, &path, &[("password", "not the password")], HERE).await.status(), 401);
        assert!(signed_in(&app, send(&app, &path, &[("password", PASSWORD)], HERE).await).await);
        assert_eq!(app.number("SELECT count(*) FROM member").await, 2);
    }

    async fn a_password_is_set_and_an_installation_set_up_on_their_pages(app: TestApp) {
        member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let path = sign_in_link(&app, LinkPurpose::PasswordReset).await;
        assert!(open(&app, &path).await.1.contains("Choose a new password"));
        assert!(signed_in(&app, send(&app, &path, &[("password", "another few words")], HERE).await).await);
        assert_eq!(Browser::new(&app).sign_in("ada@acme.example", "another few words").await.status, 200);

        for table in ["api_call", "audit_event", "api_key", "publishable_key", "invitation", "session", "sign_in_link", "member", "person", "organisation"] {
            app.execute(&format!("DELETE FROM {table}")).await;
        }
        let token = sign_in_link::create_set_up(&app.server.app.store, app.clock.now()).await.unwrap();
        let path = format!("/set-up/{}", token.as_str());
        assert!(open(&app, &path).await.1.contains("name=\"organisation\""));
        let fields = [
            ("organisation", "First"), ("timeZone", ""), ("currency", ""), ("name", "Ada"),
            ("email", "ada@first.example"), ("password", PASSWORD),
        ];
        let mut wrong = fields;
        wrong[4].1 = "nobody";
        let refused = send(&app, &path, &wrong, HERE).await;
        assert_eq!(refused.status(), 422);
        assert!(refused.text().await.unwrap().contains("value=\"First\""), "what was typed is not lost");
        assert!(signed_in(&app, send(&app, &path, &fields, HERE).await).await);
    }

    async fn a_page_of_nothing_says_so(app: TestApp) {
        for path in ["login", "reset", "invitation", "set-up"] {
            for token in ["x", "A".repeat(43).as_str(), "%00", "%3Cscript%3E"] {
                let (status, page) = open(&app, &format!("/{path}/{token}")).await;
                assert_eq!(status, 410, "{path} {token}");
                assert!(page.contains("can no longer be used"));
            }
        }
        let response = app.client.get(format!("{}/login/x", app.url)).send().await.unwrap();
        let policy = response.headers()["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(response.headers()["cache-control"], "no-store");
    }
}
