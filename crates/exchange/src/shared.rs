//! What all connections of one exchange share.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use tokio::sync::{broadcast, watch};

use crate::{
    fault::Fault,
    market::Market,
    options::Options,
    record::{Counts, Log, Request},
    script::Script,
    target::Target,
};

/// A stream that is so many events behind the others has missed some.
const EVENTS: usize = 16;
const MINUTE: u64 = 60_000;

/// The state of one exchange.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) options: Options,
    pub(crate) market: watch::Sender<Market>,
    pub(crate) counts: watch::Sender<Counts>,
    /// What happens to all streams at once.
    pub(crate) events: broadcast::Sender<Fault>,
    script: Mutex<Script>,
    log: Mutex<Log>,
    used: Mutex<Used>,
    clock: Clock,
}

impl Shared {
    pub(crate) fn new(options: Options) -> Self {
        let clock = Clock::default();
        Self {
            market: watch::Sender::new(Market::new(options.seed, clock.now())),
            counts: watch::Sender::default(),
            events: broadcast::Sender::new(EVENTS),
            script: Mutex::default(),
            log: Mutex::default(),
            used: Mutex::default(),
            clock,
            options,
        }
    }

    /// Milliseconds since 1970. It never goes back.
    pub(crate) fn now(&self) -> u64 {
        self.clock.now()
    }

    pub(crate) fn script(&self) -> MutexGuard<'_, Script> {
        lock(&self.script)
    }

    /// The fault whose turn it is.
    pub(crate) fn fault(&self, target: Target) -> Fault {
        self.script().take(target)
    }

    pub(crate) fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }

    pub(crate) fn record(&self, request: &Request) {
        self.log().add(request.clone());
        self.counts.send_modify(|counts| counts.requests += 1);
    }

    /// Adds to the request weight of the present minute. Gives back the sum, and the seconds to wait when that
    /// is more than allowed.
    pub(crate) fn weigh(&self, weight: u32) -> (u32, Option<u32>) {
        let now = self.now();
        let mut used = lock(&self.used);
        if used.minute != now / MINUTE {
            *used = Used { minute: now / MINUTE, weight: 0 };
        }
        used.weight = used.weight.saturating_add(weight);
        let left = (MINUTE - now % MINUTE).div_ceil(1000);
        let over = self.options.weight_limit.is_some_and(|limit| used.weight > limit);
        (used.weight, over.then(|| u32::try_from(left).unwrap_or(60)))
    }

    /// Counts one more of what `field` names, until the guard is dropped.
    pub(crate) fn present(&self, field: Field) -> Present<'_> {
        self.counts.send_modify(|counts| *field(counts) += 1);
        Present { shared: self, field }
    }
}

/// One field of the counts that goes up and down.
pub(crate) type Field = fn(&mut Counts) -> &mut usize;

/// Something that is there now, and counted.
pub(crate) struct Present<'a> {
    shared: &'a Shared,
    field: Field,
}

impl Drop for Present<'_> {
    fn drop(&mut self) {
        self.shared.counts.send_modify(|counts| *(self.field)(counts) -= 1);
    }
}

/// The request weight of one minute.
#[derive(Debug, Default)]
struct Used {
    minute: u64,
    weight: u32,
}

/// The clock of the machine, held where it would go back.
#[derive(Debug, Default)]
struct Clock(AtomicU64);

impl Clock {
    fn now(&self) -> u64 {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let now = u64::try_from(since.as_millis()).unwrap_or(u64::MAX);
        self.0.fetch_max(now, Ordering::Relaxed).max(now)
    }
}

/// A panic of another holder leaves nothing half done here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
