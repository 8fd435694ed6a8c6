//! 물러서기: 실패할 때마다 더 오래 쉬고, 쉬는 시간은 조금씩 다릅니다.
//!
//! Back-off: every failure doubles the pause, and chance makes it a little shorter, so that those who lost an exchange
//! at the same moment do not all come back at the same moment.

use std::time::Duration;

const FIRST: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(16);

/// Pauses of 1, 2, 4, 8 and then always 16 s, each up to a quarter shorter: at most nine attempts in the first minute.
#[derive(Debug, Default)]
pub(crate) struct Backoff {
    failures: u32,
}

impl Backoff {
    /// The pause after one more failure.
    pub(crate) fn next(&mut self) -> Duration {
        let pause = FIRST.saturating_mul(2_u32.saturating_pow(self.failures)).min(LONGEST);
        self.failures += 1;
        pause.mul_f64(0.75 + 0.25 * fastrand::f64())
    }

    /// Whether nothing has failed since the start or the last reset.
    pub(crate) fn is_fresh(&self) -> bool {
        self.failures == 0
    }

    /// All is well again.
    pub(crate) fn reset(&mut self) {
        self.failures = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_sixteen_seconds_and_are_up_to_a_quarter_shorter() {
        let mut backoff = Backoff::default();
        assert!(backoff.is_fresh());
        for longest in [1, 2, 4, 8, 16, 16, 16] {
            let (pause, longest) = (backoff.next(), Duration::from_secs(longest));
            assert!(longest * 3 / 4 <= pause && pause <= longest, "{pause:?} of {longest:?}");
        }
        backoff.reset();
        assert!(backoff.next() <= FIRST);
        backoff.failures = u32::MAX - 1;
        assert!(backoff.next() <= LONGEST);
    }

    #[test]
    fn the_first_minute_of_an_outage_has_at_most_ten_attempts() {
        for _ in 0..1000 {
            let mut backoff = Backoff::default();
            let pauses = std::iter::repeat_with(|| backoff.next()).scan(Duration::ZERO, |now, pause| {
                *now += pause;
                Some(*now)
            });
            let again = pauses.take_while(|at| *at < Duration::from_mins(1)).count();
            assert!(again < 10, "{again} after the first");
        }
    }
}
