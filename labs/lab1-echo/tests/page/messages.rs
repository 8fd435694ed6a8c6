//! Checks 3 and 9, and what a student does with messages: sending, saving, finding the draft again.

use lab_testing::page::{RECEIVED, SENT};

use crate::{SAMPLE, connected, open};

#[test]
fn a_message_comes_back_with_both_times() {
    let Some(lab) = connected() else { return };
    lab.send(SAMPLE);
    lab.wait_for_received(1);
    assert_eq!(lab.tab.texts(&format!("{SENT} .text")), [SAMPLE]);
    assert_eq!(lab.tab.texts(&format!("{RECEIVED} .text")), [format!("Echo: {SAMPLE}")]);
    let times = lab.tab.texts("#log :is([data-dir=sent], [data-dir=received]) time");
    assert_eq!(times.len(), 2);
    assert!(times.iter().all(|time| is_time_of_day(time)), "{times:?}");
    assert!(times[0] <= times[1] || times[0].starts_with("23:59"), "{times:?}");
    let round_trip = lab.tab.text(&format!("{RECEIVED} .round-trip"));
    let milliseconds = round_trip.strip_suffix(" ms").and_then(|number| number.parse::<u32>().ok());
    assert!(milliseconds.is_some(), "{round_trip}");
    assert_eq!(lab.tab.value("#message"), "", "what was sent leaves the field");
}

/// `HH:MM:SS.mmm`
fn is_time_of_day(text: &str) -> bool {
    let form: String =
        text.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect();
    form == "00:00:00.000"
}

#[test]
fn enter_sends_and_shift_enter_begins_a_new_line() {
    let Some(lab) = connected() else { return };
    lab.tab.click("#message");
    lab.tab.type_text("one");
    lab.tab.press("Shift+Enter");
    lab.tab.type_text("two");
    assert_eq!(lab.tab.value("#message"), "one\ntwo");
    lab.tab.press("Enter");
    lab.wait_for_received(1);
    let frames = lab.sent();
    assert_eq!(frames.len(), 1);
    assert_eq!((frames[0].opcode, frames[0].payload.as_str()), (1, "one\ntwo"));
    assert_eq!(lab.tab.value("#message"), "");
    lab.tab.press("Enter");
    assert_eq!(lab.sent().len(), 1, "an empty field sends nothing");
}

#[test]
fn markup_and_invisible_characters_are_shown_as_text() {
    let Some(lab) = connected() else { return };
    let images = lab.tab.count("img");
    let markup = "<img src=x onerror=\"document.title='run'\">";
    let message = format!("{markup}\u{202e}abc");
    lab.send(&message);
    lab.wait_for_received(1);
    let shown = format!("{markup}⟨U+202E⟩abc");
    assert_eq!(lab.tab.texts(&format!("{SENT} .text")), std::slice::from_ref(&shown));
    assert_eq!(lab.tab.texts(&format!("{RECEIVED} .text")), [format!("Echo: {shown}")]);
    assert_eq!(lab.tab.texts(&format!("{RECEIVED} .invisible")), ["⟨U+202E⟩"]);
    assert_eq!(lab.tab.count("img"), images);
    assert_ne!(lab.tab.eval::<String>("document.title"), "run");
    assert_eq!(lab.sent()[0].payload, message, "it is sent as it was written");
    // Once more in the list of saved messages.
    lab.tab.fill("#message", &message);
    lab.tab.click("#save");
    lab.tab.wait_for_count("#saved [data-saved]", 1);
    assert_eq!(lab.tab.count("img"), images);
    assert!(!lab.tab.requests().iter().any(|url| url.ends_with("/x")), "{:?}", lab.tab.requests());
    assert_eq!(lab.tab.problems(), []);
}

#[test]
fn saved_messages_survive_a_reload() {
    let Some(lab) = open() else { return };
    for text in ["안녕", "hello", "안녕"] {
        lab.tab.fill("#message", text);
        lab.tab.click("#save");
    }
    lab.tab.wait_for_count("#saved [data-saved]", 2);
    lab.tab.reload();
    lab.tab.wait_for_count("#saved [data-saved]", 2);
    let mut saved = lab.tab.texts("#saved [data-saved]");
    saved.sort();
    assert_eq!(saved, ["hello", "안녕"]);
    // A click brings one back into the field.
    lab.tab.fill("#message", "");
    lab.tab.click("#saved li:has([data-saved]):first-child [data-saved]");
    let first = lab.tab.text("#saved [data-saved]");
    assert_eq!(lab.tab.value("#message"), first);
    lab.tab.click("#saved li:has([data-saved]):first-child [data-delete]");
    lab.tab.wait_for_count("#saved [data-saved]", 1);
    assert_ne!(lab.tab.text("#saved [data-saved]"), first);
    lab.tab.reload();
    lab.tab.wait_for_count("#saved [data-saved]", 1);
}

#[test]
fn the_draft_survives_a_reload() {
    let Some(lab) = open() else { return };
    lab.tab.fill("#message", "쓰다 만 글\n둘째 줄");
    lab.tab.reload();
    lab.tab.wait_for("document.querySelector('#message').value === '쓰다 만 글\\n둘째 줄'");
}

#[test]
fn what_cannot_be_sent_stays_in_the_field() {
    let Some(lab) = open() else { return };
    lab.send("아직 연결 전");
    lab.tab.wait_for("document.querySelector('#error').textContent.includes('Connect')");
    assert_eq!(lab.tab.value("#message"), "아직 연결 전");
    assert_eq!(lab.tab.count(SENT), 0);
    lab.connect();
    lab.tab.click("#send");
    lab.wait_for_received(1);
    assert_eq!(lab.tab.text("#error"), "", "the complaint goes away");
}

#[test]
fn bytes_written_in_hex_go_out_as_a_binary_message() {
    let Some(lab) = connected() else { return };
    lab.tab.choose("#type", "binary");
    lab.send("00 ff 7");
    lab.tab.wait_for("document.querySelector('#error').textContent.includes('16진수')");
    assert_eq!(lab.sent(), []);
    lab.send("00 ff 7A");
    lab.wait_for_received(1);
    let frames = lab.tab.frames();
    let seen: Vec<_> = frames.iter().map(|frame| (frame.opcode, frame.payload.as_str())).collect();
    // Base64 of the three bytes, there and back.
    assert_eq!(seen, [(2, "AP96"), (2, "AP96")]);
    let shown = lab.tab.text(&format!("{RECEIVED} .text"));
    assert!(shown.contains("00 ff 7a") && shown.contains("3 B"), "{shown}");
}
