//! Check 17, its second half: while a Hangul syllable is being composed, the result does not flicker.

use std::{
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};

use lab_testing::{LabPage, browser::stub::Stub};
use tokio_tungstenite::tungstenite::Message;

use crate::{BINARY, WATCH, settled_labels, typing::assert_unhurried, wait_for_label};

/// `좋아요` on a two-set keyboard: the steps of each syllable while it is open, and the syllable that is left
/// when the next key takes its last letter along.
const GOOD: [(&[&str], &str); 3] =
    [(&["ㅈ", "조", "좋"], "좋"), (&["ㅇ", "아", "앙"], "아"), (&["요"], "요")];

/// Composes `좋아요`, one key in each `rhythm`. The last syllable stays open, as it does on every system.
fn compose_good(lab: &LabPage, rhythm: Duration) {
    for (index, (steps, syllable)) in GOOD.iter().enumerate() {
        for step in *steps {
            lab.tab.compose(&[step]);
            thread::sleep(rhythm);
        }
        if index + 1 < GOOD.len() {
            lab.tab.commit(syllable);
        }
    }
    assert_eq!(lab.tab.value("#message"), "좋아요");
}

/// The longest time between two changes of the field, on the page's own clock.
fn longest_gap(lab: &LabPage) -> f64 {
    let gaps = "inputs.slice(1).map(({ at }, index) => at - inputs[index].at)";
    lab.tab.eval(&format!("Math.max(...{gaps})"))
}

#[test]
fn the_settled_result_never_leaves_positive_while_a_good_word_is_composed() {
    let Some(lab) = LabPage::open_with(BINARY, WATCH) else { return };
    lab.connect();
    lab.tab.click("#message");
    compose_good(&lab, Duration::from_millis(80));
    wait_for_label(&lab, "positive");
    lab.tab.wait_for_text("#result", "긍정 😊");
    let labels = settled_labels(&lab);
    let since_positive = labels.iter().skip_while(|label| *label != "positive").collect::<Vec<_>>();
    assert_eq!(since_positive, ["positive"], "{labels:?}");
    assert_unhurried(&lab);
}

/// A server that looks for `좋아` in the text as it comes, as a student's does: with it, `좋앙` is neutral.
fn naive_server() -> (Stub, Arc<Mutex<Vec<String>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let texts = Arc::clone(&asked);
    let stub = Stub::web_socket(0, move |mut socket| {
        while let Ok(message) = socket.read() {
            let Message::Text(text) = message else { continue };
            let answer = if text.contains("좋아") { "긍정 😊" } else { "중립 😐" };
            texts.lock().unwrap().push(text.to_string());
            let _ = socket.send(Message::text(answer));
        }
    });
    (stub, asked)
}

#[test]
fn a_server_that_flickers_does_not_make_the_page_flicker() {
    let (stub, asked) = naive_server();
    // So slow that half a syllable is asked about, so fast that it is never taken for finished. A busy machine
    // may miss that rhythm, and then it is played again.
    for _ in 0..5 {
        asked.lock().unwrap().clear();
        let Some(lab) = LabPage::open_with(BINARY, WATCH) else { return };
        lab.connect_to(&stub.socket_url());
        lab.wait_for_state("open");
        lab.tab.click("#message");
        compose_good(&lab, Duration::from_millis(230));
        wait_for_label(&lab, "positive");
        assert_unhurried(&lab);
        let was_asked = asked.lock().unwrap().contains(&"좋앙".to_owned());
        if longest_gap(&lab) < 390.0 && was_asked {
            assert_eq!(settled_labels(&lab), ["", "positive"]);
            return;
        }
    }
    panic!("the machine was too busy to keep the rhythm");
}

#[test]
fn an_open_syllable_dims_the_result_before_it_and_says_so() {
    let Some(lab) = LabPage::open_with(BINARY, WATCH) else { return };
    lab.connect();
    lab.tab.click("#message");
    lab.tab.type_text("sad ");
    wait_for_label(&lab, "negative");
    lab.tab.eval::<usize>("shown.push({ label: 'mark', settled: false })");
    lab.tab.eval::<Option<bool>>(
        "void new MutationObserver(() => (window.words ??= []).push(document.querySelector('#progress').textContent))
            .observe(document.querySelector('#progress'), { childList: true })",
    );
    lab.tab.compose(&["ㅎ"]);
    // The last syllable stays open: having rested it counts as finished.
    wait_for_label(&lab, "negative");
    let words: Vec<String> = lab.tab.eval("words");
    assert!(words.contains(&"조합 중".to_owned()), "{words:?}");
    let shown: Vec<crate::Shown> = lab.tab.eval("shown");
    let since = shown.iter().skip_while(|shown| shown.label != "mark").skip(1).collect::<Vec<_>>();
    assert_eq!(since.first().map(|shown| (shown.label.as_str(), shown.settled)), Some(("negative", false)));
    assert!(since.iter().all(|shown| shown.label == "negative"), "{since:?}");
}

#[test]
fn the_end_of_a_composition_settles_what_was_asked_during_it() {
    let Some(lab) = LabPage::open_with(BINARY, WATCH) else { return };
    lab.connect();
    lab.tab.click("#message");
    lab.tab.compose(&["ㅅ", "시", "싫"]);
    lab.tab.commit("싫");
    lab.tab.compose(&["ㅇ", "어"]);
    lab.tab.commit("어");
    wait_for_label(&lab, "negative");
    assert_eq!(settled_labels(&lab).last().map(String::as_str), Some("negative"));
    lab.tab.wait_for_text("#progress", "확정");
}
