//! Clients that mean no good, or none at all: nobody else notices.

use lab_exchange::Exchange;
use tokio::io::AsyncWriteExt;
use tokio::task::JoinSet;

use crate::client::{HANDSHAKE, connect, exchange, get, open, raw, text, within};

const PRICE: &str = "/api/v3/ticker/price?symbol=BTCUSDT";

async fn is_well(exchange: &Exchange) {
    assert_eq!(get(exchange, PRICE).await.status, 200);
}

#[tokio::test]
async fn garbage_is_answered_400_and_a_huge_head_431() {
    let exchange = exchange().await;
    for garbage in [
        &b"\r\n\r\n"[..],
        b"hello\r\n\r\n",
        b"GET / HTTP/9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 a hello of TLS \r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ] {
        let answer = raw(&exchange, garbage).await;
        assert!(answer.starts_with(b"HTTP/1.1 400 Bad Request\r\n"), "{}", garbage.escape_ascii());
    }
    let huge = format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "x".repeat(100_000));
    assert!(raw(&exchange, huge.as_bytes()).await.starts_with(b"HTTP/1.1 431 "));
    is_well(&exchange).await;
    assert_eq!(exchange.counts().requests, 1);
}

#[tokio::test]
async fn a_head_of_8_kib_is_taken() {
    let exchange = exchange().await;
    let start = format!("GET {PRICE} HTTP/1.1\r\nconnection: close\r\nx: ");
    let head = format!("{start}{}\r\n\r\n", "x".repeat(8192 - 4 - start.len()));
    assert!(raw(&exchange, head.as_bytes()).await.starts_with(b"HTTP/1.1 200 "));
}

#[tokio::test]
async fn those_who_say_nothing_or_half_a_word_or_leave_disturb_nobody() {
    let exchange = exchange().await;
    let mut held = Vec::new();
    for number in 0..100 {
        let mut socket = connect(&exchange).await;
        match number % 3 {
            0 => {}
            1 => socket.write_all(b"GET /api").await.unwrap(),
            _ => socket.set_zero_linger().unwrap(),
        }
        if number % 3 < 2 {
            held.push(socket);
        }
    }
    is_well(&exchange).await;
    let mut stream = open(&exchange, "/ws/btcusdt@miniTicker").await;
    text(&mut stream).await;
    drop((held, stream));
    within(exchange.until(|counts| counts.connections == 0)).await;
}

#[tokio::test]
async fn frames_without_a_mask_and_other_nonsense_end_that_stream_alone() {
    let exchange = exchange().await;
    let mut good = open(&exchange, "/ws/btcusdt@miniTicker").await;
    for frame in
        [&b"\x81\x02hi"[..], b"\xF1\x80\0\0\0\0", b"\x81\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\0\0\0"]
    {
        // Sent together with the handshake, which a patient client would not do.
        let answer = raw(&exchange, &[HANDSHAKE.as_bytes(), frame].concat()).await;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
        assert!(answer.contains("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"), "{answer}");
    }
    text(&mut good).await;
    within(exchange.until(|counts| counts.streams == 1)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_clients_at_once_are_all_served() {
    let exchange = std::sync::Arc::new(exchange().await);
    let mut clients = JoinSet::new();
    for _ in 0..200 {
        let exchange = exchange.clone();
        clients.spawn(async move {
            let mut stream = open(&exchange, "/ws/btcusdt@miniTicker").await;
            for _ in 0..3 {
                is_well(&exchange).await;
                text(&mut stream).await;
            }
        });
    }
    while let Some(client) = clients.join_next().await {
        client.unwrap();
    }
    assert_eq!(exchange.counts().requests, 200 + 600);
    within(exchange.until(|counts| counts.connections == 0 && counts.streams == 0)).await;
}
