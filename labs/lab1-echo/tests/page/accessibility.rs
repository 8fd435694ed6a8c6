//! Check 19: everyone can use the page, by keyboard, in every size and colour.

use lab_testing::{LabPage, shell};

use crate::{connected, open};

/// A page with as much on it as possible: messages of each kind, a saved one, a reason.
fn full_page() -> Option<LabPage> {
    let lab = connected()?;
    lab.tab.fill("#message", "저장한 메시지");
    lab.tab.click("#save");
    lab.send("a word of eighty characters, which no narrow page can lay out in one line: 가나다라마바사");
    lab.send(&"x".repeat(300));
    lab.wait_for_received(2);
    Some(lab)
}

#[test]
fn axe_finds_nothing_in_either_language_and_scheme() {
    let Some(lab) = full_page() else { return };
    shell::is_accessible(&lab);
    // Once more with the words that stand there after a close.
    lab.tab.click("#connect");
    lab.wait_for_reason("1000");
    shell::is_accessible(&lab);
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
    shell::is_usable_by_keyboard(&lab);
}

#[test]
fn the_keyboard_alone_is_enough() {
    let Some(lab) = open() else { return };
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
fn no_window_is_too_narrow_and_no_text_too_large() {
    let Some(lab) = full_page() else { return };
    shell::fits_every_window(&lab);
}
