//! Applications that only send: the stream of messages is dropped at once.

use std::time::Duration;

use actix_ws::{MessageStream, Session};
use lab_testing::{Frame, Received};
use lab_wire::Wire;
use tokio::time::sleep;

use crate::{GRACE, Host, quickest};

/// Sends until nobody takes it any more.
async fn pushes(mut session: Session, messages: MessageStream) {
    drop(messages);
    while session.text("째깍").await.is_ok() {
        sleep(Duration::from_millis(20)).await;
    }
}

/// Sends nothing and holds the session.
async fn waits(session: Session, messages: MessageStream) {
    drop(messages);
    std::future::pending::<()>().await;
    drop(session);
}

#[tokio::test]
async fn a_close_is_echoed_although_nobody_reads() {
    let host = Host::serve(Wire::new(), pushes);
    let took = quickest(async || {
        let mut peer = host.open().await;
        assert_eq!(peer.text().await, "째깍");
        peer.send(&Frame::close(3001, "")).await;
        let ending = peer.ending().await;
        assert!(ending.answers().iter().all(|frame| *frame == Received::text("째깍")));
        ending.last_frame + ending.closed_with(Some(3001)).unwrap()
    })
    .await;
    assert!(took < GRACE / 2, "echoed only after {took:?}");
}

#[tokio::test]
async fn a_violation_is_noticed_although_nobody_reads() {
    for session_loop in [true, false] {
        let host =
            if session_loop { Host::serve(Wire::new(), pushes) } else { Host::serve(Wire::new(), waits) };
        for (frame, code) in [
            (Frame::text("").unmasked(), 1002),
            (Frame::text(b"\xff"), 1007),
            (Frame::binary("").declaring(1 << 40), 1009),
        ] {
            let mut peer = host.open().await;
            peer.send(&frame).await;
            peer.ending().await.closed_with(Some(code)).unwrap();
        }
    }
}

#[tokio::test]
async fn what_the_peer_says_is_taken_and_thrown_away_while_the_pushing_goes_on() {
    let host = Host::serve(Wire::new(), pushes);
    let mut peer = host.open().await;
    for _ in 0..10 {
        // More than all the buffers on the way would hold.
        for _ in 0..20 {
            peer.send(&Frame::binary(vec![0; 16 * 1024])).await;
        }
        peer.send(&Frame::ping("")).await;
        assert_eq!(peer.text().await, "째깍");
    }
    peer.send(&Frame::close(1000, "")).await;
    peer.ending().await.closed_with(Some(1000)).unwrap();
}

#[tokio::test]
async fn a_peer_that_is_gone_ends_the_pushing() {
    let (sender, mut reports) = crate::report();
    let host = Host::serve(Wire::new(), move |session, messages| {
        let sender = sender.clone();
        async move {
            pushes(session, messages).await;
            let _ = sender.send(());
        }
    });
    for is_reset in [true, false] {
        let mut peer = host.open().await;
        assert_eq!(peer.text().await, "째깍");
        if is_reset {
            peer.reset();
        } else {
            drop(peer);
        }
        crate::reported(&mut reports).await;
    }
}
