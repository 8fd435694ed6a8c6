//! permessage-deflate (RFC 7692): what a client may send, and what it gets.

use flate2::{Decompress, FlushDecompress};
use lab_testing::{
    Frame, Peer, Received, Server,
    raw::{BINARY, PONG, RSV1, TEXT},
};

use crate::{DEFLATE, LAB, MIB, deflated};

/// Inflates a message by a window of so many bits.
fn inflated(payload: &[u8], window_bits: u8, room: usize) -> Vec<u8> {
    let mut inflate = Decompress::new_with_window_bits(false, window_bits);
    let input = [payload, &[0, 0, 0xff, 0xff]].concat();
    let mut message = Vec::with_capacity(room);
    inflate.decompress_vec(&input, &mut message, FlushDecompress::Sync).unwrap();
    message
}

/// The message in a frame, compressed or not: from which size on a server compresses is its affair.
fn message_of(frame: &Received, window_bits: u8) -> Vec<u8> {
    match frame.reserved {
        0 => frame.payload.clone(),
        RSV1 => inflated(&frame.payload, window_bits, 2 * MIB),
        bits => panic!("reserved bits {bits:03b}"),
    }
}

#[tokio::test]
async fn the_examples_of_the_rfc_are_understood() {
    // RFC 7692 section 7.2.3, each masked and without the sharing of a window, which is not agreed to.
    let compressed = |payload: &[u8]| Frame::text(payload).reserved(RSV1);
    let examples = [
        ("one block", vec![compressed(&[0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00])]),
        (
            "two frames",
            vec![compressed(&[0xf2, 0x48, 0xcd]).unfinished(), Frame::continuation([0xc9, 0xc9, 0x07, 0x00])],
        ),
        (
            "a block without compression",
            vec![compressed(&[0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00])],
        ),
        ("a final block", vec![compressed(&[0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00])]),
        (
            "two blocks",
            vec![compressed(&[0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00])],
        ),
        ("no compression at all", vec![Frame::text("Hello")]),
        (
            "a ping between two frames",
            vec![
                compressed(&[0xf2, 0x48, 0xcd]).unfinished(),
                Frame::ping("p"),
                Frame::continuation([0xc9, 0xc9, 0x07, 0x00]),
            ],
        ),
    ];
    let server = Server::start(LAB);
    let (mut peer, _) = Peer::open_offering(&server, DEFLATE).await;
    for (name, frames) in examples {
        for frame in &frames {
            peer.send(frame).await;
        }
        let mut answer = peer.next().await;
        if answer.opcode == PONG {
            answer = peer.next().await;
        }
        assert_eq!(answer, Received::text("Echo: Hello"), "{name}");
    }
}

#[tokio::test]
async fn an_empty_compressed_message_is_the_empty_text() {
    let server = Server::start(LAB);
    let (mut peer, _) = Peer::open_offering(&server, DEFLATE).await;
    // RFC 7692 section 7.2.3.6.
    peer.send(&Frame::text([0]).reserved(RSV1)).await;
    assert_eq!(peer.next().await, Received::text("Echo: "));
}

#[tokio::test]
async fn compressed_messages_come_back_as_they_were() {
    let server = Server::start(LAB);
    for (bits, offer) in [(15, DEFLATE.to_owned()), (9, format!("{DEFLATE}; server_max_window_bits=9"))] {
        let (mut peer, _) = Peer::open_offering(&server, &offer).await;
        for length in [1, 100, 5_000, 60_000] {
            let text = "나는 오늘 ".repeat(length).chars().take(length).collect::<String>();
            peer.send(&Frame::text(deflated(text.as_bytes())).reserved(RSV1)).await;
            let answer = peer.next().await;
            assert_eq!(answer.opcode, TEXT);
            let answer = String::from_utf8(message_of(&answer, bits)).unwrap();
            assert!(answer == format!("Echo: {text}"), "{length} letters, {bits} bits");
        }
        // Its second half repeats the first from 300 bytes back, which a window of 9 bits still holds,
        // and from 5,000 bytes back, which it does not.
        let noise: Vec<u8> = (0..5_000_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
        let bytes = [&noise[..], &noise[4_700..], &noise].concat();
        peer.send(&Frame::binary(deflated(&bytes)).reserved(RSV1)).await;
        let answer = peer.next().await;
        assert!(answer.opcode == BINARY && message_of(&answer, bits) == bytes, "{bits} bits");
    }
}

#[tokio::test]
async fn a_long_text_is_compressed_where_agreed_and_only_there() {
    let server = Server::start(LAB);
    let text = Frame::text("가".repeat(20_000));
    let (mut peer, _) = Peer::open_offering(&server, DEFLATE).await;
    peer.send(&text).await;
    let answer = peer.next().await;
    assert_eq!(answer.reserved, RSV1);
    assert!(answer.payload.len() < 6_000, "{} bytes", answer.payload.len());
    let mut peer = Peer::open(&server).await;
    peer.send(&text).await;
    assert_eq!(peer.next().await.reserved, 0);
}

#[tokio::test]
async fn a_message_of_one_mebibyte_may_come_compressed() {
    let server = Server::start(LAB);
    let (mut peer, _) = Peer::open_offering(&server, DEFLATE).await;
    let message = b"0123456789abcdef".repeat(MIB / 16);
    peer.send(&Frame::binary(deflated(&message)).reserved(RSV1)).await;
    assert!(message_of(&peer.next().await, 15) == message);
}

#[tokio::test]
async fn what_points_into_an_earlier_message_is_refused() {
    let server = Server::start(LAB);
    let (mut peer, _) = Peer::open_offering(&server, DEFLATE).await;
    peer.send(&Frame::text([0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]).reserved(RSV1)).await;
    assert_eq!(peer.next().await, Received::text("Echo: Hello"));
    // RFC 7692 section 7.2.3.2: "Hello" again, as a reference into the window before it. Without
    // takeover (section 7.1.1.2) that window is empty.
    peer.send(&Frame::text([0xf2, 0x00, 0x11, 0x00, 0x00]).reserved(RSV1)).await;
    peer.expect_close(1007).await;
}
