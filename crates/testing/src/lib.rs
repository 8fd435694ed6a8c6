//! Test support: starts a lab's real binary on a free port and talks to it from outside.
//!
//! It knows the labs as their users do, by binary, URL and page, and none of their code. Only
//! dev-dependencies point here, so no lab that a student builds carries any of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::missing_panics_doc)] // Test support panics as tests do.

pub mod browser;
pub mod client;
pub mod http;
pub mod memory;
pub mod page;
pub mod raw;
pub mod server;
pub mod shell;
#[cfg(feature = "tls")]
pub mod tls;

pub use browser::{Browser, Tab};
pub use client::Client;
pub use page::LabPage;
pub use raw::{Frame, Peer, Received};
pub use server::Server;
