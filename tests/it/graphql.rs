//! `POST /graphql`.

mod guard;
mod keys;
mod links;
mod lists;
mod scopes;
mod stats;
