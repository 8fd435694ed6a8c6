//! The price service against stand-ins for the live venues, over real HTTP, WebSocket and TLS. These run within the
//! process, where the venues' addresses can be chosen.

mod changing;
mod failover;
mod streams;
mod tls;

use std::{future::Future, time::Duration};

use lab_exchange::{Exchange, Fault, Options, Target, Times};
use tokio::time::timeout;

use crate::{
    board::{News, Subscription},
    client,
    market::Market,
    plan::Plan,
    quote::Quote,
    source::Source,
    venues::Question,
};

/// An exchange whose price stands still.
async fn exchange(price: &str) -> Exchange {
    exchange_with(price, Options::default()).await
}

async fn exchange_with(price: &str, options: Options) -> Exchange {
    let exchange = Exchange::start_with(options).await.unwrap();
    exchange.set_price(price);
    exchange
}

/// Exchanges in the places of live venues.
fn plan(hosts: &[(Question, &Exchange)], stream: Option<&Exchange>) -> Plan {
    Plan {
        hosts: hosts.iter().map(|(question, exchange)| (*question, exchange.url())).collect(),
        streams: stream.map(Exchange::stream_url).into_iter().collect(),
        is_simulated: false,
        is_given: false,
    }
}

/// A market of these venues alone.
fn live(hosts: &[(Question, &Exchange)], stream: Option<&Exchange>) -> Market {
    Market::open(Source::Live(plan(hosts, stream)), client::new(&[]).unwrap())
}

fn always(exchange: &Exchange, target: Target, fault: &str) {
    let fault: Fault = fault.parse().unwrap();
    exchange.script(target, fault, Times::Always).unwrap();
}

/// The class of the failure that a request ends in.
async fn class(market: &Market) -> &'static str {
    market.price().await.unwrap_err().class()
}

async fn within<T>(wait: impl Future<Output = T>) -> T {
    timeout(Duration::from_secs(20), wait).await.expect("nothing came in time")
}

/// The next price that a subscriber is told; trouble is passed over.
async fn told(subscription: &mut Subscription) -> Quote {
    within(async {
        loop {
            if let News::Price(quote) = subscription.next().await {
                return quote;
            }
        }
    })
    .await
}

/// Waits until a subscriber is told this price.
async fn until_told(subscription: &mut Subscription, price: &str) -> Quote {
    loop {
        let quote = told(subscription).await;
        if quote.price.to_string() == price {
            return quote;
        }
    }
}

/// How many opening handshakes of streams an exchange has seen.
fn handshakes(exchange: &Exchange) -> usize {
    exchange.requests().iter().filter(|request| request.path.starts_with("/ws/")).count()
}

/// How many other requests it has seen.
fn calls(exchange: &Exchange) -> usize {
    exchange.requests().len() - handshakes(exchange)
}

fn seconds(number: u64) -> Duration {
    Duration::from_secs(number)
}
