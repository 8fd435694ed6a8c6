//! Random texts, changed at random: the same exactly when a second, slower way of making them equal says so.

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::{super::first_difference, *};

const PIECES: [&str; 18] = [
    "가",
    "나다",
    "a",
    "B",
    " ",
    "  ",
    "\n",
    "\r\n",
    "…",
    "...",
    "😊",
    "⚠",
    "⚠\u{fe0f}",
    "👩\u{200d}💻",
    "1",
    "\t",
    "🇰🇷",
    "\u{1100}\u{1161}",
];

/// The emoji among the pieces, without variation selectors.
const EMOJI: [&str; 4] = ["😊", "⚠", "👩\u{200d}💻", "🇰🇷"];

/// Everything that is tolerated made equal, one replacement after another.
fn plain(text: &str, worded: bool) -> String {
    let mut text: String = text.replace("\r\n", "\n").nfc().collect();
    text.truncate(text.trim_end().len());
    if !worded {
        return text;
    }
    text = text.replace("...", "…").replace("⚠\u{fe0f}", "⚠");
    loop {
        let before = text.clone();
        for emoji in EMOJI {
            for space in [" ", "\n", "\t"] {
                text = text
                    .replace(&format!("{emoji}{space}"), emoji)
                    .replace(&format!("{space}{emoji}"), emoji);
            }
        }
        if text == before {
            return text;
        }
    }
}

fn random(rng: &mut fastrand::Rng) -> Vec<&'static str> {
    (0..rng.usize(..=8)).map(|_| PIECES[rng.usize(..PIECES.len())]).collect()
}

/// Puts in or takes out a few pieces, or none.
fn changed(from: &[&'static str], rng: &mut fastrand::Rng) -> Vec<&'static str> {
    let mut pieces = from.to_vec();
    for _ in 0..rng.usize(0..=3) {
        let place = rng.usize(0..=pieces.len());
        if rng.bool() {
            pieces.insert(place, PIECES[rng.usize(..PIECES.len())]);
        } else if place < pieces.len() {
            pieces.remove(place);
        }
    }
    pieces
}

#[test]
fn texts_are_the_same_exactly_when_they_are_equal_after_what_is_tolerated() {
    let mut rng = fastrand::Rng::with_seed(7);
    let (mut same, mut different) = (0, 0);
    for _ in 0..20_000 {
        let pieces = random(&mut rng);
        let (one, other) = (pieces.concat(), changed(&pieces, &mut rng).concat());
        let equal = plain(&one, true) == plain(&other, true);
        let judged = notes(None, &one, &other);
        assert_eq!(judged.is_some(), equal, "{one:?} {other:?}");
        assert_eq!(judged, notes(None, &other, &one), "{one:?} {other:?}");
        assert_eq!(judged == Some(vec![]), one == other, "{one:?} {other:?}");
        same += usize::from(equal && one != other);
        different += usize::from(!equal);
    }
    assert!(same > 1000 && different > 2000, "{same} {different}");
}

#[test]
fn an_echo_is_the_same_exactly_when_the_clients_text_is_equal() {
    let mut rng = fastrand::Rng::with_seed(8);
    let (mut same, mut different) = (0, 0);
    for _ in 0..20_000 {
        let pieces = random(&mut rng);
        let (sent, back) = (pieces.concat(), changed(&pieces, &mut rng).concat());
        let (expected, received) = (format!("Echo: {sent}"), format!("Echo: {back}"));
        // Of a text that is empty or blank nothing is left that could be the client's own.
        let worded = sent.trim().is_empty();
        let equal = plain(&expected, worded) == plain(&received, worded);
        assert_eq!(notes(Some(&sent), &expected, &received).is_some(), equal, "{sent:?} {back:?}");
        same += usize::from(equal && sent != back);
        different += usize::from(!equal);
    }
    assert!(same > 500 && different > 2000, "{same} {different}");
}

#[test]
fn at_the_place_of_a_difference_the_texts_look_different() {
    let shown = |text: &str, at: usize| {
        let composed: String = text.replace("\r\n", "\n").nfc().collect();
        composed.graphemes(true).nth(at).map(str::to_owned)
    };
    let mut rng = fastrand::Rng::with_seed(9);
    let mut places = 0;
    for _ in 0..20_000 {
        let pieces = random(&mut rng);
        let (one, other) = (pieces.concat(), changed(&pieces, &mut rng).concat());
        match first_difference(&one, &other) {
            Some(at) => {
                assert_ne!(shown(&one, at), shown(&other, at), "{one:?} {other:?} at {at}");
                places += 1;
            }
            None => assert_eq!(plain(&one, false), plain(&other, false), "{one:?} {other:?}"),
        }
    }
    assert!(places > 2000, "{places}");
}
