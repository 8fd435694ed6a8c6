//! Peers that take their time: with a request, with a message, with reading.
//!
//! Every wait here is one of the server's deadlines in real time, so all of them run side by side.

use std::{
    future::pending,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use lab_testing::{
    Frame, Peer, Received, Server,
    memory::{Watch, open_files, skipped},
    raw::{PONG, Request, bytes_of},
};
use tokio::{
    select,
    time::{interval, sleep},
};

use crate::{LAB, expect_echo};

#[tokio::test]
async fn whoever_takes_too_long_is_not_waited_for() {
    let server = Server::start(LAB);
    // A frame, and how many of its bytes come.
    let unfinished = [
        ("one byte of a header", Frame::text("a"), 1),
        ("a header alone", Frame::text("a"), 6),
        ("half a frame", Frame::binary([1; 60]), 30),
        ("a first fragment", Frame::text("a").unfinished(), 7),
        ("half a ping", Frame::ping("half"), 8),
    ];
    let unfinished = unfinished.map(|(what, frame, bytes)| {
        let start = frame.bytes()[..bytes].to_vec();
        an_unfinished_message(what, &server, start)
    });
    tokio::join!(
        join_all(unfinished),
        an_unfinished_message_with_pings(&server),
        an_unfinished_message_that_grows(&server),
        a_request_at_a_byte_a_second(&server),
        a_message_byte_by_byte(&server),
        a_peer_that_never_reads(),
    );
    expect_echo(&mut Peer::open(&server).await, "나중").await;
}

/// 10 s after the message began, on a machine that may be busy, and not before.
fn assert_message_deadline(what: &str, waited: Duration) {
    println!("{what}: 1008 after {waited:?}");
    let in_time = Duration::from_millis(9_500)..Duration::from_secs(15);
    assert!(in_time.contains(&waited), "{what}: {waited:?}");
}

async fn an_unfinished_message(what: &str, server: &Server, start: Vec<u8>) {
    let mut peer = Peer::open(server).await;
    peer.write(&start).await;
    let ending = peer.ending().await;
    assert!(ending.answers().is_empty(), "{what}: {ending:?}");
    ending.closed_with(Some(1008)).unwrap_or_else(|wrong| panic!("{what}: {wrong}"));
    assert_message_deadline(what, ending.last_frame);
}

async fn an_unfinished_message_with_pings(server: &Server) {
    let mut peer = Peer::open(server).await;
    peer.send(&Frame::text("반").unfinished()).await;
    let ending = peer
        .ending_while(async |outgoing| {
            let mut second = interval(Duration::from_secs(1));
            // Also pongs, which the server takes for a sign of life but not for a message.
            let signs = bytes_of(&[Frame::ping("살아 있음"), Frame::new(PONG, "")]);
            while outgoing.write(&signs).await {
                second.tick().await;
            }
        })
        .await;
    let pong = Received::new(PONG, "살아 있음");
    assert!(ending.answers().len() > 5, "pings in between are answered: {ending:?}");
    assert!(ending.answers().iter().all(|frame| *frame == pong), "{ending:?}");
    ending.closed_with(Some(1008)).unwrap();
    assert_message_deadline("a fragment and pings", ending.last_frame);
}

async fn an_unfinished_message_that_grows(server: &Server) {
    let mut peer = Peer::open(server).await;
    peer.send(&Frame::text("").unfinished()).await;
    let ending = peer
        .ending_while(async |outgoing| {
            let mut half_second = interval(Duration::from_millis(500));
            while outgoing.write(&Frame::continuation("a").unfinished().bytes()).await {
                half_second.tick().await;
            }
        })
        .await;
    assert!(ending.answers().is_empty(), "{ending:?}");
    ending.closed_with(Some(1008)).unwrap();
    assert_message_deadline("fragments that never end", ending.last_frame);
}

async fn a_request_at_a_byte_a_second(server: &Server) {
    let mut peer = Peer::connect(&server.authority()).await;
    let request = Request::to(server).bytes();
    let start = Instant::now();
    let answer = peer
        .rest_while(async |outgoing| {
            let mut second = interval(Duration::from_secs(1));
            for byte in request {
                second.tick().await;
                if !outgoing.write(&[byte]).await {
                    break;
                }
            }
        })
        .await;
    assert!(answer.starts_with("HTTP/1.1 408 "), "{answer:?}");
    let waited = start.elapsed();
    println!("a request at a byte a second: 408 after {waited:?}");
    assert!((Duration::from_secs(4)..Duration::from_secs(9)).contains(&waited), "{waited:?}");
}

async fn a_message_byte_by_byte(server: &Server) {
    let mut peer = Peer::open(server).await;
    let mut tenth = interval(Duration::from_millis(100));
    for byte in bytes_of(&[Frame::text("천천히, ").unfinished(), Frame::continuation("그러나 끝까지")])
    {
        tenth.tick().await;
        peer.write(&[byte]).await;
    }
    assert_eq!(peer.text().await, "Echo: 천천히, 그러나 끝까지");
    peer.send(&Frame::close(1000, "")).await;
    peer.expect_close(1000).await;
}

/// Sends texts of 60 kB and reads no answer. The server must neither keep them all nor wait for ever: a
/// send may take 5 s, and then the system gives the connection up after 15 s without progress.
async fn a_peer_that_never_reads() {
    let server = Server::start(LAB);
    let mut other = Peer::open(&server).await;
    expect_echo(&mut other, "먼저").await;
    let before = open_files(server.id());
    let mut stuck = Peer::connect_narrow(&server.authority()).await;
    stuck.shake_hands(&Request::to(&server)).await;
    let watch = Watch::over(server.id());
    let start = Instant::now();
    let text = Frame::text("a".repeat(60_000)).bytes();
    let pushes = async {
        stuck.push(&text).await;
        pending::<()>().await;
    };
    let mut answered = 0;
    let others_are_answered = async {
        // Until the connection is gone; where the system does not tell, for as long as that may take.
        let is_over = || match before {
            Some(_) => open_files(server.id()) == before,
            None => start.elapsed() > Duration::from_secs(8),
        };
        while !is_over() && start.elapsed() < Duration::from_secs(25) {
            expect_echo(&mut other, "나는 읽는다").await;
            answered += 1;
            sleep(Duration::from_millis(100)).await;
        }
    };
    select! {
        () = pushes => unreachable!("it pends for ever"),
        () = others_are_answered => {}
    }
    let waited = start.elapsed();
    println!("a peer that never reads: gone after {waited:?}, {answered} messages of another answered");
    if let Some(growth) = watch.growth("a peer that never reads") {
        assert!(growth.peak <= 6 * 1024, "{growth:?}");
    }
    match before {
        Some(_) => assert!(waited < Duration::from_secs(23), "gone only after {waited:?}"),
        None => skipped("the end of a peer that never reads: this system tells no file descriptors"),
    }
}
