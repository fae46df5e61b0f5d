//! `introw demo`, as somebody starts it who wants to see what this is.

use std::fs::File;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use introw::config::SETTINGS;
use introw::store::Database;
use reqwest::Client;
use sea_orm::DatabaseConnection;
use serde_json::{Value, json};

use crate::harness::{Backend, check_invariants, connect, numbers, scratch, settings, texts};
use crate::process::Process;

/// A demo that is running.
struct Demo {
    process: Process,
    /// What it says of itself to a script.
    told: Value,
    errors: PathBuf,
}

impl Demo {
    async fn start(arguments: &[&str], variables: &[(&str, String)]) -> Self {
        // Whoever was first has installed it for all.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let directory = scratch();
        let errors = directory.join("stderr");
        let mut command = Command::new(env!("CARGO_BIN_EXE_introw"));
        command.args(["demo", "--json"]).args(arguments);
        // Where it keeps its scratch directory.
        command.env_clear().env("TMPDIR", &directory).env("INTROW_LISTEN", "127.0.0.1:0");
        command.envs(variables.iter().map(|(name, value)| (name, value)));
        command.stdout(Stdio::piped()).stderr(File::create(&errors).unwrap());
        let mut process = Process::start(&mut command);
        let told = process.until(|line| serde_json::from_str(line).ok()).await;
        let told = told.unwrap_or_else(|| panic!("it did not start:\n{}", std::fs::read_to_string(&errors).unwrap()));
        Self { process, told, errors }
    }

    async fn gql(&self, query: &str) -> Value {
        let url = format!("{}/graphql", self.told["url"].as_str().unwrap());
        let call = Client::new().post(url).header("x-api-key", self.told["apiKey"].as_str().unwrap());
        let answer: Value = call.json(&json!({ "query": query })).send().await.unwrap().json().await.unwrap();
        assert!(answer["errors"].is_null(), "{query}: {answer}");
        answer["data"].clone()
    }

    /// Stops it as ^C does; gives what it has said to people.
    async fn stop(mut self) -> String {
        self.process.signal("INT");
        self.process.until(|_| None::<()>).await;
        std::fs::read_to_string(&self.errors).unwrap()
    }
}

const REASONS: &[&str] = &[
    "already_converted",
    "bad_signature",
    "campaign_inactive",
    "disposable_email",
    "duplicate_email",
    "excluded_domain",
    "link_revoked",
    "malformed_token",
    "missing_token",
    "origin_not_allowed",
    "outside_window",
    "partner_inactive",
    "recorded",
    "self_referral",
    "unknown_click",
    "wrong_campaign",
    "wrong_organisation",
];

/// Every story is in the rows, and every figure is right.
async fn tells_everything(database: &DatabaseConnection) {
    check_invariants(database).await;
    let reasons = texts(database, "SELECT reason FROM decision UNION SELECT reason FROM ignored_call ORDER BY 1").await;
    assert_eq!(reasons, REASONS);
    for (table, column, expected) in [
        ("reward", "status", &["HELD", "PAYABLE", "REVERSED"][..]),
        ("submission", "status", &["ACCEPTED", "AUTO_ACCEPTED", "DECLINED", "ERROR", "PENDING"]),
        ("click", "label", &["CONFIRMED", "CRAWLER", "HUMAN", "NON_NAVIGATION", "REPEAT", "SUSPECT"]),
        ("webhook_delivery", "status", &["DELIVERED"]),
        ("member", "role", &["ADMIN", "ANALYST", "OWNER"]),
        ("install_check", "verdict", &["INSTALLED"]),
        ("partner", "status", &["ACTIVE", "INACTIVE"]),
        ("campaign", "status", &["ACTIVE", "PAUSED"]),
    ] {
        let found = texts(database, &format!("SELECT DISTINCT {column} FROM {table} ORDER BY 1")).await;
        assert_eq!(found, expected, "{column} of {table}");
    }
    for what in [
        "webhook_attempt WHERE status_code = 502",
        "webhook_delivery WHERE attempts > 1",
        "submission WHERE decline_reason IS NOT NULL",
        "conversion WHERE click_id <> credited_click_id",
        "conversion WHERE existing_customer",
        "click WHERE via <> link_id",
        "legacy_link WHERE hits > 0",
        "legacy_miss",
        "snippet_load",
        "partner_user",
        "invitation WHERE accepted_at IS NULL",
        "api_key WHERE revoked_at IS NOT NULL",
    ] {
        assert!(numbers(database, &format!("SELECT COUNT(*) FROM {what}")).await[0] > 0, "no {what}");
    }
}

