//! The tests of the whole: every behaviour at the door where a user would notice it, on both
//! databases. `scripts/with-servers cargo test` runs them; `make test` does that and the rest.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on has failed")]
#![expect(unreachable_pub, reason = "the harness is a small crate of its own")]

mod harness;

mod arrows;
mod cli;
mod conversions;
mod crash;
mod doors;
mod geo;
mod graphql;
mod idempotency;
mod imports;
mod isolation;
mod legacy;
mod limits;
mod load;
mod process;
mod proxy;
mod readme;
mod redirect;
mod redis;
mod schema;
mod tokens;
mod wire;
