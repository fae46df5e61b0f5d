//! Settings as flags, and the log.

use std::path::PathBuf;

use clap::{Arg, ArgMatches};
use tracing_subscriber::EnvFilter;

use super::Failure;
use crate::config::{ConfigError, SETTINGS, Values};

/// A flag for every setting, and one for the file.
pub(super) fn flags() -> Vec<Arg> {
    let file = Arg::new("config-file").long("config").value_name("FILE").global(true).help("Configuration file (TOML)");
    let settings = SETTINGS.iter().map(|setting| {
        let default = match setting.default {
            "" => String::new(),
            default => format!(" [default: {default}]"),
        };
        Arg::new(setting.key)
            .long(setting.key.replace('_', "-"))
            .value_name("VALUE")
            .global(true)
            .hide_short_help(true)
            .help(format!("{} [env: {}]{default}", setting.help, setting.variable))
    });
    std::iter::once(file).chain(settings).collect()
}

/// What the flags, the environment and the file say.
pub(super) fn look_up(arguments: &ArgMatches) -> Result<Values, ConfigError> {
    let flag = |key: &str| arguments.get_one::<String>(key).cloned();
    let file = flag("config-file").or_else(|| std::env::var("INTROW_CONFIG").ok()).map(PathBuf::from);
    Values::look_up(flag, |name| std::env::var(name).ok(), file.as_deref())
}

/// Starts the log, on stderr.
pub(super) fn start_log(values: &Values) -> Result<(), Failure> {
    let text = |key| values.get(key).map_or("", |(value, _)| value.as_str());
    // The migrator tells every step by itself; what it did is said once, by the command.
    let filter = EnvFilter::try_new(format!("sea_orm_migration=warn,{}", text("log")))
        .map_err(|error| Failure { message: format!("INTROW_LOG: {error}"), code: 78 })?;
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match text("log_format") {
        "json" => log.json().init(),
        "text" => log.with_target(false).init(),
        other => {
            let message = format!("INTROW_LOG_FORMAT: `{other}` is neither text nor json");
            return Err(Failure { message, code: 78 });
        }
    }
    Ok(())
}
