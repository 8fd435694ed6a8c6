//! One start of the server, and the checks that are played on it.

use std::{collections::BTreeMap, net::SocketAddr, time::Duration};

use lab_exchange::{Exchange, Options as ExchangeOptions};
use tokio::time::Instant;

use super::RunError;
use crate::{
    lane::Lane,
    play::{Player, PlayerSetup, probe, takes_first},
    progress::{Listener, Progress},
    scenario::{Check, Kind, Scenario, Setup, Unbound, Values},
    target::{Launcher, Start, StartError},
};

/// So long is waited for the closing handshake of the probe.
const FAREWELL: Duration = Duration::from_millis(500);

/// Everything that stays the same while a target is played.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) launcher: &'a Launcher,
    pub(super) values: &'a Values,
    pub(super) listener: &'a dyn Listener,
    /// Whether it is the reference that is played.
    pub(super) reference: bool,
    pub(super) scale: f64,
}

/// A server that is ready, with who plays it.
pub(super) struct Opened {
    pub(super) player: Player,
    /// From the start of the process to its first answer.
    pub(super) ready: Duration,
    pub(super) port_ignored: bool,
    pub(super) url: String,
}

impl Scene<'_> {
    /// Starts the server of the setup that these checks are of, and the exchange beside it.
    pub(super) async fn open<'c>(
        &self,
        checks: impl Iterator<Item = &'c Check> + Clone,
    ) -> Result<Opened, RunError> {
        let place = checks.clone().next().map_or(0, |check| check.setup);
        let setup = &self.scenario.setups[place];
        let exchange =
            if setup.exchange && !self.launcher.running() { Some(self.exchange().await?) } else { None };
        let start = self.start(setup, exchange.as_ref()).map_err(|Unbound(name)| {
            RunError::Scenario(format!("setup {}: no value is called {name}", setup.name))
        })?;
        let started = Instant::now();
        self.listener.on(&Progress::Starting(&self.launcher.info().label));
        let path = self.launcher.path();
        let ready = async |address: SocketAddr, authority: &str| probe(address, authority, path).await;
        let (server, first_lane): (_, Option<Lane>) =
            self.launcher.start(&start, self.scale, ready).await.map_err(|error| self.blame(error))?;
        let ready = started.elapsed();
        let first_lane = keep(first_lane, checks).await;
        let label = &self.launcher.info().label;
        self.listener.on(&Progress::Ready { label, millis: super::millis(ready) });
        let (port_ignored, url) =
            (server.port_ignored(), format!("ws://{}{}", server.authority(), server.path()));
        // On a server that somebody else has started the period is learnt from what comes.
        let period = setup.period.as_ref().filter(|_| !self.launcher.running());
        let period = period.and_then(|period| self.values.fill(period).ok()?.parse().ok());
        let player = Player::new(PlayerSetup {
            setup: setup.name.clone(),
            values: self.values.clone(),
            scale: self.scale,
            server,
            exchange,
            first_lane,
            started,
            period,
        });
        Ok(Opened { player, ready, port_ignored, url })
    }

    /// An exchange that tells the first price of the scenario.
    async fn exchange(&self) -> Result<Exchange, RunError> {
        let exchange = Exchange::start_with(ExchangeOptions::default())
            .await
            .map_err(|error| RunError::Scenario(format!("no exchange: {error}")))?;
        let first = self.scenario.values.iter().find(|(_, kind)| matches!(kind, Kind::Price { .. }));
        if let Some(price) = first.and_then(|(name, _)| self.values.fill(&format!("{{{name}}}")).ok()) {
            exchange.set_price(&price);
        }
        Ok(exchange)
    }

    fn start(&self, setup: &Setup, exchange: Option<&Exchange>) -> Result<Start, Unbound> {
        let mut env = BTreeMap::new();
        for (name, value) in &setup.env {
            env.insert(name.clone(), self.values.fill(value)?);
        }
        if let Some(exchange) = exchange {
            env.insert("BINANCE_URL".to_owned(), exchange.url());
            // A proxy of the school's network does not know this machine's own exchange.
            for name in ["NO_PROXY", "no_proxy"] {
                env.insert(name.to_owned(), "127.0.0.1,localhost".to_owned());
            }
        }
        let mut args = Vec::new();
        if self.launcher.own() {
            args.clone_from(&setup.args);
            args.extend(setup.reference.iter().cloned());
        }
        Ok(Start { env, args })
    }

    /// A server that does not start is the student's, or the course's own.
    fn blame(&self, error: StartError) -> RunError {
        if self.reference { RunError::Reference(error) } else { RunError::Target(error) }
    }
}

/// The connection that has shown the server to be ready, where a check wants it. Otherwise it is closed, so that a
/// server that serves one client at a time shows that at the check which is about it.
async fn keep<'c>(lane: Option<Lane>, mut checks: impl Iterator<Item = &'c Check>) -> Option<Lane> {
    let lane = lane?;
    if checks.any(takes_first) {
        return Some(lane);
    }
    lane.close(1000, FAREWELL).await;
    None
}
