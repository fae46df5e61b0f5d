//! `introw org`.

use clap::{Arg, ArgMatches, Command};
use serde_json::json;
use url::Url;

use super::{Failure, Outcome, json_flag, print, say};
use crate::clock::Clock;
use crate::config::{Config, Values};
use crate::domain::organisation::{self, New};
use crate::server::public_url;
use crate::store::{Actor, Store};

pub(super) fn command() -> Command {
    let create = Command::new("create")
        .about("Make an organisation")
        .arg(Arg::new("name").value_name("NAME").required(true).help("What people call it"))
        .arg(Arg::new("owner").long("owner").value_name("EMAIL").help("The address of its first owner"))
        .arg(
            Arg::new("time-zone")
                .long("time-zone")
                .value_name("ZONE")
                .default_value("UTC")
                .help("The IANA zone in which its days begin"),
        )
        .arg(json_flag());
    let list = Command::new("list").about("List the organisations").arg(json_flag());
    Command::new("org").about("Organisations").subcommand_required(true).subcommand(create).subcommand(list)
}

pub(super) async fn run(arguments: &ArgMatches, values: &Values) -> Outcome {
    let config = Config::new(values)?;
    config.database.migrate().await?;
    let store = Store::open(&config.database).await?;
    match arguments.subcommand() {
        Some(("create", arguments)) => create(arguments, &store, &public_url(&config, config.listen)).await,
        Some(("list", arguments)) => list(arguments, &store).await,
        _ => Err(Failure::new("`introw org` is followed by create or list")),
    }
}

async fn create(arguments: &ArgMatches, store: &Store, url: &Url) -> Outcome {
    let text = |name| arguments.get_one::<String>(name).cloned();
    let new = New {
        name: text("name").unwrap_or_default(),
        owner: text("owner"),
        time_zone: text("time-zone").unwrap_or_default(),
    };
    let made = organisation::create(store, new, Actor::command_line(), Clock::default().now()).await?;
    let id = made.organisation.id;
    let owner = made.invitation.map(|(row, token)| (row.email, format!("{url}invitation/{}", token.as_str())));
    if arguments.get_flag("json") {
        print(json!({
            "id": id,
            "name": made.organisation.name,
            "publishableKey": made.publishable_key.key,
            "owner": owner.map(|(email, url)| json!({ "email": email, "signInUrl": url })),
        }));
    } else {
        print(id);
        say(format!("created {}", made.organisation.name));
        say(format!("publishable key  {}", made.publishable_key.key));
        if let Some((email, url)) = owner {
            say(format!("owner            {email}   sign in within 24 h:  {url}"));
        }
        say(format!("next             introw keys create --org {id} --name backend --scopes affiliate:write"));
    }
    Ok(())
}

async fn list(arguments: &ArgMatches, store: &Store) -> Outcome {
    let organisations = store.organisations().await?;
    if arguments.get_flag("json") {
        let list: Vec<_> = organisations.iter().map(|row| json!({ "id": row.id, "name": row.name })).collect();
        print(json!(list));
    } else {
        organisations.iter().for_each(|row| print(format!("{}  {}", row.id, row.name)));
    }
    Ok(())
}
