//! The three labels of lab 4.

use unicode_segmentation::UnicodeSegmentation;

use super::seen::Seen;
use crate::{
    failure::FailureKind,
    judge::{emoji::is_emoji, tolerance::normal},
};

/// Each label: its word, its emoji, and its word in English.
const LABELS: [(&str, &str, &str); 3] =
    [("긍정", "😊", "positive"), ("부정", "😢", "negative"), ("중립", "😐", "neutral")];

/// The kind where a label is due and another or half a label came. Answers in another order are labels of another
/// polarity too; nobody could tell them apart.
pub(super) fn kind(seen: &Seen<'_>) -> Option<FailureKind> {
    let (due, _) = label(&seen.expected).filter(|(_, whole)| *whole)?;
    let (came, whole) = label(&seen.received)?;
    match (due == came, whole) {
        (false, _) => Some(FailureKind::WrongLabel),
        (true, false) => Some(FailureKind::HalfLabel),
        (true, true) => None,
    }
}

/// The place of the label that a text is, and whether it is whole: a word and its emoji, or one of the two, or the
/// word in English, or the word with another emoji.
fn label(text: &str) -> Option<(usize, bool)> {
    LABELS.iter().enumerate().find_map(|(place, (word, emoji, english))| {
        if *text == normal(&format!("{word} {emoji}")) {
            return Some((place, true));
        }
        let lower = text.to_lowercase();
        let rest = lower.strip_prefix(word).or_else(|| lower.strip_prefix(english));
        let only_emoji = rest.map(|rest| rest.trim().graphemes(true).all(is_emoji));
        only_emoji.unwrap_or(text == *emoji).then_some((place, false))
    })
}
