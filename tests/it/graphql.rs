//! `POST /graphql`.

mod bulk;
mod documents;
mod guard;
mod keys;
mod links;
mod lists;
mod requests;
mod scopes;
mod search;
mod server;
mod stats;
