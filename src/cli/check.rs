//! `introw check`.

use clap::{Arg, ArgMatches, Command};
use entity::id::OrganisationId;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{Failure, Outcome, json_flag, print, say};
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Values};
use crate::domain::check;
use crate::http::caller::command_line;

pub(super) fn command() -> Command {
    Command::new("check")
        .about("Recount every figure from the rows behind it; fails if one differs")
        .arg(
            Arg::new("org")
                .long("org")
                .value_name("ID")
                .help("The organisation, as `introw org list` gives it; all of them if unset"),
        )
        .arg(json_flag())
}

pub(super) async fn run(arguments: &ArgMatches, values: &Values) -> Outcome {
    let config = Config::new(values)?;
    config.database.migrate().await?;
    let url =
        config.public_url.clone().map_or_else(|| url::Url::parse("http://127.0.0.1/"), Ok).map_err(Failure::new)?;
    let stop = CancellationToken::new();
    let (app, stored) = App::open(config, url, Clock::default(), stop.clone()).await?;
    let outcome = all(arguments, &app).await;
    stop.cancel();
    stored.await.map_err(Failure::new)?;
    outcome
}

async fn all(arguments: &ArgMatches, app: &App) -> Outcome {
    let named = arguments.get_one::<String>("org");
    let known = app.store.organisations().await?;
    let chosen: Vec<OrganisationId> =
        known.iter().map(|row| row.id).filter(|id| named.is_none_or(|named| id.to_string() == *named)).collect();
    if let Some(named) = named.filter(|_| chosen.is_empty()) {
        return Err(Failure {
            message: format!("there is no organisation `{named}`\n  try    introw org list"),
            code: 3,
        });
    }
    let (mut figures, mut differences) = (0, Vec::new());
    for organisation in chosen {
        let tenant = command_line(app, organisation);
        let (from, to) = check::all_days(&tenant, app.clock.now()).await?;
        let found = check::check(&tenant, from, to).await?;
        figures += found.figures;
        differences.extend(found.differences);
    }
    if arguments.get_flag("json") {
        let list: Vec<_> = differences
            .iter()
            .map(|each| json!({ "figure": each.figure, "recounted": each.recounted, "kept": each.kept }))
            .collect();
        print(json!({ "figures": figures, "differences": list }));
    } else {
        for each in &differences {
            say(format!("{}: recounted {}, kept {}", each.figure, each.recounted, each.kept));
        }
        print(format!("{figures} figures recounted, {} differences", differences.len()));
    }
    match differences.len() {
        0 => Ok(()),
        count => Err(Failure::new(format!("{count} figures are not what their rows give"))),
    }
}
