//! Applications that are stuck: they neither read nor end.

use std::time::Instant;

use actix_ws::{Message, MessageStream, Session};
use lab_testing::{Frame, raw::RSV1};
use lab_wire::{Shutdown, Wire};

use crate::{GRACE, Host, deflate::deflated, expect_echo, recorder::Recorders, report, reported};

/// Far more than the buffers of both systems hold.
const MUCH: usize = 64 * 1024 * 1024;

/// Never reads and never ends.
async fn never_reads(session: Session, messages: MessageStream) {
    std::future::pending::<()>().await;
    drop((session, messages));
}

#[tokio::test]
async fn from_a_peer_of_an_application_that_does_not_read_nothing_is_taken() {
    let host = Host::serve(Wire::new(), never_reads);
    let mut peer = host.open().await;
    let taken = peer.push_at_most(&Frame::binary(vec![0; 16 * 1024]).bytes(), MUCH).await;
    println!("{} KiB taken for an application that does not read", taken / 1024);
    assert!(taken < MUCH, "everything was taken");
}

#[tokio::test]
async fn a_stuck_application_holds_up_no_other() {
    let host = Host::serve(Wire::new(), |mut session: Session, mut messages: MessageStream| async move {
        while let Some(Ok(Message::Text(text))) = messages.recv().await {
            if text == "stuck" {
                std::future::pending::<()>().await;
            }
            let _ = session.text(text).await;
        }
    });
    let (mut stuck, mut other) = (host.open().await, host.open().await);
    stuck.send(&Frame::text("stuck")).await;
    assert!(stuck.push_at_most(&Frame::text("a".repeat(10_000)).bytes(), MUCH).await < MUCH);
    expect_echo(&mut other, "아직").await;
}

#[tokio::test]
async fn little_is_inflated_for_an_application_that_is_stuck() {
    const MESSAGE: usize = 60 * 1024;
    let (sender, mut reports) = report();
    let (mut recorders, wire) = Recorders::over(Wire::new());
    let host = Host::serve(wire, move |session: Session, mut messages: MessageStream| {
        let sender = sender.clone();
        async move {
            let _ = messages.recv().await;
            let _ = sender.send(());
            std::future::pending::<()>().await;
            drop((session, messages));
        }
    });
    let (mut peer, _) = host.open_offering("permessage-deflate").await;
    let message = Frame::binary(deflated(&vec![0; MESSAGE])).reserved(RSV1).bytes();
    // 60 MiB when inflated, and far less than one buffer as it travels.
    peer.write(&message.repeat(1000)).await;
    reported(&mut reports).await;
    let decoded = recorders.next().await.frames();
    assert!((1..5).contains(&decoded), "{decoded} messages were inflated");
}

#[tokio::test]
async fn a_server_that_stops_closes_a_stuck_connection_after_the_grace() {
    let shutdown = Shutdown::default();
    let host = Host::serve(Wire::new().shutdown(&shutdown), never_reads);
    let mut peer = host.open().await;
    let start = Instant::now();
    shutdown.begin();
    let close = peer.next().await;
    assert_eq!(close.close_code(), Some(1001), "{close:?}");
    assert!(start.elapsed() >= GRACE, "closed after {:?}", start.elapsed());
    peer.send(&Frame::close(1001, "")).await;
    peer.expect_tcp_end().await;
}
