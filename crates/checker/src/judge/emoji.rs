//! Which characters are emoji.

use unicode_segmentation::UnicodeSegmentation;

/// U+FE0F, which asks for the coloured picture of the character before it.
pub(super) const VARIATION_SELECTOR: char = '\u{fe0f}';

/// Whether what a reader calls one character is an emoji.
pub(super) fn is_emoji(cluster: &str) -> bool {
    cluster.chars().any(|part| {
        // Flags are pairs of regional indicators; a key cap is a digit with U+20E3 around it.
        matches!(part, '\u{1f1e6}'..='\u{1f1ff}' | '\u{20e3}') || is_pictographic(part)
    })
}

/// Whether Unicode calls it `Extended_Pictographic`.
///
/// The segmentation library knows that property and does not show it; what it does show is rule GB11: a joiner holds
/// two such characters together, and no others.
fn is_pictographic(part: char) -> bool {
    part >= '\u{a9}' && format!("{part}\u{200d}😀").graphemes(true).count() == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn emoji_of_all_makes_are_emoji_and_letters_are_not() {
        for emoji in
            ["😊", "🔔", "💬", "⚠", "⚠\u{fe0f}", "❤", "👍🏽", "👩\u{200d}💻", "🇰🇷", "1\u{fe0f}\u{20e3}"]
        {
            assert!(is_emoji(emoji), "{emoji}");
        }
        for other in
            ["a", "1", "가", "…", "$", "₩", " ", "\n", "ㅠ", "（", "é", "\u{fe0f}", "\u{200d}", "→", "・", ""]
        {
            assert!(!is_emoji(other), "{other:?}");
        }
    }
}
