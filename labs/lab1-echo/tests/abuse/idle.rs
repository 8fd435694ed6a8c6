//! Peers that do nothing, and come and go in crowds.

use std::time::Duration;

use futures_util::future::join_all;
use lab_testing::{Frame, Peer, Server, memory::Watch};
use tokio::time::timeout;

use crate::{LAB, expect_echo, open_many};

/// As many as one test process has files for on every system.
const IDLE: usize = 200;

#[tokio::test]
async fn a_crowd_that_only_answers_pings_stays() {
    let server = Server::start(LAB);
    let watch = Watch::over(server.id());
    let mut peers = open_many(&server, IDLE).await;
    join_all(peers.iter_mut().map(only_answer_pings)).await;
    join_all(peers.iter_mut().map(|peer| expect_echo(peer, "아직 있어요"))).await;
    if let Some(growth) = watch.growth("a crowd that does nothing") {
        println!("{IDLE} idle peers: {} KiB in all", growth.kept);
        assert!(growth.kept < 64 * IDLE as u64, "{growth:?}");
    }
}

/// Reads, and so answers pings, for longer than a silent peer is borne with.
async fn only_answer_pings(peer: &mut Peer) {
    let read = timeout(Duration::from_secs(18), peer.next()).await;
    assert!(read.is_err(), "something came that is no ping: {read:?}");
}

#[tokio::test]
async fn a_crowd_that_comes_leaves_and_comes_again_is_served_each_time() {
    let server = Server::start(LAB);
    for wave in 0..5 {
        let mut peers = open_many(&server, IDLE).await;
        let text = format!("{wave}번째 물결");
        join_all(peers.iter_mut().map(|peer| expect_echo(peer, &text))).await;
        // Half of them say goodbye, the others are just gone.
        let farewells = peers.drain(..IDLE / 2).map(|mut peer| async move {
            peer.send(&Frame::close(1001, "")).await;
            peer.expect_close(1001).await
        });
        join_all(farewells).await;
        peers.into_iter().for_each(Peer::reset);
    }
}
