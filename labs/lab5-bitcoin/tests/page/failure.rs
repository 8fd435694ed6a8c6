//! When the exchange does not answer: the old value stays and is marked, the reason is told, the socket stays open.

use std::time::Duration;

use lab_testing::browser::Source;
use serde_json::json;

use crate::{
    at_speaker, at_speaker_with, counter::WATCH, deck, is_visible, price, push, wait_for_badge,
    wait_for_notice, with,
};

const REASON: &str = "거래소가 답하지 않습니다 · The exchange does not answer";

#[test]
fn the_old_value_stays_and_is_marked() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    lab.tab.click("#request");
    assert_eq!(speaker.hear(), r#"{"type":"price"}"#);
    let last = with(deck(), json!({ "state": "stale", "age_ms": 31_000 }));
    speaker.say(&json!({ "type": "error", "code": "upstream", "message": REASON, "last": last }).to_string());
    wait_for_badge(&lab, "stale", "오래됨");
    wait_for_notice(&lab, "⚠ 거래소가 답하지 않습니다. 위의 값은 마지막으로 받은 값입니다.");
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
    assert!(lab.tab.text("#age").starts_with('3'), "{}", lab.tab.text("#age"));
    // The old value is told once more and is no new price.
    assert!(!is_visible(&lab, "#history") && !is_visible(&lab, "#direction"));
    assert_eq!(lab.tab.text("#state"), "Connected");
    // Grown older still, it is told again, and the exchange has not answered yet.
    let older = with(deck(), json!({ "state": "delayed", "age_ms": 45_000 }));
    speaker.say(&older.to_string());
    lab.tab.wait_for("document.querySelector('#age').textContent.startsWith('4')");
    wait_for_notice(&lab, "⚠ 거래소가 답하지 않습니다.");
    wait_for_badge(&lab, "stale", "오래됨");
    lab.tab.click("#lang");
    wait_for_notice(&lab, "⚠ The exchange does not answer. The value above is the last one received.");
    lab.tab.click("#lang");
    push(&lab, &speaker, &price("$70,360.00"));
    wait_for_badge(&lab, "live", "실시간");
    lab.tab.wait_for_text("#notice", "");
}

#[test]
fn a_failure_without_a_last_price_leaves_the_one_that_is_known() {
    let Some((lab, speaker)) = at_speaker() else { return };
    speaker.say(&json!({ "type": "error", "code": "upstream", "message": REASON }).to_string());
    wait_for_notice(&lab, "거래소가 답하지 않습니다");
    assert_eq!(lab.tab.text("#price"), "–");
    push(&lab, &speaker, &deck());
    speaker.say(&json!({ "type": "error", "code": "upstream", "message": REASON, "last": null }).to_string());
    wait_for_badge(&lab, "stale", "오래됨");
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
    assert_eq!(lab.tab.problems_from(Source::Exception), []);
}

#[test]
fn a_last_price_that_the_page_has_not_seen_is_shown_at_once() {
    let Some((lab, speaker)) = at_speaker_with(WATCH) else { return };
    push(&lab, &speaker, &price("$70,300.00"));
    let last = with(deck(), json!({ "state": "stale", "age_ms": 31_000 }));
    speaker.say(&json!({ "type": "error", "code": "upstream", "message": REASON, "last": last }).to_string());
    wait_for_badge(&lab, "stale", "오래됨");
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
    assert!(!is_visible(&lab, "#running"));
    assert!(lab.tab.eval::<Vec<String>>("copies.filter((text) => text && text !== '$70,300.00')").is_empty());
}

#[test]
fn a_complaint_about_a_message_does_not_make_the_price_old() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    speaker.say(r#"{"type":"error","code":"unknown_type","message":"모르는 종류 · an unknown type"}"#);
    wait_for_notice(&lab, "⚠ 모르는 종류");
    wait_for_badge(&lab, "live", "실시간");
}

#[test]
fn a_server_that_never_answers_is_noticed() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    lab.tab.click("#request");
    let _ = speaker.hear();
    lab.tab.fast_forward(Duration::from_secs(11));
    wait_for_notice(&lab, "10초 안에 답하지 않았습니다");
    wait_for_badge(&lab, "stale", "오래됨");
    // The next request is answered as usual.
    lab.tab.click("#request");
    let _ = speaker.hear();
    push(&lab, &speaker, &deck());
    lab.tab.wait_for_text("#received-answers", "1");
}
