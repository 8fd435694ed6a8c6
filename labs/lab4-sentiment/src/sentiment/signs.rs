//! 한국어 어간과 이모티콘, 이모지 찾기: 수백 개를 한 번에 훑어 찾습니다 (아호-코라식).
//!
//! Korean stems, emoticons and emoji, all looked for in one pass (Aho-Corasick): the leftmost term wins, and
//! of those that start together the longest.

use std::ops::Range;

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::{
    folded::fold,
    lexicon::{Entry, Kind, Language, LexiconError, Meaning, Problem},
    mark::Mark,
};

/// The terms that are not English, ready to be looked for.
#[derive(Debug)]
pub(super) struct Signs {
    automaton: AhoCorasick,
    meanings: Vec<Meaning>,
}

impl Signs {
    pub(super) fn new(entries: &[Entry<'_>]) -> Result<Self, LexiconError> {
        let mut patterns = Vec::new();
        let mut meanings = Vec::new();
        for entry in entries.iter().filter(|entry| entry.meaning.language != Language::English) {
            for spelling in spellings(entry.term) {
                patterns.push(spelling);
                meanings.push(entry.meaning);
            }
        }
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns);
        let error = |error: aho_corasick::BuildError| LexiconError {
            line: 0,
            problem: Problem::Automaton(error.to_string()),
        };
        Ok(Self { automaton: automaton.map_err(error)?, meanings })
    }

    /// Adds what is found in a folded text, in its order.
    pub(super) fn find(&self, text: &str, marks: &mut Vec<Mark>) {
        let mut from = 0;
        while let Some((span, meaning)) = self.next(text, from) {
            if let Some(meaning) = meaning {
                marks.push(Mark { span: span.clone(), meaning });
            }
            from = span.end;
        }
    }

    /// The next place where a term stands, and its meaning unless it cannot count there.
    fn next(&self, text: &str, from: usize) -> Option<(Range<usize>, Option<Meaning>)> {
        let first = self.automaton.find(Input::new(text).range(from..))?;
        let start = first.start();
        let mut found = first;
        loop {
            let meaning = self.meanings[found.pattern().as_usize()];
            if stands_free(text, &found.range(), meaning) {
                return Some((found.range(), Some(meaning)));
            }
            // A shorter term may start at the same place: `안` where `안 해` cannot be, as in `안 행복해`.
            match self.automaton.find(Input::new(text).range(start..found.end() - 1)) {
                Some(shorter) if shorter.start() == start => found = shorter,
                _ => break,
            }
        }
        // Another term may start inside of what does not count.
        let length = text[start..].chars().next().map_or(1, char::len_utf8);
        Some((start..start + length, None))
    }
}

/// A space in a term may be missing in the text (`재미 없다`, `재미없다`), and a lone consonant before a syllable is the
/// final consonant of the syllable before (`ㄴ데` of `슬픈데`).
fn spellings(term: &str) -> Vec<String> {
    let mut characters = term.chars();
    let folded = match (characters.next().and_then(final_consonant), characters.as_str()) {
        (Some(letter), rest) if rest.starts_with(|next| matches!(next, ' ' | '가'..='힣')) => {
            format!("{letter}{}", fold(rest))
        }
        _ => fold(term),
    };
    let mut spellings = vec![String::new()];
    for (index, word) in folded.split(' ').enumerate() {
        let closed = if index == 0 { Vec::new() } else { spellings.clone() };
        for spelling in &mut spellings {
            if index > 0 {
                spelling.push(' ');
            }
            spelling.push_str(word);
        }
        spellings.extend(closed.into_iter().map(|spelling| spelling + word));
    }
    spellings
}

fn final_consonant(letter: char) -> Option<char> {
    Some(match letter {
        'ㄴ' => '\u{11ab}',
        'ㄹ' => '\u{11af}',
        'ㅁ' => '\u{11b7}',
        'ㅂ' => '\u{11b8}',
        _ => return None,
    })
}

/// Final consonants with which a verb goes on: ㄴ, ㄹ, ㅁ, ㅂ, ㅅ, ㅆ.
const VERB_FINALS: [char; 6] = ['\u{11ab}', '\u{11af}', '\u{11b7}', '\u{11b8}', '\u{11ba}', '\u{11bb}'];

fn stands_free(text: &str, span: &Range<usize>, meaning: Meaning) -> bool {
    let before = text[..span.start].chars().next_back();
    match meaning.kind {
        Kind::Start | Kind::Negator | Kind::Intensifier | Kind::Faint => {
            // A lone letter such as the ㅋ of laughter ends the word before.
            !before.is_some_and(|before| before.is_alphanumeric() && !matches!(before, 'ㄱ'..='ㅣ'))
        }
        // `안 해` goes on as `안 했다` or `안 합니다`, not as `안 행복하다`.
        Kind::Absence => !text[span.end..]
            .starts_with(|next| matches!(next, '\u{11a8}'..='\u{11c2}') && !VERB_FINALS.contains(&next)),
        Kind::Sign => {
            let term = &text[span.clone()];
            let after = text[span.end..].chars().next();
            !(term.starts_with(|first: char| first.is_ascii_alphanumeric())
                && before.is_some_and(|before| before.is_ascii_alphanumeric())
                || term.ends_with(|last: char| last.is_ascii_alphanumeric())
                    && after.is_some_and(|after| after.is_ascii_alphanumeric()))
        }
        _ => true,
    }
}
