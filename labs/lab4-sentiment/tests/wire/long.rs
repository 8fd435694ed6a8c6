//! Long texts: up to 64 KiB they are answered, and they hold up nobody else.

use std::time::Instant;

use flate2::{Compress, Compression, FlushCompress};
use futures_util::future::{join, join_all};
use lab_testing::{Client, Frame, Peer, Received, Server, raw::RSV1};
use serde_json::json;

use crate::{LAB, NEGATIVE, NEUTRAL, POSITIVE, answer, judged, rich};

/// The limit of a message.
const LONGEST: usize = 64 * 1024;

#[tokio::test]
async fn a_text_of_64_kib_is_answered_in_both_forms() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    let korean = "가".repeat(LONGEST / 3);
    for text in
        ["a".repeat(LONGEST), format!("{korean}a"), "love ".repeat(LONGEST / 5), "안".repeat(LONGEST / 3)]
    {
        let label = if text.contains("love") { POSITIVE } else { NEUTRAL };
        assert_eq!(answer(&mut client, &text).await, label, "{}…", &text[..6]);
    }
    let mut client = rich(&server).await;
    let frame = json!({ "type": "analyse", "text": "" }).to_string().len();
    let longest = "love ".repeat((LONGEST - frame) / 5);
    let sentiment = judged(&mut client, &longest).await;
    assert_eq!(sentiment["hits"].as_array().unwrap().len(), longest.len() / 5);
}

#[tokio::test]
async fn a_longer_message_is_closed_with_1009_and_the_others_are_served_on() {
    let server = Server::start(LAB);
    let mut other = Client::connect(&server.socket_url()).await;
    let mut peer = Peer::open(&server).await;
    peer.send(&Frame::text("a".repeat(LONGEST))).await;
    assert_eq!(peer.next().await, Received::text(NEUTRAL));
    let ending = peer.ending_while(async |outgoing| {
        outgoing.write(&Frame::text("a".repeat(LONGEST + 1)).bytes()).await;
    });
    ending.await.closed_with(Some(1009)).unwrap();
    assert_eq!(answer(&mut other, "love").await, POSITIVE);
}

#[tokio::test]
async fn the_longest_texts_of_one_client_do_not_hold_up_the_others() {
    const COUNT: usize = 40;
    let server = Server::start(LAB);
    // Compressed, so that all of them arrive at once.
    let mut deflate = Compress::new(Compression::best(), false);
    let mut packed = Vec::with_capacity(LONGEST);
    deflate.compress_vec("love ".repeat(LONGEST / 5).as_bytes(), &mut packed, FlushCompress::Sync).unwrap();
    packed.truncate(packed.len() - 4); // RFC 7692 section 7.2.1
    let texts = Frame::text(packed).reserved(RSV1).bytes().repeat(COUNT);
    // As many connections as share a thread with the busy one, and some more.
    let mut others = Vec::new();
    for _ in 0..8 {
        others.push(Client::connect(&server.socket_url()).await);
    }
    let mut busy = Peer::open_offering(&server, "permessage-deflate").await.0;
    let flood = async {
        busy.exchange(&texts, COUNT).await;
        Instant::now()
    };
    let asking = join_all(others.iter_mut().map(async |other| {
        assert_eq!(answer(other, "sad").await, NEGATIVE);
        Instant::now()
    }));
    let (flooded, answered) = join(flood, asking).await;
    assert!(answered.iter().all(|time| *time < flooded), "{answered:?}, {flooded:?}");
}
