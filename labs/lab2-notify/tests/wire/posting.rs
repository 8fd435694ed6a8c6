//! `POST /notify`: 202 with an id, or an error that says what to do.

use lab_testing::{Client, http};
use serde_json::{Value, json};

use super::{JSON, code_of, connect_rich, get, numbers, post, publish, start_quiet};

#[tokio::test]
async fn a_posted_text_goes_to_everybody_in_their_form_with_the_next_number() {
    let mut server = start_quiet();
    let (mut plain, mut rich) = (Client::connect(&server.socket_url()).await, connect_rich(&server).await);
    for (index, text) in ["수업이 곧 끝나요", " 👨‍👩‍👧‍👦 \"따옴표\"\\\n두 줄 ", "<b>x</b>"].into_iter().enumerate()
    {
        let answer = post(&server, &json!({"text": text, "more": 1}).to_string()).await;
        assert_eq!(answer.status, 202, "{answer:?}");
        assert_eq!(plain.text().await, format!("🔔 {text}"));
        let notification = rich.json().await;
        let accepted: Value = serde_json::from_str(&answer.body).unwrap();
        assert_eq!(accepted, json!({"id": notification["id"], "number": index + 1}));
        assert_eq!((&notification["text"], &notification["number"]), (&json!(text), &json!(index + 1)));
    }
    server.line_with("받은 메시지: 수업이 곧 끝나요");
}

#[tokio::test]
async fn texts_up_to_500_characters_are_taken() {
    let server = start_quiet();
    let mut client = Client::connect(&server.socket_url()).await;
    for character in ["a", "가", "😊", "\u{0}"] {
        let text = character.repeat(500);
        publish(&server, &text).await;
        assert_eq!(client.text().await, format!("🔔 {text}"));
        let answer = post(&server, &json!({"text": character.repeat(501)}).to_string()).await;
        assert_eq!((answer.status, code_of(&answer).as_str()), (400, "bad_field"));
        assert!(answer.body.contains("501") && answer.body.contains("500"), "{}", answer.body);
    }
    client.expect_nothing().await;
}

#[tokio::test]
async fn what_is_no_text_is_refused_in_words() {
    let server = start_quiet();
    let mut client = Client::connect(&server.socket_url()).await;
    let long = json!({"text": "a".repeat(70_000)}).to_string();
    let deep = "[".repeat(60_000);
    for (body, status, code) in [
        ("", 400, "bad_json"),
        ("안녕", 400, "bad_json"),
        ("[\"안녕\"]", 400, "bad_json"),
        ("{\"text\":\"안녕\"", 400, "bad_json"),
        (&deep, 400, "bad_json"),
        ("{}", 400, "bad_field"),
        ("{\"text\":\"\"}", 400, "bad_field"),
        ("{\"text\":\" \\n\"}", 400, "bad_field"),
        ("{\"text\":7}", 400, "bad_field"),
        ("{\"text\":null}", 400, "bad_field"),
        ("{\"Text\":\"안녕\"}", 400, "bad_field"),
        (&long, 413, "too_large"),
    ] {
        let answer = post(&server, body).await;
        let start: String = body.chars().take(20).collect();
        assert_eq!((answer.status, code_of(&answer).as_str()), (status, code), "{start}");
    }
    for headers in ["", "Content-Type: text/plain\r\n", "Content-Type: application/x-www-form-urlencoded\r\n"]
    {
        let answer = http::post(&server, "/notify", headers, "{\"text\":\"안녕\"}").await;
        assert_eq!((answer.status, code_of(&answer).as_str()), (415, "bad_content_type"), "{headers}");
    }
    let utf8 = http::post(
        &server,
        "/notify",
        "Content-Type: application/json; charset=utf-8\r\n",
        "{\"text\":\"a\"}",
    );
    assert_eq!(utf8.await.status, 202);
    assert_eq!(client.text().await, "🔔 a");
    client.expect_nothing().await;
}

#[tokio::test]
async fn other_methods_are_told_so() {
    let server = start_quiet();
    assert_eq!(http::get(&server, "/notify").await.status, 405);
    for path in ["/poll", "/long-poll"] {
        assert_eq!(http::post(&server, path, JSON, "{}").await.status, 405, "{path}");
    }
}

#[tokio::test]
async fn a_page_from_elsewhere_can_neither_publish_nor_read() {
    let server = start_quiet();
    let mut client = Client::connect(&server.socket_url()).await;
    for origin in ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"] {
        // The kind of request that a foreign page may send without asking first, and the one that works.
        for kind in ["text/plain", "application/json"] {
            let headers = format!("Content-Type: {kind}\r\nOrigin: {origin}\r\n");
            let answer = http::post(&server, "/notify", &headers, "{\"text\":\"나쁜 글\"}").await;
            assert_eq!(answer.status, 403, "{origin} {kind}");
            assert_eq!(answer.header("access-control-allow-origin"), "");
        }
    }
    let rebound = http::get_from(&server, "/poll", "evil.example").await;
    assert_eq!(rebound.status, 403);
    client.expect_nothing().await;
    let own = format!("{JSON}Origin: http://{}\r\n", server.authority());
    assert_eq!(http::post(&server, "/notify", &own, "{\"text\":\"우리 글\"}").await.status, 202);
    assert_eq!(client.text().await, "🔔 우리 글");
}

#[cfg(target_os = "linux")] // Where memory is told.
#[tokio::test]
async fn whatever_is_posted_memory_stays_bounded() {
    use lab_testing::{Frame, Peer, memory::Watch};

    let server = start_quiet();
    let body = json!({"text": "가".repeat(500)}).to_string();
    let request = format!(
        "POST /notify HTTP/1.1\r\nHost: {}\r\n{JSON}Content-Length: {}\r\n\r\n{body}",
        server.authority(),
        body.len()
    );
    let mut poster = Peer::connect(&server.authority()).await;
    let mut post_many = async |count| {
        for _ in 0..count {
            poster.write(request.as_bytes()).await;
            assert_eq!(poster.answer().await.status, 202);
        }
    };
    post_many(1000).await;
    let watch = Watch::over(server.id());
    post_many(4000).await;
    // 12 MB in two forms.
    let growth = watch.growth("4000 posts of 500 characters").unwrap();
    assert!(growth.kept < 4 * 1024, "{growth:?}");
    assert_eq!(numbers(&get(&server, "/poll?after=another:0").await["notifications"]).last(), Some(&5000));
    let mut client = Peer::open(&server).await;
    client.send(&Frame::ping("아직")).await;
    assert_eq!(client.next().await.payload, "아직".as_bytes());
}
