//! `exchange`: orders to the stand-in exchange.

use std::time::Duration;

use lab_exchange::{Exchange, Options};
use tokio::time::{Instant, sleep};

use crate::{
    failure::FailureKind,
    transcript::What,
    verdict::{Expected, Received},
};

use super::{
    Impossible,
    halt::{Halt, Wrong},
    round::Round,
};

/// So long it is tried to listen at the old port again.
const REOPEN: Duration = Duration::from_secs(2);
const PAUSE: Duration = Duration::from_millis(20);

/// The stand-in exchange of a setup, which can be away.
#[derive(Debug)]
pub(super) struct Upstream {
    state: State,
    /// Requests for a price to exchanges that are gone, since the last `forget`.
    asked: u64,
}

#[derive(Debug)]
enum State {
    Up(Exchange),
    /// It comes back at this port and with this price.
    Down {
        port: u16,
        price: String,
    },
}

impl Upstream {
    pub(super) fn new(exchange: Exchange) -> Self {
        Self { state: State::Up(exchange), asked: 0 }
    }

    pub(super) fn into_exchange(self) -> Option<Exchange> {
        match self.state {
            State::Up(exchange) => Some(exchange),
            State::Down { .. } => None,
        }
    }

    /// Stands again and answers rightly.
    pub(super) async fn restore(&mut self) -> Result<(), Impossible> {
        self.up().await?;
        if let State::Up(exchange) = &self.state {
            exchange.clear_all();
        }
        Ok(())
    }

    /// Requests for a price since the last `forget`.
    fn asked(&self) -> u64 {
        let State::Up(exchange) = &self.state else { return self.asked };
        let requests = exchange.requests();
        let asked = requests.iter().filter(|request| request.path.starts_with("/api/v3/ticker/")).count();
        self.asked + u64::try_from(asked).unwrap_or(u64::MAX)
    }

    async fn down(&mut self) {
        let State::Up(exchange) = &self.state else { return };
        let (port, price) = (exchange.address().port(), exchange.price());
        self.asked = self.asked();
        let gone = std::mem::replace(&mut self.state, State::Down { port, price });
        if let State::Up(exchange) = gone {
            exchange.stop().await;
        }
    }

    async fn up(&mut self) -> Result<(), Impossible> {
        let State::Down { port, price } = &self.state else { return Ok(()) };
        let until = Instant::now() + REOPEN;
        let exchange = loop {
            match Exchange::start_with(Options { port: *port, ..Options::default() }).await {
                Ok(exchange) => break exchange,
                Err(_) if Instant::now() < until => sleep(PAUSE).await,
                Err(error) => {
                    return Err(Impossible(format!("the exchange cannot listen at {port} again: {error}")));
                }
            }
        };
        exchange.set_price(price);
        self.state = State::Up(exchange);
        Ok(())
    }

    /// Follows an order. `Some`: more requests than it allows.
    async fn order(&mut self, order: &str) -> Result<Option<(u64, u64)>, Impossible> {
        let bad = |why: &dyn std::fmt::Display| Impossible(format!("`exchange = \"{order}\"`: {why}"));
        match (order.split_once(' '), &mut self.state) {
            (None, _) if order == "down" => self.down().await,
            (None, _) if order == "up" => self.up().await?,
            (None, state) if order == "forget" => {
                if let State::Up(exchange) = state {
                    exchange.forget();
                }
                self.asked = 0;
            }
            (Some(("at-most", limit)), _) => {
                let limit = limit.parse().map_err(|error| bad(&error))?;
                return Ok(Some((limit, self.asked())).filter(|(limit, asked)| asked > limit));
            }
            (Some(("set", price)), State::Up(exchange)) => exchange.set_price(price),
            (Some(("set", price)), State::Down { price: then, .. }) => price.clone_into(then),
            (None, State::Up(exchange)) if order == "clear" => exchange.clear_all(),
            // It has forgotten all faults when it comes back.
            (None, State::Down { .. }) if order == "clear" => {}
            (_, State::Up(exchange)) => {
                let step = order.parse().map_err(|error: lab_exchange::BadStep| bad(&error))?;
                exchange.play(&step).map_err(|error| bad(&error))?;
            }
            (_, State::Down { .. }) => return Err(bad(&"it is down")),
        }
        Ok(None)
    }
}

impl Round<'_> {
    pub(super) async fn exchange(&mut self, order: &str) -> Result<(), Halt> {
        let order = self.values.fill(order)?;
        let upstream = self.player.upstream.as_mut();
        let upstream = upstream.ok_or_else(|| Impossible("its setup has no exchange".into()))?;
        let at = Instant::now();
        let too_many = upstream.order(&order).await?;
        let event = self.player.recorder.add(at, "", What::Exchange { order });
        match too_many {
            None => Ok(()),
            Some((limit, asked)) => {
                let (expected, received) = (Expected::Requests(limit), Received::Requests(asked));
                let wrong = Wrong::new(FailureKind::TooManyRequests, expected, received);
                Err(self.fail(wrong.event(event)))
            }
        }
    }
}
