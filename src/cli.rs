//! The command line. Results go to stdout, everything else to stderr.

mod check;
mod config;
mod demo;
mod keys;
mod member;
mod migrate;
mod org;
mod schema;
mod serve;
mod settings;

use std::process::ExitCode;

use clap::{ArgMatches, Command};
use entity::id::OrganisationId;

use crate::app::App;
use crate::config::ConfigError;

/// Why a command failed, and what the process says about it by its exit code.
#[derive(Debug)]
struct Failure {
    message: String,
    code: u8,
}

impl Failure {
    fn new(message: impl std::fmt::Display) -> Self {
        Self { message: message.to_string(), code: 1 }
    }
}

impl From<ConfigError> for Failure {
    fn from(error: ConfigError) -> Self {
        Self { message: error.to_string(), code: 78 }
    }
}

impl From<crate::store::OpenError> for Failure {
    fn from(error: crate::store::OpenError) -> Self {
        Self { message: format!("{error}\n  try    introw config   to see where the setting comes from"), code: 5 }
    }
}

impl From<crate::app::StartError> for Failure {
    fn from(error: crate::app::StartError) -> Self {
        match error {
            crate::app::StartError::Config(error) => error.into(),
            crate::app::StartError::Open(error) => error.into(),
            error => Self::new(error),
        }
    }
}

impl From<crate::error::Error> for Failure {
    fn from(error: crate::error::Error) -> Self {
        use crate::error::Error;
        let code = match &error {
            Error::NotFound(_) => 3,
            Error::Unavailable(_) => 5,
            _ => 1,
        };
        let message = match &error {
            Error::Unavailable(inside) | Error::Internal(inside) => {
                format!("{error}\n  because {}", crate::error::Chain(&**inside))
            }
            _ => error.to_string(),
        };
        Self { message, code }
    }
}

type Outcome = Result<(), Failure>;

fn command() -> Command {
    Command::new("introw")
        .version(env!("CARGO_PKG_VERSION"))
        .about("Affiliate attribution: click, convert once, and say why")
        .subcommand_required(true)
        .arg_required_else_help(true)
        .args(settings::flags())
        .subcommand(serve::command())
        .subcommand(demo::command())
        .subcommand(migrate::command())
        .subcommand(org::command())
        .subcommand(member::command())
        .subcommand(keys::command())
        .subcommand(check::command())
        .subcommand(schema::command())
        .subcommand(config::command())
        .after_help("Examples:\n  introw demo\n  introw serve --listen 0.0.0.0:8080\n  introw org create \"Acme\" --owner you@acme.com")
}

/// Runs the command that the arguments name.
pub fn main() -> ExitCode {
    let matches = command().get_matches();
    match run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            say(format!("error: {}", failure.message));
            ExitCode::from(failure.code)
        }
    }
}

fn run(matches: &ArgMatches) -> Outcome {
    // One TLS provider for everything that speaks TLS; a second call would only find the first.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let Some((name, arguments)) = matches.subcommand() else { return Ok(()) };
    if name == "schema" {
        return schema::run(arguments);
    }
    let mut values = settings::look_up(arguments)?;
    if name == "config" {
        return config::run(arguments, &values);
    }
    settings::start_log(&values)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().map_err(Failure::new)?;
    runtime.block_on(async {
        match name {
            "serve" => serve::run(arguments, &values).await,
            "demo" => demo::run(arguments, &mut values).await,
            "migrate" => migrate::run(arguments, &values).await,
            "org" => org::run(arguments, &values).await,
            "member" => member::run(arguments, &values).await,
            "keys" => keys::run(arguments, &values).await,
            "check" => check::run(arguments, &values).await,
            other => Err(Failure::new(format!("`{other}` is no command"))),
        }
    })
}

/// Writes a line of the result.
#[expect(clippy::print_stdout, reason = "this is the command line's output")]
fn print(line: impl std::fmt::Display) {
    println!("{line}");
}

/// Writes a line for the person at the terminal.
#[expect(clippy::print_stderr, reason = "this is the command line's conversation")]
fn say(line: impl std::fmt::Display) {
    eprintln!("{line}");
}

fn json_flag() -> clap::Arg {
    clap::Arg::new("json").long("json").action(clap::ArgAction::SetTrue).help("Print the result as JSON")
}

fn organisation_flag() -> clap::Arg {
    let help = "The organisation, as `introw org list` gives it";
    clap::Arg::new("org").long("org").value_name("ID").required(true).help(help)
}

/// The organisation that the flag names.
async fn organisation(app: &App, arguments: &ArgMatches) -> Result<OrganisationId, Failure> {
    let text = arguments.get_one::<String>("org").cloned().unwrap_or_default();
    let known = app.store.organisations().await?;
    known.iter().find(|row| row.id.to_string() == text).map(|row| row.id).ok_or_else(|| Failure {
        message: format!("there is no organisation `{text}`\n  try    introw org list"),
        code: 3,
    })
}

/// Waits for the signal to stop: SIGTERM or ^C. A second one ends the process at once.
async fn stop_signal() {
    let terminated = async {
        #[cfg(unix)]
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
        #[cfg(not(unix))]
        std::future::pending::<()>().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

/// Ends the process at once on a further signal.
fn stop_at_once_on_another() {
    tokio::spawn(async {
        stop_signal().await;
        std::process::exit(130);
    });
}
