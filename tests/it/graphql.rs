//! `POST /graphql`.

mod bulk;
mod guard;
mod keys;
mod links;
mod lists;
mod requests;
mod scopes;
mod search;
mod stats;
