//! The wire contract of lab 4, line by line, spoken by an independent client to the real binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

mod long;
mod plain;
mod rich;

use lab_testing::{Client, Server};
use serde_json::{Value, json};

const LAB: &str = env!("CARGO_BIN_EXE_lab4-sentiment");

const POSITIVE: &str = "긍정 😊";
const NEGATIVE: &str = "부정 😢";
const NEUTRAL: &str = "중립 😐";

async fn rich(server: &Server) -> Client {
    Client::connect_rich(&server.socket_url()).await
}

async fn answer(client: &mut Client, text: &str) -> String {
    client.say(text).await;
    client.text().await
}

/// What the server says of `request`, as JSON.
async fn reply(client: &mut Client, request: &str) -> Value {
    client.say(request).await;
    client.json().await
}

async fn judged(client: &mut Client, text: &str) -> Value {
    reply(client, &json!({ "type": "analyse", "text": text }).to_string()).await
}
