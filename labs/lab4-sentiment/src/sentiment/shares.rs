//! 부정과 강조: 찾은 말들을 차례로 보며 각 말의 몫을 정합니다.
//!
//! Negation and intensity: goes through the marks in their order and gives each term its share. A negator
//! binds to the nearest term and to no other.

use std::ops::Range;

use super::{
    gaps::{has_next_clause, has_syllables, has_words, is_jamo},
    lexicon::Kind,
    mark::Mark,
};

/// English words that may stand between a negator and its term: `not one of the best`.
const NEGATOR_REACH: usize = 3;

/// Words that may stand between an intensifier and its term: `very, very good` needs none, `정말 이 노래 좋다` two.
const INTENSIFIER_REACH: usize = 1;

/// Syllables between a term and the `-지 않다` that turns it: `추천하고 싶지 않다`.
const NEGATION_REACH: usize = 6;

/// Syllables between a noun and its `없다`: `재미가 하나도 없다`.
const ABSENCE_REACH: usize = 6;

/// The longest ending of a verb that is shown with it: `었습니다요`.
const ENDING_SYLLABLES: usize = 5;

/// A lack that turns no term weighs so much more than its factor.
const LACK: f64 = 2.0;

/// Intensifiers in a row do not make a term stronger than this.
const STRONGEST: f64 = 1.6;

/// What a term adds to the sum, and which part of the folded text says so.
#[derive(Debug)]
pub(super) struct Share {
    pub(super) span: Range<usize>,
    pub(super) weight: f64,
    kind: Kind,
    is_english: bool,
    is_negated: bool,
}

/// Gives each term its share.
pub(super) fn of(text: &str, marks: &[Mark]) -> Vec<Share> {
    let mut pass = Pass { text, shares: Vec::new(), negators: Vec::new(), intensifiers: Vec::new() };
    for mark in marks {
        match mark.kind() {
            Kind::Stem | Kind::Start | Kind::Word | Kind::Idiom | Kind::Faint | Kind::Wish => {
                pass.term(mark);
            }
            Kind::Sign => pass.sign(mark),
            Kind::Negator | Kind::Lack if pass.is_answer(mark) => pass.answer(mark),
            Kind::Negator | Kind::Lack => pass.negators.push(mark.clone()),
            Kind::Negation => pass.negation(mark, NEGATION_REACH),
            Kind::Absence => pass.negation(mark, ABSENCE_REACH),
            Kind::Intensifier => pass.intensifiers.push(mark.clone()),
            Kind::Contrast | Kind::Concession | Kind::Neutral => pass.forget(),
        }
    }
    pass.forget();
    extend_to_word_ends(text, &mut pass.shares);
    // An adverb that found no negation, as `전혀`, has no weight and explains nothing.
    pass.shares.retain(|share| share.weight != 0.0);
    pass.shares
}

/// A stem is shown with its ending: `좋아요` and not `좋`. A longer rest is no ending but the next word, written
/// without a space, and stays out.
fn extend_to_word_ends(text: &str, shares: &mut [Share]) {
    let mut next = text.len();
    for share in shares.iter_mut().rev() {
        let end = share.span.end;
        let is_stem = !share.is_english && share.kind != Kind::Sign;
        if let Some(rest) = text.get(end..next).filter(|_| is_stem) {
            let length = rest.find(|letter| !is_jamo(letter)).unwrap_or(rest.len());
            if has_syllables(&rest[..length], ENDING_SYLLABLES) {
                share.span.end = end + length;
            }
        }
        next = share.span.start;
    }
}

/// One way through the marks.
struct Pass<'a> {
    text: &'a str,
    shares: Vec<Share>,
    /// Seen, and still waiting for their term.
    negators: Vec<Mark>,
    intensifiers: Vec<Mark>,
}