async fn tells_every_story_on(backend: Backend) {
    let (values, directory) = settings(backend, &[]).await;
    let variables = SETTINGS.iter().filter_map(|setting| {
        let (value, _) = values.get(setting.key)?;
        let is_set = matches!(setting.key, "data_dir" | "database_url" | "redis_url") && !value.is_empty();
        is_set.then(|| (setting.variable, value.clone()))
    });
    let variables: Vec<_> = variables.collect();
    let demo = Demo::start(&["--days", "21", "--no-traffic"], &variables).await;
    let said = demo.stop().await;
    assert!(said.contains("each equal to its recount"), "{said}");
    assert!(said.trim_end().ends_with("What was made stays in the database."), "{said}");
    let database = match values.get("database_url").map(|(url, _)| url.as_str()).filter(|url| !url.is_empty()) {
        Some(url) => Database::parse(url).unwrap(),
        None => Database::Sqlite(directory.join("introw.db")),
    };
    tells_everything(&connect(&database).await).await;

    let mut again = Command::new(env!("CARGO_BIN_EXE_introw"));
    again.args(["demo", "--no-traffic"]).env_clear().env("INTROW_LISTEN", "127.0.0.1:0");
    let refused = again.envs(variables).output().unwrap();
    assert_eq!(refused.status.code(), Some(1), "a second demo on the same database");
    assert!(String::from_utf8_lossy(&refused.stderr).contains("has organisations already"));
}

#[tokio::test]
async fn it_tells_every_story_on_sqlite() {
    tells_every_story_on(Backend::Sqlite).await;
}

#[tokio::test]
async fn it_tells_every_story_on_postgres() {
    tells_every_story_on(Backend::Postgres).await;
}

#[tokio::test]
async fn the_same_number_tells_the_same_stories() {
    let mut days = Vec::new();
    for seed in ["7", "7", "8"] {
        let demo = Demo::start(&["--days", "9", "--no-traffic", "--seed", seed], &[]).await;
        let query =
            "{ stats(timeZone: \"UTC\") { buckets { start clicks uniqueVisitors byLabel { repeat suspect } } } }";
        let mut told = demo.gql(query).await;
        // Today is not over.
        told["stats"]["buckets"].as_array_mut().unwrap().pop();
        days.push(told["stats"].clone());
        demo.stop().await;
    }
    assert_eq!(days[0], days[1]);
    assert_ne!(days[0], days[2]);
}

#[tokio::test]
async fn its_links_lead_where_they_say() {
    let demo = Demo::start(&["--days", "3", "--no-traffic"], &[]).await;
    let told = &demo.told;
    let members: Vec<_> = told["members"].as_array().unwrap().iter().map(|member| &member["role"]).collect();
    assert_eq!(members, ["OWNER", "ADMIN", "ANALYST"]);
    assert_eq!(told["owner"], told["members"][0]);
    for (url, shows) in [
        (&told["owner"]["signInUrl"], "You will be signed in as robin@fernhill.example"),
        (&told["members"][2]["signInUrl"], "noor@fernhill.example"),
        (&told["portal"]["signInUrl"], "Sign in to the partner portal of Fernhill Coffee"),
        (&told["shopUrl"], "Freshly roasted coffee"),
    ] {
        let answer = reqwest::get(url.as_str().unwrap()).await.unwrap();
        assert_eq!(answer.status(), 200, "{url}");
        let text = answer.text().await.unwrap();
        assert!(text.contains(shows), "{url}: {text}");
    }
    let links = told["campaigns"][0]["links"].as_array().unwrap();
    assert_eq!(links.iter().filter(|link| link["revoked"] == true).count(), 1);
    let scratch = demo.errors.parent().unwrap().to_owned();
    let said = demo.stop().await;
    assert!(said.trim_end().ends_with("Stopped. 0 events served. Scratch database dropped."), "{said}");
    let left: Vec<_> = std::fs::read_dir(scratch).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["stderr"], "nothing stays behind");
}

#[tokio::test]
async fn live_traffic_comes_through_the_doors() {
    let demo = Demo::start(&["--days", "2", "--rate", "100"], &[]).await;
    let query =
        "{ stats { clicks conversions byLabel { crawler } } requests { totalCount } legacyLinks { nodes { hits } } }";
    let before = demo.gql(query).await;
    let figures = |told: &Value| {
        let figures = [&told["stats"]["clicks"], &told["stats"]["conversions"], &told["stats"]["byLabel"]["crawler"]];
        let calls = told["requests"]["totalCount"].as_i64().unwrap();
        figures.map(|figure| figure.as_i64().unwrap()).into_iter().chain([calls]).collect::<Vec<_>>()
    };
    loop {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let now = demo.gql(query).await;
        if figures(&before).iter().zip(figures(&now)).all(|(before, now)| *before < now) {
            break;
        }
    }
    let check = demo.gql("{ selfCheck { differences { figure recounted kept } } server { isDemo } }").await;
    assert_eq!(check["selfCheck"]["differences"], json!([]));
    assert_eq!(check["server"]["isDemo"], json!(true), "nobody takes it for the real thing");
    let said = demo.stop().await;
    let events = said.split("Stopped. ").nth(1).and_then(|rest| rest.split(' ').next()?.parse::<u64>().ok());
    assert!(events.is_some_and(|events| events > 0), "{said}");
}
