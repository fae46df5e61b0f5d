//! The partners' contract: everything is described, and nothing is in it that is not theirs.

use std::collections::BTreeSet;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{TypeKind, TypeSystemDefinition};

use crate::walk::Schema;

#[test]
fn everything_has_a_description() {
    let described = |text: &Option<async_graphql::Positioned<String>>| {
        text.as_ref().is_some_and(|text| !text.node.trim().is_empty())
    };
    let builtin = ["Boolean", "Float", "ID", "Int", "String"];
    let mut missing = Vec::new();
    for definition in parse_schema(introw::graphql::portal::sdl()).unwrap().definitions {
        let TypeSystemDefinition::Type(each) = definition else { continue };
        let name = each.node.name.node.as_str();
        if !described(&each.node.description) && !builtin.contains(&name) {
            missing.push(name.to_owned());
        }
        match &each.node.kind {
            TypeKind::Object(object) => {
                for field in object.fields.iter().map(|field| &field.node) {
                    if !described(&field.description) {
                        missing.push(format!("{name}.{}", field.name.node));
                    }
                    for argument in field.arguments.iter().filter(|argument| !described(&argument.node.description)) {
                        missing.push(format!("{name}.{}.{}", field.name.node, argument.node.name.node));
                    }
                }
            }
            TypeKind::InputObject(input) => {
                let bare = input.fields.iter().filter(|field| !described(&field.node.description));
                missing.extend(bare.map(|field| format!("{name}.{}", field.node.name.node)));
            }
            TypeKind::Enum(values) => {
                let bare = values.values.iter().filter(|value| !described(&value.node.description));
                missing.extend(bare.map(|value| format!("{name}.{}", value.node.value.node)));
            }
            TypeKind::Scalar | TypeKind::Interface(_) | TypeKind::Union(_) => {}
        }
    }
    assert_eq!(missing, [] as [String; 0]);
}

#[test]
fn every_mutation_has_a_payload_of_its_own_with_user_errors() {
    let schema = Schema::parse(&introw::graphql::portal::sdl());
    for mutation in schema.fields("MutationRoot") {
        let name = mutation.name.node.as_str();
        let payload = format!("{}{}Payload", name[..1].to_uppercase(), &name[1..]);
        let fields = schema.fields(&payload);
        assert!(!fields.is_empty(), "{payload} is missing");
        for field in fields {
            assert_eq!(!field.ty.node.nullable, field.name.node == "userErrors", "{payload}.{}", field.name.node);
        }
    }
}

/// Of a conversion the customer's part is the organisation's alone.
#[test]
fn a_call_shows_nothing_of_the_customer() {
    let schema = Schema::parse(&introw::graphql::portal::sdl());
    let fields: BTreeSet<_> = schema.fields("Call").iter().map(|field| field.name.node.to_string()).collect();
    let expected = [
        "alias",
        "at",
        "campaign",
        "declineReason",
        "explanation",
        "id",
        "link",
        "outcome",
        "reason",
        "rewardAmount",
        "rewardStatus",
        "submissionStatus",
    ];
    assert_eq!(fields, expected.map(str::to_owned).into(), "a field more needs a thought about what it tells");
}
