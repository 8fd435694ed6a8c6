//! 한국어 어간과 이모티콘, 이모지 찾기: 수백 개를 한 번에 훑어 찾습니다 (아호-코라식).
//!
//! Korean stems, emoticons and emoji, all looked for in one pass (Aho-Corasick): the leftmost term wins, and
//! of those that start together the longest.

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
        while let Some(found) = self.automaton.find(Input::new(text).range(from..)) {
            let span = found.range();
            let meaning = self.meanings[found.pattern().as_usize()];
            if stands_free(text, &span, meaning) {
                from = span.end;
                marks.push(Mark { span, meaning });
            } else {
                // Another term may start inside of what does not count.
                from = span.start + text[span.start..].chars().next().map_or(1, char::len_utf8);
            }
        }
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

fn stands_free(text: &str, span: &std::ops::Range<usize>, meaning: Meaning) -> bool {
    let before = text[..span.start].chars().next_back();
    match meaning.kind {
        Kind::Start | Kind::Negator | Kind::Intensifier | Kind::Faint => {
            // A lone letter such as the ㅋ of laughter ends the word before.
            !before.is_some_and(|before| before.is_alphanumeric() && !matches!(before, 'ㄱ'..='ㅣ'))
        }
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
