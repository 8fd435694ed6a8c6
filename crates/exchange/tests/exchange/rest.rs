//! The documented answers.

use std::time::Duration;

use lab_exchange::{Exchange, Options, Target};
use tokio::io::AsyncWriteExt;

use crate::client::{closing, connect, exchange, get, once, raw, to_end};

const PRICE: &str = "/api/v3/ticker/price?symbol=BTCUSDT";
const DAY: &str = "/api/v3/ticker/24hr?symbol=BTCUSDT&type=MINI";
const OKX: &str = "/api/v5/market/ticker?instId=BTC-USDT";

#[tokio::test]
async fn a_price_is_answered_to_the_letter_and_as_json() {
    let exchange = exchange().await;
    let answer = get(&exchange, PRICE).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text(), r#"{"symbol":"BTCUSDT","price":"70352.36000000"}"#);
    assert_eq!(answer.header("content-type"), "application/json;charset=UTF-8");
    assert_eq!(answer.header("content-length"), "45");
    assert_eq!(answer.header("server"), "lab-exchange (simulated)");
}

#[tokio::test]
async fn a_scripted_price_is_told_by_every_address() {
    let exchange = exchange().await;
    exchange.set_price("61234.50000000");
    assert_eq!(exchange.price(), "61234.50000000");
    assert_eq!(get(&exchange, PRICE).await.json()["price"], "61234.50000000");
    assert_eq!(get(&exchange, DAY).await.json()["lastPrice"], "61234.50000000");
    let book = get(&exchange, "/api/v3/ticker/bookTicker?symbol=BTCUSDT").await.json();
    assert_eq!((&book["bidPrice"], &book["askPrice"]), (&"61234.50000000".into(), &"61234.51000000".into()));
    assert_eq!(get(&exchange, OKX).await.json()["data"][0]["last"], "61234.5");
}

#[tokio::test]
async fn ping_and_time_are_answered() {
    let exchange = exchange().await;
    assert_eq!(get(&exchange, "/api/v3/ping").await.text(), "{}");
    let told = get(&exchange, "/api/v3/time").await.json()["serverTime"].as_u64().unwrap();
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    assert!(now.as_millis().abs_diff(told.into()) < 60_000);
}

#[tokio::test]
async fn a_day_has_consistent_numbers() {
    let exchange = exchange().await;
    let day = get(&exchange, DAY).await.json();
    let (open, close) = (day["openTime"].as_u64().unwrap(), day["closeTime"].as_u64().unwrap());
    assert_eq!(close - open, 86_400_000);
    let (first, last) = (day["firstId"].as_u64().unwrap(), day["lastId"].as_u64().unwrap());
    assert_eq!(day["count"].as_u64().unwrap(), last - first + 1);
    let full = get(&exchange, "/api/v3/ticker/24hr?symbol=BTCUSDT").await.json();
    assert_eq!(full["weightedAvgPrice"], "69756.20000000");
}

