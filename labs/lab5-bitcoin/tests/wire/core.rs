//! The core: `price` is answered with the price, or with `⚠ ` and the reason.

use std::time::{Duration, Instant};

use lab_exchange::Exchange;
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::{Lab, ask, server};

#[tokio::test]
async fn the_price_comes_with_a_dollar_sign_comma_groups_and_two_decimals() {
    let lab = Lab::start().await;
    let mut client = lab.plain().await;
    assert_eq!(ask(&mut client, "price").await, "$70,352.36");
    let [request] = &lab.exchange.requests()[..] else { panic!("one call was due") };
    let asked = (request.method.as_str(), request.path.as_str(), request.query.as_str());
    assert_eq!(asked, ("GET", "/api/v3/ticker/price", "symbol=BTCUSDT"));
    assert_eq!(request.header("accept-encoding"), "identity");
    assert!(request.header("user-agent").starts_with("realtime-labs/"));
}

#[tokio::test]
async fn the_price_is_rounded_half_up_to_the_cent() {
    for (price, shown) in [
        ("70352.36500000", "$70,352.37"),
        ("70352.36499999", "$70,352.36"),
        ("999.995", "$1,000.00"),
        ("1234567", "$1,234,567.00"),
        ("0.5", "$0.50"),
    ] {
        let lab = Lab::start().await;
        lab.exchange.set_price(price);
        assert_eq!(ask(&mut lab.plain().await, "price").await, shown, "{price}");
    }
}

#[tokio::test]
async fn the_price_told_is_at_most_a_second_old() {
    let lab = Lab::start().await;
    let mut client = lab.plain().await;
    for cents in 10..14 {
        lab.exchange.set_price(&format!("70352.{cents}"));
        assert_eq!(ask(&mut client, "price").await, format!("$70,352.{cents}"));
        // The contract's second: from then on, a new price must be told.
        sleep(Duration::from_secs(1)).await;
    }
}

#[tokio::test]
async fn nothing_comes_before_the_first_request_and_every_request_gets_one_answer() {
    let lab = Lab::start().await;
    let mut client = lab.plain().await;
    client.expect_nothing().await;
    assert_eq!(lab.calls(), 0);
    for _ in 0..20 {
        client.say("price").await;
    }
    for _ in 0..20 {
        assert_eq!(client.text().await, "$70,352.36");
    }
    client.expect_nothing().await;
}

#[tokio::test]
async fn other_texts_get_a_hint_and_binary_messages_nothing_of_a_price() {
    let lab = Lab::start().await;
    let mut client = lab.plain().await;
    for text in ["", "hello", "prices", r#"{"type":"price"}"#] {
        let answer = ask(&mut client, text).await;
        assert!(answer.contains("send price") && !answer.starts_with(['$', '⚠']), "{answer}");
    }
    client.send(Message::Binary(Bytes::from_static(b"price"))).await;
    assert!(client.text().await.contains("send price"));
    assert_eq!(lab.calls(), 0);
}

#[tokio::test]
async fn without_an_exchange_the_reason_comes_soon_and_the_price_as_soon_as_there_is_one() {
    let gone = Exchange::start().await.unwrap();
    let (url, port) = (gone.url(), gone.address().port());
    gone.stop().await;
    let server = server(&["--source", "live"], &url);
    let mut client = lab_testing::Client::connect(&server.socket_url()).await;
    let start = Instant::now();
    let answer = ask(&mut client, "price").await;
    assert!(answer.starts_with("⚠ 거래소에 연결할 수 없습니다"), "{answer}");
    assert!(start.elapsed() < Duration::from_secs(4));
    let options = lab_exchange::Options { port, ..Default::default() };
    let exchange = Exchange::start_with(options).await.unwrap();
    exchange.set_price("70352.36000000");
    sleep(Duration::from_secs(1)).await;
    assert_eq!(ask(&mut client, "price").await, "$70,352.36");
}

#[tokio::test]
async fn after_a_failure_the_last_price_is_named_with_its_age_and_not_told_as_the_price() {
    let lab = Lab::start().await;
    let mut client = lab.plain().await;
    assert_eq!(ask(&mut client, "price").await, "$70,352.36");
    lab.break_with("status-503");
    sleep(Duration::from_secs(1)).await;
    let answer = ask(&mut client, "price").await;
    assert!(
        answer.starts_with("⚠ 거래소에 오류가 있습니다 (503) (마지막 가격 $70,352.36, 1초 전) · "),
        "{answer}"
    );
}
