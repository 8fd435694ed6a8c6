//! A server that runs, whoever started it.

use std::{net::SocketAddr, time::Duration};

use tokio::time::timeout;

use super::{port, process::Process};

/// The path of the labs' WebSocket.
pub(super) const PATH: &str = "/ws";

/// A server that runs. One that we have started is ended with all it has started itself, also when this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    authority: String,
    path: String,
    port_ignored: bool,
    process: Option<Process>,
}

impl Server {
    /// One that somebody else has started.
    #[must_use]
    pub fn running(address: SocketAddr, authority: String) -> Self {
        Self { address, authority, path: PATH.to_owned(), port_ignored: false, process: None }
    }

    /// The same with another path.
    pub(super) fn at(self, path: &str) -> Self {
        Self { path: path.to_owned(), ..self }
    }

    /// One that we have started.
    pub(super) fn started(process: Process, address: SocketAddr, port_ignored: bool) -> Self {
        let running = Self::running(address, address.to_string());
        Self { port_ignored, process: Some(process), ..running }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The value of `Host`, and what stands between `ws://` and the path.
    #[must_use]
    pub fn authority(&self) -> String {
        self.authority.clone()
    }

    /// The path of its WebSocket, with its query: `/ws`, unless an address was given with another.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether it listens on 5000 although `PORT` says otherwise.
    #[must_use]
    pub fn port_ignored(&self) -> bool {
        self.port_ignored
    }

    /// Whether we have started it.
    #[must_use]
    pub fn ours(&self) -> bool {
        self.process.is_some()
    }

    /// So many of the last lines it printed.
    #[must_use]
    pub fn tail(&self, lines: usize) -> Vec<String> {
        self.process.as_ref().map(|process| process.log().tail(lines)).unwrap_or_default()
    }

    /// Everything it printed, within 64 KiB: the beginning goes first.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        self.tail(usize::MAX)
    }

    /// Whether it has printed a line with this text, or does so in time. `false` at once when it can print no more,
    /// and of a server that somebody else has started.
    pub async fn printed(&self, text: &str, within: Duration) -> bool {
        match &self.process {
            Some(process) => process.log().holds(text, within).await,
            None => false,
        }
    }

    /// Whether it has ended, and with which exit code: `None` of a signal. Of a server that somebody else has started
    /// nothing is known.
    #[must_use]
    pub fn exited(&mut self) -> Option<Option<i32>> {
        self.process.as_mut()?.exited().map(|ended| ended.code)
    }

    /// Waits until it has ended, at most so long. As [`Server::exited`].
    pub async fn ended(&mut self, within: Duration) -> Option<Option<i32>> {
        timeout(within, self.process.as_mut()?.ended()).await.ok().map(|ended| ended.code)
    }

    /// Tells it to stop: SIGTERM. `false` on a system that has no such signal, and of a server that somebody else has
    /// started.
    #[must_use]
    pub fn terminate(&mut self) -> bool {
        self.process.as_mut().is_some_and(Process::terminate)
    }

    /// Ends it with all it has started, and waits until its port is free: a second until it has ended by itself, and
    /// two at most for the port. Nothing happens to a server that somebody else has started.
    pub async fn stop(mut self) {
        if let Some(process) = &mut self.process {
            process.stop().await;
            port::freed(self.address, Duration::from_secs(2)).await;
        }
    }
}
