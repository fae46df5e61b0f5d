//! The command line, as a script uses it.

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

use crate::harness::{scratch, test_variable};

/// Runs the program with nothing in its environment but these settings.
fn introw(settings: &[(&str, &str)], arguments: &[&str]) -> Output {
    let inherited = std::env::vars().filter(|(name, _)| name.starts_with("INTROW_"));
    let mut command = Command::new(env!("CARGO_BIN_EXE_introw"));
    inherited.for_each(|(name, _)| {
        command.env_remove(name);
    });
    command.args(arguments).envs(settings.iter().copied()).output().unwrap()
}

fn stdout(output: &Output) -> &str {
    std::str::from_utf8(&output.stdout).unwrap().trim_end()
}

fn stderr(output: &Output) -> &str {
    std::str::from_utf8(&output.stderr).unwrap()
}

fn make(directory: &Path) -> (String, Value) {
    let directory = directory.display().to_string();
    let output =
        introw(&[("INTROW_DATA_DIR", &directory)], &["org", "create", "Acme", "--owner", "You@Acme.com", "--json"]);
    assert!(output.status.success(), "{}", stderr(&output));
    (directory, serde_json::from_str(stdout(&output)).unwrap())
}

#[test]
fn an_organisation_and_a_key_are_made_by_a_script() {
    let (directory, organisation) = make(&scratch());
    assert_eq!(organisation["name"], "Acme");
    assert_eq!(organisation["owner"]["email"], "you@acme.com");
    assert!(organisation["publishableKey"].as_str().unwrap().starts_with("pk_aff_org_"));

    let id = organisation["id"].as_str().unwrap();
    let data = [("INTROW_DATA_DIR", directory.as_str())];
    let output = introw(
        &data,
        &[
            "keys",
            "create",
            "--org",
            id,
            "--name",
            "backend",
            "--scopes",
            "affiliate:write,stats:read",
            "--expires",
            "90d",
        ],
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let key = stdout(&output);
    assert!(key.starts_with("irw_sk_") && key.len() == 58 && !key.contains('\n'), "the key, alone: {key}");
    assert!(stderr(&output).contains("only time"));

    let listed = introw(&data, &["keys", "list", "--org", id, "--json"]);
    let listed: Value = serde_json::from_str(stdout(&listed)).unwrap();
    assert_eq!(listed[0]["scopes"], serde_json::json!(["affiliate:write", "stats:read"]));
    assert!(!listed.to_string().contains(&key[20..]));

    let output = introw(&data, &["keys", "revoke", "--org", id, listed[0]["id"].as_str().unwrap()]);
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn what_is_wrong_is_said_with_what_to_do() {
    let (directory, organisation) = make(&scratch());
    let data = [("INTROW_DATA_DIR", directory.as_str())];
    let id = organisation["id"].as_str().unwrap();

    let output = introw(&data, &["keys", "create", "--org", "org_nobody", "--name", "x", "--scopes", "all"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(stderr(&output).contains("introw org list"));

    let output = introw(&data, &["keys", "create", "--org", id, "--name", "x", "--scopes", "everything"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("affiliate:write"), "{}", stderr(&output));

    let output = introw(&[("INTROW_LIMITS", "many")], &["migrate"]);
    assert_eq!(output.status.code(), Some(78));
    assert!(stderr(&output).contains("INTROW_LIMITS"));

    let output = introw(&[("INTROW_DATABASE_URL", "postgres://nobody:secret@127.0.0.1:1/none")], &["migrate"]);
    assert_eq!(output.status.code(), Some(5));
    assert!(stderr(&output).contains("127.0.0.1:1") && !stderr(&output).contains("secret"), "{}", stderr(&output));
}

#[test]
fn on_postgres_it_refuses_to_start_without_signing_keys_and_offers_some() {
    let database = test_variable("INTROW_TEST_DATABASE_URL");
    let output = introw(&[("INTROW_DATABASE_URL", &database)], &["serve"]);
    assert_eq!(output.status.code(), Some(78));
    let said = stderr(&output);
    let offered = said.split("INTROW_SIGNING_KEYS='").nth(1).and_then(|rest| rest.split('\'').next()).unwrap();
    assert!(introw::domain::keyring::Keyring::parse(offered).is_ok(), "{said}");
}

#[test]
fn settings_are_shown_with_their_source_and_without_secrets() {
    let settings = [
        ("INTROW_LISTEN", "127.0.0.1:4711"),
        ("INTROW_SIGNING_KEYS", "1:c2VjcmV0"),
        ("INTROW_REDIS_URL", "redis://:secret@cache/0"),
    ];
    let output = introw(&settings, &["config", "--listen", "127.0.0.1:4712"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let shown = stdout(&output);
    assert!(shown.contains("127.0.0.1:4712  (flag)"), "{shown}");
    assert!(!shown.contains("secret") && !shown.contains("c2VjcmV0"), "{shown}");
    let output = introw(&settings, &["config", "--json"]);
    let rows: Value = serde_json::from_str(stdout(&output)).unwrap();
    let listen = rows.as_array().unwrap().iter().find(|row| row["setting"] == "INTROW_LISTEN").unwrap();
    assert_eq!(listen["from"], "environment");
}

#[test]
fn a_file_is_read_and_what_is_no_setting_is_named() {
    let directory = scratch();
    let file = directory.join("introw.toml");
    std::fs::write(&file, "listen = \"127.0.0.1:4713\"\n").unwrap();
    let path = file.display().to_string();
    let output = introw(&[], &["config", "--config", &path]);
    assert!(stdout(&output).contains(&format!("127.0.0.1:4713  ({path})")), "{}", stdout(&output));
    std::fs::write(&file, "listn = \"127.0.0.1:4713\"\n").unwrap();
    let output = introw(&[], &["config", "--config", &path]);
    assert_eq!(output.status.code(), Some(78));
    assert!(stderr(&output).contains("`listn` is no setting"));
}

#[cfg(unix)]
#[test]
fn secrets_on_the_disk_are_their_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let parent = scratch();
    let directory = parent.join("data");
    let (shown, organisation) = make(&directory);
    let id = organisation["id"].as_str().unwrap();
    let output = introw(
        &[("INTROW_DATA_DIR", shown.as_str())],
        &["keys", "create", "--org", id, "--name", "x", "--scopes", "all"],
    );
    assert!(output.status.success(), "{}", stderr(&output));
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&directory), 0o700);
    assert_eq!(mode(&directory.join("signing-keys")), 0o600);
}
