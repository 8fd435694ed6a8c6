//! The wire contract of lab 2, line by line, spoken by independent clients to the real binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

mod drain;
mod listening;
mod polling;
mod posting;
mod pushing;
mod resume;
mod slow;
mod start;

use std::process::Command;

use lab_testing::{
    Client, Server,
    http::{self, Answer},
};
use serde_json::{Value, json};

const LAB: &str = env!("CARGO_BIN_EXE_lab2-notify");

const JSON: &str = "Content-Type: application/json\r\n";

/// A server with so many milliseconds between notifications.
fn start_every(milliseconds: u32) -> Server {
    let mut command = Command::new(LAB);
    command.env("NOTIFY_INTERVAL_MS", milliseconds.to_string()).env_remove("PORT");
    Server::spawn(command.args(["--port", "0"]))
}

/// A server that says nothing by itself for a day: what is posted is all that comes.
fn start_quiet() -> Server {
    start_every(24 * 60 * 60 * 1000)
}

async fn connect_rich(server: &Server) -> Client {
    Client::connect_rich(&server.socket_url()).await
}

/// Publishes a text and gives back its id.
async fn publish(server: &Server, text: &str) -> String {
    let answer = post(server, &json!({"text": text}).to_string()).await;
    assert_eq!(answer.status, 202, "{answer:?}");
    let answer: Value = serde_json::from_str(&answer.body).unwrap();
    answer["id"].as_str().unwrap().to_owned()
}

async fn post(server: &Server, body: &str) -> Answer {
    http::post(server, "/notify", JSON, body).await
}

/// The body of a good answer to `GET path`.
async fn get(server: &Server, path: &str) -> Value {
    let answer = http::get(server, path).await;
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{answer:?}");
    serde_json::from_str(&answer.body).unwrap()
}

/// The numbers of notifications.
fn numbers(notifications: &Value) -> Vec<u64> {
    notifications.as_array().unwrap().iter().map(|one| one["number"].as_u64().unwrap()).collect()
}

/// Checks for a JSON error and gives back its code.
fn code_of(answer: &Answer) -> String {
    let error: Value = serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("no JSON: {answer:?}"));
    assert_eq!((answer.header("content-type"), &error["type"]), ("application/json", &json!("error")));
    let message = error["message"].as_str().unwrap();
    assert!(message.contains(" · ") && message.chars().any(|one| ('가'..='힣').contains(&one)), "{message}");
    error["code"].as_str().unwrap().to_owned()
}
