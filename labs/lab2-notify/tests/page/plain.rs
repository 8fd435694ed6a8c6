//! The page in front of a server that knows only the core: texts, and no subprotocol.

use lab_testing::LabPage;

use crate::{QUIET, open, speaker::Speaker};

fn spoken_to() -> Option<(LabPage, Speaker)> {
    let lab = open(QUIET)?;
    let speaker = Speaker::plain(0);
    speaker.welcome(&lab);
    Some((lab, speaker))
}

/// The browser itself complains about the offer that was not selected; nothing else went wrong.
fn only_the_offer_failed(lab: &LabPage) {
    let problems = lab.tab.problems();
    assert!(problems.iter().all(|problem| problem.text.contains("Sec-WebSocket-Protocol")), "{problems:?}");
}

fn wait_for_newest(lab: &LabPage, number: u32, text: &str) {
    lab.tab.wait_for_text(&format!("#history li:first-child[data-number='{number}'] .text"), text);
}

#[test]
fn texts_are_notifications_with_their_numbers() {
    let Some((lab, speaker)) = spoken_to() else { return };
    assert_eq!(lab.tab.sockets().len(), 2, "once with the offer, once without it");
    speaker.say("🔔 새 알림 7");
    wait_for_newest(&lab, 7, "새 알림 7");
    lab.tab.wait_for_text("#toasts .text", "🔔 새 알림 7");
    // Another text takes the next number, as one that is published does.
    speaker.say("🔔 10분 쉽니다");
    wait_for_newest(&lab, 8, "10분 쉽니다");
    // What a checker lets pass with a note: U+FE0F, decomposed Hangul, white space at the end.
    speaker.say("🔔\u{fe0f} 새 알림 9 \n");
    wait_for_newest(&lab, 9, "새 알림 9");
    speaker.say("🔔 \u{1109}\u{1162} \u{110b}\u{1161}\u{11af}\u{1105}\u{1175}\u{11b7} 10");
    wait_for_newest(&lab, 10, "새 알림 10");
    speaker.say("{\"type\":\"notification\",\"id\":\"e:50\",\"number\":50,\"text\":\"글일 뿐\"}");
    lab.tab.wait_for_text("#unread", "5");
    assert_eq!(lab.tab.text("#history [data-number]:first-child .text").chars().next(), Some('{'));
    assert_eq!(lab.sent(), [], "there is nothing to say to such a server");
    only_the_offer_failed(&lab);
}

#[test]
fn a_gap_shows_in_the_numbers() {
    let Some((lab, speaker)) = spoken_to() else { return };
    speaker.say("🔔 새 알림 3");
    wait_for_newest(&lab, 3, "새 알림 3");
    speaker.close(1011);
    lab.wait_for_reason("1011");
    lab.wait_for_state("open");
    speaker.say("🔔 새 알림 6");
    lab.tab.wait_for("document.querySelector('#gap').textContent.includes('4–5')");
    assert_eq!(lab.sent(), [], "such a server cannot resume");
}

#[test]
fn numbers_that_begin_again_are_a_new_start() {
    let Some((lab, speaker)) = spoken_to() else { return };
    for number in [5, 6, 1, 2] {
        speaker.say(&format!("🔔 새 알림 {number}"));
    }
    wait_for_newest(&lab, 2, "새 알림 2");
    assert_eq!(lab.tab.texts("#history .text"), ["새 알림 2", "새 알림 1", "새 알림 6", "새 알림 5"]);
}

#[test]
fn what_needs_http_says_that_it_asks_the_page_s_own_server_only() {
    let Some((lab, speaker)) = spoken_to() else { return };
    let own = lab.server.authority();
    lab.tab.click("#compare");
    lab.tab.wait_for(&format!("document.querySelector('#comparison-state').textContent.includes('{own}')"));
    lab.send("나에게만");
    lab.tab.wait_for(&format!("document.querySelector('#error').textContent.includes('{own}')"));
    assert_eq!(lab.tab.value("#message"), "나에게만");
    let asked = lab.tab.requests();
    assert!(
        !asked.iter().any(|url| url.contains("/notify") && !url.contains("notify.") || url.contains("poll")),
        "{asked:?}"
    );
    assert_eq!(speaker.rest(), [""; 0]);
    only_the_offer_failed(&lab);
}
