//! One tab: where it is, what it shows, and what has happened in it.

use std::{
    cell::{RefCell, RefMut},
    collections::BTreeMap,
    thread,
    time::{Duration, Instant},
};

use chromiumoxide::{
    Command, Method, Page,
    error::{CdpError, Result},
    types::MethodId,
};
use serde::{Serialize, Serializer, de::DeserializeOwned};
use serde_json::{Value, from_value, json};

use super::{
    Browser, Frame, Problem, Source,
    record::{EVENTS, Record},
};
use crate::server::DEADLINE;

/// A tab. It keeps its browser alive.
pub struct Tab {
    pub(super) page: Page,
    pub(super) browser: Browser,
    pub(super) media: RefCell<BTreeMap<String, String>>,
    record: RefCell<Record>,
}

/// A command as plain JSON, so that a newer browser may answer more than the CDP crate knows.
struct Raw {
    method: &'static str,
    parameters: Value,
}

impl Serialize for Raw {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.parameters.serialize(serializer)
    }
}

impl Method for Raw {
    fn identifier(&self) -> MethodId {
        self.method.into()
    }
}

impl Command for Raw {
    type Response = Value;
}

/// `text` as a JavaScript string literal.
pub(super) fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}

impl Tab {
    #[track_caller]
    pub(super) fn new(browser: Browser, page: Page) -> Self {
        let record = browser.run("the events of a tab", Record::of(&page));
        Self { page, browser, media: RefCell::default(), record: RefCell::new(record) }
    }

    /// Goes to `url` and waits until the page has loaded.
    #[track_caller]
    pub fn goto(&self, url: &str) {
        self.browser.run(url, self.page.goto(url));
    }

    /// Loads the page again, as its button does, and waits until it has loaded.
    #[track_caller]
    pub fn reload(&self) {
        let before: f64 = self.eval("performance.timeOrigin");
        self.command("Page.reload", json!({}));
        self.wait_for(&format!("performance.timeOrigin !== {before} && document.readyState === 'complete'"));
    }

    /// Runs `script` in every page of this tab from the next load on, before the page's own scripts.
    #[track_caller]
    pub fn before_load(&self, script: &str) {
        self.command("Page.addScriptToEvaluateOnNewDocument", json!({ "source": script }));
    }

    /// Opens an empty tab in the same browser, which hides this one.
    #[must_use]
    #[track_caller]
    pub fn beside(&self) -> Self {
        self.browser.tab()
    }

    /// Closes the tab, as its button does.
    #[track_caller]
    pub fn close(self) {
        self.browser.run("closing a tab", self.page.close());
    }

    /// Makes this the tab that is seen.
    #[track_caller]
    pub fn bring_to_front(&self) {
        self.command("Page.bringToFront", json!({}));
    }

    /// The value of a JavaScript expression; of a promise, what it resolves to.
    ///
    /// # Panics
    /// When the expression throws, or its value is of another type.
    #[track_caller]
    pub fn eval<T: DeserializeOwned>(&self, expression: &str) -> T {
        let value = match self.try_eval(expression) {
            Ok(value) => value,
            Err(error) => panic!("{expression}: {error}\n{}", self.report()),
        };
        match from_value(value) {
            Ok(value) => value,
            Err(error) => panic!("{expression}: {error}\n{}", self.report()),
        }
    }

    fn try_eval(&self, expression: &str) -> Result<Value> {
        // The Content Security Policy of the page does not bind these.
        let parameters = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.try_command("Runtime.evaluate", parameters)?;
        match answer.get("exceptionDetails") {
            Some(details) => Err(CdpError::msg(details.to_string())),
            None => Ok(answer["result"]["value"].take()),
        }
    }

