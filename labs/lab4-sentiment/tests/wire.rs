//! The wire contract of lab 4, line by line, spoken by an independent client to the real binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::time::Instant;

use flate2::{Compress, Compression, FlushCompress};
use futures_util::future::{join, join_all};
use lab_testing::{Client, Frame, Peer, Received, Server, raw::RSV1};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

const LAB: &str = env!("CARGO_BIN_EXE_lab4-sentiment");

const POSITIVE: &str = "긍정 😊";
const NEGATIVE: &str = "부정 😢";
const NEUTRAL: &str = "중립 😐";

const LONGEST: usize = 64 * 1024;

async fn rich(server: &Server) -> Client {
    let offer = ("Sec-WebSocket-Protocol", "realtime-labs.v1");
    match Client::try_connect(&server.socket_url(), &[offer]).await {
        Ok(client) => client,
        Err(refusal) => panic!("refused with {}", refusal.status()),
    }
}

async fn answer(client: &mut Client, text: &str) -> String {
    client.say(text).await;
    client.text().await
}

/// What the server says of `request`, as JSON.
async fn reply(client: &mut Client, request: &str) -> Value {
    serde_json::from_str(&answer(client, request).await).unwrap()
}

async fn judged(client: &mut Client, text: &str) -> Value {
    reply(client, &json!({ "type": "analyse", "text": text }).to_string()).await
}

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
async fn the_subprotocol_is_selected_where_it_is_offered() {
    let server = Server::start(LAB);
    let client = rich(&server).await;
    assert_eq!(client.handshake.headers()["Sec-WebSocket-Protocol"], "realtime-labs.v1");
    let plain = Client::connect(&server.socket_url()).await;
    assert!(!plain.handshake.headers().contains_key("Sec-WebSocket-Protocol"));
}

#[tokio::test]
async fn the_rich_answer_has_a_label_a_score_and_hits() {
    let server = Server::start(LAB);
    let mut client = rich(&server).await;
    let sentiment = judged(&mut client, "I feel happy today").await;
    assert_eq!(sentiment["type"], "sentiment");
    assert_eq!(sentiment["label"], "positive");
    assert_eq!(sentiment["hits"][0]["text"], "happy");
    assert_eq!((&sentiment["hits"][0]["start"], &sentiment["hits"][0]["end"]), (&json!(7), &json!(12)));
    assert!(sentiment["hits"][0]["weight"].as_f64().unwrap() > 0.0);
    let empty = judged(&mut client, "").await;
    assert_eq!(empty, json!({ "type": "sentiment", "label": "neutral", "score": 0.0, "hits": [] }));
    // A field that no request has is ignored.
    let more = reply(&mut client, r#"{"type":"analyse","text":"sad","more":[1]}"#).await;
    assert_eq!(more["label"], "negative");
}

#[tokio::test]
async fn a_score_never_leaves_its_range() {
    let server = Server::start(LAB);
    let mut client = rich(&server).await;
    for (word, sign) in [("love ", 1.0), ("sad ", -1.0), ("최고예요 ", 1.0), ("싫어 ", -1.0)] {
        for count in [1, 2, 10, 100, 1000] {
            let score = judged(&mut client, &word.repeat(count)).await["score"].as_f64().unwrap();
            assert!((-1.0..=1.0).contains(&score) && score * sign > 0.0, "{count} × {word}: {score}");
        }
    }
}

#[tokio::test]
async fn offsets_count_utf_16_in_the_text_as_it_was_sent() {
    let server = Server::start(LAB);
    let mut client = rich(&server).await;
    for text in [
        "I love it, not sad",
        "👨‍👩‍👧‍👦🇰🇷 정말 좋아요 😊 love",
        // `오늘 좋아요` in NFD.
        "\u{110b}\u{1169}\u{1102}\u{1173}\u{11af} \u{110c}\u{1169}\u{11c2}\u{110b}\u{1161}\u{110b}\u{116d} love",
        "LOVE \u{fe0f}\u{200d} ＨＡＰＰＹ 슬퍼요ㅠㅠ",
        "\u{1d49c} sad \u{1f622}",
    ] {
        let units: Vec<u16> = text.encode_utf16().collect();
        let sentiment = judged(&mut client, text).await;
        let hits = sentiment["hits"].as_array().unwrap();
        assert!(!hits.is_empty(), "{text}");
        let mut end_before = 0;
        for hit in hits {
            let place = |name: &str| usize::try_from(hit[name].as_u64().unwrap()).unwrap();
            let (start, end) = (place("start"), place("end"));
            assert!(end_before <= start && start < end, "{sentiment}");
            assert_eq!(
                String::from_utf16(&units[start..end]).unwrap(),
                hit["text"].as_str().unwrap(),
                "{text}"
            );
            end_before = end;
        }
    }
}

#[tokio::test]
async fn a_request_that_is_none_is_explained_and_the_connection_goes_on() {
    let server = Server::start(LAB);
    let mut client = rich(&server).await;
    for (request, code) in [
        ("love", "bad_json"),
        ("[]", "bad_json"),
        ("{", "bad_json"),
        ("", "bad_json"),
        (r#"{"type":"price"}"#, "unknown_type"),
        (r#"{"text":"love"}"#, "bad_field"),
        (r#"{"type":"analyse"}"#, "bad_field"),
        (r#"{"type":"analyse","text":7}"#, "bad_field"),
        (r#"{"type":"analyse","text":null}"#, "bad_field"),
    ] {
        let fault = reply(&mut client, request).await;
        assert_eq!(
            (fault["type"].as_str(), fault["code"].as_str()),
            (Some("error"), Some(code)),
            "{request}"
        );
        assert!(!fault["message"].as_str().unwrap().is_empty());
    }
    client.send(Message::binary(&b"love"[..])).await;
    let fault: Value = serde_json::from_str(&client.text().await).unwrap();
    assert_eq!(fault["code"], "bad_json");
    assert_eq!(judged(&mut client, "love").await["label"], "positive");
}

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
