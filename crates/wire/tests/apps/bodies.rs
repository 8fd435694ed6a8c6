//! Bodies that are not the one of actix-ws: they write frames in pieces, or several at once.

use actix_web::{
    Error, HttpRequest, HttpResponse,
    body::BodyStream,
    error::ErrorInternalServerError,
    web::{self, Bytes, Payload},
};
use actix_ws::{Item, MessageStream, Session};
use futures_util::{future::ready, stream};
use lab_testing::{
    Frame, Received,
    raw::{BINARY, CLOSE, PING, RSV1, TEXT},
};
use lab_wire::Wire;

use crate::{Host, noise, report, reported};

/// A frame as a server sends it, written by hand.
fn frame(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x80 | opcode];
    match payload.len() {
        length @ 0..=125 => bytes.push(u8::try_from(length).unwrap()),
        length => match u16::try_from(length) {
            Ok(length) => bytes.extend([&[126][..], &length.to_be_bytes()].concat()),
            Err(_) => bytes.extend([&[127][..], &(length as u64).to_be_bytes()].concat()),
        },
    }
    bytes.extend_from_slice(payload);
    bytes
}

/// Answers with a body of these pieces, and drops what actix-ws would write.
fn writes(
    request: &HttpRequest,
    body: Payload,
    pieces: Vec<Result<Bytes, Error>>,
) -> Result<HttpResponse, Error> {
    let (response, _, _) = actix_ws::handle(request, body)?;
    Ok(response.map_body(|_, _| BodyStream::new(stream::iter(pieces))).map_into_boxed_body())
}

/// Serves such a body at `/ws`.
fn host(wire: Wire, pieces: impl Iterator<Item = Vec<u8>>) -> Host {
    let pieces: Vec<_> = pieces.map(Bytes::from).collect();
    Host::start(wire, 1, move |config| {
        let pieces = pieces.clone();
        let handler =
            move |request, body| ready(writes(&request, body, pieces.iter().cloned().map(Ok).collect()));
        config.route("/ws", web::get().to(handler));
    })
}

#[tokio::test]
async fn frames_that_are_written_in_pieces_arrive_whole() {
    let medium = noise(300);
    let messages =
        [Received::text("하나"), Received::text(""), Received::new(BINARY, &medium), Received::text("끝")];
    let bytes = [
        frame(TEXT, "하나".as_bytes()),
        frame(PING, b"?"),
        frame(TEXT, b""),
        frame(BINARY, &medium),
        frame(TEXT, "끝".as_bytes()),
        frame(CLOSE, &[&4001_u16.to_be_bytes(), "그만".as_bytes()].concat()),
        frame(TEXT, b"after the close"),
    ]
    .concat();
    for length in (1..20).chain([bytes.len()]) {
        let host = host(Wire::new(), bytes.chunks(length).map(<[u8]>::to_vec));
        let mut peer = host.open().await;
        let mut received = Vec::new();
        while received.len() < messages.len() + 1 {
            received.push(peer.next().await);
        }
        let close = received.pop().unwrap();
        assert_eq!(received, messages, "in pieces of {length} bytes");
        assert_eq!(close, Received::new(CLOSE, [&4001_u16.to_be_bytes(), "그만".as_bytes()].concat()));
        peer.send(&Frame::close(4001, "")).await;
        peer.expect_tcp_end().await;
    }
}

#[tokio::test]
async fn a_long_frame_in_pieces_is_compressed_as_any_other() {
    let long = vec![b'a'; 100_000];
    let bytes = [frame(TEXT, &long), frame(TEXT, b"short")].concat();
    let host = host(Wire::new(), bytes.chunks(997).map(<[u8]>::to_vec));
    let (mut peer, _) = host.open_offering("permessage-deflate").await;
    let answer = peer.next().await;
    assert_eq!((answer.opcode, answer.reserved), (TEXT, RSV1));
    assert!(answer.payload.len() < 1000, "{} bytes", answer.payload.len());
    assert_eq!(peer.next().await, Received::text("short"));
    assert_eq!(peer.next().await.close_code(), Some(1000));
}

#[tokio::test]
async fn fragments_of_an_application_are_passed_on_as_they_are() {
    let first = [&[TEXT][..], &frame(TEXT, &[b'a'; 5000])[1..]].concat();
    let last = frame(0, &[b'b'; 5000]);
    let host = host(Wire::new(), [first, last].into_iter());
    let (mut peer, _) = host.open_offering("permessage-deflate").await;
    let begun = Received { fin: false, ..Received::new(TEXT, [b'a'; 5000]) };
    assert_eq!([peer.next().await, peer.next().await], [begun, Received::new(0, [b'b'; 5000])]);
}

#[tokio::test]
async fn a_body_that_fails_is_closed_with_1011() {
    let host = Host::start(Wire::new(), 1, |config| {
        let handler = |request, body| {
            let whole = Ok(Bytes::from(frame(TEXT, b"before")));
            ready(writes(&request, body, vec![whole, Err(ErrorInternalServerError("a mistake"))]))
        };
        config.route("/ws", web::get().to(handler));
    });
    let mut peer = host.open().await;
    let ending = peer.ending().await;
    assert_eq!(ending.answers(), [Received::text("before")]);
    ending.closed_with(Some(1011)).unwrap();
}

#[tokio::test]
async fn a_continuation_of_nothing_is_closed_with_1011_and_ends_the_application() {
    let (sender, mut reports) = report();
    let host = Host::serve(Wire::new(), move |mut session: Session, mut messages: MessageStream| {
        let sender = sender.clone();
        async move {
            let _ = messages.recv().await;
            let _ = session.continuation(Item::Continue("무엇의?".into())).await;
            let _ = sender.send(messages.recv().await.is_none());
        }
    });
    let mut peer = host.open().await;
    peer.send(&Frame::text("글")).await;
    peer.expect_close(1011).await;
    assert!(reported(&mut reports).await);
}

#[tokio::test]
async fn a_body_that_ends_inside_a_frame_is_closed_without_it() {
    for bytes in [&frame(TEXT, b"whole")[..3], &[0x81], &[0x88, 5, 3]] {
        let host = host(Wire::new(), [frame(TEXT, b"before"), bytes.to_vec()].into_iter());
        let mut peer = host.open().await;
        assert_eq!(peer.next().await, Received::text("before"));
        let close = peer.next().await;
        assert_eq!(close, Received::new(CLOSE, 1000_u16.to_be_bytes()));
    }
}
