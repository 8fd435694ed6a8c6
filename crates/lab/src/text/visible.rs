//! 보이지 않는 글자를 그립니다.
//!
//! Draws what cannot be seen. What a server sent is shown so that two different texts never look the same, and
//! so that nothing in it reaches the terminal as a command.
//!
//! | | Unicode | ASCII |
//! |---|---|---|
//! | space at an end, or beside another one | `·` | `\x20` |
//! | line feed, carriage return, tab | `↵` `␍` `→` | `\n` `\r` `\t` |
//! | other control characters, other spaces, characters without width | `⟨U+200B⟩` | `\u{200b}` |
//! | letters that were taken apart (NFD), after them | `⟨NFD⟩` | `\NFD` |
//!
//! A character of the text that is itself one of these signs is drawn by its number, so that every drawing
//! stands for exactly one text.

use unicode_normalization::{is_nfc, is_nfd};
use unicode_segmentation::UnicodeSegmentation as _;
use unicode_width::UnicodeWidthChar as _;

use super::{Charset, width::width};

/// What a cell is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Look {
    /// As it was sent.
    Plain,
    /// A sign for something that cannot be seen.
    Sign,
    /// Says that something was left out here.
    Cut,
}

/// One grapheme cluster as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Cell {
    pub(crate) text: String,
    /// In cells of the terminal.
    pub(crate) width: usize,
    pub(crate) look: Look,
}

impl Cell {
    pub(super) fn new(text: String, look: Look) -> Self {
        Self { width: width(&text), text, look }
    }
}

/// More marks than this on one letter would be drawn over the lines above and below.
const MARKS: usize = 4;

/// A text as it is drawn: one cell for each of its grapheme clusters.
pub(crate) fn cells(text: &str, charset: Charset) -> Vec<Cell> {
    let clusters: Vec<&str> = text.graphemes(true).collect();
    let mut cells = Vec::with_capacity(clusters.len());
    for (place, cluster) in clusters.iter().enumerate() {
        let before = place.checked_sub(1).map(|place| clusters[place]);
        let after = clusters.get(place + 1).copied();
        let (mut drawn, mut look) = if *cluster == " " && (is_edge(before) || is_edge(after)) {
            (sign(' ', charset), Look::Sign)
        } else {
            draw(cluster, charset, true)
        };
        if is_apart(cluster) && !after.is_some_and(is_apart) {
            drawn.push_str(match charset {
                Charset::Unicode => "⟨NFD⟩",
                Charset::Ascii => "\\NFD",
            });
            look = Look::Sign;
        }
        cells.push(Cell::new(drawn, look));
    }
    cells
}

/// A text with everything escaped that acts on a terminal; spaces stay as they are. For log lines, labels and
/// words of the system.
pub(crate) fn safe(text: &str, charset: Charset) -> String {
    text.graphemes(true).map(|cluster| draw(cluster, charset, false).0).collect()
}

/// Whether a space beside this would not be seen: an end of the text or of a line, or another space.
fn is_edge(neighbour: Option<&str>) -> bool {
    neighbour.is_none_or(|neighbour| matches!(neighbour, " " | "\n" | "\r\n" | "\r"))
}

/// Whether its letters were taken apart. A single character that is not composed as it should be (as U+212B,
/// which looks like U+00C5) is drawn by its number instead.
fn is_apart(cluster: &str) -> bool {
    !is_nfc(cluster) && is_nfd(cluster)
}

/// Draws a cluster. `exact`: signs of our own in the text are told apart from ours.
fn draw(cluster: &str, charset: Charset, exact: bool) -> (String, Look) {
    let characters: Vec<char> = cluster.chars().collect();
    let mut drawn = String::with_capacity(cluster.len());
    let mut look = Look::Plain;
    let mut marks = 0;
    for (place, &character) in characters.iter().enumerate() {
        let before = place.checked_sub(1).map(|place| characters[place]);
        let after = characters.get(place + 1).copied();
        let is_mark = character.width() == Some(0);
        marks += usize::from(is_mark && !is_joining(character) && !is_tag(character));
        let shown = match character {
            ' ' => true,
            _ if exact && is_own_sign(character, charset) => false,
            // Only inside an emoji or a ligature, between two things that are seen.
            '\u{200d}' => before.is_some() && after.is_some_and(|after| after.width() != Some(0)),
            '\u{fe0e}' | '\u{fe0f}' => {
                before.is_some_and(|before| !before.is_alphanumeric()) || after == Some('\u{20e3}')
            }
            _ if is_tag(character) => characters[0] == '\u{1f3f4}',
            _ if is_invisible(character) => false,
            // A mark without a letter would be drawn onto what stands before the text.
            _ if is_mark => place > 0 && (marks <= MARKS || is_jamo(character)),
            _ => !(exact && characters.len() == 1 && !is_nfc(cluster)),
        };
        if shown {
            drawn.push(character);
        } else {
            drawn.push_str(&sign(character, charset));
            look = Look::Sign;
        }
    }
    (drawn, look)
}

