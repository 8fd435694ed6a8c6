//! How many cells of a terminal a text takes: Hangul and emoji take two.

use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthStr as _;

/// The cells that a text takes. A grapheme cluster counts as one drawn thing, whatever it is made of.
pub(crate) fn width(text: &str) -> usize {
    text.graphemes(true).map(cluster).sum()
}

/// The cells of one grapheme cluster.
pub(super) fn cluster(cluster: &str) -> usize {
    cluster.width()
}

/// The text with spaces after it, so that it takes so many cells. A longer one stays as it is.
pub(crate) fn pad(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

/// The text with spaces before it, so that it takes so many cells. A longer one stays as it is.
pub(crate) fn pad_left(text: &str, cells: usize) -> String {
    format!("{}{text}", " ".repeat(cells.saturating_sub(width(text))))
}

/// The beginning of a text that takes at most so many cells, and whether something was left out.
pub(crate) fn fit(text: &str, cells: usize) -> (&str, bool) {
    let mut taken = 0;
    for (place, cluster_text) in text.grapheme_indices(true) {
        taken += cluster(cluster_text);
        if taken > cells {
            return (&text[..place], true);
        }
    }
    (text, false)
}

/// A text of ours in rows of at most so many cells, broken at its spaces. A word that is wider has its own row.
pub(crate) fn wrap(text: &str, cells: usize) -> Vec<String> {
    let mut rows = Vec::new();
    let mut row = String::new();
    for word in text.split(' ') {
        if !row.is_empty() && width(&row) + 1 + width(word) > cells {
            rows.push(std::mem::take(&mut row));
        } else if !row.is_empty() {
            row.push(' ');
        }
        row.push_str(word);
    }
    rows.push(row);
    rows
}

/// `12,345`.
pub(crate) fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hangul_and_emoji_take_two_cells() {
        for (text, cells) in [
            ("", 0),
            ("Echo", 4),
            ("안녕", 4),
            // The same syllables as their letters (NFD).
            ("\u{110b}\u{1161}\u{11ab}\u{1102}\u{1167}\u{11bc}", 4),
            ("👋", 2),
            ("👨‍👩‍👧‍👦", 2),
            ("👍🏽", 2),
            ("🇰🇷", 2),
            ("❤️", 2),
            ("1️⃣", 2),
            ("e\u{301}", 1),
        ] {
            assert_eq!(width(text), cells, "{text}");
        }
    }

    #[test]
    fn columns_align_whatever_stands_in_them() {
        assert_eq!(pad("안녕", 6), "안녕  ");
        assert_eq!(pad("hello", 6), "hello ");
        assert_eq!(pad("longer than it", 6), "longer than it");
        assert_eq!(pad_left("12 ms", 7), "  12 ms");
    }

    #[test]
    fn a_text_is_never_cut_inside_a_cluster() {
        assert_eq!(fit("안녕하세요", 5), ("안녕", true));
        assert_eq!(fit("안녕하세요", 10), ("안녕하세요", false));
        assert_eq!(fit("a👨‍👩‍👧‍👦b", 2), ("a", true));
    }

    #[test]
    fn rows_break_between_words() {
        assert_eq!(wrap("한글 두 칸 글자", 7), ["한글 두", "칸 글자"]);
        assert_eq!(wrap("a verylongword b", 5), ["a", "verylongword", "b"]);
        assert_eq!(wrap("", 5), [""]);
    }

    #[test]
    fn numbers_are_grouped_by_three() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
