//! `introw migrate`.

use clap::{ArgMatches, Command};
use serde_json::json;

use super::{Outcome, json_flag, print, say};
use crate::config::{Config, Values};

pub(super) fn command() -> Command {
    Command::new("migrate").about("Bring the database's schema up to date").arg(json_flag())
}

pub(super) async fn run(arguments: &ArgMatches, values: &Values) -> Outcome {
    let config = Config::new(values)?;
    let steps = config.database.migrate().await?;
    if arguments.get_flag("json") {
        print(json!({ "applied": steps }));
    } else if steps.is_empty() {
        say("up to date");
    } else {
        steps.iter().for_each(print);
    }
    Ok(())
}
