//! A member who looks at the portal as a partner sees it; the portal in another site's frame.

use chrono::Duration;
use entity::id::MemberId;
use entity::member;
use entity::value::Role;
use introw::domain::portal;
use introw::store::Tx;
use rand::RngExt;
use reqwest::StatusCode;
use sea_orm::{ColumnTrait, IntoActiveModel};
use serde_json::{Value, json};
use tokio::net::TcpListener;

use super::{Visitor, add_user, ask, ask_raw, audited, copied_link, follow, standing, token_in, visit, visitor};
use crate::harness::{TestApp, on_both};

async fn new_member(app: &TestApp) -> MemberId {
    let now = app.clock.now();
    let row = member::Model {
        organisation_id: app.org.id,
        id: MemberId::new(now),
        email: "owner@acme.example".to_owned(),
        role: Role::Analyst,
        person_id: None,
        last_seen_at: None,
        created_at: now,
    };
    let id = row.id;
    app.org.tenant.write(async |tx: Tx| tx.insert(row.clone().into_active_model()).await).await.unwrap();
    id
}

/// The link that a member gets.
async fn link(app: &TestApp, partner: &str, member: MemberId) -> String {
    let (partner, now) = (partner.parse().unwrap(), app.clock.now());
    let make = async |tx: Tx| portal::view_as(&tx, partner, Some(member), now).await;
    app.org.tenant.write(make).await.unwrap().token.as_str().to_owned()
}

async fn look(app: &TestApp, partner: &str, member: MemberId) -> Visitor {
    let token = link(app, partner, member).await;
    visitor(follow(app, &token).await).await
}

async fn let_frame(app: &TestApp, origins: Value) {
    app.execute(&format!("UPDATE organisation SET frame_origins = '{origins}'")).await;
}

/// The server as it is known on https, behind a proxy.
async fn on_https(app: TestApp) -> TestApp {
    // Below the ports that the kernel gives away, so that nobody else takes it meanwhile.
    let port = loop {
        let port = rand::rng().random_range(20_000..30_000);
        if TcpListener::bind(("127.0.0.1", port)).await.is_ok() {
            break port;
        }
    };
    let listen = format!("127.0.0.1:{port}");
    let settings = [("public_url", "https://portal.example"), ("listen", listen.as_str())];
    let mut secure = TestApp::start_with(app.backend, &settings).await;
    secure.url = format!("http://{listen}");
    app.stop().await;
    secure
}

