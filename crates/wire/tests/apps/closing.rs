//! How applications end, and what the peer is told.

use actix_ws::{CloseCode, CloseReason, Message, MessageStream, Session};
use lab_testing::{Frame, Peer, Received, raw::CLOSE};
use lab_wire::Wire;
use tokio::sync::mpsc::UnboundedSender;

use crate::{GRACE, Host, LINGER, expect_echo, quickest, report, reported};

/// Echoes one text and is gone.
async fn just_ends(mut session: Session, mut messages: MessageStream) {
    if let Some(Ok(Message::Text(text))) = messages.recv().await {
        let _ = session.text(text).await;
    }
}

/// Another task holds the session, as that of a hub would, while the loop just ends.
async fn hub(mut session: Session, mut messages: MessageStream) {
    let held = session.clone();
    actix_web::rt::spawn(async move {
        std::future::pending::<()>().await;
        drop(held);
    });
    while let Some(Ok(Message::Text(text))) = messages.recv().await {
        let _ = session.text(text).await;
    }
}

/// Closes with a code after the first message.
fn closes_with(code: u16) -> Host {
    Host::serve(Wire::new(), move |session, mut messages| async move {
        let _ = messages.recv().await;
        let reason = CloseReason { code: CloseCode::from(code), description: Some("끝".to_owned()) };
        let _ = session.close(Some(reason)).await;
    })
}

/// Closes with 4000 after the first message, reads on to the end, and reports what came.
async fn closes_first(session: Session, mut messages: MessageStream, reports: UnboundedSender<Vec<Message>>) {
    let _ = messages.recv().await;
    let reason = CloseReason { code: CloseCode::from(4000), description: Some("그만".to_owned()) };
    let _ = session.close(Some(reason)).await;
    let mut received = Vec::new();
    while let Some(Ok(message)) = messages.recv().await {
        received.push(message);
    }
    let _ = reports.send(received);
}

/// Says something, so that the application goes on, and reads up to its close frame.
async fn provoke(peer: &mut Peer) -> Received {
    peer.send(&Frame::text("글")).await;
    peer.next().await
}

#[tokio::test]
async fn an_application_that_just_ends_closes_with_1000_and_waits_for_the_answer() {
    let host = Host::serve(Wire::new(), just_ends);
    let took = quickest(async || {
        let mut peer = host.open().await;
        expect_echo(&mut peer, "글").await;
        let close = peer.next().await;
        assert_eq!((close.opcode, close.close_code()), (CLOSE, Some(1000)));
        assert!(peer.is_silent().await, "TCP ended before the answer");
        peer.send(&Frame::close(1000, "")).await;
        peer.expect_tcp_end().await
    })
    .await;
    assert!(took < LINGER / 2, "TCP ends only {took:?} after the answer");
}

#[tokio::test]
async fn an_application_that_just_ends_waits_two_seconds_for_a_peer_that_does_not_answer() {
    let host = Host::serve(Wire::new(), just_ends);
    let mut peer = host.open().await;
    expect_echo(&mut peer, "글").await;
    let waited = peer.expect_close(1000).await;
    // The clock of the peer begins when the frame has come.
    assert!(waited > LINGER / 2, "{waited:?}");
}

#[tokio::test]
async fn an_application_that_closes_first_still_gets_the_answer() {
    let (sender, mut reports) = report();
    let host =
        Host::serve(Wire::new(), move |session, messages| closes_first(session, messages, sender.clone()));
    let took = quickest(async || {
        let mut peer = host.open().await;
        let close = provoke(&mut peer).await;
        assert_eq!(close, Received::new(CLOSE, [&4000_u16.to_be_bytes(), "그만".as_bytes()].concat()));
        // What was on its way before the peer read the close frame is no less a message.
        peer.send(&Frame::text("늦은 글")).await;
        peer.send(&Frame::close(4000, "그래")).await;
        let took = peer.expect_tcp_end().await;
        let answer = CloseReason { code: CloseCode::from(4000), description: Some("그래".to_owned()) };
        let expected = [Message::Text("늦은 글".into()), Message::Close(Some(answer))];
        assert_eq!(reported(&mut reports).await, expected);
        took
    })
    .await;
    assert!(took < LINGER / 2, "TCP ends only {took:?} after the answer");
}

#[tokio::test]
async fn an_application_that_closes_first_is_let_go_after_two_seconds_without_an_answer() {
    let (sender, mut reports) = report();
    let host =
        Host::serve(Wire::new(), move |session, messages| closes_first(session, messages, sender.clone()));
    let mut peer = host.open().await;
    let close = provoke(&mut peer).await;
    assert_eq!(close.close_code(), Some(4000));
    let waited = peer.expect_tcp_end().await;
    assert!(waited > LINGER / 2, "{waited:?}");
    assert_eq!(reported(&mut reports).await, []);
}

