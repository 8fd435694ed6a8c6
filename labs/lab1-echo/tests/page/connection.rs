//! Checks 8 and 11: a connection that the student ends stays ended; one that is lost comes back.

use std::{sync::mpsc::channel, time::Duration};

use lab_testing::{LabPage, browser::stub::Stub, page::HISTORY, server::DEADLINE};
use tokio_tungstenite::tungstenite::Message;

use crate::{open, open_with};

fn wait_for_waits(lab: &LabPage, count: usize) {
    lab.tab.wait_for(&format!("states.filter(({{ state }}) => state === 'waiting').length === {count}"));
}

#[test]
fn disconnect_ends_with_code_1000_and_does_not_come_back() {
    let Some(lab) = open_with(HISTORY) else { return };
    lab.connect();
    lab.tab.click("#connect");
    lab.wait_for_state("closed");
    let reason = lab.tab.text("#reason");
    assert!(reason.contains("1000") && reason.contains("정상 종료"), "{reason}");
    assert_ne!(lab.tab.text("#state").trim(), "Connected");
    assert_eq!(lab.tab.text("#connect").trim(), "Connect");
    assert_eq!(
        lab.states().into_iter().skip_while(|state| state == "idle").collect::<Vec<_>>(),
        ["connecting", "open", "closing", "closed"]
    );
    // Connect works again, and after the second close the page's clock runs ahead.
    lab.connect();
    lab.send("again");
    lab.wait_for_received(1);
    lab.tab.click("#connect");
    lab.wait_for_state("closed");
    let sockets = lab.tab.sockets().len();
    lab.tab.fast_forward(Duration::from_secs(15));
    assert_eq!(lab.tab.sockets().len(), sockets);
    assert_eq!(lab.states().last().map(String::as_str), Some("closed"));
    assert!(!lab.states().contains(&"waiting".to_owned()));
    assert!(lab.tab.eval::<bool>("document.querySelector('#banner').hidden"));
}

#[test]
fn disconnect_tells_the_server_code_1000() {
    let Some(lab) = open() else { return };
    let (sender, codes) = channel();
    let stub = Stub::web_socket(0, move |mut socket| {
        while let Ok(message) = socket.read() {
            if let Message::Close(frame) = message {
                sender.send(frame.map(|frame| u16::from(frame.code))).unwrap();
            }
        }
    });
    lab.connect_to(&stub.socket_url());
    lab.wait_for_state("open");
    lab.tab.click("#connect");
    assert_eq!(codes.recv_timeout(DEADLINE), Ok(Some(1000)));
    lab.wait_for_state("closed");
}

#[test]
fn a_lost_connection_comes_back_by_itself() {
    let Some(mut lab) = open_with(HISTORY) else { return };
    lab.connect();
    lab.send("before");
    lab.wait_for_received(1);
    lab.tab.fill("#message", "쓰다 만 글");
    let killed: f64 = lab.tab.eval("performance.now()");
    lab.server.kill();
    lab.tab.wait_for("window.bannerShownAt");
    let shown: f64 = lab.tab.eval("bannerShownAt");
    assert!(shown - killed < 1000.0, "the banner came after {} ms", shown - killed);
    assert_eq!(lab.tab.eval::<String>("document.querySelector('#banner').getAttribute('role')"), "status");
    assert!(lab.tab.text("#banner").contains("다시 연결"), "{}", lab.tab.text("#banner"));
    lab.wait_for_reason("1006");
    wait_for_waits(&lab, 3);
    lab.restart_server();
    lab.wait_for_state("open");
    let waits = lab.time_in("waiting");
    for (wait, expected) in waits.iter().zip([500.0, 1000.0, 2000.0]) {
        // A busy machine makes a timer late, never early.
        assert!((expected * 0.8 - 1.0..expected * 1.2 + 300.0).contains(wait), "{expected} became {wait}");
    }
    assert!(lab.tab.eval::<bool>("document.querySelector('#banner').hidden"));
    assert_eq!(lab.tab.text("#log [data-dir=received] .text"), "Echo: before");
    assert_eq!(lab.tab.value("#message"), "쓰다 만 글");
    lab.tab.click("#send");
    lab.wait_for_received(2);
}

#[test]
fn the_banner_can_hurry_and_give_up() {
    let Some(mut lab) = open_with(HISTORY) else { return };
    lab.connect();
    lab.server.kill();
    wait_for_waits(&lab, 4);
    lab.tab.click("#retry-now");
    // Nobody listens, so the fifth and longest wait follows.
    wait_for_waits(&lab, 5);
    let fourth = lab.time_in("waiting")[3];
    assert!(fourth < 3200.0, "waited {fourth} ms in spite of the button");
    assert_ne!(lab.tab.eval::<String>("document.activeElement.tagName"), "BODY", "the focus is lost");
    lab.tab.click("#retry-stop");
    lab.wait_for_state("closed");
    assert!(lab.tab.eval::<bool>("document.querySelector('#banner').hidden"));
    let sockets = lab.tab.sockets().len();
    lab.tab.fast_forward(Duration::from_secs(20));
    assert_eq!(lab.tab.sockets().len(), sockets);
}

#[test]
fn a_tab_that_is_seen_again_tries_at_once() {
    let Some(mut lab) = open_with(HISTORY) else { return };
    lab.connect();
    lab.server.kill();
    wait_for_waits(&lab, 4);
    let other = lab.tab.beside();
    lab.tab.wait_for("document.visibilityState === 'hidden'");
    lab.tab.bring_to_front();
    wait_for_waits(&lab, 5);
    let fourth = lab.time_in("waiting")[3];
    assert!(fourth < 3200.0, "waited {fourth} ms although the tab is seen again");
    drop(other);
}
