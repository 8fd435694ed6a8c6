//! What an observer sees.

use actix_web::{Error, HttpResponse, error::ErrorForbidden, middleware::from_fn, web};
use actix_ws::{CloseCode, Message, MessageStream, Session};
use lab_testing::{
    Frame, Peer,
    raw::{RSV1, Request},
};
use lab_wire::{
    CloseFrame, Limits, Shutdown, Wire,
    header::Opcode,
    observer::{Direction, PREFIX},
};

use crate::{
    Host,
    deflate::deflated,
    echo, expect_echo,
    host::socket,
    noise,
    recorder::{Event, Recorders, Seen, Whole},
};

/// The key of the raw peer.
const KEY: [u8; 4] = [0x9d, 0x2c, 0x00, 0x7f];

fn from_client(opcode: Opcode, header_length: usize, payload: &[u8]) -> Seen {
    Seen {
        direction: Direction::FromClient,
        fin: true,
        rsv1: false,
        opcode,
        key: Some(KEY),
        header_length,
        payload_length: payload.len() as u64,
        payload: payload[..payload.len().min(PREFIX)].to_vec(),
    }
}

fn from_server(opcode: Opcode, header_length: usize, payload: &[u8]) -> Seen {
    Seen { direction: Direction::FromServer, key: None, ..from_client(opcode, header_length, payload) }
}

fn opened(extensions: &str) -> Event {
    Event::Handshake { path: "/ws".to_owned(), status: 101, extensions: extensions.to_owned() }
}

#[tokio::test]
async fn every_frame_is_seen_as_it_travels_and_in_order() {
    let (mut recorders, wire) = Recorders::over(Wire::new().limits(Limits::of(100_000)));
    let host = Host::serve(wire, |session, messages| echo(session, messages.max_frame_size(100_000)));
    let (mut peer, extensions) = host.open_offering("permessage-deflate").await;
    let (medium, long) = (noise(2000), noise(70_000));
    let repetitive = "가나다라".repeat(1000);
    let small = deflated(repetitive.as_bytes());
    expect_echo(&mut peer, "안녕").await;
    peer.send(&Frame::ping("핑")).await;
    peer.next().await;
    peer.send(&Frame::new(10, "퐁")).await;
    for bytes in [&medium, &long] {
        peer.send(&Frame::binary(bytes)).await;
        assert_eq!(peer.next().await.payload, *bytes);
    }
    peer.send(&Frame::text(&small[..20]).reserved(RSV1).unfinished()).await;
    peer.send(&Frame::continuation(&small[20..])).await;
    let answer = peer.next().await;
    peer.send(&Frame::close(3001, "끝")).await;
    peer.expect_close(3001).await;

    let Whole { events, end } = recorders.whole().await;
    let code = 3001_u16.to_be_bytes();
    let (head, tail) = small.split_at(20);
    let frames = [
        from_client(Opcode::Text, 6, "안녕".as_bytes()),
        from_server(Opcode::Text, 2, "안녕".as_bytes()),
        from_client(Opcode::Ping, 6, "핑".as_bytes()),
        from_server(Opcode::Pong, 2, "핑".as_bytes()),
        from_client(Opcode::Pong, 6, "퐁".as_bytes()),
        from_client(Opcode::Binary, 8, &medium),
        from_server(Opcode::Binary, 4, &medium),
        from_client(Opcode::Binary, 14, &long),
        from_server(Opcode::Binary, 10, &long),
        Seen { fin: false, rsv1: true, ..from_client(Opcode::Text, 6, head) },
        from_client(Opcode::Continuation, 6, tail),
        Seen { rsv1: true, ..from_server(Opcode::Text, 4, &answer.payload) },
        from_client(Opcode::Close, 6, &[&code, "끝".as_bytes()].concat()),
        from_server(Opcode::Close, 2, &code),
    ];
    assert_eq!(events[0], opened(&extensions));
    for (event, frame) in events[1..].iter().zip(&frames) {
        assert_eq!(*event, Event::Frame(frame.clone()));
    }
    assert_eq!(events.len(), frames.len() + 1);
    let close = Some(CloseFrame(Some(3001)));
    assert_eq!((end.sent, end.received, end.fault), (close, close, None));
}

#[tokio::test]
async fn a_frame_that_comes_in_pieces_is_seen_once_and_whole() {
    let (mut recorders, wire) = Recorders::over(Wire::new());
    let host = Host::serve(wire, echo);
    let mut peer = host.open().await;
    let payload = noise(1500);
    for byte in Frame::binary(&payload).bytes() {
        peer.write(&[byte]).await;
    }
    peer.next().await;
    peer.send(&Frame::close(1000, "")).await;
    peer.expect_close(1000).await;
    let seen = recorders.whole().await;
    assert_eq!(seen.events[1], Event::Frame(from_client(Opcode::Binary, 8, &payload)));
    assert_eq!(seen.events.len(), 5, "{seen:?}");
}

