//! The bell and the list under it.

use lab_testing::LabPage;

use crate::{
    QUIET, open, open_with,
    speaker::{Notify, Speaker},
};

/// Writes down every text that the counter shows.
const COUNTER: &str = r"
    window.counted = [];
    document.addEventListener('DOMContentLoaded', () => {
        const unread = document.querySelector('#unread');
        new MutationObserver(() => counted.push(unread.textContent))
            .observe(unread, { childList: true, characterData: true, subtree: true });
    });";

fn notify(lab: &LabPage, speaker: &Speaker, numbers: impl IntoIterator<Item = u32>) {
    for number in numbers {
        speaker.notify(&format!("e:{number}"), &format!("새 알림 {number}"));
        lab.tab.wait_for(&format!("document.querySelector('#history [data-number=\"{number}\"]')"));
    }
}

fn numbers(lab: &LabPage) -> Vec<u32> {
    lab.tab.eval("[...document.querySelectorAll('#history [data-number]')].map(item => +item.dataset.number)")
}

#[test]
fn the_bell_opens_and_closes_the_list_and_says_so() {
    let Some(lab) = open(QUIET) else { return };
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    notify(&lab, &speaker, 1..=2);
    let is_open = || {
        let is_visible = "document.querySelector('#history').checkVisibility()";
        let is_said = "document.querySelector('#bell').getAttribute('aria-expanded') === 'true'";
        assert_eq!(lab.tab.eval::<bool>(is_visible), lab.tab.eval::<bool>(is_said));
        lab.tab.eval::<bool>(is_visible)
    };
    assert!(!is_open());
    lab.tab.click("#bell");
    assert!(is_open());
    lab.tab.wait_for_text("#unread", "0");
    // What comes while it is open is new all the same, until somebody says that it is read.
    notify(&lab, &speaker, [3]);
    lab.tab.wait_for_text("#unread", "1");
    assert_eq!(lab.tab.count("#history [data-read=false]"), 1);
    lab.tab.click("#read-all");
    lab.tab.wait_for_text("#unread", "0");
    assert_eq!(lab.tab.count("#history [data-read=false]"), 0);
    lab.tab.click("#bell");
    assert!(!is_open());
}

#[test]
fn the_list_says_when_and_what_and_whether_it_is_read_with_the_newest_first() {
    let Some(lab) = open(QUIET) else { return };
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    notify(&lab, &speaker, 1..=3);
    assert_eq!(numbers(&lab), [3, 2, 1]);
    let item = |number: u32| {
        let text = lab.tab.text(&format!("#history [data-number='{number}']"));
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    assert!(item(2).contains("새 알림 2") && item(2).contains("안 읽음"), "{}", item(2));
    // The time that the server wrote, in the time of this machine.
    assert!(lab.tab.text("#history time").ends_with(":03.456"), "{}", lab.tab.text("#history time"));
    lab.tab.click("#read-all");
    assert!(item(2).contains("(읽음)"), "{}", item(2));
}

#[test]
fn the_list_keeps_the_newest_200() {
    let Some(lab) = open(QUIET) else { return };
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    for number in 1..=230 {
        speaker.notify(&format!("e:{number}"), &format!("새 알림 {number}"));
    }
    lab.tab.wait_for_text("#unread", "230");
    assert_eq!(numbers(&lab), (31..=230).rev().collect::<Vec<_>>());
}

#[test]
fn the_number_runs_to_its_new_value() {
    let Some(lab) = open_with(QUIET, COUNTER) else { return };
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    notify(&lab, &speaker, 1..=30);
    lab.tab.wait_for_text("#unread", "30");
    lab.tab.eval::<Option<u8>>("(counted.length = 0, null)");
    lab.tab.click("#bell");
    lab.tab.wait_for_text("#unread", "0");
    let counted: Vec<String> = lab.tab.eval("counted");
    let counted: Vec<u32> = counted.iter().map(|text| text.parse().unwrap()).collect();
    assert!(counted.len() > 2, "{counted:?}");
    assert!(counted.is_sorted_by(|one, next| one >= next), "{counted:?}");
}

#[test]
fn no_number_between_is_shown_to_those_who_want_less_motion() {
    let Some(lab) = open_with(QUIET, COUNTER) else { return };
    lab.tab.prefer("reduced-motion", "reduce");
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    notify(&lab, &speaker, 1..=30);
    lab.tab.wait_for_text("#unread", "30");
    lab.tab.eval::<Option<u8>>("(counted.length = 0, null)");
    lab.tab.click("#bell");
    lab.tab.wait_for_text("#unread", "0");
    assert_eq!(lab.tab.eval::<Vec<String>>("counted"), ["0"]);
    let toast = "getComputedStyle(document.querySelector('.toast')).animationName";
    assert_eq!(lab.tab.eval::<String>(toast), "none");
}
