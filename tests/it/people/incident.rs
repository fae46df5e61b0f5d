//! When something has leaked: an owner makes everything useless that was given out before.

use entity::value::Role;
use serde_json::{Value, json};

use super::{Browser, member};
use crate::harness::{TestApp, on_both};
use crate::portal::{Visitor, add_user, copied_link, follow, sign_in, standing, token_in, visitor};

const ACCESS: &str = "{ organisation { access { secretKeys members memberSessions portalSessions } } }";
const REVOKE: &str = "mutation { apiKeysRevokeAll { revoked userErrors { field code } } }";
const SIGN_OUT: &str = "mutation($keep: Boolean!) { organisationSignOut(keepCurrent: $keep) { memberSessions portalSessions userErrors { field code } } }";

async fn access(browser: &Browser) -> Value {
    browser.gql(ACCESS, json!({})).await["organisation"]["access"].clone()
}

/// A partner user of another organisation, signed in.
async fn stranger(app: &TestApp, key: &str) -> Visitor {
    let made = app.gql_as(key, "mutation { partnerCreate(input: {name: \"P\"}) { partner { id } } }", json!({})).await;
    let partner = &made["partnerCreate"]["partner"]["id"];
    let document = "mutation($p: ID!) { partnerUserCreate(partnerId: $p, input: {email: \"p@p.example\"}) { partnerUser { id } } }";
    let made = app.gql_as(key, document, json!({ "p": partner })).await;
    let document = "mutation($u: ID!) { partnerUserSignInLink(id: $u) { url } }";
    let link = app.gql_as(key, document, json!({ "u": made["partnerUserCreate"]["partnerUser"]["id"] })).await;
    visitor(follow(app, &token_in(&link["partnerUserSignInLink"]["url"])).await).await
}

on_both! {
    async fn every_secret_key_is_revoked_at_once(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let other = app.other_org("Other").await;
        let narrow = app.key_with(&["stats:read"]).await;
        let working = access(&owner).await["secretKeys"].clone();
        assert_eq!(working, 2);
        assert_eq!(owner.mutate(REVOKE, json!({})).await["revoked"], working);
        for key in [&app.org.key, &narrow] {
            let answer = app.gql_raw(key, "{ server { version } }", json!({})).await;
            assert_eq!(answer["code"], "UNAUTHORIZED", "{answer:#}");
        }
        app.gql_as(&other.key, "{ organisation { id } }", json!({})).await;
        assert_eq!(access(&owner).await["secretKeys"], 0);
        assert_eq!(owner.mutate(REVOKE, json!({})).await["revoked"], 0);
        assert_eq!(app.number("SELECT count(*) FROM audit_event WHERE action = 'apiKeysRevokeAll'").await, 2);
    }

    async fn everybody_is_signed_out_at_once(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let admin = member(&app, &app.org, "bob@acme.example", Role::Admin).await;
        let other = app.other_org("Other").await;
        let eve = member(&app, &other, "eve@other.example", Role::Owner).await;
        let stranger = stranger(&app, &other.key).await;
        let partner = app.partner("Northwind").await;
        let user = add_user(&app, &partner, "anna@northwind.example").await;
        let anna = sign_in(&app, &user).await;
        let unused = copied_link(&app, &user).await;
        assert_eq!(access(&owner).await, json!({ "secretKeys": 1, "members": 2, "memberSessions": 2, "portalSessions": 1 }));

        let ended = owner.mutate(SIGN_OUT, json!({ "keep": true })).await;
        assert_eq!((&ended["memberSessions"], &ended["portalSessions"]), (&json!(1), &json!(1)));
        assert!(owner.reads().await && !admin.reads().await);
        assert_eq!(standing(&app, &anna).await, 401);
        assert_ne!(follow(&app, &unused).await.status(), 200);
        assert!(eve.reads().await, "another organisation's member is signed out");
        assert_eq!(standing(&app, &stranger).await, 200);

        assert_eq!(owner.mutate(SIGN_OUT, json!({ "keep": false })).await["memberSessions"], 1);
        assert!(!owner.reads().await);
        let noted = app.texts("SELECT actor_kind FROM audit_event WHERE action = 'organisationSignOut'").await;
        assert_eq!(noted, ["MEMBER", "MEMBER"]);
    }

    async fn nobody_but_an_owner_does_either(app: TestApp) {
        let owner = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
        let admin = member(&app, &app.org, "bob@acme.example", Role::Admin).await;
        let refused = json!([{ "field": null, "code": "NOT_ALLOWED" }]);
        for (document, variables) in [(REVOKE, json!({})), (SIGN_OUT, json!({ "keep": false }))] {
            assert_eq!(admin.payload(document, variables.clone()).await["userErrors"], refused);
            let by_key = app.gql(document, variables).await;
            assert_eq!(by_key.as_object().unwrap().values().next().unwrap()["userErrors"], refused);
        }
        assert!(owner.reads().await && admin.reads().await);
        assert_eq!(access(&admin).await, Value::Null);
        assert_eq!(app.gql(ACCESS, json!({})).await["organisation"]["access"], Value::Null);
    }
}
