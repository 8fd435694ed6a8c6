//! From a target to a server that is ready.

use std::{collections::BTreeMap, net::SocketAddr, path::Path};

use super::{Server, StartError, Target};
use crate::{progress::Listener, verdict::TargetInfo};

/// A target that is built, and can be started as often as there are setups.
#[derive(Debug)]
pub struct Launcher {
    info: TargetInfo,
}

/// How a server is to be started.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Environment variables beside `PORT`.
    pub env: BTreeMap<String, String>,
    /// Arguments.
    pub args: Vec<String>,
}

/// What a probe of the address found.
#[derive(Debug)]
pub enum Probe<T> {
    /// The server is ready, and this came of it.
    Ready(T),
    /// It answers, though not as it should: it is ready to be judged.
    Answers,
    /// Nobody listens yet.
    NotYet,
}

impl Launcher {
    /// Builds the target, where there is something to build.
    ///
    /// # Errors
    ///
    /// It cannot be built or found.
    pub async fn prepare(
        _target: &Target,
        _root: &Path,
        _listener: &dyn Listener,
    ) -> Result<Self, StartError> {
        Err(StartError::System("not built yet".into()))
    }

    /// What it is called.
    #[must_use]
    pub fn info(&self) -> &TargetInfo {
        &self.info
    }

    /// Whether it was started by somebody else, so that neither its environment nor its end is ours.
    #[must_use]
    pub fn running(&self) -> bool {
        false
    }

    /// Whether it is one of the course's own packages, which understand the arguments of a setup.
    #[must_use]
    pub fn own(&self) -> bool {
        false
    }

    /// Starts it and waits until the probe finds it ready. What the probe brought comes with it.
    ///
    /// # Errors
    ///
    /// It ended, or did not become ready in 15 s times `scale`.
    pub async fn start<T>(
        &self,
        _start: &Start,
        _scale: f64,
        _probe: impl AsyncFn(SocketAddr, &str) -> Probe<T>,
    ) -> Result<(Server, Option<T>), StartError> {
        Err(StartError::System("not built yet".into()))
    }
}
