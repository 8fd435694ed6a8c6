//! The history: one line for each text, not one for each rest in it, the newest first.

use lab_testing::LabPage;

use crate::{connected, judge, wait_for_label};

fn lines(lab: &LabPage) -> Vec<String> {
    lab.tab.texts("#history li")
}

#[test]
fn the_newest_text_stands_first() {
    let Some(lab) = connected() else { return };
    judge(&lab, "love", "positive");
    judge(&lab, "sad", "negative");
    assert_eq!(lines(&lab), ["sad → 부정 😢", "love → 긍정 😊"]);
}

#[test]
fn a_text_that_goes_on_keeps_one_line() {
    let Some(lab) = connected() else { return };
    lab.tab.click("#message");
    for (piece, label) in [("hello", "neutral"), (", I am happy", "positive"), (" today", "positive")] {
        lab.tab.type_text(piece);
        wait_for_label(&lab, label);
        lab.tab.wait_for("document.querySelector('#history .text')?.textContent === document.querySelector('#message').value");
    }
    assert_eq!(lines(&lab), ["hello, I am happy today → 긍정 😊"]);
    // What is taken away again leaves no line either.
    for _ in 0.." today".len() {
        lab.tab.press("Backspace");
    }
    lab.tab.wait_for("document.querySelector('#hits').textContent.startsWith('hello, I am happy')");
    wait_for_label(&lab, "positive");
    assert_eq!(lines(&lab), ["hello, I am happy today → 긍정 😊"]);
}

#[test]
fn a_text_after_an_empty_field_has_a_line_of_its_own() {
    let Some(lab) = connected() else { return };
    for (text, label) in [("love", "positive"), ("lov", "neutral"), ("love", "positive")] {
        judge(&lab, text, label);
        lab.tab.fill("#message", "");
        wait_for_label(&lab, "");
    }
    assert_eq!(lines(&lab), ["love → 긍정 😊", "lov → 중립 😐", "love → 긍정 😊"]);
}

#[test]
fn the_history_ends_after_eight_texts() {
    let Some(lab) = connected() else { return };
    for number in 10..20 {
        judge(&lab, &format!("{number} love"), "positive");
        lab.tab.wait_for_text("#history .text", &format!("{number} love"));
    }
    assert_eq!(lines(&lab).len(), 8);
    assert_eq!(lines(&lab)[7], "12 love → 긍정 😊");
}
