//! The page of lab 5 in a real browser, driven by mouse and keyboard.
#![allow(clippy::unwrap_used, clippy::panic)] // The helpers fail as tests do.

mod age;
mod counter;
mod exchange;
mod failure;
mod history;
mod hostile;
mod loading;
mod moves;
mod picture;
mod plain;
mod requests;
mod simulated;
mod subscription;

use lab_testing::{LabPage, Server, browser::speaker::Speaker};
use serde_json::{Value, json};

const BINARY: &str = env!("CARGO_BIN_EXE_lab5-bitcoin");

/// The page, at a server that says what the test wants.
fn at_speaker() -> Option<(LabPage, Speaker)> {
    at_speaker_with("")
}

fn at_speaker_with(script: &str) -> Option<(LabPage, Speaker)> {
    let lab = open_with(script)?;
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    Some((lab, speaker))
}

fn open() -> Option<LabPage> {
    open_with("")
}

/// The page of the lab's own server, which asks nobody on the internet.
fn open_with(script: &str) -> Option<LabPage> {
    LabPage::beside(BINARY, Server::start_with(BINARY, &["--port", "0", "--source", "simulated"]), script)
}

/// The price of the lecture, live and new.
fn deck() -> Value {
    price("$70,352.36")
}

/// A live price; `display` is `$70,352.36`.
fn price(display: &str) -> Value {
    json!({
        "type": "price", "pair": "BTC/USDT", "source": "binance", "price": display.replace(['$', ','], "") + "000000",
        "display": display, "at": "2026-11-25T00:31:02.118Z", "age_ms": 0, "state": "live",
    })
}

/// The price with some of its fields as `changes` says.
fn with(mut price: Value, changes: Value) -> Value {
    let Value::Object(changes) = changes else { panic!("not an object: {changes}") };
    price.as_object_mut().unwrap().extend(changes);
    price
}

/// Says a price unasked and waits until it is shown.
#[track_caller]
fn push(lab: &LabPage, speaker: &Speaker, price: &Value) {
    speaker.say(&price.to_string());
    lab.tab.wait_for_text("#price", price["display"].as_str().unwrap());
    lab.tab.wait_for("document.querySelector('#running').hidden");
}

/// Waits for a state of the badge, which must say it in words.
#[track_caller]
fn wait_for_badge(lab: &LabPage, state: &str, words: &str) {
    lab.tab.wait_for(&format!(
        "(({{ dataset, textContent }}) => dataset.state === '{state}' && textContent === {words:?})
            (document.querySelector('#badge'))"
    ));
    assert_eq!(lab.tab.eval::<String>("document.querySelector('#quote').dataset.state"), state);
}

/// Waits until the line under the price says `part`.
#[track_caller]
fn wait_for_notice(lab: &LabPage, part: &str) {
    lab.tab.wait_for(&format!("document.querySelector('#notice').textContent.includes({part:?})"));
}

fn is_visible(lab: &LabPage, selector: &str) -> bool {
    lab.tab.eval(&format!("document.querySelector({selector:?}).checkVisibility()"))
}
