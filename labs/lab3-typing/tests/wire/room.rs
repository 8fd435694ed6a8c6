//! The room: everyone sees the indicator while at least one client types.

use std::time::{Duration, Instant};

use lab_testing::{Frame, Peer, Server, raw::Request};

use crate::{INDICATOR, LAB, expect, plain};

#[tokio::test]
async fn everyone_sees_the_indicator_until_the_last_one_stops() {
    let server = Server::start(LAB);
    let (mut reader, mut first, mut second) =
        (plain(&server).await, plain(&server).await, plain(&server).await);
    first.say("typing").await;
    for client in [&mut reader, &mut first, &mut second] {
        expect(client, &[INDICATOR]).await;
    }
    second.say("typing").await;
    second.expect_nothing().await;
    first.say("stop").await;
    // The room is not idle, so even the one who stopped hears nothing new.
    for client in [&mut first, &mut second, &mut reader] {
        client.expect_nothing().await;
    }
    second.say("stop").await;
    for client in [&mut reader, &mut first, &mut second] {
        expect(client, &[""]).await;
        client.expect_nothing().await;
    }
}

#[tokio::test]
async fn whoever_joins_gets_the_indicator_at_once_if_somebody_types() {
    let server = Server::start(LAB);
    let mut typist = plain(&server).await;
    typist.say("typing").await;
    expect(&mut typist, &[INDICATOR]).await;
    expect(&mut plain(&server).await, &[INDICATOR]).await;
    typist.say("stop").await;
    expect(&mut typist, &[""]).await;
    plain(&server).await.expect_nothing().await;
}

#[tokio::test]
async fn a_typist_who_closes_has_stopped() {
    let server = Server::start(LAB);
    let (mut reader, mut typist) = (plain(&server).await, plain(&server).await);
    typist.say("typing").await;
    expect(&mut reader, &[INDICATOR]).await;
    assert_eq!(typist.close(1001).await, Some(1001));
    expect(&mut reader, &[""]).await;
}

/// Types, does something that ends the connection, and expects the indicator to go out at once.
async fn has_stopped_after(end: impl AsyncFnOnce(Peer)) {
    let server = Server::start(LAB);
    let mut reader = plain(&server).await;
    let mut typist = Peer::open(&server).await;
    typist.send(&Frame::text("typing")).await;
    expect(&mut reader, &[INDICATOR]).await;
    let start = Instant::now();
    end(typist).await;
    expect(&mut reader, &[""]).await;
    // Long before its typing would be over by itself.
    assert!(start.elapsed() < Duration::from_secs(2), "{:?}", start.elapsed());
    reader.expect_nothing().await;
}

#[tokio::test]
async fn a_typist_whose_connection_breaks_has_stopped() {
    has_stopped_after(async |typist| typist.reset()).await;
    has_stopped_after(async |typist| drop(typist)).await;
}

#[tokio::test]
async fn a_typist_who_breaks_the_protocol_has_stopped() {
    has_stopped_after(async |mut typist| {
        typist.send(&Frame::text("typing").unmasked()).await;
        assert_eq!(typist.text().await, INDICATOR);
        typist.expect_close(1002).await;
    })
    .await;
}

#[tokio::test]
async fn a_typist_who_falls_silent_has_stopped_after_three_seconds() {
    let server = Server::start(LAB);
    let (mut reader, mut typist) = (plain(&server).await, plain(&server).await);
    let start = Instant::now();
    typist.say("typing").await;
    expect(&mut reader, &[INDICATOR]).await;
    expect(&mut reader, &[""]).await;
    let waited = start.elapsed();
    assert!((2900..4500).contains(&waited.as_millis()), "{waited:?}");
    expect(&mut typist, &[INDICATOR, ""]).await;
    // A stop after that has nothing to clear, and typing begins anew.
    typist.say("stop").await;
    typist.expect_nothing().await;
    typist.say("typing").await;
    expect(&mut typist, &[INDICATOR]).await;
}

#[tokio::test]
async fn a_typist_who_does_not_read_is_over_in_time_too() {
    let server = Server::start(LAB);
    let mut reader = plain(&server).await;
    let mut typist = Peer::connect_narrow(&server.authority()).await;
    typist.shake_hands(&Request::to(&server)).await;
    typist.send(&Frame::text("typing")).await;
    expect(&mut reader, &[INDICATOR, ""]).await;
    reader.expect_nothing().await;
}

#[tokio::test]
async fn a_finished_line_ends_its_authors_typing() {
    let server = Server::start(LAB);
    let (mut reader, mut author) = (plain(&server).await, plain(&server).await);
    for line in ["안녕하세요", ""] {
        author.say("typing").await;
        author.say(line).await;
        expect(&mut author, &[INDICATOR, ""]).await;
        author.expect_nothing().await;
    }
    // Another reader may have been woken once or twice for it, but sees no state twice in a row.
    author.say("typing").await;
    let mut texts = vec![reader.text().await];
    author.say("stop").await;
    expect(&mut author, &[INDICATOR, ""]).await;
    while texts.last().is_none_or(|text| !text.is_empty()) || texts.len() < 2 {
        texts.push(reader.text().await);
    }
    for (index, text) in texts.iter().enumerate() {
        assert_eq!(text, if index % 2 == 0 { INDICATOR } else { "" }, "{texts:?}");
    }
}
