//! 기록: 실패한 곳은 줄 끝으로, 더 묻지 말라고 한 곳에는 그때까지 묻지 않습니다.
//!
//! What is remembered of each host: whoever failed goes to the end of the line for a while, and whoever forbids more
//! requests gets none until its time is over. It knows no sockets.

use std::time::Duration;

use tokio::time::Instant;

use crate::failure::{Doubt, Failure};

/// How long a host that failed goes to the end of the line: this, doubled with every further failure.
const STEP: Duration = Duration::from_secs(1);
const LONGEST_STEP: Duration = Duration::from_mins(1);
/// Pauses where a venue asks for one without saying how long.
const RATE_LIMITED: Duration = Duration::from_mins(1);
const BANNED: Duration = Duration::from_mins(2);
const BLOCKED: Duration = Duration::from_mins(5);
const REGION_BLOCKED: Duration = Duration::from_hours(1);

/// The hosts of one desk, by their number.
#[derive(Debug)]
pub(crate) struct Records {
    hosts: Vec<Record>,
    /// Whether only a `Retry-After` forbids anything.
    is_lenient: bool,
}

#[derive(Debug)]
struct Record {
    venue: &'static str,
    failures: u32,
    /// Until then others are asked first.
    last_in_line: Option<Instant>,
    /// Until then it must not be asked, and this is why.
    forbidden: Option<(Instant, Failure)>,
}

impl Records {
    /// Hosts of these venues, of which nothing is known. A lenient desk lets nothing but a `Retry-After` forbid it.
    pub(crate) fn new(venues: impl Iterator<Item = &'static str>, is_lenient: bool) -> Self {
        let record = |venue| Record { venue, failures: 0, last_in_line: None, forbidden: None };
        Self { hosts: venues.map(record).collect(), is_lenient }
    }

    /// The hosts that may be asked, the first of them at the end.
    pub(crate) fn line(&self) -> Vec<usize> {
        let now = Instant::now();
        let hosts = 0..self.hosts.len();
        let mut line: Vec<_> = hosts.filter(|host| self.forbidden(*host).is_none()).collect();
        line.sort_by_key(|host| self.hosts[*host].last_in_line.filter(|until| *until > now));
        line.reverse();
        line
    }

    /// Why a host must not be asked now, with the time that is left.
    pub(crate) fn forbidden(&self, host: usize) -> Option<Failure> {
        let (until, failure) = self.hosts[host].forbidden.as_ref()?;
        let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        // People read whole seconds, and the last one counts until it is over.
        let left = Duration::from_secs(left.as_secs() + u64::from(left.subsec_nanos() > 0));
        Some(match failure {
            Failure::RateLimited(_) => Failure::RateLimited(left),
            Failure::Banned(_) => Failure::Banned(left),
            other => other.clone(),
        })
    }

    /// Until when a venue must not be asked, if it has said so.
    pub(crate) fn forbidden_until(&self, venue: &str) -> Option<Instant> {
        let hosts = self.hosts.iter().filter(|record| record.venue == venue);
        hosts.filter_map(|record| Some(record.forbidden.as_ref()?.0)).max()
    }

    /// A host has answered. What it has forbidden meanwhile stays so.
    pub(crate) fn succeeded(&mut self, host: usize) {
        self.hosts[host].failures = 0;
        self.hosts[host].last_in_line = None;
    }

    /// A host has failed.
    pub(crate) fn failed(&mut self, host: usize, failure: &Failure) {
        let now = Instant::now();
        let pause = self.pause(failure);
        if !pause.is_zero() {
            // Limits and bans are those of our address on the whole venue: another host is no refuge.
            let venue = self.hosts[host].venue;
            for record in self.hosts.iter_mut().filter(|record| record.venue == venue) {
                record.forbidden = Some((now + pause, failure.clone()));
            }
        }
        // A host that reports a crash before the others is not a bad one.
        if *failure != Failure::Implausible(Doubt::Jump) {
            let record = &mut self.hosts[host];
            let step = STEP.saturating_mul(2_u32.saturating_pow(record.failures)).min(LONGEST_STEP);
            record.last_in_line = Some(now + step);
            record.failures += 1;
        }
    }

    fn pause(&self, failure: &Failure) -> Duration {
        let unsaid = match failure {
            Failure::RateLimited(wait) | Failure::Banned(wait) if !wait.is_zero() => return *wait,
            Failure::RateLimited(_) => RATE_LIMITED,
            Failure::Banned(_) => BANNED,
            Failure::Blocked => BLOCKED,
            Failure::RegionBlocked => REGION_BLOCKED,
            _ => Duration::ZERO,
        };
        if self.is_lenient { Duration::ZERO } else { unsaid }
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::advance;

    use super::*;

    fn records(is_lenient: bool) -> Records {
        Records::new(["binance", "binance", "okx"].into_iter(), is_lenient)
    }

    /// The line as it is asked.
    fn line(records: &Records) -> Vec<usize> {
        records.line().into_iter().rev().collect()
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_fails_goes_to_the_end_of_the_line_each_time_for_longer() {
        let mut records = records(false);
        assert_eq!(line(&records), [0, 1, 2]);
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            records.failed(0, &Failure::Timeout);
            assert_eq!(line(&records), [1, 2, 0]);
            advance(Duration::from_secs(seconds)).await;
            assert_eq!(line(&records), [0, 1, 2], "{seconds}");
        }
        records.failed(1, &Failure::Timeout);
        records.failed(0, &Failure::Timeout);
        assert_eq!(line(&records), [2, 1, 0]);
        records.succeeded(0);
        assert_eq!(line(&records), [0, 2, 1]);
    }

    #[tokio::test(start_paused = true)]
    async fn a_limit_holds_for_the_whole_venue_to_its_end_and_tells_how_long_it_lasts() {
        let mut records = records(false);
        records.failed(1, &Failure::RateLimited(Duration::from_secs(7)));
        assert_eq!(line(&records), [2]);
        advance(Duration::from_millis(6500)).await;
        assert_eq!(records.forbidden(0), Some(Failure::RateLimited(Duration::from_secs(1))));
        // An answer that was under way changes nothing.
        records.succeeded(0);
        assert_eq!(line(&records), [2]);
        assert!(records.forbidden_until("binance").is_some() && records.forbidden_until("okx").is_none());
        advance(Duration::from_millis(500)).await;
        assert_eq!((line(&records), records.forbidden(0)), (vec![0, 1, 2], None));
    }

    #[tokio::test(start_paused = true)]
    async fn a_refusal_without_a_time_lasts_as_long_as_is_usual_and_not_at_all_for_a_lenient_desk() {
        for (failure, minutes) in [
            (Failure::RateLimited(Duration::ZERO), 1),
            (Failure::Banned(Duration::ZERO), 2),
            (Failure::Blocked, 5),
            (Failure::RegionBlocked, 60),
        ] {
            let (mut strict, mut lenient) = (records(false), records(true));
            strict.failed(0, &failure);
            lenient.failed(0, &failure);
            assert_eq!((line(&strict), line(&lenient)), (vec![2], vec![1, 2, 0]), "{failure}");
            advance(Duration::from_mins(minutes)).await;
            assert_eq!(line(&strict), [0, 1, 2], "{failure}");
        }
        let mut lenient = records(true);
        lenient.failed(0, &Failure::Banned(Duration::from_secs(3)));
        assert_eq!(line(&lenient), [2]);
    }

    #[test]
    fn a_jump_costs_a_host_nothing() {
        let mut records = records(false);
        records.failed(0, &Failure::Implausible(Doubt::Jump));
        assert_eq!(line(&records), [0, 1, 2]);
    }
}
