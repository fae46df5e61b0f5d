//! The committed GraphQL contract is what the program serves.

use std::fs;
use std::path::Path;

#[test]
fn the_committed_schema_is_the_programs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema.graphql");
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed.trim() == introw::graphql::sdl().trim(),
        "schema.graphql is not what the code makes; if the change is meant, run: introw schema > schema.graphql"
    );
}
