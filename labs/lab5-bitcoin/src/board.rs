//! 게시판: 지금 알고 있는 것 하나. 모두가 여기서 읽고, 바뀌면 압니다.
//!
//! The board: what is known now, one value that everybody reads (`watch`). Whoever reads slowly misses what was
//! there in between, and always finds the newest.

use lab_common::console;
use tokio::{sync::watch, time::Instant};

use crate::{
    failure::Failure,
    quote::{FRESH, Quote, State},
};

/// What a request for the price is answered with.
pub(crate) type Answer = Result<Quote, Failure>;

/// What is known now.
#[derive(Debug, Clone, Default)]
pub(crate) struct View {
    /// The last price that was believed.
    pub(crate) last: Option<Quote>,
    /// Why there has been none since.
    pub(crate) trouble: Option<Failure>,
}

/// Where the price is shown. Clones are the same board.
#[derive(Debug, Clone, Default)]
pub(crate) struct Board {
    view: watch::Sender<View>,
}

impl Board {
    /// The last price that was believed.
    pub(crate) fn last(&self) -> Option<Quote> {
        self.view.borrow().last
    }

    /// The last price, if a request may be answered with it.
    pub(crate) fn fresh(&self) -> Option<Quote> {
        self.last().filter(|quote| quote.age() < FRESH)
    }

    /// Whether anybody wants to hear of every change.
    pub(crate) fn has_readers(&self) -> bool {
        self.view.receiver_count() > 0
    }

    /// Shows a price. A simulated one never takes the place of a real one.
    pub(crate) fn show(&self, quote: Quote) {
        self.view.send_if_modified(|view| {
            if quote.is_simulated && view.last.is_some_and(|last| !last.is_simulated) {
                return false;
            }
            announce(view, &quote);
            view.last = Some(quote);
            view.trouble = None;
            true
        });
    }

    /// Shows how a call ended, and says what those who waited for it are told.
    pub(crate) fn settle(&self, answer: Answer) -> Answer {
        let failure = match answer {
            Ok(quote) => {
                self.show(quote);
                // A call at the simulated desk may end after a live venue has answered.
                return Ok(self
                    .last()
                    .filter(|last| quote.is_simulated && !last.is_simulated)
                    .unwrap_or(quote));
            }
            Err(failure) => failure,
        };
        // The stream, or a call that began later, may have brought a price meanwhile.
        if let Some(quote) = self.fresh() {
            return Ok(quote);
        }
        self.view.send_if_modified(|view| {
            let is_known = view.trouble.as_ref().is_some_and(|trouble| trouble.class() == failure.class());
            if !is_known {
                console::print(format_args!("⚠ {failure}"));
                view.trouble = Some(failure.clone());
            }
            !is_known
        });
        Err(failure)
    }

    /// Hears of every change from now on, and first of what there is.
    pub(crate) fn read(&self) -> Subscription {
        Subscription { view: self.view.subscribe(), told: None, trouble: None }
    }
}

/// Tells the console where prices come from, whenever that changes.
fn announce(view: &View, quote: &Quote) {
    let before = view.last.map(|last| last.source);
    if quote.is_simulated && before != Some(quote.source) {
        console::print("모의 시세를 보여 줍니다 (실제 아님) · showing simulated prices (not real)");
    } else if before != Some(quote.source) || view.trouble.is_some() {
        let source = quote.source;
        console::print(format_args!("시세를 받습니다: {source} · prices come from {source}"));
    }
}

/// What a subscriber is told.
#[derive(Debug, Clone)]
pub(crate) enum News {
    /// A new price, or the known one in another state.
    Price(Quote),
    /// There is none for now.
    Trouble(Failure, Option<Quote>),
}

/// One subscriber's view of the board.
#[derive(Debug)]
pub(crate) struct Subscription {
    view: watch::Receiver<View>,
    /// The price that was told last, by when it came, and in which state.
    told: Option<(Instant, State)>,
    /// The class of trouble that was told last.
    trouble: Option<&'static str>,
}

impl Subscription {
    /// The next change: a price, a state that a price has come into by its age, a trouble.
    ///
    /// Cancel safe: nothing counts as told before it is ready.
    pub(crate) async fn next(&mut self) -> News {
        loop {
            let View { last, trouble } = self.view.borrow_and_update().clone();
            let class = trouble.as_ref().map(Failure::class);
            if std::mem::replace(&mut self.trouble, class) != class
                && let Some(failure) = trouble
            {
                return News::Trouble(failure, last);
            }
            if let Some(quote) = last
                && self.has_news(&quote)
            {
                self.tell(&quote);
                return News::Price(quote);
            }
            let turns = last.and_then(|quote| quote.turns());
            tokio::select! {
                // The board outlives its readers, so there is no error.
                _ = self.view.changed() => {}
                () = at(turns) => {}
            }
        }
    }

    /// The subscriber has been told this price in another way.
    pub(crate) fn tell(&mut self, quote: &Quote) {
        self.told = Some((quote.received, quote.state()));
    }

    fn has_news(&self, quote: &Quote) -> bool {
        self.told != Some((quote.received, quote.state()))
    }
}

/// Waits until a moment that may never come.
async fn at(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests;
