//! permessage-deflate (RFC 7692) between a peer and applications that know nothing of it.

use flate2::{Compress, Compression, FlushCompress};
use lab_testing::{
    Frame, Peer, Received,
    raw::{BINARY, PONG, RSV1, TEXT},
};
use lab_wire::{COMPRESS_FROM, Limits, Wire};

use crate::{Host, echo, inflate::inflate, noise};

const DEFLATE: &str = "permessage-deflate";

/// What every compressed message ends in, and a sender leaves out (section 7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// Compresses a message.
pub(crate) fn deflated(message: &[u8]) -> Vec<u8> {
    deflated_by(Compress::new(Compression::default(), false), message)
}

fn deflated_by(mut deflate: Compress, message: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(message.len() + message.len() / 8 + 64);
    deflate.compress_vec(message, &mut bytes, FlushCompress::Sync).unwrap();
    bytes.strip_suffix(&TAIL).expect("a flush ends so").to_vec()
}

/// Inflates a message, which must keep to a window of so many bits.
fn inflated(payload: &[u8], window_bits: u8) -> Vec<u8> {
    let (message, farthest) = inflate(payload);
    assert!(farthest <= 1 << window_bits, "reaches back {farthest} bytes, with {window_bits} bits of window");
    message
}

/// Repeats itself from near, from 700 bytes back, from 3,000 and from 20,000.
fn repetitive() -> Vec<u8> {
    let noise = noise(20_000);
    [&noise[..], &noise[19_700..], &noise[19_000..19_700], &noise[17_000..19_000], &noise, &[b'a'; 5000]]
        .concat()
}

async fn echoed(peer: &mut Peer, frame: &Frame) -> Received {
    peer.send(frame).await;
    peer.next().await
}

#[test]
fn the_inflate_of_these_tests_is_right_and_sees_how_far_a_message_reaches() {
    let message = repetitive();
    for level in 0..=9 {
        let compress = |bits| Compress::new_with_window_bits(Compression::new(level), false, bits);
        let (inflated, farthest) = inflate(&deflated_by(compress(15), &message));
        assert!(inflated == message && (level == 0 || farthest > 1 << 14), "level {level}: {farthest}");
        let (inflated, farthest) = inflate(&deflated_by(compress(9), &message));
        assert!(inflated == message && farthest <= 1 << 9, "level {level}: {farthest}");
    }
    assert_eq!(inflate(&[0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]), (b"Hello".to_vec(), 0));
}

#[tokio::test]
async fn short_messages_travel_as_they_are_and_long_ones_compressed() {
    for (wire, from) in [(Wire::new(), COMPRESS_FROM), (Wire::new().compress_from(Some(100)), 100)] {
        let host = Host::serve(wire, echo);
        let (mut peer, agreed) = host.open_offering(DEFLATE).await;
        assert!(agreed.starts_with(DEFLATE), "{agreed}");
        for (length, reserved) in
            [(0, 0), (1, 0), (from - 1, 0), (from, RSV1), (from + 1, RSV1), (16_000, RSV1)]
        {
            let text = "a".repeat(length);
            let answer = echoed(&mut peer, &Frame::text(&text)).await;
            assert_eq!((answer.opcode, answer.reserved), (TEXT, reserved), "{length} bytes");
            let message = if reserved == 0 { answer.payload } else { inflated(&answer.payload, 15) };
            assert!(message == text.as_bytes(), "{length} bytes");
        }
    }
}

#[tokio::test]
async fn nothing_is_agreed_on_where_compression_is_off() {
    let host = Host::serve(Wire::new().compress_from(None), echo);
    let (mut peer, agreed) = host.open_offering(DEFLATE).await;
    assert_eq!(agreed, "");
    let text = "a".repeat(10_000);
    assert_eq!(echoed(&mut peer, &Frame::text(&text)).await, Received::text(&text));
    // A bit that nothing was agreed for.
    peer.send(&Frame::text(deflated(b"a")).reserved(RSV1)).await;
    peer.expect_close(1002).await;
}

