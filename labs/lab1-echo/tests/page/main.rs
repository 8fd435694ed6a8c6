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

use lab_testing::{
    Browser, Server, Tab,
    browser::{Direction, Frame},
};

const BINARY: &str = env!("CARGO_BIN_EXE_lab1-echo");

/// The message that the deck's screenshot shows.
const SAMPLE: &str = "여기에다가 메시지 적으면 완성~!~!";

/// The page of a running server.
struct Lab {
    // Before the server, so that the page is gone when its server ends.
    tab: Tab,
    server: Server,
}

impl Lab {
    /// Opens the page; `None` where no browser is installed.
    fn open() -> Option<Self> {
        Self::open_with("")
    }

    /// Opens the page, and runs `script` in it before its own scripts.
    fn open_with(script: &str) -> Option<Self> {
        let browser = Browser::start()?;
        let server = Server::start(BINARY);
        let tab = browser.tab();
        if !script.is_empty() {
            tab.before_load(script);
        }
        tab.goto(&server.page_url());
        Some(Self { tab, server })
    }

    /// Opens the page and connects.
    fn connected() -> Option<Self> {
        let lab = Self::open()?;
        lab.connect();
        Some(lab)
    }

    fn connect(&self) {
        self.tab.click("#connect");
        self.wait_for_state("open");
    }

    /// Connects the page to another WebSocket server.
    fn connect_to(&self, url: &str) {
        self.tab.fill("#url", url);
        self.tab.click("#connect");
    }

    fn wait_for_state(&self, state: &str) {
        self.tab.wait_for(&format!("document.querySelector('#state').dataset.state === '{state}'"));
    }

    /// Puts a text into the field and sends it by the button.
    fn send(&self, text: &str) {
        self.tab.fill("#message", text);
        self.tab.click("#send");
    }

    /// Waits until the log shows as many received messages.
    fn wait_for_received(&self, count: usize) {
        self.tab.wait_for_count(RECEIVED, count);
    }

    /// Waits until the line under the connection bar says `part`.
    fn wait_for_reason(&self, part: &str) {
        self.tab.wait_for(&format!("document.querySelector('#reason').textContent.includes('{part}')"));
    }
}

const SENT: &str = "#log [data-row][data-dir=sent]";
const RECEIVED: &str = "#log [data-row][data-dir=received]";

/// What the page has sent, by the browser's own account.
fn sent(tab: &Tab) -> Vec<Frame> {
    tab.frames().into_iter().filter(|frame| frame.direction == Direction::Sent).collect()
}
