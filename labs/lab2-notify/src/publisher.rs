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
