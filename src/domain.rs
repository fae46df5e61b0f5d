//! What the product does: one file per noun, its verbs inside.
//!
//! A function that writes takes a [`Tx`](crate::store::Tx), one that reads takes a
//! [`Scope`](crate::store::Scope), and the time is passed in. What can be pure is pure:
//! attribution, mapping, money, token, visit, destination, origin, email and keyring take values
//! and give values, and may be used from everywhere.

pub mod activity;
pub mod attribution;
pub mod audit;
pub mod campaign;
pub mod check;
pub mod click;
pub mod conversion;
pub mod decision;
pub mod destination;
pub mod email;
pub mod first_party;
pub mod form;
pub mod idempotency;
pub mod ignored;
pub mod install;
pub mod invitation;
pub mod key;
pub mod keyring;
pub mod legacy;
pub mod link;
pub mod mapping;
pub mod member;
pub mod money;
pub mod organisation;
pub mod origin;
pub mod overview;
pub mod partner;
pub mod partner_user;
pub mod password;
pub mod person;
pub mod portal;
pub mod request_log;
pub mod reward;
pub mod secret_token;
pub mod session;
pub mod sheet;
pub mod sign_in_link;
pub mod stats;
pub mod submission;
pub mod text;
pub mod token;
pub mod trail;
pub mod visit;
pub mod webhook;