#[tokio::test]
async fn a_violation_in_place_of_the_answer_ends_the_wait() {
    let (sender, mut reports) = report();
    let host =
        Host::serve(Wire::new(), move |session, messages| closes_first(session, messages, sender.clone()));
    let took = quickest(async || {
        let mut peer = host.open().await;
        provoke(&mut peer).await;
        peer.send(&Frame::text("").unmasked()).await;
        // No second close frame.
        let took = peer.expect_tcp_end().await;
        assert_eq!(reported(&mut reports).await, []);
        took
    })
    .await;
    assert!(took < LINGER / 2, "TCP ends only after {took:?}");
}

#[tokio::test]
async fn a_session_that_is_held_elsewhere_holds_up_no_close() {
    let host = Host::serve(Wire::new(), hub);
    let violated = quickest(async || {
        let mut peer = host.open().await;
        expect_echo(&mut peer, "글").await;
        peer.send(&Frame::text("").unmasked()).await;
        let ending = peer.ending().await;
        ending.closed_with(Some(1002)).unwrap();
        ending.last_frame
    })
    .await;
    let closed = quickest(async || {
        let mut peer = host.open().await;
        expect_echo(&mut peer, "글").await;
        peer.send(&Frame::close(3001, "")).await;
        let ending = peer.ending().await;
        ending.last_frame + ending.closed_with(Some(3001)).unwrap()
    })
    .await;
    assert!(violated < GRACE / 2 && closed < GRACE / 2, "closed only after {violated:?} and {closed:?}");
}

#[tokio::test]
async fn what_came_before_a_violation_is_answered_before_the_close() {
    let host = Host::serve(Wire::new(), hub);
    let mut peer = host.open().await;
    let frames = [Frame::text("하나"), Frame::text("둘"), Frame::text("").unmasked(), Frame::text("셋")];
    peer.write(&lab_testing::raw::bytes_of(&frames)).await;
    let ending = peer.ending().await;
    assert_eq!(ending.answers(), [Received::text("하나"), Received::text("둘")]);
    ending.closed_with(Some(1002)).unwrap();
}

#[tokio::test]
async fn a_close_code_that_must_not_be_sent_is_not_sent() {
    for code in [999, 1004, 1005, 1006, 1015, 2999, 5000] {
        let host = closes_with(code);
        let mut peer = host.open().await;
        let close = provoke(&mut peer).await;
        assert_eq!(close, Received::new(CLOSE, 1000_u16.to_be_bytes()), "{code}");
        // Nor is it where the peer has closed first.
        let mut peer = host.open().await;
        peer.send(&Frame::close(3001, "")).await;
        peer.expect_close(1000).await;
    }
}

#[tokio::test]
async fn the_code_of_the_application_is_sent_where_it_may_be() {
    for code in [1000, 1001, 1003, 1011, 1013, 3000, 4999] {
        let host = closes_with(code);
        let mut peer = host.open().await;
        let close = provoke(&mut peer).await;
        assert_eq!(close, Received::new(CLOSE, [&code.to_be_bytes(), "끝".as_bytes()].concat()));
    }
}

#[tokio::test]
async fn a_reason_that_is_too_long_is_cut_between_characters() {
    let host = Host::serve(Wire::new(), |session, mut messages| async move {
        let _ = messages.recv().await;
        let reason = CloseReason { code: CloseCode::from(4000), description: Some("가".repeat(100)) };
        let _ = session.close(Some(reason)).await;
    });
    let mut peer = host.open().await;
    let close = provoke(&mut peer).await;
    assert_eq!(close.close_code(), Some(4000));
    assert_eq!(String::from_utf8(close.payload[2..].to_vec()).unwrap(), "가".repeat(41));
}

#[tokio::test]
async fn what_others_send_after_the_close_does_not_reach_the_peer() {
    let host = Host::serve(Wire::new(), |session, mut messages| async move {
        let _ = messages.recv().await;
        let mut others: Vec<_> = (0..20).map(|_| session.clone()).collect();
        for other in &mut others {
            let _ = other.text("먼저").await;
        }
        let _ = session.close(None).await;
        for other in &mut others {
            let _ = other.text("나중").await;
        }
    });
    let mut peer = host.open().await;
    peer.send(&Frame::text("글")).await;
    let ending = peer.ending().await;
    assert_eq!(ending.answers(), vec![Received::text("먼저"); 20]);
    ending.closed_with(None).unwrap();
}
