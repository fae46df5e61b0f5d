//! The tests of the whole: every behaviour at the door where a user would notice it, on both
//! databases. `scripts/with-servers cargo test` runs them; `make test` does that and the rest.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![expect(unreachable_pub, reason = "the harness is a small crate of its own")]

mod harness;
mod receiver;

mod arrows;
mod cli;
mod conversions;
mod crash;
mod day;
mod demo;
mod doors;
mod exports;
mod first_party;
mod geo;
mod graphql;
mod idempotency;
mod imports;
mod install;
mod isolation;
mod legacy;
mod limits;
mod live;
mod load;
mod model;
mod outbound;
mod people;
mod portal;
mod process;
mod proxy;
mod quality;
mod readme;
mod redirect;
mod redis;
mod reviews;
mod rewards;
mod schema;
mod stats;
mod tokens;
mod trail;
mod volume;
mod walk;
mod webhooks;
mod what_if;
mod wire;
