//! What is true of every door: problems, request ids, contracts, health checks, and how it closes.

mod dashboard;
mod file;
mod health;
mod pages;
mod problem;
mod small;
mod stop;
mod unread;
