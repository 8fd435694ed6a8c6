//! The typewriter: lines appear letter by letter, and are all there for whoever cannot wait.

use lab_testing::LabPage;

use crate::{BINARY, connected};

/// Writes down what the typewriter has shown of the first line.
const WATCH: &str = "
    window.seen = [];
    new MutationObserver(() => {
        const line = document.querySelector('#lines li');
        const typed = line?.querySelector('.typed');
        const entry = { typed: typed?.textContent ?? null, whole: line?.querySelector('.sr-only')?.textContent ?? null,
            at: performance.now() };
        if (line && entry.typed !== seen.at(-1)?.typed) seen.push(entry);
    }).observe(document, { subtree: true, childList: true, characterData: true });";

/// The typewriter's timer never fires, so a line stays unfinished until it is asked for.
const STUCK: &str = "
    const real = window.setInterval;
    window.setInterval = (act, time) => (time === 30 ? 0 : real(act, time));";

fn wait_for_end(lab: &LabPage) {
    lab.tab.wait_for("seen.length > 0 && seen.at(-1).typed === null");
}

#[test]
fn a_line_appears_letter_by_letter_and_is_whole_for_a_screen_reader() {
    let Some(lab) = LabPage::open_with(BINARY, WATCH) else { return };
    lab.connect();
    let text = "안녕👨‍👩‍👧‍👦하세요, 각 글자는 하나씩🇰🇷";
    lab.send(text);
    wait_for_end(&lab);
    let seen: Vec<String> = lab.tab.eval("seen.slice(0, -1).map(({ typed }) => typed)");
    assert!(seen.len() >= 2, "{seen:?}");
    for piece in &seen {
        assert!(text.starts_with(piece.as_str()), "{piece}");
        // No letter is torn: neither the family nor the flag.
        let rest = &text[piece.len()..];
        assert!(!rest.starts_with('\u{200d}') && !piece.ends_with('\u{1f1f0}'), "{piece}");
    }
    let wholes: Vec<String> = lab.tab.eval("seen.slice(0, -1).map(({ whole }) => whole)");
    assert!(wholes.iter().all(|whole| whole == text), "{wholes:?}");
    assert_eq!(lab.tab.text("#lines li"), text, "in the end it is there once");
}

#[test]
fn the_longest_line_takes_two_seconds() {
    let Some(lab) = LabPage::open_with(BINARY, WATCH) else { return };
    lab.connect();
    lab.send(&"가".repeat(500));
    wait_for_end(&lab);
    let (longest_wait, took): (f64, f64) = lab.tab.eval(
        "[Math.max(...seen.slice(1).map(({ at }, index) => at - seen[index].at)), seen.at(-1).at - seen[0].at]",
    );
    // One late timer is the end; a busy machine makes it later.
    assert!(took < 2100.0 + longest_wait, "{took} ms");
    assert!(took > 1900.0, "{took} ms: nothing was to be seen of it");
}

fn shows_whole_after(act: impl Fn(&LabPage)) {
    let Some(lab) = LabPage::open_with(BINARY, STUCK) else { return };
    lab.connect();
    lab.send("기다릴 수 없는 글");
    lab.tab.wait_for_count("#lines .typed", 1);
    assert_eq!(lab.tab.text("#lines .typed"), "");
    let hidden: String = lab.tab.eval("document.querySelector('#lines .typed').ariaHidden");
    assert_eq!(hidden, "true");
    act(&lab);
    lab.tab.wait_for_count("#lines .typed", 0);
    assert_eq!(lab.tab.text("#lines li"), "기다릴 수 없는 글");
}

#[test]
fn a_click_shows_the_whole_line() {
    shows_whole_after(|lab| lab.tab.click("#lines li"));
}

#[test]
fn escape_shows_the_whole_line() {
    shows_whole_after(|lab| lab.tab.press("Escape"));
}

#[test]
fn whoever_wants_less_motion_sees_the_whole_line_at_once() {
    let Some(lab) = LabPage::open_with(BINARY, WATCH) else { return };
    lab.tab.prefer("reduced-motion", "reduce");
    lab.connect();
    lab.send("움직이지 않는 글");
    wait_for_end(&lab);
    assert_eq!(lab.tab.eval::<usize>("seen.length"), 1, "no part of it was ever shown");
    assert_eq!(lab.tab.text("#lines li"), "움직이지 않는 글");
}

#[test]
fn only_the_newest_fifty_lines_are_kept() {
    let Some(lab) = connected() else { return };
    lab.tab.eval::<Option<bool>>(
        "(() => {
            const field = document.querySelector('#message');
            for (let number = 1; number <= 60; number++) {
                field.value = `줄 ${number}`;
                field.form.requestSubmit();
            }
            return null;
        })()",
    );
    lab.tab.wait_for_text("#lines li:first-child", "줄 60");
    assert_eq!(lab.tab.count("#lines li"), 50);
    lab.tab.wait_for_text("#lines li:last-child", "줄 11");
}

#[test]
fn invisible_characters_of_a_line_are_shown() {
    let Some(lab) = connected() else { return };
    lab.send("뒤집기\u{202e}abc");
    lab.tab.wait_for_text("#lines li", "뒤집기⟨U+202E⟩abc");
}
