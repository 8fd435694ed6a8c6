//! Very many connections: a whole class, more than one address may have, more than the system has files for.

use std::{
    process::Command,
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use lab_testing::{
    Frame, Peer, Server,
    http::Answer,
    memory::{file_descriptors, skipped},
    raw::Request,
    server::DEADLINE,
};

use crate::{LAB, expect_echo, open_many};

/// How many connections one address may have.
const PER_ADDRESS: usize = 512;

/// How many files this process may open: each connection is one.
fn own_limit() -> usize {
    let output = Command::new("sh").args(["-c", "ulimit -n"]).output();
    let limit = output.ok().and_then(|output| String::from_utf8(output.stdout).ok()?.trim().parse().ok());
    // No shell, or "unlimited".
    limit.unwrap_or(usize::MAX)
}

/// Asks for a connection that may be refused.
async fn knock(server: &Server) -> (Peer, Answer) {
    let mut peer = Peer::connect(&server.authority()).await;
    peer.write(&Request::to(server).bytes()).await;
    let answer = peer.answer().await;
    (peer, answer)
}

#[tokio::test]
async fn a_class_of_three_hundred_is_served_and_a_crowd_beyond_512_is_told_to_come_again() {
    if own_limit() < PER_ADDRESS + 400 {
        return skipped("512 connections of one address: `ulimit -n` allows no more files than that");
    }
    let server = Server::start(LAB);
    let start = Instant::now();
    let mut peers = open_many(&server, 300).await;
    join_all(peers.iter_mut().map(|peer| expect_echo(peer, "저요"))).await;
    println!("300 clients connected and answered in {:?}", start.elapsed());
    peers.extend(open_many(&server, PER_ADDRESS - 300).await);

    let asked = Instant::now();
    let (_, refusal) = knock(&server).await;
    let waited = asked.elapsed();
    println!("the next one refused after {waited:?}");
    // RFC 9110 section 15.6.4: unavailable for now, and when to ask again.
    assert_eq!(refusal.status, 503, "{refusal:?}");
    let again: Option<u32> = refusal.header("retry-after").parse().ok();
    assert!(again.is_some_and(|seconds| seconds <= 60), "{refusal:?}");
    assert!(waited < Duration::from_secs(1), "told only after {waited:?}");
    // Nobody who is in pays for it.
    expect_echo(&mut peers[0], "아직").await;

    let leaves = |number: usize, mut peer: Peer| async move {
        if number == 0 {
            peer.send(&Frame::close(1000, "")).await;
            peer.expect_close(1000).await;
        } else {
            peer.reset();
        }
    };
    for number in 0..2 {
        leaves(number, peers.swap_remove(1)).await;
        let left = Instant::now();
        let mut comes = loop {
            let (peer, answer) = knock(&server).await;
            match answer.status {
                101 => break peer,
                503 => assert!(left.elapsed() < DEADLINE, "nobody gets in although one has left"),
                _ => panic!("{answer:?}"),
            }
        };
        println!("one left, and the next came in after {:?}", left.elapsed());
        expect_echo(&mut comes, "나도").await;
        assert_eq!(knock(&server).await.1.status, 503, "one left, and two came in");
        peers.push(comes);
    }
}

#[tokio::test]
async fn without_file_descriptors_the_connected_are_served_and_the_others_wait() {
    const SPARE: usize = 40;
    let server = Server::start(LAB);
    let pid = server.id();
    // Once one is answered, everything that the server opens for itself is open.
    let mut first = Peer::open(&server).await;
    expect_echo(&mut first, "먼저").await;
    let Some(taken) = file_descriptors(pid) else {
        return skipped("a server without file descriptors: this system does not tell which are open");
    };
    // The limit is one on numbers, and a process may have been born with high ones.
    let limit = (0..).filter(|number| !taken.contains(number)).nth(SPARE).unwrap();
    // util-linux; the shell's `ulimit` would have to guess what the server itself needs.
    let command = [format!("--pid={pid}"), format!("--nofile={limit}:{limit}")];
    if !Command::new("prlimit").args(command).status().is_ok_and(|status| status.success()) {
        return skipped("a server without file descriptors: `prlimit` of util-linux is not there");
    }
    let mut inside = open_many(&server, SPARE).await;
    inside.push(first);
    let mut waiting = Vec::new();
    for _ in 0..SPARE {
        let mut peer = Peer::connect(&server.authority()).await;
        peer.write(&Request::to(&server).bytes()).await;
        waiting.push(peer);
    }
    for round in 0..10 {
        for peer in &mut inside {
            expect_echo(peer, &format!("{round}번째")).await;
        }
    }
    let silent = join_all(waiting.iter_mut().map(Peer::is_silent)).await;
    assert!(silent.iter().all(|is_silent| *is_silent), "answered without a file descriptor");
    let start = Instant::now();
    drop(inside);
    for peer in &mut waiting {
        assert_eq!(peer.answer().await.status, 101);
        expect_echo(peer, "드디어").await;
    }
    println!("{SPARE} that waited were served {:?} after as many left", start.elapsed());
}
