//! A real Chromium without a window, driven over the Chrome DevTools Protocol (CDP).
//!
//! ```no_run
//! # use lab_testing::{Browser, Server};
//! # let server = Server::start("lab1-echo");
//! let Some(browser) = Browser::start() else { return };
//! let tab = browser.open(&server.page_url());
//! tab.click("#connect");
//! tab.wait_for("document.querySelector('#state').dataset.state === 'open'");
//! ```
//!
//! Every call blocks, so that a test reads from top to bottom and a failure names the line of the test.
//! Each browser has a process and a profile of its own, so tests share nothing.

mod axe;
mod emulation;
mod executable;
mod input;
mod process;
mod record;
pub mod speaker;
pub mod stub;
mod tab;

use std::{
    env,
    future::Future,
    io::{Write, stderr},
    sync::{Arc, Mutex},
};

use chromiumoxide::{
    Handler,
    error::{CdpError, Result},
    handler::HandlerConfig,
};
use futures_util::StreamExt;
use tokio::{
    runtime::{Builder, Runtime},
    time::timeout,
};

pub use input::EnterOrder;
pub use record::{Direction, Frame, Problem, Source};
pub use tab::Tab;

use crate::server::DEADLINE;
use process::Process;

/// A running browser. It is killed, and its profile removed, when it and its tabs are dropped.
#[derive(Clone)]
pub struct Browser(Arc<Running>);

struct Running {
    cdp: chromiumoxide::Browser,
    runtime: Runtime,
    unread: Arc<Mutex<Vec<String>>>,
    // The last field, so that the process outlives the connection to it.
    _process: Process,
}

impl Browser {
    /// Starts a browser, or says on standard error that the test is skipped where none is installed.
    ///
    /// # Panics
    /// Where there is none and `LAB_REQUIRE_BROWSER` is 1, or where it does not start.
    #[must_use]
    #[track_caller]
    pub fn start() -> Option<Self> {
        Self::start_with(&[])
    }

    /// Starts a browser with these flags besides the usual ones, in the same way.
    ///
    /// # Panics
    /// As [`start`](Self::start) does.
    #[must_use]
    #[track_caller]
    pub fn start_with(flags: &[&str]) -> Option<Self> {
        let Some(executable) = executable::find() else {
            skip("no Chromium (set LAB_BROWSER or install chromium)");
            return None;
        };
        let (process, url) = Process::start(&executable, flags);
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
        // Pages get their size by emulation, and messages that cannot be read are kept by `drive`.
        let config =
            HandlerConfig { viewport: None, ignore_invalid_messages: false, ..HandlerConfig::default() };
        let connection = chromiumoxide::Browser::connect_with_config(url, config);
        let (cdp, handler) = match within_deadline(&runtime, connection) {
            Ok(connected) => connected,
            Err(error) => panic!("{} does not speak CDP: {error}", executable.display()),
        };
        let unread = Arc::<Mutex<Vec<String>>>::default();
        runtime.spawn(drive(handler, Arc::clone(&unread)));
        Some(Self(Arc::new(Running { cdp, runtime, unread, _process: process })))
    }

    /// Opens an empty tab, which hides the tab before it.
    #[must_use]
    #[track_caller]
    pub fn tab(&self) -> Tab {
        let page = self.run("a new tab", self.0.cdp.new_page("about:blank"));
        Tab::new(self.clone(), page)
    }

    /// Opens `url` in a new tab and waits until it has loaded.
    #[must_use]
    #[track_caller]
    pub fn open(&self, url: &str) -> Tab {
        let tab = self.tab();
        tab.goto(url);
        tab
    }

    /// Waits for an answer of the browser.
    #[track_caller]
    fn run<T>(&self, what: &str, answer: impl Future<Output = Result<T>>) -> T {
        match self.try_run(answer) {
            Ok(answer) => answer,
            Err(error) => panic!("{what}: {error}"),
        }
    }

    fn try_run<T>(&self, answer: impl Future<Output = Result<T>>) -> Result<T> {
        within_deadline(&self.0.runtime, answer)
    }

    /// Messages that the CDP crate cannot read, because this browser is newer than the crate.
    fn unread(&self) -> Vec<String> {
        self.0.unread.lock().unwrap().clone()
    }
}

fn within_deadline<T>(runtime: &Runtime, answer: impl Future<Output = Result<T>>) -> Result<T> {
    runtime.block_on(async { timeout(DEADLINE, answer).await.unwrap_or(Err(CdpError::Timeout)) })
}

/// Moves messages between the browser and its tabs until the connection ends.
async fn drive(mut handler: Handler, unread: Arc<Mutex<Vec<String>>>) {
    while let Some(step) = handler.next().await {
        match step {
            Ok(()) => {}
            Err(CdpError::InvalidMessage(message, _)) => unread.lock().unwrap().push(message),
            Err(_) => break,
        }
    }
}

/// Says that something is not tested.
///
/// # Panics
/// Where `LAB_REQUIRE_BROWSER` is 1, as in CI, nothing may be skipped.
#[track_caller]
fn skip(why: &str) {
    assert!(env::var_os("LAB_REQUIRE_BROWSER").is_none_or(|value| value != "1"), "{why}");
    // Written past the `eprintln!` that the test runner captures, or nobody would see it.
    let _ = writeln!(stderr(), "SKIPPED: {why}");
}
