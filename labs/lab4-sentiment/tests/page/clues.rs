//! The clues in the text: marked where the server says, whatever the text is made of.

use lab_testing::LabPage;

use crate::{connected, judge, open};

/// The marked words, without their weights.
fn marked(lab: &LabPage) -> Vec<String> {
    lab.tab.eval(
        "[...document.querySelectorAll('#hits mark')].map((mark) =>
            [...mark.childNodes].filter(({ nodeName }) => nodeName !== 'SMALL').map(({ textContent }) => textContent).join(''))",
    )
}

/// Everything that stands there but the weights.
fn shown(lab: &LabPage) -> String {
    lab.tab.eval(
        "(() => {
            const copy = document.querySelector('#hits').cloneNode(true);
            copy.querySelectorAll('small').forEach((weight) => weight.remove());
            return copy.textContent;
        })()",
    )
}

#[test]
fn a_clue_is_marked_with_its_weight() {
    let Some(lab) = connected() else { return };
    judge(&lab, "I feel happy today", "positive");
    assert_eq!(marked(&lab), ["happy"]);
    assert_eq!(shown(&lab), "I feel happy today");
    let weight = lab.tab.text("#hits mark small");
    assert!(weight.strip_prefix('+').is_some_and(|number| number.parse::<f64>().is_ok()), "{weight}");
    judge(&lab, "sad", "negative");
    assert!(lab.tab.text("#hits mark small").starts_with('−'));
    assert_eq!(lab.tab.count("#hits mark[data-direction=negative]"), 1);
}

#[test]
fn clues_stand_right_behind_emoji_and_in_decomposed_hangul() {
    let Some(lab) = connected() else { return };
    judge(&lab, "👨‍👩‍👧‍👦🇰🇷 love", "positive");
    assert_eq!(marked(&lab), ["love"]);
    assert_eq!(shown(&lab), "👨‍👩‍👧‍👦🇰🇷 love");
    // `좋아요` as a Mac writes it into a file name.
    let decomposed = "\u{1112}\u{1161} \u{110c}\u{1169}\u{11c2}\u{110b}\u{1161}\u{110b}\u{116d}!";
    judge(&lab, decomposed, "positive");
    let marked = marked(&lab);
    assert_eq!(marked.len(), 1);
    assert!(marked[0].starts_with("\u{110c}\u{1169}\u{11c2}"), "{marked:?}");
    assert_eq!(shown(&lab), decomposed);
}

#[test]
fn markup_and_invisible_characters_are_shown_as_text() {
    let Some(lab) = connected() else { return };
    let images = lab.tab.count("img");
    let markup = "<img src=x onerror=\"document.title='run'\">";
    judge(&lab, &format!("{markup}\u{202e} love"), "positive");
    let visible = format!("{markup}⟨U+202E⟩ love");
    assert_eq!(shown(&lab), visible);
    assert_eq!(lab.tab.texts("#history .text"), [visible]);
    assert_eq!(marked(&lab), ["love"]);
    assert_eq!(lab.tab.count("img"), images);
    assert_ne!(lab.tab.eval::<String>("document.title"), "run");
    assert!(!lab.tab.requests().iter().any(|url| url.ends_with("/x")), "{:?}", lab.tab.requests());
    assert_eq!(lab.tab.problems(), []);
}

#[test]
fn a_hit_that_does_not_fit_the_text_is_left_out() {
    let Some(lab) = open() else { return };
    lab.tab.eval::<Option<bool>>(
        "import('/result.js').then(({ show }) => {
            const hit = (text, start, end, weight = 1) => ({ text, start, end, weight });
            const hits = [
                null, hit('love', -4, 0), hit('love', 0, 5), hit('love', '0', {}), hit('\\ud83d', 5, 6),
                hit('love', 0, 4), hit('ove', 1, 4), hit('', 4, 4), hit('😊', 5, 7, null), hit('😊', 5, 7), hit('x', 900, 901),
            ];
            show({ text: 'love 😊', answer: { label: 'positive', score: 9, hits }, delay: 1 });
        })",
    );
    assert_eq!(marked(&lab), ["love", "😊"]);
    assert_eq!(shown(&lab), "love 😊");
    assert_eq!(lab.tab.problems(), []);
}
