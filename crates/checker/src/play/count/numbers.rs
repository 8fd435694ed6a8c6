//! Whether a number is the right one.

use std::time::Duration;

use tokio::time::Instant;

use crate::{failure::FailureKind, judge, lane::Incoming};

use super::{
    super::{client::Seen, halt::Halt, round::Round},
    Rule,
};

impl Round<'_> {
    /// Judges a number, and remembers it.
    pub(super) fn judge_number(
        &mut self,
        name: &str,
        value: u64,
        seen: &Seen,
        rule: &Rule<'_>,
    ) -> Result<(), Halt> {
        let client = self.client(name)?;
        let (last, floor) = (client.number, client.floor);
        let wrong = match last {
            Some((last, _)) => self.next_one(name, last, value, rule).map(|kind| (kind, Some(last + 1))),
            None => self.first_one(floor, value, seen.at, rule),
        };
        if let Some((kind, due)) = wrong {
            return Err(self.fail(rule.wrong(name, kind, due, seen)));
        }
        self.client(name)?.number = Some((value, seen.at));
        if self.player.highest.is_none_or(|(highest, _)| value > highest) {
            self.player.highest = Some((value, seen.at));
        }
        Ok(())
    }

    /// What is wrong with a number after another one.
    fn next_one(&mut self, name: &str, last: u64, value: u64, rule: &Rule<'_>) -> Option<FailureKind> {
        match value {
            _ if value == last + 1 => None,
            _ if value == last => Some(FailureKind::Duplicate),
            _ if value < last => Some(FailureKind::CountBack),
            _ if self.others_got(name, last + 1, value, &rule.pattern) => Some(FailureKind::CountDiffers),
            _ => Some(FailureKind::CountGap),
        }
    }

    /// Whether another client got one of the numbers that are missing between these, the second one excluded.
    fn others_got(&mut self, name: &str, from: u64, to: u64, pattern: &str) -> bool {
        let recorder = &mut self.player.recorder;
        self.clients.iter_mut().filter(|(other, _)| *other != name).any(|(other, client)| {
            let waiting = client.ahead(other, recorder).any(|seen| match &seen.what {
                Incoming::Text(text) => {
                    judge::number(pattern, text).is_ok_and(|(number, _)| (from..to).contains(&number))
                }
                _ => false,
            });
            waiting || client.number.is_some_and(|(last, _)| (from..to).contains(&last))
        })
    }

    /// What is wrong with the first number of a connection, and which one was due.
    fn first_one(
        &self,
        floor: Option<u64>,
        value: u64,
        at: Instant,
        rule: &Rule<'_>,
    ) -> Option<(FailureKind, Option<u64>)> {
        if let Some(floor) = floor.filter(|floor| value < *floor) {
            // One that starts again for each client, beside others that go on.
            let anew = value <= 1 && (rule.count.joins || self.clients.len() > 1);
            let kind = if anew { FailureKind::CountPerClient } else { FailureKind::CountBack };
            return Some((kind, Some(floor)));
        }
        match self.player.highest {
            None => {
                let starts = rule.count.starts?;
                let late = value < starts || self.beyond(starts, self.player.started, value, at);
                late.then_some((FailureKind::CountStart, Some(starts)))
            }
            Some((highest, then)) => {
                let left_out = rule.count.joins && self.beyond(highest, then, value, at);
                left_out.then_some((FailureKind::CountGap, Some(highest + 1)))
            }
        }
    }

    /// Whether a number is higher than it can be when another one was there at an earlier moment. The shortest
    /// period that passes sets the pace, and two more are for the ends of the time.
    fn beyond(&self, number: u64, then: Instant, value: u64, at: Instant) -> bool {
        let Some(period) = self.player.period else { return false };
        let shortest = period.mul_f64(0.8).max(Duration::from_millis(1));
        let passed = at.saturating_duration_since(then).as_nanos() / shortest.as_nanos();
        u128::from(value) > u128::from(number) + passed + 2
    }
}
