//! `introw demo`: everything at once, on a scratch database, with nothing to set up.

mod seed;
mod shop;

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use clap::{Arg, ArgAction, ArgMatches, Command};
use serde_json::{Value, json};

use super::{Failure, Outcome, json_flag, print, say, stop_at_once_on_another, stop_signal};
use crate::clock::Clock;
use crate::config::{Config, Origin, Values};
use crate::server::Server;
use seed::Seeded;

pub(super) fn command() -> Command {
    Command::new("demo")
        .about("Show everything on a scratch database: seeded clicks and conversions, a shop, curl lines to try")
        .arg(json_flag())
        .arg(
            Arg::new("seed")
                .long("seed")
                .value_name("NUMBER")
                .default_value("42")
                .value_parser(clap::value_parser!(u64))
                .help("The same number tells the same stories"),
        )
        .arg(
            Arg::new("scale")
                .long("scale")
                .value_name("NUMBER")
                .default_value("1")
                .value_parser(clap::value_parser!(u32).range(1..=100))
                .help("So many times as many clicks"),
        )
        .arg(Arg::new("keep").long("keep").action(ArgAction::SetTrue).help("Keep the scratch database"))
}

pub(super) async fn run(arguments: &ArgMatches, values: &mut Values) -> Outcome {
    let is_default = |values: &Values, key| values.get(key).is_none_or(|(_, origin)| *origin == Origin::Default);
    let scratch = Scratch::new(arguments.get_flag("keep"))?;
    if is_default(values, "data_dir") {
        values.set("data_dir", scratch.path.display().to_string());
    }
    // So that webhooks and the install check reach what runs on the same machine.
    if is_default(values, "outbound") {
        values.set("outbound", "any");
    }
    if is_default(values, "ops_listen") {
        values.set("ops_listen", "off");
    }
    let config = Config::new(values)?;
    config.database.migrate().await?;
    say(format!("database  {}", config.database.describe()));

    let page = Arc::new(OnceLock::new());
    let server = match start(config.clone(), page.clone()).await {
        // Whoever just wants to look should not have to find a free port first.
        Err(crate::app::StartError::Listen { address, .. }) if is_default(values, "listen") => {
            say(format!("{address} is in use; taking a free port"));
            values.set("listen", "127.0.0.1:0");
            start(Config::new(values)?, page.clone()).await?
        }
        started => started?,
    };
    if !server.app.store.organisations().await?.is_empty() {
        server.stop().await;
        return Err(Failure::new("this database has organisations already; the demo wants one of its own"));
    }
    let seed = arguments.get_one::<u64>("seed").copied().unwrap_or_default();
    let scale = arguments.get_one::<u32>("scale").copied().unwrap_or(1);
    let seeded = seed::seed(&server.app, seed, scale).await?;
    let _ = page.set(shop::page(&seeded));
    let described = describe(&server, &seeded);
    if arguments.get_flag("json") {
        print(&described);
    } else {
        introduce(&seeded, &server);
    }
    stop_signal().await;
    stop_at_once_on_another();
    server.stop().await;
    say(match scratch.keep {
        true => format!("Stopped. The database stays in {}", scratch.path.display()),
        false => "Stopped. The scratch database is removed.".to_owned(),
    });
    Ok(())
}

async fn start(config: Config, page: Arc<OnceLock<String>>) -> Result<Server, crate::app::StartError> {
    Server::start(config, Clock::default(), |_| shop::routes(page)).await
}

/// A directory that is removed at the end.
struct Scratch {
    path: PathBuf,
    keep: bool,
}

impl Scratch {
    fn new(keep: bool) -> Result<Self, Failure> {
        let path = std::env::temp_dir().join(format!("introw-demo-{:016x}", rand::random::<u64>()));
        crate::store::make_private_directory(&path).map_err(Failure::new)?;
        Ok(Self { path, keep })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.keep {
            // What cannot be removed is the system's to clean up: it is in its directory for such files.
            let _ = std::fs::remove_dir_all(&self.path);
        }
    }
}

