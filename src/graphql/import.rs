//! What imports of files have in common.

use async_graphql::Enum;

use crate::domain::sheet::RowOutcome;

/// What became of a row of a file; in a preview, what would.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[graphql(remote = "RowOutcome")]
pub(super) enum ImportOutcome {
    /// Something was made of it.
    Created,
    /// What it says is there already; nothing was changed.
    Exists,
    /// It is wrong; the message says why.
    Invalid,
}

/// How many rows had this outcome.
pub(super) fn count(outcomes: impl Iterator<Item = RowOutcome>, outcome: RowOutcome) -> usize {
    outcomes.filter(|each| *each == outcome).count()
}
