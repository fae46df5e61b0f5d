//! Data flows one way: the modules import along the arrows of the crate's documentation.

use std::fs;
use std::path::{Path, PathBuf};

/// Pure values, which may be used from everywhere: they hold nothing and reach for nothing.
const PURE: &[&str] = &["domain::destination", "domain::email", "domain::keyring", "domain::token", "domain::visit"];

/// Which modules of the crate a module may name.
const ARROWS: &[(&str, &[&str])] = &[
    ("clock", &[]),
    ("error", &[]),
    ("geo", &[]),
    ("outbound", &[]),
    ("store", &["clock", "error"]),
    ("config", &["store", "error", "outbound::reach"]),
    ("cache", &["store", "error", "clock"]),
    ("domain", &["domain", "store", "clock", "error", "outbound"]),
    ("app", &["cache", "clock", "config", "domain", "geo", "http::caller", "outbound", "store", "error"]),
    ("graphql", &["app", "cache", "clock", "domain", "error", "http", "store"]),
    ("http", &["app", "cache", "clock", "domain", "error", "graphql", "store"]),
    ("worker", &["app", "clock", "domain", "error", "http::limits", "outbound", "store"]),
    ("server", &["app", "clock", "config", "error", "http", "store", "worker"]),
    ("cli", &["app", "clock", "config", "domain", "error", "graphql", "http", "outbound", "server", "store"]),
];

fn files(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let Ok(entries) = fs::read_dir(path) else { return Vec::new() };
    entries
        .flat_map(|entry| files(&entry.unwrap().path()))
        .filter(|path| path.extension().is_some_and(|end| end == "rs"))
        .collect()
}

/// What the code names as `crate::…`, without its comments.
fn named(source: &str) -> Vec<String> {
    let code: Vec<_> = source.lines().filter(|line| !line.trim_start().starts_with("//")).collect();
    let code = code.join("\n");
    code.match_indices("crate::")
        .filter(|(at, _)| !code[..*at].ends_with('$'))
        .map(|(at, _)| {
            let rest = &code[at + "crate::".len()..];
            rest.chars()
                .take_while(|character| character.is_alphanumeric() || *character == '_' || *character == ':')
                .collect()
        })
        .collect()
}

fn covers(allowed: &str, name: &str) -> bool {
    name == allowed || name.starts_with(&format!("{allowed}::"))
}

#[test]
fn modules_import_along_the_arrows() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut wrong = Vec::new();
    for entry in fs::read_dir(&source).unwrap() {
        let path = entry.unwrap().path();
        let module = path.file_stem().unwrap().to_str().unwrap().to_owned();
        if matches!(module.as_str(), "lib" | "main") {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == module) else {
            wrong.push(format!("`{module}` has no place in this test: say what it may import"));
            continue;
        };
        for file in files(&path) {
            for name in named(&fs::read_to_string(&file).unwrap()) {
                // Its own parts, and an item of the crate's root.
                let fine = covers(&module, &name)
                    || allowed.iter().any(|allowed| covers(allowed, &name))
                    || PURE.iter().any(|pure| covers(pure, &name));
                if !fine {
                    wrong.push(format!("{} names crate::{name}", file.strip_prefix(&source).unwrap().display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "against the arrows:\n{}", wrong.join("\n"));
}

#[test]
fn only_the_store_and_the_cache_hold_connections() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let holds = |words: &[&str]| -> Vec<String> {
        files(&source)
            .into_iter()
            .filter(|file| {
                let text = fs::read_to_string(file).unwrap();
                words.iter().any(|word| text.contains(word))
            })
            .map(|file| file.strip_prefix(&source).unwrap().display().to_string())
            .collect()
    };
    for file in holds(&["DatabaseConnection", "DatabaseTransaction"]) {
        assert!(file.starts_with("store"), "{file} names a database connection");
    }
    for file in holds(&["ConnectionManager", "redis::Client"]) {
        assert!(file.starts_with("cache"), "{file} names a Redis connection");
    }
}