/// The sign for a character.
fn sign(character: char, charset: Charset) -> String {
    match (charset, character) {
        (Charset::Unicode, ' ') => "·".to_owned(),
        (Charset::Unicode, '\n') => "↵".to_owned(),
        (Charset::Unicode, '\r') => "␍".to_owned(),
        (Charset::Unicode, '\t') => "→".to_owned(),
        (Charset::Unicode, _) => format!("⟨U+{:04X}⟩", u32::from(character)),
        (Charset::Ascii, ' ') => "\\x20".to_owned(),
        // `\n`, `\r`, `\t`, `\\`, `\u{200b}`.
        (Charset::Ascii, '\n' | '\r' | '\t' | '\\') => character.escape_default().to_string(),
        (Charset::Ascii, _) => character.escape_unicode().to_string(),
    }
}

/// Whether a reader would take it for one of our signs.
fn is_own_sign(character: char, charset: Charset) -> bool {
    match charset {
        Charset::Unicode => matches!(character, '·' | '↵' | '␍' | '→' | '⟨' | '⟩' | '⟪' | '⟫'),
        Charset::Ascii => character == '\\',
    }
}

/// Characters that act on a terminal, or on the reader's eye, instead of being seen.
fn is_invisible(character: char) -> bool {
    character.is_control()
        || (character.is_whitespace() && character != ' ')
        || matches!(character,
            // Soft hyphen, combining grapheme joiner, Arabic letter mark, Hangul fillers, blank Braille.
            '\u{00ad}' | '\u{034f}' | '\u{061c}' | '\u{115f}' | '\u{1160}' | '\u{3164}' | '\u{ffa0}' | '\u{2800}'
            | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            // Zero-width characters and direction marks.
            | '\u{200b}'..='\u{200f}'
            // Embeddings, overrides and isolates of text direction, word joiner, invisible operators.
            | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
            // Tags and further variation selectors.
            | '\u{e0000}'..='\u{e0fff}')
}

/// The characters that make one emoji of several.
fn is_joining(character: char) -> bool {
    matches!(character, '\u{200d}' | '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' | '\u{1f3fb}'..='\u{1f3ff}')
}

/// Invisible copies of ASCII, which make the flags of regions.
fn is_tag(character: char) -> bool {
    matches!(character, '\u{e0020}'..='\u{e007f}')
}

