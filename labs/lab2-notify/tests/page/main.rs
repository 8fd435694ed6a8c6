//! The page of lab 2 in a real browser, driven by mouse and keyboard.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // Helpers of tests panic as tests do.

mod accessibility;
mod bell;
mod comparison;
mod desktop;
mod loading;
mod picture;
mod plain;
mod publish;
mod push;
mod resume;
mod settings;
mod speaker;
mod toasts;

use std::process::Command;

use lab_testing::{LabPage, Server};

const BINARY: &str = env!("CARGO_BIN_EXE_lab2-notify");

/// A period in which no test waits for a notification, in milliseconds: only published ones come.
const QUIET: u32 = 3_600_000;

/// A server that notifies every `period` milliseconds.
fn server(period: u32) -> Server {
    let mut command = Command::new(BINARY);
    Server::spawn(
        command.args(["--port", "0"]).env_remove("PORT").env("NOTIFY_INTERVAL_MS", period.to_string()),
    )
}

/// The page of such a server.
fn open(period: u32) -> Option<LabPage> {
    open_with(period, "")
}

fn open_with(period: u32, script: &str) -> Option<LabPage> {
    LabPage::beside(BINARY, server(period), script)
}

/// The page, connected to such a server.
fn connected(period: u32) -> Option<LabPage> {
    let lab = open(period)?;
    lab.connect();
    Some(lab)
}

/// Publishes a text from elsewhere than the page's form.
fn publish(lab: &LabPage, text: &str) {
    let body = format!("{{ text: {text:?} }}");
    let status: u16 = lab.tab.eval(&format!(
        "fetch('/notify', {{ method: 'POST', headers: {{ 'content-type': 'application/json' }},
            body: JSON.stringify({body}) }}).then(({{ status }}) => status)"
    ));
    assert_eq!(status, 202);
}
