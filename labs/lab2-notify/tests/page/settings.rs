//! The language, and the page of a lesson that shows less.

use lab_testing::shell;

use crate::{QUIET, connected, publish};

#[test]
fn english_changes_every_text_and_survives_a_reload() {
    let Some(lab) = connected(QUIET) else { return };
    for text in ["하나", "둘", "셋", "넷"] {
        publish(&lab, text);
    }
    lab.tab.wait_for("document.querySelector('#unread').textContent >= 4");
    lab.tab.click("#compare");
    lab.tab.wait_for("document.querySelector('#elapsed').textContent.startsWith('1')");
    lab.tab.click("#lang");
    lab.tab.wait_for(
        "document.title.startsWith('(') && document.title.endsWith(') Lab 2: Real-time notifications')",
    );
    lab.tab.click("#lang");
    lab.tab.click("#bell");
    lab.tab.wait_for_text("#unread", "0");
    shell::speaks_english(&lab, "Lab 2: Real-time notifications", "#log .text, #history .text, .toast .text");
    assert_eq!(lab.tab.texts("h1"), ["[실습 2] 실시간 알림 서비스"]);
}

#[test]
fn the_simple_page_hides_what_the_lesson_does_not_need() {
    let Some(lab) = connected(QUIET) else { return };
    lab.tab.goto(&format!("{}?simple=1", lab.server.page_url()));
    let is_visible = |selector: &str| {
        lab.tab.eval::<bool>(&format!("document.querySelector('{selector}').checkVisibility()"))
    };
    for hidden in ["#search", "#message", "#desktop"] {
        assert!(!is_visible(hidden), "{hidden}");
    }
    for needed in ["#url", "#connect", "#bell", "#read-all", "#log", "#compare"] {
        assert!(is_visible(needed), "{needed}");
    }
}
