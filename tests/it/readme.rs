//! The README and what it leads to, as a newcomer follows it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use introw::config::SETTINGS;
use serde_json::json;

use crate::harness::{Backend, TestApp};

fn readme() -> String {
    document("README.md")
}

fn document(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// The shell blocks that are marked to be run, each with the output that stands under it.
fn examples(readme: &str) -> Vec<(String, String)> {
    let block = |text: &str, fence: &str| text.split(fence).nth(1).unwrap().split("```").next().unwrap().to_owned();
    readme.split("<!-- run -->").skip(1).map(|part| (block(part, "```sh\n"), block(part, "```text\n"))).collect()
}

/// Whether `line` is `pattern`, in which `…` stands for anything.
fn is_like(line: &str, pattern: &str) -> bool {
    let mut rest = line;
    for (index, piece) in pattern.split('…').enumerate() {
        match rest.find(piece) {
            Some(0) => rest = &rest[piece.len()..],
            Some(at) if index > 0 => rest = &rest[at + piece.len()..],
            _ => return false,
        }
    }
    rest.is_empty() || pattern.ends_with('…')
}

#[tokio::test(flavor = "multi_thread")]
async fn its_examples_work_as_written() {
    let app = TestApp::start(Backend::Sqlite).await;
    let fields = json!([
        { "label": "Email", "dataType": "EMAIL", "isRequired": false },
        { "label": "Plan", "dataType": "DROPDOWN", "isRequired": false, "options": ["Starter", "Team"] },
    ]);
    let form = app
        .mutate(
            "mutation($input: FormCreateInput!) { formCreate(input: $input) { form { id fields { id } } userErrors { message } } }",
            json!({ "input": { "name": "Sign-up", "fields": fields } }),
        )
        .await["form"]
        .clone();
    let campaign = app.campaign(json!({ "formId": form["id"], "destinationUrl": "https://shop.example/" })).await;
    app.mutate(
        "mutation($c: ID!, $m: [FieldMappingInput!]!) { fieldMappingsSet(campaignId: $c, mappings: $m) { userErrors { message } } }",
        json!({ "c": campaign.id, "m": [{ "property": "plan", "fieldId": form["fields"][1]["id"] }] }),
    )
    .await;

    let of_readme = examples(&readme());
    assert!(of_readme.len() >= 3, "each door has an example");
    let examples = [of_readme, examples(&document("docs/api.md"))].concat();
    let script: String = examples.iter().map(|(script, _)| script.as_str()).collect();
    let link = format!("{}/r/{}", app.url, campaign.code);
    let (url, key) = (app.url.clone(), app.org.key.clone());
    let output = tokio::task::spawn_blocking(move || {
        Command::new("bash")
            .args(["-euo", "pipefail", "-c", &script])
            .env("URL", url)
            .env("KEY", key)
            .env("LINK", link)
            .stderr(Stdio::inherit())
            .output()
            .unwrap()
    })
    .await
    .unwrap();
    assert!(output.status.success());
    let output = String::from_utf8(output.stdout).unwrap();
    let expected: Vec<_> = examples.iter().flat_map(|(_, expected)| expected.lines()).collect();
    let printed: Vec<_> = output.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(printed.len(), expected.len(), "{output}");
    for (line, pattern) in printed.iter().zip(expected) {
        assert!(is_like(line, pattern), "printed  {line}\nit says  {pattern}");
    }
}

#[test]
fn it_lists_every_setting_with_its_default() {
    let readme = readme();
    for setting in SETTINGS {
        let default = match setting.default {
            "" => String::new(),
            default => format!("`{default}`"),
        };
        let row = format!("| `{}` | {default} | {} |", setting.variable, setting.help);
        assert!(readme.contains(&row), "the README lacks the row\n{row}");
    }
}

#[test]
fn the_files_that_it_names_exist() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = readme();
    let map = readme.split("## The map").nth(1).unwrap();
    let named: Vec<_> =
        map.split('`').skip(1).step_by(2).filter(|name| name.contains('/') && !name.contains(' ')).collect();
    assert!(named.len() > 10);
    for name in named {
        assert!(root.join(name).exists(), "the README names `{name}`");
    }
}
