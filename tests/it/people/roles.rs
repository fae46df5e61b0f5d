//! What a role may do: every mutation of the contract is tried, so that a new one cannot be forgotten.

use entity::value::Role;
use serde_json::json;

use super::member;
use crate::harness::on_both;
use crate::walk::Schema;

/// What somebody does to their own account, whatever their role is.
const OWN_ACCOUNT: &[&str] = &["sessionRevoke", "sessionsRevokeAll", "viewerUpdate"];
/// What changes nothing, although it leaves a note of who has looked.
const READS: &[&str] = &["partnerViewAs"];

/// Every mutation of the contract, with what it has to be given and nothing else.
fn mutations() -> Vec<(String, String)> {
    let schema = Schema::parse(&introw::graphql::sdl());
    let fields = schema.fields("MutationRoot").into_iter();
    let call = |field| format!("mutation {}", schema.least(field, &json!({})));
    fields.map(|field| (field.name.node.to_string(), call(field))).collect()
}

on_both! {
    async fn an_analyst_reads_everything_and_changes_nothing(app: TestApp) {
        let analyst = member(&app, &app.org, "ana@acme.example", Role::Analyst).await;
        let changes = app.number("SELECT count(*) FROM audit_event").await;
        let mutations = mutations();
        assert!(mutations.len() > 25, "{mutations:?}");
        for (name, document) in &mutations {
            if OWN_ACCOUNT.contains(&name.as_str()) || READS.contains(&name.as_str()) {
                continue;
            }
            let answer = analyst.gql_raw(document, json!({})).await.body;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{document}: {answer:#}");
            let message = answer["errors"][0]["message"].as_str().unwrap();
            assert!(message.contains("ANALYST"), "{message}");
        }
        assert_eq!(app.number("SELECT count(*) FROM audit_event").await, changes);
        for query in [
            "{ organisation { name } }", "{ campaigns { totalCount } }", "{ partners { totalCount } }",
            "{ conversions { totalCount } }", "{ apiKeys { totalCount } }", "{ auditEvents { totalCount } }",
            "{ members { totalCount } }", "{ invitations { totalCount } }",
        ] {
            analyst.gql(query, json!({})).await;
        }
    }

    /// A caller whom nothing is refused for want of a permission, so that the matrix above tests the
    /// role and not the calls.
    async fn an_owner_and_an_admin_are_refused_nothing_for_their_role(app: TestApp) {
        for (email, role) in [("ada@acme.example", Role::Owner), ("bob@acme.example", Role::Admin)] {
            let browser = member(&app, &app.org, email, role).await;
            for (name, document) in mutations() {
                // These would end the session that the others need.
                if ["sessionsRevokeAll", "organisationSignOut"].contains(&name.as_str()) {
                    continue;
                }
                let answer = browser.gql_raw(&document, json!({})).await.body;
                assert_ne!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{document}: {answer:#}");
            }
        }
    }

    async fn a_key_has_no_account(app: TestApp) {
        for (name, document) in mutations() {
            if OWN_ACCOUNT.contains(&name.as_str()) {
                let answer = app.gql_raw(&app.org.key, &document, json!({})).await;
                assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{document}: {answer:#}");
            }
        }
    }
}
