//! The wire contract of lab 1, line by line, spoken by an independent client to the real binary.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::{net::TcpListener, process::Command};

use lab_testing::{Client, Server};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};
use tokio_tungstenite::tungstenite::{Bytes, Message, protocol::frame::coding::Data};

const LAB: &str = env!("CARGO_BIN_EXE_lab1-echo");

fn bytes_of(length: usize) -> Bytes {
    (0..length).map(|index| u8::try_from(index % 251).unwrap()).collect()
}

#[tokio::test]
async fn every_text_is_answered_with_echo_in_order() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    for number in 0..100 {
        client.say(&format!("메시지 {number}")).await;
    }
    for number in 0..100 {
        assert_eq!(client.text().await, format!("Echo: 메시지 {number}"));
    }
    client.expect_nothing().await;
}

#[tokio::test]
async fn the_empty_text_is_answered_too() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    client.say("").await;
    assert_eq!(client.text().await, "Echo: ");
}

#[tokio::test]
async fn korean_emoji_and_long_texts_survive() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    for text in ["여기에다가 메시지 적으면 완성~!~!", "👨‍👩‍👧‍👦 🇰🇷 ❤️", "\u{0}\n\t\u{202e}", &"가".repeat(20_000)]
    {
        client.say(text).await;
        assert_eq!(client.text().await, format!("Echo: {text}"));
    }
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_message() {
    let server = Server::start(LAB);
    Client::connect(&server.socket_url()).await.expect_nothing().await;
}

#[tokio::test]
async fn two_clients_are_served_at_the_same_time_and_apart() {
    let server = Server::start(LAB);
    let mut first = Client::connect(&server.socket_url()).await;
    let mut second = Client::connect(&server.socket_url()).await;
    first.say("하나").await;
    second.say("둘").await;
    assert_eq!(second.text().await, "Echo: 둘");
    assert_eq!(first.text().await, "Echo: 하나");
    first.expect_nothing().await;
    second.expect_nothing().await;
}

#[tokio::test]
async fn a_binary_message_comes_back_as_the_same_bytes() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    for length in [0, 1, 125, 126, 65_535, 65_536, 1024 * 1024] {
        let bytes = bytes_of(length);
        client.send(Message::Binary(bytes.clone())).await;
        assert_eq!(client.next().await, Message::Binary(bytes));
    }
}

#[tokio::test]
async fn fragments_are_joined_even_inside_a_character_and_around_a_ping() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    let [head, tail @ ..] = "안녕".as_bytes() else { panic!("a text of bytes") };
    client.send_fragments(Data::Text, &[&[*head], b"", tail]).await;
    assert_eq!(client.text().await, "Echo: 안녕");
    client.send_fragments(Data::Binary, &[b"\x00", b"\xff"]).await;
    assert_eq!(client.next().await, Message::Binary(Bytes::from_static(b"\x00\xff")));
}

#[tokio::test]
async fn a_message_of_one_mebibyte_is_answered_and_a_longer_one_ends_the_connection() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    let longest = "a".repeat(1024 * 1024);
    client.say(&longest).await;
    assert_eq!(client.text().await, format!("Echo: {longest}"));
    client.send_fragments(Data::Binary, &[&bytes_of(1024 * 1024), b"1"]).await;
    client.ended().await;
    // The others are served on.
    let mut other = Client::connect(&server.socket_url()).await;
    other.say("아직").await;
    assert_eq!(other.text().await, "Echo: 아직");
}

#[tokio::test]
async fn an_empty_prefix_makes_a_pure_echo_of_sixteen_mebibytes() {
    let server = Server::start_with(LAB, &["--port", "0", "--prefix", ""]);
    let mut client = Client::connect(&server.socket_url()).await;
    client.say("그대로").await;
    assert_eq!(client.text().await, "그대로");
    let bytes = bytes_of(16 * 1024 * 1024);
    client.send(Message::Binary(bytes.clone())).await;
    assert_eq!(client.next().await, Message::Binary(bytes));
}

#[tokio::test]
async fn another_prefix_stands_before_every_answer() {
    let server = Server::start_with(LAB, &["--port=0", "--prefix=메아리: "]);
    let mut client = Client::connect(&server.socket_url()).await;
    client.say("야호").await;
    assert_eq!(client.text().await, "메아리: 야호");
}

#[tokio::test]
async fn a_ping_is_answered_with_its_own_payload() {
    let server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    for payload in [Bytes::new(), Bytes::from_static(b"hi"), bytes_of(125)] {
        client.send(Message::Ping(payload.clone())).await;
        assert_eq!(client.next().await, Message::Pong(payload));
    }
}

#[tokio::test]
async fn the_close_code_is_echoed() {
    let server = Server::start(LAB);
    for code in [1000, 1001, 1011, 3000, 4999] {
        let client = Client::connect(&server.socket_url()).await;
        assert_eq!(client.close(code).await, Some(code));
    }
}

