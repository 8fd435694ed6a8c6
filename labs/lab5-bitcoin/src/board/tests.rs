//! What is shown, what is told, and what never is.

use std::time::Duration;

use tokio::time::advance;

use super::*;
use crate::{failure::Doubt, price::Price, venues::Reading};

fn quote(price: &str, is_simulated: bool) -> Quote {
    let reading = Reading { price: Price::read(price).unwrap(), open: None, time: None };
    Quote::new(&reading, "binance", is_simulated)
}

/// The next news in short, or nothing where there is none by now.
async fn news(subscription: &mut Subscription) -> Option<String> {
    let next = tokio::time::timeout(Duration::ZERO, subscription.next()).await.ok()?;
    Some(match next {
        News::Price(quote) => format!("{} {}", quote.price, quote.state().name()),
        News::Trouble(failure, last) => format!("{} {}", failure.class(), last.is_some()),
    })
}

#[tokio::test(start_paused = true)]
async fn a_subscriber_hears_of_every_price_once_and_slow_ones_of_the_newest() {
    let board = Board::default();
    let mut subscription = board.read();
    assert_eq!(news(&mut subscription).await, None);
    board.show(quote("1", false));
    assert_eq!(news(&mut subscription).await.as_deref(), Some("$1.00 live"));
    assert_eq!(news(&mut subscription).await, None);
    for price in ["2", "3", "4"] {
        advance(Duration::from_millis(1)).await;
        board.show(quote(price, false));
    }
    assert_eq!(news(&mut subscription).await.as_deref(), Some("$4.00 live"));
    assert_eq!(news(&mut board.read()).await.as_deref(), Some("$4.00 live"));
}

#[tokio::test(start_paused = true)]
async fn a_price_that_grows_old_is_told_again_with_its_state() {
    let board = Board::default();
    board.show(quote("1", false));
    let mut subscription = board.read();
    let start = Instant::now();
    for (state, after) in [(State::Live, 0), (State::Delayed, 5), (State::Stale, 15)] {
        let News::Price(quote) = subscription.next().await else { panic!("trouble") };
        assert_eq!((quote.state(), start.elapsed().as_secs()), (state, after));
    }
    assert_eq!(news(&mut subscription).await, None);
}

#[tokio::test(start_paused = true)]
async fn trouble_is_told_once_for_each_class_and_ends_with_a_price() {
    let board = Board::default();
    let mut subscription = board.read();
    for seconds in [7, 6, 5] {
        let failure = Failure::RateLimited(Duration::from_secs(seconds));
        assert_eq!(board.settle(Err(failure.clone())), Err(failure));
    }
    assert_eq!(news(&mut subscription).await.as_deref(), Some("rate_limited false"));
    assert_eq!(news(&mut subscription).await, None);
    board.settle(Err(Failure::Timeout)).unwrap_err();
    assert_eq!(news(&mut subscription).await.as_deref(), Some("timeout false"));
    let price = quote("1", false);
    assert_eq!(board.settle(Ok(price)), Ok(price));
    assert_eq!(news(&mut subscription).await.as_deref(), Some("$1.00 live"));
    advance(Duration::from_secs(2)).await;
    board.settle(Err(Failure::Timeout)).unwrap_err();
    assert_eq!(news(&mut subscription).await.as_deref(), Some("timeout true"));
}

#[tokio::test(start_paused = true)]
async fn a_failure_changes_nothing_while_the_price_is_fresh() {
    let board = Board::default();
    let price = quote("1", false);
    board.show(price);
    advance(Duration::from_millis(999)).await;
    assert_eq!(board.settle(Err(Failure::Implausible(Doubt::OldTime))), Ok(price));
    advance(Duration::from_millis(1)).await;
    assert_eq!(board.settle(Err(Failure::Timeout)), Err(Failure::Timeout));
    assert_eq!(board.last(), Some(price));
}

#[tokio::test(start_paused = true)]
async fn a_simulated_price_never_takes_the_place_of_a_real_one() {
    let board = Board::default();
    board.show(quote("1", true));
    assert!(board.last().unwrap().is_simulated);
    board.show(quote("2", false));
    board.show(quote("3", true));
    assert!(!board.settle(Ok(quote("4", true))).unwrap().is_simulated);
    assert_eq!(
        board.last().map(|last| (last.price.to_string(), last.is_simulated)),
        Some(("$2.00".to_owned(), false))
    );
}

#[tokio::test(start_paused = true)]
async fn what_was_told_in_another_way_is_not_told_again() {
    let board = Board::default();
    let mut subscription = board.read();
    assert!(!Board::default().has_readers() && board.has_readers());
    board.show(quote("1", false));
    subscription.tell(&board.last().unwrap());
    assert_eq!(news(&mut subscription).await, None);
}
