//! Limits: what one peer may ask of a server.

use std::num::NonZeroU32;

use tokio::time::Duration;

/// What a peer may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest frame, in bytes of payload on the wire. It is judged as soon as the header is there.
    pub frame: usize,
    /// The longest message, in bytes: the sum of its frames, after inflating.
    pub message: usize,
    /// How long the server waits, in all, for the rest of a message that was begun. Time in which the
    /// application does not read counts for nothing.
    pub patience: Duration,
    /// How many messages are read; `None` reads as fast as the application takes them. Whoever sends
    /// more is not cut off but read later, so that its own sending comes to wait (back-pressure).
    pub rate: Option<Rate>,
}

/// Messages per second, text and binary together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// In the long run.
    pub per_second: NonZeroU32,
    /// After a pause, at once.
    pub burst: NonZeroU32,
}

impl Limits {
    /// 16 KiB a frame and 64 KiB a message, 10 s to complete one, any number of them.
    pub const DEFAULT: Self =
        Self { frame: 16 * 1024, message: 64 * 1024, patience: Duration::from_secs(10), rate: None };

    /// The same limit for frames and for messages, in bytes.
    #[must_use]
    pub const fn of(bytes: usize) -> Self {
        Self { frame: bytes, message: bytes, ..Self::DEFAULT }
    }

    /// These limits with another rate.
    #[must_use]
    pub const fn at(self, rate: Option<Rate>) -> Self {
        Self { rate, ..self }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
