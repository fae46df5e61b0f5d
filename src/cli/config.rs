//! `introw config`: every setting, its value and where it comes from.

use clap::{ArgMatches, Command};
use serde_json::json;

use super::{Outcome, json_flag, print};
use crate::config::{Config, SETTINGS, Values};

pub(super) fn command() -> Command {
    Command::new("config").about("Show every setting with its value and where it comes from").arg(json_flag())
}

pub(super) fn run(arguments: &ArgMatches, values: &Values) -> Outcome {
    let mut rows = Vec::new();
    for setting in SETTINGS {
        let Some((value, origin)) = values.get(setting.key) else { continue };
        let shown = if setting.secret && !value.is_empty() { "(set, not shown)" } else { value };
        rows.push((setting, shown, origin.to_string()));
    }
    if arguments.get_flag("json") {
        let rows: Vec<_> = rows
            .iter()
            .map(|(setting, value, origin)| json!({ "setting": setting.variable, "value": value, "from": origin }))
            .collect();
        print(json!(rows));
    } else {
        for (setting, value, origin) in rows {
            print(format!("{:24} {value}  ({origin})", setting.variable));
        }
    }
    // Whether the values can be understood; the first that cannot is named.
    Config::new(values)?;
    Ok(())
}
