//! Too much of everything: it is refused before it is held in memory.

use std::{num::NonZero, thread, time::Duration};

use flate2::{Compress, Compression, FlushCompress};
use futures_util::future::join_all;
use lab_testing::{
    Frame, Peer, Received, Server,
    memory::{Growth, Watch},
    raw::{Ending, RSV1},
};

use crate::{DEFLATE, LAB, MIB, expect_echo};

const KIB_PER_MIB: u64 = 1024;

/// Announces a frame of so many bytes and pushes bodies until the server takes no more.
async fn push_body(server: &Server, declared: u64) -> Ending {
    let mut peer = Peer::open(server).await;
    peer.ending_while(async |outgoing| {
        let mut goes_on = outgoing.write(&Frame::binary("").declaring(declared).bytes()).await;
        let (piece, mut left) = (vec![0; MIB / 16], 300 * 16);
        while goes_on && left > 0 {
            goes_on = outgoing.write(&piece).await;
            left -= 1;
        }
    })
    .await
}

fn assert_kept(growth: Option<Growth>, mib: u64) {
    if let Some(growth) = growth {
        assert!(growth.kept <= mib * KIB_PER_MIB, "{growth:?}");
    }
}

fn assert_peak(growth: Option<Growth>, mib: u64) {
    if let Some(growth) = growth {
        assert!(growth.peak <= mib * KIB_PER_MIB, "{growth:?}");
    }
}

#[tokio::test]
async fn a_frame_that_announces_too_much_is_refused_at_its_header() {
    let server = Server::start(LAB);
    // The first of everything loads code and buffers, which is no growth.
    expect_echo(&mut Peer::open(&server).await, "먼저").await;
    push_body(&server, 2 << 20).await;
    for declared in [300 << 20, 1 << 40] {
        let watch = Watch::over(server.id());
        let ending = push_body(&server, declared).await;
        assert!(ending.answers().is_empty(), "{ending:?}");
        ending.closed_with(Some(1009)).unwrap();
        println!("1009 came {:?} after the header", ending.last_frame);
        assert!(ending.last_frame < Duration::from_secs(1), "{ending:?}");
        assert_peak(watch.growth("one frame that announces too much"), 1);
    }
    let watch = Watch::over(server.id());
    let endings = join_all((0..100).map(|_| push_body(&server, 300 << 20))).await;
    for ending in endings {
        ending.closed_with(Some(1009)).unwrap();
    }
    assert_peak(watch.growth("100 frames that announce too much"), 20);
    expect_echo(&mut Peer::open(&server).await, "나중").await;
}

#[tokio::test]
async fn a_deflate_bomb_is_refused_before_it_is_inflated() {
    let server = Server::start(LAB);
    let open = async || Peer::open_offering(&server, DEFLATE).await.0;
    let mut deflate = Compress::new(Compression::best(), false);
    let mut mebibyte = Vec::with_capacity(64 * 1024);
    deflate.compress_vec(&vec![0; MIB], &mut mebibyte, FlushCompress::Full).unwrap();
    // A full flush forgets what was before it, so that the same bytes may stand there again.
    let bomb = mebibyte.repeat(MIB / mebibyte.len());
    assert!(bomb.len() <= MIB && bomb.len() / mebibyte.len() > 500, "a bomb of {}", mebibyte.len());
    let frame = Frame::binary(&bomb).reserved(RSV1).bytes();
    let drop_bombs = async || {
        for _ in 0..4 * thread::available_parallelism().map_or(1, NonZero::get) {
            let mut peer = open().await;
            let ending = peer.ending_while(async |outgoing| _ = outgoing.write(&frame).await).await;
            ending.closed_with(Some(1009)).unwrap();
        }
    };
    // The first round leaves behind what an allocator keeps for the next time, in every worker thread.
    drop_bombs().await;
    let watch = Watch::over(server.id());
    drop_bombs().await;
    let growth = watch.growth("bombs of a gibibyte, after as many of them");
    assert_kept(growth, 1);
    // While it inflates, the server may hold what a good message would take, and grow a buffer to it.
    assert_peak(growth, 4);
    // Each fragment alone would be small enough.
    let mut peer = open().await;
    peer.send(&Frame::binary(&mebibyte).reserved(RSV1).unfinished()).await;
    peer.send(&Frame::continuation(&mebibyte).unfinished()).await;
    peer.expect_close(1009).await;
    expect_echo(&mut Peer::open(&server).await, "나중").await;
}

/// Sends the first frame, then the other one again and again.
async fn send_endlessly(peer: &mut Peer, first: &Frame, again: &Frame) -> Ending {
    const AT_ONCE: usize = 1000;
    let (first, again) = (first.bytes(), again.bytes().repeat(AT_ONCE));
    peer.ending_while(async |outgoing| {
        let mut goes_on = outgoing.write(&first).await;
        // More than the limit has bytes, so that a server which counts one for each gets there.
        let mut left = 2 * MIB / AT_ONCE;
        while goes_on && left > 0 {
            goes_on = outgoing.write(&again).await;
            left -= 1;
        }
    })
    .await
}

#[tokio::test]
async fn endless_empty_fragments_are_refused_like_any_endless_message() {
    let server = Server::start(LAB);
    expect_echo(&mut Peer::open(&server).await, "먼저").await;
    let nothing = Frame::continuation("").unfinished();
    let watch = Watch::over(server.id());
    let mut peer = Peer::open(&server).await;
    let ending = send_endlessly(&mut peer, &Frame::text("").unfinished(), &nothing).await;
    ending.closed_with(Some(1009)).unwrap();
    println!("1009 after {:?}", ending.last_frame);
    assert_kept(watch.growth("endless empty fragments"), 1);
    // Compressed: without a byte, and with an empty block each (RFC 1951 section 3.2.4).
    let compressed = || Frame::text("").reserved(RSV1).unfinished();
    let empty_block = Frame::continuation([0, 0, 0, 0xff, 0xff]).unfinished();
    for again in [&nothing, &empty_block] {
        let (mut peer, _) = Peer::open_offering(&server, DEFLATE).await;
        let ending = send_endlessly(&mut peer, &compressed(), again).await;
        ending.closed_with(Some(1009)).unwrap();
        println!("1009 after {:?}", ending.last_frame);
    }
    expect_echo(&mut Peer::open(&server).await, "나중").await;
}

#[tokio::test]
async fn a_message_of_many_small_fragments_is_no_attack() {
    let server = Server::start(LAB);
    let mut peer = Peer::open(&server).await;
    // 512 KiB in pieces of 64 bytes, and an empty fragment now and then.
    let mut bytes = Frame::text("").unfinished().bytes();
    for number in 0..8192 {
        bytes.extend(Frame::continuation("a".repeat(64)).unfinished().bytes());
        if number % 100 == 0 {
            bytes.extend(Frame::continuation("").unfinished().bytes());
        }
    }
    bytes.extend(Frame::continuation("").bytes());
    let answers = peer.exchange(&bytes, 1).await;
    assert!(answers == [Received::text(&format!("Echo: {}", "a".repeat(64 * 8192)))]);
}
