//! A server that stops.

use std::{pin::Pin, time::Duration};

use actix_web::web;
use actix_ws::{Message, MessageStream, Session};
use futures_util::future::join_all;
use lab_testing::{Frame, Peer, raw::PONG};
use lab_wire::{Shutdown, Wire};
use tokio::time::sleep;

use crate::{Host, LINGER, echo, expect_echo, host::socket};

/// Sends a text and then does what the path says.
async fn of_kind(kind: &'static str, mut session: Session, mut messages: MessageStream) {
    let _ = session.text(kind).await;
    match kind {
        "/echo" => echo(session, messages).await,
        "/stuck" => std::future::pending::<()>().await,
        "/push" => {
            drop(messages);
            while session.text("째깍").await.is_ok() {
                sleep(Duration::from_millis(20)).await;
            }
        }
        "/silent" => {
            drop(messages);
            std::future::pending::<()>().await;
        }
        // Reads no more after a text, and never ends.
        "/busy" => {
            while let Some(Ok(message)) = messages.recv().await {
                if matches!(message, Message::Text(_)) {
                    std::future::pending::<()>().await;
                }
            }
        }
        _ => {
            let held = session.clone();
            actix_web::rt::spawn(async move {
                std::future::pending::<()>().await;
                drop(held);
            });
            while messages.recv().await.is_some() {}
        }
    }
}

const KINDS: [&str; 6] = ["/echo", "/stuck", "/push", "/silent", "/busy", "/hub"];

fn host(shutdown: &Shutdown) -> Host {
    Host::start(Wire::new().shutdown(shutdown), 2, |config| {
        for kind in KINDS {
            let session_loop = move |session, messages| -> Pin<Box<dyn Future<Output = ()>>> {
                Box::pin(of_kind(kind, session, messages))
            };
            config.route(kind, web::get().to(socket(session_loop)));
        }
    })
}

/// Two peers of each kind of application; the second is inside a message.
async fn peers_of_all_kinds(host: &Host) -> Vec<Peer> {
    let mut peers = Vec::new();
    for kind in KINDS {
        for bytes in [Frame::text("글").bytes(), Frame::text("글").unfinished().bytes()] {
            let (mut peer, _) = host.open_with(&host.request_to(kind)).await;
            assert_eq!(peer.text().await, kind);
            peer.write(&bytes).await;
            peers.push(peer);
        }
    }
    peers
}

#[tokio::test]
async fn every_connection_is_closed_with_1001_whatever_its_application_does() {
    let shutdown = Shutdown::default();
    let host = host(&shutdown);
    let mut peers = peers_of_all_kinds(&host).await;
    assert!(!shutdown.has_begun());
    shutdown.begin();
    assert!(shutdown.has_begun());
    let all = peers.iter_mut().map(async |peer| {
        let close = loop {
            let frame = peer.next().await;
            if frame.opcode >= 8 && frame.opcode != PONG {
                break frame;
            }
        };
        assert_eq!(close.close_code(), Some(1001), "{close:?}");
        peer.send(&Frame::close(1001, "")).await;
        peer.expect_tcp_end().await;
    });
    join_all(all).await;
}

#[tokio::test]
async fn a_peer_that_does_not_answer_is_gone_after_two_seconds() {
    let shutdown = Shutdown::default();
    let host = host(&shutdown);
    let mut peers = peers_of_all_kinds(&host).await;
    shutdown.begin();
    // Once is enough, and twice is once.
    shutdown.begin();
    let endings = join_all(peers.iter_mut().map(Peer::ending)).await;
    for ending in endings {
        let waited = ending.closed_with(Some(1001)).unwrap();
        assert!(waited > LINGER / 2, "{waited:?}");
    }
}

#[tokio::test]
async fn who_comes_after_the_beginning_is_closed_as_well() {
    let shutdown = Shutdown::default();
    let host = host(&shutdown);
    let mut early = host.open_with(&host.request_to("/echo")).await.0;
    assert_eq!(early.text().await, "/echo");
    expect_echo(&mut early, "글").await;
    shutdown.begin();
    let late = KINDS.map(async |kind| {
        let (mut late, _) = host.open_with(&host.request_to(kind)).await;
        late.ending().await.closed_with(Some(1001)).unwrap();
    });
    join_all(late).await;
    early.ending().await.closed_with(Some(1001)).unwrap();
}

#[tokio::test]
async fn a_stop_in_the_middle_of_the_closing_handshake_changes_nothing() {
    let shutdown = Shutdown::default();
    let wire = Wire::new().shutdown(&shutdown);
    let host = Host::serve(wire, |session, mut messages: MessageStream| async move {
        let _ = messages.recv().await;
        let _ = session.close(Some(actix_ws::CloseCode::from(4000).into())).await;
        while messages.recv().await.is_some() {}
    });
    let mut peer = host.open().await;
    peer.send(&Frame::text("글")).await;
    assert_eq!(peer.next().await.close_code(), Some(4000));
    shutdown.begin();
    peer.send(&Frame::close(4000, "")).await;
    peer.expect_tcp_end().await;
}
