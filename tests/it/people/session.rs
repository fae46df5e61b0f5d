//! Signing in and out.

use argon2::{Algorithm, Argon2, Params, PasswordHasher, Version};
use chrono::Duration;
use entity::value::Role;
use futures::future::join_all;
use reqwest::Method;
use serde_json::json;

use super::{Answer, Browser, PASSWORD, member};
use crate::harness::{Backend, TestApp, on_both};

const ADA: &str = "ada@acme.example";

on_both! {
    async fn who_signs_in_gets_a_cookie_and_what_a_page_needs(app: TestApp) {
        member(&app, &app.org, ADA, Role::Owner).await;
        let mut browser = Browser::new(&app);
        let answer = browser.sign_in(" Ada@Acme.Example ", PASSWORD).await;
        assert_eq!(answer.status, 200, "{:#}", answer.body);
        let cookie = answer.headers["set-cookie"].to_str().unwrap();
        assert!(cookie.starts_with("introw_session="), "{cookie}");
        assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=2592000"), "{cookie}");
        assert_eq!(answer.body["person"]["email"], ADA);
        assert_eq!(answer.body["person"]["hasPassword"], true);
        assert_eq!(answer.body["memberships"], json!([
            { "organisation": { "id": app.org.id.to_string(), "name": "Acme" }, "role": "OWNER" },
        ]));
        let session = browser.session().await;
        assert_eq!(session.body, answer.body);
        assert!(session.headers.get("set-cookie").is_none());
        let viewer = browser.gql("{ viewer { person { email name hasPassword } role permissions memberships { role organisation { name } } sessions { current browser os } } }", json!({})).await["viewer"].clone();
        assert_eq!(viewer["person"]["name"], "Robin");
        assert_eq!(viewer["role"], "OWNER");
        assert!(viewer["permissions"].as_array().unwrap().contains(&json!("members:write")));
        assert_eq!(viewer["memberships"][0]["organisation"]["name"], "Acme");
        assert_eq!(viewer["sessions"][0], json!({ "current": true, "browser": "Chrome", "os": "Windows" }));
        assert_eq!(viewer["sessions"].as_array().unwrap().len(), 2, "and the one of the invitation");
        // The cookie is nowhere in the database.
        let secret = browser.cookie.split('=').nth(1).unwrap();
        let stored = app.texts("SELECT coalesce(browser, '') || coalesce(os, '') FROM session").await.join(" ");
        assert!(!stored.contains(secret));
        assert_eq!(app.number("SELECT count(*) FROM session WHERE length(token_hash) <> 32").await, 0);
    }

    async fn an_unknown_account_and_a_wrong_password_are_one_answer(app: TestApp) {
        member(&app, &app.org, ADA, Role::Owner).await;
        app.execute("INSERT INTO person (id, email, name, created_at, updated_at) SELECT id, 'linked@acme.example', '', created_at, updated_at FROM organisation").await;
        let mut seen = Vec::new();
        for (email, password) in [
            (ADA, "not the password"),
            ("nobody@acme.example", PASSWORD),
            ("linked@acme.example", PASSWORD),
            ("not an address", PASSWORD),
            ("nul\0@acme.example", PASSWORD),
            (ADA, "\0"),
        ] {
            let mut answer = Browser::new(&app).sign_in(email, password).await;
            assert!(answer.body["requestId"].take().is_string());
            let names: Vec<_> = answer.headers.keys().map(|name| name.as_str().to_owned()).collect();
            seen.push((answer.status, answer.body.to_string(), names));
        }
        assert_eq!(seen[0].0, 401);
        assert!(seen.iter().all(|answer| *answer == seen[0]), "{seen:#?}");
        let answer = Browser::new(&app).post("/api/v1/session", json!({ "email": 5 })).await;
        assert_eq!(answer.status, 422);
        assert_eq!(answer.body["errors"].as_array().unwrap().len(), 2, "{:#}", answer.body);
    }

    async fn a_token_from_before_is_worth_nothing_after_signing_in(app: TestApp) {
        let before = member(&app, &app.org, ADA, Role::Owner).await;
        let mut browser = before.clone();
        browser.sign_in(ADA, PASSWORD).await;
        assert_ne!(browser.cookie, before.cookie);
        assert_eq!(before.session().await.status, 401);
        // Nor is one taken over that somebody else has chosen.
        let mut planted = Browser::new(&app);
        planted.cookie = format!("introw_session={}", "A".repeat(43));
        let chosen = planted.clone();
        planted.sign_in(ADA, PASSWORD).await;
        assert_ne!(planted.cookie, chosen.cookie);
        assert_eq!(chosen.session().await.status, 401);
    }

    async fn signing_out_ends_one_session_or_all(app: TestApp) {
        let first = member(&app, &app.org, ADA, Role::Owner).await;
        let (mut second, mut third) = (Browser::new(&app), Browser::new(&app));
        second.sign_in(ADA, PASSWORD).await;
        third.sign_in(ADA, PASSWORD).await;
        let out = Answer::of(second.call(Method::DELETE, "/api/v1/session").send().await.unwrap()).await;
        assert_eq!(out.status, 204);
        assert!(out.headers["set-cookie"].to_str().unwrap().ends_with("Max-Age=0"));
        assert!(!second.reads().await && first.reads().await && third.reads().await);
        let out = third.call(Method::DELETE, "/api/v1/sessions").send().await.unwrap();
        assert_eq!(out.status(), 204);
        assert!(!first.reads().await && !third.reads().await);
        assert_eq!(app.number("SELECT count(*) FROM session").await, 0);
    }

    async fn sessions_are_ended_one_by_one_by_whose_they_are(app: TestApp) {
        let first = member(&app, &app.org, ADA, Role::Analyst).await;
        let mut second = Browser::new(&app);
        second.sign_in(ADA, PASSWORD).await;
        let list = "{ viewer { sessions { id current } } }";
        let sessions = first.gql(list, json!({})).await["viewer"]["sessions"].clone();
        let other = sessions.as_array().unwrap().iter().find(|session| session["current"] == false).unwrap()["id"].clone();
        let revoke = "mutation($id: ID!) { sessionRevoke(id: $id) { session { id } userErrors { code } } }";
        let stranger = member(&app, &app.org, "eve@acme.example", Role::Owner).await;
        let refused = stranger.payload(revoke, json!({ "id": other })).await;
        assert_eq!(refused["userErrors"][0]["code"], "NOT_FOUND");
        assert!(second.reads().await);
        assert_eq!(first.mutate(revoke, json!({ "id": other })).await["session"]["id"], other);
        assert!(!second.reads().await && first.reads().await);
        second.sign_in(ADA, PASSWORD).await;
        let all = "mutation { sessionsRevokeAll(keepCurrent: true) { revoked userErrors { code } } }";
        assert_eq!(first.mutate(all, json!({})).await["revoked"], 1);
        assert!(!second.reads().await && first.reads().await);
        first.mutate("mutation { sessionsRevokeAll { revoked userErrors { code } } }", json!({})).await;
        assert!(!first.reads().await);
    }

    async fn a_session_ends_after_a_week_without_a_call_and_after_thirty_days(app: TestApp) {
        let idle = member(&app, &app.org, ADA, Role::Owner).await;
        let used = member(&app, &app.org, "bob@acme.example", Role::Owner).await;
        for day in 1..=29 {
            app.clock.advance(Duration::days(1));
            assert_eq!(idle.session().await.status == 200 && day < 7, day < 7, "day {day}");
            if day < 7 {
                // What is only looked at is used as well; undo it, so that this one stays idle.
                app.execute("UPDATE session SET last_seen_at = created_at WHERE person_id = (SELECT id FROM person WHERE email = 'ada@acme.example')").await;
            }
            assert_eq!(used.session().await.status, 200, "day {day}");
            wait_until_seen(&app).await;
        }
        app.clock.advance(Duration::days(1) + Duration::minutes(1));
        assert_eq!(used.session().await.status, 401, "however much it was used");
    }

    async fn when_a_session_was_used_is_written_once_a_minute(app: TestApp) {
        let browser = member(&app, &app.org, ADA, Role::Owner).await;
        let seen = "SELECT count(*) FROM session WHERE last_seen_at > created_at";
        for _ in 0..5 {
            assert!(browser.reads().await);
        }
        app.server.app.tasks.close();
        app.server.app.tasks.wait().await;
        assert_eq!(app.number(seen).await, 0, "within the first minute there is nothing to write");
        app.server.app.tasks.reopen();
        app.clock.advance(Duration::seconds(61));
        assert!(browser.reads().await);
        app.server.app.tasks.close();
        app.server.app.tasks.wait().await;
        assert_eq!(app.number(seen).await, 1);
        let members = app.gql("{ members { nodes { lastSeenAt sessionCount name isViewer } } }", json!({})).await;
        let row = &members["members"]["nodes"][0];
        assert_eq!(row["sessionCount"], 1);
        assert_eq!((row["name"].as_str(), row["isViewer"].as_bool()), (Some("Robin"), Some(false)));
        assert!(row["lastSeenAt"].is_string());
    }

    async fn a_hash_with_other_parameters_is_made_anew_at_sign_in(app: TestApp) {
        member(&app, &app.org, ADA, Role::Owner).await;
        let weak = Argon2::new(Algorithm::Argon2id, Version::V0x13, Params::new(8 * 1024, 1, 1, None).unwrap());
        let weak = weak.hash_password(PASSWORD.as_bytes()).unwrap().to_string();
        app.execute(&format!("UPDATE person SET password_hash = '{weak}'")).await;
        assert_eq!(Browser::new(&app).sign_in(ADA, "not the password").await.status, 401);
        assert_eq!(app.texts("SELECT password_hash FROM person").await, [weak.as_str()]);
        assert_eq!(Browser::new(&app).sign_in(ADA, PASSWORD).await.status, 200);
        let stored = app.texts("SELECT password_hash FROM person").await;
        assert!(stored[0].starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored:?}");
        assert_eq!(Browser::new(&app).sign_in(ADA, PASSWORD).await.status, 200);
    }

    async fn a_password_is_changed_with_the_old_one_and_ends_the_other_sessions(app: TestApp) {
        let browser = member(&app, &app.org, ADA, Role::Analyst).await;
        let mut other = Browser::new(&app);
        other.sign_in(ADA, PASSWORD).await;
        let update = "mutation($input: ViewerUpdateInput!) { viewerUpdate(input: $input) { viewer { person { name } } userErrors { field code } } }";
        for (input, field, code) in [
            (json!({ "newPassword": "another few words" }), "currentPassword", "INVALID"),
            (json!({ "newPassword": "another few words", "currentPassword": "wrong" }), "currentPassword", "INVALID"),
            (json!({ "newPassword": "short", "currentPassword": PASSWORD }), "newPassword", "TOO_SHORT"),
            (json!({ "newPassword": "welcome to acme!", "currentPassword": PASSWORD }), "newPassword", "NOT_ALLOWED"),
            (json!({ "name": "a\u{7}b" }), "name", "INVALID"),
        ] {
            let refused = browser.payload(update, json!({ "input": input })).await;
            assert_eq!(refused["userErrors"], json!([{ "field": ["input", field], "code": code }]), "{input}");
        }
        assert!(other.reads().await);
        let input = json!({ "name": " Ada L. ", "currentPassword": PASSWORD, "newPassword": "another few words" });
        let done = browser.mutate(update, json!({ "input": input })).await;
        assert_eq!(done["viewer"]["person"]["name"], "Ada L.");
        assert!(browser.reads().await && !other.reads().await);
        assert_eq!(Browser::new(&app).sign_in(ADA, PASSWORD).await.status, 401);
        assert_eq!(Browser::new(&app).sign_in(ADA, "another few words").await.status, 200);
        let log = app.gql("{ auditEvents(first: 2) { nodes { action actorKind actorName } } }", json!({})).await;
        let log = log["auditEvents"]["nodes"].as_array().unwrap().clone();
        assert!(log.iter().all(|event| event["actorKind"] == "MEMBER" && event["actorName"] == ADA), "{log:?}");
        let mut actions: Vec<_> = log.iter().map(|event| event["action"].as_str().unwrap()).collect();
        actions.sort_unstable();
        assert_eq!(actions, ["passwordChange", "viewerUpdate"]);
    }

    async fn sign_in_is_limited_per_account_and_per_address(app: TestApp) {
        let limits = [("limits", "signin=10"), ("trusted_proxies", "127.0.0.1")];
        let app = TestApp::start_with(app.backend, &limits).await;
        let try_from = async |email: &str, address: String| {
            let body = json!({ "email": email, "password": "not the password" });
            let request = app.client.post(format!("{}/api/v1/session", app.url)).header("x-forwarded-for", address);
            Answer::of(request.json(&body).send().await.unwrap()).await
        };
        // One account from many addresses, whether or not there is one.
        for host in 0..10 {
            assert_eq!(try_from("Limited@acme.example", format!("198.51.100.{host}")).await.status, 401);
        }
        let refused = try_from(" limited@ACME.example", "198.51.100.99".to_owned()).await;
        assert_eq!((refused.status, refused.body["code"].as_str()), (429, Some("RATE_LIMIT_EXCEEDED")));
        assert!(refused.headers["retry-after"].to_str().unwrap().parse::<u64>().unwrap() >= 1);
        // Many accounts from one address.
        for nth in 0..10 {
            assert_eq!(try_from(&format!("{nth}@acme.example"), "203.0.113.1".to_owned()).await.status, 401);
        }
        assert_eq!(try_from("last@acme.example", "203.0.113.1".to_owned()).await.status, 429);
        assert_eq!(try_from("last@acme.example", "203.0.113.2".to_owned()).await.status, 401);
    }

    async fn a_session_has_a_number_of_calls_a_minute(app: TestApp) {
        let app = TestApp::start_with(app.backend, &[("limits", "key=5")]).await;
        let browser = member(&app, &app.org, ADA, Role::Owner).await;
        for left in (0..5).rev() {
            let answer = browser.gql_raw("{ __typename }", json!({})).await;
            assert_eq!(answer.headers["x-ratelimit-remaining-minute"], left.to_string().as_str());
        }
        assert_eq!(browser.gql_raw("{ __typename }", json!({})).await.status, 429);
        let mut other = Browser::new(&app);
        other.sign_in(ADA, PASSWORD).await;
        assert_eq!(other.gql_raw("{ __typename }", json!({})).await.status, 200, "another session has its own");
    }

    async fn many_who_sign_in_at_once_keep_nobody_from_links(app: TestApp) {
        member(&app, &app.org, ADA, Role::Owner).await;
        let campaign = app.campaign(json!({})).await;
        let sign_ins = join_all((0..500).map(|nth| {
            let mut browser = Browser::new(&app);
            async move { browser.sign_in(if nth % 2 == 0 { ADA } else { "nobody@acme.example" }, PASSWORD).await }
        }));
        let redirects = join_all((0..100).map(|_| app.follow(&campaign.code, &[])));
        let (sign_ins, redirects) = futures::join!(sign_ins, redirects);
        assert!(redirects.iter().all(|response| response.status() == 302));
        let count = |status| sign_ins.iter().filter(|answer| answer.status == status).count();
        let (good, wrong) = (count(200), count(401));
        assert!(good > 0 && wrong > 0, "who waits is served: {good} and {wrong}");
        // On a machine that is busy with other tests, the database too may be too late for some.
        let turned_away: Vec<_> = sign_ins.iter().filter(|answer| [429, 503].contains(&answer.status)).collect();
        let statuses: Vec<_> = sign_ins.iter().map(|answer| answer.status).collect();
        assert_eq!(good + wrong + turned_away.len(), 500, "{statuses:?}");
        assert!(count(429) > 100, "{} of 500 were turned away", count(429));
        let told = turned_away.iter().all(|answer| answer.headers.contains_key("retry-after"));
        assert!(told, "who is turned away learns when to come back");
        // Afterwards there is room again.
        assert_eq!(Browser::new(&app).sign_in(ADA, PASSWORD).await.status, 200);
    }
}

/// Waits until the use of every session that was noted in this moment is stored.
async fn wait_until_seen(app: &TestApp) {
    app.server.app.tasks.close();
    app.server.app.tasks.wait().await;
    app.server.app.tasks.reopen();
}

/// Replicas share nothing but Postgres and Redis.
#[tokio::test(flavor = "multi_thread")]
async fn replicas_know_each_others_sessions_and_count_together() {
    let app = TestApp::start_with(Backend::Postgres, &[("limits", "signin=10")]).await;
    let other = TestApp::start_on(Backend::Postgres, app.settings.clone()).await;
    let browser = member(&app, &app.org, ADA, Role::Owner).await;
    assert!(browser.at(&other).reads().await);
    browser.call(Method::DELETE, "/api/v1/session").send().await.unwrap();
    assert!(!browser.at(&other).reads().await);
    // One of the ten was the invitation.
    for nth in 0..9 {
        let at = if nth % 2 == 0 { &app } else { &other };
        assert_eq!(Browser::new(at).sign_in("nobody@acme.example", "wrong").await.status, 401, "{nth}");
    }
    for at in [&app, &other] {
        assert_eq!(Browser::new(at).sign_in("nobody@acme.example", "wrong").await.status, 429);
    }
}
