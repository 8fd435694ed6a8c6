//! The server stops: a connection gets 1001, a long poll its answer, and nobody holds the server up.
#![cfg(unix)] // Signals.

use std::time::{Duration, Instant};

use lab_testing::{Peer, Server};
use serde_json::{Value, json};
use tokio::task::spawn_blocking;

use super::{Client, publish, start_every, start_quiet};

const SIGTERM: i32 = 15;

async fn exit_code(mut server: Server) -> Option<i32> {
    spawn_blocking(move || server.wait()).await.unwrap().code()
}

#[tokio::test]
async fn a_long_poll_is_answered_and_does_not_hold_the_server_up() {
    let server = start_quiet();
    let id = publish(&server, "하나").await;
    let mut peers = Vec::new();
    for _ in 0..20 {
        let mut peer = Peer::connect(&server.authority()).await;
        peer.write(format!("GET /long-poll HTTP/1.1\r\nHost: {}\r\n\r\n", server.authority()).as_bytes())
            .await;
        assert!(peers.len() > 1 || peer.is_silent().await);
        peers.push(peer);
    }
    let client = Client::connect(&server.socket_url()).await;
    let start = Instant::now();
    server.signal(SIGTERM);
    assert_eq!(client.ended().await, Some(1001));
    for mut peer in peers {
        let answer = peer.answer().await;
        let page: Value = serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{answer:?}"));
        assert_eq!(page, json!({"notifications": [], "next": id, "recovered": true}));
    }
    assert_eq!(exit_code(server).await, Some(0));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}

#[tokio::test]
async fn pushes_do_not_keep_a_connection_open() {
    let server = start_every(1);
    let mut clients = Vec::new();
    for _ in 0..20 {
        let mut client = Client::connect(&server.socket_url()).await;
        client.text().await;
        clients.push(client);
    }
    let start = Instant::now();
    server.signal(SIGTERM);
    for client in clients {
        assert_eq!(client.ended().await, Some(1001));
    }
    assert_eq!(exit_code(server).await, Some(0));
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
}
