//! The core: what the deck asks of every solution, and how a connection begins and ends.

use futures_util::future::join_all;
use lab_testing::{Client, Frame, Peer, Server, raw::Request};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::{INDICATOR, LAB, expect, plain};

#[tokio::test]
async fn typing_shows_the_indicator_and_stop_clears_it() {
    let server = Server::start(LAB);
    let mut client = plain(&server).await;
    for _ in 0..3 {
        client.say("typing").await;
        expect(&mut client, &[INDICATOR]).await;
        client.say("stop").await;
        expect(&mut client, &[""]).await;
    }
    client.expect_nothing().await;
}

#[tokio::test]
async fn a_burst_of_typing_and_stop_is_answered_one_by_one() {
    let server = Server::start(LAB);
    let mut client = plain(&server).await;
    for _ in 0..50 {
        client.say("typing").await;
        client.say("stop").await;
    }
    for _ in 0..50 {
        expect(&mut client, &[INDICATOR, ""]).await;
    }
    client.expect_nothing().await;
    // In one segment, so that the server finds all of it at once.
    let mut peer = Peer::open(&server).await;
    let burst: Vec<_> =
        ["typing", "stop", "typing", "stop"].iter().flat_map(|text| Frame::text(*text).bytes()).collect();
    let received = peer.exchange(&burst, 4).await;
    let texts: Vec<_> = received.into_iter().map(|frame| String::from_utf8(frame.payload).unwrap()).collect();
    assert_eq!(texts, [INDICATOR, "", INDICATOR, ""]);
}

#[tokio::test]
async fn nothing_is_sent_before_somebody_types() {
    let server = Server::start(LAB);
    plain(&server).await.expect_nothing().await;
}

#[tokio::test]
async fn a_repeated_typing_and_a_stop_out_of_place_say_nothing_twice() {
    let server = Server::start(LAB);
    let mut client = plain(&server).await;
    client.say("stop").await;
    client.expect_nothing().await;
    for _ in 0..3 {
        client.say("typing").await;
    }
    expect(&mut client, &[INDICATOR]).await;
    client.expect_nothing().await;
    for _ in 0..3 {
        client.say("stop").await;
    }
    expect(&mut client, &[""]).await;
    client.expect_nothing().await;
}

#[tokio::test]
async fn many_clients_at_the_same_time_are_all_answered() {
    let server = Server::start(LAB);
    let mut clients = join_all((0..20).map(|_| plain(&server))).await;
    for client in &mut clients {
        client.say("typing").await;
    }
    for client in &mut clients {
        expect(client, &[INDICATOR]).await;
        // The indicator may be that of another; this waits until its own typing is counted.
        client.expect_nothing().await;
    }
    for client in &mut clients {
        client.say("stop").await;
    }
    for client in &mut clients {
        expect(client, &[""]).await;
        client.expect_nothing().await;
    }
}

#[tokio::test]
async fn other_texts_and_bytes_have_no_answer_in_the_plain_form() {
    let server = Server::start(LAB);
    let mut client = plain(&server).await;
    for text in ["", "안녕", "Typing", "typing ", "STOP", "{\"type\":\"typing\"}", &"가".repeat(501)] {
        client.say(text).await;
        client.expect_nothing().await;
    }
    client.send(Message::Binary(Bytes::from_static(b"typing"))).await;
    client.expect_nothing().await;
    client.say("typing").await;
    expect(&mut client, &[INDICATOR]).await;
}

#[tokio::test]
async fn no_subprotocol_is_the_plain_form_and_an_unknown_one_is_not_selected() {
    let server = Server::start(LAB);
    let client = plain(&server).await;
    assert!(!client.handshake.headers().contains_key("sec-websocket-protocol"));
    let request = Request::to(&server).with("Sec-WebSocket-Protocol", "chat, realtime-labs.v2");
    let (mut peer, answer) = Peer::open_with(&server, &request).await;
    assert_eq!(answer.header("sec-websocket-protocol"), "");
    peer.send(&Frame::text("typing")).await;
    assert_eq!(peer.text().await, INDICATOR);
}

#[tokio::test]
async fn what_a_client_sent_is_printed() {
    let mut server = Server::start(LAB);
    let mut client = plain(&server).await;
    client.say("typing").await;
    server.line_with("받은 메시지: typing");
    client.say("\u{1b}[2J안녕").await;
    server.line_with(r"받은 메시지: \u{1b}[2J안녕");
    client.say(&"가".repeat(501)).await;
    server.line_with("무시함 · ignored: ");
}

#[tokio::test]
async fn pings_are_answered_and_close_codes_echoed() {
    let server = Server::start(LAB);
    let mut client = plain(&server).await;
    client.send(Message::Ping(Bytes::from_static(b"hi"))).await;
    assert_eq!(client.next().await, Message::Pong(Bytes::from_static(b"hi")));
    for code in [1000, 1001, 4999] {
        assert_eq!(plain(&server).await.close(code).await, Some(code));
    }
}

#[tokio::test]
async fn a_message_of_more_than_sixteen_kibibytes_ends_its_connection_and_no_other() {
    let server = Server::start(LAB);
    let mut other = plain(&server).await;
    let mut client = plain(&server).await;
    client.say(&"a".repeat(16 * 1024)).await;
    client.expect_nothing().await;
    client.say(&"a".repeat(16 * 1024 + 1)).await;
    assert_eq!(client.ended().await, Some(1009));
    other.say("typing").await;
    expect(&mut other, &[INDICATOR]).await;
}

#[tokio::test]
async fn a_client_that_leaves_disturbs_nobody() {
    let server = Server::start(LAB);
    let mut stays = plain(&server).await;
    for _ in 0..20 {
        let mut leaves = Client::connect(&server.socket_url()).await;
        leaves.say("typing").await;
        drop(leaves); // Without a close frame, with an answer on its way.
    }
    // Each may have been seen to type; in the end nobody does.
    stays.say("typing").await;
    stays.say("stop").await;
    let mut last = stays.text().await;
    assert_eq!(last, INDICATOR);
    while !last.is_empty() {
        last = stays.text().await;
    }
    let mut comes = plain(&server).await;
    comes.say("typing").await;
    expect(&mut comes, &[INDICATOR]).await;
}
