//! `introw member`.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches, Command};
use entity::member;
use entity::value::{LinkPurpose, Role};
use sea_orm::ColumnTrait;
use serde_json::{Value, json};
use tokio_util::sync::CancellationToken;

use super::{Failure, Outcome, json_flag, print, say};
use crate::app::App;
use crate::clock::Clock;
use crate::config::{Config, Values};
use crate::domain::{invitation, person, sign_in_link};
use crate::http::caller::command_line;
use crate::server::public_url;
use crate::store::{Direction, Scope, Tenant};

const ROLES: [Role; 3] = [Role::Owner, Role::Admin, Role::Analyst];

pub(super) fn command() -> Command {
    let email = || Arg::new("email").long("email").value_name("EMAIL").required(true).help("Their address");
    let invite = Command::new("invite")
        .about("Invite somebody, and print the link to hand over")
        .arg(super::organisation_flag())
        .arg(email())
        .arg(
            Arg::new("role")
                .long("role")
                .value_name("ROLE")
                .required(true)
                .ignore_case(true)
                .value_parser(ROLES.map(Role::as_str))
                .help("What they may do: an analyst reads only"),
        )
        .arg(json_flag());
    let list = Command::new("list").about("List the members").arg(super::organisation_flag()).arg(json_flag());
    let link = Command::new("sign-in-link")
        .about("Print a link that signs a member in, once")
        .arg(super::organisation_flag())
        .arg(email())
        .arg(json_flag());
    Command::new("member")
        .about("People who sign in for an organisation")
        .subcommand_required(true)
        .subcommand(invite)
        .subcommand(list)
        .subcommand(link)
}

pub(super) async fn run(arguments: &ArgMatches, values: &Values) -> Outcome {
    let Some((name, arguments)) = arguments.subcommand() else {
        return Err(Failure::new("`introw member` is followed by invite, list or sign-in-link"));
    };
    let config = Config::new(values)?;
    config.database.migrate().await?;
    let url = public_url(&config, config.listen);
    let stop = CancellationToken::new();
    let (app, stored) = App::open(config, url, Clock::default(), stop.clone()).await?;
    let tenant = command_line(&app, super::organisation(&app, arguments).await?);
    let outcome = match name {
        "invite" => invite(arguments, &app, &tenant).await,
        "list" => list(arguments, &tenant).await,
        "sign-in-link" => sign_in_link(arguments, &app, &tenant).await,
        other => Err(Failure::new(format!("`{other}` is no command"))),
    };
    stop.cancel();
    stored.await.map_err(Failure::new)?;
    outcome
}

async fn invite(arguments: &ArgMatches, app: &App, tenant: &Tenant) -> Outcome {
    let text = |name| arguments.get_one::<String>(name).map(String::as_str).unwrap_or_default();
    let now = app.clock.now();
    let role = ROLES.into_iter().find(|role| role.as_str().eq_ignore_ascii_case(text("role")));
    let role = role.ok_or_else(|| Failure::new("--role is OWNER, ADMIN or ANALYST"))?;
    let (row, token) = tenant.write(async |tx| invitation::invite(&tx, text("email"), role, now).await).await?;
    let url = app.page_url("invitation", &token);
    let shown = json!({ "id": row.id, "email": row.email, "role": row.role, "url": url, "expiresAt": row.expires_at });
    show(arguments, &shown, &url, row.expires_at);
    Ok(())
}

async fn list(arguments: &ArgMatches, tenant: &Tenant) -> Outcome {
    let members = tenant.find::<member::Entity>().order_by(member::Column::Id, Direction::Ascending).all().await?;
    if arguments.get_flag("json") {
        let list: Vec<_> = members
            .iter()
            .map(|row| json!({ "id": row.id, "email": row.email, "role": row.role, "lastSeenAt": row.last_seen_at }))
            .collect();
        print(json!(list));
    } else {
        for row in members {
            let seen =
                row.last_seen_at.map_or_else(|| "never".to_owned(), |at| at.format("%Y-%m-%d %H:%M").to_string());
            print(format!("{}  {:7}  {}  last seen {seen}", row.id, row.role.as_str(), row.email));
        }
    }
    Ok(())
}

async fn sign_in_link(arguments: &ArgMatches, app: &App, tenant: &Tenant) -> Outcome {
    let typed = arguments.get_one::<String>("email").map(String::as_str).unwrap_or_default();
    let now = app.clock.now();
    let email = person::address(typed).unwrap_or_default();
    let found = tenant.find::<member::Entity>().filter(member::Column::Email.eq(email)).one().await?;
    let missing = || Failure {
        message: format!("there is no member `{typed}`\n  try    introw member list   or   introw member invite"),
        code: 3,
    };
    let id = found.ok_or_else(missing)?.id;
    let (_, link, token) =
        tenant.write(async |tx| sign_in_link::create_for_member(&tx, id, LinkPurpose::SignIn, now).await).await?;
    let url = app.page_url(sign_in_link::path(LinkPurpose::SignIn), &token);
    show(arguments, &json!({ "id": id, "url": url, "expiresAt": link.expires_at }), &url, link.expires_at);
    Ok(())
}

fn show(arguments: &ArgMatches, whole: &Value, url: &str, expires_at: DateTime<Utc>) {
    if arguments.get_flag("json") {
        print(whole);
    } else {
        print(url);
        say(format!("works once, until {}", expires_at.format("%Y-%m-%d %H:%M UTC")));
    }
}
