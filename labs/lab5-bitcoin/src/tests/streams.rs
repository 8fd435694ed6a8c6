//! Binance's market stream: what it tells, and every way in which it ends.

use futures_util::future::join_all;
use tokio::time::{Instant, sleep};

use super::*;
use crate::venues::Question::BinanceDay;

/// An exchange that tells a price ten times a second.
async fn quick(price: &str) -> Exchange {
    let pace = Duration::from_millis(100);
    exchange_with(price, Options { pace, ..Options::default() }).await
}

#[actix_web::test]
async fn while_the_stream_tells_prices_requests_cost_nothing() {
    let binance = quick("100").await;
    let market = live(&[(BinanceDay, &binance)], Some(&binance));
    binance.until(|counts| counts.messages > 0).await;
    while market.last().is_none() {
        sleep(Duration::from_millis(5)).await;
    }
    for cents in 10..20 {
        binance.set_price(&format!("100.{cents}"));
        let before = binance.counts().messages;
        binance.until(|counts| counts.messages > before + 1).await;
        assert_eq!(market.price().await.unwrap().price.to_string(), format!("$100.{cents}"));
    }
    assert_eq!((calls(&binance), handshakes(&binance)), (0, 1));
}

#[actix_web::test]
async fn a_subscriber_follows_the_stream() {
    let binance = quick("100").await;
    let market = live(&[(BinanceDay, &binance)], Some(&binance));
    let mut subscription = market.subscribe();
    for price in ["101", "99.5", "100.25"] {
        binance.set_price(price);
        let quote = until_told(&mut subscription, &format!("${:.2}", price.parse::<f32>().unwrap())).await;
        assert_eq!((quote.source, quote.state().name()), ("binance", "live"));
    }
}

#[actix_web::test]
async fn pings_are_answered() {
    // More than five messages a second, pongs included, would be too many for the venue.
    let ping = Duration::from_millis(250);
    let options = Options { ping, pong: ping * 4, ..Options::default() };
    let binance = exchange_with("100", options).await;
    let market = live(&[(BinanceDay, &binance)], Some(&binance));
    within(binance.until(|counts| counts.pongs > 8)).await;
    assert_eq!(handshakes(&binance), 1);
    drop(market);
}

#[actix_web::test]
async fn a_stream_that_ends_is_opened_again_within_its_first_pause() {
    join_all(["cut", "close:1008", "close:1001", "reserved-bit", "fragments", "huge-message"].map(
        |fault| async move {
            let binance = quick("100").await;
            let market = live(&[(BinanceDay, &binance)], Some(&binance));
            within(binance.until(|counts| counts.messages > 0)).await;
            binance.script(Target::Stream, fault.parse().unwrap(), Times::ONCE).unwrap();
            let start = Instant::now();
            within(async {
                while handshakes(&binance) < 2 {
                    sleep(Duration::from_millis(10)).await;
                }
            })
            .await;
            assert!(start.elapsed() < Duration::from_millis(2500), "{fault}: {:?}", start.elapsed());
            binance.set_price("101");
            until_told(&mut market.subscribe(), "$101.00").await;
        },
    ))
    .await;
}

#[actix_web::test]
async fn a_shutdown_that_is_announced_costs_no_pause() {
    let binance = quick("100").await;
    let market = live(&[(BinanceDay, &binance)], Some(&binance));
    within(binance.until(|counts| counts.messages > 0)).await;
    binance.script(Target::Stream, Fault::ServerShutdown, Times::ONCE).unwrap();
    // The old stream is held until the new one is open.
    within(binance.until(|counts| counts.streams == 2)).await;
    within(binance.until(|counts| counts.streams == 1)).await;
    binance.set_price("101");
    until_told(&mut market.subscribe(), "$101.00").await;
    assert_eq!(handshakes(&binance), 2);
}

#[actix_web::test]
async fn what_tells_no_price_is_passed_over() {
    join_all(
        [
            "unknown-event",
            "binary",
            "garbage",
            "truncated-json",
            "wrong-symbol",
            "price-nan",
            "price-zero",
            "price-exponent",
            "price-twice",
            "older:60000",
            "jump:900",
        ]
        .map(|fault| async move {
            let binance = quick("100").await;
            let market = live(&[(BinanceDay, &binance)], Some(&binance));
            let mut subscription = market.subscribe();
            until_told(&mut subscription, "$100.00").await;
            binance.script(Target::Stream, fault.parse().unwrap(), Times::of(3)).unwrap();
            let before = binance.counts().messages;
            within(binance.until(|counts| counts.messages > before + 3)).await;
            binance.set_price("101");
            loop {
                match told(&mut subscription).await.price.to_string().as_str() {
                    "$101.00" => break,
                    price => assert_eq!(price, "$100.00", "{fault}"),
                }
            }
            assert_eq!(handshakes(&binance), 1, "{fault}");
        }),
    )
    .await;
}

#[actix_web::test]
async fn a_stream_that_freezes_while_pings_go_on_is_replaced_by_calls() {
    join_all(["freeze", "repeat", "older:60000", "silence"].map(|fault| async move {
        let ping = Duration::from_millis(200);
        let options = Options { pace: ping, ping, ..Options::default() };
        let binance = exchange_with("100", options).await;
        let market = live(&[(BinanceDay, &binance)], Some(&binance));
        let mut subscription = market.subscribe();
        until_told(&mut subscription, "$100.00").await;
        always(&binance, Target::Stream, fault);
        binance.set_price("101");
        let start = Instant::now();
        until_told(&mut subscription, "$101.00").await;
        assert!(start.elapsed() < seconds(5), "{fault}: {:?}", start.elapsed());
        assert!(calls(&binance) > 0, "{fault}");
    }))
    .await;
}

#[actix_web::test]
async fn a_stream_without_newer_prices_is_given_up_after_ten_seconds() {
    let binance = quick("100").await;
    let market = live(&[(BinanceDay, &binance)], Some(&binance));
    within(binance.until(|counts| counts.messages > 0)).await;
    always(&binance, Target::Stream, "repeat");
    let start = Instant::now();
    within(async {
        while handshakes(&binance) < 2 {
            sleep(Duration::from_millis(50)).await;
        }
    })
    .await;
    assert!((seconds(9)..seconds(18)).contains(&start.elapsed()), "{:?}", start.elapsed());
    drop(market);
}
