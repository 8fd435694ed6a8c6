//! The core of the contract: plain texts in, one of three labels out.

use lab_testing::{Client, Server};
use tokio_tungstenite::tungstenite::Message;

use crate::{LAB, NEGATIVE, NEUTRAL, POSITIVE, answer, rich};

#[tokio::test]
async fn the_texts_of_the_contract_get_their_labels() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    for (text, label) in [
        ("love", POSITIVE),
        ("sad", NEGATIVE),
        ("I feel happy today", POSITIVE),
        ("hello", NEUTRAL),
        ("", NEUTRAL),
        ("좋아요", POSITIVE),
        ("행복해", POSITIVE),
        ("슬퍼요", NEGATIVE),
        ("싫어", NEGATIVE),
        ("안녕하세요", NEUTRAL),
        ("12345", NEUTRAL),
    ] {
        assert_eq!(answer(&mut client, text).await, label, "{text:?}");
    }
    client.expect_nothing().await;
}

#[tokio::test]
async fn the_keywords_count_inside_a_longer_text_and_in_any_case() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    for (words, label) in [
        (&["love", "LOVE", "Love", "lOvE"][..], POSITIVE),
        (&["happy", "HAPPY", "hAPPY"], POSITIVE),
        (&["sad", "SAD", "sAd"], NEGATIVE),
        (&["좋아요"], POSITIVE),
        (&["행복해"], POSITIVE),
        (&["슬퍼요"], NEGATIVE),
        (&["싫어"], NEGATIVE),
    ] {
        for word in words {
            for text in [
                (*word).to_owned(),
                format!("오늘 정말 {word}"),
                format!("{word}!"),
                format!("hello, {word}, 12345"),
                format!("  {word}\n"),
            ] {
                assert_eq!(answer(&mut client, &text).await, label, "{text:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_burst_of_texts_is_answered_one_by_one_and_in_order() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    let texts = [("love", POSITIVE), ("sad", NEGATIVE), ("hello", NEUTRAL), ("행복해", POSITIVE)];
    let burst: Vec<_> = texts.iter().cycle().take(100).collect();
    for (text, _) in &burst {
        client.say(text).await;
    }
    for (index, (_, label)) in burst.iter().enumerate() {
        assert_eq!(client.text().await, *label, "the answer to text {index}");
    }
    client.expect_nothing().await;
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_text_and_bytes_get_no_answer() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    client.expect_nothing().await;
    client.send(Message::binary(&b"love"[..])).await;
    client.expect_nothing().await;
    assert_eq!(answer(&mut client, "love").await, POSITIVE);
}

#[tokio::test]
async fn two_clients_are_served_at_the_same_time_and_apart() {
    let server = Server::start(LAB);
    let mut first = Client::connect(&server.socket_url()).await;
    let mut second = rich(&server).await;
    first.say("love").await;
    second.say(r#"{"type":"analyse","text":"sad"}"#).await;
    assert!(second.text().await.contains("negative"));
    assert_eq!(first.text().await, POSITIVE);
    first.expect_nothing().await;
    second.expect_nothing().await;
}

#[tokio::test]
async fn a_client_that_vanishes_disturbs_nobody() {
    let server = Server::start(LAB);
    let mut stays = Client::connect(&server.socket_url()).await;
    for _ in 0..20 {
        let mut leaves = Client::connect(&server.socket_url()).await;
        leaves.say("love").await;
        drop(leaves); // Without a close frame, with an answer on its way.
    }
    assert_eq!(answer(&mut stays, "sad").await, NEGATIVE);
    let mut comes = Client::connect(&server.socket_url()).await;
    assert_eq!(answer(&mut comes, "love").await, POSITIVE);
}

#[tokio::test]
async fn what_a_client_sent_is_printed_without_acting_on_the_terminal() {
    let mut server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    client.say("오늘 정말 좋아요").await;
    server.line_with("받은 메시지: 오늘 정말 좋아요");
    client.say("\x1b[2J\u{202e}love").await;
    server.line_with(r"받은 메시지: \u{1b}[2J\u{202e}love");
}

#[tokio::test]
async fn the_close_code_is_echoed() {
    let server = Server::start(LAB);
    for code in [1000, 1001, 3000, 4999] {
        let client = Client::connect(&server.socket_url()).await;
        assert_eq!(client.close(code).await, Some(code));
    }
}
