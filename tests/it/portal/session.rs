//! Sessions: how long they last, how they end, and what shows that a page of the portal uses them.

use chrono::Duration;
use reqwest::StatusCode;
use serde_json::{Value, json};

use super::{Visitor, add_user, ask, ask_raw, audited, copied_link, post, sign_in, standing, visit};
use crate::harness::{TestApp, on_both};

async fn delete(app: &TestApp, path: &str, headers: &[(&str, &str)]) -> u16 {
    let mut request = app.client.delete(format!("{}{path}", app.url));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.unwrap().status().as_u16()
}

fn of(visitor: &Visitor) -> [(&str, &str); 2] {
    [("cookie", &visitor.cookie), ("x-introw-csrf", &visitor.csrf)]
}

on_both! {
    async fn a_call_with_the_cookie_needs_the_header_too(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let (one, other) = (sign_in(&app, &user).await, sign_in(&app, &user).await);
        assert_ne!(one.csrf, other.csrf);
        let document = "{ partner { name } }";
        for csrf in ["", "x", &other.csrf, &one.csrf[1..]] {
            let headers = [("cookie", one.cookie.as_str()), ("x-introw-csrf", csrf)];
            let refused = post(&app, &headers, document, json!({})).await;
            assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{csrf}");
            assert_eq!(delete(&app, "/api/v1/portal/session", &headers).await, 403);
            assert_eq!(delete(&app, "/api/v1/portal/sessions", &headers).await, 403);
        }
        assert_eq!(post(&app, &[("cookie", &one.cookie)], document, json!({})).await.status(), StatusCode::FORBIDDEN);
        assert_eq!(post(&app, &[("x-introw-csrf", &one.csrf)], document, json!({})).await.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(ask(&app, &one, document, json!({})).await["partner"]["name"], "Northwind");

        // The page gets it from here, whenever it is loaded.
        let request = app.client.get(format!("{}/api/v1/portal/session", app.url)).header("cookie", &one.cookie);
        let body: Value = request.send().await.unwrap().json().await.unwrap();
        assert_eq!(body["csrfToken"], one.csrf);
        assert_eq!(body["partner"], json!({ "id": partner, "name": "Northwind" }));
        assert_eq!((&body["organisation"]["name"], &body["readOnly"]), (&json!("Acme"), &json!(false)));
    }

    async fn a_session_that_is_used_lasts_thirty_days(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let (used, idle) = (sign_in(&app, &user).await, sign_in(&app, &user).await);
        for day in 0..29 {
            app.clock.advance(Duration::days(1));
            assert_eq!(standing(&app, &used).await, 200, "after {} days", day + 1);
            // That it was used is written beside the answer.
            let seen = app.clock.now() - Duration::minutes(1);
            let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(10);
            while app.org.tenant.clone().last_seen().await < seen {
                assert!(tokio::time::Instant::now() < deadline, "it is not noted that the session was used");
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            if day == 6 {
                assert_eq!(standing(&app, &idle).await, 401, "nobody has used it for seven days");
            }
        }
        app.clock.advance(Duration::days(1));
        assert_eq!(standing(&app, &used).await, 401);
    }

    async fn signing_out_ends_this_session(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let (one, other) = (sign_in(&app, &user).await, sign_in(&app, &user).await);
        assert_eq!(delete(&app, "/api/v1/portal/session", &of(&one)).await, 204);
        assert_eq!((standing(&app, &one).await, standing(&app, &other).await), (401, 200));
        assert_eq!(delete(&app, "/api/v1/portal/session", &of(&one)).await, 401);
    }

    async fn signing_out_everywhere_ends_every_session_of_the_user(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let colleague = sign_in(&app, &add_user(&app, &partner, "bert@northwind.example").await).await;
        let (one, other) = (sign_in(&app, &user).await, sign_in(&app, &user).await);
        assert_eq!(delete(&app, "/api/v1/portal/sessions", &of(&one)).await, 204);
        assert_eq!((standing(&app, &one).await, standing(&app, &other).await), (401, 401));
        assert_eq!(standing(&app, &colleague).await, 200);

        let (one, other) = (sign_in(&app, &user).await, sign_in(&app, &user).await);
        let document = "mutation { sessionsRevokeAll { revokedCount userErrors { code } } }";
        let ended = ask(&app, &one, document, json!({})).await;
        assert_eq!(ended["sessionsRevokeAll"], json!({ "revokedCount": 2, "userErrors": [] }));
        assert_eq!((standing(&app, &one).await, standing(&app, &other).await), (401, 401));
        assert!(audited(&app).await.iter().any(|action| action == "portalSignOutEverywhere"));
    }

    async fn a_user_sees_and_ends_its_own_sessions_alone(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let colleague = sign_in(&app, &add_user(&app, &partner, "bert@northwind.example").await).await;
        let (one, other) = (sign_in(&app, &user).await, sign_in(&app, &user).await);
        let document = "{ viewer { sessions { id browser os isCurrent } } }";
        let mine = ask(&app, &one, document, json!({})).await["viewer"]["sessions"].clone();
        assert_eq!(mine.as_array().unwrap().len(), 2);
        assert_eq!((&mine[0]["isCurrent"], &mine[1]["isCurrent"]), (&json!(false), &json!(true)));
        assert_eq!(mine[0]["browser"], "Chrome");
        let theirs = ask(&app, &colleague, document, json!({})).await["viewer"]["sessions"][0]["id"].clone();

        let end = "mutation($id: ID!) { sessionRevoke(id: $id) { sessionId userErrors { field code } } }";
        let refused = ask(&app, &one, end, json!({ "id": theirs })).await["sessionRevoke"].clone();
        assert_eq!(refused, json!({ "sessionId": null, "userErrors": [{ "field": ["id"], "code": "NOT_FOUND" }] }));
        assert_eq!(standing(&app, &colleague).await, 200);
        let ended = ask(&app, &one, end, json!({ "id": mine[0]["id"] })).await["sessionRevoke"].clone();
        assert_eq!(ended["sessionId"], mine[0]["id"]);
        assert_eq!((standing(&app, &one).await, standing(&app, &other).await), (200, 401));
    }

    async fn a_user_says_what_it_is_called_and_where_it_lives(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let anna = visit(&app, &partner).await;
        let document = "mutation($i: ViewerUpdateInput!) { viewerUpdate(input: $i) { viewer { user { name timeZone } } userErrors { field code } } }";
        let input = json!({ "name": " Anna Smith ", "timeZone": "Asia/Kathmandu" });
        let done = ask(&app, &anna, document, json!({ "i": input })).await["viewerUpdate"].clone();
        assert_eq!(done["viewer"]["user"], json!({ "name": "Anna Smith", "timeZone": "Asia/Kathmandu" }));
        // A day is one of the zone's.
        let day = ask(&app, &anna, "{ stats(from: \"2026-05-01\", to: \"2026-05-01\") { buckets { start } } }", json!({})).await;
        assert_eq!(day["stats"]["buckets"], json!([{ "start": "2026-04-30T18:15:00.000Z" }]));
        let back = ask(&app, &anna, document, json!({ "i": { "timeZone": "" } })).await["viewerUpdate"].clone();
        assert_eq!(back["viewer"]["user"], json!({ "name": "Anna Smith", "timeZone": null }));
        for (input, field, code) in [
            (json!({ "timeZone": "Mars/Olympus" }), "timeZone", "INVALID"),
            (json!({ "name": "a\u{1}" }), "name", "INVALID"),
            (json!({ "name": "x".repeat(201) }), "name", "TOO_LONG"),
        ] {
            let refused = ask(&app, &anna, document, json!({ "i": input })).await["viewerUpdate"].clone();
            assert_eq!(refused, json!({ "viewer": null, "userErrors": [{ "field": ["input", field], "code": code }] }));
        }
    }

    async fn users_of_a_partner_that_is_not_active_still_see_their_numbers(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let token = app.click(&campaign.code).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        let before = visit(&app, &campaign.partner).await;
        let document = "mutation($p: ID!) { partnerUpdate(id: $p, input: {status: INACTIVE}) { userErrors { code } } }";
        app.mutate(document, json!({ "p": campaign.partner })).await;
        let user = add_user(&app, &campaign.partner, "late@northwind.example").await;
        let after = sign_in(&app, &user).await;
        for visitor in [&before, &after] {
            let seen = ask(&app, visitor, "{ partner { status } stats { clicks conversions } }", json!({})).await;
            assert_eq!(seen, json!({ "partner": { "status": "INACTIVE" }, "stats": { "clicks": 1, "conversions": 1 } }));
        }
    }

    async fn what_is_over_is_forgotten_a_day_later(app: TestApp) {
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        sign_in(&app, &user).await;
        let kept = copied_link(&app, &user).await;
        let forget = async || app.server.app.store.forget_portal(app.clock.now() - Duration::days(1)).await.unwrap();
        app.clock.advance(Duration::days(1));
        assert_eq!(forget().await, 0);
        assert!(!kept.is_empty());
        app.clock.advance(Duration::days(1));
        assert_eq!(forget().await, 2, "two links");
        app.clock.advance(Duration::days(30));
        assert_eq!(forget().await, 1, "the session");
    }

    async fn without_a_session_or_key_nothing_is_answered(app: TestApp) {
        let document = "{ partner { name } }";
        let unknown = format!("introw_portal={}", "A".repeat(43));
        for headers in [&[][..], &[("cookie", "introw_portal=x")], &[("cookie", &unknown)], &[("x-api-key", "x")]] {
            let refused = post(&app, headers, document, json!({})).await;
            assert_eq!(refused.status(), StatusCode::UNAUTHORIZED, "{headers:?}");
            assert_eq!(refused.headers()["content-type"], "application/problem+json");
        }
        let partner = app.partner("Northwind").await;
        let anna = visit(&app, &partner).await;
        // A session of the portal is nothing at the other door.
        let request = app.client.post(format!("{}/graphql", app.url)).header("cookie", &anna.cookie).header("x-introw-csrf", &anna.csrf);
        let refused = request.json(&json!({ "query": "{ organisation { id } }" })).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED);
        let none = ask_raw(&app, &anna, "{ auditEvents { totalCount } }", json!({})).await;
        assert_eq!(none["errors"][0]["extensions"]["code"], "BAD_REQUEST");
    }
}

/// What the tests look past the program for.
trait Looks {
    async fn last_seen(&self) -> chrono::DateTime<chrono::Utc>;
}

impl Looks for introw::store::Tenant {
    async fn last_seen(&self) -> chrono::DateTime<chrono::Utc> {
        use introw::store::Scope;
        let sessions = self.find::<entity::portal_session::Entity>().all().await.unwrap();
        sessions.into_iter().map(|session| session.last_seen_at).max().unwrap()
    }
}
