//! introw: affiliate attribution for many organisations. A partner shares a link; its click is
//! stored and signed; the visitor is redirected; a conversion comes back with the signed token,
//! is judged, recorded exactly once, and becomes a form submission. Every call says why.
//!
//! Two stores, three doors, one middle; data flows one way:
//!
//! ```text
//! http/redirect ───────────────────────▶ cache ──▶ Redis or in-process
//! http/*, graphql/*, worker ─▶ domain/* ─▶ store ─▶ entity ─▶ Postgres or SQLite
//!                                   ├─────▶ cache
//!                                   └─────▶ outbound ─▶ systems of others
//! ```
//!
//! Doors translate, the domain decides, the store is mechanism. A test checks the arrows.

// The compiler looks through as many layers as the roots of the schema are merged from.
#![recursion_limit = "256"]

pub mod app;
pub mod cache;
pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod error;
pub mod geo;
pub mod graphql;
pub mod http;
pub mod outbound;
pub mod server;
pub mod store;
pub mod worker;
