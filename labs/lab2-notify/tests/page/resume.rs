//! A lost connection comes back by itself, and the page asks for what came meanwhile.

use lab_testing::LabPage;

use crate::{
    QUIET, connected, open, publish,
    speaker::{Notify, Speaker},
};

const RECOVERED: &str = "{\"type\":\"resumed\",\"recovered\":true}";

fn spoken_to() -> Option<(LabPage, Speaker)> {
    let lab = open(QUIET)?;
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    Some((lab, speaker))
}

fn numbers(lab: &LabPage) -> Vec<u32> {
    lab.tab.eval("[...document.querySelectorAll('#history [data-number]')].map(item => +item.dataset.number)")
}

fn wait_for_number(lab: &LabPage, number: u32) {
    lab.tab.wait_for(&format!("document.querySelector('#history [data-number=\"{number}\"]')"));
}

#[test]
fn a_reader_that_was_cut_off_with_1013_comes_back_and_misses_nothing() {
    let Some((lab, speaker)) = spoken_to() else { return };
    for id in ["e:1", "e:2"] {
        speaker.notify(id, id);
    }
    wait_for_number(&lab, 2);
    speaker.close(1013);
    assert_eq!(speaker.hear(), "{\"type\":\"resume\",\"after\":\"e:2\"}");
    // A live push may come before the answer, and one that is sent twice is shown once.
    for id in ["e:6", "e:3", "e:4", "e:5", "e:5", "e:6"] {
        speaker.notify(id, id);
    }
    speaker.say(RECOVERED);
    lab.tab.wait_for("document.querySelector('#gap').textContent.includes('4개')");
    assert_eq!(numbers(&lab), [6, 5, 4, 3, 2, 1]);
    assert_eq!(lab.tab.text("#unread"), "6");
    // The resume is in the log like every message of the page.
    assert_eq!(lab.tab.count("#log [data-dir=sent]"), 1);
    assert!(lab.tab.text("#traffic").contains("보낸 메시지 1개"));
    speaker.close(1001);
    assert_eq!(speaker.hear(), "{\"type\":\"resume\",\"after\":\"e:6\"}");
}

#[test]
fn a_gap_that_is_not_filled_yet_is_asked_for_again() {
    let Some((lab, speaker)) = spoken_to() else { return };
    speaker.notify("e:1", "하나");
    wait_for_number(&lab, 1);
    speaker.close(1013);
    let _ = speaker.hear();
    // Only a live one has come when the connection is lost again.
    speaker.notify("e:5", "다섯");
    wait_for_number(&lab, 5);
    speaker.close(1013);
    assert_eq!(speaker.hear(), "{\"type\":\"resume\",\"after\":\"e:1\"}");
}

#[test]
fn a_gap_that_cannot_be_proven_complete_is_not_hidden() {
    let Some((lab, speaker)) = spoken_to() else { return };
    speaker.notify("e:1", "하나");
    wait_for_number(&lab, 1);
    speaker.close(1013);
    let _ = speaker.hear();
    speaker.notify("e:9", "아홉");
    speaker.say("{\"type\":\"resumed\",\"recovered\":false}");
    lab.tab.wait_for("document.querySelector('#gap').textContent.includes('놓친 알림이 있을 수 있습니다')");
    assert_eq!(numbers(&lab), [9, 1]);
}

#[test]
fn a_server_that_starts_again_counts_from_one_and_the_list_goes_on() {
    let Some(mut lab) = connected(300) else { return };
    lab.tab.wait_for("document.querySelectorAll('#history [data-number]').length >= 3");
    lab.restart_server();
    lab.wait_for_state("open");
    lab.tab.wait_for("document.querySelector('#gap').textContent.includes('놓친 알림이 있을 수 있습니다')");
    lab.tab.wait_for("document.querySelector('#history [data-number]').dataset.number === '1'");
    let numbers = numbers(&lab);
    assert!(numbers.len() >= 4, "the old ones are kept: {numbers:?}");
    let sent = lab.sent();
    assert_eq!(sent.len(), 1, "{sent:?}");
    assert!(sent[0].payload.contains("resume"), "{sent:?}");
}

#[test]
fn what_came_while_the_page_was_away_is_sent_by_the_lab_server() {
    let Some(lab) = connected(QUIET) else { return };
    publish(&lab, "하나");
    lab.tab.wait_for("document.querySelector('#history').textContent.includes('하나')");
    lab.tab.click("#connect");
    lab.wait_for_state("closed");
    for text in ["둘", "셋"] {
        publish(&lab, text);
    }
    lab.connect();
    lab.tab.wait_for("document.querySelector('#gap').textContent.includes('2개')");
    let texts = lab.tab.texts("#history .text");
    assert_eq!(texts[..3], ["셋", "둘", "하나"]);
}

#[test]
fn another_server_is_not_asked_to_resume_what_it_never_sent() {
    let Some((lab, speaker)) = spoken_to() else { return };
    speaker.notify("e:1", "하나");
    wait_for_number(&lab, 1);
    lab.tab.click("#connect");
    lab.wait_for_state("closed");
    let other = Speaker::rich(0);
    other.welcome(&lab);
    other.notify("f:1", "다른 서버");
    lab.tab.wait_for_count("#history [data-number='1']", 2);
    assert_eq!(lab.tab.texts("#history .text"), ["다른 서버", "하나"]);
    assert_eq!(other.rest(), [""; 0]);
}

#[test]
fn messages_that_are_no_notifications_are_only_logged() {
    let Some((lab, speaker)) = spoken_to() else { return };
    let strange = [
        "no json",
        "[]",
        "null",
        "{\"type\":\"notification\"}",
        "{\"type\":\"notification\",\"id\":7,\"number\":1,\"text\":\"a\"}",
        "{\"type\":\"notification\",\"id\":\"e:1\",\"number\":\"1\",\"text\":\"a\"}",
        "{\"type\":\"error\",\"code\":\"bad_field\",\"message\":\"…\"}",
        "{\"type\":\"resumed\",\"recovered\":true}",
    ];
    for text in strange {
        speaker.say(text);
    }
    lab.wait_for_received(strange.len());
    // A notification without a time that can be read came now.
    speaker.say("{\"type\":\"notification\",\"id\":\"e:1\",\"number\":1,\"text\":\"a\",\"at\":\"soon\"}");
    wait_for_number(&lab, 1);
    assert_eq!(numbers(&lab), [1]);
    assert_eq!(lab.tab.text("#gap"), "");
    assert_eq!(lab.tab.problems(), []);
}
