//! 백그라운드 작업: 아무도 요청하지 않아도 정해진 시간마다 알림을 하나씩 만듭니다.
//!
//! The background task: makes a notification at every tick, whether anybody has asked or not.

use std::{ffi::OsString, sync::Arc};

use lab_common::server::Misuse;
use tokio::time::{Duration, Instant, MissedTickBehavior, interval_at};

use crate::feed::Feed;

/// As the lecture's server does.
const DEFAULT_PERIOD: Duration = Duration::from_secs(3);

/// A day, in milliseconds.
const LONGEST_PERIOD: u64 = 24 * 60 * 60 * 1000;

/// Publishes for ever, the first time after one period.
pub async fn publish_periodically(feed: Arc<Feed>, period: Duration) {
    let mut ticks = interval_at(Instant::now() + period, period);
    // After a pause (a laptop that slept) nobody wants all that was missed at once.
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        feed.publish(None);
    }
}

/// The period, from the argument `--interval`, or else from the variable `NOTIFY_INTERVAL_MS`.
///
/// # Errors
/// A value that is no number of milliseconds from 1 to a day.
pub fn period(argument: Option<&str>, variable: Option<OsString>) -> Result<Duration, Misuse> {
    // An empty variable is how some shells and tools unset one.
    let variable = variable.filter(|value| !value.is_empty());
    let given =
        argument.map(str::to_owned).or_else(|| variable.map(|value| value.to_string_lossy().into_owned()));
    let Some(value) = given else { return Ok(DEFAULT_PERIOD) };
    match value.trim().parse() {
        Ok(milliseconds @ 1..=LONGEST_PERIOD) => Ok(Duration::from_millis(milliseconds)),
        _ => Err(Misuse::BadValue {
            value,
            korean: "알림 간격(--interval, NOTIFY_INTERVAL_MS)은 1부터 86400000까지의 밀리초입니다",
            english: "the period (--interval, NOTIFY_INTERVAL_MS) is a number of milliseconds from 1 to 86400000",
        }),
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::{advance, sleep};

    use super::*;

    const PERIOD: Duration = Duration::from_secs(3);

    #[tokio::test(start_paused = true)]
    async fn a_notification_is_made_after_every_period_whether_anybody_listens_or_not() {
        let feed = Arc::new(Feed::default());
        tokio::spawn(publish_periodically(feed.clone(), PERIOD));
        let start = Instant::now();
        for number in 1..=5 {
            feed.beyond(number - 1).await;
            assert_eq!(
                (feed.newest().offset, start.elapsed()),
                (number, PERIOD * u32::try_from(number).unwrap())
            );
        }
    }

    #[tokio::test(start_paused = true)]
    async fn after_a_pause_only_one_is_made() {
        let feed = Arc::new(Feed::default());
        tokio::spawn(publish_periodically(feed.clone(), PERIOD));
        sleep(PERIOD / 2).await;
        advance(PERIOD * 10).await;
        sleep(PERIOD / 4).await;
        assert_eq!(feed.newest().offset, 1);
        sleep(PERIOD).await;
        assert_eq!(feed.newest().offset, 2);
    }

    #[test]
    fn the_period_comes_from_the_argument_then_the_variable_then_it_is_three_seconds() {
        let period =
            |argument, variable: Option<&str>| period(argument, variable.map(OsString::from)).unwrap();
        assert_eq!(period(None, None), Duration::from_secs(3));
        assert_eq!(period(None, Some("")), Duration::from_secs(3));
        assert_eq!(period(None, Some(" 50 ")), Duration::from_millis(50));
        assert_eq!(period(Some("20"), Some("50")), Duration::from_millis(20));
        assert_eq!(period(None, Some("86400000")), Duration::from_hours(24));
    }
}
