//! Whether all clients get the same numbers.

use tokio::time::Instant;

use crate::{failure::FailureKind, verdict::Received};

use super::{
    super::{
        halt::{Halt, Wrong},
        round::Round,
    },
    Number, Rule, Tally,
};

impl Round<'_> {
    /// Judges whether all are where the first one is. Each of them grows by one already, so that those that are
    /// at the same number once are so always.
    pub(super) fn judge_same(&mut self, tallies: &[Tally], rule: &Rule<'_>) -> Result<(), Halt> {
        let Some((reference, others)) = tallies.split_first() else { return Ok(()) };
        for other in others {
            let together = |number: &Number| place(&reference.numbers, number.at).abs_diff(number.value) <= 1;
            let counted =
                other.numbers.iter().filter(|number| rule.since.is_none_or(|since| number.at > since));
            // At the moment when one client gets a number, another one has it or gets it next; a single message
            // may have been late.
            let Some(last) = other.numbers.last().filter(|_| !counted.clone().any(together)) else {
                continue;
            };
            let text = rule.pattern.replace("{n}", &last.value.to_string());
            let due = place(&reference.numbers, last.at);
            let expected = rule.expected(Some(due));
            let wrong = Wrong::new(FailureKind::CountDiffers, expected, Received::Text(text));
            return Err(self.fail(wrong.client(&other.name, None).event(last.event)));
        }
        Ok(())
    }
}

/// The number that a client had at this moment, as far as it was counted.
fn place(numbers: &[Number], at: Instant) -> u64 {
    let before = numbers.iter().rev().find(|number| number.at <= at).map(|number| number.value);
    let first = numbers.first().map_or(0, |first| first.value.saturating_sub(1));
    before.unwrap_or(first)
}
