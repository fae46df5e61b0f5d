//! The committed GraphQL contracts are what the program serves.

use std::fs;
use std::path::Path;

fn is_committed(file: &str, made: &str, command: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let committed = fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed.trim() == made.trim(),
        "{file} is not what the code makes; if the change is meant, run: {command} > {file}"
    );
}

#[test]
fn the_committed_schema_is_the_programs() {
    is_committed("schema.graphql", &introw::graphql::sdl(), "introw schema");
}

#[test]
fn the_committed_schema_of_partners_is_the_programs() {
    is_committed("schema.partner.graphql", &introw::graphql::portal::sdl(), "introw schema --partner");
}
