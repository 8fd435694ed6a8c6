//! Check 12 and the close codes: what went wrong, in words that tell one failure from another.

use lab_testing::{LabPage, browser::stub::Stub, page::HISTORY};
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, frame::coding::CloseCode};

use crate::{open, open_with};

/// Presses Connect and gives back why that did not work.
fn failure(lab: &LabPage) -> String {
    let before: usize = lab.states().len();
    lab.tab.click("#connect");
    lab.tab.wait_for(&format!("states.length >= {before} + 2 && states.at(-1).state === 'closed'"));
    lab.tab.text("#reason")
}

#[test]
fn each_failure_to_connect_has_a_message_of_its_own() {
    let Some(mut lab) = open_with(HISTORY) else { return };
    let port = lab.server.port();
    lab.server.kill();

    let stub = Stub::http(port, |_| {
        "HTTP/1.1 403 Forbidden\r\nContent-Type: text/plain\r\nContent-Length: 12\r\nConnection: close\r\n\r\nnot for you!"
            .to_owned()
    });
    let refused = failure(&lab);
    assert!(refused.contains("403"), "{refused}");
    drop(stub);

    let unreachable = failure(&lab);

    let stub = Stub::silent(port);
    let silent = failure(&lab);
    let waited = *lab.time_in("connecting").last().unwrap();
    assert!((4900.0..5500.0).contains(&waited), "gave up after {waited} ms");
    drop(stub);

    let reasons = [&refused, &unreachable, &silent];
    for (index, reason) in reasons.iter().enumerate() {
        assert!(!reason.trim().is_empty() && !reasons[..index].contains(reason), "{reasons:#?}");
    }
    assert!(!lab.states().contains(&"waiting".to_owned()), "a first attempt is not repeated by itself");
    assert!(lab.tab.eval::<bool>("document.querySelector('#banner').hidden"));
}

#[test]
fn connect_works_once_the_server_is_there() {
    let Some(mut lab) = open_with(HISTORY) else { return };
    let port = lab.server.port().to_string();
    lab.server.kill();
    failure(&lab);
    lab.server = lab_testing::Server::start_with(crate::BINARY, &["--port", &port]);
    lab.connect();
    assert_eq!(lab.tab.text("#reason").trim(), "", "the old reason goes away");
}

#[test]
fn an_ordinary_page_is_told_from_a_web_socket() {
    let Some(lab) = open_with(HISTORY) else { return };
    lab.tab.fill("#url", &format!("ws://{}/", lab.server.authority()));
    let reason = failure(&lab);
    assert!(reason.contains("/ws"), "{reason}");
}

#[test]
fn connect_cannot_be_pressed_twice() {
    let Some(lab) = open() else { return };
    let stub = Stub::silent(0);
    lab.connect_to(&stub.socket_url());
    lab.wait_for_state("connecting");
    lab.tab.click("#connect");
    lab.tab.click("#connect");
    lab.tab.focus("#url");
    lab.tab.press("Enter");
    assert_eq!(lab.tab.sockets().len(), 1);
    lab.wait_for_state("connecting");
}

#[test]
fn an_address_that_cannot_work_is_explained() {
    let Some(lab) = open() else { return };
    let mut reasons = Vec::new();
    for url in
        ["http://127.0.0.1:5000/ws", "ws://192.0.2.1:5000/ws", "ws://127.0.0.1:5000/ws#top", "ws://", ""]
    {
        lab.connect_to(url);
        lab.tab.wait_for("document.querySelector('#reason').textContent.trim()");
        reasons.push(lab.tab.text("#reason"));
        lab.tab.reload();
    }
    assert!(reasons[0].contains("ws://"), "{reasons:#?}");
    assert_eq!(lab.tab.sockets(), [""; 0]);
    assert_eq!(lab.tab.problems(), []);
}

/// Lets a server close the connection as `close` says, and gives back the line of words about it.
fn closed_with(lab: &LabPage, code: u16, text: &'static str) -> String {
    let stub = Stub::web_socket(0, move |mut socket| {
        // 1006 stands for the lack of a close frame: nobody ever sends it.
        if code != 1006 {
            let frame = CloseFrame { code: CloseCode::from(code), reason: text.into() };
            let _ = socket.close(Some(frame));
            while socket.read().is_ok() {}
        }
    });
    lab.tab.reload();
    lab.connect_to(&stub.socket_url());
    lab.wait_for_reason(&code.to_string());
    lab.tab.wait_for("['closed', 'waiting'].includes(states.at(-1).state)");
    lab.tab.text("#reason")
}

#[test]
fn every_close_code_has_its_words() {
    let Some(lab) = open_with(HISTORY) else { return };
    let mut meanings: Vec<String> = Vec::new();
    for code in [1000, 1001, 1006, 1009, 1011, 4001] {
        let reason = closed_with(&lab, code, "");
        let meaning = reason.replace(&code.to_string(), "");
        let hangul = meaning.chars().filter(|character| ('가'..='힣').contains(character)).count();
        assert!(hangul > 5, "{reason}");
        assert!(!meanings.contains(&meaning), "{reason}");
        meanings.push(meaning);
        let log = lab.tab.text("#log [data-row]:last-child .text");
        assert!(log.contains(&code.to_string()), "the log tells it as well: {log}");
    }
}

#[test]
fn a_close_that_repeating_would_not_help_is_final() {
    let Some(lab) = open_with(HISTORY) else { return };
    for code in [1002, 1003, 1007, 1008, 1009, 4001] {
        closed_with(&lab, code, "");
        assert!(!lab.states().contains(&"waiting".to_owned()), "{code}: {:?}", lab.states());
    }
    for code in [1001, 1006, 1011, 1012, 1013] {
        closed_with(&lab, code, "");
        lab.tab.wait_for("states.some(({ state }) => state === 'waiting')");
    }
}

#[test]
fn the_reason_a_server_gives_is_shown_as_text() {
    let Some(lab) = open_with(HISTORY) else { return };
    let reason = closed_with(&lab, 4001, "수업 끝 <img src=x>");
    assert!(reason.contains("수업 끝 <img src=x>"), "{reason}");
    assert_eq!(lab.tab.count("img"), 0);
}
