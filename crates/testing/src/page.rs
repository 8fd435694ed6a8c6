//! A lab's page, open in a browser beside its running server, and what every lab's page can do.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::{
    Browser, Server, Tab,
    browser::{Direction, Frame},
};

/// The sent rows of the message log.
pub const SENT: &str = "#log [data-row][data-dir=sent]";
/// The received rows of the message log.
pub const RECEIVED: &str = "#log [data-row][data-dir=received]";

/// Writes down every state of the connection and when the banner is shown, on the page's own clock; for
/// [`LabPage::open_with`].
pub const HISTORY: &str = r"
    window.states = [];
    new MutationObserver((records) => {
        const at = performance.now();
        const changes = records.filter(({ target }) => target.id === 'state');
        changes.forEach(({ target }, index) =>
            states.push({ state: changes[index + 1]?.oldValue ?? target.dataset.state, at }));
        const banner = records.find(({ target }) => target.id === 'banner')?.target;
        if (banner && !banner.hidden) window.bannerShownAt ??= at;
    }).observe(document, {
        subtree: true, attributes: true, attributeOldValue: true, attributeFilter: ['data-state', 'hidden'] });";

/// The page of a running server.
pub struct LabPage {
    // Before the server, so that the page is gone when its server ends.
    /// The browser's tab.
    pub tab: Tab,
    /// The lab's server.
    pub server: Server,
    binary: String,
}

impl LabPage {
    /// Starts a lab's `binary` and opens its page; `None` where no browser is installed.
    #[must_use]
    pub fn open(binary: &str) -> Option<Self> {
        Self::open_with(binary, "")
    }

    /// Opens the page, and runs `script` in it before its own scripts.
    #[must_use]
    pub fn open_with(binary: &str, script: &str) -> Option<Self> {
        Self::beside(binary, Server::start(binary), script)
    }

    /// Opens the page of a server that was started by the test.
    #[must_use]
    pub fn beside(binary: &str, server: Server, script: &str) -> Option<Self> {
        let tab = Browser::start()?.tab();
        if !script.is_empty() {
            tab.before_load(script);
        }
        tab.goto(&server.page_url());
        Some(Self { tab, server, binary: binary.to_owned() })
    }

    /// Opens the page and connects.
    #[must_use]
    pub fn connected(binary: &str) -> Option<Self> {
        let page = Self::open(binary)?;
        page.connect();
        Some(page)
    }

    /// Connects to the page's own server.
    pub fn connect(&self) {
        self.tab.click("#connect");
        self.wait_for_state("open");
    }

    /// Connects the page to another WebSocket server.
    pub fn connect_to(&self, url: &str) {
        self.tab.fill("#url", url);
        self.tab.click("#connect");
    }

    /// Kills the server and starts it again on the same port.
    pub fn restart_server(&mut self) {
        let port = self.server.port().to_string();
        self.server.kill();
        self.server = Server::start_with(&self.binary, &["--port", &port]);
    }

    /// Puts a text into the field and sends it by the button.
    pub fn send(&self, text: &str) {
        self.tab.fill("#message", text);
        self.tab.click("#send");
    }

    /// Waits for a `data-state` of the connection.
    pub fn wait_for_state(&self, state: &str) {
        self.tab.wait_for(&format!("document.querySelector('#state').dataset.state === '{state}'"));
    }

    /// Waits until the log shows as many received messages.
    pub fn wait_for_received(&self, count: usize) {
        self.tab.wait_for_count(RECEIVED, count);
    }

    /// Waits until the line under the connection bar says `part`.
    pub fn wait_for_reason(&self, part: &str) {
        self.tab.wait_for(&format!("document.querySelector('#reason').textContent.includes('{part}')"));
    }

    /// The states since the page was loaded, in their order; for a page opened with [`HISTORY`].
    #[must_use]
    pub fn states(&self) -> Vec<String> {
        self.tab.eval("states.map(({ state }) => state)")
    }

    /// How long the page stayed in each `state` that it has left, in milliseconds; for a page opened with
    /// [`HISTORY`].
    #[must_use]
    pub fn time_in(&self, state: &str) -> Vec<f64> {
        let changes: Vec<Change> = self.tab.eval("states");
        let pairs = changes.windows(2).filter(|pair| pair[0].state == state);
        pairs.map(|pair| pair[1].at - pair[0].at).collect()
    }

    /// What the page has sent, by the browser's own account.
    #[must_use]
    pub fn sent(&self) -> Vec<Frame> {
        self.tab.frames().into_iter().filter(|frame| frame.direction == Direction::Sent).collect()
    }

    /// Writes a picture of the page to `target/pictures/NAME.png`, to look at or to put into `docs`.
    pub fn picture(&self, name: &str, scheme: &str, (width, height): (u32, u32)) {
        let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pictures");
        std::fs::create_dir_all(&folder).unwrap();
        self.tab.prefer("color-scheme", scheme);
        self.tab.resize(width, height);
        self.tab.screenshot(&folder.join(format!("{name}.png")));
    }
}

#[derive(Debug, Deserialize)]
struct Change {
    state: String,
    /// In milliseconds since the page was loaded.
    at: f64,
}
