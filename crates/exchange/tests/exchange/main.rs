//! The exchange over real sockets, against clients that share nothing with it: raw TCP for the bytes of
//! HTTP, tokio-tungstenite for streams.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

mod client;
mod faults;
mod hostile;
mod life;
mod messages;
mod rest;
mod streams;
