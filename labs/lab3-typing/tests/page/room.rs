//! Check 16 and the room: what one page does is seen in another.

use lab_testing::Tab;

use crate::{
    INDICATOR, Others, connected,
    history::{self, HISTORY, History, TYPING, wait_for},
};

/// A second page of the same room, in front of the first.
fn second_page(lab: &lab_testing::LabPage) -> Tab {
    let tab = lab.tab.beside();
    tab.before_load(HISTORY);
    tab.goto(&lab.server.page_url());
    tab.click("#connect");
    tab.wait_for("document.querySelector('#state').dataset.state === 'open'");
    tab
}

fn now(tab: &Tab) -> f64 {
    tab.eval("performance.timeOrigin + performance.now()")
}

#[test]
fn the_indicator_of_a_page_that_is_closed_goes_out_everywhere_at_once() {
    let Some(lab) = history::connected() else { return };
    let typist = second_page(&lab);
    typist.click("#message");
    typist.type_text("a");
    lab.tab.wait_for_text("#indicator", INDICATOR);
    typist.close();
    let closed = now(&lab.tab);
    wait_for(&lab.tab, "shows ", 1);
    let out = History::of(&lab.tab).last("shows ") - closed;
    assert!(out <= 500.0, "the indicator went out after {out} ms");
}

#[test]
fn the_indicator_of_a_page_that_freezes_goes_out_everywhere_after_three_seconds() {
    let Some(lab) = history::connected() else { return };
    let typist = second_page(&lab);
    typist.click("#message");
    typist.type_text("a");
    lab.tab.wait_for_text("#indicator", INDICATOR);
    // The socket stays open, and no `stop` comes.
    let said = History::of(&typist).last(TYPING);
    typist.eval::<Option<bool>>(
        "(setTimeout(() => { const end = performance.now() + 4000; while (performance.now() < end); }), null)",
    );
    wait_for(&lab.tab, "shows ", 1);
    let out = History::of(&lab.tab).last("shows ") - said;
    assert!((2900.0..=3500.0).contains(&out), "the indicator went out after {out} ms");
}

#[test]
fn a_line_reaches_every_page() {
    let Some(lab) = history::connected() else { return };
    let other = second_page(&lab);
    for line in ["안녕", "<b>반가워</b> 👨‍👩‍👧‍👦"] {
        other.fill("#message", line);
        other.press("Enter");
    }
    for tab in [&other, &lab.tab] {
        tab.wait_for(
            "JSON.stringify([...document.querySelectorAll('#lines li')].map((li) => li.textContent)) ===
             JSON.stringify(['<b>반가워</b> 👨‍👩‍👧‍👦', '안녕'])",
        );
        assert_eq!(tab.count("#lines b"), 0);
    }
    assert_eq!(lab.tab.problems(), []);
}

#[test]
fn the_page_tells_how_many_type_and_forgets_it_without_a_connection() {
    let Some(lab) = connected() else { return };
    let _others = Others::type_on(&lab.server, 3);
    lab.tab.wait_for_text("#typists", "(3명)");
    lab.tab.click("#connect");
    lab.wait_for_state("closed");
    assert_eq!((lab.tab.text("#indicator"), lab.tab.text("#typists")), (String::new(), String::new()));
    // Whoever comes in is told at once.
    lab.connect();
    lab.tab.wait_for_text("#indicator", INDICATOR);
}
