//! The page of lab 1 in a real browser, driven by mouse and keyboard.

mod accessibility;
mod composition;
mod connection;
mod failures;
mod loading;
mod log;
mod messages;
mod picture;
mod settings;

use lab_testing::LabPage;

const BINARY: &str = env!("CARGO_BIN_EXE_lab1-echo");

/// The message that the deck's screenshot shows.
const SAMPLE: &str = "여기에다가 메시지 적으면 완성~!~!";

fn open() -> Option<LabPage> {
    LabPage::open(BINARY)
}

fn open_with(script: &str) -> Option<LabPage> {
    LabPage::open_with(BINARY, script)
}

fn connected() -> Option<LabPage> {
    LabPage::connected(BINARY)
}
