//! Links that work once.

use chrono::Duration;
use entity::value::{LinkPurpose, Role};
use futures::future::join_all;
use introw::domain::sign_in_link;
use serde_json::{Value, json};

use super::{Browser, PASSWORD, member, member_id};
use crate::harness::{TestApp, on_both};

/// What stands in a new link for a member, made as the command line makes it.
async fn link(app: &TestApp, email: &str, purpose: LinkPurpose) -> String {
    let id = member_id(app, email).await.parse().unwrap();
    let now = app.clock.now();
    let made = app.org.tenant.write(async |tx| sign_in_link::create_for_member(&tx, id, purpose, now).await);
    made.await.unwrap().2.as_str().to_owned()
}

async fn set_up_link(app: &TestApp) -> String {
    sign_in_link::create_set_up(&app.server.app.store, app.clock.now()).await.unwrap().as_str().to_owned()
}

fn set_up(token: &str) -> Value {
    json!({
        "token": token, "organisation": "First", "timeZone": "Asia/Kolkata", "currency": "inr",
        "name": "Ada", "email": "Ada@First.example", "password": PASSWORD,
    })
}

on_both! {
    async fn a_link_signs_in_once(app: TestApp) {
        member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let token = link(&app, "ada", LinkPurpose::SignIn).await;
        let path = "/api/v1/session/links";
        // Twenty at once: one wins.
        let tries = join_all((0..20).map(|_| {
            let (mut browser, body) = (Browser::new(&app), json!({ "token": token }));
            async move { browser.post(path, body).await }
        }))
        .await;
        assert_eq!(tries.iter().filter(|answer| answer.status == 200).count(), 1);
        assert_eq!(tries.iter().filter(|answer| answer.status == 401).count(), 19);
        let late = link(&app, "ada", LinkPurpose::SignIn).await;
        app.clock.advance(Duration::hours(24));
        assert_eq!(Browser::new(&app).post(path, json!({ "token": late })).await.status, 401);
        for token in ["", "x", "A".repeat(43).as_str(), "\0"] {
            let status = Browser::new(&app).post(path, json!({ "token": token })).await.status;
            assert!(status == 401 || (token.is_empty() && status == 422), "{token:?}: {status}");
        }
    }

    async fn a_link_is_good_for_its_purpose_alone(app: TestApp) {
        member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let sign_in = link(&app, "ada", LinkPurpose::SignIn).await;
        let reset = link(&app, "ada", LinkPurpose::PasswordReset).await;
        let new = "another few words";
        for (path, body) in [
            ("/api/v1/session/links", json!({ "token": reset })),
            ("/api/v1/password", json!({ "token": sign_in, "password": new })),
            ("/api/v1/invitations/accept", json!({ "token": sign_in, "password": new })),
            ("/api/v1/set-up", set_up(&sign_in)),
        ] {
            assert_eq!(Browser::new(&app).post(path, body).await.status, 401, "{path}");
        }
        assert_eq!(Browser::new(&app).post("/api/v1/session/links", json!({ "token": sign_in })).await.status, 200);
    }

    async fn a_new_password_ends_every_other_session_and_link(app: TestApp) {
        let before = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let (first, second) = (link(&app, "ada", LinkPurpose::PasswordReset).await, link(&app, "ada", LinkPurpose::SignIn).await);
        let path = "/api/v1/password";
        let refused = Browser::new(&app).post(path, json!({ "token": first, "password": "password1234" })).await;
        assert_eq!((refused.status, refused.body["errors"][0]["field"].as_str()), (422, Some("password")));
        let near = Browser::new(&app).post(path, json!({ "token": first, "password": "the acme company" })).await;
        assert_eq!(near.status, 422, "the organisation's name is in it");
        let mut browser = Browser::new(&app);
        let body = json!({ "token": first, "password": "another few words" });
        assert_eq!(browser.post(path, body.clone()).await.status, 200, "what was refused has not used it up");
        assert!(browser.reads().await && !before.reads().await);
        assert_eq!(Browser::new(&app).post(path, body).await.status, 401);
        assert_eq!(Browser::new(&app).post("/api/v1/session/links", json!({ "token": second })).await.status, 401);
        assert_eq!(Browser::new(&app).sign_in("ada@acme.example", PASSWORD).await.status, 401);
        let log = app.gql("{ auditEvents(first: 1) { nodes { action actorName } } }", json!({})).await;
        assert_eq!(log["auditEvents"]["nodes"][0], json!({ "action": "passwordReset", "actorName": "ada@acme.example" }));
    }

    async fn the_first_organisation_is_set_up_once(app: TestApp) {
        // The harness has made one; this installation shall be new.
        for table in ["audit_event", "api_key", "publishable_key", "organisation"] {
            app.execute(&format!("DELETE FROM {table}")).await;
        }
        let links = [set_up_link(&app).await, set_up_link(&app).await];
        let path = "/api/v1/set-up";
        let mut wrong = set_up(&links[0]);
        wrong["timeZone"] = json!("Mars/Olympus");
        wrong["currency"] = json!("euro");
        wrong["password"] = json!("firstfirstfirst");
        let refused = Browser::new(&app).post(path, wrong).await;
        let fields: Vec<_> = refused.body["errors"].as_array().unwrap().iter().map(|error| error["field"].clone()).collect();
        assert_eq!(json!(fields), json!(["timeZone", "currency", "password"]));
        // Two links of two replicas, at the same moment: one organisation.
        let tries = join_all((0..6).map(|nth| {
            let (mut browser, body) = (Browser::new(&app), set_up(&links[nth % 2]));
            async move { (browser.post(path, body).await, browser) }
        }))
        .await;
        let (won, lost): (Vec<_>, Vec<_>) = tries.into_iter().partition(|(answer, _)| answer.status == 200);
        assert_eq!(won.len(), 1);
        assert!(lost.iter().all(|(answer, _)| matches!(answer.status, 401 | 503)), "{:?}", lost[0].0);
        assert_eq!(app.number("SELECT count(*) FROM organisation").await, 1);
        let whole = won[0].1.gql("{ organisation { name timeZone currency publishableKey } viewer { role person { email } } auditEvents { nodes { action actorName } } }", json!({})).await;
        assert_eq!(whole["organisation"]["timeZone"], "Asia/Kolkata");
        assert_eq!(whole["organisation"]["currency"], "INR");
        assert_eq!(whole["viewer"], json!({ "role": "OWNER", "person": { "email": "ada@first.example" } }));
        assert_eq!(whole["auditEvents"]["nodes"], json!([{ "action": "organisationCreate", "actorName": "ada@first.example" }]));
        let late = set_up_link(&app).await;
        assert_eq!(Browser::new(&app).post(path, set_up(&late)).await.status, 401, "there is one already");
    }

    async fn a_set_up_link_is_good_for_half_an_hour(app: TestApp) {
        app.execute("DELETE FROM audit_event").await;
        app.execute("DELETE FROM api_key").await;
        app.execute("DELETE FROM publishable_key").await;
        app.execute("DELETE FROM organisation").await;
        let token = set_up_link(&app).await;
        app.clock.advance(Duration::minutes(30));
        assert_eq!(Browser::new(&app).post("/api/v1/set-up", set_up(&token)).await.status, 401);
    }

    /// Somebody whom an older version noted by address alone.
    async fn a_member_without_an_account_gets_one_by_a_link(app: TestApp) {
        app.execute("INSERT INTO member (organisation_id, id, email, role, created_at) SELECT id, id, 'old@acme.example', 'OWNER', created_at FROM organisation").await;
        let token = link(&app, "old", LinkPurpose::PasswordReset).await;
        let mut browser = Browser::new(&app);
        assert_eq!(browser.post("/api/v1/password", json!({ "token": token, "password": PASSWORD })).await.status, 200);
        assert_eq!(browser.gql("{ viewer { role } }", json!({})).await["viewer"]["role"], "OWNER");
        assert_eq!(Browser::new(&app).sign_in("old@acme.example", PASSWORD).await.status, 200);
    }

    async fn what_has_ended_is_forgotten(app: TestApp) {
        member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        link(&app, "ada", LinkPurpose::SignIn).await;
        app.clock.advance(Duration::days(10));
        let now = app.clock.now();
        let since = introw::domain::session::used_since(now);
        assert_eq!(app.server.app.store.forget_sessions(since, now).await.unwrap(), 2);
        assert_eq!(app.number("SELECT count(*) FROM session").await + app.number("SELECT count(*) FROM sign_in_link").await, 0);
    }
}
