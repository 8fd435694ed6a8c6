//! Checks 8 and 11: a connection that the student ends stays ended; one that is lost comes back.

use std::{sync::mpsc::channel, time::Duration};

use lab_testing::{Server, browser::stub::Stub, server::DEADLINE};
use serde::Deserialize;
use tokio_tungstenite::tungstenite::Message;

use crate::{BINARY, Lab};

/// Writes down every state of the connection and when the banner is shown, on the page's own clock.
pub(crate) const HISTORY: &str = r"
    window.states = [];
    new MutationObserver((records) => {
        const at = performance.now();
        const changes = records.filter(({ target }) => target.id === 'state');
        changes.forEach(({ target }, index) =>
            states.push({ state: changes[index + 1]?.oldValue ?? target.dataset.state, at }));
        const banner = records.find(({ target }) => target.id === 'banner')?.target;
        if (banner && !banner.hidden) window.bannerShownAt ??= at;
    }).observe(document, {
        subtree: true, attributes: true, attributeOldValue: true, attributeFilter: ['data-state', 'hidden'] });";

#[derive(Debug, Deserialize)]
struct Change {
    state: String,
    /// In milliseconds since the page was loaded.
    at: f64,
}

impl Lab {
    /// The states since the page was loaded, in their order.
    pub(crate) fn states(&self) -> Vec<String> {
        self.tab.eval("states.map(({ state }) => state)")
    }

    /// How long the page stayed in each `state` that it has left, in milliseconds.
    pub(crate) fn time_in(&self, state: &str) -> Vec<f64> {
        let changes: Vec<Change> = self.tab.eval("states");
        let pairs = changes.windows(2).filter(|pair| pair[0].state == state);
        pairs.map(|pair| pair[1].at - pair[0].at).collect()
    }

    fn wait_for_waits(&self, count: usize) {
        self.tab.wait_for(&format!("states.filter(({{ state }}) => state === 'waiting').length === {count}"));
    }

    fn restart_server(&mut self) {
        let port = self.server.port().to_string();
        self.server.kill();
        self.server = Server::start_with(BINARY, &["--port", &port]);
    }
}

#[test]
fn disconnect_ends_with_code_1000_and_does_not_come_back() {
    let Some(lab) = Lab::open_with(HISTORY) else { return };
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
    let Some(lab) = Lab::open() else { return };
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
    let Some(mut lab) = Lab::open_with(HISTORY) else { return };
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
    lab.wait_for_waits(3);
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
    let Some(mut lab) = Lab::open_with(HISTORY) else { return };
    lab.connect();
    lab.server.kill();
    lab.wait_for_waits(4);
    lab.tab.click("#retry-now");
    // Nobody listens, so the fifth and longest wait follows.
    lab.wait_for_waits(5);
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
    let Some(mut lab) = Lab::open_with(HISTORY) else { return };
    lab.connect();
    lab.server.kill();
    lab.wait_for_waits(4);
    let other = lab.tab.beside();
    lab.tab.wait_for("document.visibilityState === 'hidden'");
    lab.tab.bring_to_front();
    lab.wait_for_waits(5);
    let fourth = lab.time_in("waiting")[3];
    assert!(fourth < 3200.0, "waited {fourth} ms although the tab is seen again");
    drop(other);
}
