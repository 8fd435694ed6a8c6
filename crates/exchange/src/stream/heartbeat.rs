//! Pings of a stream and whether they are answered.

use std::collections::VecDeque;

use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::options::{Options, possible};

/// The pings of one stream. A pong answers the ping of the same payload and those before it; any other pong
/// is allowed and answers nothing.
#[derive(Debug)]
pub(super) struct Heartbeat {
    every: std::time::Duration,
    within: std::time::Duration,
    due: Instant,
    number: u64,
    /// The pings that are not answered yet, and until when they have to be.
    open: VecDeque<(Bytes, Instant)>,
}

impl Heartbeat {
    pub(super) fn new(options: &Options, now: Instant) -> Self {
        let every = possible(options.ping);
        Self { every, within: possible(options.pong), due: now + every, number: 0, open: VecDeque::new() }
    }

    /// Waits until a ping is due and gives it back, or `None` when one was not answered in time. Dropping the
    /// wait loses nothing.
    pub(super) async fn next(&mut self) -> Option<Message> {
        if let Some((_, deadline)) = self.open.front().filter(|(_, deadline)| *deadline <= self.due) {
            sleep_until(*deadline).await;
            return None;
        }
        sleep_until(self.due).await;
        let now = Instant::now();
        self.due = now + self.every;
        self.number += 1;
        let payload = Bytes::from(self.number.to_string());
        self.open.push_back((payload.clone(), now + self.within));
        Some(Message::Ping(payload))
    }

    /// Whether this is the answer to a ping.
    pub(super) fn is_answered(&mut self, payload: &Bytes) -> bool {
        let found = self.open.iter().position(|(open, _)| open == payload);
        found.inspect(|at| drop(self.open.drain(..=*at))).is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn payload(message: Option<Message>) -> Bytes {
        message.expect("a ping is due").into_data()
    }

    #[tokio::test(start_paused = true)]
    async fn a_ping_comes_every_20_seconds_while_pongs_come_back() {
        let start = Instant::now();
        let mut heartbeat = Heartbeat::new(&Options::default(), start);
        for number in 1..=100 {
            let ping = payload(heartbeat.next().await);
            assert_eq!(start.elapsed(), Duration::from_secs(20 * number));
            assert!(heartbeat.is_answered(&ping));
            assert!(!heartbeat.is_answered(&ping), "answered twice");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_ping_without_its_pong_within_a_minute_ends_the_stream() {
        let start = Instant::now();
        let mut heartbeat = Heartbeat::new(&Options::default(), start);
        while heartbeat.next().await.is_some() {
            assert!(!heartbeat.is_answered(&Bytes::from_static(b"unsolicited")));
        }
        assert_eq!(start.elapsed(), Duration::from_secs(80));
    }

    #[tokio::test(start_paused = true)]
    async fn a_pong_answers_the_pings_before_it_too() {
        let mut heartbeat = Heartbeat::new(&Options::default(), Instant::now());
        payload(heartbeat.next().await);
        let second = payload(heartbeat.next().await);
        assert!(heartbeat.is_answered(&second));
        assert!(heartbeat.open.is_empty());
    }
}
