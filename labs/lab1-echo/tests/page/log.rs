//! Check 10 and the message log: a thousand messages, a reader who has scrolled away, search and filter.

use lab_testing::{
    LabPage,
    browser::Direction,
    page::{RECEIVED, SENT},
};

use crate::connected;

/// Sends the numbers from `from` up to `to` as fast as the page can.
fn send_numbers(lab: &LabPage, from: u32, to: u32) {
    let script = format!(
        "(() => {{
            const field = document.querySelector('#message');
            for (let number = {from}; number < {to}; number++) {{
                field.value = number;
                field.form.requestSubmit();
            }}
        }})()"
    );
    lab.tab.eval::<Option<String>>(&script);
}

fn wait_for_newest(lab: &LabPage, text: &str) {
    lab.tab.wait_for_text("#log [data-row]:last-child .text", text);
}

fn rows(lab: &LabPage) -> usize {
    lab.tab.count("#log [data-row]")
}

const MOST_ROWS: usize = 500;

#[test]
fn a_thousand_messages_do_not_disturb_a_reader() {
    let Some(lab) = connected() else { return };
    send_numbers(&lab, 0, 500);
    wait_for_newest(&lab, "Echo: 499");
    assert!(rows(&lab) <= MOST_ROWS, "{} rows", rows(&lab));

    // The reader scrolls up, and remembers where the row in the middle stands.
    lab.tab.eval::<Option<String>>(
        "(() => {
            const log = document.querySelector('#log');
            log.scrollTop = log.scrollHeight / 2;
            window.row = log.children[Math.floor(log.childElementCount / 2)];
        })()",
    );
    let place = || {
        lab.tab
            .eval::<(f64, f64)>("[document.querySelector('#log').scrollTop, row.getBoundingClientRect().top]")
    };
    lab.tab.wait_for("document.querySelector('#log').scrollTop > 100");
    let before = place();
    send_numbers(&lab, 500, 1000);
    // Each number twice: as it was sent and as it came back.
    lab.tab.wait_for(
        "document.querySelector('#newer').textContent.replaceAll(',', '').match(/\\d+/)?.[0] === '1000'",
    );
    let after = place();
    assert!(
        (before.0 - after.0).abs() <= 1.0 && (before.1 - after.1).abs() <= 1.0,
        "{before:?} became {after:?}"
    );
    assert!(rows(&lab) <= MOST_ROWS, "{} rows", rows(&lab));
    let received = lab.tab.frames().iter().filter(|frame| frame.direction == Direction::Received).count();
    assert_eq!(received, 1000);

    lab.tab.click("#newer");
    wait_for_newest(&lab, "Echo: 999");
    assert!(lab.tab.eval::<bool>("document.querySelector('#newer').hidden"));
    assert!(rows(&lab) <= MOST_ROWS, "{} rows", rows(&lab));

    // The search goes through all that was kept, not only through what is in the document.
    lab.tab.click("#search");
    lab.tab.type_text("777");
    lab.tab.wait_for_count(SENT, 1);
    assert_eq!(lab.tab.texts(&format!("{SENT} .text")), ["777"]);
    assert_eq!(lab.tab.texts(&format!("{RECEIVED} .text")), ["Echo: 777"]);
}

#[test]
fn the_newest_row_is_followed_until_the_reader_scrolls_away() {
    let Some(lab) = connected() else { return };
    let distance =
        "(log => log.scrollHeight - log.scrollTop - log.clientHeight)(document.querySelector('#log'))";
    send_numbers(&lab, 0, 50);
    wait_for_newest(&lab, "Echo: 49");
    lab.tab.wait_for(&format!("{distance} <= 1"));
    assert!(
        lab.tab.eval::<bool>("document.querySelector('#log').scrollTop > 0"),
        "the log is longer than its window"
    );
    lab.tab.eval::<Option<String>>("(document.querySelector('#log').scrollTop = 0, null)");
    send_numbers(&lab, 50, 52);
    lab.tab.wait_for("!document.querySelector('#newer').hidden && /(^|\\D)4\\D/.test(document.querySelector('#newer').textContent)");
    // Scrolling back to the end is as good as the button.
    lab.tab.eval::<Option<String>>("(document.querySelector('#log').scrollTop = 1e9, null)");
    wait_for_newest(&lab, "Echo: 51");
    lab.tab.wait_for("document.querySelector('#newer').hidden");
}

#[test]
fn the_filter_shows_one_direction() {
    let Some(lab) = connected() else { return };
    send_numbers(&lab, 0, 3);
    lab.wait_for_received(3);
    for (value, shown, hidden) in [("sent", SENT, RECEIVED), ("received", RECEIVED, SENT)] {
        lab.tab.choose("#filter", value);
        lab.tab.wait_for_count(hidden, 0);
        assert_eq!(lab.tab.count(shown), 3);
        assert_eq!(rows(&lab), 3);
    }
    // What comes while the filter is set is filtered as well.
    send_numbers(&lab, 3, 4);
    lab.wait_for_received(4);
    assert_eq!(lab.tab.count(SENT), 0);
    lab.tab.choose("#filter", "all");
    lab.tab.wait_for_count(SENT, 4);
    lab.wait_for_received(4);
}

#[test]
fn the_search_goes_on_while_messages_come() {
    let Some(lab) = connected() else { return };
    lab.tab.fill("#search", "사과");
    for fruit in ["사과", "배", "풋사과"] {
        lab.send(fruit);
    }
    wait_for_newest(&lab, "Echo: 풋사과");
    assert_eq!(lab.tab.texts(&format!("{SENT} .text")), ["사과", "풋사과"]);
    lab.tab.fill("#search", "");
    lab.wait_for_received(3);
}

#[test]
fn clear_empties_the_log() {
    let Some(lab) = connected() else { return };
    send_numbers(&lab, 0, 3);
    lab.wait_for_received(3);
    lab.tab.click("#clear");
    lab.tab.wait_for_count("#log [data-row]", 0);
    lab.send("after");
    lab.wait_for_received(1);
    assert_eq!(rows(&lab), 2, "only what came after");
}

#[test]
fn the_newest_message_can_stand_first() {
    let Some(lab) = connected() else { return };
    send_numbers(&lab, 0, 2);
    wait_for_newest(&lab, "Echo: 1");
    lab.tab.click("#newest-first");
    lab.tab.wait_for_text("#log [data-row]:first-child .text", "Echo: 1");
    lab.send("newest");
    lab.tab.wait_for_text("#log [data-row]:first-child .text", "Echo: newest");
    let texts = lab.tab.texts("#log [data-dir=received] .text");
    assert_eq!(texts, ["Echo: newest", "Echo: 1", "Echo: 0"]);
    lab.tab.click("#newest-first");
    wait_for_newest(&lab, "Echo: newest");
}

#[test]
fn a_long_text_survives() {
    let Some(lab) = connected() else { return };
    let text = "가".repeat(20_000);
    lab.send(&text);
    lab.wait_for_received(1);
    let frames = lab.tab.frames();
    assert_eq!(frames.len(), 2);
    assert!(frames[1].payload == format!("Echo: {text}"), "{} bytes came back", frames[1].payload.len());
}
