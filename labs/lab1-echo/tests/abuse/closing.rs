//! The closing handshake (RFC 6455 section 7), and ends without one.

use std::time::Duration;

use lab_testing::{
    Frame, Peer, Received, Server,
    memory::{open_files, skipped},
    raw::{CLOSE, bytes_of},
};

use crate::{LAB, eventually, expect_echo, median, open_many};

#[tokio::test]
async fn every_legal_close_code_is_echoed() {
    let server = Server::start(LAB);
    // RFC 6455 section 7.4.1, and what was registered later (1012 to 1014).
    let codes = [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014];
    for code in codes.into_iter().chain([3000, 3999, 4000, 4999]) {
        for reason in ["", "안녕히 계세요", &"a".repeat(123)] {
            let mut peer = Peer::open(&server).await;
            peer.send(&Frame::close(code, reason)).await;
            peer.expect_close(code).await;
        }
    }
}

#[tokio::test]
async fn a_close_without_a_code_is_answered_without_one() {
    let server = Server::start(LAB);
    let mut peer = Peer::open(&server).await;
    peer.send(&Frame::new(CLOSE, "")).await;
    peer.expect_close(None).await;
}

#[tokio::test]
async fn what_follows_the_close_of_a_peer_is_ignored() {
    let server = Server::start(LAB);
    let mut peer = Peer::open(&server).await;
    let late = [Frame::text("늦은 글"), Frame::ping("늦은 핑"), Frame::close(1001, ""), Frame::new(3, "")];
    peer.write(&[Frame::text("글").bytes(), Frame::close(1000, "").bytes(), bytes_of(&late)].concat()).await;
    let ending = peer.ending().await;
    assert_eq!(ending.answers(), [Received::text("Echo: 글")]);
    ending.closed_with(Some(1000)).unwrap();
}

#[tokio::test]
async fn a_close_inside_a_fragmented_message_is_answered() {
    let server = Server::start(LAB);
    let mut peer = Peer::open(&server).await;
    peer.write(&bytes_of(&[Frame::text("반").unfinished(), Frame::close(1001, "")])).await;
    peer.expect_close(1001).await;
}

#[tokio::test]
async fn a_peer_that_has_nothing_more_to_send_is_let_go() {
    let server = Server::start(LAB);
    for half in ["", "half a frame"] {
        let mut peer = Peer::open(&server).await;
        expect_echo(&mut peer, "글").await;
        peer.write(&Frame::text(half).bytes()[..half.len() / 2]).await;
        peer.shut_down().await;
        // With or without a close frame: who only half closed can still read one, who is gone cannot.
        let ending = peer.ending().await;
        assert!(ending.answers().is_empty() && ending.tcp_end.is_some(), "{ending:?}");
    }
}

#[tokio::test]
async fn peers_that_reset_leave_no_file_descriptor_behind() {
    let server = Server::start(LAB);
    let mut stays = Peer::open(&server).await;
    expect_echo(&mut stays, "하나").await;
    let Some(before) = open_files(server.id()) else {
        return skipped("file descriptors of reset peers: this system does not tell them");
    };
    let [head, body] = [Frame::text("안").unfinished().bytes(), Frame::text("녕").bytes()];
    for (number, mut peer) in open_many(&server, 100).await.into_iter().enumerate() {
        // Some go in peace, some inside a frame, some with an answer on its way.
        match number % 4 {
            0 => {}
            1 => peer.write(&head[..head.len() - 1]).await,
            2 => peer.write(&head).await,
            _ => peer.write(&body.repeat(20)).await,
        }
        peer.reset();
    }
    let took = eventually("all descriptors freed", || open_files(server.id()) == Some(before)).await;
    println!("descriptors of 100 reset peers freed after {took:?}");
    expect_echo(&mut stays, "둘").await;
}

#[tokio::test]
async fn tcp_ends_right_after_the_closing_handshake() {
    let server = Server::start(LAB);
    let mut ends = Vec::new();
    for _ in 0..20 {
        let mut peer = Peer::open(&server).await;
        peer.send(&Frame::close(1000, "")).await;
        let ending = peer.ending().await;
        ends.push(ending.last_frame + ending.closed_with(Some(1000)).unwrap());
        // RFC 6455 section 7.1.1: a close, not a reset, which could destroy what was sent before.
        assert!(!ending.was_reset, "{ending:?}");
    }
    let median = median(ends);
    println!("from a peer's close to the end of TCP: {median:?}");
    // A linger of a second, or of half of one, would show in every connection. RFC 6455 section 7.1.1.
    assert!(median < Duration::from_millis(100), "TCP ends only {median:?} after the close");
}