/// Everything that a script needs.
fn describe(server: &Server, seeded: &Seeded) -> Value {
    let campaigns: Vec<_> = seeded
        .campaigns
        .iter()
        .map(|campaign| {
            let links: Vec<_> = campaign
                .links
                .iter()
                .map(|(link, partner)| {
                    json!({
                        "id": link.id,
                        "code": link.code,
                        "url": server.app.link_url(&link.code),
                        "revoked": link.revoked_at.is_some(),
                        "partner": { "id": partner.id, "name": partner.name },
                    })
                })
                .collect();
            json!({
                "id": campaign.row.id,
                "name": campaign.row.name,
                "formId": campaign.row.form_id,
                "publishableKey": campaign.publishable_key,
                "destinationUrl": campaign.row.destination_url,
                "links": links,
            })
        })
        .collect();
    json!({
        "url": server.app.public_url.as_str().trim_end_matches('/'),
        "organisation": { "id": seeded.organisation.id, "name": seeded.organisation.name },
        "owner": { "email": seed::OWNER, "signInUrl": server.app.page_url("login", &seeded.sign_in) },
        "apiKey": seeded.api_key,
        "publishableKey": seeded.publishable_key,
        "shopUrl": format!("{}demo-shop", server.app.public_url),
        "legacyUrls": [seeded.legacy_url],
        "campaigns": campaigns,
    })
}

fn introduce(seeded: &Seeded, server: &Server) {
    let url = server.app.public_url.as_str().trim_end_matches('/');
    let link = seeded.campaigns.first().and_then(|campaign| campaign.links.first());
    let link = link.map(|(link, _)| server.app.link_url(&link.code)).unwrap_or_default();
    let key = &seeded.api_key;
    print(format!(
        "
  {name}: {campaigns} campaigns, {clicks} clicks, {conversions} conversions in 30 days

  Sign in   {sign_in}   as {owner}, once
  Shop      {url}/demo-shop     a fake shop with the snippet installed: click a link, then sign up
  API key   {key}

  Try it:

    # click a link, as a browser would; the token is `irw_id` in the Location
    curl -si '{link}' -A 'Mozilla/5.0 Chrome/140.0.0.0' -H 'sec-fetch-mode: navigate' -H 'sec-fetch-dest: document'

    # the same, keeping the token
    TOKEN=$(curl -s -o /dev/null -w '%{{redirect_url}}' '{link}' -A 'Mozilla/5.0 Chrome/140.0.0.0' \\
      -H 'sec-fetch-mode: navigate' -H 'sec-fetch-dest: document' | sed 's/.*irw_id=//')

    # convert it: 201 recorded; again: 200 duplicate
    curl -si {url}/api/v1/affiliate/conversions -H 'x-api-key: {key}' -H 'content-type: application/json' \\
      -d \"{{\\\"clickId\\\":\\\"$TOKEN\\\",\\\"email\\\":\\\"ada@example.org\\\",\\\"properties\\\":{{\\\"plan\\\":\\\"team\\\",\\\"order_value\\\":\\\"49.90\\\",\\\"coupon\\\":\\\"SPRING\\\"}}}}\"

    # what it became, and why every other call was not recorded
    curl -s {url}/graphql -H 'x-api-key: {key}' -H 'content-type: application/json' \\
      -d '{{\"query\":\"{{ submissions(first: 1) {{ nodes {{ status fields {{ label value }} unmapped }} }} decisions(first: 5) {{ nodes {{ outcome reason explanation }} }} }}\"}}'

  ^C stops it.
",
        name = seeded.organisation.name,
        owner = seed::OWNER,
        sign_in = server.app.page_url("login", &seeded.sign_in),
        campaigns = seeded.campaigns.len(),
        clicks = seeded.clicks,
        conversions = seeded.conversions,
    ));
}
