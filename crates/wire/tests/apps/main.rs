//! Applications that are not the model one, behind the middleware: they end, panic, are stuck, only push, or
//! write their own bytes. Each runs in an actix-web server of this process and talks to a raw peer.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

mod bodies;
mod closing;
mod deflate;
mod farewell;
mod host;
mod http;
mod inflate;
mod limits;
mod observer;
mod panics;
mod pushing;
mod rate;
mod recorder;
mod shutdown;
mod stuck;

use std::time::Duration;

use actix_ws::{Message, MessageStream, Session};
use lab_testing::{Frame, Peer};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use host::Host;

/// An application has this long after a fault or a close of the peer.
const GRACE: Duration = Duration::from_secs(1);

/// A peer has this long to answer a close frame.
const LINGER: Duration = Duration::from_secs(2);

/// The session loop that the crate's documentation shows.
async fn echo(mut session: Session, mut messages: MessageStream) {
    while let Some(Ok(message)) = messages.recv().await {
        let sent = match message {
            Message::Text(text) => session.text(text).await,
            Message::Binary(bytes) => session.binary(bytes).await,
            Message::Ping(payload) => session.pong(&payload).await,
            _ => Ok(()),
        };
        if sent.is_err() {
            return;
        }
    }
    let _ = session.close(None).await;
}

/// Sends a text, and expects it back next.
async fn expect_echo(peer: &mut Peer, text: &str) {
    peer.send(&Frame::text(text)).await;
    assert_eq!(peer.text().await, text);
}

/// The quickest of a few tries. A wait that is built in shows in each of them; one for a busy machine does
/// not.
async fn quickest(mut attempt: impl AsyncFnMut() -> Duration) -> Duration {
    let mut quickest = Duration::MAX;
    for _ in 0..3 {
        quickest = quickest.min(attempt().await);
    }
    quickest
}

/// A way for the application to tell the test something.
fn report<T>() -> (UnboundedSender<T>, UnboundedReceiver<T>) {
    unbounded_channel()
}

/// What the application reports next.
async fn reported<T>(reports: &mut UnboundedReceiver<T>) -> T {
    let report = tokio::time::timeout(lab_testing::server::DEADLINE, reports.recv()).await;
    report.expect("no report in time").expect("nobody reports any more")
}

/// Bytes that no compression makes shorter.
fn noise(length: usize) -> Vec<u8> {
    let mut number = 1_u64;
    let mut next = || {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        number.to_be_bytes()[0]
    };
    (0..length).map(|_| next()).collect()
}
