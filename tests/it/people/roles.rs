//! What a role may do: every mutation of the contract is tried, so that a new one cannot be forgotten.

use std::collections::BTreeMap;

use async_graphql::Positioned;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
};
use entity::value::Role;
use serde_json::json;

use super::member;
use crate::harness::on_both;

/// What somebody does to their own account, whatever their role is.
const OWN_ACCOUNT: &[&str] = &["sessionRevoke", "sessionsRevokeAll", "viewerUpdate"];

/// The contract, to make calls of.
struct Contract {
    types: BTreeMap<String, TypeKind>,
}

impl Contract {
    fn read() -> Self {
        let document = async_graphql::parser::parse_schema(introw::graphql::sdl()).unwrap();
        let types = document.definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(definition) => {
                Some((definition.node.name.node.to_string(), definition.node.kind))
            }
            _ => None,
        });
        Self { types: types.collect() }
    }

    fn fields(&self, name: &str) -> Vec<FieldDefinition> {
        let Some(TypeKind::Object(object)) = self.types.get(name) else { panic!("{name} is no object") };
        object.fields.iter().map(|field| field.node.clone()).collect()
    }

    /// The smallest value that the schema takes.
    fn value(&self, wanted: &Type) -> String {
        match &wanted.base {
            BaseType::List(_) => "[]".to_owned(),
            BaseType::Named(name) => match (name.as_str(), self.types.get(name.as_str())) {
                ("String" | "ID", _) => "\"x\"".to_owned(),
                ("Int" | "Float", _) => "1".to_owned(),
                ("Boolean", _) => "true".to_owned(),
                ("DateTime", _) => "\"2026-01-31T12:00:00Z\"".to_owned(),
                ("Date", _) => "\"2026-01-31\"".to_owned(),
                ("Decimal", _) => "\"1\"".to_owned(),
                ("URL", _) => "\"https://x.example\"".to_owned(),
                ("JSON", _) => "{}".to_owned(),
                (_, Some(TypeKind::Enum(values))) => values.values[0].node.value.node.to_string(),
                (_, Some(TypeKind::InputObject(object))) => format!("{{ {} }}", self.arguments(&object.fields)),
                (other, _) => panic!("no value for {other}"),
            },
        }
    }

    /// What has to be given, and nothing else.
    fn arguments(&self, arguments: &[Positioned<InputValueDefinition>]) -> String {
        let needed = arguments.iter().map(|argument| &argument.node);
        let needed = needed.filter(|argument| !argument.ty.node.nullable && argument.default_value.is_none());
        let given: Vec<_> = needed.map(|it| format!("{}: {}", it.name.node, self.value(&it.ty.node))).collect();
        given.join(", ")
    }

    fn mutations(&self) -> Vec<(String, String)> {
        let call = |field: &FieldDefinition| {
            let arguments = self.arguments(&field.arguments);
            let arguments = if arguments.is_empty() { String::new() } else { format!("({arguments})") };
            format!("mutation {{ {}{arguments} {{ userErrors {{ code }} }} }}", field.name.node)
        };
        self.fields("MutationRoot").iter().map(|field| (field.name.node.to_string(), call(field))).collect()
    }
}

on_both! {
    async fn an_analyst_reads_everything_and_changes_nothing(app: TestApp) {
        let analyst = member(&app, &app.org, "ana@acme.example", Role::Analyst).await;
        let changes = app.number("SELECT count(*) FROM audit_event").await;
        let mutations = Contract::read().mutations();
        assert!(mutations.len() > 25, "{mutations:?}");
        for (name, document) in &mutations {
            if OWN_ACCOUNT.contains(&name.as_str()) {
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
            for (name, document) in Contract::read().mutations() {
                // It would end the session that the others need.
                if name == "sessionsRevokeAll" {
                    continue;
                }
                let answer = browser.gql_raw(&document, json!({})).await.body;
                assert_ne!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{document}: {answer:#}");
            }
        }
    }

    async fn a_key_has_no_account(app: TestApp) {
        for (name, document) in Contract::read().mutations() {
            if OWN_ACCOUNT.contains(&name.as_str()) {
                let answer = app.gql_raw(&app.org.key, &document, json!({})).await;
                assert_eq!(answer["errors"][0]["extensions"]["code"], "FORBIDDEN", "{document}: {answer:#}");
            }
        }
    }
}
