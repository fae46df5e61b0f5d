//! `introw serve`.

use clap::{Arg, ArgAction, ArgMatches, Command};
use entity::value::LinkPurpose;

use super::{Outcome, stop_at_once_on_another, stop_signal};
use crate::clock::Clock;
use crate::config::{Config, Values};
use crate::domain::sign_in_link;
use crate::server::Server;
use crate::store::OpenError;

pub(super) fn command() -> Command {
    Command::new("serve").about("Serve links, conversions and GraphQL").arg(
        Arg::new("no-migrate")
            .long("no-migrate")
            .action(ArgAction::SetTrue)
            .help("Do not bring the schema up to date; refuse to start when it is behind"),
    )
}

pub(super) async fn run(arguments: &ArgMatches, values: &Values) -> Outcome {
    let config = Config::new(values)?;
    // Said before anything is touched: a missing key is the commonest mistake.
    config.keyring()?;
    if arguments.get_flag("no-migrate") {
        match config.database.pending().await? {
            0 => {}
            pending => return Err(OpenError::Behind { pending }.into()),
        }
    } else {
        for step in config.database.migrate().await? {
            tracing::info!(step, "migrated");
        }
    }
    let database = config.database.describe();
    let redis = config.redis_url.is_some();
    let server = Server::start(config, Clock::default(), |_| axum::Router::new()).await?;
    tracing::info!(
        url = %server.app.public_url,
        ops = server.ops.map(|address| address.to_string()),
        database,
        redis,
        "ready"
    );
    if server.app.store.organisations().await?.is_empty() {
        let app = &server.app;
        let token = sign_in_link::create_set_up(&app.store, app.clock.now()).await?;
        let url = app.page_url(sign_in_link::path(LinkPurpose::SetUp), &token);
        tracing::info!(%url, "no organisation yet: open this link within 30 minutes to set one up");
    }
    stop_signal().await;
    tracing::info!("stopping: finishing what has begun");
    stop_at_once_on_another();
    server.stop().await;
    tracing::info!("stopped");
    Ok(())
}
