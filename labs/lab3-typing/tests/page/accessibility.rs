//! Check 19: everyone can use the page, by keyboard, in every size, colour and language.

use lab_testing::{LabPage, shell};

use crate::{INDICATOR, Others, connected};

/// A page with as much on it as possible: others who type, lines, counts, and a mistake explained.
fn full_page() -> Option<(LabPage, Others)> {
    let lab = connected()?;
    let others = Others::type_on(&lab.server, 2);
    lab.tab.wait_for_text("#typists", "(2명)");
    lab.tab.wait_for_text("#indicator", INDICATOR);
    for line in ["낱말이 긴 줄: 가나다라마바사아자차카타파하", &"x".repeat(300)] {
        lab.send(line);
    }
    lab.tab.wait_for_count("#lines li", 2);
    lab.tab.press("Escape");
    lab.tab.wait_for_count(".typed", 0);
    Some((lab, others))
}

#[test]
fn axe_finds_nothing_in_either_language_and_scheme() {
    let Some((lab, others)) = full_page() else { return };
    shell::is_accessible(&lab);
    drop(others);
    // Once more without a connection, with the complaint about that, and while a line is being written.
    lab.tab.click("#connect");
    lab.wait_for_reason("1000");
    lab.send("보낼 수 없는 글");
    lab.tab.wait_for("document.querySelector('#error').textContent.includes('Connect')");
    shell::is_accessible(&lab);
}

#[test]
fn every_control_has_a_name_and_is_reached_by_tab() {
    let Some((lab, _others)) = full_page() else { return };
    shell::is_usable_by_keyboard(&lab);
}

#[test]
fn no_window_is_too_narrow_and_no_text_too_large() {
    let Some((lab, _others)) = full_page() else { return };
    shell::fits_every_window(&lab);
}

#[test]
fn english_changes_every_text_and_survives_a_reload() {
    let Some((lab, _others)) = full_page() else { return };
    lab.tab.click("#lang");
    lab.tab.wait_for_text("#indicator", "💬 Someone is typing…");
    lab.tab.click("#lang");
    shell::speaks_english(&lab, "Lab 3: Typewriter effect", "#log .text, #lines");
}

#[test]
fn the_start_alone_is_read_out_politely() {
    let Some(lab) = connected() else { return };
    // The region stood there before its text, and the same text is put in once.
    let region = "document.querySelector('#indicator')";
    assert_eq!(lab.tab.eval::<String>(&format!("{region}.getAttribute('role')")), "status");
    lab.tab.eval::<Option<bool>>(&format!(
        "(window.changes = 0, new MutationObserver((records) => changes += records.length)
            .observe({region}, {{ childList: true, characterData: true, subtree: true }}), null)"
    ));
    let one = Others::type_on(&lab.server, 1);
    lab.tab.wait_for_text("#indicator", INDICATOR);
    let more = Others::type_on(&lab.server, 2);
    lab.tab.wait_for_text("#typists", "(3명)");
    drop(more);
    lab.tab.wait_for_text("#typists", "");
    assert_eq!(lab.tab.eval::<u32>("changes"), 1);
    drop(one);
    lab.tab.wait_for_text("#indicator", "");
    // Nothing that counts or counts down is read out.
    assert_eq!(lab.tab.count("[aria-live] #countdown, [role=status] #countdown, [role=status] #keys"), 0);
}

#[test]
fn the_line_of_the_indicator_keeps_its_height() {
    let Some(lab) = connected() else { return };
    let place = || lab.tab.eval::<f64>("document.querySelector('#counters').getBoundingClientRect().top");
    let before = place();
    let _others = Others::type_on(&lab.server, 2);
    lab.tab.wait_for_text("#typists", "(2명)");
    assert!((place() - before).abs() < 0.5, "{before} became {}", place());
}
