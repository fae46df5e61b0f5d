//! `introw demo`: everything at once, on a scratch database, with nothing to set up.

mod introduction;
mod progress;
mod receiver;
mod scratch;
mod seed;
mod shop;
mod traffic;

use std::time::Instant;

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{Failure, Outcome, json_flag, print, say, stop_at_once_on_another, stop_signal};
use crate::app::{App, StartError};
use crate::clock::Clock;
use crate::config::{Config, Origin, Values};
use crate::domain::keyring::Keyring;
use crate::domain::{check, install, reward};
use crate::http::caller::command_line;
use crate::server::Opened;
use progress::Progress;
use receiver::Receiver;
use scratch::Scratch;
use seed::{Extent, Seeded};
use traffic::Traffic;

pub(super) fn command() -> Command {
    let number = |name: &'static str, default: &'static str, help: &'static str| {
        Arg::new(name).long(name).value_name("NUMBER").default_value(default).help(help)
    };
    Command::new("demo")
        .about("Show everything on a scratch database: a season of a made-up program, a shop, the dashboard")
        .arg(json_flag())
        .arg(
            number("seed", "42", "The same number tells the same stories").value_parser(clap::value_parser!(u64)),
        )
        .arg(
            number("days", "90", "How many days the stories take")
                .value_parser(clap::value_parser!(i64).range(1..=365)),
        )
        .arg(
            number("scale", "1", "So many times as many clicks")
                .value_parser(clap::value_parser!(u32).range(1..=100)),
        )
        .arg(
            number("rate", "5", "Live traffic: how many events a second")
                .value_parser(|text: &str| match text.parse::<f64>() {
                    Ok(rate) if (0.1..=200.0).contains(&rate) => Ok(rate),
                    _ => Err("give a number from 0.1 to 200"),
                }),
        )
        .arg(Arg::new("no-traffic").long("no-traffic").action(ArgAction::SetTrue).help("No live traffic"))
        .arg(Arg::new("keep").long("keep").action(ArgAction::SetTrue).help("Keep the scratch database"))
        .after_help(
            "Examples:\n  introw demo\n  introw demo --days 14 --seed 7\n  introw demo --database-url postgres://127.0.0.1/empty",
        )
}

pub(super) async fn run(arguments: &ArgMatches, values: &mut Values) -> Outcome {
    let scratch = Scratch::new(arguments.get_flag("keep"))?;
    let has_own_database = set_defaults(values, &scratch);
    let config = Config { is_demo: true, ..Config::new(values)? };
    let begun = Instant::now();
    let steps = config.database.migrate().await?.len();
    let where_it_is = match has_own_database {
        true => "scratch SQLite file (removed when you stop; --keep to keep)".to_owned(),
        false => config.database.describe(),
    };
    say(format!("  ✓ Database   {where_it_is}"));
    say(format!("  ✓ Migrated   {steps} migrations in {:.1} s", begun.elapsed().as_secs_f64()));

    let opened = open(config, values).await?;
    if !opened.app.store.organisations().await?.is_empty() {
        opened.close().await;
        return Err(Failure::new(
            "this database has organisations already; the demo wants one of its own\n  try    introw demo   for a scratch database",
        ));
    }
    let receiver = Receiver::start(opened.app.clock.now()).await.map_err(Failure::new)?;
    let extent = Extent {
        seed: arguments.get_one("seed").copied().unwrap_or_default(),
        days: arguments.get_one("days").copied().unwrap_or(1),
        scale: arguments.get_one("scale").copied().unwrap_or(1),
    };
    // Listened for from here on, so that a ^C in the middle leaves no scratch behind.
    let mut stopped = tokio::spawn(stop_signal());
    let seeded = tokio::select! {
        seeded = seed(extent, &opened, &receiver) => seeded.map(Some),
        _ = &mut stopped => Ok(None),
    };
    let seeded = match seeded {
        Ok(Some(seeded)) => seeded,
        other => {
            opened.close().await;
            return other.map(|_| say("Stopped before it was seeded."));
        }
    };
    let page = shop::page(&seeded);
    let server = opened.serve(|_| shop::routes(page))?;
    look_at_the_shop(&server.app, &seeded).await;

    if arguments.get_flag("json") {
        print(introduction::describe(&server.app, &seeded));
    } else {
        introduction::introduce(&server.app, &seeded);
    }
    let served = match arguments.get_flag("no-traffic") {
        true => {
            say("  ^C to stop");
            let _ = stopped.await;
            0
        }
        false => {
            let rate = arguments.get_one("rate").copied().unwrap_or(5.0);
            say(format!("  Live traffic {rate:.1} events/s; ^C to stop"));
            let mut traffic = Traffic::new(&server.app, &seeded, rate, extent.seed).map_err(Failure::new)?;
            tokio::select! {
                _ = stopped => {}
                () = traffic.run() => {}
            }
            traffic.end()
        }
    };
    stop_at_once_on_another();
    server.stop().await;
    let left = match (has_own_database, scratch.keep) {
        (true, false) => "Scratch database dropped.".to_owned(),
        (true, true) => format!("The database stays in {}", scratch.path.display()),
        (false, _) => "What was made stays in the database.".to_owned(),
    };
    say(format!("Stopped. {served} events served. {left}"));
    Ok(())
}

