//! `introw keys`.

use chrono::{DateTime, Duration, Utc};
use clap::{Arg, ArgMatches, Command};
use entity::api_key;
use entity::id::ApiKeyId;
use serde_json::json;
use tokio_util::sync::CancellationToken;

use super::{Failure, Outcome, json_flag, organisation, organisation_flag, print, say};
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Values};
use crate::domain::key::{self, NewKey, Permission};
use crate::http::caller::command_line;
use crate::store::{Direction, Scope, Tenant};

pub(super) fn command() -> Command {
    let scopes: Vec<_> = Permission::ALL.iter().map(|permission| permission.as_str()).collect();
    let create = Command::new("create")
        .about("Make a secret key, and print it: the only time that it is shown")
        .arg(organisation_flag())
        .arg(Arg::new("name").long("name").value_name("NAME").required(true).help("What people call it"))
        .arg(
            Arg::new("scopes")
                .long("scopes")
                .value_name("SCOPES")
                .required(true)
                .help(format!("What it may do, with commas between; `all`, or some of {}", scopes.join(", "))),
        )
        .arg(Arg::new("expires").long("expires").value_name("DAYS").help("After how many days it stops, as 90d"))
        .arg(json_flag());
    let list = Command::new("list").about("List the secret keys").arg(organisation_flag()).arg(json_flag());
    let revoke = Command::new("revoke")
        .about("Revoke a secret key")
        .arg(organisation_flag())
        .arg(Arg::new("id").value_name("ID").required(true).help("The key, as `introw keys list` gives it"));
    Command::new("keys")
        .about("Secret API keys")
        .subcommand_required(true)
        .subcommand(create)
        .subcommand(list)
        .subcommand(revoke)
}

pub(super) async fn run(arguments: &ArgMatches, values: &Values) -> Outcome {
    let Some((name, arguments)) = arguments.subcommand() else {
        return Err(Failure::new("`introw keys` is followed by create, list or revoke"));
    };
    let config = Config::new(values)?;
    config.database.migrate().await?;
    let url =
        config.public_url.clone().map_or_else(|| url::Url::parse("http://127.0.0.1/"), Ok).map_err(Failure::new)?;
    let stop = CancellationToken::new();
    let (app, stored) = App::open(config, url, Clock::default(), stop.clone()).await?;
    let organisation = organisation(&app, arguments).await?;
    let tenant = command_line(&app, organisation);
    let outcome = match name {
        "create" => create(arguments, &app, &tenant).await,
        "list" => list(arguments, &tenant).await,
        "revoke" => revoke(arguments, &app, &tenant).await,
        other => Err(Failure::new(format!("`{other}` is no command"))),
    };
    stop.cancel();
    stored.await.map_err(Failure::new)?;
    outcome
}

async fn create(arguments: &ArgMatches, app: &App, tenant: &Tenant) -> Outcome {
    let text = |name| arguments.get_one::<String>(name).map(String::as_str);
    let now = app.clock.now();
    let scopes = match text("scopes").unwrap_or_default() {
        "all" => Permission::ALL.iter().map(|permission| permission.as_str().to_owned()).collect(),
        list => list.split(',').map(|scope| scope.trim().to_owned()).collect(),
    };
    let expires_at = text("expires").map(|days| expiry(days, now)).transpose()?;
    let new = NewKey { name: text("name").unwrap_or_default().to_owned(), scopes, expires_at };
    let (row, secret) = tenant.write(async |tx| key::create(&tx, new.clone(), &app.keyring, now).await).await?;
    if arguments.get_flag("json") {
        print(
            json!({ "id": row.id, "name": row.name, "scopes": row.scopes, "expiresAt": row.expires_at, "secret": secret }),
        );
    } else {
        print(secret);
        let until = row.expires_at.map_or_else(|| "never".to_owned(), |at| at.format("%Y-%m-%d").to_string());
        say(format!("name {} · scopes {} · expires {until}", row.name, row.scopes.0.join(",")));
        say("This is the only time the key is shown.");
    }
    Ok(())
}

fn expiry(days: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, Failure> {
    let days = days.strip_suffix('d').unwrap_or(days).parse().ok().filter(|days| (1..=3_650).contains(days));
    days.map(|days| now + Duration::days(days))
        .ok_or_else(|| Failure { message: "--expires takes a number of days, as 90d".to_owned(), code: 2 })
}

async fn list(arguments: &ArgMatches, tenant: &Tenant) -> Outcome {
    let keys = tenant.find::<api_key::Entity>().order_by(api_key::Column::Id, Direction::Ascending).all().await?;
    if arguments.get_flag("json") {
        let list: Vec<_> = keys
            .iter()
            .map(|row| {
                json!({
                    "id": row.id, "name": row.name, "prefix": format!("{}{}", key::SECRET_PREFIX, row.lookup), "scopes": row.scopes,
                    "expiresAt": row.expires_at, "revokedAt": row.revoked_at, "lastUsedAt": row.last_used_at,
                })
            })
            .collect();
        print(json!(list));
    } else {
        for row in keys {
            let state = if row.revoked_at.is_some() { "revoked" } else { "good" };
            print(format!("{}  irw_sk_{}…  {state}  {}  {}", row.id, row.lookup, row.name, row.scopes.0.join(",")));
        }
    }
    Ok(())
}

async fn revoke(arguments: &ArgMatches, app: &App, tenant: &Tenant) -> Outcome {
    let text = arguments.get_one::<String>("id").cloned().unwrap_or_default();
    let id: ApiKeyId = text.parse().map_err(Failure::new)?;
    let row = tenant.write(async |tx| key::revoke(&tx, id, app.clock.now()).await).await?;
    say(format!("revoked {}; it stops within 2 s everywhere", row.name));
    Ok(())
}
