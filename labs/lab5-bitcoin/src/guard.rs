//! 의심: 읽을 수는 있어도 믿어서는 안 되는 답을 거릅니다.
//!
//! Doubt: an answer may be read and still not be believed. Old times are refused, and a sudden jump waits until it is
//! confirmed. It knows no sockets, and whoever asks says what time it is.

use std::{
    collections::HashMap,
    time::{Duration, SystemTime},
};

use tokio::time::Instant;

use crate::{
    failure::{Doubt, Failure},
    price::Price,
    venues::Reading,
};

/// What comes over different ways may overtake each other by so much, in milliseconds.
const OVERTAKING: u64 = 2000;
/// A time that is further from this machine's clock is none of our days, in milliseconds.
const A_DAY: u64 = 24 * 60 * 60 * 1000;
/// A move within so many percent needs no confirmation.
const USUAL: u32 = 5;
/// Readings that are at most so many percent apart agree.
const AGREEING: u32 = 1;
/// A price is compared with the last one while that is younger.
const MEMORY: Duration = Duration::from_mins(1);
/// One venue alone confirms itself by three readings that agree over so long.
const INSISTENCE: Duration = Duration::from_secs(10);
const READINGS: u32 = 3;

/// The way that a reading came: a venue, and whether by its stream.
pub(crate) type Way = (&'static str, bool);

/// What has been believed, and what waits for confirmation.
#[derive(Debug, Default)]
pub(crate) struct Guard {
    /// Whether sudden jumps wait.
    holds_jumps: bool,
    last: Option<(Price, Instant)>,
    /// The newest time of each way.
    times: HashMap<Way, u64>,
    held: Option<Held>,
}

/// A jump that waits for confirmation.
#[derive(Debug)]
struct Held {
    venue: &'static str,
    price: Price,
    since: Instant,
    readings: u32,
}

impl Guard {
    /// One that lets jumps wait, or only looks at times.
    pub(crate) fn new(holds_jumps: bool) -> Self {
        Self { holds_jumps, ..Self::default() }
    }

    /// Takes a reading that came at `now`, or says why it is not believed.
    pub(crate) fn take(&mut self, way: Way, reading: &Reading, now: Instant) -> Result<(), Failure> {
        if reading.time.is_some_and(|time| !self.is_newer(way, time)) {
            return Err(Failure::Implausible(Doubt::OldTime));
        }
        if self.holds_jumps
            && self.is_jump(reading.price, now)
            && !self.is_confirmed(way.0, reading.price, now)
        {
            return Err(Failure::Implausible(Doubt::Jump));
        }
        if let Some(time) = reading.time {
            self.times.insert(way, time);
        }
        self.last = Some((reading.price, now));
        self.held = None;
        Ok(())
    }

    /// Newer than anything that came this way, and not overtaken by what came another way.
    fn is_newer(&self, way: Way, time: u64) -> bool {
        let of_our_days = time.abs_diff(milliseconds(SystemTime::now())) <= A_DAY;
        let known = self.times.get(&way).is_none_or(|newest| time > *newest);
        let overtaken = self.times.values().any(|newest| time.saturating_add(OVERTAKING) < *newest);
        of_our_days && known && !overtaken
    }

    fn is_jump(&self, price: Price, now: Instant) -> bool {
        let recent = self.last.filter(|(_, at)| now.duration_since(*at) < MEMORY);
        recent.is_some_and(|(last, _)| !price.is_within(USUAL, last))
    }

    /// Another venue says the same, or this one has insisted for long enough: real crashes exist.
    fn is_confirmed(&mut self, venue: &'static str, price: Price, now: Instant) -> bool {
        match &mut self.held {
            Some(held) if price.is_within(AGREEING, held.price) => {
                held.readings += 1;
                let has_insisted = held.readings >= READINGS && now.duration_since(held.since) >= INSISTENCE;
                held.venue != venue || has_insisted
            }
            held => {
                *held = Some(Held { venue, price, since: now, readings: 1 });
                false
            }
        }
    }
}

/// Milliseconds since 1970.
pub(crate) fn milliseconds(time: SystemTime) -> u64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const REST: Way = ("binance", false);
    const STREAM: Way = ("binance", true);
    const OKX: Way = ("okx", false);
    const OLD: Result<(), Failure> = Err(Failure::Implausible(Doubt::OldTime));
    const JUMP: Result<(), Failure> = Err(Failure::Implausible(Doubt::Jump));

    fn reading(price: &str, time: Option<u64>) -> Reading {
        Reading { price: Price::read(price).unwrap(), open: None, time }
    }

    fn seconds(number: u64) -> Duration {
        Duration::from_secs(number)
    }

    #[test]
    fn a_way_only_goes_forward_in_time() {
        let (mut guard, start, now) = (Guard::new(true), Instant::now(), milliseconds(SystemTime::now()));
        let mut take = |way, time| guard.take(way, &reading("100", Some(time)), start);
        assert_eq!(take(STREAM, now), Ok(()));
        assert_eq!(take(STREAM, now), OLD);
        assert_eq!(take(STREAM, now - 1), OLD);
        assert_eq!(take(REST, now - 2000), Ok(()));
        assert_eq!(take(REST, now - 2000), OLD);
        assert_eq!(take(OKX, now - 2001), OLD);
        assert_eq!(take(STREAM, now + 1), Ok(()));
    }

    #[test]
    fn a_time_of_other_days_is_refused_and_locks_nothing_out() {
        let (mut guard, start, now) = (Guard::new(true), Instant::now(), milliseconds(SystemTime::now()));
        for time in [0, 1, now - 2 * A_DAY, now + 2 * A_DAY, u64::MAX] {
            assert_eq!(guard.take(REST, &reading("100", Some(time)), start), OLD, "{time}");
        }
        assert_eq!(guard.take(REST, &reading("100", Some(now)), start), Ok(()));
    }

    #[test]
    fn without_a_time_only_the_price_is_judged() {
        let (mut guard, start) = (Guard::new(false), Instant::now());
        for price in ["100", "1000", "1", "100"] {
            assert_eq!(guard.take(REST, &reading(price, None), start), Ok(()));
        }
    }

    #[test]
    fn a_jump_is_held_and_the_old_price_stays_believed() {
        let (mut guard, start) = (Guard::new(true), Instant::now());
        let mut take = |way, price, after| guard.take(way, &reading(price, None), start + seconds(after));
        assert_eq!(take(REST, "100", 0), Ok(()));
        assert_eq!(take(REST, "105", 1), Ok(()));
        assert_eq!(take(REST, "1050", 2), JUMP);
        assert_eq!(take(REST, "1050", 3), JUMP);
        assert_eq!(take(REST, "104", 4), Ok(()));
        // What was held before is forgotten by then.
        assert_eq!(take(OKX, "1050", 5), JUMP);
    }

    #[test]
    fn another_venue_confirms_a_jump_at_once() {
        let (mut guard, start) = (Guard::new(true), Instant::now());
        let mut take = |way, price, after| guard.take(way, &reading(price, None), start + seconds(after));
        assert_eq!(take(REST, "100", 0), Ok(()));
        assert_eq!(take(REST, "80", 1), JUMP);
        assert_eq!(take(STREAM, "80", 1), JUMP);
        assert_eq!(take(OKX, "80.5", 1), Ok(()));
        assert_eq!(take(REST, "80", 2), Ok(()));
    }

    #[test]
    fn one_venue_confirms_itself_by_three_readings_over_ten_seconds() {
        let (mut guard, start) = (Guard::new(true), Instant::now());
        let mut take = |price, after| guard.take(REST, &reading(price, None), start + seconds(after));
        assert_eq!(take("100", 0), Ok(()));
        assert_eq!(take("80", 1), JUMP);
        assert_eq!(take("80.1", 5), JUMP);
        assert_eq!(take("80.2", 10), JUMP);
        assert_eq!(take("80.1", 11), Ok(()));
    }

    #[test]
    fn readings_that_do_not_agree_confirm_nothing() {
        let (mut guard, start) = (Guard::new(true), Instant::now());
        let mut take = |way, price, after| guard.take(way, &reading(price, None), start + seconds(after));
        assert_eq!(take(REST, "100", 0), Ok(()));
        for after in 1..40 {
            let price = if after % 2 == 0 { "50" } else { "200" };
            assert_eq!(take(if after % 3 == 0 { OKX } else { REST }, price, after), JUMP);
        }
        // After a minute there is nothing left to compare with.
        assert_eq!(take(REST, "200", 60), Ok(()));
    }
}
