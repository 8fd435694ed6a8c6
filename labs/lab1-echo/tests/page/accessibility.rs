//! Check 19: everyone can use the page, by keyboard, in every size and colour.

use crate::Lab;

/// A page with as much on it as possible: messages of each kind, a saved one, a reason.
fn full_page() -> Option<Lab> {
    let lab = Lab::connected()?;
    lab.tab.fill("#message", "저장한 메시지");
    lab.tab.click("#save");
    lab.send("a word of eighty characters, which no narrow page can lay out in one line: 가나다라마바사");
    lab.send(&"x".repeat(300));
    lab.wait_for_received(2);
    Some(lab)
}

fn has_no_violations(scheme: &str, is_english: bool) {
    let Some(lab) = full_page() else { return };
    lab.tab.prefer("color-scheme", scheme);
    if is_english {
        lab.tab.click("#lang");
        lab.tab.wait_for("document.documentElement.lang === 'en'");
    }
    assert_eq!(lab.tab.accessibility_violations(), [""; 0]);
    // Once more with the words that stand there after a close.
    lab.tab.click("#connect");
    lab.wait_for_reason("1000");
    assert_eq!(lab.tab.accessibility_violations(), [""; 0]);
}

#[test]
fn axe_finds_nothing_in_the_light_page() {
    has_no_violations("light", false);
}

#[test]
fn axe_finds_nothing_in_the_dark_page() {
    has_no_violations("dark", false);
}

#[test]
fn axe_finds_nothing_in_the_light_english_page() {
    has_no_violations("light", true);
}

#[test]
fn axe_finds_nothing_in_the_dark_english_page() {
    has_no_violations("dark", true);
}

#[test]
fn axe_finds_nothing_while_the_page_waits_to_reconnect() {
    let Some(mut lab) = full_page() else { return };
    lab.server.kill();
    lab.tab.wait_for("document.querySelector('#retry-now')?.checkVisibility()");
    assert_eq!(lab.tab.accessibility_violations(), [""; 0]);
}

#[test]
fn every_control_has_a_name_and_is_reached_by_tab() {
    let Some(lab) = full_page() else { return };
    assert_eq!(lab.tab.nameless_controls(), [""; 0]);
    for scheme in ["light", "dark"] {
        lab.tab.prefer("color-scheme", scheme);
        assert_eq!(lab.tab.keyboard_faults(), [""; 0], "{scheme}");
    }
}

#[test]
fn the_keyboard_alone_is_enough() {
    let Some(lab) = Lab::open() else { return };
    lab.tab.focus("#connect");
    lab.tab.press("Enter");
    lab.wait_for_state("open");
    let has_focus = "document.activeElement.id === 'connect'";
    assert!(lab.tab.eval::<bool>(has_focus), "the pressed button keeps the focus");
    // The slash goes to the search, but not from a field, where it is a character.
    lab.tab.press("/");
    lab.tab.wait_for("document.activeElement.id === 'search'");
    assert_eq!(lab.tab.value("#search"), "");
    lab.tab.focus("#message");
    lab.tab.type_text("a/b");
    lab.tab.press("Enter");
    lab.wait_for_received(1);
    assert_eq!(lab.tab.text("#log [data-dir=received] .text"), "Echo: a/b");
}

#[test]
fn a_narrow_window_does_not_scroll_sideways() {
    let Some(lab) = full_page() else { return };
    for (width, height) in [(320, 640), (640, 480), (1280, 900)] {
        lab.tab.resize(width, height);
        assert_eq!(lab.tab.horizontal_overflow(), [""; 0], "{width}×{height}");
    }
}

#[test]
fn text_of_twice_the_size_does_not_scroll_sideways() {
    let Some(lab) = full_page() else { return };
    lab.tab.resize(1280, 900);
    let before: f64 = lab.tab.eval("parseFloat(getComputedStyle(document.querySelector('#send')).fontSize)");
    lab.tab.resize_text(200);
    let after: f64 = lab.tab.eval("parseFloat(getComputedStyle(document.querySelector('#send')).fontSize)");
    assert!(after >= before * 1.9, "{before} px became {after} px");
    assert_eq!(lab.tab.horizontal_overflow(), [""; 0]);
    lab.tab.resize(640, 900);
    assert_eq!(lab.tab.horizontal_overflow(), [""; 0]);
}
