//! Every fault of a stream.

use futures_util::StreamExt;
use lab_exchange::{Exchange, Fault, Target, Times};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, Message, error::ProtocolError},
};

use crate::client::{HANDSHAKE, Stream, connect, exchange, next, once, open, text, within};

const MINI: &str = "/ws/btcusdt@miniTicker";

/// A stream and the exchange behind it, after its first good event.
async fn opened() -> (Exchange, Stream) {
    let exchange = exchange().await;
    let mut stream = open(&exchange, MINI).await;
    assert!(text(&mut stream).await.contains("24hrMiniTicker"));
    (exchange, stream)
}

/// The first message that is not a good event.
async fn odd(stream: &mut Stream) -> Option<Message> {
    loop {
        match next(stream).await {
            Some(Message::Text(text)) if is_good(&text) => {}
            other => return other,
        }
    }
}

fn is_good(text: &str) -> bool {
    let event: Value = serde_json::from_str(text).unwrap_or_default();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let age = now.as_millis().saturating_sub(event["E"].as_u64().unwrap_or_default().into());
    event["s"] == "BTCUSDT"
        && event["c"] == "70352.36000000"
        && age < 300_000
        && text.matches("\"c\"").count() == 1
}

#[tokio::test]
async fn faults_of_the_data_come_once_and_then_all_is_well() {
    let (exchange, mut stream) = opened().await;
    for (name, piece) in [
        ("price-nan", r#""c":"NaN""#),
        ("price-zero", r#""c":"0.00000000""#),
        ("price:1", r#""c":"1""#),
        ("price-null", r#""c":null"#),
        ("price-twice", r#","c":"1.00000000"}"#),
        ("jump:900", r#""c":"703523.60000000""#),
        ("wrong-symbol", r#""s":"ETHUSDT""#),
        ("older:600000", r#""e":"24hrMiniTicker""#),
        ("malformed-json", "{'e':'24hrMiniTicker'"),
        ("truncated-json", r#"{"e":"24hrMiniTicker""#),
        ("garbage", "upstream connect error"),
        ("body:[]", "[]"),
        ("unknown-event", r#"{"e":"blockTrade","#),
        ("price-missing", r#""s":"BTCUSDT","o":"#),
    ] {
        once(&exchange, Target::Stream, name);
        let Some(Message::Text(message)) = odd(&mut stream).await else { panic!("{name}: no message") };
        assert!(message.contains(piece), "{name}: {message}");
        assert!(is_good(&text(&mut stream).await), "{name}: the next is not good");
    }
}

#[tokio::test]
async fn a_repeated_event_is_the_last_one_to_the_letter() {
    let (exchange, mut stream) = opened().await;
    exchange.script(Target::Stream, Fault::Repeat, Times::Always).unwrap();
    // What is on its way when the script begins is still new.
    let sent = exchange.counts().messages;
    within(exchange.until(|counts| counts.messages > sent + 2)).await;
    let mut texts = Vec::new();
    while texts.len() < 2 || texts[texts.len() - 1] != texts[texts.len() - 2] {
        texts.push(text(&mut stream).await);
    }
    let repeated = texts.pop().unwrap();
    for _ in 0..5 {
        assert_eq!(text(&mut stream).await, repeated);
    }
}

#[tokio::test]
async fn events_come_as_binary_in_fragments_or_huge() {
    let (exchange, mut stream) = opened().await;
    once(&exchange, Target::Stream, "binary");
    let Some(Message::Binary(bytes)) = odd(&mut stream).await else { panic!("not binary") };
    assert!(is_good(std::str::from_utf8(&bytes).unwrap()));
    once(&exchange, Target::Stream, "huge-message");
    while text(&mut stream).await.len() != 70_000 {}
    let sent = exchange.counts().messages;
    once(&exchange, Target::Stream, "fragments");
    within(exchange.until(|counts| counts.messages > sent + 1)).await;
    // The codec of the client joins them.
    for _ in 0..3 {
        assert!(is_good(&text(&mut stream).await));
    }
}

#[tokio::test]
async fn a_reserved_bit_is_on_the_wire() {
    let (exchange, mut stream) = opened().await;
    once(&exchange, Target::Stream, "reserved-bit");
    let error = loop {
        if let Err(error) = within(stream.next()).await.unwrap() {
            break error;
        }
    };
    assert!(matches!(error, Error::Protocol(ProtocolError::NonZeroReservedBits)), "{error}");
}

#[tokio::test]
async fn a_frozen_stream_stays_open_and_thaws() {
    let (exchange, mut stream) = opened().await;
    exchange.script(Target::Stream, Fault::Freeze, Times::Always).unwrap();
    // What was on its way may still come.
    let silence = std::time::Duration::from_millis(200);
    while tokio::time::timeout(silence, stream.next()).await.is_ok() {}
    assert_eq!(exchange.counts().streams, 1);
    exchange.clear(Target::Stream);
    assert!(is_good(&text(&mut stream).await));
}

#[tokio::test]
async fn a_cut_ends_all_streams_without_a_close_and_a_close_with_its_code() {
    let (exchange, mut first) = opened().await;
    let mut second = open(&exchange, MINI).await;
    // A stream without subscriptions has no message that could be at fault, and yet is cut.
    let mut idle = open(&exchange, "/ws").await;
    within(exchange.until(|counts| counts.streams == 3)).await;
    once(&exchange, Target::Stream, "cut");
    for stream in [&mut first, &mut second, &mut idle] {
        assert_eq!(odd(stream).await, None);
    }
    within(exchange.until(|counts| counts.streams == 0)).await;

    let (mut first, mut second) = (open(&exchange, MINI).await, open(&exchange, MINI).await);
    within(exchange.until(|counts| counts.streams == 2)).await;
    once(&exchange, Target::Stream, "close:1008");
    for stream in [&mut first, &mut second] {
        let Some(Message::Close(Some(close))) = odd(stream).await else { panic!("no close") };
        assert_eq!(u16::from(close.code), 1008);
    }
}

#[tokio::test]
async fn a_shutdown_is_told_to_all_streams_which_go_on() {
    let (exchange, mut plain) = opened().await;
    let mut combined = open(&exchange, "/stream?streams=btcusdt@trade").await;
    within(exchange.until(|counts| counts.streams == 2)).await;
    once(&exchange, Target::Stream, "server-shutdown");
    let Some(Message::Text(event)) = odd(&mut plain).await else { panic!("no event") };
    assert!(event.starts_with(r#"{"e":"serverShutdown","E":1"#), "{event}");
    let event = text(&mut combined).await;
    assert!(
        event.starts_with(r#"{"stream":"!serverShutdown","data":{"e":"serverShutdown","E":1"#),
        "{event}"
    );
    assert!(is_good(&text(&mut plain).await));
}

#[tokio::test]
async fn a_silent_stream_says_nothing_more_while_others_go_on() {
    let (exchange, stream) = opened().await;
    once(&exchange, Target::Stream, "silence");
    while exchange.pending(Target::Stream) > 0 {
        tokio::task::yield_now().await;
    }
    let mut other = open(&exchange, MINI).await;
    assert!(is_good(&text(&mut other).await));
    assert_eq!(exchange.counts().streams, 2);
    drop(stream);
    within(exchange.until(|counts| counts.streams == 1)).await;
}

#[tokio::test]
async fn faults_of_the_opening_handshake_are_met_before_a_stream_is_open() {
    let exchange = exchange().await;
    for (name, status) in [("html-403", 403), ("status-429:7", 429), ("redirect:http://127.0.0.1:1/", 302)] {
        once(&exchange, Target::Handshake, name);
        let refused = connect_async(exchange.stream_url() + MINI).await;
        let Err(Error::Http(answer)) = refused else { panic!("{name}: {refused:?}") };
        assert_eq!(answer.status(), status, "{name}");
    }
    for name in ["close-at-once", "reset", "not-http", "endless-head"] {
        once(&exchange, Target::Handshake, name);
        assert!(within(connect_async(exchange.stream_url() + MINI)).await.is_err(), "{name}");
    }
    for name in ["late:5", "ok"] {
        once(&exchange, Target::Handshake, name);
        assert!(is_good(&text(&mut open(&exchange, MINI).await).await), "{name}");
    }
    // The client of the others takes so many small reads for an attack.
    once(&exchange, Target::Handshake, "slow-head:1");
    let mut socket = connect(&exchange).await;
    socket.write_all(HANDSHAKE.as_bytes()).await.unwrap();
    let mut came = Vec::new();
    while !came.ends_with(b"\r\n\r\n") {
        within(socket.read_buf(&mut came)).await.unwrap();
    }
    assert!(came.starts_with(b"HTTP/1.1 101 "));
}
