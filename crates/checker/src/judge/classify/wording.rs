//! Texts that have much of the right one.

use unicode_segmentation::UnicodeSegmentation;

use super::{seen::Seen, squeezed};
use crate::{
    failure::FailureKind,
    judge::{
        emoji::is_emoji,
        tolerance::{normal, own},
    },
};

/// The right text without its beginning: `M` for `Echo: M`, `새 알림 1` for `🔔 새 알림 1`.
pub(super) fn without_beginning(seen: &Seen<'_>) -> Option<FailureKind> {
    let without = match &seen.own {
        Some(sent) => own(seen.raw) == *sent,
        None => seen.expected.strip_suffix(seen.received.as_str()).is_some_and(is_first_word),
    };
    (without && seen.received != seen.expected).then_some(FailureKind::MissingPrefix)
}

/// Whether it is one word with the white space behind it, or one emoji.
fn is_first_word(text: &str) -> bool {
    let word = text.trim_end();
    if is_emoji(word) {
        return word.graphemes(true).count() == 1;
    }
    !word.is_empty() && !word.contains(char::is_whitespace) && word.len() < text.len()
}

/// Other upper and lower case, or other white space.
pub(super) fn letters(seen: &Seen<'_>) -> Option<FailureKind> {
    let same = seen.expected == seen.received;
    if !same && seen.expected.to_lowercase() == seen.received.to_lowercase() {
        Some(FailureKind::WrongCase)
    } else if (!same || own(seen.due) != own(seen.raw)) && without_spaces(seen) {
        Some(FailureKind::WrongSpaces)
    } else {
        None
    }
}

/// Whether they are the same without white space.
fn without_spaces(seen: &Seen<'_>) -> bool {
    let exactly = |text: &str| own(text).split_whitespace().collect::<String>();
    match seen.own {
        Some(_) => exactly(seen.due) == exactly(seen.raw),
        None => squeezed(seen.due) == squeezed(seen.raw),
    }
}

/// The beginning of the right text, cut amid a character. That others have come well shows that it was cut.
pub(super) fn cut(seen: &Seen<'_>) -> Option<FailureKind> {
    let beginning = seen.received.strip_suffix('\u{fffd}')?;
    let cut = !beginning.is_ascii() && seen.expected.starts_with(beginning);
    cut.then_some(FailureKind::Truncated)
}

/// The beginning of the right text or a part of it; also the server's words with a part of the client's.
pub(super) fn part(seen: &Seen<'_>) -> Option<FailureKind> {
    let received = seen.received.as_str();
    let is_part = |whole: &str, part: &str| {
        let shorter = part.len() < whole.len() && !part.trim().is_empty();
        shorter && (whole.starts_with(part) || (part.chars().count() > 1 && whole.contains(part)))
    };
    let words = normal(seen.server_words());
    let rest = received.strip_prefix(words.as_str()).map(str::trim).filter(|_| !words.is_empty());
    let behind_words = seen.own.as_ref().zip(rest).is_some_and(|(sent, rest)| is_part(sent, rest));
    (is_part(&seen.expected, received) || behind_words).then_some(FailureKind::Truncated)
}

/// The right text with something before or after it.
pub(super) fn more(seen: &Seen<'_>) -> Option<FailureKind> {
    let more = seen.received.len() > seen.expected.len() && seen.received.contains(&seen.expected);
    more.then_some(FailureKind::ExtraText)
}
