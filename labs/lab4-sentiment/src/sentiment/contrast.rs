//! 반전: `하지만`, `지만`, `but` 뒤의 말이 앞의 말보다 무겁습니다.
//!
//! Contrast: what follows `but` or `지만` counts more than what went before it in the sentence, and what
//! follows `although` counts less, up to the comma.

use super::{lexicon::Kind, mark::Mark, shares::Share};

/// Where the text turns or a sentence ends. Between two of these, all shares have one factor.
#[derive(Debug, Clone, Copy)]
struct Cut {
    at: usize,
    before: f64,
    after: f64,
}

/// Weighs the shares by the contrasts of the text.
pub(super) fn apply(text: &str, marks: &[Mark], shares: &mut [Share]) {
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
    matches!(mark.kind(), Kind::Contrast | Kind::Concession)
}

fn cuts(text: &str, turns: &[&Mark]) -> Vec<Cut> {
    let mut cuts: Vec<Cut> = Vec::new();
    let mut from = 0;
    for (index, turn) in turns.iter().enumerate() {
        sentence_ends(text, from, turn.span.start, &mut cuts);
        from = turn.span.end;
        let weight = turn.weight();
        if turn.kind() == Kind::Concession {
            cuts.push(Cut { at: turn.span.start, before: 1.0, after: weight });
            let next = turns.get(index + 1).map_or(text.len(), |next| next.span.start);
            let rest = text.get(from..next).unwrap_or_default();
            let length = rest.find([',', '.', '!', '?', '\n']).unwrap_or(rest.len());
            from += length;
            cuts.push(Cut { at: from, before: 1.0, after: 1.0 });
        } else {
            // `… . 하지만 …` looks back over the end of the sentence.
            if let Some(end) = cuts.last()
                && text[end.at..turn.span.start].trim_matches(is_space).is_empty()
            {
                cuts.pop();
            }
            cuts.push(Cut { at: turn.span.start, before: 2.0 - weight, after: weight });
        }
    }
    sentence_ends(text, from, text.len(), &mut cuts);
    cuts
}

fn sentence_ends(text: &str, from: usize, to: usize, cuts: &mut Vec<Cut>) {
    let Some(part) = text.get(from..to) else { return };
    for (at, _) in part.match_indices(['.', '!', '?', '\n']) {
        cuts.push(Cut { at: from + at, before: 1.0, after: 1.0 });
    }
}

fn is_space(character: char) -> bool {
    character.is_whitespace() || character.is_ascii_punctuation()
}
