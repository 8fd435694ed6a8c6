//! Lab 1 over https and wss.
#![cfg(feature = "tls")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::future::Future;

use futures_util::{SinkExt, StreamExt};
use lab_testing::{
    Browser, Frame, Peer, Server,
    raw::Request,
    server::DEADLINE,
    tls::{Socket, Trusting},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    time::timeout,
};
use tokio_tungstenite::tungstenite::{
    Error, Message,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

const LAB: &str = env!("CARGO_BIN_EXE_lab1-echo");

fn start() -> Server {
    Server::start_with(LAB, &["--tls", "--port", "0"])
}

async fn within<T>(wait: impl Future<Output = T>) -> T {
    timeout(DEADLINE, wait).await.expect("nothing happened in time")
}

async fn next(socket: &mut Socket) -> Message {
    within(socket.next()).await.expect("the connection has ended").unwrap()
}

async fn expect_echo(socket: &mut Socket, text: &str) {
    within(socket.send(Message::text(text))).await.unwrap();
    assert_eq!(next(socket).await, Message::text(format!("Echo: {text}")));
}

fn close_of(code: u16) -> Message {
    Message::Close(Some(CloseFrame { code: CloseCode::from(code), reason: "".into() }))
}

#[test]
fn the_addresses_that_are_printed_are_https_and_wss() {
    let mut server = start();
    assert!(server.page_url().starts_with("https://127.0.0.1:"));
    for url in [server.page_url(), server.socket_url()] {
        server.line_with(&url);
    }
    server.line_with("브라우저가 한 번 경고합니다");
    assert!(!server.printed().concat().contains("http://"));
}

#[tokio::test]
async fn texts_and_long_messages_are_echoed_over_wss() {
    let server = start();
    let trusting = Trusting::first_sight(&server).await;
    let mut socket = trusting.open("").await.unwrap();
    for text in ["", "안녕하세요", &"가".repeat(300_000)] {
        expect_echo(&mut socket, text).await;
    }
    let bytes: Vec<u8> = (0..1024 * 1024_u32).map(|number| number.to_le_bytes()[1]).collect();
    within(socket.send(Message::binary(bytes.clone()))).await.unwrap();
    assert_eq!(next(&mut socket).await, Message::binary(bytes));
}

#[tokio::test]
async fn a_close_code_comes_back_and_tls_ends_in_order() {
    let server = start();
    let trusting = Trusting::first_sight(&server).await;
    let mut socket = trusting.open("").await.unwrap();
    expect_echo(&mut socket, "글").await;
    within(socket.send(close_of(3001))).await.unwrap();
    assert_eq!(next(&mut socket).await, close_of(3001));
    // Without the alert that ends TLS this would be an error.
    let rest = within(socket.get_mut().read(&mut [0])).await;
    assert_eq!(rest.unwrap(), 0);
}

#[tokio::test]
async fn a_violation_over_wss_is_told() {
    let server = start();
    let trusting = Trusting::first_sight(&server).await;
    let mut socket = trusting.open("").await.unwrap();
    within(socket.get_mut().write_all(&Frame::text("").unmasked().bytes())).await.unwrap();
    let Message::Close(Some(close)) = next(&mut socket).await else { panic!("a close frame was due") };
    assert_eq!(u16::from(close.code), 1002);
}

#[tokio::test]
async fn the_certificate_names_this_machine_and_no_other() {
    let server = start();
    let trusting = Trusting::first_sight(&server).await;
    for name in ["127.0.0.1", "localhost", "::1"] {
        trusting.connect(name, &[]).await.unwrap_or_else(|error| panic!("{name}: {error}"));
    }
    for name in ["evil.example", "127.0.0.2"] {
        trusting.connect(name, &[]).await.expect_err(name);
    }
    // Each server has one of its own, which is gone with it.
    let other = start();
    let others = Trusting::first_sight(&other).await;
    assert_ne!(format!("{trusting:?}"), format!("{others:?}"));
}

#[tokio::test]
async fn a_name_that_was_allowed_stands_in_the_certificate() {
    let server = Server::start_with(LAB, &["--tls", "--port", "0", "--allow-host", "lab.example"]);
    let trusting = Trusting::first_sight(&server).await;
    trusting.connect("lab.example", &[]).await.unwrap();
}

#[tokio::test]
async fn http_1_1_is_spoken_whatever_else_is_offered() {
    let server = start();
    let trusting = Trusting::first_sight(&server).await;
    let stream = trusting.connect("127.0.0.1", &["h2", "http/1.1"]).await.unwrap();
    assert_eq!(stream.get_ref().1.alpn_protocol(), Some(&b"http/1.1"[..]));
    trusting.connect("127.0.0.1", &["h2"]).await.expect_err("HTTP/2 is not spoken");
    expect_echo(&mut trusting.open("").await.unwrap(), "아직").await;
}

#[tokio::test]
async fn the_page_is_served_over_https_with_its_policy() {
    let server = start();
    let page = Trusting::first_sight(&server).await.get("/").await;
    assert_eq!(page.status, 200);
    assert!(page.body.contains("[실습 1] WebSocket 서버 구현하기"));
    let policy = page.header("content-security-policy");
    let own = "connect-src 'self' ws://127.0.0.1:* ws://localhost:* wss://127.0.0.1:* wss://localhost:*";
    assert!(policy.starts_with("default-src 'self';") && policy.contains(own), "{policy}");
}

#[tokio::test]
async fn the_page_over_https_is_let_in_and_one_over_http_is_not() {
    let server = start();
    let trusting = Trusting::first_sight(&server).await;
    let own = format!("https://{}", server.authority());
    expect_echo(&mut trusting.open(&own).await.unwrap(), "글").await;
    let localhost = format!("https://localhost:{}", server.port());
    expect_echo(&mut trusting.open(&localhost).await.unwrap(), "글").await;
    for origin in [format!("http://{}", server.authority()), "https://evil.example".to_owned()] {
        match trusting.open(&origin).await {
            Err(Error::Http(refusal)) => assert_eq!(refusal.status(), 403, "{origin}"),
            other => panic!("{origin}: {:?}", other.err()),
        }
    }
}

#[tokio::test]
async fn what_is_no_tls_is_turned_away_and_disturbs_nobody() {
    let server = start();
    let trusting = Trusting::first_sight(&server).await;
    let mut socket = trusting.open("").await.unwrap();
    let handshake = Request::to(&server).bytes();
    for bytes in [&b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"[..], &handshake, &[0; 10_000], b""] {
        let mut peer = Peer::connect(&server.authority()).await;
        let answer = peer.rest_while(async |outgoing| _ = outgoing.write(bytes).await).await;
        assert!(!answer.contains("HTTP/1.1"), "{answer}");
    }
    expect_echo(&mut socket, "아직").await;
    expect_echo(&mut trusting.open("").await.unwrap(), "새로").await;
}

#[cfg(unix)] // Signals.
#[tokio::test]
async fn a_server_that_stops_says_1001_over_wss_too() {
    const SIGTERM: i32 = 15;
    let mut server = start();
    let mut socket = Trusting::first_sight(&server).await.open("").await.unwrap();
    expect_echo(&mut socket, "글").await;
    server.signal(SIGTERM);
    let Message::Close(Some(close)) = next(&mut socket).await else { panic!("a close frame was due") };
    assert_eq!(u16::from(close.code), 1001);
    // tungstenite answers as it is read on.
    while within(socket.next()).await.is_some_and(|message| message.is_ok()) {}
    assert_eq!(tokio::task::spawn_blocking(move || server.wait()).await.unwrap().code(), Some(0));
}

#[test]
fn the_page_over_https_connects_by_wss() {
    // The certificate is nobody's, and a test cannot click the warning away.
    let Some(browser) = Browser::start_with(&["--ignore-certificate-errors"]) else { return };
    let server = start();
    let tab = browser.open(&server.page_url());
    assert_eq!(tab.value("#url"), server.socket_url());
    tab.click("#connect");
    tab.wait_for("document.querySelector('#state').dataset.state === 'open'");
    tab.fill("#message", "안녕하세요");
    tab.click("#send");
    tab.wait_for_count("#log [data-row][data-dir=received]", 1);
    assert_eq!(tab.text("#log [data-row][data-dir=received] .text"), "Echo: 안녕하세요");
    tab.click("#connect");
    tab.wait_for("document.querySelector('#state').dataset.state === 'closed'");
    assert!(tab.text("#reason").contains("1000"), "{}", tab.text("#reason"));
}
