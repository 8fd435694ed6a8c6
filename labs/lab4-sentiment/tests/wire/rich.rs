//! The advanced part: requests and answers in JSON.

use lab_testing::{Client, Server};
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

use crate::{LAB, judged, reply, rich};

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
    let fault = client.json().await;
    assert_eq!(fault["code"], "bad_json");
    assert_eq!(judged(&mut client, "love").await["label"], "positive");
}
