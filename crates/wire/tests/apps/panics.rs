//! Applications that panic: it costs the one connection that it happens in.

use std::panic::resume_unwind;

use actix_web::{HttpResponse, web};
use actix_ws::{Message, MessageStream, Session};
use lab_testing::{Frame, Received};
use lab_wire::Wire;

use crate::{GRACE, Host, expect_echo, host::socket, quickest};

/// Panics without the message on standard error that only the hook would write.
fn panics() -> ! {
    resume_unwind(Box::new("a mistake"))
}

/// Echoes texts, and panics when told to.
async fn fragile(mut session: Session, mut messages: MessageStream) {
    while let Some(Ok(Message::Text(text))) = messages.recv().await {
        if text == "panic" {
            panics();
        }
        let _ = session.text(text).await;
    }
}

/// The same, with another clone of the session in a task that lives on.
async fn fragile_hub(session: Session, messages: MessageStream) {
    let held = session.clone();
    actix_web::rt::spawn(async move {
        std::future::pending::<()>().await;
        drop(held);
    });
    fragile(session, messages).await;
}

#[tokio::test]
async fn a_panic_closes_its_connection_with_1011_and_no_other() {
    for workers in [1, 2] {
        let host = Host::start(Wire::new(), workers, |config| {
            config
                .route("/ws", web::get().to(socket(fragile)))
                .route("/hub", web::get().to(socket(fragile_hub)));
        });
        let mut other = host.open().await;
        for path in ["/ws", "/hub"] {
            let took = quickest(async || {
                let (mut peer, _) = host.open_with(&host.request_to(path)).await;
                expect_echo(&mut peer, "글").await;
                peer.write(&[Frame::text("먼저").bytes(), Frame::text("panic").bytes()].concat()).await;
                let ending = peer.ending().await;
                assert_eq!(ending.answers(), [Received::text("먼저")]);
                ending.closed_with(Some(1011)).unwrap();
                ending.last_frame
            })
            .await;
            assert!(took < GRACE / 2, "{path} closed only after {took:?}");
        }
        expect_echo(&mut other, "아직").await;
        let mut next = host.open().await;
        expect_echo(&mut next, "새로").await;
    }
}

#[tokio::test]
async fn a_panic_before_the_101_costs_that_request_alone() {
    let host = Host::start(Wire::new(), 1, |config| {
        let handler = async |_: actix_web::HttpRequest| -> HttpResponse { panics() };
        config.route("/ws", web::get().to(socket(fragile))).route("/panic", web::get().to(handler));
    });
    let mut other = host.open().await;
    for _ in 0..5 {
        let mut peer = host.connect().await;
        let request = host.request_to("/panic").bytes();
        let answer = peer.rest_while(async |outgoing| _ = outgoing.write(&request).await).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 500"), "{answer}");
        expect_echo(&mut other, "아직").await;
    }
    let mut next = host.open().await;
    expect_echo(&mut next, "새로").await;
}

#[tokio::test]
async fn a_panic_after_the_peers_close_does_not_change_the_code() {
    let host = Host::serve(Wire::new(), |session: Session, mut messages: MessageStream| async move {
        let _held = session;
        while let Some(Ok(message)) = messages.recv().await {
            if matches!(message, Message::Close(_)) {
                panics();
            }
        }
    });
    let mut peer = host.open().await;
    peer.send(&Frame::close(3001, "")).await;
    // The peer's own close came first, and it is what ended the connection.
    peer.expect_close(3001).await;
}
