//! The clock of a stream, in memory and with time that is paused.

use std::{sync::Arc, time::Duration};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::{AsyncReadExt, DuplexStream, duplex},
    time::Instant,
};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};

use crate::{Options, Target, Times, http, shared::Shared};

type Client = WebSocketStream<DuplexStream>;

async fn open(path: &str, options: Options) -> (Client, Arc<Shared>) {
    let (ours, theirs) = duplex(64 * 1024);
    let shared = Arc::new(Shared::new(options));
    let serving = Arc::clone(&shared);
    tokio::spawn(async move { http::serve(Box::new(theirs), &serving).await });
    let (client, _) = client_async(format!("ws://exchange{path}"), ours).await.unwrap();
    (client, shared)
}

async fn next(client: &mut Client) -> Option<Message> {
    client.next().await.map(Result::unwrap)
}

#[tokio::test(start_paused = true)]
async fn a_mini_ticker_comes_every_second() {
    let (mut client, _shared) = open("/ws/btcusdt@miniTicker", Options::default()).await;
    let start = Instant::now();
    for second in 1..=15 {
        let Some(Message::Text(text)) = next(&mut client).await else { panic!("no event") };
        assert!(text.contains("24hrMiniTicker"));
        assert_eq!(start.elapsed(), Duration::from_secs(second));
    }
}

#[tokio::test(start_paused = true)]
async fn a_trade_and_a_book_come_at_once_when_the_market_moves_and_never_else() {
    let (mut client, shared) =
        open("/stream?streams=btcusdt@trade/btcusdt@bookTicker", Options::default()).await;
    let start = Instant::now();
    for price in ["50000.00000000", "50001.00000000"] {
        shared.market.send_modify(|market| market.set(price, 7));
        for name in ["trade", "bookTicker"] {
            let Some(Message::Text(text)) = next(&mut client).await else { panic!("no event") };
            assert!(text.starts_with(&format!(r#"{{"stream":"btcusdt@{name}","data":"#)), "{text}");
            assert!(text.contains(price), "{text}");
        }
    }
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert!(matches!(next(&mut client).await, Some(Message::Ping(_))));
}

#[tokio::test(start_paused = true)]
async fn a_frozen_stream_still_pings_every_20_seconds() {
    let (mut client, shared) = open("/ws/btcusdt@miniTicker", Options::default()).await;
    shared.script().add(Target::Stream, "freeze".parse().unwrap(), Times::Always).unwrap();
    let start = Instant::now();
    for number in 1..=10 {
        assert!(matches!(next(&mut client).await, Some(Message::Ping(_))));
        assert_eq!(start.elapsed(), Duration::from_secs(20 * number));
        client.flush().await.unwrap();
    }
    assert_eq!(shared.counts.borrow().messages, 0);
    shared.script().clear(Target::Stream);
    assert!(matches!(next(&mut client).await, Some(Message::Text(_))));
}

#[tokio::test(start_paused = true)]
async fn a_silent_stream_pings_no_more_and_ends_with_its_client() {
    let (mut client, shared) = open("/ws/btcusdt@miniTicker", Options::default()).await;
    shared.script().add(Target::Stream, "silence".parse().unwrap(), Times::ONCE).unwrap();
    assert!(tokio::time::timeout(Duration::from_hours(1), client.next()).await.is_err());
    assert_eq!((shared.counts.borrow().streams, shared.counts.borrow().pings), (1, 0));
    drop(client);
    let mut counts = shared.counts.subscribe();
    counts.wait_for(|counts| counts.streams == 0).await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_stream_whose_pings_are_not_answered_is_closed_with_1008() {
    let (client, shared) = open("/ws", Options::default()).await;
    let start = Instant::now();
    // The codec answers pings only while it is read: here it is not.
    let mut counts = shared.counts.subscribe();
    counts.wait_for(|counts| counts.pings == 3).await.unwrap();
    counts.wait_for(|counts| counts.streams == 0).await.unwrap();
    assert!(start.elapsed() >= Duration::from_secs(80), "{:?}", start.elapsed());
    let mut bytes = Vec::new();
    client.into_inner().read_to_end(&mut bytes).await.unwrap();
    assert!(bytes.ends_with(b"\x88\x0E\x03\xF0Pong timeout"), "{}", bytes.escape_ascii());
}

#[tokio::test(start_paused = true)]
async fn a_stream_is_cut_after_its_lifetime_of_24_hours() {
    let options = Options { pace: Duration::MAX, ..Options::default() };
    let (mut client, shared) = open("/ws/btcusdt@miniTicker", options).await;
    let start = Instant::now();
    let end = loop {
        match client.next().await {
            // The last ping comes in the moment of the end.
            Some(Ok(Message::Ping(_))) => drop(client.flush().await),
            other => break other,
        }
    };
    assert!(matches!(end, None | Some(Err(_))), "{end:?}");
    assert_eq!(start.elapsed(), Duration::from_hours(24));
    assert!(shared.counts.borrow().pongs > 4000);
}

#[tokio::test(start_paused = true)]
async fn a_sixth_message_within_a_second_closes_and_five_do_not() {
    let (mut client, _shared) = open("/ws", Options::default()).await;
    let list = r#"{"method":"LIST_SUBSCRIPTIONS","id":1}"#;
    for _ in 0..3 {
        for _ in 0..5 {
            client.send(Message::text(list)).await.unwrap();
            assert_eq!(next(&mut client).await, Some(Message::text(r#"{"result":[],"id":1}"#)));
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
    for _ in 0..6 {
        client.send(Message::text(list)).await.unwrap();
    }
    let close = loop {
        match next(&mut client).await {
            Some(Message::Close(close)) => break close.unwrap(),
            Some(Message::Text(_)) => {}
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(u16::from(close.code), 1008);
}
