//! The rate of messages, as a bucket of tokens: one is taken for each message, and they come back with
//! time.

use tokio::time::{Duration, Instant};

use crate::limits::Rate;

/// How many messages may be read now.
pub(crate) struct Allowance {
    rate: Option<Rate>,
    tokens: u32,
    /// Tokens have come back up to this moment.
    since: Instant,
}

impl Allowance {
    pub(crate) fn new(rate: Option<Rate>) -> Self {
        let tokens = rate.map_or(u32::MAX, |rate| rate.burst.get());
        Self { rate, tokens, since: Instant::now() }
    }

    /// The messages that may be read without asking the clock. It is asked when none is left.
    pub(crate) fn tokens(&mut self) -> &mut u32 {
        if self.tokens == 0 {
            self.refill();
        }
        &mut self.tokens
    }

    /// When the next token comes back.
    pub(crate) fn next(&self) -> Instant {
        self.since + self.rate.map_or(Duration::ZERO, interval)
    }

    fn refill(&mut self) {
        let Some(rate) = self.rate else {
            self.tokens = u32::MAX;
            return;
        };
        let elapsed = self.since.elapsed().as_nanos();
        let back = u32::try_from(elapsed / interval(rate).as_nanos()).unwrap_or(u32::MAX);
        if back >= rate.burst.get() {
            self.tokens = rate.burst.get();
            self.since = Instant::now();
        } else {
            self.tokens = back;
            self.since += interval(rate) * back;
        }
    }
}

/// The time between two messages in the long run. No rate is so high that it is zero.
fn interval(rate: Rate) -> Duration {
    (Duration::from_secs(1) / rate.per_second.get()).max(Duration::from_nanos(1))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroU32;

    use tokio::time::advance;

    use super::*;

    fn allowance(per_second: u32, burst: u32) -> Allowance {
        let number = |number| NonZeroU32::new(number).unwrap();
        Allowance::new(Some(Rate { per_second: number(per_second), burst: number(burst) }))
    }

    /// Reads as many messages as may be read now.
    fn read(allowance: &mut Allowance) -> u32 {
        let mut count = 0;
        while *allowance.tokens() > 0 {
            *allowance.tokens() -= 1;
            count += 1;
        }
        count
    }

    #[tokio::test(start_paused = true)]
    async fn the_burst_is_read_at_once_and_the_rest_at_the_rate() {
        let mut allowance = allowance(200, 400);
        assert_eq!(read(&mut allowance), 400);
        for _ in 0..10 {
            advance(Duration::from_millis(100)).await;
            assert_eq!(read(&mut allowance), 20);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_pause_saves_up_no_more_than_the_burst() {
        let mut allowance = allowance(200, 400);
        read(&mut allowance);
        advance(Duration::from_hours(1)).await;
        assert_eq!(read(&mut allowance), 400);
    }

    #[tokio::test(start_paused = true)]
    async fn the_next_token_is_there_when_it_was_promised() {
        let mut allowance = allowance(3, 1);
        read(&mut allowance);
        for _ in 0..100 {
            let wait = allowance.next() - Instant::now();
            assert!(wait > Duration::ZERO);
            // Timers count in milliseconds and are never early.
            advance(wait + Duration::from_millis(1)).await;
            assert_eq!(read(&mut allowance), 1);
        }
    }

    #[tokio::test(start_paused = true)]
    async fn without_a_rate_nothing_is_held() {
        let mut allowance = Allowance::new(None);
        *allowance.tokens() = 0;
        assert_eq!(*allowance.tokens(), u32::MAX);
    }
}
