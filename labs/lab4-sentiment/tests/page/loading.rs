//! Checks 1, 2 and 19, which every lab's page must pass, with this page as full as possible.

use lab_testing::{LabPage, shell};

use crate::{connected, judge, open};

/// A page with as much on it as possible: clues of both directions, a history, the counter, invisible characters.
fn full_page() -> Option<LabPage> {
    let lab = connected()?;
    judge(&lab, "오늘 정말 좋아요", "positive");
    judge(&lab, "sad", "negative");
    judge(&lab, "hello", "neutral");
    let long = format!("love \u{202e}<b>{} I feel happy today, not sad", "가나다라마바사 ".repeat(50));
    judge(&lab, &long, "positive");
    lab.tab.wait_for_count("#history li", 4);
    Some(lab)
}

#[test]
fn the_page_is_complete_without_the_internet() {
    let Some(lab) = full_page() else { return };
    shell::needs_only_its_server(&lab);
}

#[test]
fn the_page_tells_its_language_its_title_and_one_heading() {
    let Some(lab) = open() else { return };
    shell::opens_in_korean(&lab, "[실습 4] 실시간 감정 분석", "실시간 감정 분석 실습");
}

#[test]
fn every_hook_is_there_once() {
    let Some(lab) = open() else { return };
    shell::has_hooks(
        &lab,
        &["message", "result", "hits", "counter", "progress", "delay", "score", "history"],
    );
    let start: (String, String, String) = lab.tab.eval(
        "(({ dataset, textContent }) => [dataset.label, dataset.settled, textContent])(document.querySelector('#result'))",
    );
    assert_eq!(start, (String::new(), "true".to_owned(), String::new()));
}

#[test]
fn english_changes_every_text_and_survives_a_reload() {
    let Some(lab) = full_page() else { return };
    shell::speaks_english(&lab, "Lab 4: Real-time sentiment", "#log .text, #hits, #history .text");
}

#[test]
fn the_label_is_told_in_the_language_of_the_page() {
    let Some(lab) = connected() else { return };
    judge(&lab, "love", "positive");
    lab.tab.wait_for_text("#result", "긍정 😊");
    lab.tab.wait_for_text("#history li", "love → 긍정 😊");
    lab.tab.click("#lang");
    lab.tab.wait_for_text("#result", "Positive 😊");
    lab.tab.wait_for_text("#history li", "love → Positive 😊");
    lab.tab.wait_for_text("#progress", "settled");
    judge(&lab, "hello", "neutral");
    assert!(lab.tab.text("#hits").ends_with("(no clues)"), "{}", lab.tab.text("#hits"));
    lab.tab.click("#lang");
    lab.tab.wait_for_text("#result", "중립 😐");
    assert!(lab.tab.text("#hits").ends_with("(단서 없음)"), "{}", lab.tab.text("#hits"));
    lab.tab.fill("#message", "");
    lab.tab.click("#lang");
    lab.tab.wait_for("document.documentElement.lang === 'en'");
    assert_eq!(lab.tab.text("#result"), "", "an empty result stays empty");
}

#[test]
fn axe_finds_nothing_settled_or_not() {
    let Some(lab) = full_page() else { return };
    shell::is_accessible(&lab);
    judge(&lab, "sad", "negative");
    lab.tab.click("#connect");
    lab.wait_for_state("closed");
    lab.tab.fill("#message", "sad but true");
    lab.tab.wait_for("document.querySelector('#result').dataset.settled === 'false'");
    shell::is_accessible(&lab);
}

#[test]
fn every_control_has_a_name_and_is_reached_by_tab() {
    let Some(lab) = full_page() else { return };
    shell::is_usable_by_keyboard(&lab);
}

#[test]
fn no_window_is_too_narrow_and_no_text_too_large() {
    let Some(lab) = full_page() else { return };
    shell::fits_every_window(&lab);
}
