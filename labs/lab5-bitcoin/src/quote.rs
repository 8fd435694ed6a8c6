//! 시세: 믿을 수 있는 가격과 그 나이. 나이가 들면 상태가 바뀌고, 모의 시세는 언제나 모의라고 말합니다.
//!
//! A quote: a price that is believed, where it comes from and how old it is. It says itself when it grows old, and a
//! simulated one always says so.

use std::time::{Duration, SystemTime};

use tokio::time::Instant;

use crate::{price::Price, venues::Reading};

/// A price told in answer to a request is at most this old.
pub(crate) const FRESH: Duration = Duration::from_secs(1);
/// Older than this, a price is delayed.
const LIVE: Duration = Duration::from_secs(5);
/// Older than this, a price is stale.
const DELAYED: Duration = Duration::from_secs(15);

/// A price with its origin and its age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quote {
    /// The last price.
    pub(crate) price: Price,
    /// The price of 24 hours before, where the venue tells it.
    pub(crate) open: Option<Price>,
    /// `binance`, `okx` or `simulated`.
    pub(crate) source: &'static str,
    /// Whether the price is made up.
    pub(crate) is_simulated: bool,
    /// When it was true: the venue's own time, or else when it came.
    pub(crate) at: SystemTime,
    /// When it came; its age counts from here.
    pub(crate) received: Instant,
    /// The same by the calendar, for `Instant` stands still while a laptop sleeps.
    received_on: SystemTime,
}

/// How far a quote can be relied on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// At most 5 s old.
    Live,
    /// At most 15 s old.
    Delayed,
    /// Older.
    Stale,
    /// Made up, whatever its age.
    Simulated,
}

impl State {
    /// The word on the wire.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Delayed => "delayed",
            Self::Stale => "stale",
            Self::Simulated => "simulated",
        }
    }
}

impl Quote {
    /// A reading that has just come from `venue`.
    pub(crate) fn new(reading: &Reading, venue: &'static str, is_simulated: bool) -> Self {
        let told = reading.time.map(|time| SystemTime::UNIX_EPOCH + Duration::from_millis(time));
        let now = SystemTime::now();
        Self {
            price: reading.price,
            open: reading.open,
            source: if is_simulated { "simulated" } else { venue },
            is_simulated,
            at: told.unwrap_or(now),
            received: Instant::now(),
            received_on: now,
        }
    }

    /// How old it is, by whichever clock says more.
    pub(crate) fn age(&self) -> Duration {
        let by_calendar = self.received_on.elapsed().unwrap_or_default();
        self.received.elapsed().max(by_calendar)
    }

    /// How far it can be relied on by now.
    pub(crate) fn state(&self) -> State {
        match self.age() {
            _ if self.is_simulated => State::Simulated,
            age if age <= LIVE => State::Live,
            age if age <= DELAYED => State::Delayed,
            _ => State::Stale,
        }
    }

    /// When its state will next have changed by age alone.
    pub(crate) fn turns(&self) -> Option<Instant> {
        let after = match self.state() {
            State::Live => LIVE,
            State::Delayed => DELAYED,
            State::Stale | State::Simulated => return None,
        };
        Some(self.received + after + Duration::from_millis(1))
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{advance, sleep_until};

    use super::*;

    fn quote(is_simulated: bool) -> Quote {
        let price = Price::read("100").unwrap();
        Quote::new(&Reading { price, open: None, time: Some(1_672_515_782_136) }, "okx", is_simulated)
    }

    #[tokio::test(start_paused = true)]
    async fn a_quote_is_live_for_five_seconds_delayed_until_fifteen_and_then_stale() {
        let quote = quote(false);
        assert_eq!((quote.state(), quote.source), (State::Live, "okx"));
        advance(LIVE).await;
        assert_eq!(quote.state(), State::Live);
        sleep_until(quote.turns().unwrap()).await;
        assert_eq!(quote.state(), State::Delayed);
        sleep_until(quote.turns().unwrap()).await;
        assert_eq!((quote.state(), quote.turns()), (State::Stale, None));
        assert!(quote.age() >= DELAYED);
    }

    #[tokio::test(start_paused = true)]
    async fn a_quote_from_before_a_sleep_of_the_machine_is_old() {
        let slept = Quote { received_on: SystemTime::now() - Duration::from_hours(8), ..quote(false) };
        assert_eq!(slept.state(), State::Stale);
        // A calendar that was put back makes nothing younger.
        let ahead = Quote { received_on: SystemTime::now() + Duration::from_hours(8), ..quote(false) };
        advance(DELAYED * 2).await;
        assert_eq!(ahead.state(), State::Stale);
    }

    #[tokio::test(start_paused = true)]
    async fn a_simulated_quote_is_never_called_anything_else() {
        let quote = quote(true);
        for _ in 0..4 {
            assert_eq!((quote.state(), quote.turns(), quote.source), (State::Simulated, None, "simulated"));
            advance(LIVE).await;
        }
    }
}
