//! TOML files that people edit: read with every mistake at once, each with its line and what would be right.

mod keys;
mod nearest;

use std::{cell::RefCell, fmt, ops::Range};

pub(crate) use keys::{Entry, Keys, number_or_text};
pub(crate) use nearest::nearest;

use crate::language::Bilingual;

/// So many mistakes are told at most; the rest follows when these are gone.
const MOST: usize = 10;

/// A text in both languages, each written like the text of `format!` with names from around it.
macro_rules! both {
    ($ko:literal, $en:literal) => {
        crate::language::Bilingual { ko: format!($ko), en: format!($en) }
    };
}
pub(crate) use both;

/// A mistake in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong and what would be right.
    pub text: Bilingual,
}

/// A file with mistakes. It is shown one mistake a line: `labs/lab1-echo/scenario.toml:34: 한국어 · English`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadFile {
    /// What messages call the file.
    pub file: String,
    /// Its mistakes in the order of their lines, the first ten.
    pub mistakes: Vec<Mistake>,
    /// How many there are beyond those.
    pub more: usize,
}

impl fmt::Display for BadFile {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, Mistake { line, text }) in self.mistakes.iter().enumerate() {
            let new_line = if place == 0 { "" } else { "\n" };
            write!(to, "{new_line}{}:{line}: {} · {}", self.file, text.ko, text.en)?;
        }
        match self.more {
            0 => Ok(()),
            more => write!(to, "\n{}: 이 밖에 {more}개 더 · and {more} more", self.file),
        }
    }
}

impl std::error::Error for BadFile {}

/// A file that is being read, with the mistakes that were found in it so far.
#[derive(Debug)]
pub(crate) struct Reading<'t> {
    text: &'t str,
    mistakes: RefCell<Vec<Mistake>>,
}

impl<'t> Reading<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        Self { text, mistakes: RefCell::default() }
    }

    /// Notes a mistake at a place in the text, in bytes.
    pub(crate) fn wrong(&self, at: &Range<usize>, text: Bilingual) {
        let before = self.text.get(..at.start).unwrap_or(self.text);
        let line = before.matches('\n').count() + 1;
        self.mistakes.borrow_mut().push(Mistake { line, text });
    }

    /// The tables of the file, as far as its syntax can be read.
    pub(crate) fn parse(&self) -> toml::Spanned<toml::de::DeTable<'t>> {
        let (table, errors) = toml::de::DeTable::parse_recoverable(self.text);
        for error in errors {
            let why = error.message().replace('\n', ", ");
            let at = error.span().unwrap_or_default();
            self.wrong(&at, both!("TOML 문법에 맞지 않습니다: {why}", "not TOML: {why}"));
        }
        table
    }

    /// Whether no mistake was found so far.
    pub(crate) fn is_fine(&self) -> bool {
        self.mistakes.borrow().is_empty()
    }

    /// What was read, when no mistake was found in the file.
    pub(crate) fn end<T>(self, file: &str, read: T) -> Result<T, BadFile> {
        let mut mistakes = self.mistakes.into_inner();
        if mistakes.is_empty() {
            return Ok(read);
        }
        mistakes.sort_by_key(|mistake| mistake.line);
        let more = mistakes.len().saturating_sub(MOST);
        mistakes.truncate(MOST);
        Err(BadFile { file: file.to_owned(), mistakes, more })
    }
}
