//! Plays the checks of one setup.

use std::{net::SocketAddr, time::Duration};

use lab_exchange::Exchange;
use tokio::time::Instant;

use crate::{
    lane::Lane,
    scenario::{Check, Values},
    target::{Probe, Server},
    transcript::Transcript,
    verdict::{Failure, Note, Unplayable},
};

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
    /// The stand-in exchange, where the setup has one.
    pub exchange: Option<Exchange>,
    /// The connection that the probe has opened: the first `connect` takes it.
    pub first_lane: Option<Lane>,
    /// When the process of the server was started.
    pub started: Instant,
    /// Milliseconds between pushes, where they are known.
    pub period: Option<u64>,
}

/// Plays the checks of one setup, one after another, against one server.
#[derive(Debug)]
pub struct Player {
    setup: PlayerSetup,
    transcript: Transcript,
    latencies: Vec<Duration>,
}

/// What a check came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// Whether it passed.
    pub status: Status,
    /// What was tolerated; each note once.
    pub notes: Vec<Note>,
    /// How long it took, without the clients' leaving at its end.
    pub took: Duration,
}

/// Whether a check passed.
#[derive(Clone, Debug, PartialEq)]
pub enum Status {
    /// As the contract says.
    Pass,
    /// Not as the contract says.
    Fail(Box<Failure>),
    /// It cannot be played on this server or system.
    Unplayable(Unplayable),
}

/// The scenario asks for something that cannot be, such as an order to an exchange that its setup does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Impossible(pub String);

/// What a player leaves.
#[derive(Debug)]
pub struct Parts {
    /// The server, as it is now.
    pub server: Server,
    /// The exchange.
    pub exchange: Option<Exchange>,
    /// What went over the wire.
    pub transcript: Transcript,
    /// How long the server took for each reply to something that was sent.
    pub latencies: Vec<Duration>,
}

impl Player {
    /// A player that has not played yet. The times in its transcript count from now.
    #[must_use]
    pub fn new(setup: PlayerSetup) -> Self {
        Self { setup, transcript: Transcript::default(), latencies: Vec::new() }
    }

    /// Plays one check with clients of its own, which are gone when it returns.
    ///
    /// The line in a failure counts from 1 in the transcript of this player.
    ///
    /// # Errors
    ///
    /// The scenario asks for something that cannot be.
    pub async fn play(&mut self, _check: &Check) -> Result<Outcome, Impossible> {
        Err(Impossible("not built yet".into()))
    }

    /// The server.
    pub fn server(&mut self) -> &mut Server {
        &mut self.setup.server
    }

    /// How long the server took for each reply to something that was sent.
    #[must_use]
    pub fn latencies(&self) -> &[Duration] {
        &self.latencies
    }

    /// Ends the playing.
    #[must_use]
    pub fn into_parts(self) -> Parts {
        let PlayerSetup { server, exchange, .. } = self.setup;
        Parts { server, exchange, transcript: self.transcript, latencies: self.latencies }
    }
}

/// Tries the opening handshake at `/ws`, for [`crate::target::Launcher::start`].
pub async fn probe(_address: SocketAddr, _authority: &str) -> Probe<Lane> {
    Probe::NotYet
}
