//! Plays the checks of one setup against one server.
//!
//! A [`Player`] knows one server and what was learnt of it; a `Round` is one check with clients of its own.
//! Every step has a deadline, and every check as a whole, so that no server can hold a run up.

mod barrier;
mod client;
mod connect;
mod count;
mod exchange;
mod expect;
mod halt;
mod hex;
mod http;
mod leave;
mod plan;
mod process;
mod quiet;
mod record;
mod round;
mod send;

use std::{fmt, net::SocketAddr, time::Duration};

use lab_exchange::Exchange;
use tokio::time::Instant;

use crate::{
    lane::{Lane, NoLane},
    scenario::{Action, Check, Unbound, Values},
    target::{Probe, Server},
    transcript::Transcript,
    verdict::{Failure, Note, Unplayable},
};
use count::Highest;
use exchange::Upstream;
use halt::Halt;
use record::Recorder;
use round::Round;

/// A probe waits so long for the answer to its opening handshake.
const PROBE: Duration = Duration::from_secs(5);

/// What a [`Player`] plays with.
#[derive(Debug)]
pub struct PlayerSetup {
    /// The name of the setup, for the transcript.
    pub setup: String,
    /// The values of this run.
    pub values: Values,
    /// What waits are multiplied by; at least 1.
    pub scale: f64,
    /// The server, which is ready.
    pub server: Server,
    /// The stand-in exchange, where the setup has one. Its price is what the caller has set.
    pub exchange: Option<Exchange>,
    /// The connection that the probe has opened, with all it has received since. The `connect` that is `first`
    /// takes it. It stays open until then, so that it is given only where [`takes_first`] says that a check
    /// needs it.
    pub first_lane: Option<Lane>,
    /// When the process of the server was started.
    pub started: Instant,
    /// Milliseconds between pushes, where they are known.
    pub period: Option<u64>,
}

/// Whether a check takes the connection of the probe.
#[must_use]
pub fn takes_first(check: &Check) -> bool {
    check.steps.iter().any(|step| matches!(step.action, Action::Connect { first: true, .. }))
}

/// Plays the checks of one setup, one after another, against one server.
#[derive(Debug)]
pub struct Player {
    values: Values,
    scale: f64,
    server: Server,
    upstream: Option<Upstream>,
    first: Option<Lane>,
    started: Instant,
    period: Option<Duration>,
    recorder: Recorder,
    latencies: Vec<Duration>,
    highest: Highest,
}

/// What a check came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Whether it passed.
    pub status: Status,
    /// What was tolerated, each once.
    pub notes: Vec<Note>,
    /// How long it took, without the leaving of the clients that were still there at its end.
    pub took: Duration,
}

/// Whether a check passed.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// As the contract says.
    Pass,
    /// Not as the contract says.
    Fail(Box<Failure>),
    /// It cannot be played on this server or on this system.
    Unplayable(Unplayable),
}

/// The scenario asks for something that cannot be, such as an order to an exchange that its setup does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible(
    /// What, in words for who writes scenarios.
    pub String,
);

impl fmt::Display for Impossible {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

impl std::error::Error for Impossible {}

impl From<Unbound> for Impossible {
    fn from(Unbound(name): Unbound) -> Self {
        Self(format!("`{{{name}}}` has no value"))
    }
}

/// What a player leaves.
#[derive(Debug)]
pub struct Parts {
    /// The server, as it is now.
    pub server: Server,
    /// The exchange.
    pub exchange: Option<Exchange>,
    /// What went over the wire, check by check. What the server printed is not in it.
    pub transcript: Transcript,
    /// See [`Player::latencies`].
    pub latencies: Vec<Duration>,
}

impl Player {
    /// A player that has not played yet. The times in its transcript count from now.
    #[must_use]
    pub fn new(setup: PlayerSetup) -> Self {
        Self {
            values: setup.values,
            scale: setup.scale,
            server: setup.server,
            upstream: setup.exchange.map(Upstream::new),
            first: setup.first_lane,
            started: setup.started,
            period: setup.period.map(Duration::from_millis),
            recorder: Recorder::new(setup.setup),
            latencies: Vec::new(),
            highest: None,
        }
    }

    /// Plays one check with clients of its own, which are gone when it returns. It may be played again.
    ///
    /// After it the exchange stands and answers rightly, whatever the check has told it; its price stays. The
    /// line in a failure counts from 1 in the transcript of this player.
    ///
    /// # Errors
    ///
    /// The scenario asks for something that cannot be.
    pub async fn play(&mut self, check: &Check) -> Result<Outcome, Impossible> {
        self.recorder.begin(&check.id);
        let began = Instant::now();
        let mut round = Round::new(self, check);
        let halted = round.play().await;
        let took = began.elapsed();
        let (notes, failed) = round.end().await;
        let line = self.recorder.end(failed);
        if let Some(upstream) = &mut self.upstream {
            upstream.restore().await?;
        }
        let status = match halted {
            Ok(()) => Status::Pass,
            Err(Halt::Fail(failure)) => Status::Fail(Box::new(Failure { line, ..*failure })),
            Err(Halt::Unplayable(why)) => Status::Unplayable(why),
            Err(Halt::Impossible(Impossible(why))) => {
                return Err(Impossible(format!("check {}: {why}", check.id)));
            }
        };
        Ok(Outcome { status, notes, took })
    }

    /// The server.
    pub fn server(&mut self) -> &mut Server {
        &mut self.server
    }

    /// How long the server took for each reply to something that was sent, as far as the contract does not allow
    /// it a longer time than usual: what a reply takes that waits for an exchange says nothing about the machine.
    #[must_use]
    pub fn latencies(&self) -> &[Duration] {
        &self.latencies
    }

    /// Ends the playing.
    #[must_use]
    pub fn into_parts(self) -> Parts {
        Parts {
            server: self.server,
            exchange: self.upstream.and_then(Upstream::into_exchange),
            transcript: self.recorder.transcript(),
            latencies: self.latencies,
        }
    }
}

/// Tries the opening handshake at a path: what [`crate::target::Launcher::start`] finds a server ready by.
pub async fn probe(address: SocketAddr, authority: &str, path: &str) -> Probe<Lane> {
    match Lane::open(address, authority, path, None, PROBE).await {
        Ok(lane) => Probe::Ready(lane),
        Err(NoLane::Status { .. } | NoLane::Invalid(_)) => Probe::Answers,
        Err(NoLane::Refused(_) | NoLane::Lost(_) | NoLane::Timeout) => Probe::NotYet,
    }
}
