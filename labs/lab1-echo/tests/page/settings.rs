//! The language and the theme: changed by a button, kept over a reload.

use lab_testing::shell;

use crate::{connected, open};

#[test]
fn english_changes_every_text_and_survives_a_reload() {
    let Some(lab) = connected() else { return };
    lab.send("hello");
    lab.wait_for_received(1);
    shell::speaks_english(&lab, "Lab 1: WebSocket server", "#log .text");
    assert_eq!(lab.tab.texts("h1"), ["[실습 1] WebSocket 서버 구현하기"]);
}

#[test]
fn the_theme_follows_the_system_until_it_is_chosen() {
    let Some(lab) = open() else { return };
    let background = || lab.tab.eval::<String>("getComputedStyle(document.body).backgroundColor");
    lab.tab.prefer("color-scheme", "light");
    let light = background();
    lab.tab.prefer("color-scheme", "dark");
    let dark = background();
    assert_ne!(light, dark);
    // The button goes round: as the system, light, dark.
    let mut seen = Vec::new();
    for _ in 0..3 {
        lab.tab.click("#theme");
        let chosen = background();
        lab.tab.reload();
        assert_eq!(background(), chosen, "kept over a reload");
        seen.push(chosen);
    }
    assert!(seen.contains(&light) && seen.contains(&dark), "{seen:?}");
}

#[test]
fn the_simple_page_hides_what_the_lesson_does_not_need() {
    let Some(lab) = open() else { return };
    lab.tab.goto(&format!("{}?simple=1", lab.server.page_url()));
    let is_visible = |selector: &str| {
        lab.tab.eval::<bool>(&format!("document.querySelector('{selector}').checkVisibility()"))
    };
    assert!(!is_visible("#search"));
    for needed in ["#url", "#connect", "#message", "#send", "#log"] {
        assert!(is_visible(needed), "{needed}");
    }
    lab.connect();
    lab.send("hello");
    lab.wait_for_received(1);
}
