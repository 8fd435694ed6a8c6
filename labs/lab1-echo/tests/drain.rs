//! The server stops (RFC 6455 section 7.4.1, code 1001): everybody is told, and it is gone soon.
#![cfg(unix)] // Signals.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::{
    process::ExitStatus,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use lab_testing::{
    Frame, Peer, Received, Server,
    raw::{CLOSE, Request, TEXT},
};
use tokio::{net::TcpStream, task::spawn_blocking};

const LAB: &str = env!("CARGO_BIN_EXE_lab1-echo");

/// POSIX fixes both numbers.
const SIGINT: i32 = 2;
const SIGTERM: i32 = 15;

/// A code that says "the server goes away", as a client sends it back.
const GOING_AWAY: u16 = 1001;

async fn expect_echo(peer: &mut Peer, text: &str) {
    peer.send(&Frame::text(text)).await;
    assert_eq!(peer.text().await, format!("Echo: {text}"));
}

/// Waits for the end of the process beside the tasks of the test.
async fn exit(mut server: Server) -> ExitStatus {
    spawn_blocking(move || server.wait()).await.unwrap()
}

/// Reads on to the close frame, answers it as RFC 6455 section 5.5.1 asks, and expects the end of TCP.
async fn say_goodbye(peer: &mut Peer) {
    let close = peer.next().await;
    assert_eq!((close.opcode, close.close_code()), (CLOSE, Some(GOING_AWAY)), "{close:?}");
    peer.send(&Frame::close(GOING_AWAY, "")).await;
    peer.expect_tcp_end().await;
}

async fn everybody_is_told(signal: i32) {
    let server = Server::start(LAB);
    let mut peers = join_all((0..200).map(|_| Peer::open(&server))).await;
    for peer in peers.iter_mut().step_by(10) {
        expect_echo(peer, "아직").await;
    }
    let start = Instant::now();
    server.signal(signal);
    join_all(peers.iter_mut().map(say_goodbye)).await;
    println!("signal {signal}: 200 peers told after {:?}", start.elapsed());
    assert_eq!(exit(server).await.code(), Some(0));
    println!("signal {signal}: gone after {:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(5), "gone only after {:?}", start.elapsed());
}

#[tokio::test]
async fn at_sigterm_every_peer_gets_1001_and_the_server_ends_well() {
    everybody_is_told(SIGTERM).await;
}

#[tokio::test]
async fn at_sigint_every_peer_gets_1001_and_the_server_ends_well() {
    everybody_is_told(SIGINT).await;
}

#[tokio::test]
async fn a_peer_that_never_answers_is_not_waited_for_longer_than_five_seconds() {
    let server = Server::start(LAB);
    let mut silent = Peer::open(&server).await;
    expect_echo(&mut silent, "글").await;
    let mut frozen = Peer::connect_narrow(&server.authority()).await;
    frozen.shake_hands(&Request::to(&server)).await;
    // An answer that nobody reads stands before its close frame.
    frozen.write(&Frame::text("a".repeat(500_000)).bytes()).await;
    let start = Instant::now();
    server.signal(SIGTERM);
    let close = silent.next().await;
    assert_eq!(close.close_code(), Some(GOING_AWAY), "{close:?}");
    exit(server).await;
    println!("gone after {:?} in spite of two peers that never answer", start.elapsed());
    // 5 s, and what a busy machine adds.
    assert!(start.elapsed() < Duration::from_secs(8), "gone only after {:?}", start.elapsed());
}

#[tokio::test]
async fn a_second_signal_ends_a_server_that_somebody_holds_up() {
    for (first, second) in [(SIGTERM, SIGTERM), (SIGINT, SIGINT), (SIGTERM, SIGINT)] {
        let server = Server::start(LAB);
        let mut holds = Peer::open(&server).await;
        expect_echo(&mut holds, "글").await;
        server.signal(first);
        let close = holds.next().await;
        assert_eq!(close.close_code(), Some(GOING_AWAY), "{close:?}");
        let start = Instant::now();
        server.signal(second);
        exit(server).await;
        println!("gone {:?} after the second signal", start.elapsed());
        assert!(start.elapsed() < Duration::from_secs(1), "gone only after {:?}", start.elapsed());
    }
}

#[tokio::test]
async fn nobody_gets_in_while_the_server_stops() {
    let server = Server::start(LAB);
    let authority = server.authority();
    let mut holds = Peer::open(&server).await;
    expect_echo(&mut holds, "글").await;
    server.signal(SIGTERM);
    let close = holds.next().await;
    assert_eq!(close.close_code(), Some(GOING_AWAY), "{close:?}");
    // Whether the system refuses, the server says no, or nobody answers before the end: no 101.
    if TcpStream::connect(&authority).await.is_ok() {
        let mut late = Peer::connect(&authority).await;
        let request = Request::to_host(&authority).bytes();
        let answer = late.rest_while(async |outgoing| _ = outgoing.write(&request).await).await;
        assert!(!answer.starts_with("HTTP/1.1 101"), "{answer}");
    }
    exit(server).await;
}

#[tokio::test]
async fn an_answer_on_its_way_arrives_whole_before_the_close() {
    let server = Server::start(LAB);
    // The answer is longer than what the system holds for a peer that does not read.
    let mut peer = Peer::connect_narrow(&server.authority()).await;
    peer.shake_hands(&Request::to(&server)).await;
    let text = "a".repeat(1024 * 1024);
    peer.write(&Frame::text(&text).bytes()).await;
    peer.wait_for_bytes().await;
    server.signal(SIGTERM);
    let answer = peer.next().await;
    assert!(answer == Received::new(TEXT, format!("Echo: {text}")), "{} bytes", answer.payload.len());
    say_goodbye(&mut peer).await;
    assert_eq!(exit(server).await.code(), Some(0));
}

#[tokio::test]
async fn a_peer_inside_a_message_is_told_as_well() {
    let server = Server::start(LAB);
    let mut peer = Peer::open(&server).await;
    expect_echo(&mut peer, "먼저").await;
    peer.send(&Frame::text("반").unfinished()).await;
    server.signal(SIGTERM);
    say_goodbye(&mut peer).await;
    assert_eq!(exit(server).await.code(), Some(0));
}
