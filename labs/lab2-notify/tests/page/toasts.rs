//! Toasts: long enough to be read, few enough to be looked at.

use std::time::Duration;

use lab_testing::LabPage;

use crate::{
    QUIET, open, open_with,
    speaker::{Notify, Speaker},
};

/// Writes down how many toasts there are after each change, and when, on the page's own clock.
const TOASTS: &str = r"
    window.toasts = [];
    document.addEventListener('DOMContentLoaded', () => {
        const region = document.querySelector('#toasts');
        new MutationObserver(() => toasts.push({ count: region.childElementCount, at: performance.now() }))
            .observe(region, { childList: true });
    });";

fn spoken_to(script: &str) -> Option<(LabPage, Speaker)> {
    let lab = open_with(QUIET, script)?;
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    Some((lab, speaker))
}

fn toast_texts(lab: &LabPage) -> Vec<String> {
    lab.tab.texts(".toast .text")
}

/// Writes down when the first toast was shown. An observer would be told only after all that the page does with
/// a notification.
const SHOWN: &str = r"
    const append = Element.prototype.append;
    Element.prototype.append = function (...nodes) {
        if (this.id === 'toasts') window.shownAt ??= performance.now();
        return append.apply(this, nodes);
    };";

#[test]
fn a_toast_stays_for_six_seconds_and_the_list_keeps_what_it_said() {
    let Some((lab, speaker)) = spoken_to(&format!("{TOASTS}{SHOWN}")) else { return };
    speaker.notify("e:1", "새 알림 1");
    lab.tab.wait_for_count(".toast", 1);
    assert_eq!(toast_texts(&lab), ["🔔 새 알림 1"]);
    lab.tab.wait_for_count(".toast", 0);
    let stay: f64 = lab.tab.eval("toasts.at(-1).at - shownAt");
    assert!(stay >= 5999.0, "it stayed for {stay} ms");
    assert_eq!(lab.tab.count("#history [data-number='1']"), 1);
}

#[test]
fn a_toast_stays_as_long_as_it_has_the_focus() {
    let Some((lab, speaker)) = spoken_to("") else { return };
    speaker.notify("e:1", "새 알림 1");
    lab.tab.wait_for_count(".toast", 1);
    lab.tab.focus(".toast button");
    lab.tab.fast_forward(Duration::from_mins(1));
    assert_eq!(lab.tab.count(".toast"), 1);
    lab.tab.focus("#url");
    lab.tab.fast_forward(Duration::from_secs(7));
    lab.tab.wait_for_count(".toast", 0);
}

#[test]
fn a_toast_stays_as_long_as_the_mouse_is_over_it() {
    let Some((lab, speaker)) = spoken_to("") else { return };
    speaker.notify("e:1", "새 알림 1");
    lab.tab.wait_for_count(".toast", 1);
    lab.tab.click(".toast .text");
    lab.tab.fast_forward(Duration::from_mins(1));
    assert_eq!(lab.tab.count(".toast"), 1);
    lab.tab.click("#url");
    lab.tab.fast_forward(Duration::from_secs(7));
    lab.tab.wait_for_count(".toast", 0);
}

#[test]
fn a_toast_can_be_closed_and_the_focus_is_not_lost() {
    let Some((lab, speaker)) = spoken_to("") else { return };
    for id in ["e:1", "e:2"] {
        speaker.notify(id, id);
    }
    lab.tab.wait_for_count(".toast", 2);
    lab.tab.focus(".toast:first-child button");
    lab.tab.press("Enter");
    lab.tab.wait_for_count(".toast", 1);
    assert_eq!(toast_texts(&lab), ["🔔 e:2"]);
    assert!(lab.tab.eval::<bool>("document.activeElement.closest('.toast') !== null"));
    lab.tab.press("Enter");
    lab.tab.wait_for_count(".toast", 0);
    assert_eq!(lab.tab.eval::<String>("document.activeElement.id"), "bell");
}

#[test]
fn the_mouse_closes_one_and_the_others_go_in_their_time() {
    let Some((lab, speaker)) = spoken_to("") else { return };
    for id in ["e:1", "e:2"] {
        speaker.notify(id, id);
    }
    lab.tab.wait_for_count(".toast", 2);
    lab.tab.click(".toast:first-child button");
    lab.tab.wait_for_count(".toast", 1);
    // The mouse rests where the closed one was.
    lab.tab.wait_for_count(".toast", 0);
}

#[test]
fn a_toast_never_takes_the_focus() {
    let Some((lab, speaker)) = spoken_to("") else { return };
    lab.tab.focus("#message");
    lab.tab.type_text("ab");
    speaker.notify("e:1", "새 알림 1");
    lab.tab.wait_for_count(".toast", 1);
    lab.tab.type_text("cd");
    assert_eq!(lab.tab.value("#message"), "abcd");
}

#[test]
fn a_burst_becomes_one_toast_that_counts() {
    let Some((lab, speaker)) = spoken_to("") else { return };
    for number in 1..=5 {
        speaker.notify(&format!("e:{number}"), &format!("새 알림 {number}"));
    }
    lab.tab.wait_for_text("#toasts .text", "🔔 새 알림 5개");
    assert_eq!(lab.tab.count(".toast"), 1);
    assert_eq!(lab.tab.count("#history [data-number]"), 5);
    lab.tab.click("#lang");
    lab.tab.wait_for_text("#toasts .text", "🔔 5 new notifications");
}

#[test]
fn no_more_than_three_are_stacked() {
    let Some(lab) = open_with(700, TOASTS) else { return };
    lab.connect();
    lab.tab.wait_for("document.querySelectorAll('#history [data-number]').length >= 6");
    let counts: Vec<usize> = lab.tab.eval("toasts.map(({ count }) => count)");
    assert_eq!(counts.iter().max(), Some(&3), "{counts:?}");
    // Those without room are counted, not lost.
    let texts = toast_texts(&lab);
    assert!(texts.iter().any(|text| text.ends_with('개')), "{texts:?}");
}

#[test]
fn whoever_wants_no_toasts_has_the_list() {
    let Some((lab, speaker)) = spoken_to(TOASTS) else { return };
    lab.tab.click("#pop-up");
    speaker.notify("e:1", "새 알림 1");
    lab.tab.wait_for_text("#unread", "1");
    lab.tab.click("#pop-up");
    speaker.notify("e:2", "새 알림 2");
    lab.tab.wait_for_count(".toast", 1);
    assert_eq!(toast_texts(&lab), ["🔔 새 알림 2"]);
}

#[test]
fn markup_and_invisible_characters_are_shown_as_text() {
    let Some(lab) = open(QUIET) else { return };
    let markup = "<img src=x onerror=\"document.title='run'\">";
    let shown = format!("{markup}⟨U+202E⟩abc");
    let images = lab.tab.count("img");
    lab.connect();
    lab.tab.click("#bell");
    lab.send(&format!("{markup}\u{202e}abc"));
    lab.tab.wait_for(&format!(
        "document.querySelectorAll('.toast').length > 0 && document.body.innerText.includes({shown:?})"
    ));
    assert!(toast_texts(&lab).contains(&format!("🔔 {shown}")), "{:?}", toast_texts(&lab));
    assert!(lab.tab.texts("#history .text").contains(&shown), "{:?}", lab.tab.texts("#history .text"));
    assert_eq!(lab.tab.count("img"), images);
    assert!(!lab.tab.eval::<String>("document.title").contains("run"));
    assert_eq!(lab.tab.problems(), []);
}
