//! Which operation of a document is asked for.

use async_graphql::Positioned;
use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
};

use crate::error::{Error, Result};

/// How many root fields name an operation that has no name.
const NAMED_BY: usize = 3;

fn chosen<'a>(
    document: &'a ExecutableDocument,
    name: Option<&'a str>,
) -> Option<(Option<&'a str>, &'a OperationDefinition)> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some((None, &operation.node)),
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).map(|operation| (Some(name), &operation.node))
        }
        (DocumentOperations::Multiple(operations), None) => {
            let (name, operation) = operations.iter().next().filter(|_| operations.len() == 1)?;
            Some((Some(name.as_str()), &operation.node))
        }
    }
}

/// What the request log calls it: its name, or those of its first root fields.
pub(super) fn label(document: &ExecutableDocument, name: Option<&str>) -> Option<String> {
    let (name, operation) = chosen(document, name)?;
    Some(name.map_or_else(|| root(document, operation)[..].join(", "), str::to_owned))
}

/// Makes sure that a call with an idempotency key is one mutation: of several, one could have been
/// carried out and another not, and a query is safe to repeat.
///
/// # Errors
///
/// [`Error::BadRequest`].
pub(super) fn is_one_mutation(document: &ExecutableDocument, name: Option<&str>) -> Result<()> {
    let one = chosen(document, name)
        .is_some_and(|(_, operation)| operation.ty == OperationType::Mutation && root(document, operation).len() == 1);
    if one {
        return Ok(());
    }
    let message = "A request with an Idempotency-Key holds one mutation with one root field. Send each mutation in a \
                   request of its own with a key of its own, and queries without one.";
    Err(Error::BadRequest(message.to_owned()))
}

/// The names of the root fields, at most so many as name an operation.
fn root<'a>(document: &'a ExecutableDocument, operation: &'a OperationDefinition) -> Vec<&'a str> {
    let mut names = Vec::new();
    // The guard has bounded what fragments become.
    let mut sets: Vec<&Positioned<SelectionSet>> = vec![&operation.selection_set];
    while let Some(set) = sets.pop() {
        for selection in &set.node.items {
            match &selection.node {
                Selection::Field(field) if names.len() < NAMED_BY => names.push(field.node.name.node.as_str()),
                Selection::Field(_) => {}
                Selection::FragmentSpread(spread) => {
                    let fragment = document.fragments.get(&spread.node.fragment_name.node);
                    sets.extend(fragment.map(|fragment| &fragment.node.selection_set));
                }
                Selection::InlineFragment(inline) => sets.push(&inline.node.selection_set),
            }
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(document: &str, name: Option<&str>) -> bool {
        is_one_mutation(&super::super::guard::check(document).unwrap(), name).is_ok()
    }

    #[test]
    fn a_key_is_for_one_mutation() {
        assert!(one("mutation { a { b c } }", None));
        assert!(one("mutation M { ...F } fragment F on MutationRoot { a }", Some("M")));
        assert!(one("query Q { a } mutation M { a }", Some("M")));
        assert!(!one("mutation { a b }", None));
        assert!(!one("mutation { a ...F } fragment F on MutationRoot { b }", None));
        assert!(!one("mutation { a ... { b } }", None));
        assert!(!one("{ a }", None));
        assert!(!one("query Q { a } mutation M { a }", Some("Q")));
        assert!(!one("query Q { a } mutation M { a }", None));
        assert!(!one("query Q { a } mutation M { a }", Some("X")));
    }

    #[test]
    fn an_operation_is_called_by_its_name_or_its_fields() {
        let label = |document: &str, name| label(&super::super::guard::check(document).unwrap(), name);
        assert_eq!(label("query Q { a }", None).as_deref(), Some("Q"));
        assert_eq!(label("{ a b c d }", None).as_deref(), Some("a, b, c"));
        assert_eq!(label("query Q { a } query R { a }", Some("R")).as_deref(), Some("R"));
        assert_eq!(label("query Q { a } query R { a }", None), None);
    }
}
