//! 영어 낱말 찾기: 낱말 전체가 사전에 있어야 합니다. `hello` 안의 `hell` 은 찾지 않습니다.
//!
//! English words: a word counts as a whole, so that the `hell` of `hello` is none. Phrases come first, the longest
//! before the shorter.

use std::{collections::HashMap, ops::Range};

use super::{
    folded::fold,
    inflection,
    lexicon::{Entry, Kind, Language, Meaning},
    mark::Mark,
};

/// The English terms, by their first word.
#[derive(Debug, Default)]
pub(super) struct Words {
    by_first: HashMap<String, Word>,
}

#[derive(Debug, Default)]
struct Word {
    meaning: Option<Meaning>,
    /// The longest first.
    phrases: Vec<Phrase>,
}

#[derive(Debug)]
struct Phrase {
    rest: Vec<String>,
    meaning: Meaning,
}

impl Words {
    pub(super) fn new(entries: &[Entry<'_>]) -> Self {
        let mut words = Self::default();
        for entry in entries.iter().filter(|entry| entry.meaning.language == Language::English) {
            let term = fold(entry.term);
            words.insert(&term, entry.meaning);
            // Who types fast writes `cant` and `dont`.
            if term.contains("n't") {
                words.insert(&term.replace("n't", "nt"), entry.meaning);
            }
        }
        for word in words.by_first.values_mut() {
            word.phrases.sort_by_key(|phrase| std::cmp::Reverse(phrase.rest.len()));
        }
        words
    }

    fn insert(&mut self, term: &str, meaning: Meaning) {
        let mut tokens = Tokens::of(term).map(|token| term[token].to_owned());
        let Some(first) = tokens.next() else { return };
        let rest: Vec<_> = tokens.collect();
        let word = self.by_first.entry(first).or_default();
        if rest.is_empty() {
            word.meaning = Some(meaning);
        } else {
            word.phrases.push(Phrase { rest, meaning });
        }
    }

    /// Adds what is found in a folded text, in its order.
    pub(super) fn find(&self, text: &str, marks: &mut Vec<Mark>) {
        let mut tokens = Tokens::of(text);
        while let Some(token) = tokens.next() {
            let (end, meaning) = match self.by_first.get(&text[token.clone()]) {
                Some(word) => match word.phrase(text, &tokens) {
                    Some((meaning, after)) => {
                        tokens = after;
                        (tokens.at, Some(meaning))
                    }
                    None => (token.end, word.meaning),
                },
                None => (token.end, self.inflected(&text[token.clone()])),
            };
            if let Some(meaning) = meaning {
                marks.push(Mark { span: token.start..end, meaning });
            }
        }
    }

    /// `goooood` and `hugged` are found as `good` and `hug`.
    fn inflected(&self, word: &str) -> Option<Meaning> {
        inflection::find(word, |candidate| {
            self.by_first.get(candidate)?.meaning.filter(|meaning| meaning.kind != Kind::Neutral)
        })
    }
}

impl Word {
    fn phrase<'t>(&self, text: &str, tokens: &Tokens<'t>) -> Option<(Meaning, Tokens<'t>)> {
        self.phrases.iter().find_map(|phrase| {
            let mut after = tokens.clone();
            for word in &phrase.rest {
                let gap_start = after.at;
                let token = after.next()?;
                let is_joined = matches!(&text[gap_start..token.start], " " | "-" | "/");
                if !is_joined || text[token] != **word {
                    return None;
                }
            }
            Some((phrase.meaning, after))
        })
    }
}

/// The words of a text, as ranges of bytes. A name (`@happyguy`) is none, and neither is an address of the web.
#[derive(Debug, Clone)]
struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, at: 0 }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let bytes = self.text.as_bytes();
        loop {
            let start = self.at + bytes[self.at..].iter().position(u8::is_ascii_alphanumeric)?;
            let rest = &bytes[start..];
            let is_inside = |(index, byte): (usize, &u8)| {
                byte.is_ascii_alphanumeric()
                    || *byte == b'\'' && rest.get(index + 1).is_some_and(u8::is_ascii_alphanumeric)
            };
            let length = rest.iter().enumerate().position(|at| !is_inside(at)).unwrap_or(rest.len());
            self.at = start + length;
            if is_address(&bytes[start..self.at], &bytes[self.at..]) {
                let rest = &bytes[self.at..];
                self.at += rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
                continue;
            }
            if start == 0 || bytes[start - 1] != b'@' {
                return Some(start..self.at);
            }
        }
    }
}

/// `https://…`, `www.…` or `….com`: what a domain is called says nothing of a feeling.
fn is_address(word: &[u8], after: &[u8]) -> bool {
    const ENDS: [&[u8]; 5] = [b".com", b".net", b".org", b".kr", b".co"];
    let has_end = ENDS.iter().any(|end| {
        after.strip_prefix(*end).is_some_and(|rest| !rest.first().is_some_and(u8::is_ascii_alphanumeric))
    });
    after.starts_with(b"://") || word == b"www" && after.starts_with(b".") || has_end
}
