//! Going away: one call closes every connection of a server with 1001.

use std::{
    future::Future,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Waker},
};

use tokio::sync::{Notify, futures::OwnedNotified};

/// Tells the connections of a server that it stops. Clones are the same switch.
#[derive(Debug, Clone, Default)]
pub struct Shutdown {
    has_begun: Arc<AtomicBool>,
    begins: Arc<Notify>,
}

impl Shutdown {
    /// From now on applications are given no more messages. Each connection is closed with 1001 once its
    /// application has ended, or after a second; the peer has two seconds to answer.
    pub fn begin(&self) {
        self.has_begun.store(true, Ordering::SeqCst);
        self.begins.notify_waiters();
    }

    /// Whether the server stops.
    #[must_use]
    pub fn has_begun(&self) -> bool {
        self.has_begun.load(Ordering::SeqCst)
    }

    /// Waits until the server stops: for an answer over HTTP that is long in coming.
    pub async fn begun(&self) {
        let begins = self.begins.notified();
        // The wait counts from here on, so a stop between the two lines is not missed.
        if !self.has_begun() {
            begins.await;
        }
    }
}

/// One connection's place among those that wait for the shutdown.
pub(crate) struct Departure {
    shutdown: Shutdown,
    waiting: Option<(Pin<Box<OwnedNotified>>, Waker)>,
}

impl Departure {
    pub(crate) fn new(shutdown: Shutdown) -> Self {
        Self { shutdown, waiting: None }
    }

    /// Whether the server stops; if not, `cx` is woken when it does.
    pub(crate) fn is_due(&mut self, cx: &mut Context<'_>) -> bool {
        // All connections share the list of those that wait, and it has a lock; so a connection enters once
        // and not at every message.
        if self.waiting.as_ref().is_none_or(|(_, waker)| !waker.will_wake(cx.waker())) {
            let mut begins = Box::pin(Arc::clone(&self.shutdown.begins).notified_owned());
            let _ = begins.as_mut().poll(cx);
            self.waiting = Some((begins, cx.waker().clone()));
        }
        self.shutdown.has_begun()
    }
}
