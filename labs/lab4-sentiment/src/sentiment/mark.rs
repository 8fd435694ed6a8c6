//! 표시: 다듬은 글에서 찾은 사전의 말 하나.
//!
//! A mark: an entry of the lexicon, found in the folded text.

use std::ops::Range;

use super::lexicon::{Kind, Language, Meaning};

/// Where in the folded text, in bytes, and what the lexicon says of it.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    pub(super) span: Range<usize>,
    pub(super) meaning: Meaning,
}

impl Mark {
    pub(super) fn weight(&self) -> f64 {
        self.meaning.weight
    }

    pub(super) fn kind(&self) -> Kind {
        self.meaning.kind
    }

    pub(super) fn is_english(&self) -> bool {
        self.meaning.language == Language::English
    }
}
