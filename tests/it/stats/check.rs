//! The self-check finds nothing, and finds everything.

use std::process::Command;

use chrono::Duration;
use serde_json::json;

use super::{World, store, sum_all};
use crate::harness::{Backend, TestApp, on_both};

const CHECK: &str = "query($from: Date, $to: Date) { selfCheck(from: $from, to: $to) { figures at differences { figure recounted kept } } }";

async fn traffic(app: &TestApp) -> World {
    let world = World::new(app).await;
    let now = app.clock.now();
    store(app, &world.random(11, 200, now - Duration::days(3), now - Duration::hours(1))).await;
    for (_, code) in &world.links {
        let token = app.click(code).await;
        assert_eq!(app.convert(json!({ "clickId": token })).await.said(), "201 recorded");
    }
    sum_all(app).await;
    world
}

on_both! {
    async fn every_figure_equals_its_recount(app: TestApp) {
        let world = traffic(&app).await;
        let found = app.gql(CHECK, json!({})).await["selfCheck"].clone();
        assert_eq!(found["differences"], json!([]));
        let figures = found["figures"].as_i64().unwrap();
        assert!(figures > 100, "{figures}");
        // While others write, too.
        let now = app.clock.now();
        let late = world.random(12, 60, now - Duration::days(3), now);
        let writer = async {
            for click in &late {
                store(&app, std::slice::from_ref(click)).await;
            }
        };
        let checker = async {
            for _ in 0..3 {
                assert_eq!(app.gql(CHECK, json!({})).await["selfCheck"]["differences"], json!([]));
            }
        };
        tokio::join!(writer, checker);
    }

    async fn a_figure_that_was_tampered_with_is_found(app: TestApp) {
        traffic(&app).await;
        app.execute("UPDATE counter SET count = count + 2 WHERE measure = 'CONVERSION' AND link_id = (SELECT link_id FROM counter WHERE measure = 'CONVERSION' LIMIT 1)").await;
        let found = app.gql(CHECK, json!({})).await["selfCheck"]["differences"].clone();
        assert_eq!(found.as_array().unwrap().len(), 1, "{found:#}");
        assert_eq!((&found[0]["recounted"], &found[0]["kept"]), (&json!(1), &json!(3)));
        assert!(found[0]["figure"].as_str().unwrap().contains("CONVERSION"), "{found}");
        app.execute("UPDATE click_day SET visitors = visitors + 1 WHERE level = 'ORGANISATION'").await;
        let found = app.gql(CHECK, json!({})).await["selfCheck"]["differences"].clone();
        assert!(found.to_string().contains("visitors of ORGANISATION"), "{found:#}");
        app.execute("DELETE FROM click WHERE id = (SELECT id FROM click LIMIT 1)").await;
        let found = app.gql(CHECK, json!({})).await["selfCheck"]["differences"].clone();
        assert!(found.as_array().unwrap().len() > 3, "{found:#}");
    }

    async fn a_check_has_bounds(app: TestApp) {
        for range in [json!({ "from": "2026-02-02", "to": "2026-02-01" }), json!({ "from": "2026-01-01", "to": "2026-03-01" })] {
            let answer = app.gql_raw(&app.org.key, CHECK, range).await;
            assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{answer}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_command_line_checks_all_of_it() {
    let app = TestApp::start(Backend::Sqlite).await;
    traffic(&app).await;
    let directory = introw::config::Config::new(&app.settings).unwrap().data_dir.display().to_string();
    let run = |arguments: &[&str]| {
        let inherited = std::env::vars().filter(|(name, _)| name.starts_with("INTROW_"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_introw"));
        inherited.for_each(|(name, _)| {
            command.env_remove(name);
        });
        let output = command.args(arguments).env("INTROW_DATA_DIR", &directory).output().unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let (code, out, err) = run(&["check", "--org", &app.org.id.to_string()]);
    assert!(out.trim_end().ends_with(" figures recounted, 0 differences"), "{out}{err}");
    assert_eq!(code, 0);
    assert_eq!(run(&["check", "--org", "org_nobody"]).0, 3);
    app.execute("UPDATE counter SET count = 77 WHERE measure = 'CONVERSION'").await;
    let (code, out, err) = run(&["check"]);
    assert_eq!(code, 1);
    assert!(out.contains("5 differences") && err.contains("recounted 1, kept 77"), "{out}{err}");
}
