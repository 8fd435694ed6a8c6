//! The rich form: JSON objects, by the subprotocol `realtime-labs.v1`.

use lab_testing::{Client, Server};
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::{IDLE, INDICATOR, LAB, RICH, expect, line, plain, rich, typing};

const TYPING: &str = r#"{"type":"typing"}"#;
const STOP: &str = r#"{"type":"stop"}"#;

#[tokio::test]
async fn the_offered_subprotocol_is_selected() {
    let server = Server::start(LAB);
    let client = rich(&server).await;
    assert_eq!(client.handshake.headers()["sec-websocket-protocol"], RICH);
}

#[tokio::test]
async fn every_state_tells_how_many_type() {
    let server = Server::start(LAB);
    let (mut first, mut second, mut plain) = (rich(&server).await, rich(&server).await, plain(&server).await);
    first.expect_nothing().await;
    first.say(TYPING).await;
    expect(&mut first, &[&typing(1)]).await;
    expect(&mut second, &[&typing(1)]).await;
    expect(&mut plain, &[INDICATOR]).await;
    second.say(TYPING).await;
    expect(&mut second, &[&typing(2)]).await;
    expect(&mut first, &[&typing(2)]).await;
    first.say(TYPING).await;
    first.expect_nothing().await;
    first.say(STOP).await;
    expect(&mut first, &[&typing(1)]).await;
    expect(&mut second, &[&typing(1)]).await;
    drop(second);
    expect(&mut first, &[IDLE]).await;
    // All of it is one indicator in the plain form.
    expect(&mut plain, &[""]).await;
    plain.expect_nothing().await;
}

#[tokio::test]
async fn whoever_joins_is_told_the_count() {
    let server = Server::start(LAB);
    let mut typists = [plain(&server).await, plain(&server).await, plain(&server).await];
    for typist in &mut typists {
        typist.say("typing").await;
        expect(typist, &[INDICATOR]).await;
        // The indicator may be that of another; this waits until its own typing is counted.
        typist.expect_nothing().await;
    }
    expect(&mut rich(&server).await, &[&typing(3)]).await;
}

#[tokio::test]
async fn a_line_goes_to_everyone_in_the_rich_form_after_the_end_of_its_typing() {
    let server = Server::start(LAB);
    let (mut author, mut reader, mut plain) =
        (rich(&server).await, rich(&server).await, plain(&server).await);
    for text in ["안녕하세요 👋", "", "typing", "\"\\\n\u{202e}", &"👍".repeat(500)] {
        author.say(TYPING).await;
        for client in [&mut author, &mut reader] {
            expect(client, &[&typing(1)]).await;
        }
        expect(&mut plain, &[INDICATOR]).await;
        author.say(&line("say", text)).await;
        for client in [&mut author, &mut reader] {
            expect(client, &[IDLE, &line("said", text)]).await;
        }
        expect(&mut plain, &[""]).await;
        plain.expect_nothing().await;
    }
}

#[tokio::test]
async fn a_line_of_a_plain_client_reaches_the_rich_ones() {
    let server = Server::start(LAB);
    let (mut author, mut reader) = (plain(&server).await, rich(&server).await);
    for text in ["안녕", "{\"type\":\"stop\"}", ""] {
        author.say(text).await;
        expect(&mut reader, &[&line("said", text)]).await;
    }
    author.expect_nothing().await;
}

#[tokio::test]
async fn no_reader_sees_a_line_before_the_end_of_its_typing() {
    let server = Server::start(LAB);
    let mut author = rich(&server).await;
    let mut readers = [rich(&server).await, rich(&server).await, rich(&server).await];
    // Both come at the same moment, so it takes some to see them in the wrong order.
    for _ in 0..100 {
        author.say(TYPING).await;
        for reader in &mut readers {
            expect(reader, &[&typing(1)]).await;
        }
        author.say(&line("say", "안녕")).await;
        for reader in &mut readers {
            expect(reader, &[IDLE, &line("said", "안녕")]).await;
        }
    }
}

#[tokio::test]
async fn lines_keep_their_order() {
    let server = Server::start(LAB);
    let (mut author, mut reader) = (rich(&server).await, rich(&server).await);
    for number in 0..100 {
        author.say(&line("say", &number.to_string())).await;
    }
    for client in [&mut reader, &mut author] {
        for number in 0..100 {
            expect(client, &[&line("said", &number.to_string())]).await;
        }
        client.expect_nothing().await;
    }
}

/// The `code` of the error that comes next.
async fn error(client: &mut Client) -> String {
    let reply = client.json().await;
    assert_eq!(reply["type"], "error");
    assert!(reply["message"].as_str().is_some_and(|message| !message.is_empty()), "{reply}");
    reply["code"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn what_is_not_understood_is_explained_and_changes_nothing() {
    let server = Server::start(LAB);
    let (mut client, mut reader) = (rich(&server).await, rich(&server).await);
    client.say(r#"{"type":"typing","more":{"is":["ignored"]}}"#).await;
    for client in [&mut client, &mut reader] {
        expect(client, &[&typing(1)]).await;
    }
    let too_long = line("say", &"가".repeat(501));
    for (message, code) in [
        ("typing", "bad_json"),
        ("stop", "bad_json"),
        ("", "bad_json"),
        ("[\"stop\"]", "bad_json"),
        ("{}", "bad_field"),
        (r#"{"type":"say"}"#, "bad_field"),
        (r#"{"type":"say","text":1}"#, "bad_field"),
        (&too_long, "bad_field"),
        (r#"{"type":"shout"}"#, "unknown_type"),
    ] {
        client.say(message).await;
        assert_eq!(error(&mut client).await, code, "{message}");
    }
    client.send(Message::Binary(Bytes::from_static(TYPING.as_bytes()))).await;
    assert_eq!(error(&mut client).await, "bad_json");
    client.expect_nothing().await;
    reader.expect_nothing().await;
    client.say(STOP).await;
    expect(&mut client, &[IDLE]).await;
    expect(&mut reader, &[IDLE]).await;
}
