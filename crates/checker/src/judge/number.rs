//! Numbered messages.

use super::{Context, Judged, first_difference, text};
use crate::{failure::FailureKind, verdict::Note};

/// Where the number stands in a pattern.
const PLACE: &str = "{n}";

pub(super) fn judge(pattern: &str, received: &str) -> Result<(u64, Vec<Note>), (FailureKind, Option<usize>)> {
    // Whatever digits the text has may be the number; a text without any is seen against the first one.
    let runs = received.split(|letter: char| !letter.is_ascii_digit()).filter(|run| !run.is_empty());
    let mut runs: Vec<&str> = runs.collect();
    if runs.is_empty() {
        runs.push("1");
    }
    let mut wrong = (FailureKind::WrongText, None);
    for run in runs {
        match text(&pattern.replacen(PLACE, run, 1), received, &Context::default()) {
            Judged::Same(notes) => {
                // Zeros in front, or more than a number can be: it is the number itself that is wrong.
                let number = run.parse::<u64>().ok().filter(|number| number.to_string() == run);
                let at = first_difference(pattern, received);
                return number.map(|number| (number, notes)).ok_or((FailureKind::WrongText, at));
            }
            Judged::Differs { kind, at } if wrong.0 == FailureKind::WrongText => wrong = (kind, at),
            Judged::Differs { .. } => {}
        }
    }
    Err(wrong)
}
