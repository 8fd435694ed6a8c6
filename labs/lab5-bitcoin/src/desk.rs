//! 창구: 한 종류의 시세를 물을 수 있는 곳들. 첫째가 답하지 않으면 다음에 묻습니다.
//!
//! A desk: the hosts that can be asked for one kind of price, in their order. When one fails, the next is asked in the
//! same call (failover); whoever failed goes to the end of the line for a while, and whoever forbids more requests
//! gets none until its time is over.

use std::{cell::RefCell, time::Duration};

use tokio::time::{Instant, sleep_until};

use crate::{
    client,
    failure::{Doubt, Failure},
    guard::Guard,
    quote::Quote,
    venues::{Question, Reading},
};

/// A whole call, over all hosts that are asked.
const CALL: Duration = Duration::from_secs(3);
/// How long a host that failed goes to the end of the line: this, doubled with every further failure.
const STEP: Duration = Duration::from_secs(1);
const LONGEST_STEP: Duration = Duration::from_mins(1);
/// Pauses where a venue asks for one without saying how long.
const RATE_LIMITED: Duration = Duration::from_mins(1);
const BANNED: Duration = Duration::from_mins(2);
const BLOCKED: Duration = Duration::from_mins(5);
const REGION_BLOCKED: Duration = Duration::from_hours(1);

/// Which hosts a desk has.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    /// What each is asked, and its base address.
    pub(crate) hosts: Vec<(Question, String)>,
    /// The base addresses of Binance's market stream.
    pub(crate) streams: Vec<String>,
    /// Whether all this is made up.
    pub(crate) is_simulated: bool,
    /// One host alone that its user has named: it is believed, and asked again whatever went wrong.
    pub(crate) is_given: bool,
}

impl Plan {
    /// The real venues of BTC/USDT. Binance's hosts for market data need no key.
    pub(crate) fn live() -> Self {
        Self {
            hosts: [
                (Question::BinanceDay, "https://data-api.binance.vision"),
                (Question::BinanceDay, "https://api.binance.com"),
                (Question::Okx, "https://www.okx.com"),
            ]
            .map(|(question, base)| (question, base.to_owned()))
            .into(),
            streams: ["wss://data-stream.binance.vision", "wss://stream.binance.com"]
                .map(str::to_owned)
                .into(),
            is_simulated: false,
            is_given: false,
        }
    }

    /// The address in `BINANCE_URL`, and nothing else.
    pub(crate) fn given(base: &str) -> Self {
        Self {
            hosts: vec![(Question::BinancePrice, base.to_owned())],
            streams: Vec::new(),
            is_simulated: false,
            is_given: true,
        }
    }

    /// A stand-in exchange.
    pub(crate) fn simulated(base: String, stream: String) -> Self {
        Self {
            hosts: vec![(Question::BinanceDay, base)],
            streams: vec![stream],
            is_simulated: true,
            is_given: false,
        }
    }
}

/// Where prices of one kind are asked for.
pub(crate) struct Desk {
    client: awc::Client,
    plan: Plan,
    /// In the order of the plan's hosts.
    records: RefCell<Vec<Record>>,
    guard: RefCell<Guard>,
}

/// What is remembered of a host.
#[derive(Debug, Default, Clone)]
struct Record {
    failures: u32,
    /// Until then others are asked first.
    last_in_line: Option<Instant>,
    /// Until then it must not be asked, and this is why.
    forbidden: Option<(Instant, Failure)>,
}

impl Desk {
    pub(crate) fn new(client: awc::Client, plan: Plan) -> Self {
        let records = vec![Record::default(); plan.hosts.len()].into();
        let guard = Guard::new(!plan.is_given && !plan.is_simulated).into();
        Self { client, plan, records, guard }
    }

    pub(crate) fn client(&self) -> &awc::Client {
        &self.client
    }

