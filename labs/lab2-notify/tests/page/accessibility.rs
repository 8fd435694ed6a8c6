//! Check 19: everyone can use the page, by keyboard, in every size and colour.

use lab_testing::{LabPage, shell};

use crate::{
    QUIET, open,
    speaker::{Notify, Speaker},
};

/// A page with as much on it as possible: toasts, an open list with read and unread ones, words about a gap,
/// complaints, figures.
fn full_page() -> Option<(LabPage, Speaker)> {
    let lab = open(QUIET)?;
    lab.tab.click("#compare");
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    speaker
        .notify("e:1", "a line of eighty characters that no narrow page can lay out at once: 가나다라마바사");
    speaker.notify("e:2", &"x".repeat(300));
    lab.tab.wait_for_text("#unread", "2");
    lab.tab.click("#bell");
    speaker.close(1013);
    let _ = speaker.hear();
    speaker.notify("e:7", "새 알림 7");
    speaker.say("{\"type\":\"resumed\",\"recovered\":false}");
    lab.tab.wait_for("document.querySelector('#gap').textContent !== ''");
    lab.send("나에게만");
    lab.tab.wait_for("document.querySelector('#error').textContent !== ''");
    lab.tab.click("#comparison summary");
    lab.tab.click("#compare");
    lab.tab.click("#desktop");
    // A toast that is held stays for as long as the test looks at it.
    lab.tab.wait_for("document.querySelectorAll('.toast').length > 0");
    lab.tab.focus(".toast button");
    Some((lab, speaker))
}

#[test]
fn axe_finds_nothing_in_either_language_and_scheme() {
    let Some((lab, _speaker)) = full_page() else { return };
    shell::is_accessible(&lab);
}

#[test]
fn every_control_has_a_name_and_is_reached_by_tab() {
    let Some((lab, _speaker)) = full_page() else { return };
    // The toasts come and go, which no order of controls survives; they have a test of their own.
    lab.tab.focus("#url");
    lab.tab.wait_for_count(".toast", 0);
    shell::is_usable_by_keyboard(&lab);
}

#[test]
fn the_bell_says_in_words_what_its_number_counts() {
    let Some((lab, speaker)) = full_page() else { return };
    lab.tab.click("#read-all");
    lab.tab.wait_for_text("#unread", "0");
    speaker.notify("e:8", "새 알림 8");
    lab.tab.wait_for_text("#unread", "1");
    let name = "document.querySelector('#bell').textContent.replace(/\\s+/g, ' ').trim()";
    assert_eq!(lab.tab.eval::<String>(name), "🔔 1 개 안 읽은 알림");
}

#[test]
fn no_window_is_too_narrow_and_no_text_too_large() {
    let Some((lab, _speaker)) = full_page() else { return };
    shell::fits_every_window(&lab);
}

#[test]
fn toasts_lie_over_the_page_but_do_not_take_its_clicks() {
    let Some((lab, _speaker)) = full_page() else { return };
    let catches = "getComputedStyle(document.querySelector('#toasts')).pointerEvents";
    assert_eq!(lab.tab.eval::<String>(catches), "none");
    lab.tab.focus("#url");
    lab.tab.wait_for_count(".toast", 0);
    assert!(lab.tab.eval::<bool>("document.querySelector('#toasts').getBoundingClientRect().height === 0"));
}
