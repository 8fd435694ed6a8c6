//! The deadlines of a connection, in memory and with time that is paused.

use std::{sync::Arc, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
    time::{Instant, sleep},
};

use super::serve;
use crate::{Fault, Options, Target, Times, shared::Shared};

const GET: &[u8] = b"GET /api/v3/ping HTTP/1.1\r\nhost: x\r\n\r\n";

fn connect() -> (DuplexStream, Arc<Shared>) {
    let (ours, theirs) = duplex(64 * 1024);
    let shared = Arc::new(Shared::new(Options::default()));
    let serving = Arc::clone(&shared);
    tokio::spawn(async move { serve(Box::new(theirs), &serving).await });
    (ours, shared)
}

async fn to_end(socket: &mut DuplexStream) -> String {
    let mut text = String::new();
    socket.read_to_string(&mut text).await.unwrap();
    text
}

#[tokio::test(start_paused = true)]
async fn a_connection_without_a_request_is_kept_75_seconds() {
    let (mut socket, _shared) = connect();
    let start = Instant::now();
    assert_eq!(to_end(&mut socket).await, "");
    assert_eq!(start.elapsed(), Duration::from_secs(75));
}

#[tokio::test(start_paused = true)]
async fn a_head_that_comes_too_slowly_is_answered_408_after_10_seconds() {
    let (mut socket, _shared) = connect();
    let start = Instant::now();
    for byte in &GET[..9] {
        socket.write_all(&[*byte]).await.unwrap();
        sleep(Duration::from_secs(1)).await;
    }
    let answer = to_end(&mut socket).await;
    assert!(answer.starts_with("HTTP/1.1 408 Request Timeout\r\n"), "{answer}");
    assert_eq!(start.elapsed(), Duration::from_secs(10));
}

#[tokio::test(start_paused = true)]
async fn late_drip_and_slow_head_take_exactly_their_time() {
    for (name, time) in [("late:2500", 2500), ("drip:100", 200), ("slow-head:10", 10 * 113)] {
        let (mut socket, shared) = connect();
        shared.script().add(Target::Ping, name.parse().unwrap(), Times::ONCE).unwrap();
        let start = Instant::now();
        socket.write_all(GET).await.unwrap();
        let mut answer = Vec::new();
        while !answer.ends_with(b"{}") {
            socket.read_buf(&mut answer).await.unwrap();
        }
        let head = answer.len() - 2;
        let expected = if name.starts_with("slow") { 10 * head as u64 } else { time };
        assert_eq!(start.elapsed(), Duration::from_millis(expected), "{name}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_hanging_request_hangs_for_hours_and_ends_with_its_client() {
    let (mut socket, shared) = connect();
    shared.script().add(Target::Ping, Fault::Hang, Times::ONCE).unwrap();
    socket.write_all(GET).await.unwrap();
    let silent = tokio::time::timeout(Duration::from_hours(5), socket.read_u8()).await;
    assert!(silent.is_err());
    socket.shutdown().await.unwrap();
    assert_eq!(to_end(&mut socket).await, "");
}

#[tokio::test(start_paused = true)]
async fn a_client_that_takes_nothing_is_dropped_after_10_seconds() {
    let (mut socket, shared) = connect();
    shared.script().add(Target::Ping, Fault::EndlessHead, Times::ONCE).unwrap();
    let start = Instant::now();
    socket.write_all(GET).await.unwrap();
    // Its end shows as the end of the recorded connection, not by reading, which would take something.
    while Arc::strong_count(&shared) > 1 {
        sleep(Duration::from_secs(1)).await;
    }
    assert_eq!(start.elapsed().as_secs(), 11);
}
