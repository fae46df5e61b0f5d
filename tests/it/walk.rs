//! Documents made from a schema, so that a test meets every path through it and a field that is
//! added tomorrow is met tomorrow.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{
    BaseType, FieldDefinition, InputValueDefinition, Type, TypeKind, TypeSystemDefinition,
};
use serde_json::Value;

/// A schema, by the names of its types.
pub struct Schema {
    types: BTreeMap<String, TypeKind>,
}

/// A document, the path that it follows from the root, and the type at its end.
pub struct Walk {
    pub path: String,
    pub of: String,
    pub document: String,
}

/// A field on a path, and which kind of thing it is followed to.
struct Step<'a> {
    field: &'a FieldDefinition,
    on: &'a str,
}

/// What a connection wraps around its rows: not a step of a path.
const WRAPPERS: [&str; 2] = ["nodes", "edges"];

impl Schema {
    pub fn parse(sdl: &str) -> Self {
        let types = parse_schema(sdl).unwrap().definitions.into_iter().filter_map(|definition| match definition {
            TypeSystemDefinition::Type(each) => Some((each.node.name.node.to_string(), each.node.kind)),
            TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
        });
        Self { types: types.collect() }
    }

    /// The fields of an object type; none for any other.
    pub fn fields(&self, name: &str) -> Vec<&FieldDefinition> {
        match self.types.get(name) {
            Some(TypeKind::Object(object)) => object.fields.iter().map(|field| &field.node).collect(),
            _ => Vec::new(),
        }
    }

    /// Every path of at most `depth` objects from `root`, each as a document that asks for all plain
    /// fields of the last object. `ids` are what arguments of type `ID` are filled with, by noun.
    pub fn walks(&self, root: &str, depth: usize, ids: &Value) -> Vec<Walk> {
        let mut walks = Vec::new();
        for field in self.fields(root) {
            self.follow(field, depth, &mut Vec::new(), ids, &mut walks);
        }
        walks
    }

