//! Applications that leave a last word instead of a close frame.

use actix_web::{HttpMessage, HttpRequest, HttpResponse, rt, web};
use actix_ws::{CloseCode, Session};
use lab_testing::{Frame, Peer, raw::CLOSE};
use lab_wire::{Farewell, Wire};
use tokio::{
    sync::mpsc::UnboundedSender,
    time::{Duration, timeout},
};

use crate::{Host, report, reported};

/// Serves `session_loop`, which also gets the farewell of its connection.
fn serve<F, R>(session_loop: F) -> Host
where
    F: Fn(Session, Farewell) -> R + Clone + Send + 'static,
    R: Future<Output = ()> + 'static,
{
    Host::start(Wire::new(), 1, move |config| {
        let session_loop = session_loop.clone();
        let handshake = move |request: HttpRequest, body: web::Payload| {
            let farewell: Farewell = request.extensions().get().cloned().unwrap();
            let handled = actix_ws::handle(&request, body).map(|(response, session, messages)| {
                let session = session_loop(session, farewell);
                rt::spawn(async move {
                    session.await;
                    drop(messages);
                });
                response
            });
            std::future::ready(handled as Result<HttpResponse, _>)
        };
        config.route("/ws", web::get().to(handshake));
    })
}

#[tokio::test]
async fn whoever_ends_with_a_farewell_closes_with_it() {
    let host = serve(|mut session, farewell| async move {
        let _ = session.text("글").await;
        farewell.set(1013, "later");
    });
    let mut peer = host.open().await;
    assert_eq!(peer.text().await, "글");
    let close = peer.next().await;
    assert_eq!((close.close_code(), &close.payload[2..]), (Some(1013), &b"later"[..]));
    peer.send(&Frame::close(1013, "")).await;
    peer.expect_tcp_end().await;
}

#[tokio::test]
async fn a_close_frame_of_the_application_goes_before_its_farewell() {
    let host = serve(|session, farewell| async move {
        farewell.set(1013, "later");
        let _ = session.close(Some(CloseCode::Other(4000).into())).await;
    });
    host.open().await.expect_close(4000).await;
}

#[tokio::test]
async fn a_code_that_must_not_be_sent_is_not_sent_as_a_farewell_either() {
    let host = serve(|_, farewell| async move { farewell.set(1006, "") });
    host.open().await.expect_close(1000).await;
}

/// Sends until the queue has no place any more, and ends.
async fn fills_the_queue(mut session: Session, farewell: Farewell, reports: UnboundedSender<usize>) {
    let text = "a".repeat(50_000);
    let mut sent = 0;
    while timeout(Duration::from_secs(1), session.text(text.clone())).await.is_ok() {
        sent += 1;
    }
    farewell.set(1013, "too slow");
    drop(session);
    let _ = reports.send(sent);
}

#[tokio::test]
async fn a_peer_that_reads_on_finds_the_farewell_after_all_that_was_sent() {
    let (sender, mut reports) = report();
    let host = serve(move |session, farewell| fills_the_queue(session, farewell, sender.clone()));
    let mut peer = Peer::connect_narrow(host.authority()).await;
    peer.shake_hands(&host.request()).await;
    let sent = reported(&mut reports).await;
    let ending = peer.ending().await;
    assert!(sent > 32 && ending.answers().len() == sent, "{} of {sent}", ending.answers().len());
    let close = ending.frames.iter().find(|frame| frame.opcode == CLOSE).unwrap();
    assert_eq!(close.close_code(), Some(1013), "{close:?}");
}
