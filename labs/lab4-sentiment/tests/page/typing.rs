//! Check 17, its first half: what is typed is judged while it is typed, and not asked about too often.

use lab_testing::LabPage;

use crate::{BINARY, WATCH, connected, judge, settled_labels, wait_for_label};

/// The texts that the page asked about.
fn asked(lab: &LabPage) -> Vec<String> {
    let texts = lab.sent().into_iter().map(|frame| {
        let request: serde_json::Value = serde_json::from_str(&frame.payload).unwrap();
        assert_eq!((request["type"].as_str(), frame.opcode), (Some("analyse"), 1), "{request}");
        request["text"].as_str().unwrap().to_owned()
    });
    texts.collect()
}

/// At most one message in 150 ms, by the browser's own account.
pub(crate) fn assert_unhurried(lab: &LabPage) {
    let times: Vec<f64> = lab.sent().iter().map(|frame| frame.at).collect();
    let gaps: Vec<f64> = times.windows(2).map(|pair| (pair[1] - pair[0]) * 1000.0).collect();
    assert!(gaps.iter().all(|gap| *gap >= 150.0), "{gaps:?} ms");
}

#[test]
fn love_is_positive_and_sad_negative() {
    let Some(lab) = LabPage::open_with(BINARY, WATCH) else { return };
    lab.connect();
    lab.tab.click("#message");
    lab.tab.type_text("love");
    lab.tab.wait_for_text("#result", "긍정 😊");
    wait_for_label(&lab, "positive");
    lab.tab.fill("#message", "");
    lab.tab.wait_for_text("#result", "");
    lab.tab.type_text("sad");
    lab.tab.wait_for_text("#result", "부정 😢");
    wait_for_label(&lab, "negative");
    lab.tab.wait_for_text("#progress", "확정");
    assert_unhurried(&lab);
    let labels = settled_labels(&lab);
    assert_eq!(labels.iter().filter(|label| *label == "positive").count(), 1, "{labels:?}");
    assert_eq!(labels.last().map(String::as_str), Some("negative"));
}

#[test]
fn every_key_of_a_fast_typist_is_not_a_message() {
    let Some(lab) = connected() else { return };
    // Two hundred keys of one moment, and then a rest.
    lab.tab.click("#message");
    lab.tab.eval::<Option<bool>>(
        "(() => {
            const field = document.querySelector('#message');
            for (let key = 0; key < 200; key++) {
                field.value += 'a';
                field.dispatchEvent(new Event('input', { bubbles: true }));
            }
        })()",
    );
    wait_for_label(&lab, "neutral");
    assert_eq!(asked(&lab), ["a".repeat(200)]);
}

#[test]
fn a_text_is_judged_without_a_composition_to_wait_for() {
    let Some(lab) = connected() else { return };
    judge(&lab, "I feel happy today", "positive");
    assert_eq!(asked(&lab), ["I feel happy today"]);
    let delay = lab.tab.text("#delay");
    let milliseconds = delay.strip_suffix(" ms").and_then(|number| number.parse::<u32>().ok());
    assert!(milliseconds.is_some(), "{delay}");
    let score: f64 = lab.tab.text("#score").replace('+', "").parse().unwrap();
    assert!(score > 0.0 && score <= 1.0, "{score}");
}

#[test]
fn an_empty_field_is_the_start_again_and_asks_nothing() {
    let Some(lab) = connected() else { return };
    judge(&lab, "love", "positive");
    lab.tab.fill("#message", "");
    wait_for_label(&lab, "");
    assert_eq!(lab.tab.text("#result"), "");
    assert_eq!(lab.tab.text("#delay"), "–");
    assert!(!lab.tab.eval::<bool>("document.querySelector('#clues').checkVisibility()"));
    judge(&lab, "sad", "negative");
    assert_eq!(asked(&lab), ["love", "sad"]);
}

#[test]
fn the_same_text_is_not_asked_about_twice() {
    let Some(lab) = connected() else { return };
    judge(&lab, "love", "positive");
    lab.tab.type_text("x");
    lab.tab.press("Backspace");
    wait_for_label(&lab, "positive");
    judge(&lab, "sad", "negative");
    let texts = asked(&lab);
    assert_eq!(texts.first().map(String::as_str), Some("love"));
    assert!(texts.windows(2).all(|pair| pair[0] != pair[1]), "{texts:?}");
}

#[test]
fn the_field_ends_at_five_hundred_characters_and_counts_the_last_hundred() {
    let Some(lab) = connected() else { return };
    judge(&lab, &"가".repeat(399), "neutral");
    assert!(!lab.tab.eval::<bool>("document.querySelector('#counter').checkVisibility()"));
    judge(&lab, &"가".repeat(400), "neutral");
    lab.tab.wait_for_text("#counter", "400 / 500자");
    lab.tab.fill("#message", &"가".repeat(600));
    lab.tab.wait_for_text("#counter", "500 / 500자");
    wait_for_label(&lab, "neutral");
    assert_eq!(asked(&lab).last().unwrap().chars().count(), 500);
}
