//! Whether numbers come in the right period.

use std::time::Duration;

use crate::{
    failure::FailureKind,
    verdict::{Expected, Received},
};

use super::{
    super::{
        halt::{Halt, Wrong},
        round::{Round, millis},
    },
    Number, Rule, Tally,
};

impl Round<'_> {
    /// Judges the mean time between the messages of a client.
    pub(super) async fn judge_pace(
        &mut self,
        tally: &mut Tally,
        rule: &Rule<'_>,
        period: Duration,
    ) -> Result<(), Halt> {
        let (from, to) = (period.mul_f64(0.8), period.mul_f64(1.5));
        let Some(mut mean) = mean(&tally.numbers) else { return Ok(()) };
        if mean < from && tally.fresh {
            // Who joins may get the current number at once, and the next one whenever it is due: only the times
            // between those that follow tell of the period.
            if tally.numbers.len() < 3 {
                self.one_more(tally, rule).await?;
            }
            mean = self::mean(&tally.numbers[1..]).unwrap_or(mean);
        }
        let kind = match mean {
            _ if mean < from => FailureKind::PeriodTooShort,
            _ if mean > to => FailureKind::PeriodTooLong,
            _ => return Ok(()),
        };
        let expected = Expected::Period { from: millis(from), to: millis(to) };
        let mut wrong = Wrong::new(kind, expected, Received::Period(millis(mean)));
        wrong.event = tally.numbers.last().map(|last| last.event);
        Err(self.fail(wrong.client(&tally.name, None)))
    }
}

/// The mean time between messages, from the moments of their arrival.
fn mean(numbers: &[Number]) -> Option<Duration> {
    let [first, .., last] = numbers else { return None };
    let gaps = u32::try_from(numbers.len() - 1).ok()?;
    Some(last.at.duration_since(first.at) / gaps)
}
