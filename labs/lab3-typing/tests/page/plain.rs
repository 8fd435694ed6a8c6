//! A server that meets the core alone, as the lecture's Flask does: no room, no subprotocol.

use std::{
    sync::mpsc::{Receiver, channel},
    time::Duration,
};

use lab_testing::{LabPage, browser::stub::Stub, server::DEADLINE};
use tokio_tungstenite::tungstenite::Message;

use crate::{INDICATOR, connected};

/// A server that answers each text as `answer` says, and what it was sent.
fn server(answer: fn(&str) -> Option<&'static str>) -> (Stub, Receiver<String>) {
    let (sender, received) = channel();
    let stub = Stub::web_socket(0, move |mut socket| {
        while let Ok(message) = socket.read() {
            let Message::Text(text) = message else { continue };
            // Nobody listens any more once the test is over.
            let _ = sender.send(text.to_string());
            if let Some(answer) = answer(&text) {
                let _ = socket.send(Message::text(answer));
            }
        }
    });
    (stub, received)
}

/// The core of the contract and nothing else.
fn core(text: &str) -> Option<&'static str> {
    match text {
        "typing" => Some(INDICATOR),
        "stop" => Some(""),
        _ => None,
    }
}

fn connect(stub: &Stub) -> Option<LabPage> {
    let lab = LabPage::open(crate::BINARY)?;
    lab.connect_to(&stub.socket_url());
    lab.wait_for_state("open");
    Some(lab)
}

#[test]
fn the_page_speaks_plain_texts_to_a_server_that_knows_no_others() {
    let (stub, received) = server(core);
    let Some(lab) = connect(&stub) else { return };
    lab.tab.click("#message");
    lab.tab.type_text("a");
    lab.tab.wait_for_text("#indicator", INDICATOR);
    lab.tab.wait_for_text("#indicator", "");
    lab.send("안녕");
    lab.tab.wait_for_text("#lines li", "안녕");
    let mut texts: Vec<String> = (0..3).map(|_| received.recv_timeout(DEADLINE).unwrap()).collect();
    assert_eq!(texts, ["typing", "stop", "typing"]);
    texts = (0..2).map(|_| received.recv_timeout(DEADLINE).unwrap()).collect();
    assert_eq!(texts, ["stop", "안녕"]);
    assert_eq!(lab.tab.text("#sent-typing"), "2");
    assert_eq!(lab.tab.text("#sent-stop"), "2");
    assert_eq!(lab.tab.text("#typists"), "");
}

#[test]
fn the_page_says_where_no_lines_are_passed_on() {
    let is_shown = "document.querySelector('#plain-note').checkVisibility()";
    let Some(lab) = connected() else { return };
    assert!(!lab.tab.eval::<bool>(is_shown));
    let (stub, _received) = server(core);
    let Some(lab) = connect(&stub) else { return };
    lab.tab.wait_for(is_shown);
    assert!(lab.tab.text("#plain-note").contains("이 페이지에만"));
}

#[test]
fn the_word_stop_clears_as_the_empty_text_does() {
    let (stub, _received) = server(|text| if text == "stop" { Some("stop") } else { core(text) });
    let Some(lab) = connect(&stub) else { return };
    lab.tab.click("#message");
    lab.tab.type_text("a");
    lab.tab.wait_for_text("#indicator", INDICATOR);
    lab.tab.wait_for_text("#indicator", "");
}

#[test]
fn another_text_is_an_indicator_too_and_never_markup() {
    let (stub, _received) =
        server(|text| if text == "typing" { Some("<i>입력 중...</i>") } else { core(text) });
    let Some(lab) = connect(&stub) else { return };
    lab.tab.click("#message");
    lab.tab.type_text("a");
    lab.tab.wait_for_text("#indicator", "<i>입력 중...</i>");
    assert_eq!(lab.tab.count("#indicator i"), 0);
    lab.tab.wait_for_text("#indicator", "");
}

#[test]
fn an_indicator_that_is_never_cleared_goes_out_by_itself() {
    let (stub, _received) = server(|text| (text == "typing").then_some(INDICATOR));
    let Some(lab) = connect(&stub) else { return };
    lab.tab.click("#message");
    lab.tab.type_text("a");
    lab.tab.wait_for_text("#indicator", INDICATOR);
    lab.tab.wait_for_text("#sent-stop", "1");
    assert_eq!(lab.tab.text("#indicator"), INDICATOR);
    lab.tab.fast_forward(Duration::from_secs(6));
    lab.tab.wait_for_text("#indicator", "");
}

#[test]
fn a_server_that_says_the_indicator_once_keeps_it_while_this_page_types() {
    // It remembers that it has shown the indicator, as `no state is sent twice in a row` asks.
    let stub = Stub::web_socket(0, |mut socket| {
        let mut told = "";
        while let Ok(message) = socket.read() {
            let Message::Text(text) = message else { continue };
            if let Some(answer) = core(&text)
                && answer != told
            {
                let _ = socket.send(Message::text(answer));
                told = answer;
            }
        }
    });
    let Some(lab) = connect(&stub) else { return };
    lab.tab.click("#message");
    // More than the five seconds after which the indicator would go out by itself.
    lab.tab.eval::<Option<bool>>(
        "(window.gone = 0, new MutationObserver(() => gone += document.querySelector('#indicator').textContent === '')
            .observe(document.querySelector('#indicator'), { childList: true }), null)",
    );
    for _ in 0..24 {
        lab.tab.type_text("a");
        std::thread::sleep(Duration::from_millis(250));
    }
    let typing = lab.tab.text("#sent-typing");
    assert!(typing.parse::<u32>().unwrap() >= 3, "{typing}");
    // It went out after a `stop` alone: once, unless this machine was too busy to type on.
    lab.tab.wait_for("gone > 0 && String(gone) === document.querySelector('#sent-stop').textContent");
}
