//! 하트비트: 상대가 아직 있는지 알아보는 시계.
//!
//! Heartbeat: a clock that says when to ping and when the peer must be taken for gone. It sends
//! nothing itself. RFC 6455 section 5.5.2 offers ping as a keepalive; when to use it is ours to say.

use std::{
    hash::{BuildHasher, RandomState},
    pin::Pin,
    task::{Context, Poll, ready},
};

use tokio::time::{Duration, Instant, Sleep, sleep_until};

/// Time between two pings.
pub const PING_INTERVAL: Duration = Duration::from_secs(10);

/// Silence after which the peer is gone: one interval, and 5 s in which the pong has to come.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// What the clock asks for.
#[derive(Debug, PartialEq, Eq)]
pub enum Beat {
    /// Send a ping now.
    Ping,
    /// Nothing was heard for [`PATIENCE`]: end the connection.
    PeerGone,
}

/// The clock of one connection.
#[derive(Debug)]
pub struct Heartbeat {
    next_ping: Instant,
    /// A completed message or a pong. Dripping bytes do not count: a peer that never completes a
    /// message would otherwise hold its connection for ever.
    last_heard: Instant,
    /// Something was heard since the clock was last looked at. Whoever has to wait for a message looks at
    /// it; one that lies ready costs no look.
    is_heard: bool,
    /// Made once and moved forward when it fires, so that a message costs no timer of its own.
    alarm: Pin<Box<Sleep>>,
}

impl Heartbeat {
    /// Starts the clock. The first ping comes after half to one interval, at random: three hundred
    /// clients that connect together are then not pinged together.
    #[must_use]
    pub fn start() -> Self {
        let now = Instant::now();
        let half = PING_INTERVAL / 2;
        let next_ping = now + half + half.mul_f64(random_fraction());
        Self { next_ping, last_heard: now, is_heard: false, alarm: Box::pin(sleep_until(next_ping)) }
    }

    /// Notes that the peer completed a message or answered a ping.
    pub fn heard(&mut self) {
        self.is_heard = true;
    }

    /// Ready when something is to be done. A beat is lost only once it is returned.
    pub fn poll_beat(&mut self, cx: &mut Context<'_>) -> Poll<Beat> {
        if std::mem::take(&mut self.is_heard) {
            self.last_heard = Instant::now();
        }
        loop {
            ready!(self.alarm.as_mut().poll(cx));
            let now = Instant::now();
            let gone_at = self.last_heard + PATIENCE;
            if now >= gone_at {
                return Poll::Ready(Beat::PeerGone);
            }
            let ping_is_due = now >= self.next_ping;
            if ping_is_due {
                self.next_ping = now + PING_INTERVAL;
            }
            self.alarm.as_mut().reset(self.next_ping.min(gone_at));
            if ping_is_due {
                return Poll::Ready(Beat::Ping);
            }
        }
    }
}

/// A number from 0 to 1. The standard library seeds its hash maps at random, and that is random enough
/// to spread pings.
fn random_fraction() -> f64 {
    let [low, high, ..] = RandomState::new().hash_one(()).to_le_bytes();
    f64::from(u16::from_le_bytes([low, high])) / f64::from(u16::MAX)
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::time::{sleep, timeout};

    use super::*;

    async fn next(heartbeat: &mut Heartbeat) -> Beat {
        poll_fn(|cx| heartbeat.poll_beat(cx)).await
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_ping_comes_within_half_to_one_interval() {
        for _ in 0..50 {
            let start = Instant::now();
            assert_eq!(next(&mut Heartbeat::start()).await, Beat::Ping);
            let waited = start.elapsed();
            assert!(waited >= PING_INTERVAL / 2, "{waited:?}");
            assert!(waited <= PING_INTERVAL + Duration::from_millis(1), "{waited:?}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn first_pings_are_spread() {
        let mut moments = Vec::new();
        for _ in 0..20 {
            let start = Instant::now();
            next(&mut Heartbeat::start()).await;
            moments.push(start.elapsed());
        }
        moments.sort_unstable();
        moments.dedup();
        assert!(moments.len() > 10, "only {} different moments", moments.len());
    }

    #[tokio::test(start_paused = true)]
    async fn a_silent_peer_is_gone_after_its_patience_and_not_before() {
        let start = Instant::now();
        let mut heartbeat = Heartbeat::start();
        while next(&mut heartbeat).await == Beat::Ping {}
        let waited = start.elapsed();
        assert!(waited >= PATIENCE, "{waited:?}");
        assert!(waited <= PATIENCE + Duration::from_millis(2), "{waited:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_answers_every_ping_stays() {
        let start = Instant::now();
        let mut heartbeat = Heartbeat::start();
        for _ in 0..100 {
            assert_eq!(next(&mut heartbeat).await, Beat::Ping);
            heartbeat.heard();
        }
        assert!(start.elapsed() >= PING_INTERVAL * 99);
    }

    #[tokio::test(start_paused = true)]
    async fn a_peer_that_speaks_stays_although_it_answers_no_ping() {
        let start = Instant::now();
        let mut heartbeat = Heartbeat::start();
        while start.elapsed() < PATIENCE * 10 {
            heartbeat.heard();
            if let Ok(beat) = timeout(PATIENCE / 10 * 9, next(&mut heartbeat)).await {
                assert_eq!(beat, Beat::Ping);
            }
        }
    }

    /// The longest that the clock calls a peer alive from now on.
    async fn silence(heartbeat: &mut Heartbeat) -> Duration {
        let start = Instant::now();
        while next(heartbeat).await == Beat::Ping {
            assert!(start.elapsed() < PATIENCE * 2, "never gone");
        }
        start.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_heard_once_counts_once() {
        let mut heartbeat = Heartbeat::start();
        assert_eq!(next(&mut heartbeat).await, Beat::Ping);
        heartbeat.heard();
        let silence = silence(&mut heartbeat).await;
        assert!(silence >= PATIENCE && silence <= PATIENCE + Duration::from_millis(2), "{silence:?}");
    }

    /// A session that has messages enough looks at the clock late. Its peer is as fresh as that look.
    #[tokio::test(start_paused = true)]
    async fn silence_begins_with_the_first_look_after_the_last_message() {
        let mut heartbeat = Heartbeat::start();
        heartbeat.heard();
        sleep(PATIENCE * 2).await;
        // The ping that has been due for long, and not the end of a peer that spoke all the while.
        assert_eq!(next(&mut heartbeat).await, Beat::Ping);
        let silence = silence(&mut heartbeat).await;
        assert!(silence >= PATIENCE && silence <= PATIENCE + Duration::from_millis(2), "{silence:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_look_that_is_cancelled_keeps_what_was_heard() {
        let mut heartbeat = Heartbeat::start();
        heartbeat.heard();
        sleep(Duration::from_secs(3)).await;
        // This look takes note of the peer, and something else wins.
        assert!(timeout(Duration::from_millis(1), next(&mut heartbeat)).await.is_err());
        let silence = silence(&mut heartbeat).await;
        assert!(silence + Duration::from_millis(2) >= PATIENCE && silence <= PATIENCE, "{silence:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_cancelled_wait_loses_no_beat() {
        let mut heartbeat = Heartbeat::start();
        let mut beat = None;
        // Asks in slices of 700 ms, as a session loop does whose other branches keep winning.
        for _ in 0..40 {
            if let Ok(due) = timeout(Duration::from_millis(700), next(&mut heartbeat)).await {
                beat = Some(due);
                break;
            }
        }
        assert_eq!(beat, Some(Beat::Ping));
    }
}
