//! `introw schema`: the committed contracts, as the code makes them.

use clap::{Arg, ArgAction, ArgMatches, Command};

use super::{Outcome, print};
use crate::graphql;
use crate::http::openapi;

pub(super) fn command() -> Command {
    Command::new("schema")
        .about("Print the GraphQL schema, that of partners, or the REST contract")
        .arg(
            Arg::new("partner")
                .long("partner")
                .action(ArgAction::SetTrue)
                .conflicts_with("openapi")
                .help("The GraphQL schema of partners"),
        )
        .arg(Arg::new("openapi").long("openapi").action(ArgAction::SetTrue).help("The REST contract, as OpenAPI"))
}

pub(super) fn run(arguments: &ArgMatches) -> Outcome {
    if arguments.get_flag("openapi") {
        print(openapi::DOCUMENT.trim_end());
    } else if arguments.get_flag("partner") {
        print(graphql::portal::sdl().trim_end());
    } else {
        print(graphql::sdl().trim_end());
    }
    Ok(())
}
