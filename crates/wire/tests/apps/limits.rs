//! What a peer may send, as the application sets it.

use std::time::{Duration, Instant};

use actix_web::web;
use actix_ws::{Message, MessageStream, Session};
use lab_testing::{
    Frame, Received,
    raw::{BINARY, bytes_of},
};
use lab_wire::{Limits, Wire};
use tokio::time::sleep;

use crate::{Host, echo, expect_echo, host::socket, report, reported};

#[tokio::test]
async fn the_limits_of_the_app_stand_above_those_of_the_middleware() {
    for (of_wire, of_app) in [(100, 200), (200, 100)] {
        let wire = Wire::new().limits(Limits::of(of_wire));
        let host = Host::start(wire, 1, move |config| {
            config.app_data(Limits::of(of_app)).route("/ws", web::get().to(socket(echo)));
        });
        let mut peer = host.open().await;
        expect_echo(&mut peer, &"a".repeat(of_app)).await;
        peer.send(&Frame::text("a".repeat(of_app + 1))).await;
        peer.expect_close(1009).await;
    }
}

#[tokio::test]
async fn a_frame_and_a_message_have_limits_of_their_own() {
    let limits = Limits { frame: 100, message: 250, ..Limits::DEFAULT };
    let host = Host::serve(Wire::new().limits(limits), echo);
    let piece = |length| Frame::continuation(vec![b'a'; length]);
    let first = || Frame::binary(vec![b'a'; 100]).unfinished();

    let mut peer = host.open().await;
    let message = Received::new(BINARY, vec![b'a'; 250]);
    peer.write(&bytes_of(&[first(), piece(100).unfinished(), piece(50)])).await;
    assert_eq!(peer.next().await, message);
    for frames in [
        vec![Frame::binary(vec![b'a'; 101])],
        vec![first(), piece(101)],
        vec![first(), piece(100).unfinished(), piece(51)],
        // The header alone says it.
        vec![first(), piece(100).unfinished(), piece(0).declaring(51)],
    ] {
        let mut peer = host.open().await;
        peer.write(&bytes_of(&frames)).await;
        peer.expect_close(1009).await;
    }
}

/// Short, for a test, and long enough for a busy machine to stay within where it must.
const PATIENCE: Duration = Duration::from_millis(300);

fn impatient(patience: Duration) -> Wire {
    Wire::new().limits(Limits { patience, ..Limits::DEFAULT })
}

#[tokio::test]
async fn a_message_that_is_not_completed_in_time_is_closed_with_1008() {
    let host = Host::serve(impatient(PATIENCE), echo);
    let whole = Frame::text("글").bytes();
    let begun = Frame::text("글").unfinished().bytes();
    for bytes in [&whole[..1], &whole[..5], &whole[..whole.len() - 1], &begun] {
        let mut peer = host.open().await;
        expect_echo(&mut peer, "먼저").await;
        let start = Instant::now();
        peer.write(bytes).await;
        peer.expect_close(1008).await;
        assert!(start.elapsed() >= PATIENCE);
    }
}

#[tokio::test]
async fn neither_dripping_nor_pings_buy_time() {
    let host = Host::serve(impatient(PATIENCE), echo);
    let mut peer = host.open().await;
    peer.send(&Frame::binary("").declaring(10_000)).await;
    let ending = peer
        .ending_while(async |outgoing| {
            while outgoing.write(b"a").await {
                sleep(PATIENCE / 10).await;
            }
        })
        .await;
    ending.closed_with(Some(1008)).unwrap();

    let mut peer = host.open().await;
    peer.send(&Frame::text("a").unfinished()).await;
    let ending = peer
        .ending_while(async |outgoing| {
            while outgoing.write(&Frame::ping("").bytes()).await {
                sleep(PATIENCE / 10).await;
            }
        })
        .await;
    ending.closed_with(Some(1008)).unwrap();
}

#[tokio::test]
async fn who_sends_nothing_has_begun_nothing() {
    let host = Host::serve(impatient(PATIENCE), echo);
    let mut peer = host.open().await;
    sleep(PATIENCE * 3).await;
    expect_echo(&mut peer, "글").await;
    sleep(PATIENCE * 3).await;
    expect_echo(&mut peer, "글").await;
}

#[tokio::test]
async fn an_application_that_pushes_only_is_impatient_as_well() {
    let host = Host::serve(impatient(PATIENCE), |session, messages| async move {
        drop(messages);
        std::future::pending::<()>().await;
        drop(session);
    });
    let mut peer = host.open().await;
    peer.write(&bytes_of(&[Frame::text("글"), Frame::text("글").unfinished()])).await;
    peer.expect_close(1008).await;
}

#[tokio::test]
async fn the_time_in_which_the_application_does_not_read_is_its_own() {
    const PATIENCE: Duration = Duration::from_secs(1);
    let (sender, mut reports) = report();
    let host = Host::serve(impatient(PATIENCE), move |mut session: Session, mut messages: MessageStream| {
        let sender = sender.clone();
        async move {
            while let Some(Ok(Message::Text(text))) = messages.recv().await {
                sleep(PATIENCE * 2).await;
                let _ = sender.send(());
                let _ = session.text(text).await;
            }
        }
    });
    let mut peer = host.open().await;
    let (head, tail) = (Frame::text("나").unfinished().bytes(), Frame::continuation("중").bytes());
    peer.write(&[Frame::text("먼저").bytes(), head].concat()).await;
    reported(&mut reports).await;
    assert_eq!(peer.text().await, "먼저");
    peer.write(&tail).await;
    assert_eq!(peer.text().await, "나중");
}
