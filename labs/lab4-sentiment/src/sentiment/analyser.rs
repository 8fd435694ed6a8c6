//! 분석기: 사전을 한 번 읽어 두고, 글이 올 때마다 답합니다.
//!
//! The analyser: reads the lexicon once, and then answers for one text after another.

use super::{
    answer::{Hit, Label, Sentiment},
    contrast,
    folded::Folded,
    lexicon::{self, LexiconError},
    shares::{self, Share},
    signs::Signs,
    words::Words,
};

/// A sum nearer to zero than this is neutral: one weak word is no feeling.
const DEAD_ZONE: f64 = 0.4;

/// How fast the score nears its end: a sum of 2, one clear word, makes 0.7.
const SOFTNESS: f64 = 4.0;

/// 감정 사전을 가진 분석기. 여러 연결이 함께 쓸 수 있습니다.
/// An analyser with its lexicon. Share it between connections; making one takes a fraction of a second.
#[derive(Debug)]
pub struct Analyser {
    signs: Signs,
    words: Words,
}

impl Analyser {
    /// 이 실습의 사전으로 만듭니다.
    /// Made with the lexicon of this lab.
    ///
    /// # Errors
    ///
    /// Names the line of the lexicon that cannot be read.
    pub fn new() -> Result<Self, LexiconError> {
        Self::with_lexicon(include_str!("../../lexicon.tsv"))
    }

    /// 다른 사전으로 만듭니다. 형식은 `lexicon.tsv` 맨 위에 있습니다.
    /// Made with another lexicon; its format is told at the top of `lexicon.tsv`.
    ///
    /// # Errors
    ///
    /// Names the line of the lexicon that cannot be read.
    pub fn with_lexicon(file: &str) -> Result<Self, LexiconError> {
        let entries = lexicon::parse(file)?;
        Ok(Self { signs: Signs::new(&entries)?, words: Words::new(&entries) })
    }

    /// 글 하나의 감정. 글의 길이에 비례하는 시간이 걸립니다.
    /// The feeling of one text. Takes time in proportion to its length: about 2 µs for a sentence.
    #[must_use]
    pub fn analyse(&self, text: &str) -> Sentiment {
        let folded = Folded::new(text);
        let mut marks = Vec::new();
        self.signs.find(folded.text(), &mut marks);
        self.words.find(folded.text(), &mut marks);
        marks.sort_by_key(|mark| mark.span.start);
        let mut shares = shares::of(folded.text(), &marks);
        contrast::apply(folded.text(), &marks, &mut shares);
        judge(&folded, &shares)
    }
}

fn judge(folded: &Folded<'_>, shares: &[Share]) -> Sentiment {
    let hits: Vec<_> = shares.iter().filter_map(|share| hit(folded, share)).collect();
    let sum: f64 = hits.iter().map(|hit| hit.weight).sum();
    let label = match rounded(sum, 100.0) {
        sum if sum >= DEAD_ZONE => Label::Positive,
        sum if sum <= -DEAD_ZONE => Label::Negative,
        _ => Label::Neutral,
    };
    Sentiment { label, score: rounded(sum / (sum * sum + SOFTNESS).sqrt(), 1000.0), hits }
}

fn hit(folded: &Folded<'_>, share: &Share) -> Option<Hit> {
    let place = folded.source(&share.span)?;
    let weight = rounded(share.weight, 100.0);
    Some(Hit { text: place.text.to_owned(), start: place.start, end: place.end, weight })
}

/// People read these numbers: 1.76 and not 1.7600000000000002. Adding zero makes 0.0 of -0.0.
fn rounded(number: f64, steps: f64) -> f64 {
    (number * steps).round() / steps + 0.0
}
