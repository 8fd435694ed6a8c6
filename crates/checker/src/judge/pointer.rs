//! The place where two texts part.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::emoji::VARIATION_SELECTOR;

/// The first grapheme cluster that differs, counted from 0; `None` when none does.
///
/// Both texts are composed first (NFC) and their line ends made equal, so that what is at this place looks different.
/// A variation selector counts only when nothing else differs. One text may end before the place.
pub(super) fn first_difference(expected: &str, received: &str) -> Option<usize> {
    let visible = |text: &str| composed(text).replace(VARIATION_SELECTOR, "");
    parting(&visible(expected), &visible(received))
        .or_else(|| parting(&composed(expected), &composed(received)))
}

fn composed(text: &str) -> String {
    text.replace("\r\n", "\n").nfc().collect()
}

fn parting(one: &str, other: &str) -> Option<usize> {
    let (mut one, mut other) = (one.graphemes(true), other.graphemes(true));
    let mut place = 0;
    loop {
        match (one.next(), other.next()) {
            (None, None) => return None,
            (left, right) if left != right => return Some(place),
            _ => place += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_place_is_counted_in_what_readers_call_characters() {
        for (expected, received, place) in [
            ("Echo: hi", "Echo: hi", None),
            ("Echo: hi", "Echo: ho", Some(7)),
            ("Echo: hi", "echo: hi", Some(0)),
            ("Echo: hi", "Echo: ", Some(6)),
            ("Echo: hi", "Echo: hi!", Some(8)),
            ("", "x", Some(0)),
            ("안녕 👩\u{200d}💻 나", "안녕 👩\u{200d}💻 너", Some(5)),
            ("안녕 👩\u{200d}💻", "안녕 👩", Some(3)),
            // Composed and not composed look the same, and so do line ends and variation selectors.
            ("가나", "\u{1100}\u{1161}다", Some(1)),
            ("a\nb", "a\r\nc", Some(2)),
            ("⚠ 가", "⚠\u{fe0f} 나", Some(2)),
            ("❤", "❤\u{fe0f}", Some(0)),
        ] {
            assert_eq!(first_difference(expected, received), place, "{expected:?} {received:?}");
            assert_eq!(first_difference(received, expected), place, "{expected:?} {received:?}");
        }
    }
}