#[tokio::test]
async fn a_refusal_is_seen_with_its_status_and_is_the_end() {
    let (mut recorders, wire) = Recorders::over(Wire::new());
    let host = Host::start(wire, 1, |config| {
        let forbids = from_fn(async |_, _: actix_web::middleware::Next<actix_web::body::BoxBody>| {
            Err::<actix_web::dev::ServiceResponse, Error>(ErrorForbidden("no"))
        });
        config
            .route("/ws", web::get().to(socket(echo)))
            .route("/error", web::get().to(async || Err::<HttpResponse, Error>(ErrorForbidden("no"))))
            .service(web::scope("/guarded").wrap(forbids).route("/ws", web::get().to(socket(echo))));
    });
    let refused: [(Request, &str, u16); 5] = [
        (host.request().without("Sec-WebSocket-Key"), "/ws", 400),
        (host.request().changed("Sec-WebSocket-Version", "8"), "/ws", 426),
        (host.request_to("/nothing"), "/nothing", 404),
        (host.request_to("/error"), "/error", 403),
        (host.request_to("/guarded/ws"), "/guarded/ws", 403),
    ];
    for (request, path, status) in refused {
        assert_eq!(host.ask(&request.bytes()).await.status, status);
        let seen = recorders.whole().await;
        let handshake = Event::Handshake { path: path.to_owned(), status, extensions: String::new() };
        assert_eq!(seen.events, [handshake], "{path}");
        assert_eq!((seen.end.sent, seen.end.received, seen.end.fault), (None, None, None));
    }
}

#[tokio::test]
async fn whom_the_observer_is_not_asked_for_is_served_all_the_same() {
    let wire = Wire::new().observe(|_| None);
    let host = Host::serve(wire, echo);
    expect_echo(&mut host.open().await, "글").await;
}

/// Closes with 4000, panics, or is stuck when told to, and otherwise echoes.
async fn obedient(mut session: Session, mut messages: MessageStream) {
    while let Some(Ok(message)) = messages.recv().await {
        let Message::Text(text) = message else { continue };
        match &*text {
            "close" => return drop(session.close(Some(CloseCode::from(4000).into())).await),
            "panic" => std::panic::resume_unwind(Box::new("a mistake")),
            "stuck" => {
                let _ = session.text("stuck").await;
                std::future::pending::<()>().await;
            }
            _ => _ = session.text(text).await,
        }
    }
    let _ = session.close(None).await;
}

/// What the end says: the code sent, the code received, the code of the fault.
type Said = (Option<u16>, Option<u16>, Option<u16>);

fn said(seen: &Whole) -> Said {
    let code = |close: Option<CloseFrame>| close.and_then(|close| close.0);
    (code(seen.end.sent), code(seen.end.received), seen.end.fault.map(|fault| fault.code))
}

#[tokio::test]
async fn there_is_one_end_however_the_connection_ends() {
    let (mut recorders, wire) = Recorders::over(Wire::new());
    let host = Host::serve(wire, obedient);
    let cases: [(&str, Vec<Frame>, Said); 6] = [
        ("the peer closes", vec![Frame::close(3001, "")], (Some(3001), Some(3001), None)),
        ("the peer violates", vec![Frame::text("").unmasked()], (Some(1002), None, Some(1002))),
        ("the peer lies", vec![Frame::text(b"\xff")], (Some(1007), None, Some(1007))),
        ("the application panics", vec![Frame::text("panic")], (Some(1011), None, Some(1011))),
        ("the application closes", vec![Frame::text("close")], (Some(4000), None, None)),
        ("both close", vec![Frame::text("close"), Frame::close(4000, "")], (Some(4000), Some(4000), None)),
    ];
    for (name, frames, expected) in cases {
        let mut peer = host.open().await;
        expect_echo(&mut peer, "글").await;
        peer.write(&lab_testing::raw::bytes_of(&frames)).await;
        peer.ending().await;
        assert_eq!(said(&recorders.whole().await), expected, "{name}");
    }
}

#[tokio::test]
async fn a_peer_that_vanishes_has_its_end_too() {
    let (mut recorders, wire) = Recorders::over(Wire::new());
    let host = Host::serve(wire, obedient);
    let half = &Frame::text("글").bytes()[..5];
    let ways: [fn(Peer); 2] = [Peer::reset, drop];
    for leave in ways {
        for bytes in [&[][..], half, &Frame::text("stuck").bytes()] {
            let mut peer = host.open().await;
            expect_echo(&mut peer, "글").await;
            peer.write(bytes).await;
            leave(peer);
            let Whole { end, .. } = recorders.whole().await;
            assert_eq!((end.received, end.fault), (None, None));
        }
    }
}

#[tokio::test]
async fn the_end_is_told_when_tcp_ends_and_not_when_the_application_does() {
    let shutdown = Shutdown::default();
    let (mut recorders, wire) = Recorders::over(Wire::new().shutdown(&shutdown));
    let host = Host::serve(wire, obedient);
    let mut peer = host.open().await;
    expect_echo(&mut peer, "stuck").await;
    shutdown.begin();
    assert_eq!(peer.next().await.close_code(), Some(1001));
    peer.send(&Frame::close(1001, "")).await;
    peer.expect_tcp_end().await;
    // The application holds its stream still, and for ever.
    assert_eq!(said(&recorders.whole().await), (Some(1001), Some(1001), None));
}

#[tokio::test]
async fn a_panic_before_the_101_has_its_end() {
    let (mut recorders, wire) = Recorders::over(Wire::new());
    let host = Host::start(wire, 1, |config| {
        let panics = async || -> HttpResponse { std::panic::resume_unwind(Box::new("a mistake")) };
        config.route("/ws", web::get().to(panics));
    });
    let mut peer = host.connect().await;
    let request = host.request().bytes();
    peer.rest_while(async |outgoing| _ = outgoing.write(&request).await).await;
    let seen = recorders.whole().await;
    assert!(seen.events.is_empty(), "{seen:?}");
    assert_eq!(seen.end.sent, None);
}
