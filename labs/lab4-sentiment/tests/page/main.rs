//! The page of lab 4 in a real browser, driven by mouse, keyboard and the Korean input method.
#![allow(clippy::unwrap_used, clippy::panic)] // The helpers fail as tests do.

mod answers;
mod clues;
mod composition;
mod connection;
mod history;
mod loading;
mod picture;
mod plain;
mod typing;

use lab_testing::LabPage;
use serde::Deserialize;

const BINARY: &str = env!("CARGO_BIN_EXE_lab4-sentiment");

/// Writes down on the page's own clock what the result shows and when the field changes; for
/// [`LabPage::open_with`].
const WATCH: &str = r"
    window.shown = [];
    window.inputs = [];
    document.addEventListener('input', ({ target }) => inputs.push({ at: performance.now(), text: target.value }), true);
    new MutationObserver((records) => {
        const result = records.find(({ target }) => target.id === 'result')?.target;
        if (result) shown.push({ label: result.dataset.label, settled: result.dataset.settled === 'true' });
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ['data-label', 'data-settled'] });";

/// What the result showed at some moment; of a page opened with [`WATCH`].
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Shown {
    label: String,
    settled: bool,
}

fn open() -> Option<LabPage> {
    LabPage::open(BINARY)
}

fn connected() -> Option<LabPage> {
    LabPage::connected(BINARY)
}

/// Waits until the text in the field has been judged for good.
#[track_caller]
fn wait_for_label(lab: &LabPage, label: &str) {
    lab.tab.wait_for(&format!(
        "(({{ label, settled }}) => label === '{label}' && settled === 'true')(document.querySelector('#result').dataset)"
    ));
}

/// Puts a text into the field, as pasting does, and waits for its label.
#[track_caller]
fn judge(lab: &LabPage, text: &str, label: &str) {
    lab.tab.fill("#message", text);
    lab.tab.wait_for(&format!("document.querySelector('#message').value === {text:?}"));
    wait_for_label(lab, label);
}

/// The labels that the page has settled on, in their order, each once in a row.
fn settled_labels(lab: &LabPage) -> Vec<String> {
    let shown: Vec<Shown> = lab.tab.eval("shown");
    let mut labels: Vec<_> =
        shown.into_iter().filter(|shown| shown.settled).map(|shown| shown.label).collect();
    labels.dedup();
    labels
}