/// What is other for a demo unless somebody says it; whether the database is the demo's own.
fn set_defaults(values: &mut Values, scratch: &Scratch) -> bool {
    // So that webhooks and the install check reach what runs on the same machine.
    set_default(values, "outbound", "any".to_owned());
    set_default(values, "explorer", "1".to_owned());
    // As a release runs, also in a debug build.
    set_default(values, "session_documents", "known".to_owned());
    set_default(values, "ops_listen", "off".to_owned());
    // The visitors of the live traffic come from this machine, each with an address of their own.
    set_default(values, "trusted_proxies", "127.0.0.1,::1".to_owned());
    // Postgres asks for keys, and those of a demo need not outlive it.
    if values.get("database_url").is_some_and(|(url, _)| url.starts_with("postgres")) {
        set_default(values, "signing_keys", Keyring::generate_setting());
    }
    let own_directory = set_default(values, "data_dir", scratch.path.display().to_string());
    let own_database = values.get("database_url").is_none_or(|(url, _)| url.is_empty());
    own_directory && own_database
}

/// Sets a value unless somebody has set one; whether it did.
fn set_default(values: &mut Values, key: &'static str, value: String) -> bool {
    let is_default = values.get(key).is_none_or(|(_, origin)| *origin == Origin::Default);
    if is_default {
        values.set(key, value);
    }
    is_default
}

async fn open(config: Config, values: &mut Values) -> Result<Opened, StartError> {
    let is_default = values.get("listen").is_none_or(|(_, origin)| *origin == Origin::Default);
    match Opened::new(config, Clock::default()).await {
        // Whoever just wants to look should not have to find a free port first.
        Err(StartError::Listen { address, .. }) if is_default => {
            say(format!("  · Address    {address} is in use; taking a free port"));
            values.set("listen", "127.0.0.1:0");
            Opened::new(Config { is_demo: true, ..Config::new(values)? }, Clock::default()).await
        }
        opened => opened,
    }
}

async fn seed(extent: Extent, opened: &Opened, receiver: &Receiver) -> Result<Seeded, Failure> {
    let mut progress = Progress::new(format!("Seeding {} days", extent.days));
    let seeded = seed::seed(opened, receiver, extent, &mut progress).await?;
    say(format!(
        "  ✓ Seeded     {} campaigns, {} partners, {} clicks, {} conversions in {:.1} s (seed {})",
        seeded.campaigns.len(),
        seeded.partners,
        seeded.clicks,
        seeded.conversions,
        progress.end().as_secs_f64(),
        extent.seed,
    ));
    check(&opened.app, &seeded).await?;
    Ok(seeded)
}

/// Recounts everything, and does not go on with figures that are wrong.
async fn check(app: &App, seeded: &Seeded) -> Result<(), Failure> {
    let tenant = command_line(app, seeded.organisation.id);
    let (from, to) = check::all_days(&tenant, app.clock.now()).await?;
    let found = check::check(&tenant, from, to).await?;
    let mut wrong: Vec<String> = found.differences.into_iter().map(|difference| difference.figure).collect();
    wrong.extend(reward::check(&tenant).await?);
    if wrong.is_empty() {
        say(format!("  ✓ Self-check {} figures, each equal to its recount", found.figures));
        return Ok(());
    }
    Err(Failure::new(format!("figures differ from their recount: {}", wrong.join(", "))))
}

/// The install check of the campaign that leads to the shop of this process.
async fn look_at_the_shop(app: &App, seeded: &Seeded) {
    let Some(campaign) = seeded.campaigns.first() else { return };
    let tenant = command_line(app, seeded.organisation.id);
    let looked = install::check(&tenant, &app.outbound, campaign.row.id, &app.own_host(), app.clock.now()).await;
    if let Err(error) = looked {
        error.log();
    }
}
