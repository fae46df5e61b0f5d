//! A peer for conversions: pgbench, which makes the same statements and does nothing else.

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use serde_json::json;
use url::Url;

use super::harness::{Backend, TestApp, test_variable};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/doors/conversion.sql");

/// An organisation on a database of its own, for which pgbench writes conversions.
pub struct Peer {
    arguments: Vec<String>,
    program: String,
}

impl Peer {
    /// With so many connections.
    pub async fn new(connections: usize) -> Self {
        let app = TestApp::start(Backend::Postgres).await;
        let campaign = app.campaign(json!({})).await;
        // One conversion by the door itself: its decision is the pattern of the others.
        let token = app.click(&campaign.code).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
        let columns = [
            ("owner", "decision.organisation_id"),
            ("pattern", "decision.id"),
            ("key", "decision.key_id"),
            ("click", "decision.click_id"),
            ("link", "link.id"),
            ("number", "link.number"),
            ("campaign", "link.campaign_id"),
            ("partner", "link.partner_id"),
            ("form", "campaign.form_id"),
        ];
        let from =
            "FROM decision JOIN link ON link.id = decision.link_id JOIN campaign ON campaign.id = link.campaign_id";
        let url = app.server.app.config.database.clone();
        let introw::store::Database::Postgres(url) = url else { panic!("the peer is on Postgres") };
        let mut arguments: Vec<String> = ["--no-vacuum", "--protocol=prepared", "--jobs=1"].map(str::to_owned).into();
        arguments.push(format!("--client={connections}"));
        arguments.push(format!("--file={SCRIPT}"));
        for (name, column) in columns {
            let value = app.texts(&format!("SELECT CAST({column} AS text) {from}")).await.remove(0);
            arguments.push(format!("--define={name}={value}"));
        }
        arguments.push(Url::parse(&url).unwrap().to_string());
        app.stop().await;
        let program = Path::new(&test_variable("INTROW_TEST_POSTGRES_BIN")).join("pgbench").display().to_string();
        Self { arguments, program }
    }

    /// Conversions a second.
    pub async fn run(&self, time: Duration) -> f64 {
        let seconds = format!("--time={}", time.as_secs().max(1));
        let mut command = Command::new(&self.program);
        command.arg(seconds).args(&self.arguments);
        let output = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let rate = text.lines().find_map(|line| line.strip_prefix("tps = ")?.split(' ').next()?.parse().ok());
        let mut said = String::from_utf8(output.stderr).unwrap();
        write!(said, "{text}").unwrap();
        rate.unwrap_or_else(|| panic!("pgbench gives no rate:\n{said}"))
    }
}
