//! Checks 1, 2 and 19, which every lab's page must pass, with this page as full as possible.

use lab_testing::{LabPage, browser::speaker::Speaker, shell};
use serde_json::json;

use crate::{at_speaker, deck, open, price, push, wait_for_badge, with};

/// A page with as much on it as possible: a simulated price that has moved, the change of a day, a line, a failure.
fn full_page() -> Option<(LabPage, Speaker)> {
    let (lab, speaker) = at_speaker()?;
    lab.tab.click("#subscribe");
    let simulated = json!({ "state": "simulated", "source": "simulated", "change_24h": "-1.96" });
    for dollars in 10..40 {
        speaker.say(&with(price(&format!("$70,3{dollars}.36")), simulated.clone()).to_string());
    }
    push(&lab, &speaker, &with(deck(), simulated));
    let message = "거래소가 답하지 않습니다 (시간 초과) · The exchange does not answer (timeout)";
    speaker.say(&json!({ "type": "error", "code": "upstream", "message": message }).to_string());
    wait_for_badge(&lab, "stale", "오래됨");
    Some((lab, speaker))
}

#[test]
fn the_page_is_complete_without_the_internet() {
    let Some(lab) = open() else { return };
    lab.connect();
    shell::needs_only_its_server(&lab);
}

#[test]
fn the_page_tells_its_language_its_title_and_one_heading() {
    let Some(lab) = open() else { return };
    shell::opens_in_korean(&lab, "[실습 5] 실시간 비트코인 가격 확인", "실시간 비트코인 가격");
}

#[test]
fn every_hook_is_there_once() {
    let Some(lab) = open() else { return };
    shell::has_hooks(&lab, &["price", "request", "subscribe", "badge", "source", "age"]);
    assert_eq!(lab.tab.eval::<String>("document.querySelector('#badge').dataset.state"), "connecting");
}

#[test]
fn english_changes_every_text_and_survives_a_reload() {
    let Some((lab, _speaker)) = full_page() else { return };
    shell::speaks_english(&lab, "Lab 5: Real-time Bitcoin price", "#log .text");
}

#[test]
fn axe_finds_nothing_in_any_state() {
    let Some((lab, speaker)) = full_page() else { return };
    shell::is_accessible(&lab);
    for (state, dollars) in [("live", 60), ("delayed", 50), ("stale", 55), ("simulated", 40)] {
        push(
            &lab,
            &speaker,
            &with(price(&format!("$70,3{dollars}.36")), json!({ "state": state, "change_24h": "1.96" })),
        );
        shell::is_accessible(&lab);
    }
    lab.tab.click("#connect");
    lab.wait_for_state("closed");
    shell::is_accessible(&lab);
}

#[test]
fn every_control_has_a_name_and_is_reached_by_tab() {
    let Some((lab, _speaker)) = full_page() else { return };
    shell::is_usable_by_keyboard(&lab);
}

#[test]
fn no_window_is_too_narrow_and_no_text_too_large() {
    let Some((lab, _speaker)) = full_page() else { return };
    shell::fits_every_window(&lab);
}
