//! Each root field needs the scope that its description names, and no other one.

use std::collections::BTreeMap;

use introw::domain::key::Permission;
use serde_json::{Value, json};

use crate::harness::on_both;
use crate::isolation::victim;
use crate::walk::Schema;

/// The scopes that a description names: `Scope ...` or `Scopes ... and ...`.
fn scopes_in(description: &str) -> Vec<Permission> {
    let words: Vec<_> = description.split_whitespace().collect();
    let Some(at) = words.iter().position(|word| matches!(*word, "Scope" | "Scopes")) else { return Vec::new() };
    let most = if words[at] == "Scope" { 1 } else { 3 };
    let named = words[at + 1..].iter().take(most);
    named.filter_map(|word| word.trim_matches(|character: char| !character.is_alphanumeric()).parse().ok()).collect()
}

/// What has no scope: about the person who asks or the service, or asked of each kind by itself.
const WITHOUT: &[&str] = &["search", "server", "sessionRevoke", "sessionsRevokeAll", "viewer", "viewerUpdate"];

/// The scope of each kind of thing: the one that the root field needs which gives it.
fn scopes(schema: &Schema) -> BTreeMap<String, Permission> {
    let mut scopes = BTreeMap::new();
    for walk in schema.walks("QueryRoot", 1, &json!({})) {
        let root = walk.path.split('.').next().unwrap();
        let field = schema.fields("QueryRoot").into_iter().find(|field| field.name.node == root).unwrap();
        let description = field.description.as_ref().map(|text| text.node.as_str()).unwrap_or_default();
        if let [scope] = scopes_in(description)[..]
            && !walk.of.ends_with("Connection")
        {
            scopes.insert(walk.of, scope);
        }
    }
    scopes
}

/// Whether anything stands at the end of the path.
fn reaches(value: &Value, path: &[&str]) -> bool {
    match (value, path) {
        (Value::Array(values), path) => values.iter().any(|value| reaches(value, path)),
        (value, [name, rest @ ..]) => reaches(&value[*name], rest),
        (value, []) => !value.is_null(),
    }
}

on_both! {
    /// A key of one scope does not get round the others by way of what it may see.
    async fn no_path_leads_around_a_scope(app: TestApp) {
        let ids = victim(&app).await;
        let schema = Schema::parse(&introw::graphql::sdl());
        let scopes = scopes(&schema);
        let mut keys = BTreeMap::new();
        let mut tried = 0;
        for walk in schema.walks("QueryRoot", 3, &ids) {
            let path: Vec<_> = walk.path.split('.').collect();
            let root = schema.fields("QueryRoot").into_iter().find(|field| field.name.node == path[0]).unwrap();
            let description = root.description.as_ref().map(|text| text.node.as_str()).unwrap_or_default();
            let (&[has], Some(needs)) = (&scopes_in(description)[..], scopes.get(&walk.of)) else { continue };
            if has == *needs || needs.included_in() == Some(has) {
                continue;
            }
            if !keys.contains_key(has.as_str()) {
                keys.insert(has.as_str(), app.key_with(&[has.as_str()]).await);
            }
            let answer = app.gql_raw(&keys[has.as_str()], &walk.document, json!({})).await;
            assert!(!reaches(&answer["data"], &path), "{} shows {} to {has}: {answer:#}", walk.path, walk.of);
            tried += 1;
        }
        assert!(tried > 50, "{tried}");
    }

    async fn a_root_field_needs_the_scope_that_it_names(app: TestApp) {
        let schema = Schema::parse(&introw::graphql::sdl());
        for (kind, root) in [("query", "QueryRoot"), ("mutation", "MutationRoot")] {
            for field in schema.fields(root) {
                let name = field.name.node.as_str();
                let description = field.description.as_ref().map(|text| text.node.as_str()).unwrap_or_default();
                let needed = scopes_in(description);
                if needed.is_empty() {
                    assert!(WITHOUT.contains(&name), "{name} does not say which scope it needs");
                }
                let document = format!("{kind} {}", schema.least(field, &json!({})));
                for scope in &needed {
                    let others: Vec<_> = Permission::ALL
                        .iter()
                        .filter(|other| *other != scope && scope.included_in() != Some(**other))
                        .map(|other| other.as_str())
                        .collect();
                    let answer = app.gql_raw(&app.key_with(&others).await, &document, json!({})).await;
                    let code = &answer["errors"][0]["extensions"]["code"];
                    assert_eq!(code, "FORBIDDEN", "{document} without {scope}: {answer}");
                }
                if needed.is_empty() {
                    continue;
                }
                let needed: Vec<_> = needed.iter().map(|scope| scope.as_str()).collect();
                let answer = app.gql_raw(&app.key_with(&needed).await, &document, json!({})).await;
                let code = &answer["errors"][0]["extensions"]["code"];
                assert_ne!(code, "FORBIDDEN", "{document} with {needed:?}: {answer}");
            }
        }
    }
}
