//! Answers in and out of time: only the one to the text in the field is shown, and one text is asked at a time.

use std::sync::{
    Arc, Mutex,
    mpsc::{Receiver, Sender, channel},
};

use lab_testing::{LabPage, browser::stub::Stub};
use tokio_tungstenite::tungstenite::Message;

use crate::{connected, open, wait_for_label};

/// A plain server that answers only when the test says so, and tells what it was asked.
struct Puppet {
    stub: Stub,
    answers: Sender<&'static str>,
    asked: Receiver<String>,
}

impl Puppet {
    fn new() -> Self {
        let (answers, to_give) = channel();
        let (texts, asked) = channel();
        let to_give = Arc::new(Mutex::new(to_give));
        let stub = Stub::web_socket(0, move |mut socket| {
            while let Ok(message) = socket.read() {
                let Message::Text(text) = message else { continue };
                let _ = texts.send(text.to_string());
                let Ok(answer) = to_give.lock().unwrap().recv() else { return };
                if answer != NONE {
                    let _ = socket.send(Message::text(answer));
                }
            }
        });
        Self { stub, answers, asked }
    }

    fn open_page(&self) -> Option<LabPage> {
        let lab = open()?;
        lab.connect_to(&self.stub.socket_url());
        lab.wait_for_state("open");
        Some(lab)
    }

    #[track_caller]
    fn expect(&self, text: &str) {
        assert_eq!(self.asked.recv_timeout(lab_testing::server::DEADLINE).as_deref(), Ok(text));
    }

    fn answer(&self, text: &'static str) {
        self.answers.send(text).unwrap();
    }
}

/// In place of an answer.
const NONE: &str = "(none)";

#[test]
fn an_answer_to_a_text_that_is_gone_is_not_shown() {
    let puppet = Puppet::new();
    let Some(lab) = puppet.open_page() else { return };
    lab.tab.fill("#message", "love");
    puppet.expect("love");
    lab.tab.wait_for_text("#progress", "분석 중");
    lab.tab.fill("#message", "sad");
    puppet.answer("긍정 😊");
    // The next text is asked only after the answer before it.
    puppet.expect("sad");
    lab.wait_for_received(1);
    assert_eq!(lab.tab.text("#result"), "");
    puppet.answer("부정 😢");
    wait_for_label(&lab, "negative");
    assert_eq!(lab.tab.texts("#history li"), ["sad → 부정 😢"]);
}

#[test]
fn one_text_is_on_its_way_and_the_newest_one_follows() {
    let puppet = Puppet::new();
    let Some(lab) = puppet.open_page() else { return };
    lab.tab.fill("#message", "one");
    puppet.expect("one");
    for text in ["two", "three", "four"] {
        lab.tab.fill("#message", text);
        // Long enough to be due, if it were its turn.
        lab.tab.eval::<Option<bool>>("new Promise((resume) => setTimeout(resume, 200))");
    }
    assert_eq!(lab.sent().len(), 1);
    puppet.answer("중립 😐");
    puppet.expect("four");
    puppet.answer("중립 😐");
    wait_for_label(&lab, "neutral");
    assert_eq!(lab.sent().len(), 2);
}

#[test]
fn a_server_that_left_a_text_out_is_asked_about_the_next() {
    let puppet = Puppet::new();
    let Some(lab) = puppet.open_page() else { return };
    lab.tab.fill("#message", "hello");
    puppet.expect("hello");
    puppet.answer(NONE);
    lab.tab.wait_for_text("#progress", "서버가 답하지 않음");
    lab.tab.fill("#message", "hello love");
    puppet.expect("hello love");
    puppet.answer("긍정 😊");
    wait_for_label(&lab, "positive");
}

#[test]
fn a_message_that_nobody_asked_for_is_only_logged() {
    let Some(lab) = open() else { return };
    let stub = Stub::web_socket(0, |mut socket| {
        let _ = socket.send(Message::text("긍정 😊"));
        while socket.read().is_ok() {}
    });
    lab.connect_to(&stub.socket_url());
    lab.wait_for_received(1);
    wait_for_label(&lab, "");
    assert_eq!(lab.tab.text("#result"), "");
}

#[test]
fn the_log_shows_what_went_over_the_wire() {
    let Some(lab) = connected() else { return };
    crate::judge(&lab, "love", "positive");
    lab.wait_for_received(1);
    assert_eq!(
        lab.tab.texts(&format!("{} .text", lab_testing::page::SENT)),
        [r#"{"type":"analyse","text":"love"}"#]
    );
    let answer: serde_json::Value =
        serde_json::from_str(&lab.tab.text(&format!("{} .text", lab_testing::page::RECEIVED))).unwrap();
    assert_eq!((answer["type"].as_str(), answer["label"].as_str()), (Some("sentiment"), Some("positive")));
    assert!(lab.tab.text(&format!("{} .round-trip", lab_testing::page::RECEIVED)).ends_with(" ms"));
}
