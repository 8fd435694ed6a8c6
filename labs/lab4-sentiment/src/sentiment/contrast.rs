//! 반전: `하지만`, `지만`, `but` 뒤의 말이 앞의 말보다 무겁습니다.
//!
//! Contrast: what follows `but` or `지만` counts more than what went before it in the sentence, and what
//! follows `although` counts less, up to the comma. What follows `I wish` is hardly meant at all.

use super::{lexicon::Kind, mark::Mark, shares::Share};

/// The last word counts a little more: `love the idea, hate the result`.
const LAST: f64 = 1.2;

/// Words that a concession without a comma takes in.
const CONCEDED_WORDS: usize = 4;

/// What is left of a feeling that is only wished for: `I wish it were good`.
const WISHED: f64 = 0.2;

/// Where the text turns or a sentence ends. Between two of these, all shares have one factor.
#[derive(Debug, Clone, Copy)]
struct Cut {
    at: usize,
    before: f64,
    after: f64,
}

/// Weighs the shares by the contrasts of the text.
pub(super) fn apply(text: &str, marks: &[Mark], shares: &mut [Share]) {
    turn(text, marks, shares);
    if let [_, .., last] = shares {
        last.weight *= LAST;
    }
}

fn turn(text: &str, marks: &[Mark], shares: &mut [Share]) {
    let turns: Vec<_> = marks.iter().filter(|mark| is_turn(mark)).collect();
    if turns.is_empty() {
        return;
    }
    let cuts = cuts(text, &turns);
    let mut cuts = cuts.iter().peekable();
    let mut after = 1.0;
    for share in shares {
        while let Some(cut) = cuts.next_if(|cut| cut.at <= share.span.start) {
            after = cut.after;
        }
        let before = cuts.peek().map_or(1.0, |cut| cut.before);
        share.weight *= after * before;
    }
}

fn is_turn(mark: &Mark) -> bool {
    matches!(mark.kind(), Kind::Contrast | Kind::Concession | Kind::Wish)
}

fn cuts(text: &str, turns: &[&Mark]) -> Vec<Cut> {
    let mut cuts = Vec::new();
    let mut from = 0;
    for (index, turn) in turns.iter().enumerate() {
        sentence_ends(text, from, turn.span.start, &mut cuts);
        // `… . 하지만 …` looks back over the end of the sentence.
        let is_first_word = cuts.last().is_none_or(|end| is_blank(text, end.at, turn.span.start));
        from = turn.span.end;
        let weight = turn.weight();
        if turn.kind() == Kind::Wish {
            cuts.push(Cut { at: from, before: 1.0, after: WISHED });
        } else if turn.kind() == Kind::Concession {
            let next = turns.get(index + 1).map_or(text.len(), |next| next.span.start);
            cuts.push(Cut { at: turn.span.start, before: 1.0, after: weight });
            from += conceded(text.get(from..next).unwrap_or_default(), is_first_word);
            cuts.push(Cut { at: from, before: 1.0, after: 1.0 });
        } else {
            if is_first_word {
                cuts.pop();
            }
            cuts.push(Cut { at: turn.span.start, before: 2.0 - weight, after: weight });
        }
    }
    sentence_ends(text, from, text.len(), &mut cuts);
    cuts
}

/// How far a concession goes: up to the comma or the end of the sentence. `Despite the rain we had fun` has no
/// comma; there it goes on for a few words.
fn conceded(rest: &str, is_first_word: bool) -> usize {
    let end = rest.find([',', '.', '!', '?', '\n']).unwrap_or(rest.len());
    if !is_first_word || rest[end..].starts_with(',') {
        return end;
    }
    let words = rest[..end].char_indices().filter(|(_, character)| *character == ' ');
    words.map(|(at, _)| at).nth(CONCEDED_WORDS).unwrap_or(end)
}

fn sentence_ends(text: &str, from: usize, to: usize, cuts: &mut Vec<Cut>) {
    let Some(part) = text.get(from..to) else { return };
    for (at, _) in part.match_indices(['.', '!', '?', '\n']) {
        cuts.push(Cut { at: from + at, before: 1.0, after: 1.0 });
    }
}

fn is_blank(text: &str, from: usize, to: usize) -> bool {
    let between = text.get(from..to).unwrap_or_default();
    between.chars().all(|character| character.is_whitespace() || character.is_ascii_punctuation())
}
