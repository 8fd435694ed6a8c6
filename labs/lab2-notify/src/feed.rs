//! 알림의 흐름: 기록 하나를 모두가 함께 보고, 새 알림이 오면 기다리던 모두가 깨어납니다.
//!
//! The fan-out. There is one log and no queue for each listener: publishing wakes whoever waits, and each takes
//! from the log what is new to it. So a listener that is slow costs nobody anything.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::SystemTime,
};

use tokio::{sync::watch, time::Instant};

use crate::{
    history::{Bounds, Cursor, History, Lagged, Missed},
    id::{Id, new_epoch},
    notification::Notification,
};

/// The log of notifications, and those who wait for the next.
#[derive(Debug)]
pub struct Feed {
    history: Mutex<History>,
    /// The number of the newest.
    newest: watch::Sender<u64>,
}

/// One listener.
#[derive(Debug)]
pub struct Subscription {
    feed: Arc<Feed>,
    cursor: Cursor,
    newest: watch::Receiver<u64>,
}

impl Default for Feed {
    fn default() -> Self {
        Self {
            history: Mutex::new(History::new(new_epoch(), Bounds::DEFAULT)),
            newest: watch::Sender::new(0),
        }
    }
}

impl Feed {
    /// Numbers a notification and wakes everybody. Without a `text` it is `새 알림 N`.
    pub fn publish(&self, text: Option<&str>) -> Id {
        let mut history = self.history();
        let id = history.publish(text, Instant::now().into_std(), SystemTime::now());
        // Under the lock, so that numbers are told in their order.
        self.newest.send_replace(id.offset);
        id
    }

    /// Listens from now on.
    pub fn subscribe(self: &Arc<Self>) -> Subscription {
        let newest = self.newest.subscribe();
        Subscription { feed: Arc::clone(self), cursor: self.history().subscribe(), newest }
    }

    /// The id of the newest notification.
    pub fn newest(&self) -> Id {
        self.history().newest()
    }

    /// Everything after `id`.
    pub fn after(&self, id: &Id) -> Missed {
        self.history().after(id)
    }

    /// Waits until there is a notification with a number above this one.
    pub async fn beyond(&self, number: u64) {
        wait(&mut self.newest.subscribe(), number).await;
    }

    fn history(&self) -> MutexGuard<'_, History> {
        let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        history.trim(Instant::now().into_std());
        history
    }
}

impl Subscription {
    /// Waits for news and gives all of them, at least one. [`Lagged`]: this listener is too far behind.
    ///
    /// Cancel safe: a `next` dropped before it is ready has taken nothing.
    pub async fn next(&mut self) -> Result<Vec<Notification>, Lagged> {
        wait(&mut self.newest, self.cursor.seen()).await;
        self.feed.history().news(&mut self.cursor)
    }

    /// Everything after `id` that this listener was not given yet.
    pub fn resume(&mut self, id: &Id) -> Result<Missed, Lagged> {
        self.feed.history().resume(&mut self.cursor, id)
    }
}

async fn wait(newest: &mut watch::Receiver<u64>, number: u64) {
    // An error would mean that the feed is gone, and whoever waits for it holds it.
    let _ = newest.wait_for(|newest| *newest > number).await;
}
