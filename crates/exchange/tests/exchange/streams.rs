//! Streams that are well: their address, their events, what a client may say.

use std::time::Duration;

use futures_util::SinkExt;
use lab_exchange::{Exchange, Options};
use serde_json::Value;
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, Message},
};

use crate::client::{exchange, next, open, raw, text, within};

#[tokio::test]
async fn a_raw_stream_sends_events_as_they_are_and_a_combined_one_names_them() {
    let exchange = exchange().await;
    let mut stream = open(&exchange, "/ws/btcusdt@miniTicker").await;
    let event: Value = serde_json::from_str(&text(&mut stream).await).unwrap();
    assert_eq!((&event["e"], &event["c"]), (&"24hrMiniTicker".into(), &"70352.36000000".into()));
    let mut stream = open(&exchange, "/stream?streams=btcusdt@miniTicker").await;
    let event: Value = serde_json::from_str(&text(&mut stream).await).unwrap();
    assert_eq!(event["stream"], "btcusdt@miniTicker");
    assert_eq!(event["data"]["s"], "BTCUSDT");
}

#[tokio::test]
async fn every_trade_reaches_all_streams_of_trades() {
    let exchange = exchange().await;
    let mut streams = Vec::new();
    for _ in 0..20 {
        streams.push(open(&exchange, "/ws/btcusdt@trade").await);
    }
    within(exchange.until(|counts| counts.subscriptions == 20)).await;
    for price in ["70000.01000000", "70000.02000000", "70000.03000000"] {
        exchange.set_price(price);
        for stream in &mut streams {
            let trade: Value = serde_json::from_str(&text(stream).await).unwrap();
            assert_eq!((&trade["e"], &trade["p"]), (&"trade".into(), &price.into()));
        }
    }
    assert_eq!(exchange.counts().streams, 20);
    drop(streams);
    let counts = within(exchange.until(|counts| counts.streams == 0)).await;
    assert_eq!((counts.subscriptions, counts.messages), (0, 60));
}

#[tokio::test]
async fn times_and_ids_of_a_walking_market_only_grow() {
    let options = Options { step: Duration::from_millis(2), ..Options::default() };
    let exchange = Exchange::start_with(options).await.unwrap();
    let mut stream = open(&exchange, "/ws/btcusdt@trade").await;
    let mut before = (0, 0);
    for _ in 0..100 {
        let trade: Value = serde_json::from_str(&text(&mut stream).await).unwrap();
        let now = (trade["t"].as_u64().unwrap(), trade["E"].as_u64().unwrap());
        assert!(now.0 > before.0 && now.1 >= before.1, "{now:?} after {before:?}");
        before = now;
    }
}

#[tokio::test]
async fn streams_are_subscribed_to_and_left_while_connected() {
    let exchange = exchange().await;
    let mut stream = open(&exchange, "/ws").await;
    stream
        .send(Message::text(r#"{"method":"SUBSCRIBE","params":["btcusdt@miniTicker"],"id":1}"#))
        .await
        .unwrap();
    assert_eq!(text(&mut stream).await, r#"{"result":null,"id":1}"#);
    assert!(text(&mut stream).await.contains("24hrMiniTicker"));
    stream
        .send(Message::text(r#"{"method":"UNSUBSCRIBE","params":["btcusdt@miniTicker"],"id":2}"#))
        .await
        .unwrap();
    while text(&mut stream).await != r#"{"result":null,"id":2}"# {}
    assert_eq!(exchange.counts().subscriptions, 0);
    stream.send(Message::text("nonsense")).await.unwrap();
    assert!(text(&mut stream).await.starts_with(r#"{"code":3,"msg":"Invalid JSON"#));
}

#[tokio::test]
async fn pings_are_answered_and_the_closing_handshake_is_echoed() {
    let exchange = exchange().await;
    let mut stream = open(&exchange, "/ws").await;
    stream.send(Message::Ping("hello".into())).await.unwrap();
    assert_eq!(next(&mut stream).await, Some(Message::Pong("hello".into())));
    stream.close(None).await.unwrap();
    assert_eq!(next(&mut stream).await, Some(Message::Close(None)));
    assert_eq!(next(&mut stream).await, None);
    within(exchange.until(|counts| counts.connections == 0)).await;
}

#[tokio::test]
async fn pings_come_and_their_pongs_are_counted() {
    let options = Options { ping: Duration::from_millis(250), pace: Duration::MAX, ..Options::default() };
    let exchange = Exchange::start_with(options).await.unwrap();
    let mut stream = open(&exchange, "/ws").await;
    let reading = async { while next(&mut stream).await.is_some() {} };
    tokio::select! {
        () = reading => panic!("the stream ended"),
        counts = within(exchange.until(|counts| counts.pongs >= 3)) => assert!(counts.pings >= 3),
    }
}

#[tokio::test]
async fn what_is_no_opening_handshake_is_refused() {
    let exchange = exchange().await;
    let plain = b"GET /ws/btcusdt@trade HTTP/1.1\r\nconnection: close\r\n\r\n";
    assert!(raw(&exchange, plain).await.starts_with(b"HTTP/1.1 400 "));
    let elsewhere = connect_async(exchange.stream_url() + "/nowhere").await;
    assert!(matches!(elsewhere, Err(Error::Http(answer)) if answer.status() == 404));
}