impl Pass<'_> {
    fn term(&mut self, mark: &Mark) {
        let mut span = mark.span.clone();
        let mut weight = mark.weight();
        let mut is_negated = false;
        for intensifier in std::mem::take(&mut self.intensifiers).iter().rev() {
            let gap = self.text.get(intensifier.span.end..span.start).unwrap_or_default();
            if has_words(gap, INTENSIFIER_REACH) {
                weight = strengthened(weight, mark.weight(), intensifier.weight());
                span.start = span.start.min(intensifier.span.start);
            }
        }
        for negator in std::mem::take(&mut self.negators).iter().rev() {
            if self.reaches(negator, &span) {
                weight *= negator.weight();
                span.start = span.start.min(negator.span.start);
                is_negated = true;
            } else {
                self.unbound(negator);
            }
        }
        let share = Share { span, weight, kind: mark.kind(), is_english: mark.is_english(), is_negated };
        self.shares.push(share);
        if is_negated {
            self.drop_faint();
        }
    }

    /// A negator of English has to be near, one of Korean right before: `안 좋아`, `안좋아`.
    fn reaches(&self, negator: &Mark, span: &Range<usize>) -> bool {
        if negator.span.start >= span.start {
            // It lies among the intensifiers that were taken in: `very not good`.
            return true;
        }
        let gap = self.text.get(negator.span.end..span.start).unwrap_or_default();
        if negator.is_english() {
            has_words(gap, NEGATOR_REACH) && !gap.contains(" and ")
        } else {
            matches!(gap, "" | " ")
        }
    }

    /// Signs are not negated, and `ㅠㅠㅠㅠ` is not sadder than `ㅠㅠ`.
    fn sign(&mut self, mark: &Mark) {
        self.forget();
        let weight = mark.weight();
        if let Some(last) = self.shares.last_mut() {
            let is_repeated = last.kind == Kind::Sign && last.weight.signum() == weight.signum();
            if is_repeated && self.text[last.span.end..mark.span.start].trim().is_empty() {
                last.span.end = mark.span.end;
                return;
            }
        }
        let span = mark.span.clone();
        self.shares.push(Share { span, weight, kind: Kind::Sign, is_english: false, is_negated: false });
    }

    /// Turns the term before: `좋지 않다`, `재미가 없다`.
    fn negation(&mut self, mark: &Mark, reach: usize) {
        self.forget();
        let Some(last) = self.shares.len().checked_sub(1) else { return };
        // `재미가 별로 없다`: the adverb leans on the negation, which means the noun before both.
        let target = match last.checked_sub(1) {
            Some(before) if self.shares[last].kind == Kind::Faint && self.has_particle(before, last) => {
                before
            }
            _ => last,
        };
        let from = self.shares[last].span.end;
        let gap = self.text.get(from..mark.span.start).unwrap_or_default();
        let is_near = from <= mark.span.start
            && has_syllables(gap, reach)
            && !(mark.kind() == Kind::Absence && has_next_clause(gap));
        let share = &mut self.shares[target];
        if !is_near || share.is_english || matches!(share.kind, Kind::Sign | Kind::Idiom) {
            return;
        }
        share.weight *= mark.weight();
        share.span.end = mark.span.end;
        share.is_negated = true;
        let factor = mark.weight();
        self.shares.truncate(target + 1);
        self.drop_faint();
        self.negate_listed(factor);
    }

    /// `No.` after a question is the answer to it.
    fn is_answer(&self, mark: &Mark) -> bool {
        let before = self.text[..mark.span.start].trim_end();
        let after = self.text[mark.span.end..].trim_start();
        mark.is_english() && before.ends_with('?') && (after.is_empty() || after.starts_with(['.', '!', ',']))
    }

    /// `Funny? Not at all!` turns what was asked.
    fn answer(&mut self, mark: &Mark) {
        self.forget();
        let Some(last) = self.shares.last_mut() else { return };
        let is_asked =
            self.text.get(last.span.end..mark.span.start).is_some_and(|gap| !gap.contains(['.', '!']));
        if is_asked && last.kind != Kind::Sign {
            last.weight *= mark.weight();
            last.span.end = mark.span.end;
            last.is_negated = true;
        }
    }

    /// `재미도 감동도 없다` lacks both.
    fn negate_listed(&mut self, factor: f64) {
        for index in (1..self.shares.len()).rev() {
            let [before, after] = &mut self.shares[index - 1..=index] else { return };
            let gap = self.text.get(before.span.end..after.span.start).unwrap_or_default();
            let gap = gap.trim();
            let is_listed = LISTS.contains(&gap) || gap.ends_with(VERB_LIST);
            let is_alike = !before.is_negated && before.weight * after.weight < 0.0;
            if !is_listed || !is_alike || before.kind == Kind::Sign || before.is_english {
                return;
            }
            before.weight *= factor;
            before.is_negated = true;
        }
    }

    /// `별로 좋지 않다`: once the term is negated, the adverb before it says nothing of its own.
    fn drop_faint(&mut self) {
        let Some(last) = self.shares.len().checked_sub(1) else { return };
        let Some(before) = last.checked_sub(1) else { return };
        if self.shares[before].kind == Kind::Faint && self.is_near(before, last) {
            let start = self.shares[before].span.start;
            self.shares[last].span.start = start;
            self.shares.remove(before);
        }
    }

    fn is_near(&self, before: usize, after: usize) -> bool {
        has_words(self.between(before, after), INTENSIFIER_REACH)
    }

    /// `재미가 별로`, `재미라고는 하나도`.
    fn has_particle(&self, before: usize, after: usize) -> bool {
        has_syllables(self.between(before, after), ABSENCE_REACH)
    }

    fn between(&self, before: usize, after: usize) -> &str {
        let span = self.shares[before].span.end..self.shares[after].span.start;
        self.text.get(span).unwrap_or_default()
    }

    /// What still waits for a term waits no longer.
    fn forget(&mut self) {
        for negator in std::mem::take(&mut self.negators) {
            self.unbound(&negator);
        }
        self.intensifiers.clear();
    }

    /// `a lack of care`: nothing was turned, and still something is missing.
    fn unbound(&mut self, negator: &Mark) {
        if negator.kind() == Kind::Lack {
            let (span, weight) = (negator.span.clone(), negator.weight() * LACK);
            self.shares.push(Share { span, weight, kind: Kind::Lack, is_english: true, is_negated: true });
        }
    }
}

/// `도`, `와`, `과`, `이나`, `나`, taken apart as the folded text is.
const LISTS: [&str; 6] = [
    "\u{1103}\u{1169}",
    "\u{110b}\u{116a}",
    "\u{1100}\u{116a}",
    "\u{110b}\u{1175}\u{1102}\u{1161}",
    "\u{1102}\u{1161}",
    ",",
];

/// `지도` of `행복하지도 즐겁지도 않다`.
const VERB_LIST: &str = "\u{110c}\u{1175}\u{1103}\u{1169}";

/// `factor` makes `weight` stronger or weaker, but never stronger than [`STRONGEST`] times what it was.
fn strengthened(weight: f64, plain: f64, factor: f64) -> f64 {
    let limit = (plain * STRONGEST).abs();
    (weight * factor).clamp(-limit, limit)
}
