//! People from the command line: what it prints works in a browser.

use std::process::{Command, Output};

use serde_json::{Value, json};

use super::{Browser, PASSWORD, member, member_id};
use crate::harness::{Backend, TestApp, scratch};
use crate::process::Introw;
use entity::value::Role;
use introw::config::{SETTINGS, Values};

/// Runs the program with these settings and nothing else in its environment.
async fn introw(settings: &Values, arguments: &[&str]) -> Output {
    let variables = SETTINGS.iter().filter_map(|setting| {
        let (value, _) = settings.get(setting.key)?;
        (!value.is_empty()).then(|| (setting.variable, value.clone()))
    });
    let mut command = Command::new(env!("CARGO_BIN_EXE_introw"));
    command.env_clear().envs(variables).args(arguments);
    tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap()
}

async fn json(settings: &Values, arguments: &[&str]) -> Value {
    let output = introw(settings, arguments).await;
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn token(url: &Value) -> String {
    url.as_str().unwrap().rsplit('/').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn its_links_sign_in() {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        let app = TestApp::start(backend).await;
        let mut settings = app.settings.clone();
        settings.set("public_url", app.url.clone());
        let made = json(&settings, &["org", "create", "Second", "--owner", "Boss@second.example", "--json"]).await;
        let url = made["owner"]["signInUrl"].as_str().unwrap();
        assert!(url.starts_with(&format!("{}/invitation/", app.url)), "{url}");
        assert_eq!(app.client.get(url).send().await.unwrap().status(), 200);
        let mut boss = Browser::new(&app);
        let body = json!({ "token": token(&made["owner"]["signInUrl"]), "password": PASSWORD });
        let joined = boss.post("/api/v1/invitations/accept", body).await;
        assert_eq!(joined.body["memberships"][0]["role"], "OWNER", "{:#}", joined.body);

        let org = made["id"].as_str().unwrap();
        let invited =
            ["member", "invite", "--org", org, "--email", "ana@second.example", "--role", "analyst", "--json"];
        let invited = json(&settings, &invited).await;
        assert_eq!(invited["role"], "ANALYST");
        let body = json!({ "token": token(&invited["url"]), "password": PASSWORD });
        assert_eq!(Browser::new(&app).post("/api/v1/invitations/accept", body).await.status, 200);
        let listed = json(&settings, &["member", "list", "--org", org, "--json"]).await;
        let roles: Vec<_> = listed.as_array().unwrap().iter().map(|row| row["role"].clone()).collect();
        assert_eq!(json!(roles), json!(["OWNER", "ANALYST"]));

        let link = ["member", "sign-in-link", "--org", org, "--email", "Boss@Second.example"];
        let output = introw(&settings, &link).await;
        let url = String::from_utf8(output.stdout).unwrap();
        assert_eq!(url.lines().count(), 1, "the link, alone: {url}");
        let body = json!({ "token": url.trim().rsplit('/').next().unwrap() });
        assert_eq!(Browser::new(&app).post("/api/v1/session/links", body.clone()).await.status, 200);
        assert_eq!(Browser::new(&app).post("/api/v1/session/links", body).await.status, 401);

        let missing = introw(&settings, &["member", "sign-in-link", "--org", org, "--email", "x@y.example"]).await;
        assert_eq!(missing.status.code(), Some(3));
        assert!(String::from_utf8_lossy(&missing.stderr).contains("introw member invite"));
    }
}

/// An operator helps a person who is in two organisations, whom no admin may make a link for.
#[tokio::test(flavor = "multi_thread")]
async fn it_makes_a_link_for_who_is_in_several_organisations() {
    let app = TestApp::start(Backend::Sqlite).await;
    let mut ada = member(&app, &app.org, "ada@acme.example", Role::Owner).await;
    let other = app.other_org("Other").await;
    let link = super::invite(&app, &other, "ada@acme.example", Role::Owner).await;
    ada.post("/api/v1/invitations/accept", json!({ "token": link })).await;
    assert!(!member_id(&app, "ada").await.is_empty());
    let org = app.org.id.to_string();
    let made = ["member", "sign-in-link", "--org", &org, "--email", "ada@acme.example", "--json"];
    let made = json(&app.settings, &made).await;
    let answer = Browser::new(&app).post("/api/v1/session/links", json!({ "token": token(&made["url"]) })).await;
    assert_eq!(answer.body["memberships"].as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_installation_prints_a_link_that_sets_it_up() {
    let mut settings = Values::look_up(|_| None, |_| None, None).unwrap();
    settings.set("data_dir", scratch().display().to_string());
    settings.set("ops_listen", "off");
    let (introw, url) = Introw::serve_new(&settings).await;
    assert!(url.starts_with(&format!("{}/set-up/", introw.url)), "{url}");
    let client = reqwest::Client::new();
    let page = client.get(&url).send().await.unwrap();
    assert_eq!(page.status(), 200);
    let body = json!({
        "token": token(&json!(url)), "organisation": "First", "email": "ada@first.example", "password": PASSWORD,
    });
    let answer = client.post(format!("{}/api/v1/set-up", introw.url)).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let said = introw.kill().await;
    let secret = token(&json!(url));
    let logged: Vec<_> = said.iter().filter(|line| line.contains(&secret) && !line.contains("30 minutes")).collect();
    assert!(logged.is_empty(), "the token is in no other line of the log: {logged:?}");
}
