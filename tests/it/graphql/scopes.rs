//! Each root field needs the scope that its description names, and no other one.

use introw::domain::key::Permission;
use serde_json::json;

use crate::harness::on_both;
use crate::walk::Schema;

/// The scope that a description names.
fn scope_in(description: &str) -> Option<Permission> {
    let words: Vec<_> = description.split_whitespace().collect();
    let (_, rest) = words.iter().enumerate().find_map(|(at, word)| (*word == "Scope").then(|| (at, words[at + 1])))?;
    rest.trim_matches(|character: char| !character.is_alphanumeric()).parse().ok()
}

/// What has no scope: about the person who asks, or asked of each kind by itself.
const WITHOUT: &[&str] = &[];

on_both! {
    async fn a_root_field_needs_the_scope_that_it_names(app: TestApp) {
        let schema = Schema::parse(&introw::graphql::sdl());
        for (kind, root) in [("query", "QueryRoot"), ("mutation", "MutationRoot")] {
            for field in schema.fields(root) {
                let name = field.name.node.as_str();
                let description = field.description.as_ref().map(|text| text.node.as_str()).unwrap_or_default();
                let Some(scope) = scope_in(description) else {
                    assert!(WITHOUT.contains(&name), "{name} does not say which scope it needs");
                    continue;
                };
                let document = format!("{kind} {}", schema.least(field, &json!({})));
                let others: Vec<_> = Permission::ALL
                    .iter()
                    .filter(|other| **other != scope && scope.included_in() != Some(**other))
                    .map(|other| other.as_str())
                    .collect();
                let answer = app.gql_raw(&app.key_with(&others).await, &document, json!({})).await;
                assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{document} without {scope}: {answer}");
                let answer = app.gql_raw(&app.key_with(&[scope.as_str()]).await, &document, json!({})).await;
                assert_ne!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{document} with {scope}: {answer}");
            }
        }
    }
}
