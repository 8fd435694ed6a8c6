//! 가격 서비스: 한 작업이 거래소에 묻고, 나머지는 모두 그 답을 나눠 씁니다.
//!
//! The price service. One task owns everything that talks to exchanges, on the thread it was started on; sessions on any
//! thread hold a [`Market`], ask it, and read the board.

use std::time::Duration;

use actix_web::rt;
use tokio::{
    sync::{mpsc, oneshot},
    time::{Instant, sleep},
};

use crate::{
    backoff::Backoff,
    board::{Answer, Board, Subscription},
    failure::Failure,
    office::Office,
    quote::Quote,
    source::Source,
    turn::Turn,
};

/// Askers that wait to be heard; more of them wait in their own sessions.
const WAITING: usize = 1024;
/// Subscribers are to get a price about so often.
const PACE: Duration = Duration::from_secs(1);
/// A price that is a little younger is old enough to ask for the next one.
const ASKED_FOR: Duration = Duration::from_millis(900);
/// A stream that tells a price each second is late after that.
const STREAMED: Duration = Duration::from_millis(2500);

/// The way to the price, for any thread. Clones are the same market.
#[derive(Debug, Clone)]
pub(crate) struct Market {
    asks: mpsc::Sender<oneshot::Sender<Answer>>,
    board: Board,
}

impl Market {
    /// Starts the service on this thread, which must run an actix system.
    pub(crate) fn open(source: Source, client: awc::Client) -> Self {
        let (asks, askers) = mpsc::channel(WAITING);
        let market = Self { asks, board: Board::default() };
        let pause = if source.has_streams() { STREAMED } else { ASKED_FOR };
        let office = Office::open(source, client, market.board.clone());
        if office.begins_by_itself() {
            market.wish();
        }
        rt::spawn(serve(office, askers));
        rt::spawn(feed_subscribers(market.clone(), pause));
        market
    }

    /// The price, at most a second old; an exchange is asked where the one that is known is older.
    pub(crate) async fn price(&self) -> Answer {
        if let Some(quote) = self.board.fresh() {
            return Ok(quote);
        }
        let (ask, answer) = oneshot::channel();
        if self.asks.send(ask).await.is_err() {
            return Err(Failure::Internal);
        }
        answer.await.unwrap_or(Err(Failure::Internal))
    }

    /// The last price that was believed, however old.
    pub(crate) fn last(&self) -> Option<Quote> {
        self.board.last()
    }

    /// Hears of every change from now on, and first of what there is.
    pub(crate) fn subscribe(&self) -> Subscription {
        if self.board.fresh().is_none() {
            self.wish();
        }
        self.board.read()
    }

    /// Has a price brought to the board, and does not wait for it.
    fn wish(&self) {
        // Where the queue is full, others have wished for the same.
        let _ = self.asks.try_send(oneshot::channel().0);
    }
}

/// The owner: hears the askers, asks exchanges at most once a second, answers.
async fn serve(office: Office, mut askers: mpsc::Receiver<oneshot::Sender<Answer>>) {
    let mut turn = Turn::default();
    while let Some(asker) = askers.recv().await {
        let answer = turn.join(|| office.call());
        rt::spawn(async move {
            // Whoever has left meanwhile needs no answer.
            let _ = asker.send(answer.await);
        });
    }
}

/// While there are subscribers and the price is older than `pause`, asks for one each second; ever more rarely while
/// that fails.
async fn feed_subscribers(market: Market, pause: Duration) {
    let mut backoff = Backoff::default();
    let mut rest_until = Instant::now();
    loop {
        sleep(PACE).await;
        if market.board.last().is_some_and(|quote| quote.age() < pause) {
            backoff.reset();
            rest_until = Instant::now();
        } else if market.board.has_readers() && Instant::now() >= rest_until && market.price().await.is_err()
        {
            rest_until = Instant::now() + backoff.next();
        }
    }
}
