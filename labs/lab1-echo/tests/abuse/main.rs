//! What a peer can do wrong, on purpose or by accident, and what lab 1 makes of it.
//!
//! The peer is raw: it sends bytes that no library would. Waits of many seconds run side by side.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

mod cases;
mod closing;
mod deflate;
mod flood;
mod handshake;
mod idle;
mod malformed;
mod many;
mod size;
mod slow;
mod vanish;

use std::time::{Duration, Instant};

use flate2::{Compress, Compression, FlushCompress};
use futures_util::future::join_all;
use lab_testing::{Frame, Peer, Server, server::DEADLINE};
use tokio::time::sleep;

const LAB: &str = env!("CARGO_BIN_EXE_lab1-echo");

/// What a browser offers, without its hint about windows.
const DEFLATE: &str = "permessage-deflate";

const MIB: usize = 1024 * 1024;

/// Sends a text, and expects its echo next.
async fn expect_echo(peer: &mut Peer, text: &str) {
    peer.send(&Frame::text(text)).await;
    assert_eq!(peer.text().await, format!("Echo: {text}"));
}

/// Opens as many connections at the same time.
async fn open_many(server: &Server, count: usize) -> Vec<Peer> {
    join_all((0..count).map(|_| Peer::open(server))).await
}

/// Waits until `holds`, and gives back how long that took.
async fn eventually(what: &str, mut holds: impl FnMut() -> bool) -> Duration {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < DEADLINE, "never: {what}");
        sleep(Duration::from_millis(10)).await;
    }
    start.elapsed()
}

/// The median of some durations.
fn median(mut durations: Vec<Duration>) -> Duration {
    durations.sort_unstable();
    durations[durations.len() / 2]
}

/// Compresses a message without what every message ends in (RFC 7692 section 7.2.1).
fn deflated(message: &[u8]) -> Vec<u8> {
    let mut deflate = Compress::new(Compression::default(), false);
    let mut bytes = Vec::with_capacity(message.len() + 1024);
    deflate.compress_vec(message, &mut bytes, FlushCompress::Sync).unwrap();
    assert_eq!(deflate.total_in(), message.len() as u64, "the buffer is large enough");
    let end = bytes.strip_suffix(&[0, 0, 0xff, 0xff]).expect("a flush ends so").len();
    bytes.truncate(end);
    bytes
}
