//! Members: who is invited, who may change whom, and who is left.

use entity::value::Role;
use serde_json::{Value, json};

use super::{Browser, PASSWORD, invite, member, member_id};
use crate::harness::{Backend, TestApp, on_both};

const INVITE: &str = "mutation($input: MemberInviteInput!) { memberInvite(input: $input) { \
                      invitation { id email role status invitedBy } url userErrors { field code } } }";
const UPDATE: &str = "mutation($id: ID!, $role: Role!) { memberUpdate(id: $id, role: $role) { member { role } userErrors { field code } } }";
const REMOVE: &str = "mutation($id: ID!) { memberRemove(id: $id) { member { email } userErrors { field code } } }";
const RESET: &str =
    "mutation($id: ID!) { passwordResetLinkCreate(memberId: $id) { url expiresAt userErrors { field code } } }";

/// The token at the end of a link.
fn token(payload: &Value) -> String {
    payload["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

fn code(payload: &Value) -> &str {
    payload["userErrors"][0]["code"].as_str().unwrap_or("none")
}

on_both! {
    async fn an_invitation_makes_a_member_once(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let made = owner.mutate(INVITE, json!({ "input": { "email": " Bob@Acme.example ", "role": "ANALYST" } })).await;
        assert_eq!(made["invitation"]["email"], "bob@acme.example");
        assert_eq!(made["invitation"]["status"], "OPEN");
        assert!(made["invitation"]["invitedBy"].as_str().unwrap().starts_with("mem_"));
        assert!(made["url"].as_str().unwrap().starts_with(&format!("{}/invitation/", app.url)));
        let accept = json!({ "token": token(&made), "name": "Bob", "password": PASSWORD });
        let mut bob = Browser::new(&app);
        assert_eq!(bob.post("/api/v1/invitations/accept", accept.clone()).await.status, 200);
        let viewer = bob.gql("{ viewer { role person { name email } } }", json!({})).await["viewer"].clone();
        assert_eq!(viewer, json!({ "role": "ANALYST", "person": { "name": "Bob", "email": "bob@acme.example" } }));
        assert_eq!(Browser::new(&app).post("/api/v1/invitations/accept", accept).await.status, 401, "works once");
        let listed = owner.gql("{ invitations(filter: {open: false}) { nodes { email status acceptedAt } } members { nodes { email isViewer } totalCount } }", json!({})).await;
        assert_eq!(listed["invitations"]["nodes"][0]["email"], "bob@acme.example");
        assert_eq!(listed["invitations"]["nodes"][0]["status"], "ACCEPTED");
        assert_eq!(listed["members"]["totalCount"], 2);
        assert_eq!(listed["members"]["nodes"][1], json!({ "email": "ada@acme.example", "isViewer": true }));
        let again = owner.payload(INVITE, json!({ "input": { "email": "bob@acme.example", "role": "ADMIN" } })).await;
        assert_eq!(code(&again), "TAKEN");
        for (input, wrong) in [
            (json!({ "email": "nobody", "role": "ADMIN" }), "INVALID"),
            (json!({ "email": " ", "role": "ADMIN" }), "BLANK"),
            (json!({ "email": "a\u{7}@b.example", "role": "ADMIN" }), "INVALID"),
        ] {
            assert_eq!(code(&owner.payload(INVITE, json!({ "input": input })).await), wrong, "{input}");
        }
    }

    async fn an_invitation_that_is_taken_back_replaced_or_late_is_no_good(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let input = json!({ "input": { "email": "bob@acme.example", "role": "ADMIN" } });
        let first = owner.mutate(INVITE, input.clone()).await;
        let second = owner.mutate(INVITE, input.clone()).await;
        let accept = async |made: &Value| {
            let body = json!({ "token": token(made), "password": PASSWORD });
            Browser::new(&app).post("/api/v1/invitations/accept", body).await.status
        };
        assert_eq!(accept(&first).await, 401, "replaced");
        let revoke = "mutation($id: ID!) { invitationRevoke(id: $id) { invitation { status } userErrors { code } } }";
        let revoked = owner.mutate(revoke, json!({ "id": second["invitation"]["id"] })).await;
        assert_eq!(revoked["invitation"]["status"], "REVOKED");
        assert_eq!(accept(&second).await, 401, "taken back");
        let third = owner.mutate(INVITE, input).await;
        app.clock.advance(chrono::Duration::days(7));
        assert_eq!(accept(&third).await, 401, "late");
        assert_eq!(app.number("SELECT count(*) FROM person").await, 1);
    }

    /// Whoever invites may hold the link, so that the link alone must not open an account.
    async fn an_account_joins_another_organisation_only_with_its_password_or_session(app: TestApp) {
        let mut ada = member(&app, &app.org, "ada@acme.example", Role::Analyst).await;
        let other = app.other_org("Other").await;
        let path = "/api/v1/invitations/accept";
        let link = invite(&app, &other, "ada@acme.example", Role::Owner).await;
        let bare = Browser::new(&app).post(path, json!({ "token": link, "name": "Eve" })).await;
        assert_eq!((bare.status, bare.body["errors"][0]["field"].as_str()), (422, Some("password")));
        let wrong = Browser::new(&app).post(path, json!({ "token": link, "password": "a new password of mine" })).await;
        assert_eq!(wrong.status, 401);
        // The cookie alone could be sent by another site.
        let without = Browser { csrf: String::new(), ..ada.clone() }.post(path, json!({ "token": link })).await;
        assert_eq!(without.status, 422);
        let mut bystander = Browser::new(&app);
        bystander.sign_in("ada@acme.example", PASSWORD).await;
        let joined = ada.post(path, json!({ "token": link })).await;
        assert_eq!(joined.status, 200, "{:#}", joined.body);
        assert_eq!(joined.body["memberships"].as_array().unwrap().len(), 2);
        assert!(!bystander.reads().await, "who was signed in before may be somebody else");

        // The header says for which organisation a call is; the role is the one there.
        let whose = "{ organisation { name } viewer { role } }";
        assert_eq!(ada.gql(whose, json!({})).await, json!({ "organisation": { "name": "Acme" }, "viewer": { "role": "ANALYST" } }));
        ada.organisation = Some(other.id.to_string());
        assert_eq!(ada.gql(whose, json!({})).await, json!({ "organisation": { "name": "Other" }, "viewer": { "role": "OWNER" } }));
        let third = app.other_org("Third").await;
        for foreign in [third.id.to_string(), "org_nobody".to_owned(), String::new()] {
            ada.organisation = Some(foreign.clone());
            let refused = ada.gql_raw(whose, json!({})).await;
            assert_eq!((refused.status, refused.body["code"].as_str()), (403, Some("FORBIDDEN")), "{foreign}");
        }
        // With the password it works without a session.
        let link = invite(&app, &third, "ada@acme.example", Role::Admin).await;
        let joined = Browser::new(&app).post(path, json!({ "token": link, "password": PASSWORD })).await;
        assert_eq!(joined.body["memberships"].as_array().unwrap().len(), 3);
    }

    async fn only_an_owner_says_who_the_owners_are(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let admin = member(&app, &app.org, "bob@acme.example", Role::Admin).await;
        let (ada, bob) = (member_id(&app, "ada").await, member_id(&app, "bob").await);
        let key = async |document: &str, variables: Value| {
            let data = app.gql(document, variables).await;
            data.as_object().unwrap().values().next().unwrap().clone()
        };
        for (document, variables) in [
            (UPDATE, json!({ "id": ada, "role": "ANALYST" })),
            (UPDATE, json!({ "id": bob, "role": "OWNER" })),
            (REMOVE, json!({ "id": ada })),
            (RESET, json!({ "id": ada })),
            (INVITE, json!({ "input": { "email": "eve@acme.example", "role": "OWNER" } })),
        ] {
            assert_eq!(code(&admin.payload(document, variables.clone()).await), "NOT_ALLOWED", "{document}");
            assert_eq!(code(&key(document, variables).await), "NOT_ALLOWED", "with a key: {document}");
        }
        assert_eq!(admin.mutate(UPDATE, json!({ "id": bob, "role": "ANALYST" })).await["member"]["role"], "ANALYST");
        assert_eq!(owner.mutate(UPDATE, json!({ "id": bob, "role": "OWNER" })).await["member"]["role"], "OWNER");
        let log = app.gql("{ auditEvents(filter: {action: \"memberUpdate\"}) { nodes { before after actorName } } }", json!({})).await;
        assert_eq!(log["auditEvents"]["nodes"][0]["after"]["role"], "OWNER");
        assert_eq!(log["auditEvents"]["nodes"][0]["actorName"], "ada@acme.example");
    }

    async fn the_last_owner_stays(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let id = member_id(&app, "ada").await;
        for (document, variables) in [
            (UPDATE, json!({ "id": id, "role": "ADMIN" })),
            (REMOVE, json!({ "id": id })),
        ] {
            let refused = owner.payload(document, variables).await;
            assert_eq!(refused["userErrors"], json!([{ "field": ["id"], "code": "NOT_ALLOWED" }]));
        }
        assert!(owner.reads().await);
    }

    async fn two_owners_who_unmake_each_other_at_once_leave_one(app: TestApp) {
        for round in 0..12 {
            let addresses = ["left", "right"].map(|side| format!("{side}{round}@acme.example"));
            let left = member(&app, &app.org, &addresses[0], Role::Owner).await;
            let right = member(&app, &app.org, &addresses[1], Role::Owner).await;
            let (left_id, right_id) = (member_id(&app, &addresses[0]).await, member_id(&app, &addresses[1]).await);
            let unmake = |id: &str, remove: bool| match remove {
                true => (REMOVE, json!({ "id": id })),
                false => (UPDATE, json!({ "id": id, "role": "ANALYST" })),
            };
            let (first, second) = (unmake(&right_id, round % 3 == 0), unmake(&left_id, round % 2 == 0));
            let (one, two) = futures::join!(left.gql_raw(first.0, first.1), right.gql_raw(second.0, second.1));
            let owners = app.number("SELECT count(*) FROM member WHERE role = 'OWNER'").await;
            assert_eq!(owners, 1, "round {round}: {:#} {:#}", one.body, two.body);
            // For the next round, with the right to do so.
            app.execute("DELETE FROM member").await;
        }
    }

    async fn who_is_removed_has_lost_the_organisation_at_once(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let mut bob = member(&app, &app.org, "bob@acme.example", Role::Admin).await;
        let other = app.other_org("Other").await;
        let link = invite(&app, &other, "bob@acme.example", Role::Admin).await;
        bob.post("/api/v1/invitations/accept", json!({ "token": link })).await;
        bob.organisation = Some(app.org.id.to_string());
        assert!(bob.reads().await);
        let id = member_id(&app, "bob").await;
        assert_eq!(owner.mutate(REMOVE, json!({ "id": id })).await["member"]["email"], "bob@acme.example");
        assert!(!bob.reads().await);
        assert_eq!(owner.payload(REMOVE, json!({ "id": id })).await["userErrors"][0]["code"], "NOT_FOUND");
        bob.organisation = None;
        assert_eq!(bob.gql("{ organisation { name } }", json!({})).await["organisation"]["name"], "Other", "and nothing else");
    }

    async fn a_reset_link_gives_no_way_into_another_organisation(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let mut bob = member(&app, &app.org, "bob@acme.example", Role::Analyst).await;
        let id = member_id(&app, "bob").await;
        let early = owner.mutate(RESET, json!({ "id": id })).await;
        let other = app.other_org("Other").await;
        let link = invite(&app, &other, "bob@acme.example", Role::Owner).await;
        assert_eq!(bob.post("/api/v1/invitations/accept", json!({ "token": link })).await.status, 200);
        let late = owner.payload(RESET, json!({ "id": id })).await;
        assert_eq!(late["userErrors"], json!([{ "field": ["memberId"], "code": "NOT_ALLOWED" }]));
        let body = json!({ "token": token(&early), "password": "chosen by the owner" });
        assert_eq!(Browser::new(&app).post("/api/v1/password", body).await.status, 401, "made before, and no good since");
        assert!(bob.reads().await);
    }
}

/// Nothing about members is remembered between calls.
#[tokio::test(flavor = "multi_thread")]
async fn a_removed_member_is_out_on_another_replica_too() {
    let app = TestApp::start(Backend::Postgres).await;
    let other = TestApp::start_on(Backend::Postgres, app.settings.clone()).await;
    let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
    let bob = member(&app, &app.org, "bob@acme.example", Role::Admin).await;
    assert!(bob.at(&other).reads().await);
    owner.mutate(REMOVE, json!({ "id": member_id(&app, "bob").await })).await;
    assert!(!bob.at(&other).reads().await);
}
