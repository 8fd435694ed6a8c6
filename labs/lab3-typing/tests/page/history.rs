//! What happened in a page and when, on the page's own clock.

use lab_testing::{LabPage, Tab};
use serde::Deserialize;

/// Writes down every `input`, every message sent and every change of the indicator; for `open_with`. A timer of
/// its own tells how late timers are on a busy machine.
pub(crate) const HISTORY: &str = r"
    window.happened = [];
    const note = (what) => happened.push({ what, at: performance.timeOrigin + performance.now() });
    let timer = 0;
    addEventListener('input', ({ target }) => {
        if (target.id !== 'message') return;
        note('input');
        clearTimeout(timer);
        timer = setTimeout(() => note('second'), 1000);
    }, true);
    const send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (data) {
        note(`sent ${data}`);
        return send.call(this, data);
    };
    let shown = '';
    new MutationObserver(() => {
        const text = document.querySelector('#indicator')?.textContent ?? '';
        if (text !== shown) note(`shows ${text}`);
        shown = text;
    }).observe(document, { subtree: true, childList: true, characterData: true });";

pub(crate) const TYPING: &str = r#"sent {"type":"typing"}"#;
pub(crate) const STOP: &str = r#"sent {"type":"stop"}"#;

/// One thing that happened.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Event {
    pub(crate) what: String,
    /// Milliseconds since 1970.
    pub(crate) at: f64,
}

/// Everything that has happened in a page.
#[derive(Debug)]
pub(crate) struct History(pub(crate) Vec<Event>);

impl History {
    pub(crate) fn of(tab: &Tab) -> Self {
        Self(tab.eval("happened"))
    }

    /// When `what` happened, every time.
    pub(crate) fn times(&self, what: &str) -> Vec<f64> {
        self.0.iter().filter(|event| event.what == what).map(|event| event.at).collect()
    }

    pub(crate) fn first(&self, what: &str) -> f64 {
        *self.times(what).first().unwrap_or_else(|| panic!("no {what} in {self:#?}"))
    }

    pub(crate) fn last(&self, what: &str) -> f64 {
        *self.times(what).last().unwrap_or_else(|| panic!("no {what} in {self:#?}"))
    }

    /// What was sent, in its order.
    pub(crate) fn sent(&self) -> Vec<&str> {
        self.0.iter().filter_map(|event| event.what.strip_prefix("sent ")).collect()
    }
}

/// A page that writes its history, connected.
pub(crate) fn connected() -> Option<LabPage> {
    let lab = LabPage::open_with(crate::BINARY, HISTORY)?;
    lab.connect();
    Some(lab)
}

/// Waits until something has happened so many times.
pub(crate) fn wait_for(tab: &Tab, what: &str, count: usize) {
    tab.wait_for(&format!("happened.filter(({{ what }}) => what === `{what}`).length === {count}"));
}
