//! Lag policy: whoever does not read is cut off with 1013, disturbs nobody, and comes back by resume.

use std::time::{Duration, Instant};

use lab_testing::{
    Client, Frame, Peer, Server,
    client::RICH,
    raw::{CLOSE, Request},
};
use serde_json::{Value, json};
use tokio::time::sleep;

use super::{JSON, connect_rich, get, numbers, start_quiet};

/// More than the system and the queues of a connection hold for a peer that does not read.
const MANY: usize = 3000;

/// Posts texts of the greatest length, so many at a time that `other`, who reads them all, cannot fall far behind.
async fn post_many(server: &Server, other: &mut Client) {
    const AT_A_TIME: usize = 50;
    let body = json!({"text": "가".repeat(500)}).to_string();
    let (host, length) = (server.authority(), body.len());
    let request =
        format!("POST /notify HTTP/1.1\r\nHost: {host}\r\n{JSON}Content-Length: {length}\r\n\r\n{body}");
    let mut poster = Peer::connect(&server.authority()).await;
    for _ in 0..MANY / AT_A_TIME {
        for _ in 0..AT_A_TIME {
            poster.write(request.as_bytes()).await;
            assert_eq!(poster.answer().await.status, 202);
        }
        for _ in 0..AT_A_TIME {
            assert!(other.text().await.starts_with("🔔 가가"));
        }
    }
}

/// Connects in the rich form and reads nothing from then on.
async fn stall(server: &Server) -> Peer {
    let mut peer = Peer::connect_narrow(&server.authority()).await;
    peer.shake_hands(&Request::to(server).with("Sec-WebSocket-Protocol", RICH)).await;
    peer
}

/// Reads on to the close frame. Gives back the last notification, whose numbers must be one stretch.
async fn read_on(peer: &mut Peer) -> Value {
    let mut last = Value::Null;
    loop {
        let frame = peer.next().await;
        if frame.opcode == CLOSE {
            assert_eq!(frame.close_code(), Some(1013), "{frame:?}");
            assert!(frame.payload.ends_with(b"resume"), "{frame:?}");
            peer.send(&Frame::close(1013, "")).await;
            peer.expect_tcp_end().await;
            return last;
        }
        let notification: Value = serde_json::from_slice(&frame.payload).unwrap();
        if !last.is_null() {
            assert_eq!(notification["number"], last["number"].as_u64().unwrap() + 1);
        }
        last = notification;
    }
}

async fn comes_back(server: &Server, last: &Value) {
    let mut client = connect_rich(server).await;
    let after = last["id"].as_str().unwrap();
    client.say(&json!({"type": "resume", "after": after}).to_string()).await;
    let kept = numbers(&get(server, &format!("/poll?after={after}")).await["notifications"]);
    assert!(kept.len() > 100, "{} are kept", kept.len());
    for number in &kept {
        assert_eq!(client.json().await["number"], *number);
    }
    let is_complete = kept[0] == last["number"].as_u64().unwrap() + 1;
    assert_eq!(client.json().await, json!({"type": "resumed", "recovered": is_complete}));
}

/// `pause`: how long it does not read after the last post.
async fn whoever_stalls(pause: Duration) {
    let server = start_quiet();
    let mut stalled = stall(&server).await;
    let mut other = Client::connect(&server.socket_url()).await;
    let start = Instant::now();
    post_many(&server, &mut other).await;
    println!("{MANY} posted and read by the other after {:?}", start.elapsed());
    sleep(pause).await;
    let last = read_on(&mut stalled).await;
    println!("cut off after {}", last["number"]);
    comes_back(&server, &last).await;
}

#[tokio::test]
async fn whoever_stalls_and_reads_on_soon_finds_1013_and_resumes() {
    whoever_stalls(Duration::ZERO).await;
}

#[tokio::test]
async fn whoever_stalls_beyond_the_deadline_of_a_send_finds_1013_too() {
    whoever_stalls(Duration::from_secs(6)).await;
}
