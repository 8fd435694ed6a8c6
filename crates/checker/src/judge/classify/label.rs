//! The labels of lab 4.

use super::Seen;
use crate::failure::FailureKind;

/// Word, emoji, and what it is called elsewhere.
const LABELS: [(&str, &str, &str); 3] =
    [("긍정", "😊", "positive"), ("부정", "😢", "negative"), ("중립", "😐", "neutral")];

/// The kind, where a label is due.
pub(super) fn kind(seen: &Seen<'_>) -> Option<FailureKind> {
    let whole = |(word, emoji, _): &(&str, &str, &str)| format!("{word}{emoji}");
    let due = LABELS.iter().find(|label| whole(label) == seen.expected)?;
    let is_other = LABELS.iter().any(|label| whole(label) == seen.received);
    if is_other {
        // Answers in another order are labels of another polarity too, and nobody could tell them apart.
        return Some(FailureKind::WrongLabel);
    }
    let received = seen.received.to_lowercase();
    let half = |(word, emoji, english): &(&str, &str, &str)| {
        received == *word
            || received == *emoji
            || received == *english
            || received == format!("{english}{emoji}")
    };
    if half(due) {
        Some(FailureKind::HalfLabel)
    } else if LABELS.iter().any(half) {
        Some(FailureKind::WrongLabel)
    } else {
        None
    }
}
