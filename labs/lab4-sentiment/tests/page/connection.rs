//! Without a connection the text waits, and over a lost one it is kept and judged again.

use lab_testing::page::HISTORY;

use crate::{BINARY, judge, open, wait_for_label};

#[test]
fn a_text_written_before_connecting_is_judged_afterwards() {
    let Some(lab) = open() else { return };
    lab.tab.fill("#message", "love");
    lab.tab.wait_for_text("#progress", "먼저 Connect 를 누르세요");
    assert_eq!(lab.tab.text("#result"), "");
    lab.connect();
    wait_for_label(&lab, "positive");
}

#[test]
fn a_lost_connection_keeps_the_text_and_judges_it_again() {
    let Some(mut lab) = lab_testing::LabPage::open_with(BINARY, HISTORY) else { return };
    lab.connect();
    judge(&lab, "I love it", "positive");
    lab.server.kill();
    lab.wait_for_state("waiting");
    // What is known stays known; what is written now waits.
    wait_for_label(&lab, "positive");
    lab.tab.fill("#message", "I am sad");
    lab.tab.wait_for_text("#progress", "연결을 기다림");
    lab.tab.wait_for_text("#result", "긍정 😊");
    lab.restart_server();
    lab.wait_for_state("open");
    wait_for_label(&lab, "negative");
    assert_eq!(lab.tab.value("#message"), "I am sad");
    // Once more, without a change of the text.
    let sent = lab.sent().len();
    lab.server.kill();
    lab.wait_for_state("waiting");
    lab.restart_server();
    lab.wait_for_state("open");
    lab.wait_for_received(sent + 1);
    wait_for_label(&lab, "negative");
    assert_eq!(lab.sent().len(), sent + 1);
    assert_eq!(lab.tab.texts("#history li"), ["I am sad → 부정 😢", "I love it → 긍정 😊"]);
}