    fn follow<'a>(
        &'a self,
        field: &'a FieldDefinition,
        depth: usize,
        path: &mut Vec<Step<'a>>,
        ids: &Value,
        walks: &mut Vec<Walk>,
    ) {
        let wrapped = WRAPPERS.contains(&field.name.node.as_str());
        let left = if wrapped { depth } else { depth - 1 };
        for on in self.kinds(type_name(&field.ty.node)) {
            path.push(Step { field, on });
            let plain: Vec<_> = self.fields(on).into_iter().filter(|each| self.is_plain(each)).collect();
            if !plain.is_empty() || self.fields(on).is_empty() {
                let selection: Vec<_> = plain.iter().map(|each| self.call(each, ids)).collect();
                walks.push(self.document(path, &selection, ids));
            }
            for next in self.fields(on).into_iter().filter(|each| !self.is_plain(each)) {
                // Edges lead where nodes lead.
                if next.name.node == "edges" {
                    continue;
                }
                if left > 0 || WRAPPERS.contains(&next.name.node.as_str()) {
                    self.follow(next, left, path, ids, walks);
                }
            }
            path.pop();
        }
    }

    /// What something of this type can be: one of several, or the type itself.
    fn kinds<'a>(&'a self, name: &'a str) -> Vec<&'a str> {
        match self.types.get(name) {
            Some(TypeKind::Union(union)) => union.members.iter().map(|member| member.node.as_str()).collect(),
            Some(TypeKind::Interface(_)) => {
                let implements = |kind: &TypeKind| match kind {
                    TypeKind::Object(object) => object.implements.iter().any(|each| each.node == name),
                    _ => false,
                };
                let kinds = self.types.iter().filter(|(_, kind)| implements(kind));
                kinds.map(|(name, _)| name.as_str()).collect()
            }
            _ => vec![name],
        }
    }

    fn document(&self, path: &[Step<'_>], selection: &[String], ids: &Value) -> Walk {
        let names: Vec<_> = path.iter().map(|step| step.field.name.node.as_str()).collect();
        let mut document = "{ ".to_owned();
        let mut open = 1;
        for Step { field, on } in path {
            let _ = write!(document, "{} ", self.call(field, ids));
            if !self.is_plain(field) {
                document.push_str("{ ");
                open += 1;
            }
            if *on != type_name(&field.ty.node) {
                let _ = write!(document, "... on {on} {{ ");
                open += 1;
            }
        }
        let _ = write!(document, "{} ", selection.join(" "));
        document.push_str(&"} ".repeat(open));
        let of = path.last().map(|step| step.on.to_owned()).unwrap_or_default();
        Walk { path: names.join("."), of, document }
    }

    /// The field, with the arguments that it must have, and few rows.
    fn call(&self, field: &FieldDefinition, ids: &Value) -> String {
        let mut arguments = Vec::new();
        for argument in field.arguments.iter().map(|argument| &argument.node) {
            let name = argument.name.node.as_str();
            if name == "first" {
                arguments.push("first: 2".to_owned());
            } else if is_required(argument) {
                arguments.push(format!("{name}: {}", self.value(&field.name.node, argument, ids)));
            }
        }
        match arguments.is_empty() {
            true => field.name.node.to_string(),
            false => format!("{}({})", field.name.node, arguments.join(", ")),
        }
    }

    /// A value that the argument takes; of an id, the one of the noun that it names.
    pub fn value(&self, field: &str, argument: &InputValueDefinition, ids: &Value) -> String {
        let one = self.value_of(field, &argument.name.node, type_name(&argument.ty.node), ids);
        if matches!(argument.ty.node.base, BaseType::List(_)) { format!("[{one}]") } else { one }
    }

    fn value_of(&self, field: &str, argument: &str, name: &str, ids: &Value) -> String {
        match (name, argument) {
            ("ID", argument) => {
                let noun = argument.trim_end_matches('s').trim_end_matches("Id");
                let noun = if argument == "id" { field } else { noun };
                ids[noun].as_str().map_or_else(|| "\"none\"".to_owned(), |id| format!("\"{id}\""))
            }
            ("DateTime", "to") => "\"2100-01-01T00:00:00Z\"".to_owned(),
            ("DateTime", _) => "\"2020-01-01T00:00:00Z\"".to_owned(),
            ("Date", _) => "\"2026-11-22\"".to_owned(),
            ("Int", _) => "1".to_owned(),
            ("Boolean", _) => "true".to_owned(),
            ("JSON", _) => "{}".to_owned(),
            ("String" | "URL", _) => "\"https://x.example\"".to_owned(),
            (name, _) => match self.types.get(name) {
                Some(TypeKind::Enum(values)) => values.values[0].node.value.node.to_string(),
                Some(TypeKind::InputObject(input)) => {
                    let fields = input.fields.iter().map(|each| &each.node).filter(|each| is_required(each));
                    let fields: Vec<_> =
                        fields.map(|each| format!("{}: {}", each.name.node, self.value(field, each, ids))).collect();
                    format!("{{{}}}", fields.join(", "))
                }
                _ => panic!("no value for {name}, the type of {argument} of {field}"),
            },
        }
    }

    /// The root's lists, once for each filter that takes an id: `{ links(filter: {partnerId: "…"}) … }`.
    pub fn filtered(&self, root: &str, ids: &Value) -> Vec<Walk> {
        let mut walks = Vec::new();
        for field in self.fields(root) {
            let filter = field.arguments.iter().find(|argument| argument.node.name.node == "filter");
            let Some(filter) = filter else { continue };
            let Some(TypeKind::InputObject(input)) = self.types.get(type_name(&filter.node.ty.node)) else { continue };
            if !self.fields(type_name(&field.ty.node)).iter().any(|each| each.name.node == "totalCount") {
                continue;
            }
            for by in input.fields.iter().map(|each| &each.node).filter(|each| type_name(&each.ty.node) == "ID") {
                let value = self.value(&field.name.node, by, ids);
                let name = &field.name.node;
                let document = format!("{{ {name}(filter: {{{}: {value}}}) {{ totalCount }} }}", by.name.node);
                let of = type_name(&field.ty.node).to_owned();
                walks.push(Walk { path: format!("{name} by {}", by.name.node), of, document });
            }
        }
        walks
    }

    /// The field with the arguments that it must have; of what it gives, no more than its type's name.
    pub fn least(&self, field: &FieldDefinition, ids: &Value) -> String {
        let selection = if self.is_plain(field) { "" } else { " { __typename }" };
        format!("{{ {}{selection} }}", self.call(field, ids))
    }

    /// Whether it has no fields of its own.
    fn is_plain(&self, field: &FieldDefinition) -> bool {
        !matches!(
            self.types.get(type_name(&field.ty.node)),
            Some(TypeKind::Object(_) | TypeKind::Union(_) | TypeKind::Interface(_))
        )
    }
}

fn type_name(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name.as_str(),
        BaseType::List(inner) => type_name(inner),
    }
}

fn is_required(argument: &InputValueDefinition) -> bool {
    !argument.ty.node.nullable && argument.default_value.is_none()
}
