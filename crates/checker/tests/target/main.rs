//! Targets as they are in a class: servers in Python and in Rust, wrapper scripts, and everything that goes wrong
//! between a command and a server that is ready.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

mod commands;
mod crates;
mod endings;
mod folder;
mod lecture;
mod resolve;
mod start;
mod urls;