    pub(crate) fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Asks one host after another until one tells a price that is believed, 3 s in all. The failure is that of the
    /// first host.
    pub(crate) async fn ask(&self) -> Result<Quote, Failure> {
        let deadline = Instant::now() + CALL;
        let mut first_failure = None;
        let mut line = self.line();
        while let Some(host) = line.pop() {
            let left = deadline.saturating_duration_since(Instant::now());
            // What is left of the time is shared by those that may still be asked.
            let hosts = u32::try_from(line.len() + 1).unwrap_or(u32::MAX);
            match self.ask_host(host, left / hosts).await {
                Ok(quote) => return Ok(quote),
                Err(failure) => {
                    first_failure.get_or_insert(failure);
                }
            }
            // One host may speak for its whole venue.
            line.retain(|host| self.forbidden(*host).is_none());
        }
        Err(first_failure.or_else(|| self.forbidden(0)).unwrap_or(Failure::Unreachable))
    }

    async fn ask_host(&self, host: usize, patience: Duration) -> Result<Quote, Failure> {
        let (question, base) = &self.plan.hosts[host];
        let url = format!("{base}{}", question.path());
        let body = client::get(&self.client, &url, patience).await;
        let quote = body
            .and_then(|body| question.read(&body))
            .and_then(|reading| self.believe(question.venue(), false, &reading));
        match &quote {
            Ok(_) => self.records.borrow_mut()[host] = Record::default(),
            Err(failure) => self.note(host, failure),
        }
        quote
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

    /// The hosts that may be asked, the first at the end.
    fn line(&self) -> Vec<usize> {
        let now = Instant::now();
        let waits = |host: &usize| self.records.borrow()[*host].last_in_line.filter(|until| *until > now);
        let mut line: Vec<_> =
            (0..self.plan.hosts.len()).filter(|host| self.forbidden(*host).is_none()).collect();
        line.sort_by_key(waits);
        line.reverse();
        line
    }

    /// Why a host must not be asked now, with the time that is left.
    fn forbidden(&self, host: usize) -> Option<Failure> {
        let records = self.records.borrow();
        let (until, failure) = records[host].forbidden.as_ref()?;
        let left = until.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        // People read whole seconds, and asking a moment early would be too early.
        let left = Duration::from_secs(left.as_secs() + 1);
        Some(match failure {
            Failure::RateLimited(_) => Failure::RateLimited(left),
            Failure::Banned(_) => Failure::Banned(left),
            other => other.clone(),
        })
    }

    /// Waits until Binance may be asked again.
    pub(crate) async fn until_allowed(&self, venue: &str) {
        loop {
            let until = {
                let records = self.records.borrow();
                let hosts = self.plan.hosts.iter().zip(&*records);
                let untils = hosts.filter(|((question, _), _)| question.venue() == venue);
                untils.filter_map(|(_, record)| Some(record.forbidden.as_ref()?.0)).max()
            };
            match until {
                Some(until) if until > Instant::now() => sleep_until(until).await,
                _ => return,
            }
        }
    }

    /// Remembers what went wrong.
    fn note(&self, host: usize, failure: &Failure) {
        let or =
            |wait: Duration, otherwise| if wait.is_zero() && !self.plan.is_given { otherwise } else { wait };
        let pause = match failure {
            Failure::RateLimited(wait) => or(*wait, RATE_LIMITED),
            Failure::Banned(wait) => or(*wait, BANNED),
            Failure::Blocked if !self.plan.is_given => BLOCKED,
            Failure::RegionBlocked if !self.plan.is_given => REGION_BLOCKED,
            _ => Duration::ZERO,
        };
        let now = Instant::now();
        let mut records = self.records.borrow_mut();
        if !pause.is_zero() {
            // Limits and bans are those of an address on the whole venue: another host is no refuge.
            let venue = self.plan.hosts[host].0.venue();
            for (record, (question, _)) in records.iter_mut().zip(&self.plan.hosts) {
                if question.venue() == venue {
                    record.forbidden = Some((now + pause, failure.clone()));
                }
            }
        }
        // A host that reports a crash before the others is not a bad one.
        if *failure != Failure::Implausible(Doubt::Jump) {
            let record = &mut records[host];
            let step = STEP.saturating_mul(2_u32.saturating_pow(record.failures)).min(LONGEST_STEP);
            record.last_in_line = Some(now + step);
            record.failures += 1;
        }
    }
}
