//! Check 13: the server speaks without being asked, and nobody misses it, whether the tab is seen or not.

use crate::{
    QUIET, connected, open,
    speaker::{Notify, Speaker},
};

const TITLE: &str = "[실습 2] 실시간 알림 서비스";

#[test]
fn five_pushes_come_without_a_request_and_are_counted_until_the_list_is_opened() {
    let Some(lab) = open(QUIET) else { return };
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    for number in 1..=3 {
        speaker.notify(&format!("e:{number}"), &format!("새 알림 {number}"));
    }
    lab.tab.wait_for_text("#unread", "3");
    let other = lab.tab.beside();
    lab.tab.wait_for("document.visibilityState === 'hidden'");
    for number in 4..=5 {
        speaker.notify(&format!("e:{number}"), &format!("새 알림 {number}"));
    }
    lab.tab.wait_for_text("#unread", "5");
    assert_eq!(lab.tab.eval::<String>("document.title"), format!("(5) {TITLE}"));
    drop(other);
    lab.tab.bring_to_front();
    lab.tab.click("#bell");
    lab.tab.wait_for_text("#unread", "0");
    assert_eq!(lab.tab.eval::<String>("document.title"), TITLE);
    assert_eq!(lab.tab.count("#history [data-read=true]"), 5);
    assert_eq!(lab.sent(), [], "the page has sent nothing");
    assert_eq!(speaker.rest(), [""; 0]);
}

#[test]
fn the_lab_server_pushes_numbers_that_grow_by_one() {
    let Some(lab) = connected(100) else { return };
    lab.tab.wait_for("document.querySelectorAll('#history [data-number]').length >= 5");
    let numbers: Vec<u32> = lab
        .tab
        .eval("[...document.querySelectorAll('#history [data-number]')].map(item => +item.dataset.number)");
    assert!(numbers.windows(2).all(|pair| pair[0] == pair[1] + 1), "{numbers:?}");
    let texts = lab.tab.texts("#history .text");
    assert!(texts.iter().any(|text| *text == format!("새 알림 {}", numbers[0])), "{texts:?}");
    assert_eq!(lab.sent(), []);
    assert!(lab.tab.text("#traffic").contains("보낸 메시지 0개"), "{}", lab.tab.text("#traffic"));
}
