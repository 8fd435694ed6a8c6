//! One WebSocket client.

use std::{net::SocketAddr, time::Duration};

/// One WebSocket client.
#[derive(Debug)]
pub struct Lane;

/// Why there is no connection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoLane {
    /// Nobody listens.
    Refused(String),
}

impl Lane {
    /// Opens a connection.
    ///
    /// # Errors
    ///
    /// There is none.
    pub async fn open(
        _address: SocketAddr,
        _authority: &str,
        _path: &str,
        _offer: Option<&str>,
        _within: Duration,
    ) -> Result<Self, NoLane> {
        Err(NoLane::Refused("not built yet".into()))
    }
}
