//! Who has passed so far, for checks that need others.

use std::collections::BTreeMap;

use tokio::sync::watch;

/// The verdicts so far. Setups that are played side by side wait here for what they need from each other.
#[derive(Debug)]
pub(super) struct Board(watch::Sender<BTreeMap<String, bool>>);

impl Board {
    pub(super) fn new() -> Self {
        Self(watch::Sender::new(BTreeMap::new()))
    }

    /// Whether this check stands in nobody's way: it passed, or cannot be played here.
    pub(super) fn note(&self, id: &str, clear: bool) {
        self.0.send_modify(|known| {
            known.insert(id.to_owned(), clear);
        });
    }

    /// What is known of a check.
    pub(super) fn known(&self, id: &str) -> Option<bool> {
        self.0.borrow().get(id).copied()
    }

    /// Waits until it is known.
    pub(super) async fn wait(&self, id: &str) -> bool {
        let mut news = self.0.subscribe();
        // The board outlives whoever waits at it, so that the only answer is the verdict.
        let known = news.wait_for(|known| known.contains_key(id)).await;
        known.is_ok_and(|known| known.get(id).copied().unwrap_or(false))
    }
}
