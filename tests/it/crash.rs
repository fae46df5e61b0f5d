//! `kill -9` of the server while visitors click and backends convert.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use introw::config::Config;
use serde_json::json;

use crate::harness::{connect, on_both};
use crate::load::{Caller, Ledger, Load, Stored, Target};
use crate::process::Introw;

const KILLS: usize = 20;

on_both! {
    /// What was answered is stored, what was not may be either, and sending it again settles it.
    async fn nothing_that_was_answered_is_lost_when_the_server_is_killed(app: TestApp) {
        let campaign = app.campaign(json!({})).await;
        let key = app.org.key.clone();
        let mut settings = app.settings.clone();
        settings.set("trusted_proxies", "127.0.0.1");
        // Only the server that is killed has the database open, so that what it leaves is mended
        // by the next one, and not by somebody who was there all the time.
        app.database.clone().close().await.unwrap();
        app.stop().await;
        let target = |introw: &Introw| Target { url: introw.url.clone(), code: campaign.code.clone(), key: key.clone() };

        let ledger = Arc::new(Mutex::new(Ledger::default()));
        for _ in 0..KILLS {
            let introw = Introw::serve(&settings).await;
            let load = Load::start(target(&introw), ledger.clone());
            load.answered(rand::random_range(20..=250)).await;
            // Answers come in groups, just after a commit; a while later is anywhere between two.
            tokio::time::sleep(Duration::from_micros(rand::random_range(0..=20_000))).await;
            load.over();
            introw.kill().await;
            load.ended().await;
        }
        assert!(ledger.lock().unwrap().unanswered >= KILLS, "the server was killed while nobody called");

        let introw = Introw::serve(&settings).await;
        let caller = Caller::new(target(&introw), ledger.clone());
        let unknown = std::mem::take(&mut ledger.lock().unwrap().unknown);
        for token in unknown {
            assert!(caller.convert(token).await, "the server that nobody kills answers");
        }
        let config = Config::new(&settings).unwrap();
        let (database, keyring) = (connect(&config.database).await, config.keyring().unwrap());
        let stored = Stored::read(&database, keyring.clone()).await;
        let lost = ledger.lock().unwrap().without_a_click(&stored);
        for token in lost {
            assert!(caller.convert(token).await, "a token makes its click again");
        }
        let stored = Stored::read(&database, keyring).await;
        ledger.lock().unwrap().check(&stored);
        introw.kill().await;
    }
}
