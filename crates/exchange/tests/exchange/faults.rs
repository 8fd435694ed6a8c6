//! Every fault of a request, by the bytes that come.

use std::io::Read;

use flate2::read::GzDecoder;
use lab_exchange::{Exchange, Fault, NAMES, Target, Times};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::client::{Answer, closing, connect, exchange, get, once, to_end, within};

const PRICE: &str = "/api/v3/ticker/price?symbol=BTCUSDT";
const OKX: &str = "/api/v5/market/ticker?instId=BTC-USDT";
const GOOD: &str = r#"{"symbol":"BTCUSDT","price":"70352.36000000"}"#;

/// The price with a fault, by its answer.
async fn price(exchange: &Exchange, name: &str) -> Answer {
    once(exchange, Target::Price, name);
    get(exchange, PRICE).await
}

/// The price with a fault, by everything that comes until the connection ends.
async fn bytes(exchange: &Exchange, name: &str) -> (Vec<u8>, std::io::Result<()>) {
    once(exchange, Target::Price, name);
    let mut socket = connect(exchange).await;
    socket.write_all(closing(PRICE).as_bytes()).await.unwrap();
    to_end(&mut socket).await
}

#[tokio::test]
async fn statuses_come_with_their_documented_bodies_and_headers() {
    let exchange = exchange().await;
    let answer = price(&exchange, "status-429:7").await;
    assert_eq!((answer.status, answer.header("retry-after")), (429, "7"));
    assert_eq!(
        answer.text(),
        r#"{"code":-1003,"msg":"Too much request weight used; current limit is 6000 request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API."}"#
    );
    let answer = price(&exchange, "status-418:120").await;
    assert_eq!((answer.status, answer.header("retry-after")), (418, "120"));
    assert!(answer.json()["msg"].as_str().unwrap().contains("IP banned until 1"));
    let answer = price(&exchange, "status-451").await;
    assert!(answer.head.starts_with("HTTP/1.1 451 \r\n"), "{}", answer.head);
    assert_eq!((answer.header("retry-after"), &answer.json()["code"]), ("", &Value::from(0)));
    assert_eq!(price(&exchange, "status-400").await.text(), r#"{"code":-1121,"msg":"Invalid symbol."}"#);
    for (name, code) in
        [("status-500", -1001), ("status-502", -1001), ("status-503", -1008), ("status-504", -1007)]
    {
        assert_eq!(price(&exchange, name).await.json()["code"], code, "{name}");
    }
    once(&exchange, Target::Okx, "status-429");
    assert_eq!(
        get(&exchange, OKX).await.text(),
        r#"{"code":"50011","msg":"Requests too frequent.","data":[]}"#
    );
}

#[tokio::test]
async fn a_security_block_is_html_and_any_status_can_be_html_or_empty() {
    let exchange = exchange().await;
    for (name, status) in [("status-403", 403), ("html-403", 403), ("html-200", 200), ("html-503:3", 503)] {
        let answer = price(&exchange, name).await;
        assert_eq!((answer.status, answer.header("content-type")), (status, "text/html"), "{name}");
        assert!(answer.text().starts_with("<html>"));
    }
    for (name, status) in [("empty-500", 500), ("empty-200", 200)] {
        let answer = price(&exchange, name).await;
        assert_eq!((answer.status, answer.text(), answer.header("content-length")), (status, "", "0"));
    }
}

#[tokio::test]
async fn a_redirect_names_its_goal() {
    let answer = price(&exchange().await, "redirect:http://127.0.0.1:9/x?y").await;
    assert_eq!((answer.status, answer.header("location")), (302, "http://127.0.0.1:9/x?y"));
}

#[tokio::test]
async fn prices_that_are_none_come_in_a_right_answer() {
    let exchange = exchange().await;
    for (name, text) in [
        ("price-nan", "\"NaN\""),
        ("price-infinity", "\"Infinity\""),
        ("price-zero", "\"0.00000000\""),
        ("price-negative", "\"-70352.36000000\""),
        ("price-plus", "\"+70352.36000000\""),
        ("price-exponent", "\"7.035236e4\""),
        ("price-comma", "\"70,352.36\""),
        ("price-underscore", "\"70_352.36\""),
        ("price-spaces", "\" 70352.36 \""),
        ("price-wide", "\"７０３５２.３６\""),
        ("price-words", "\"n/a\""),
        ("price-empty", "\"\""),
        ("price:1.5", "\"1.5\""),
        ("price-number", "70352.36"),
        ("price-null", "null"),
        ("jump:900", "\"703523.60000000\""),
        ("jump:-6", "\"66131.21000000\""),
    ] {
        let answer = price(&exchange, name).await;
        assert_eq!(answer.text(), format!(r#"{{"symbol":"BTCUSDT","price":{text}}}"#), "{name}");
    }
}

#[tokio::test]
async fn the_right_answer_can_come_under_a_wrong_status() {
    let exchange = exchange().await;
    exchange.set_price("70352.36000000");
    let answer = price(&exchange, "answer-503").await;
    assert_eq!((answer.status, answer.text()), (503, GOOD));
}

#[tokio::test]
async fn bodies_that_are_wrong_come_with_status_200() {
    let exchange = exchange().await;
    for (name, text) in [
        ("wrong-symbol", r#"{"symbol":"ETHUSDT","price":"70352.36000000"}"#),
        ("price-missing", r#"{"symbol":"BTCUSDT"}"#),
        ("price-twice", r#"{"symbol":"BTCUSDT","price":"70352.36000000","price":"1.00000000"}"#),
        ("malformed-json", "{'symbol':'BTCUSDT','price':'70352.36000000'}"),
        ("truncated-json", r#"{"symbol":"BTCUSDT","p"#),
        ("body:{\"price\":NaN}", "{\"price\":NaN}"),
        ("ok", GOOD),
    ] {
        let answer = price(&exchange, name).await;
        assert_eq!((answer.status, answer.text()), (200, text), "{name}");
    }
    assert_eq!(price(&exchange, "error-200").await.json()["code"], -1003);
    assert!(price(&exchange, "garbage").await.text().starts_with("upstream connect error"));
    once(&exchange, Target::Okx, "error-200");
    assert_eq!(get(&exchange, OKX).await.json()["code"], "50011");
}

#[tokio::test]
async fn an_older_answer_has_older_times_and_an_older_trade() {
    let exchange = exchange().await;
    let day = "/api/v3/ticker/24hr?symbol=BTCUSDT&type=MINI";
    let fresh = get(&exchange, day).await.json();
    once(&exchange, Target::Day, "older:600000");
    let old = get(&exchange, day).await.json();
    assert!(old["closeTime"].as_u64().unwrap() < fresh["closeTime"].as_u64().unwrap() - 300_000);
    assert!(old["lastId"].as_u64() < fresh["lastId"].as_u64());
    once(&exchange, Target::Okx, "older:600000");
    let old = get(&exchange, OKX).await.json()["data"][0]["ts"].as_str().unwrap().parse::<u64>().unwrap();
    assert!(old < fresh["closeTime"].as_u64().unwrap() - 300_000);
}

#[tokio::test]
async fn slow_answers_are_whole_in_the_end() {
    let exchange = exchange().await;
    for name in ["late:5", "drip:1", "slow-head:1", "close-delimited"] {
        let answer = price(&exchange, name).await;
        assert_eq!((answer.status, answer.text()), (200, GOOD), "{name}");
    }
    assert_eq!(price(&exchange, "close-delimited").await.header("content-length"), "");
}

#[tokio::test]
async fn cut_answers_end_before_their_length() {
    let exchange = exchange().await;
    let answer = price(&exchange, "cut-body").await;
    assert_eq!((answer.header("content-length"), answer.text()), ("45", &GOOD[..22]));
    let answer = price(&exchange, "cut-chunked").await;
    assert_eq!(answer.header("transfer-encoding"), "chunked");
    assert_eq!(answer.text(), format!("16\r\n{}\r\n", &GOOD[..22]));
}

#[tokio::test]
async fn connections_end_are_reset_or_speak_something_else() {
    let exchange = exchange().await;
    let (nothing, end) = bytes(&exchange, "close-at-once").await;
    assert!(nothing.is_empty() && end.is_ok());
    let (nothing, end) = bytes(&exchange, "reset").await;
    assert!(nothing.is_empty());
    assert_eq!(end.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
    assert_eq!(bytes(&exchange, "not-http").await.0, b"SSH-2.0-OpenSSH_9.6\r\n");
}

#[tokio::test]
async fn hanging_answers_hang_while_others_are_served() {
    let exchange = exchange().await;
    once(&exchange, Target::Price, "hang");
    once(&exchange, Target::Price, "hang-in-body");
    let mut hanging = connect(&exchange).await;
    hanging.write_all(closing(PRICE).as_bytes()).await.unwrap();
    within(exchange.until(|counts| counts.requests == 1)).await;
    let mut half = connect(&exchange).await;
    half.write_all(closing(PRICE).as_bytes()).await.unwrap();
    let mut came = Vec::new();
    while !came.ends_with(&GOOD.as_bytes()[..22]) {
        within(half.read_buf(&mut came)).await.unwrap();
    }
    assert_eq!(get(&exchange, PRICE).await.text(), GOOD);
    assert_eq!(hanging.try_read(&mut [0]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    assert_eq!(half.try_read(&mut [0]).unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
    drop((hanging, half));
    within(exchange.until(|counts| counts.connections == 0)).await;
}

#[tokio::test]
async fn what_has_no_end_goes_on_until_the_client_leaves() {
    let exchange = exchange().await;
    for (name, start) in [
        ("endless-body", "{\"symbol\":\"BTCUSDT\",\"price\":\"70352.36"),
        ("endless-head", "HTTP/1.1 200 OK\r\nx-more: 0"),
    ] {
        once(&exchange, Target::Price, name);
        let mut socket = connect(&exchange).await;
        socket.write_all(closing(PRICE).as_bytes()).await.unwrap();
        let mut came = vec![0; 300_000];
        within(socket.read_exact(&mut came)).await.unwrap();
        assert!(String::from_utf8_lossy(&came).contains(start), "{name}");
        drop(socket);
        within(exchange.until(|counts| counts.connections == 0)).await;
    }
}

#[tokio::test]
async fn compressed_answers_are_right_broken_or_a_bomb() {
    let exchange = exchange().await;
    let answer = price(&exchange, "gzip").await;
    assert_eq!(answer.header("content-encoding"), "gzip");
    let mut text = String::new();
    GzDecoder::new(&answer.body[..]).read_to_string(&mut text).unwrap();
    assert_eq!(text, GOOD);
    let answer = price(&exchange, "bad-gzip").await;
    assert!(GzDecoder::new(&answer.body[..]).read_to_string(&mut text).is_err());
    let answer = price(&exchange, "gzip-bomb").await;
    assert_eq!((answer.header("content-encoding"), answer.header("transfer-encoding")), ("gzip", "chunked"));
    assert!(answer.body.len() < 400 * 1024 && answer.body.ends_with(b"0\r\n\r\n"));
}

#[tokio::test]
async fn a_script_is_played_in_its_order_and_then_all_is_well() {
    let exchange = exchange().await;
    for name in ["ok", "status-429:7", "cut-body", "ok"] {
        once(&exchange, Target::Price, name);
    }
    assert_eq!(exchange.pending(Target::Price), 4);
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(get(&exchange, PRICE).await.status);
    }
    assert_eq!(statuses, [200, 429, 200, 200, 200]);
    exchange.script(Target::Rest, "empty-500".parse().unwrap(), Times::Always).unwrap();
    assert_eq!(get(&exchange, PRICE).await.status, 500);
    assert_eq!(get(&exchange, OKX).await.status, 500);
    assert_eq!(get(&exchange, "/api/v3/time").await.status, 500);
    exchange.clear_all();
    assert_eq!(get(&exchange, PRICE).await.status, 200);
}

#[tokio::test]
async fn every_name_can_be_scripted_for_some_target() {
    let exchange = exchange().await;
    for name in NAMES {
        let fault: Fault = name.parse().unwrap();
        let fitting = Target::ALL.into_iter().filter(|target| fault.fits(*target));
        let taken =
            fitting.map(|target| exchange.script(target, fault.clone(), Times::ONCE).unwrap()).count();
        assert!(taken > 0, "{name}");
    }
}
