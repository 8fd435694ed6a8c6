//! The wire contract of lab 3, line by line, spoken by an independent client to the real binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

mod core;
mod crowd;
mod rich;
mod room;
mod slow;

use lab_testing::{Client, Server, client::RICH};
use serde_json::Value;

const LAB: &str = env!("CARGO_BIN_EXE_lab3-typing");

const INDICATOR: &str = "💬 누군가 입력 중…";
const IDLE: &str = r#"{"type":"idle"}"#;

async fn plain(server: &Server) -> Client {
    Client::connect(&server.socket_url()).await
}

async fn rich(server: &Server) -> Client {
    Client::connect_rich(&server.socket_url()).await
}

/// The rich form of a state in which `count` clients type.
fn typing(count: usize) -> String {
    format!(r#"{{"type":"typing","count":{count}}}"#)
}

/// The rich form of a line, as a request (`say`) or a reply (`said`).
fn line(kind: &str, text: &str) -> String {
    format!(r#"{{"type":"{kind}","text":{}}}"#, Value::from(text))
}

/// Expects these texts next, in this order.
async fn expect(client: &mut Client, texts: &[&str]) {
    for expected in texts {
        assert_eq!(client.text().await, *expected);
    }
}
