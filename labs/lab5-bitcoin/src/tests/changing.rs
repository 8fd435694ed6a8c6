//! From simulated to live, and never back.

use tokio::time::{Instant, sleep};

use super::*;
use crate::venues::Question::BinanceDay;

/// A market that starts by itself, with a live venue that is not there, and that venue's port.
async fn offline() -> (Market, u16) {
    let gone = exchange("100").await;
    let (plan, port) = (plan(&[(BinanceDay, &gone)], Some(&gone)), gone.address().port());
    gone.stop().await;
    (Market::open(Source::Auto(plan), client::new(&[]).unwrap()), port)
}

#[actix_web::test]
async fn without_a_network_a_simulated_price_moves_within_five_seconds_without_a_request() {
    let start = Instant::now();
    let (market, _) = offline().await;
    let mut subscription = market.subscribe();
    let first = told(&mut subscription).await;
    loop {
        let quote = told(&mut subscription).await;
        assert!(quote.is_simulated && quote.source == "simulated");
        if quote.price != first.price {
            break;
        }
    }
    assert!(start.elapsed() < seconds(5), "{:?}", start.elapsed());
}

#[actix_web::test]
async fn when_a_venue_answers_it_changes_to_live_by_itself_and_never_back() {
    let (market, port) = offline().await;
    assert!(market.price().await.unwrap().is_simulated);
    let mut subscription = market.subscribe();
    let live = exchange_with("100", Options { port, ..Options::default() }).await;
    // The first pause of the probes is a second long, the second two.
    let quote = within(async {
        loop {
            let quote = told(&mut subscription).await;
            if !quote.is_simulated {
                return quote;
            }
        }
    })
    .await;
    assert_eq!((quote.price.to_string().as_str(), quote.source), ("$100.00", "binance"));
    within(live.until(|counts| counts.streams == 1)).await;
    assert!(!market.price().await.unwrap().is_simulated);
    live.stop().await;
    sleep(Duration::from_millis(1500)).await;
    assert_eq!(class(&market).await, "unreachable");
    for _ in 0..3 {
        sleep(Duration::from_millis(500)).await;
        assert!(market.price().await.is_err());
        assert!(market.last().is_some_and(|last| !last.is_simulated));
    }
}

#[actix_web::test]
async fn a_venue_that_hangs_at_the_start_delays_the_simulated_price_by_three_seconds_at_most() {
    let hanging = exchange("100").await;
    always(&hanging, Target::Rest, "hang");
    let plan = plan(&[(BinanceDay, &hanging)], None);
    let start = Instant::now();
    let market = Market::open(Source::Auto(plan), client::new(&[]).unwrap());
    assert!(market.price().await.unwrap().is_simulated);
    assert!(start.elapsed() < seconds(4), "{:?}", start.elapsed());
}

#[actix_web::test]
async fn a_venue_that_answers_at_the_start_is_live_from_the_start() {
    let binance = exchange("100").await;
    let plan = plan(&[(BinanceDay, &binance)], Some(&binance));
    let market = Market::open(Source::Auto(plan), client::new(&[]).unwrap());
    let mut subscription = market.subscribe();
    assert!(!told(&mut subscription).await.is_simulated);
    within(binance.until(|counts| counts.streams == 1)).await;
}

#[actix_web::test]
async fn forced_live_shows_nothing_made_up() {
    let gone = exchange("100").await;
    let plan = plan(&[(BinanceDay, &gone)], Some(&gone));
    gone.stop().await;
    let market = Market::open(Source::Live(plan), client::new(&[]).unwrap());
    for _ in 0..3 {
        assert_eq!(class(&market).await, "unreachable");
        sleep(Duration::from_millis(600)).await;
    }
    assert!(market.last().is_none());
}
