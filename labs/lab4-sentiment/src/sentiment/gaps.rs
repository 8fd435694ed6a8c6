//! 사이: 두 말이 얼마나 떨어져 있는지.
//!
//! Gaps: whether what lies between two terms is short enough for the one to mean the other.

/// At most so many words, and no end of a clause.
///
/// `참` of `참고` is no word of its own: a gap begins with a space, unless the two touch.
pub(super) fn has_words(gap: &str, most: usize) -> bool {
    if !gap.is_empty() && gap != "-" && !gap.starts_with(char::is_whitespace) {
        return false;
    }
    let mut words = 0;
    let mut is_inside = false;
    for character in gap.chars() {
        match character {
            '.' | ',' | ';' | ':' | '!' | '?' | '(' | ')' | '\n' | '…' | '—' => return false,
            _ if character.is_whitespace() => is_inside = false,
            _ if !is_inside => {
                is_inside = true;
                words += 1;
                if words > most {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

/// A letter of a syllable, once syllables are taken apart.
pub(super) fn is_jamo(letter: char) -> bool {
    matches!(letter, '\u{1100}'..='\u{11ff}')
}

/// At most so many syllables, and no end of a sentence.
pub(super) fn has_syllables(gap: &str, most: usize) -> bool {
    let mut syllables = 0;
    for character in gap.chars() {
        match character {
            '.' | '!' | '?' | ':' | ';' | '\n' | '…' => return false,
            // The consonant that a syllable starts with stands for it.
            '\u{1100}'..='\u{1112}' => {
                syllables += 1;
                if syllables > most {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

/// Another clause has begun: the `고` of `복잡하고 설명서도 없다`, taken apart as the folded text is.
pub(super) fn has_next_clause(gap: &str) -> bool {
    gap.contains("\u{1100}\u{1169} ")
}
