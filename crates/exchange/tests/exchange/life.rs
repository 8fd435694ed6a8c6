//! The beginning and the end of an exchange.

use lab_exchange::{Exchange, Fault, Options, Target, Times};
use tokio::{io::AsyncWriteExt, net::TcpStream};

use crate::client::{closing, connect, exchange, get, next, open, text, to_end, within};

const PRICE: &str = "/api/v3/ticker/price?symbol=BTCUSDT";

#[tokio::test]
async fn dropping_ends_everything() {
    let exchange = exchange().await;
    let address = exchange.address();
    let mut idle = connect(&exchange).await;
    let mut stream = open(&exchange, "/ws/btcusdt@miniTicker").await;
    text(&mut stream).await;
    exchange.script(Target::Price, Fault::Hang, Times::ONCE).unwrap();
    let mut hanging = connect(&exchange).await;
    hanging.write_all(closing(PRICE).as_bytes()).await.unwrap();
    within(exchange.until(|counts| counts.connections == 3 && counts.requests == 2)).await;
    drop(exchange);
    assert!(to_end(&mut idle).await.0.is_empty());
    assert!(to_end(&mut hanging).await.0.is_empty());
    while next(&mut stream).await.is_some() {}
    // The listener goes with the rest, at the next turn of the runtime.
    while TcpStream::connect(address).await.is_ok() {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn stopping_waits_for_the_end_and_frees_the_port() {
    let exchange = exchange().await;
    let port = exchange.address().port();
    let mut stream = open(&exchange, "/ws").await;
    within(exchange.stop()).await;
    assert_eq!(next(&mut stream).await, None);
    let again = Exchange::start_with(Options { port, ..Options::default() }).await.unwrap();
    assert_eq!(again.url(), format!("http://127.0.0.1:{port}"));
    assert_eq!(again.stream_url(), format!("ws://127.0.0.1:{port}"));
    let taken = Exchange::start_with(Options { port, ..Options::default() }).await;
    assert_eq!(taken.unwrap_err().kind(), std::io::ErrorKind::AddrInUse);
}

#[tokio::test]
async fn two_exchanges_know_nothing_of_each_other() {
    let (one, other) = (exchange().await, exchange().await);
    one.set_price("1.00000000");
    one.script(Target::Price, "status-500".parse().unwrap(), Times::Always).unwrap();
    assert_eq!(get(&other, PRICE).await.json()["price"], "70352.36000000");
    assert_eq!(one.counts().requests, 0);
}

#[tokio::test]
async fn the_price_walks_by_itself_until_it_is_set_and_again_after() {
    let options = Options { step: std::time::Duration::from_millis(1), ..Options::default() };
    let exchange = Exchange::start_with(options).await.unwrap();
    let moves = async |from: &str| {
        while exchange.price() == from {
            tokio::task::yield_now().await;
        }
    };
    within(moves("70352.36000000")).await;
    exchange.set_price("60000.00000000");
    for _ in 0..5 {
        assert_eq!(get(&exchange, PRICE).await.json()["price"], "60000.00000000");
    }
    exchange.walk();
    within(moves("60000.00000000")).await;
    assert!(exchange.price().starts_with("60000.") || exchange.price().starts_with("599"));
}

#[test]
fn an_exchange_can_be_dropped_outside_of_its_runtime() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let exchange = runtime.block_on(Exchange::start()).unwrap();
    drop(exchange);
    drop(runtime);
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let exchange = runtime.block_on(Exchange::start()).unwrap();
    drop(runtime);
    drop(exchange);
}

#[tokio::test]
async fn an_exchange_can_be_started_where_only_local_tasks_run() {
    // As in an actix System: one thread, and tasks that are bound to it.
    let local = tokio::task::LocalSet::new();
    let asked = async {
        let exchange = exchange().await;
        tokio::task::spawn_local(async move { get(&exchange, PRICE).await.status }).await.unwrap()
    };
    assert_eq!(local.run_until(asked).await, 200);
}
