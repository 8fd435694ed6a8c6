//! 알림의 기록: 개수와 크기와 나이가 정해진 만큼만 남기고, 연결마다 어디까지 보냈는지로 빈틈을 압니다.
//!
//! The log of notifications, bounded by count, bytes and age, and the cursors that walk along it. A connection is
//! not given notifications, it is given a place in the log: what it was sent is one unbroken stretch, so what it
//! missed is arithmetic, and history and live pushes meet without a gap or a duplicate.
//!
//! No sockets here and no waiting: time comes in from outside.

use std::{
    collections::VecDeque,
    time::{Duration, Instant, SystemTime},
};

use crate::{id::Id, notification::Notification};

/// How much is kept.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// Notifications.
    pub count: usize,
    /// Bytes, of both forms together.
    pub bytes: usize,
    /// Age of the oldest.
    pub age: Duration,
}

impl Bounds {
    /// Half an hour at the usual pace, were it not for the age; and no more than a MiB whatever is posted.
    pub const DEFAULT: Self = Self { count: 1000, bytes: 1024 * 1024, age: Duration::from_mins(10) };
}

/// Whoever is this many notifications behind is cut off: it will not catch up, and can come back and resume.
pub const MOST_BEHIND: u64 = 256;

/// The notifications of one run of the server: all were numbered, the newest are kept.
#[derive(Debug)]
pub struct History {
    epoch: String,
    bounds: Bounds,
    /// The number of the newest; 0 before the first.
    newest: u64,
    /// Consecutive, the newest at the end.
    kept: VecDeque<(Instant, Notification)>,
    bytes: usize,
}

/// What one connection was sent: everything after `from` up to `to`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    from: u64,
    to: u64,
}

/// What came after an id.
#[derive(Debug, PartialEq, Eq)]
pub struct Missed {
    /// In order.
    pub notifications: Vec<Notification>,
    /// Whether nothing is missing before or between them.
    pub recovered: bool,
    /// The id to go on from.
    pub newest: Id,
}

/// A connection is too far behind.
#[derive(Debug, PartialEq, Eq)]
pub struct Lagged;

impl Cursor {
    /// The number of the newest notification that was given.
    #[must_use]
    pub fn seen(&self) -> u64 {
        self.to
    }
}

impl History {
    /// An empty log.
    #[must_use]
    pub fn new(epoch: String, bounds: Bounds) -> Self {
        Self { epoch, bounds, newest: 0, kept: VecDeque::new(), bytes: 0 }
    }

    /// Adds a notification with the next number, and forgets what is beyond the bounds.
    pub fn publish(&mut self, text: Option<&str>, now: Instant, at: SystemTime) -> Id {
        self.newest += 1;
        let id = self.newest();
        let notification = Notification::new(&id, text, at);
        self.bytes += notification.bytes();
        self.kept.push_back((now, notification));
        self.trim(now);
        id
    }

    /// The id of the newest notification, also where it is no longer kept.
    #[must_use]
    pub fn newest(&self) -> Id {
        Id { epoch: self.epoch.clone(), offset: self.newest }
    }

    /// Forgets what is too old by now.
    pub fn trim(&mut self, now: Instant) {
        while let Some((since, oldest)) = self.kept.front() {
            let is_old = now.saturating_duration_since(*since) > self.bounds.age;
            if !is_old && self.kept.len() <= self.bounds.count && self.bytes <= self.bounds.bytes {
                break;
            }
            self.bytes -= oldest.bytes();
            self.kept.pop_front();
        }
    }

    /// A cursor at this moment: what comes from now on.
    #[must_use]
    pub fn subscribe(&self) -> Cursor {
        Cursor { from: self.newest, to: self.newest }
    }

    /// What came since `cursor`, which goes along.
    pub fn news(&self, cursor: &mut Cursor) -> Result<Vec<Notification>, Lagged> {
        if self.newest - cursor.to > MOST_BEHIND || self.forgotten() > cursor.to {
            return Err(Lagged);
        }
        let news = self.between(cursor.to, self.newest);
        cursor.to = self.newest;
        Ok(news)
    }

    /// Everything after `id` that `cursor` was not given yet; from then on it has been.
    pub fn resume(&self, cursor: &mut Cursor, id: &Id) -> Result<Missed, Lagged> {
        let Found { start, recovered } = self.find(id, cursor.from);
        let missed = self.between(start, cursor.from);
        let news = self.news(cursor)?;
        cursor.from = start;
        Ok(Missed { notifications: [missed, news].concat(), recovered, newest: self.newest() })
    }

    /// Everything after `id`, for whoever has no connection.
    #[must_use]
    pub fn after(&self, id: &Id) -> Missed {
        let Found { start, recovered } = self.find(id, self.newest);
        Missed { notifications: self.between(start, self.newest), recovered, newest: self.newest() }
    }

    /// From where on to send, up to `end`, to somebody who has seen `id`.
    fn find(&self, id: &Id, end: u64) -> Found {
        // An id of another run, or one that was never given out, says nothing about what its owner has seen.
        let is_ours = id.epoch == self.epoch && id.offset <= self.newest;
        let seen = if is_ours { id.offset } else { 0 };
        let start = seen.max(self.forgotten()).min(end);
        Found { start, recovered: is_ours && start <= seen }
    }

    /// The number of the newest notification that is no longer kept; 0 where all are.
    fn forgotten(&self) -> u64 {
        self.newest - self.kept.len() as u64
    }

    /// The notifications after number `after` up to number `last`, as far as they are kept.
    fn between(&self, after: u64, last: u64) -> Vec<Notification> {
        let place =
            |number: u64| usize::try_from(number.saturating_sub(self.forgotten())).unwrap_or(usize::MAX);
        let (start, end) = (place(after), place(last));
        self.kept.range(start..end.max(start)).map(|(_, notification)| notification.clone()).collect()
    }
}

struct Found {
    start: u64,
    recovered: bool,
}
