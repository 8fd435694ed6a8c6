//! A client that sends as fast as it can. Lab 1 holds it back by not reading, and cuts nobody off.

use std::time::{Duration, Instant};

use lab_testing::{
    Frame, Peer, Received, Server,
    memory::Watch,
    raw::{PONG, bytes_of},
};

use crate::{LAB, expect_echo};

fn texts(count: usize) -> Vec<u8> {
    (0..count).flat_map(|number| Frame::text(number.to_string()).bytes()).collect()
}

fn echoes(prefix: &str, count: usize) -> Vec<Received> {
    (0..count).map(|number| Received::text(&format!("{prefix}{number}"))).collect()
}

#[tokio::test]
async fn a_flood_is_held_back_answered_in_order_and_nobody_elses_trouble() {
    const COUNT: usize = 600;
    let server = Server::start(LAB);
    let [mut floods, mut other] = [Peer::open(&server).await, Peer::open(&server).await];
    expect_echo(&mut floods, "먼저").await;
    expect_echo(&mut other, "먼저").await;
    let watch = Watch::over(server.id());
    let start = Instant::now();
    let flood = async {
        assert!(floods.exchange(&texts(COUNT), COUNT).await == echoes("Echo: ", COUNT));
        start.elapsed()
    };
    let others = async {
        let mut slowest = Duration::ZERO;
        for number in 0..20 {
            let sent = Instant::now();
            expect_echo(&mut other, &format!("나도 {number}")).await;
            slowest = slowest.max(sent.elapsed());
        }
        (slowest, start.elapsed())
    };
    let (flood, (slowest, others)) = tokio::join!(flood, others);
    println!("{COUNT} messages in {flood:?}; the other's 20 in {others:?}, the slowest in {slowest:?}");
    // 400 may come at once and 200 more in a second; without the limit this takes a few milliseconds.
    assert!(flood >= Duration::from_millis(900), "not held back: {flood:?}");
    assert!(others < flood, "the other waited for the flood: {others:?}");
    if let Some(growth) = watch.growth("a flood") {
        assert!(growth.peak <= 1024, "{growth:?}");
    }
    expect_echo(&mut floods, "아직").await;
}

#[tokio::test]
async fn a_pure_echo_answers_ten_thousand_messages_without_holding_back() {
    const COUNT: usize = 10_000;
    let server = Server::start_with(LAB, &["--port", "0", "--prefix", ""]);
    let mut peer = Peer::open(&server).await;
    let start = Instant::now();
    // At 200 a second this would take 48 s, and `exchange` does not wait so long.
    assert!(peer.exchange(&texts(COUNT), COUNT).await == echoes("", COUNT));
    println!("{COUNT} messages in {:?}", start.elapsed());
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn ten_thousand_pings_are_answered_in_order() {
    const COUNT: u32 = 10_000;
    let server = Server::start(LAB);
    let mut peer = Peer::open(&server).await;
    let payloads = (0..COUNT).map(u32::to_be_bytes);
    let pings: Vec<_> = payloads.clone().map(Frame::ping).collect();
    let answers: Vec<_> = payloads.map(|payload| Received::new(PONG, payload)).collect();
    let start = Instant::now();
    assert!(peer.exchange(&bytes_of(&pings), answers.len()).await == answers);
    println!("{COUNT} pings in {:?}", start.elapsed());
    expect_echo(&mut peer, "핑 뒤에").await;
}
