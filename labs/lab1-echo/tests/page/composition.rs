//! Check 4: one Enter at the end of a Hangul syllable sends once, on every system.

use lab_testing::{LabPage, browser::EnterOrder};

use crate::connected;

/// Writes `안녕` as an input method does, and ends it with the one Enter a student presses.
fn write_and_press_enter(lab: &LabPage, order: EnterOrder) {
    lab.tab.click("#message");
    lab.tab.compose(&["ㅇ", "아", "안"]);
    lab.tab.commit("안");
    lab.tab.compose(&["ㄴ", "녀", "녕"]);
    assert_eq!(lab.tab.value("#message"), "안녕");
    lab.tab.enter_while_composing(order, "녕");
}

fn sends_once(order: EnterOrder) {
    let Some(lab) = connected() else { return };
    for turn in 1..=2 {
        write_and_press_enter(&lab, order);
        lab.wait_for_received(turn);
        // A second submit would have been queued before this message.
        let frames = lab.sent();
        assert_eq!(frames.len(), turn, "{frames:?}");
        assert_eq!((frames[turn - 1].opcode, frames[turn - 1].payload.as_str()), (1, "안녕"));
        assert_eq!(lab.tab.value("#message"), "");
    }
}

#[test]
fn one_enter_sends_hangul_once_in_the_order_of_windows() {
    sends_once(EnterOrder::Windows);
}

#[test]
fn one_enter_sends_hangul_once_in_the_order_of_macos() {
    sends_once(EnterOrder::MacOs);
}

#[test]
fn a_syllable_that_ends_without_enter_sends_nothing() {
    let Some(lab) = connected() else { return };
    lab.tab.click("#message");
    lab.tab.compose(&["ㅇ", "아", "안"]);
    lab.tab.commit("안");
    lab.tab.press("Shift+Enter");
    lab.tab.compose(&["ㄴ"]);
    lab.tab.commit("ㄴ");
    assert_eq!(lab.tab.value("#message"), "안\nㄴ");
    assert_eq!(lab.sent(), []);
    lab.tab.press("Enter");
    lab.wait_for_received(1);
    assert_eq!(lab.sent().len(), 1);
}
