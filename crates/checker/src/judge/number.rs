//! Numbered messages.

use super::{
    classify::{self, Seen},
    first_difference, tolerance,
};
use crate::{failure::FailureKind, judge::Context, verdict::Note};

/// Where the number stands in a pattern.
const PLACE: &str = "{n}";

pub(super) fn judge(pattern: &str, received: &str) -> Result<(u64, Vec<Note>), (FailureKind, Option<usize>)> {
    // Every number in the text may be the one that is meant; the pattern says which.
    for digits in numbers(received) {
        let expected = pattern.replace(PLACE, digits);
        let written = digits.parse::<u64>().ok().filter(|number| number.to_string() == digits);
        if let (Some(number), Some(notes)) = (written, tolerance::tolerated(&expected, received, None)) {
            return Ok((number, notes));
        }
    }
    let likely = numbers(received).last().unwrap_or("1");
    let expected = pattern.replace(PLACE, likely);
    let context = Context::default();
    Err((classify::kind(&Seen::of(&expected, received, &context)), first_difference(&expected, received)))
}

/// The runs of decimal digits in a text.
fn numbers(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_digit()).filter(|digits| !digits.is_empty())
}