/// The vowels and final consonants of a Hangul syllable that was taken apart.
fn is_jamo(character: char) -> bool {
    matches!(character, '\u{1161}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7fb}')
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    fn drawn(text: &str) -> String {
        cells(text, Charset::Unicode).into_iter().map(|cell| cell.text).collect()
    }

    fn ascii(text: &str) -> String {
        cells(text, Charset::Ascii).into_iter().map(|cell| cell.text).collect()
    }

    #[test]
    fn what_is_seen_is_drawn_as_it_is() {
        for text in [
            "Echo: 안녕 👋 k3f9",
            "👨‍👩‍👧‍👦",
            "❤️",
            "1️⃣",
            "🇰🇷",
            "👍🏽",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "é",
            "क्‍ष",
        ] {
            assert_eq!(drawn(text), text);
        }
    }

    #[test]
    fn spaces_are_drawn_where_they_would_not_be_seen() {
        assert_eq!(drawn(" a b  c "), "·a b··c·");
        assert_eq!(drawn("a \nb"), "a·↵b");
        assert_eq!(drawn(" "), "·");
        assert_eq!(drawn("a\u{a0}b\u{3000}"), "a⟨U+00A0⟩b⟨U+3000⟩");
        assert_eq!(ascii(" a b  c "), "\\x20a b\\x20\\x20c\\x20");
    }

    #[test]
    fn line_ends_and_tabs_are_drawn_on_one_line() {
        assert_eq!(drawn("a\nb\r\nc\rd\te"), "a↵b␍↵c␍d→e");
        assert_eq!(ascii("a\nb\r\nc\td"), "a\\nb\\r\\nc\\td");
    }

    #[test]
    fn nothing_reaches_the_terminal_as_a_command() {
        assert_eq!(drawn("\x1b[2J\x07\0"), "⟨U+001B⟩[2J⟨U+0007⟩⟨U+0000⟩");
        assert_eq!(drawn("\u{9b}31m\u{7f}"), "⟨U+009B⟩31m⟨U+007F⟩");
        assert_eq!(drawn("a\u{202e}b\u{2066}c"), "a⟨U+202E⟩b⟨U+2066⟩c");
        assert_eq!(safe("\x1b]0;x\x07  a\tb", Charset::Unicode), "⟨U+001B⟩]0;x⟨U+0007⟩  a→b");
        for code in (0..=0x10_ffff).filter_map(char::from_u32).filter(|character| character.is_control()) {
            for charset in [Charset::Unicode, Charset::Ascii] {
                let text = safe(&format!("a{code}b"), charset);
                assert!(!text.chars().any(char::is_control), "{code:?}");
            }
        }
    }

    #[test]
    fn characters_without_width_are_drawn_by_their_number() {
        assert_eq!(drawn("a\u{200b}b\u{feff}c\u{200d}"), "a⟨U+200B⟩b⟨U+FEFF⟩c⟨U+200D⟩");
        assert_eq!(drawn("\u{3164}a\u{fe0f}"), "⟨U+3164⟩a⟨U+FE0F⟩");
        assert_eq!(drawn("\u{301}a"), "⟨U+0301⟩a");
    }

    #[test]
    fn letters_taken_apart_are_marked_after_the_last_of_them() {
        let apart = "\u{110b}\u{1161}\u{11ab}\u{1102}\u{1167}\u{11bc}";
        assert_eq!(drawn(&format!("Echo: {apart}!")), format!("Echo: {apart}⟨NFD⟩!"));
        assert_eq!(ascii(apart), format!("{apart}\\NFD"));
        assert_eq!(drawn("e\u{301}"), "e\u{301}⟨NFD⟩");
        // One character each, which look the same.
        assert_eq!(drawn("\u{212b}\u{c5}"), "⟨U+212B⟩\u{c5}");
    }

    #[test]
    fn a_tower_of_marks_stays_on_its_line() {
        let tower = format!("a{}", "\u{336}".repeat(7));
        assert_eq!(drawn(&tower), format!("a{}{}", "\u{336}".repeat(4), "⟨U+0336⟩".repeat(3)));
    }

    #[test]
    fn every_drawing_stands_for_one_text() {
        let texts = [
            "a b",
            "a  b",
            "a··b",
            "a\u{b7} b",
            " ·",
            "· ",
            "a\nb",
            "a↵b",
            "a\r\nb",
            "a␍↵b",
            "→",
            "\t",
            "\u{200b}",
            "⟨U+200B⟩",
            "⟪3자 생략⟫",
            "\\",
            "\\n",
            "\n",
            "\\\\n",
            "\\x20",
            " ",
            "\\u{200b}",
            "é",
            "e\u{301}",
            "é⟨NFD⟩",
            "é\\NFD",
            "e\u{301}\\NFD",
            "",
        ];
        for draw in [drawn, ascii] {
            let mut seen = HashMap::new();
            for text in texts {
                if let Some(other) = seen.insert(draw(text), text) {
                    panic!("{other:?} and {text:?} look the same");
                }
            }
        }
    }

    #[test]
    fn a_cell_is_as_wide_as_it_is_drawn() {
        let widths: Vec<usize> =
            cells("a안👋\u{200b} ", Charset::Unicode).iter().map(|cell| cell.width).collect();
        assert_eq!(widths, [1, 2, 2, 8, 1]);
    }
}
