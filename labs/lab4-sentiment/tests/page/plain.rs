//! The plain form: a server that selects no subprotocol gets plain texts, and its labels are understood.

use lab_testing::{
    LabPage,
    browser::{Source, stub::Stub},
};
use tokio_tungstenite::tungstenite::Message;

use crate::{open, wait_for_label};

/// A page at a server that answers every text with `answer`.
fn answered_with(answer: &'static str) -> Option<(LabPage, Stub)> {
    let lab = open()?;
    let stub = Stub::web_socket(0, move |mut socket| {
        while let Ok(message) = socket.read() {
            if let Message::Text(_) = message {
                let _ = socket.send(Message::text(answer));
            }
        }
    });
    lab.connect_to(&stub.socket_url());
    lab.wait_for_state("open");
    lab.tab.fill("#message", "무엇이든");
    Some((lab, stub))
}

#[test]
fn a_core_only_server_gets_texts_and_its_label_is_shown() {
    let Some((lab, _stub)) = answered_with("긍정 😊") else { return };
    wait_for_label(&lab, "positive");
    lab.tab.wait_for_text("#result", "긍정 😊");
    let frames = lab.sent();
    assert_eq!(frames.iter().map(|frame| frame.payload.as_str()).collect::<Vec<_>>(), ["무엇이든"]);
    assert_eq!(lab.tab.texts("#history li"), ["무엇이든 → 긍정 😊"]);
    // Clues and score are not told in this form, so there is no empty place for them.
    for hidden in ["#clues", "#score-row", "#bar"] {
        assert!(
            !lab.tab.eval::<bool>(&format!("document.querySelector('{hidden}').checkVisibility()")),
            "{hidden}"
        );
    }
    let told = lab.tab.texts("#log [data-dir=info] .text");
    assert!(told.iter().any(|text| text.contains("서브프로토콜")), "{told:?}");
}

#[test]
fn labels_written_a_little_differently_are_understood() {
    // A line end, decomposed Hangul, U+FE0F after the emoji.
    for (answer, label) in [
        ("부정 😢\n", "negative"),
        ("\u{110c}\u{116e}\u{11bc}\u{1105}\u{1175}\u{11b8} 😐", "neutral"),
        ("긍정 😊\u{fe0f} ", "positive"),
    ] {
        let Some((lab, _stub)) = answered_with(answer) else { return };
        wait_for_label(&lab, label);
    }
}

#[test]
fn an_answer_that_is_no_label_is_shown_as_it_is() {
    let Some((lab, _stub)) = answered_with("긍정이다 <b>\u{202e}") else { return };
    lab.tab.wait_for_text("#result", "긍정이다 <b>⟨U+202E⟩");
    wait_for_label(&lab, "");
    assert_eq!(lab.tab.count("#history li"), 0);
    assert_eq!(lab.tab.problems_from(Source::Exception), []);
}
