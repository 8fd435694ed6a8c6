//! 창구: 한 종류의 시세를 물을 수 있는 곳들. 첫째가 답하지 않으면 다음에 묻습니다.
//!
//! A desk: the hosts that can be asked for one kind of price. When one fails, the next is asked in the same call
//! (failover).

use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

use tokio::time::{Instant, sleep_until};

use crate::{
    client,
    failure::{Doubt, Failure},
    guard::Guard,
    plan::Plan,
    quote::Quote,
    records::Records,
    venues::Reading,
};

/// A whole call, over all hosts that are asked.
const CALL: Duration = Duration::from_secs(3);

/// Where prices of one kind are asked for.
pub(crate) struct Desk {
    client: awc::Client,
    plan: Plan,
    records: RefCell<Records>,
    guard: RefCell<Guard>,
    /// When the latest call that has brought a price began.
    newest: Cell<Option<Instant>>,
}

impl Desk {
    pub(crate) fn new(client: awc::Client, plan: Plan) -> Self {
        let venues = plan.hosts.iter().map(|(question, _)| question.venue());
        let records = Records::new(venues, plan.is_given).into();
        let guard = Guard::new(!plan.is_given && !plan.is_simulated).into();
        Self { client, plan, records, guard, newest: Cell::default() }
    }

    pub(crate) fn client(&self) -> &awc::Client {
        &self.client
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Asks one host after another until one tells a price that is believed, 3 s in all. The failure is that of the
    /// first.
    pub(crate) async fn ask(&self) -> Result<Quote, Failure> {
        let begun = Instant::now();
        let mut first_failure = None;
        let mut line = self.records.borrow().line();
        while let Some(host) = line.pop() {
            // What is left of the time is shared by those that may still be asked.
            let hosts = u32::try_from(line.len() + 1).unwrap_or(u32::MAX);
            match self.ask_host(host, CALL.saturating_sub(begun.elapsed()) / hosts).await {
                Ok(quote) => return self.in_order(begun, quote),
                Err(failure) => {
                    first_failure.get_or_insert(failure);
                }
            }
            // One host may have spoken for its whole venue.
            line.retain(|host| self.records.borrow().forbidden(*host).is_none());
        }
        let forbidden = || self.records.borrow().forbidden(0);
        Err(first_failure.or_else(forbidden).unwrap_or(Failure::Unreachable))
    }

    async fn ask_host(&self, host: usize, patience: Duration) -> Result<Quote, Failure> {
        let (question, base) = &self.plan.hosts[host];
        let url = format!("{base}{}", question.path());
        let body = client::get(&self.client, &url, patience).await;
        let quote = body
            .and_then(|body| question.read(&body))
            .and_then(|reading| self.believe(question.venue(), false, &reading));
        match &quote {
            Ok(_) => self.records.borrow_mut().succeeded(host),
            Err(failure) => self.records.borrow_mut().failed(host, failure),
        }
        quote
    }

    /// The answer to a call that was overtaken by a later one may be the older of the two.
    fn in_order(&self, begun: Instant, quote: Quote) -> Result<Quote, Failure> {
        if self.newest.get().is_some_and(|newest| begun < newest) {
            return Err(Failure::Implausible(Doubt::OldTime));
        }
        self.newest.set(Some(begun));
        Ok(quote)
    }

    /// Makes a quote of a reading that has just come, over a stream or not, if it is believed.
    pub(crate) fn believe(
        &self,
        venue: &'static str,
        is_streamed: bool,
        reading: &Reading,
    ) -> Result<Quote, Failure> {
        self.guard.borrow_mut().take((venue, is_streamed), reading, Instant::now())?;
        Ok(Quote::new(reading, venue, self.plan.is_simulated))
    }

    /// Waits until a venue may be asked.
    pub(crate) async fn until_allowed(&self, venue: &str) {
        loop {
            let until = self.records.borrow().forbidden_until(venue);
            match until {
                Some(until) if until > Instant::now() => sleep_until(until).await,
                _ => return,
            }
        }
    }
}
