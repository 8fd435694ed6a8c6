//! The plain form: a server that selects no subprotocol is sent `price` and answers `$70,352.36`.

use std::time::Duration;

use lab_testing::{LabPage, browser::speaker::Speaker};

use crate::{is_visible, open, wait_for_badge, wait_for_notice};

fn at_plain_server() -> Option<(LabPage, Speaker)> {
    let lab = open()?;
    let speaker = Speaker::plain(0);
    speaker.welcome(&lab);
    Some((lab, speaker))
}

/// Asks and lets the server answer so.
fn ask(lab: &LabPage, speaker: &Speaker, answer: &str) {
    lab.tab.click("#request");
    assert_eq!(speaker.hear(), "price");
    speaker.say(answer);
}

#[test]
fn the_answer_of_the_deck_is_shown_as_it_is() {
    let Some((lab, speaker)) = at_plain_server() else { return };
    ask(&lab, &speaker, "$70,352.36");
    lab.tab.wait_for_text("#price", "$70,352.36");
    wait_for_badge(&lab, "live", "실시간");
    assert_eq!(lab.tab.text("#source"), "출처를 말하지 않는 서버");
    assert!(!is_visible(&lab, "#simulated"));
    ask(&lab, &speaker, "$70,364.46");
    lab.tab.wait_for_text("#direction", "▲ +12.10 상승");
    lab.tab.wait_for_text("#received-answers", "2");
}

#[test]
fn a_simulated_price_is_labelled_and_a_failure_keeps_it() {
    let Some((lab, speaker)) = at_plain_server() else { return };
    ask(&lab, &speaker, "$70,352.36 (모의)");
    lab.tab.wait_for_text("#price", "$70,352.36");
    wait_for_badge(&lab, "simulated", "모의");
    assert!(is_visible(&lab, "#simulated"));
    ask(&lab, &speaker, "⚠ 거래소 응답 없음 · no answer from the exchange");
    wait_for_notice(&lab, "⚠ 거래소 응답 없음. 위의 값은");
    wait_for_badge(&lab, "stale", "오래됨");
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
    assert!(is_visible(&lab, "#simulated"));
    assert_eq!(lab.tab.text("#state"), "Connected");
}

#[test]
fn answers_written_a_little_differently_are_understood() {
    let Some((lab, speaker)) = at_plain_server() else { return };
    ask(&lab, &speaker, "$1.00\n");
    lab.tab.wait_for_text("#price", "$1.00");
    // Decomposed Hangul; a warning sign with U+FE0F.
    ask(&lab, &speaker, "$2.00 (\u{1106}\u{1169}\u{110b}\u{1174}) ");
    lab.tab.wait_for_text("#price", "$2.00");
    assert!(is_visible(&lab, "#simulated"));
    ask(&lab, &speaker, "⚠\u{fe0f} 실패");
    wait_for_notice(&lab, "⚠ 실패.");
}

#[test]
fn an_answer_that_is_no_price_is_never_shown_as_one() {
    let Some((lab, speaker)) = at_plain_server() else { return };
    ask(&lab, &speaker, "$70,352.36");
    lab.tab.wait_for_text("#price", "$70,352.36");
    for answer in [
        "70352.36",
        "$70352.36",
        "$7,0352.36",
        "$70,352.3",
        "$NaN",
        "None",
        "<b>$1.00</b>",
        "$-1.00",
        "₩70,352.36",
    ] {
        ask(&lab, &speaker, answer);
        wait_for_notice(&lab, &format!("가격이 아닌 답입니다: {answer}"));
        assert_eq!(lab.tab.text("#price"), "$70,352.36", "{answer}");
    }
    assert_eq!(lab.tab.count("#notice b"), 0);
}

#[test]
fn the_switch_makes_the_page_ask_every_five_seconds_and_says_so() {
    let Some((lab, speaker)) = at_plain_server() else { return };
    lab.tab.wait_for_text("#subscribe-name", "5초마다 자동 요청");
    assert!(lab.tab.text("#hint").contains("이 페이지가 5초마다 대신 묻습니다"));
    lab.tab.click("#subscribe");
    assert_eq!(speaker.hear(), "price");
    // No second request before the first is answered.
    lab.tab.fast_forward(Duration::from_secs(6));
    assert_eq!(speaker.rest(), [""; 0]);
    speaker.say("$70,352.36");
    lab.tab.wait_for_text("#received-answers", "1");
    lab.tab.fast_forward(Duration::from_secs(6));
    assert_eq!(speaker.hear(), "price");
    speaker.say("$70,352.37");
    lab.tab.wait_for_text("#received-answers", "2");
    lab.tab.click("#subscribe");
    lab.tab.fast_forward(Duration::from_secs(20));
    assert_eq!(speaker.rest(), [""; 0]);
}

#[test]
fn the_switch_is_a_subscription_again_at_a_server_that_knows_one() {
    let Some((lab, speaker)) = at_plain_server() else { return };
    lab.tab.wait_for_text("#subscribe-name", "5초마다 자동 요청");
    lab.tab.click("#connect");
    lab.wait_for_state("closed");
    drop(speaker);
    Speaker::rich(0).welcome(&lab);
    lab.tab.wait_for_text("#subscribe-name", "구독");
}
