//! The age of a price, which the page counts by itself, and the states that follow from it.

use std::time::Duration;

use lab_testing::browser::speaker::Speaker;
use serde_json::json;

use crate::{at_speaker, deck, is_visible, open, push, wait_for_badge, wait_for_notice, with};

/// The seconds that `#age` says.
fn seconds(lab: &lab_testing::LabPage) -> u32 {
    let text = lab.tab.text("#age");
    let number = text.strip_suffix("초 전").and_then(|number| number.parse().ok());
    number.unwrap_or_else(|| panic!("{text}"))
}

#[test]
fn the_badge_says_what_the_server_says() {
    let Some((lab, speaker)) = at_speaker() else { return };
    wait_for_badge(&lab, "connecting", "연결됨 · 가격 없음");
    for (state, words) in
        [("live", "실시간"), ("delayed", "지연"), ("stale", "오래됨"), ("simulated", "모의")]
    {
        push(&lab, &speaker, &with(deck(), json!({ "state": state })));
        wait_for_badge(&lab, state, words);
    }
    // A word that the page does not know is no promise.
    push(&lab, &speaker, &with(deck(), json!({ "state": "brand-new" })));
    wait_for_badge(&lab, "stale", "오래됨");
    push(&lab, &speaker, &deck());
    wait_for_badge(&lab, "live", "실시간");
}

#[test]
fn the_badge_says_how_the_connection_is_before_there_is_a_price() {
    let Some(lab) = open() else { return };
    wait_for_badge(&lab, "connecting", "연결 안 됨");
    let silent = lab_testing::browser::stub::Stub::silent(0);
    lab.connect_to(&silent.socket_url());
    wait_for_badge(&lab, "connecting", "연결 중");
}

#[test]
fn the_age_begins_at_what_the_server_says() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &with(deck(), json!({ "age_ms": 2_400 })));
    assert!((2..5).contains(&seconds(&lab)), "{}", seconds(&lab));
    wait_for_badge(&lab, "live", "실시간");
    push(&lab, &speaker, &with(deck(), json!({ "age_ms": 7_000 })));
    wait_for_badge(&lab, "delayed", "지연");
    push(&lab, &speaker, &with(deck(), json!({ "age_ms": 125_000 })));
    wait_for_badge(&lab, "stale", "오래됨");
    assert!(lab.tab.text("#age").starts_with("2분 "), "{}", lab.tab.text("#age"));
}

#[test]
fn a_price_that_nothing_follows_is_delayed_and_then_stale() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    wait_for_badge(&lab, "live", "실시간");
    lab.tab.fast_forward(Duration::from_secs(6));
    wait_for_badge(&lab, "delayed", "지연");
    assert!(seconds(&lab) >= 5);
    lab.tab.fast_forward(Duration::from_secs(12));
    wait_for_badge(&lab, "stale", "오래됨");
    assert!(seconds(&lab) >= 15);
    wait_for_notice(&lab, "새 가격이 오지 않습니다");
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
    assert!(lab.tab.eval::<String>("document.title").starts_with("오래됨 · $70,352.36"));
}

#[test]
fn a_page_whose_server_is_gone_says_so_and_ages_by_itself() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    drop(speaker);
    lab.wait_for_state("waiting");
    wait_for_badge(&lab, "connecting", "연결 끊김 · 다시 연결 중");
    wait_for_notice(&lab, "연결이 끊겼습니다");
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
    lab.tab.fast_forward(Duration::from_mins(2));
    lab.tab.wait_for("document.querySelector('#badge').dataset.state === 'stale'");
    let badge = lab.tab.text("#badge");
    assert!(badge.starts_with("오래됨 · 연결"), "{badge}");
    assert!(lab.tab.text("#age").contains('분'), "{}", lab.tab.text("#age"));
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
}

#[test]
fn a_price_of_ten_minutes_ago_is_not_shown_large_any_more() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    lab.tab.fast_forward(Duration::from_secs(605));
    lab.tab.wait_for_text("#price", "—");
    wait_for_notice(&lab, "마지막 값: $70,352.36");
    assert!(!is_visible(&lab, "#direction"));
    assert_eq!(lab.tab.eval::<String>("document.title"), "[실습 5] 실시간 비트코인 가격 확인");
    push(&lab, &speaker, &deck());
    wait_for_badge(&lab, "live", "실시간");
}

#[test]
fn a_connection_that_comes_back_waits_for_a_price_of_its_own() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    let port = speaker.port();
    drop(speaker);
    lab.wait_for_state("waiting");
    let speaker = Speaker::rich(port);
    lab.wait_for_state("open");
    wait_for_badge(&lab, "connecting", "연결됨 · 새 가격 기다림");
    push(&lab, &speaker, &deck());
    wait_for_badge(&lab, "live", "실시간");
}

#[test]
fn the_price_of_one_server_is_not_shown_at_another() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    lab.tab.click("#connect");
    lab.wait_for_state("closed");
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
    wait_for_badge(&lab, "connecting", "연결 안 됨");
    let other = Speaker::rich(0);
    other.welcome(&lab);
    lab.tab.wait_for_text("#price", "–");
    assert!(!is_visible(&lab, "#when"));
}
