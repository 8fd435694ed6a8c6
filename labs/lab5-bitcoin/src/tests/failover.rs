//! One venue fails, and another of the same currency answers.

use futures_util::future::join_all;
use tokio::time::{Instant, sleep};

use super::*;
use crate::venues::Question::{BinanceDay, Okx};

#[actix_web::test]
async fn the_first_venue_is_asked_while_it_answers() {
    let (binance, okx) = (exchange("100").await, exchange("101").await);
    let market = live(&[(BinanceDay, &binance), (Okx, &okx)], None);
    let quote = market.price().await.unwrap();
    assert_eq!((quote.price.to_string().as_str(), quote.source), ("$100.00", "binance"));
    assert!(quote.open.is_some() && !quote.is_simulated);
    assert_eq!((calls(&binance), calls(&okx)), (1, 0));
}

#[actix_web::test]
async fn whatever_is_wrong_with_it_another_answers_in_the_same_call_and_it_comes_back() {
    join_all(
        ["status-503", "close-at-once", "price-nan", "wrong-symbol", "hang", "truncated-json", "cut-body"]
            .map(|fault| async move {
                let (binance, okx) = (exchange("100").await, exchange("101").await);
                let market = live(&[(BinanceDay, &binance), (Okx, &okx)], None);
                always(&binance, Target::Day, fault);
                let start = Instant::now();
                assert_eq!(market.price().await.unwrap().source, "okx", "{fault}");
                assert!(start.elapsed() < seconds(3), "{fault}");
                binance.clear_all();
                // It stands last in line for a second after its first failure.
                sleep(seconds(1)).await;
                assert_eq!(market.price().await.unwrap().source, "binance", "{fault}");
            }),
    )
    .await;
}

#[actix_web::test]
async fn the_second_host_of_a_venue_stands_in_for_the_first() {
    let (first, second) = (exchange("100").await, exchange("100").await);
    let market = live(&[(BinanceDay, &first), (BinanceDay, &second)], None);
    always(&first, Target::Day, "status-500");
    assert_eq!(market.price().await.unwrap().source, "binance");
    assert_eq!((calls(&first), calls(&second)), (1, 1));
}

#[actix_web::test]
async fn after_a_limit_or_a_ban_no_host_of_the_venue_is_asked_and_no_stream_opened() {
    join_all(["status-429:2", "status-418:2", "status-451", "status-403"].map(|fault| async move {
        let (first, second, okx) = (exchange("100").await, exchange("100").await, exchange("101").await);
        let market = live(&[(BinanceDay, &first), (BinanceDay, &second), (Okx, &okx)], None);
        always(&first, Target::Day, fault);
        let start = Instant::now();
        while start.elapsed() < seconds(1) {
            assert_eq!(market.price().await.unwrap().source, "okx", "{fault}");
            sleep(Duration::from_millis(50)).await;
        }
        assert_eq!((calls(&first), calls(&second)), (1, 0), "{fault}");
    }))
    .await;
}

#[actix_web::test]
async fn when_all_fail_the_reason_is_that_of_the_first_and_comes_in_time() {
    let (first, second, okx) = (exchange("1").await, exchange("1").await, exchange("1").await);
    let market = live(&[(BinanceDay, &first), (BinanceDay, &second), (Okx, &okx)], None);
    always(&first, Target::Rest, "hang");
    always(&second, Target::Rest, "status-503");
    always(&okx, Target::Rest, "hang");
    let start = Instant::now();
    assert_eq!(class(&market).await, "timeout");
    assert!(start.elapsed() < seconds(4), "{:?}", start.elapsed());
    okx.clear_all();
    sleep(seconds(1)).await;
    assert_eq!(market.price().await.unwrap().source, "okx");
}

#[actix_web::test]
async fn a_jump_of_one_venue_is_not_believed_and_the_other_is_asked() {
    let (binance, okx) = (exchange("100").await, exchange("101").await);
    let market = live(&[(BinanceDay, &binance), (Okx, &okx)], None);
    assert_eq!(market.price().await.unwrap().source, "binance");
    always(&binance, Target::Day, "jump:900");
    for _ in 0..2 {
        sleep(seconds(1)).await;
        assert_eq!(market.price().await.unwrap().price.to_string(), "$101.00");
    }
}

#[actix_web::test]
async fn a_jump_that_nobody_confirms_is_a_failure_and_the_last_price_stays() {
    let binance = exchange("100").await;
    let market = live(&[(BinanceDay, &binance)], None);
    assert_eq!(market.price().await.unwrap().price.to_string(), "$100.00");
    always(&binance, Target::Day, "jump:-50");
    sleep(seconds(1)).await;
    assert_eq!(class(&market).await, "implausible");
    assert_eq!(market.last().unwrap().price.to_string(), "$100.00");
}

#[actix_web::test]
async fn a_crash_that_both_venues_see_is_believed_at_once() {
    let (binance, okx) = (exchange("100").await, exchange("100").await);
    let market = live(&[(BinanceDay, &binance), (Okx, &okx)], None);
    market.price().await.unwrap();
    binance.set_price("60");
    okx.set_price("60.1");
    sleep(seconds(1)).await;
    assert_eq!(market.price().await.unwrap().price.to_string(), "$60.10");
    sleep(seconds(1)).await;
    assert_eq!(market.price().await.unwrap().price.to_string(), "$60.00");
}

#[actix_web::test]
async fn an_answer_with_an_old_time_is_refused_and_the_last_price_keeps_its_age() {
    let binance = exchange("100").await;
    let market = live(&[(BinanceDay, &binance)], None);
    market.price().await.unwrap();
    binance.set_price("102");
    always(&binance, Target::Day, "older:60000");
    sleep(seconds(1)).await;
    assert_eq!(class(&market).await, "implausible");
    let last = market.last().unwrap();
    assert_eq!(last.price.to_string(), "$100.00");
    assert!(last.age() >= seconds(1));
}

#[actix_web::test]
async fn an_outage_costs_at_most_ten_attempts_a_minute_while_nobody_asks() {
    let binance = exchange("100").await;
    always(&binance, Target::Rest, "status-503");
    always(&binance, Target::Handshake, "status-503");
    let market = live(&[(BinanceDay, &binance)], Some(&binance));
    let mut subscription = market.subscribe();
    assert!(matches!(subscription.next().await, News::Trouble(..)));
    sleep(seconds(4)).await;
    // After 1 and 3 s, or up to a quarter earlier, by the stream and by calls of their own; and the first ones.
    assert!(handshakes(&binance) <= 4, "{}", handshakes(&binance));
    assert!(calls(&binance) <= 4, "{}", calls(&binance));
    binance.clear_all();
    assert_eq!(told(&mut subscription).await.source, "binance");
}

#[actix_web::test]
async fn an_answer_that_was_overtaken_by_that_of_a_later_call_is_not_shown() {
    let binance = exchange("100").await;
    let plan = Plan::given(&binance.url());
    let market = Market::open(Source::Live(plan), client::new(&[]).unwrap());
    binance.script(Target::Price, "late:1500".parse().unwrap(), Times::ONCE).unwrap();
    let first = actix_web::rt::spawn({
        let market = market.clone();
        async move { market.price().await }
    });
    within(binance.until(|counts| counts.requests == 1)).await;
    sleep(seconds(1)).await;
    binance.set_price("101");
    assert_eq!(market.price().await.unwrap().price.to_string(), "$101.00");
    assert_eq!(first.await.unwrap().unwrap().price.to_string(), "$101.00");
    assert_eq!(market.last().unwrap().price.to_string(), "$101.00");
}
