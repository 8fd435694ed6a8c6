//! 글 다듬기: 달리 적어도 같은 글은 같은 모양으로 만들고, 받은 글의 위치로 되돌아가는 길을 남깁니다.
//!
//! Folding: one spelling for texts that look alike, and the way back to the text as it was sent.
//!
//! 한글은 자모로 풀어 둡니다 (NFD): `슬픈`은 `ㅅㅡㄹㅍㅡㄴ`이 되어, 사전의 `슬프` 하나로 `슬프다·슬픈·슬픔·슬플`을
//! 모두 찾습니다. 키보드가 음절을 풀어서 보내도(NFD) 결과가 같습니다.
//! Hangul is taken apart into its letters (Unicode NFD): the one stem `슬프` then finds `슬프다`, `슬픈`, `슬픔`
//! and `슬플`, and it makes no difference whether a keyboard sends syllables whole or in pieces.

use std::ops::Range;

use unicode_normalization::char::{canonical_combining_class, decompose_canonical};

/// A folded text, with the text that it was made of.
#[derive(Debug)]
pub(super) struct Folded<'a> {
    source: &'a str,
    text: String,
    pieces: Vec<Piece>,
}

/// What one character that is seen, a syllable or an emoji with its skin tone, became.
#[derive(Debug)]
struct Piece {
    /// Where it starts in the folded text.
    at: usize,
    /// Where it lies in the source.
    bytes: Range<usize>,
    /// The same in UTF-16 code units.
    units: Range<usize>,
}

/// A part of the source.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place<'a> {
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl<'a> Folded<'a> {
    pub(super) fn new(source: &'a str) -> Self {
        let mut folded = Self {
            source,
            text: String::with_capacity(source.len() * 3),
            pieces: Vec::with_capacity(source.len()),
        };
        let mut unit = 0;
        for (byte, character) in source.char_indices() {
            let units = unit..unit + character.len_utf16();
            unit = units.end;
            folded.push(character, byte..byte + character.len_utf8(), units);
        }
        folded
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The part of the source that became `span` of the folded text. A span that ends inside a syllable
    /// takes in the whole syllable.
    pub(super) fn source(&self, span: &Range<usize>) -> Option<Place<'a>> {
        let first = self.pieces.get(self.index_at(span.start)?)?;
        let last = self.pieces.get(self.index_at(span.end.checked_sub(1)?)?)?;
        let text = self.source.get(first.bytes.start..last.bytes.end)?;
        Some(Place { text, start: first.units.start, end: last.units.end })
    }

    fn index_at(&self, at: usize) -> Option<usize> {
        self.pieces.partition_point(|piece| piece.at <= at).checked_sub(1)
    }

    fn push(&mut self, character: char, bytes: Range<usize>, units: Range<usize>) {
        let at = self.text.len();
        let joins = match character {
            'a'..='z' | '0'..='9' => {
                self.text.push(character);
                false
            }
            _ if is_invisible(character) => true,
            _ if character.is_whitespace() => self.push_space(character),
            // The apostrophe of a phone's keyboard.
            '\u{2018}' | '\u{2019}' => {
                self.text.push('\'');
                false
            }
            // Full-width letters, which a Korean keyboard can type.
            '\u{ff01}'..='\u{ff5e}' => {
                self.push_letters(char::from_u32(u32::from(character) - 0xfee0).unwrap_or(character));
                false
            }
            _ if canonical_combining_class(character) != 0 => true,
            _ => {
                self.push_letters(character);
                is_later_jamo(character)
            }
        };
        match self.pieces.last_mut() {
            Some(piece) if joins => {
                piece.bytes.end = bytes.end;
                piece.units.end = units.end;
            }
            _ => self.pieces.push(Piece { at, bytes, units }),
        }
    }

    /// Accents are left out: `café` is found as `cafe`.
    fn push_letters(&mut self, character: char) {
        let text = &mut self.text;
        decompose_canonical(character, |letter| {
            if letter.is_ascii() {
                text.push(letter.to_ascii_lowercase());
            } else if canonical_combining_class(letter) == 0 {
                text.extend(letter.to_lowercase());
            }
        });
    }

    /// Spaces in a row become one, and a line's end stays what it is: a sentence ends there.
    fn push_space(&mut self, character: char) -> bool {
        if character == '\n' {
            self.text.push('\n');
            return false;
        }
        let joins = self.text.ends_with([' ', '\n']);
        if !joins {
            self.text.push(' ');
        }
        joins
    }
}

/// A term of the lexicon, folded as a text is.
pub(super) fn fold(term: &str) -> String {
    Folded::new(term).text
}

/// Belongs to the syllable before it: a vowel or a final consonant.
fn is_later_jamo(character: char) -> bool {
    matches!(character, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7ff}')
}

/// Changes how a neighbour looks, or nothing at all: emoji style, skin tone, joiners, direction marks.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}' | '\u{ad}' | '\u{feff}'
    )
}