#[tokio::test]
async fn what_compression_would_make_longer_travels_as_it_is() {
    let host = Host::serve(Wire::new(), echo);
    let (mut peer, _) = host.open_offering(DEFLATE).await;
    let noise = noise(16_000);
    for _ in 0..5 {
        let answer = echoed(&mut peer, &Frame::binary(&noise)).await;
        assert!(answer == Received::new(BINARY, &noise), "{answer:?}");
        // The transform that gave up does no harm to the next message.
        let answer = echoed(&mut peer, &Frame::binary(vec![7; 16_000])).await;
        assert_eq!(answer.reserved, RSV1);
        assert!(inflated(&answer.payload, 15) == [7; 16_000]);
    }
}

#[tokio::test]
async fn a_message_may_come_compressed_and_in_fragments() {
    let host = Host::serve(Wire::new(), echo);
    let (mut peer, _) = host.open_offering(DEFLATE).await;
    let text = "조각난 글 ".repeat(20);
    let small = deflated(text.as_bytes());
    for pieces in 1..small.len() {
        let mut chunks = small.chunks(small.len().div_ceil(pieces)).peekable();
        let mut frame = Frame::text(chunks.next().unwrap()).reserved(RSV1);
        while chunks.peek().is_some() {
            peer.send(&frame.unfinished()).await;
            peer.send(&Frame::ping("사이")).await;
            assert_eq!(peer.next().await, Received::new(PONG, "사이"));
            frame = Frame::continuation(chunks.next().unwrap());
        }
        // An empty last fragment is legal as well.
        peer.send(&frame.unfinished()).await;
        assert_eq!(echoed(&mut peer, &Frame::continuation("")).await, Received::text(&text));
    }
}

#[tokio::test]
async fn the_window_that_was_agreed_on_is_kept_to() {
    let host = Host::serve(Wire::new().limits(Limits::of(60_000)), echo);
    let message = repetitive();
    for bits in 9..=15 {
        let offer = format!("{DEFLATE}; server_max_window_bits={bits}");
        let (mut peer, agreed) = host.open_offering(&offer).await;
        let names_window = agreed.ends_with(&format!("server_max_window_bits={bits}"));
        assert!(names_window || bits == 15, "{agreed}");
        for _ in 0..3 {
            let answer = echoed(&mut peer, &Frame::binary(&message)).await;
            assert_eq!(answer.reserved, RSV1, "{bits} bits");
            assert!(inflated(&answer.payload, bits) == message, "{bits} bits");
        }
    }
}

#[tokio::test]
async fn half_sent_messages_of_many_connections_do_not_mix() {
    // One thread, whose connections share their transforms.
    let host = Host::serve(Wire::new().compress_from(Some(0)), echo);
    let mut peers = Vec::new();
    for _ in 0..20 {
        peers.push(host.open_offering(DEFLATE).await.0);
    }
    for round in 0..5 {
        let text = |number: usize| format!("{number}번의 {round}번째 글 ").repeat(20 + 7 * number);
        let frames: Vec<_> = (0..peers.len())
            .map(|number| Frame::text(deflated(text(number).as_bytes())).reserved(RSV1).bytes())
            .collect();
        let longest = frames.iter().map(Vec::len).max().unwrap();
        for start in (0..longest).step_by(13) {
            for (peer, frame) in peers.iter_mut().zip(&frames) {
                let end = frame.len().min(start + 13);
                peer.write(frame.get(start..end).unwrap_or_default()).await;
            }
        }
        for (number, peer) in peers.iter_mut().enumerate() {
            let answer = peer.next().await;
            assert_eq!(answer.reserved, RSV1);
            assert!(inflated(&answer.payload, 15) == text(number).as_bytes(), "{number}");
        }
        // One of them fails inside a message, and its transform with it.
        let mut bad = host.open_offering(DEFLATE).await.0;
        bad.send(&Frame::text(b"\xff\xff\xff").reserved(RSV1)).await;
        bad.expect_close(1007).await;
    }
}
