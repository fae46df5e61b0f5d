//! What a document becomes once its fragments are expanded.

use std::collections::HashMap;
use std::convert::Infallible;

use async_graphql::parser::types::{
    Directive, ExecutableDocument, Field, FragmentDefinition, OperationDefinition, Selection, SelectionSet,
};
use async_graphql::{Name, Positioned, Value};

use super::{MAX_DEPTH, MAX_ROOT_FIELDS, MAX_SELECTIONS, MAX_VALUES, MAX_VARIABLE_USES, Refusal, quoted, within};

/// Bounds what `document` becomes once its fragments are expanded.
pub(super) fn measure(document: &ExecutableDocument) -> Result<(), Refusal> {
    let mut expansion = Expansion { fragments: &document.fragments, memo: HashMap::new() };
    // All fragments, because the library also validates those that no operation uses; in the
    // order of the document, so that a document is always refused for the same reason.
    let mut fragments: Vec<_> = document.fragments.iter().collect();
    fragments.sort_by_key(|(_, fragment)| fragment.pos);
    for (name, _) in fragments {
        expansion.fragment(name)?.check()?;
    }
    let mut total = Cost::default();
    for (_, operation) in document.operations.iter() {
        let cost = expansion.operation(&operation.node)?;
        within([(cost.fields, MAX_ROOT_FIELDS, Refusal::TooManyRootFields)])?;
        total.add(cost);
    }
    total.check()
}

/// What a selection set becomes once its fragments are expanded; sums saturate.
#[derive(Debug, Clone, Copy, Default)]
struct Cost {
    /// The fields of the set itself, not those below them.
    fields: usize,
    selections: usize,
    values: usize,
    /// The places that use a variable.
    uses: usize,
    depth: usize,
}

impl Cost {
    fn add(&mut self, other: Self) {
        self.fields = self.fields.saturating_add(other.fields);
        self.selections = self.selections.saturating_add(other.selections);
        self.values = self.values.saturating_add(other.values);
        self.uses = self.uses.saturating_add(other.uses);
        self.depth = self.depth.max(other.depth);
    }

    /// Adds the arguments of `field` and of `directives`.
    fn add_arguments(&mut self, field: Option<&Field>, directives: &[Positioned<Directive>]) {
        let of_field = field.into_iter().flat_map(|field| &field.arguments);
        let of_directives = directives.iter().flat_map(|each| &each.node.arguments);
        for (_, value) in of_field.chain(of_directives) {
            let mut cost = Self::default();
            // The type of a value that may hold variables is not exported: count a constant.
            let constant = value.node.clone().into_const_with(|_| {
                cost.uses += 1;
                Ok::<_, Infallible>(Value::Null)
            });
            cost.values = count_values(constant.iter());
            self.add(cost);
        }
    }

    fn check(self) -> Result<(), Refusal> {
        within([
            (self.depth, MAX_DEPTH, Refusal::TooDeep),
            (self.selections, MAX_SELECTIONS, Refusal::TooManySelections),
            (self.values, MAX_VALUES, Refusal::TooManyValues),
            (self.uses, MAX_VARIABLE_USES, Refusal::TooManyVariableUses),
        ])
    }
}

/// Measures each fragment once. This recurses, but no deeper than there are selection sets, and
/// each of these has one of the [`MAX_BRACKETS`].
struct Expansion<'a> {
    fragments: &'a HashMap<Name, Positioned<FragmentDefinition>>,
    /// What was met so far; `None` while it is measured, so that meeting it then is a cycle.
    memo: HashMap<&'a str, Option<Cost>>,
}

impl<'a> Expansion<'a> {
    fn operation(&mut self, operation: &'a OperationDefinition) -> Result<Cost, Refusal> {
        let mut cost = self.selection_set(&operation.selection_set.node)?;
        cost.add_arguments(None, &operation.directives);
        for variable in &operation.variable_definitions {
            cost.add_arguments(None, &variable.node.directives);
            let default = variable.node.default_value.iter().map(|value| &value.node);
            cost.values = cost.values.saturating_add(count_values(default));
        }
        Ok(cost)
    }

    fn fragment(&mut self, name: &'a str) -> Result<Cost, Refusal> {
        match self.memo.get(name) {
            Some(Some(cost)) => return Ok(*cost),
            Some(None) => return Err(Refusal::FragmentCycle { name: quoted(name) }),
            None => {}
        }
        let fragment = self.fragments.get(name).ok_or_else(|| Refusal::UnknownFragment { name: quoted(name) })?;
        self.memo.insert(name, None);
        let mut cost = self.selection_set(&fragment.node.selection_set.node)?;
        cost.add_arguments(None, &fragment.node.directives);
        self.memo.insert(name, Some(cost));
        Ok(cost)
    }

    fn selection_set(&mut self, set: &'a SelectionSet) -> Result<Cost, Refusal> {
        let mut cost = Cost::default();
        for selection in &set.items {
            let (field, inner) = match &selection.node {
                Selection::Field(field) => {
                    let below = self.selection_set(&field.node.selection_set.node)?;
                    (Some(&field.node), Cost { fields: 1, ..below })
                }
                Selection::FragmentSpread(spread) => (None, self.fragment(&spread.node.fragment_name.node)?),
                Selection::InlineFragment(inline) => (None, self.selection_set(&inline.node.selection_set.node)?),
            };
            cost.add(inner);
            cost.add_arguments(field, selection.node.directives());
            cost.selections = cost.selections.saturating_add(1);
        }
        if !set.items.is_empty() {
            cost.depth = cost.depth.saturating_add(1);
        }
        Ok(cost)
    }
}

pub(super) fn count_values<'a>(values: impl IntoIterator<Item = &'a Value>) -> usize {
    let mut waiting: Vec<&Value> = values.into_iter().collect();
    let mut count = 0_usize;
    while let Some(value) = waiting.pop() {
        count = count.saturating_add(1);
        match value {
            Value::List(items) => waiting.extend(items),
            Value::Object(fields) => waiting.extend(fields.values()),
            Value::Null
            | Value::Number(_)
            | Value::String(_)
            | Value::Boolean(_)
            | Value::Binary(_)
            | Value::Enum(_) => {}
        }
    }
    count
}
