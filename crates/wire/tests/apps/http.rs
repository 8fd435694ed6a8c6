//! What is no WebSocket, or does not become one, passes through untouched.

use actix_web::{HttpResponse, web};
use lab_wire::{Limits, Wire};

use crate::{Host, echo, expect_echo, host::socket, noise};

fn host() -> Host {
    // Limits that a body would break, were it taken for frames.
    Host::start(Wire::new().limits(Limits::of(10)), 1, |config| {
        let body = web::PayloadConfig::new(10 * 1024 * 1024);
        config
            .app_data(body)
            .route("/ws", web::get().to(socket(echo)))
            .route("/plain", web::get().to(async || "그냥 글"))
            .route("/forbidden", web::get().to(async || HttpResponse::Forbidden().body("안 됩니다")))
            .route("/post", web::post().to(async |body: web::Bytes| body));
    })
}

#[tokio::test]
async fn a_handshake_that_is_answered_with_something_else_keeps_that_answer() {
    let host = host();
    for (path, status, body) in
        [("/plain", 200, "그냥 글"), ("/forbidden", 403, "안 됩니다"), ("/nothing", 404, "")]
    {
        let request = host.request_to(path).offering("permessage-deflate");
        let answer = host.ask(&request.bytes()).await;
        assert_eq!((answer.status, answer.body.as_str()), (status, body), "{path}");
        assert_eq!(answer.header("sec-websocket-extensions"), "", "{path}");
        assert_eq!(answer.header("upgrade"), "", "{path}");
    }
    // A WebSocket that follows is one.
    expect_echo(&mut host.open().await, "글").await;
}

#[tokio::test]
async fn a_body_of_plain_http_comes_through_byte_for_byte() {
    let host = host();
    let text: String = noise(1_000_000).iter().map(|byte| char::from(b'a' + byte % 26)).collect();
    let head = "POST /post HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n";
    let whole = format!("{head}Content-Length: {}\r\n\r\n{text}", text.len());
    let mut chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n");
    for chunk in text.as_bytes().chunks(9_999) {
        chunked.push_str(&format!("{:x}\r\n{}\r\n", chunk.len(), str::from_utf8(chunk).unwrap()));
    }
    chunked.push_str("0\r\n\r\n");
    for request in [whole, chunked] {
        let answer = host.ask(request.as_bytes()).await;
        assert_eq!(answer.status, 200);
        assert!(answer.body == text, "{} bytes came back", answer.body.len());
    }
}

#[tokio::test]
async fn a_connection_of_plain_http_is_kept_alive_and_may_become_a_websocket() {
    let host = host();
    let mut peer = host.connect().await;
    for _ in 0..3 {
        peer.write(b"GET /plain HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
        let answer = peer.answer().await;
        assert_eq!((answer.status, answer.body.as_str()), (200, "그냥 글"));
    }
    peer.shake_hands(&host.request()).await;
    expect_echo(&mut peer, "글").await;
}
