//! `POST /graphql`.

mod guard;
mod keys;
mod links;
mod lists;
mod stats;