    /// Waits until a JavaScript expression is true.
    ///
    /// # Panics
    /// When it still is not after [`DEADLINE`]; says what the page shows and what went wrong in it.
    #[track_caller]
    pub fn wait_for(&self, condition: &str) {
        let start = Instant::now();
        loop {
            let answer = self.try_eval(&format!("Boolean({condition})"));
            if matches!(answer, Ok(Value::Bool(true))) {
                return;
            }
            // An error may be the end of the page before, so it is a reason to wait as well.
            let is_late = start.elapsed() > DEADLINE;
            assert!(!is_late, "not true after {DEADLINE:?}: {condition} ({answer:?})\n{}", self.report());
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the text of an element is `expected`.
    #[track_caller]
    pub fn wait_for_text(&self, selector: &str, expected: &str) {
        let (selector, expected) = (quoted(selector), quoted(expected));
        self.wait_for(&format!("document.querySelector({selector})?.textContent.trim() === {expected}"));
    }

    /// Waits until as many elements fit `selector`.
    #[track_caller]
    pub fn wait_for_count(&self, selector: &str, count: usize) {
        self.wait_for(&format!("document.querySelectorAll({}).length === {count}", quoted(selector)));
    }

    /// The text of the first element that fits `selector`, exactly as it stands in the document.
    #[must_use]
    #[track_caller]
    pub fn text(&self, selector: &str) -> String {
        self.eval(&format!("document.querySelector({}).textContent", quoted(selector)))
    }

    /// The texts of all elements that fit `selector`.
    #[must_use]
    #[track_caller]
    pub fn texts(&self, selector: &str) -> Vec<String> {
        self.eval(&format!(
            "[...document.querySelectorAll({})].map(found => found.textContent)",
            quoted(selector)
        ))
    }

    /// How many elements fit `selector`.
    #[must_use]
    #[track_caller]
    pub fn count(&self, selector: &str) -> usize {
        self.eval(&format!("document.querySelectorAll({}).length", quoted(selector)))
    }

    /// What stands in a field.
    #[must_use]
    #[track_caller]
    pub fn value(&self, selector: &str) -> String {
        self.eval(&format!("document.querySelector({}).value", quoted(selector)))
    }

    /// Everything that went wrong since the tab was opened.
    #[must_use]
    #[track_caller]
    pub fn problems(&self) -> Vec<Problem> {
        self.record().so_far.problems.clone()
    }

    /// The problems of one kind.
    #[must_use]
    #[track_caller]
    pub fn problems_from(&self, source: Source) -> Vec<Problem> {
        self.problems().into_iter().filter(|problem| problem.source == source).collect()
    }

    /// The URL of every request that was attempted, WebSockets included.
    #[must_use]
    #[track_caller]
    pub fn requests(&self) -> Vec<String> {
        self.record().so_far.requests.clone()
    }

    /// The requests that failed, each with its reason.
    #[must_use]
    #[track_caller]
    pub fn failed_requests(&self) -> Vec<String> {
        self.record().so_far.failed.clone()
    }

    /// The URL of every WebSocket that the pages of this tab have made.
    #[must_use]
    #[track_caller]
    pub fn sockets(&self) -> Vec<String> {
        self.record().so_far.sockets.clone()
    }

    /// Every WebSocket message, in order.
    #[must_use]
    #[track_caller]
    pub fn frames(&self) -> Vec<Frame> {
        self.record().so_far.frames.clone()
    }

    /// Sends one CDP command to the page.
    #[track_caller]
    pub(super) fn command(&self, method: &'static str, parameters: Value) -> Value {
        match self.try_command(method, parameters) {
            Ok(answer) => answer,
            Err(error) => panic!("{method}: {error}\n{}", self.report()),
        }
    }

    fn try_command(&self, method: &'static str, parameters: Value) -> Result<Value> {
        Ok(self.browser.try_run(self.page.execute(Raw { method, parameters }))?.result)
    }

    /// The record with everything that happened before this call.
    #[track_caller]
    fn record(&self) -> RefMut<'_, Record> {
        // Events come in order before the answer to the first; the CDP crate hands them on before the second.
        for _ in 0..2 {
            let _: Value = self.eval("null");
        }
        let names = EVENTS.map(|event| format!("\"method\":\"{event}\""));
        let unread = self.browser.unread();
        let unread = unread.iter().find(|message| names.iter().any(|name| message.contains(name)));
        assert!(unread.is_none(), "the CDP crate cannot read this event: {unread:?}");
        let mut record = self.record.borrow_mut();
        record.update();
        record
    }

    /// What the page shows and what went wrong in it, for the message of a failed test.
    fn report(&self) -> String {
        let shown = "`${location.href} (${document.title})\n${document.body?.innerText.slice(0, 4000)}`";
        let shown = self.try_eval(shown).unwrap_or_else(|error| Value::from(error.to_string()));
        let mut record = self.record.borrow_mut();
        record.update();
        let so_far = &record.so_far;
        let shown = shown.as_str().unwrap_or_default();
        format!(
            "page: {shown}\nproblems: {:#?}\nconsole: {:#?}\nfailed requests: {:#?}",
            so_far.problems, so_far.console, so_far.failed
        )
    }
}