#[tokio::test]
async fn wrong_symbols_are_refused_as_each_venue_does() {
    let exchange = exchange().await;
    let answer = get(&exchange, "/api/v3/ticker/price?symbol=NOPE").await;
    assert_eq!((answer.status, answer.text()), (400, r#"{"code":-1121,"msg":"Invalid symbol."}"#));
    let answer = get(&exchange, "/api/v3/ticker/price").await;
    assert_eq!(answer.text(), r#"[{"symbol":"BTCUSDT","price":"70352.36000000"}]"#);
    let answer = get(&exchange, "/api/v3/ticker/price?symbols=%5B%22BTCUSDT%22%5D").await;
    assert_eq!(answer.status, 200);
    let answer = get(&exchange, "/api/v5/market/ticker?instId=NOPE").await;
    assert_eq!((answer.status, &answer.json()["code"]), (200, &"51001".into()));
    assert_eq!(get(&exchange, "/api/v5/market/ticker").await.status, 400);
    assert_eq!(get(&exchange, "/api/v1/ticker/price?symbol=BTCUSDT").await.status, 404);
}

#[tokio::test]
async fn the_used_weight_grows_with_every_answer_of_binance() {
    let exchange = exchange().await;
    let mut before = 0;
    for (path, weight) in [(PRICE, 2), (DAY, 2), ("/api/v3/ping", 1), ("/api/v3/ticker/24hr", 80)] {
        let answer = get(&exchange, path).await;
        let used: u32 = answer.header("x-mbx-used-weight-1m").parse().unwrap();
        // A new minute begins with nothing.
        assert!(used == before + weight || used == weight, "{path}: {used} after {before}");
        before = used;
    }
    assert_eq!(get(&exchange, OKX).await.header("x-mbx-used-weight-1m"), "");
}

#[tokio::test]
async fn beyond_the_weight_of_a_minute_answers_are_429_until_it_is_over() {
    let options = Options { weight_limit: Some(80), step: Duration::MAX, ..Options::default() };
    let exchange = Exchange::start_with(options).await.unwrap();
    // Twice as much as a minute allows, so that the turn of a minute in between does not matter.
    let mut refused = None;
    for _ in 0..4 {
        let answer = get(&exchange, "/api/v3/ticker/24hr").await;
        refused = (answer.status == 429).then_some(answer).or(refused);
    }
    let refused = refused.unwrap();
    assert_eq!(refused.json()["code"], -1003);
    assert!((1..=60).contains(&refused.header("retry-after").parse::<u32>().unwrap()));
}

#[tokio::test]
async fn a_connection_is_kept_alive_and_requests_may_come_together() {
    let exchange = exchange().await;
    let mut socket = connect(&exchange).await;
    let one = format!("GET {PRICE} HTTP/1.1\r\nHost: exchange\r\n\r\n");
    let three = format!("{one}{one}{}", closing("/api/v3/ping"));
    socket.write_all(three.as_bytes()).await.unwrap();
    let (bytes, end) = to_end(&mut socket).await;
    end.unwrap();
    assert_eq!(String::from_utf8(bytes).unwrap().matches("HTTP/1.1 200 OK").count(), 3);
    assert_eq!((exchange.counts().requests, exchange.counts().accepted), (3, 1));
}

#[tokio::test]
async fn requests_are_recorded_as_they_came_until_forgotten() {
    let exchange = exchange().await;
    get(&exchange, PRICE).await;
    once(&exchange, Target::Price, "status-500");
    get(&exchange, PRICE).await;
    let requests = exchange.requests();
    assert_eq!(requests.len(), 2);
    let request = &requests[0];
    assert_eq!((request.method.as_str(), request.path.as_str()), ("GET", "/api/v3/ticker/price"));
    assert_eq!((request.query.as_str(), request.header("user-agent")), ("symbol=BTCUSDT", "a test"));
    assert_eq!((request.header("host"), request.header("accept-encoding")), ("exchange", ""));
    assert!(requests[1].at >= request.at && requests[1].time >= request.time);
    exchange.forget();
    assert!(exchange.requests().is_empty());
    assert_eq!(exchange.counts().requests, 2);
}

#[tokio::test]
async fn only_get_is_taken_and_no_body() {
    let exchange = exchange().await;
    let post = raw(&exchange, b"POST /api/v3/ping HTTP/1.1\r\nConnection: close\r\n\r\n").await;
    let post = String::from_utf8(post).unwrap();
    assert!(post.starts_with("HTTP/1.1 405 ") && post.contains("allow: GET\r\n"), "{post}");
    let body = raw(&exchange, b"GET /api/v3/ping HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}").await;
    assert!(body.starts_with(b"HTTP/1.1 413 "));
    let empty = b"GET /api/v3/ping HTTP/1.1\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
    assert!(raw(&exchange, empty).await.starts_with(b"HTTP/1.1 200 "));
}