#[tokio::test]
async fn a_client_that_vanishes_disturbs_nobody() {
    let server = Server::start(LAB);
    let mut stays = Client::connect(&server.socket_url()).await;
    for _ in 0..20 {
        let mut leaves = Client::connect(&server.socket_url()).await;
        leaves.say("나 간다").await;
        drop(leaves); // Without a close frame, with an answer on its way.
    }
    stays.say("난 있다").await;
    assert_eq!(stays.text().await, "Echo: 난 있다");
    let mut comes = Client::connect(&server.socket_url()).await;
    comes.say("나 왔다").await;
    assert_eq!(comes.text().await, "Echo: 나 왔다");
}

#[tokio::test]
async fn no_subprotocol_is_selected() {
    let server = Server::start(LAB);
    let offer = [("Sec-WebSocket-Protocol", "realtime-labs.v1")];
    // The client is strict: an offer without an answer fails its side, so the answer is read bare.
    let answer = bare_handshake(&server, &offer).await;
    assert!(answer.starts_with("HTTP/1.1 101 "), "{answer}");
    assert!(!answer.to_ascii_lowercase().contains("sec-websocket-protocol"), "{answer}");
}

#[tokio::test]
async fn the_handshake_is_answered_with_the_key_of_the_rfc() {
    let server = Server::start(LAB);
    let answer = bare_handshake(&server, &[]).await.to_ascii_lowercase();
    assert!(answer.contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo="), "{answer}");
}

/// Sends the opening handshake of RFC 6455 section 1.3 and reads the head of the answer.
async fn bare_handshake(server: &Server, headers: &[(&str, &str)]) -> String {
    let more: Vec<_> = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let more = more.concat();
    let request = format!(
        "GET /ws HTTP/1.1\r\nHost: {}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{more}\r\n",
        server.authority()
    );
    let mut stream = TcpStream::connect(server.authority()).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        answer.push(stream.read_u8().await.unwrap());
    }
    String::from_utf8(answer).unwrap()
}

#[tokio::test]
async fn pages_and_hosts_from_elsewhere_are_refused_in_words() {
    let mut server = Server::start(LAB);
    let url = server.socket_url();
    for header in [("Origin", "http://evil.example"), ("Origin", "null"), ("Host", "evil.example")] {
        let refusal = Client::try_connect(&url, &[header]).await.err().expect("refused");
        assert_eq!(refusal.status(), 403, "{header:?}");
        let text = String::from_utf8(refusal.into_body().unwrap()).unwrap();
        assert!(text.contains(header.1) && text.contains("--allow-"), "{text}");
    }
    server.line_with("거절 · refused");
    let own_page = format!("http://{}", server.authority());
    assert!(Client::try_connect(&url, &[("Origin", &own_page)]).await.is_ok());
}

#[tokio::test]
async fn an_allowed_origin_comes_in() {
    let server = Server::start_with(LAB, &["--port", "0", "--allow-origin", "http://127.0.0.1:5001"]);
    let url = server.socket_url();
    assert!(Client::try_connect(&url, &[("Origin", "http://127.0.0.1:5001")]).await.is_ok());
    assert!(Client::try_connect(&url, &[("Origin", "http://127.0.0.1:5002")]).await.is_err());
}

#[tokio::test]
async fn what_a_client_sent_is_printed_without_acting_on_the_terminal() {
    let mut server = Server::start(LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    client.say("여기에다가 메시지 적으면 완성~!~!").await;
    server.line_with("받은 메시지: 여기에다가 메시지 적으면 완성~!~!");
    client.say("\x1b[2J\n\u{202e}\u{200b}").await;
    server.line_with(r"받은 메시지: \u{1b}[2J\n\u{202e}\u{200b}");
    client.say(&"가".repeat(60_000 / 3)).await;
    assert!(server.line_with("… (+19800자)").chars().count() < 250);
}

#[test]
fn the_port_comes_from_the_environment_unless_an_argument_says_otherwise() {
    // A port that is taken is certain to stay so, and its number stands in the complaint.
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = Command::new(LAB).env("PORT", &port).output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains(&port));
    let server = Server::spawn(Command::new(LAB).env("PORT", &port).args(["--port", "0"]));
    assert_ne!(server.port().to_string(), port);
}

#[test]
fn a_taken_port_is_one_clear_line_and_exit_code_1() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = Command::new(LAB).args(["--port", &port]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(String::from_utf8(output.stdout).unwrap(), "");
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error.lines().count(), 1, "{error}");
    for part in [&format!("포트 {port}"), &format!("Port {port}"), "--port"] {
        assert!(error.contains(part), "{error}");
    }
}

#[test]
fn a_wrong_command_line_is_explained_with_exit_code_2() {
    for (words, part) in
        [(["--port", "x"], "65535"), (["--prot", "1"], "--prot"), (["--allow-host", "a b"], "a b")]
    {
        let output = Command::new(LAB).args(words).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{words:?}");
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(error.contains(part) && error.contains("--help"), "{error}");
    }
}

#[test]
fn help_is_printed_in_both_languages() {
    let output = Command::new(LAB).arg("--help").output().unwrap();
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    for part in ["--prefix", "--port", "--lan", "--host", "이 도움말", "this help"] {
        assert!(help.contains(part), "{help}");
    }
}