on_both! {
    async fn a_member_looks_and_changes_nothing(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let member = new_member(&app).await;
        let looking = look(&app, &campaign.partner, member).await;
        let seen = ask(&app, &looking, "{ viewer { readOnly user { id } sessions { id } } partner { id } links { nodes { id } } }", json!({})).await;
        assert_eq!(seen["viewer"], json!({ "readOnly": true, "user": null, "sessions": [] }));
        assert_eq!((&seen["partner"]["id"], &seen["links"]["nodes"][0]["id"]), (&json!(campaign.partner), &json!(campaign.link)));

        let ids = json!({ "l": campaign.link, "a": "als_x", "s": "pses_x" });
        for document in [
            "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"mine-now\") { userErrors { code } } }",
            "mutation($a: ID!) { linkAliasDelete(id: $a) { userErrors { code } } }",
            "mutation { viewerUpdate(input: {name: \"Me\"}) { userErrors { code } } }",
            "mutation($s: ID!) { sessionRevoke(id: $s) { userErrors { code } } }",
            "mutation { sessionsRevokeAll { userErrors { code } } }",
        ] {
            let refused = ask_raw(&app, &looking, document, ids.clone()).await;
            assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN", "{document}: {refused}");
        }
        assert_eq!(app.number("SELECT count(*) FROM link_alias").await, 0);
    }

    /// Over HTTP all the way: the button of the dashboard, the button of the link, the portal.
    async fn a_member_who_has_signed_in_opens_the_portal_from_the_dashboard(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        for (email, role) in [("ada@acme.example", Role::Owner), ("grace@acme.example", Role::Analyst)] {
            let browser = crate::people::member(&app, &app.org, email, role).await;
            let document = "mutation($p: ID!) { partnerViewAs(partnerId: $p) { url userErrors { code } } }";
            let made = browser.mutate(document, json!({ "p": campaign.partner })).await;
            let token = token_in(&made["url"]);
            let looking = visitor(follow(&app, &token).await).await;
            let seen = ask(&app, &looking, "{ viewer { readOnly memberEmail user { id } } partner { id } }", json!({})).await;
            assert_eq!(seen["viewer"], json!({ "readOnly": true, "memberEmail": email, "user": null }));
            assert_eq!(seen["partner"]["id"], campaign.partner);
            let alias = "mutation($l: ID!) { linkAliasCreate(linkId: $l, slug: \"mine-now\") { userErrors { code } } }";
            let refused = ask_raw(&app, &looking, alias, json!({ "l": campaign.link })).await;
            assert_eq!(refused["errors"][0]["extensions"]["code"], "FORBIDDEN");
            assert_eq!(follow(&app, &token).await.status(), StatusCode::UNAUTHORIZED, "the link is used up");
        }
        let anna = visit(&app, &campaign.partner).await;
        assert_eq!(ask(&app, &anna, "{ viewer { memberEmail } }", json!({})).await["viewer"]["memberEmail"], Value::Null);
    }

    async fn that_a_member_looked_is_audited(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let member = new_member(&app).await;
        look(&app, &partner, member).await;
        let actions = audited(&app).await;
        assert!(actions.contains(&"partnerViewAs".to_owned()), "{actions:?}");
        let signed_in = app.texts("SELECT actor_kind || ' ' || actor_id FROM audit_event WHERE action = 'portalSignIn'").await;
        assert_eq!(signed_in, [format!("MEMBER {member}")]);
    }

    async fn looking_ends_after_an_hour_or_with_the_membership(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let member = new_member(&app).await;
        let unused = link(&app, &partner, member).await;
        app.clock.advance(Duration::minutes(6));
        assert_eq!(follow(&app, &unused).await.status(), StatusCode::UNAUTHORIZED);
        let looking = look(&app, &partner, member).await;
        app.clock.advance(Duration::minutes(59));
        assert_eq!(standing(&app, &looking).await, 200);
        app.clock.advance(Duration::minutes(2));
        assert_eq!(standing(&app, &looking).await, 401);

        let looking = look(&app, &partner, member).await;
        assert_eq!(standing(&app, &looking).await, 200);
        let leave = async |tx: Tx| tx.delete_where::<member::Entity>(member::Column::Id.eq(member)).await;
        app.org.tenant.write(leave).await.unwrap();
        assert_eq!(standing(&app, &looking).await, 401);
    }

    async fn a_member_who_looks_can_stop(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let member = new_member(&app).await;
        let (one, other) = (look(&app, &partner, member).await, look(&app, &partner, member).await);
        let request = app.client.delete(format!("{}/api/v1/portal/sessions", app.url));
        let request = request.header("cookie", &one.cookie).header("x-introw-csrf", &one.csrf);
        assert_eq!(request.send().await.unwrap().status(), StatusCode::NO_CONTENT);
        assert_eq!((standing(&app, &one).await, standing(&app, &other).await), (401, 200));
    }

    async fn a_program_is_no_member(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let document = "mutation($p: ID!) { partnerViewAs(partnerId: $p) { url expiresAt userErrors { field code } } }";
        let refused = app.gql(document, json!({ "p": partner })).await["partnerViewAs"].clone();
        assert_eq!(refused["userErrors"], json!([{ "field": ["partnerId"], "code": "NOT_ALLOWED" }]));
        assert_eq!((&refused["url"], &refused["expiresAt"]), (&Value::Null, &Value::Null));
        assert_eq!(app.number("SELECT count(*) FROM portal_link").await, 0);
    }

    async fn only_the_organisations_own_sites_show_its_pages_in_a_frame(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let token = copied_link(&app, &user).await;
        let policy = async |token: &str| {
            let page = app.client.get(format!("{}/portal/login/{token}", app.url)).send().await.unwrap();
            page.headers()["content-security-policy"].to_str().unwrap().to_owned()
        };
        assert!(policy(&token).await.ends_with("frame-ancestors 'none'"));
        let_frame(&app, json!(["https://acme.example", "https://app.acme.example:8443"])).await;
        assert!(policy(&token).await.ends_with("; frame-ancestors https://acme.example https://app.acme.example:8443"));
        // What was written past all checks does not open the policy.
        let_frame(&app, json!(["https://acme.example; script-src *", "*\n"])).await;
        assert!(policy(&token).await.ends_with("frame-ancestors 'none'"));
        assert!(policy("unknown").await.ends_with("frame-ancestors 'none'"));
    }

    async fn in_a_frame_the_cookie_belongs_to_the_site_around_it(app: TestApp) {
        let app = on_https(app).await;
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let cookie = async || {
            let token = copied_link(&app, &user).await;
            let answer = follow(&app, &token).await;
            answer.headers()["set-cookie"].to_str().unwrap().to_owned()
        };
        let alone = cookie().await;
        assert!(alone.starts_with("__Host-introw_portal="), "{alone}");
        for part in ["HttpOnly", "SameSite=Lax", "Secure", "Path=/"] {
            assert!(alone.split("; ").any(|each| each == part), "{part} is missing: {alone}");
        }
        let_frame(&app, json!(["https://acme.example"])).await;
        let framed = cookie().await;
        for part in ["HttpOnly", "SameSite=None", "Secure", "Partitioned", "Path=/"] {
            assert!(framed.split("; ").any(|each| each == part), "{part} is missing: {framed}");
        }
    }

    async fn a_page_shows_the_organisations_name_and_nothing_that_is_hidden_in_it(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        app.execute("UPDATE organisation SET name = '<script>alert(1)</script> & Co', brand_colour = '#12ab34', \
                     logo = 'data:image/png;base64,AAAA\" onerror=\"alert(1)'").await;
        let token = copied_link(&app, &user).await;
        let html = app.client.get(format!("{}/portal/login/{token}", app.url)).send().await.unwrap().text().await.unwrap();
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; Co") && html.contains("#12ab34"), "{html}");
        assert!(!html.contains("<script") && !html.contains("\" onerror"), "{html}");
        app.execute("UPDATE organisation SET brand_colour = 'red;}', logo = 'https://evil.example/x.png'").await;
        let html = app.client.get(format!("{}/portal/login/{token}", app.url)).send().await.unwrap().text().await.unwrap();
        assert!(!html.contains("red;}") && !html.contains("evil.example"), "{html}");
    }
}
