//! From a target to a server that is ready.

use std::{
    collections::BTreeMap,
    net::SocketAddr,
    path::{self, Path},
    time::Duration,
};

use super::{
    Server, StartError, Target, build,
    command_line::{CommandLine, Rules},
    label,
    package::Package,
    port,
    program::Program,
    ready::{self, Wait, scaled},
    url::Address,
};
use crate::{
    progress::{Listener, Progress},
    verdict::{TargetInfo, TargetKind},
};

/// A target that is built, and can be started as often as there are setups.
#[derive(Debug)]
pub struct Launcher {
    info: TargetInfo,
    means: Means,
    is_own: bool,
    patience: Duration,
}

/// How there comes to be a server.
#[derive(Debug)]
enum Means {
    /// It is started.
    Start(Program),
    /// It runs already.
    Runs(Address),
}

/// How a server is to be started.
#[derive(Clone, Debug, Default)]
pub struct Start {
    /// Environment variables beside `PORT`.
    pub env: BTreeMap<String, String>,
    /// Arguments for the program of a package. A command has its own.
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
    /// Builds the target, where there is something to build. `root` is the folder of the course.
    ///
    /// # Errors
    ///
    /// It cannot be built or found.
    pub async fn prepare(target: &Target, root: &Path, listener: &dyn Listener) -> Result<Self, StartError> {
        let (kind, label, means) = match target {
            Target::Crate(folder) => return Self::of_package(folder, root, listener).await,
            Target::Command { line, cwd } | Target::LabToml { line, cwd, .. } => {
                let cwd = path::absolute(cwd).map_err(|_| StartError::NoFolder(cwd.clone()))?;
                if !cwd.is_dir() {
                    return Err(StartError::NoFolder(cwd));
                }
                let parsed = CommandLine::parse(line, Rules::HERE);
                let parsed = parsed.map_err(|why| StartError::BadCommand(why.into()))?;
                let program = Program::Command { line: parsed, cwd };
                (TargetKind::Command, label::command(line), Means::Start(program))
            }
            Target::Url(url) => {
                let address = Address::parse(url).map_err(StartError::BadUrl)?;
                (TargetKind::Url, address.given.clone(), Means::Runs(address))
            }
        };
        let patience = match target {
            Target::LabToml { ready_timeout: Some(time), .. } => *time,
            _ => ready::PATIENCE,
        };
        Ok(Self { info: TargetInfo { kind, label, url: None }, means, is_own: false, patience })
    }

    async fn of_package(folder: &Path, root: &Path, listener: &dyn Listener) -> Result<Self, StartError> {
        let label = label::folder(folder, root);
        let package = Package::find(folder).await?;
        listener.on(&Progress::Building(&label));
        let executable = build::build(&package, listener).await?;
        Ok(Self {
            is_own: is_own(folder, root),
            info: TargetInfo { kind: TargetKind::Crate, label, url: None },
            means: Means::Start(Program::Package { package, executable }),
            patience: ready::PATIENCE,
        })
    }

    /// What it is called.
    #[must_use]
    pub fn info(&self) -> &TargetInfo {
        &self.info
    }

    /// Whether it was started by somebody else, so that neither its environment nor its end is ours.
    #[must_use]
    pub fn running(&self) -> bool {
        matches!(self.means, Means::Runs(_))
    }

    /// Whether it is one of the course's own packages, which understand the arguments of a setup.
    #[must_use]
    pub fn own(&self) -> bool {
        self.is_own
    }

    /// The path of its WebSocket, with its query: `/ws`, unless an address was given with another.
    #[must_use]
    pub fn path(&self) -> &str {
        match &self.means {
            Means::Start(_) => super::server::PATH,
            Means::Runs(address) => &address.path,
        }
    }

    /// Starts it and waits until the probe finds it ready. What the probe brought comes with it. A server that answers
    /// wrongly is ready, without, when it does so for half a second.
    ///
    /// While one target is looked for there, the next waits: the port cannot tell which of them listens.
    ///
    /// The probe may be called twice at the same time: a server that does not read `PORT` is looked for on the port of
    /// the lecture, 5000, if that was free before. It should give up by itself; where it does not, the time that the
    /// server may take ends it.
    ///
    /// Of a server that runs already nothing is started: it must answer in a second times `scale`.
    ///
    /// # Errors
    ///
    /// It ended, or did not become ready in 15 s (or what `lab.toml` says) times `scale`; then it is killed.
    pub async fn start<T>(
        &self,
        start: &Start,
        scale: f64,
        probe: impl AsyncFn(SocketAddr, &str) -> Probe<T>,
    ) -> Result<(Server, Option<T>), StartError> {
        let program = match &self.means {
            Means::Start(program) => program,
            Means::Runs(address) => return address.look(scale, probe).await,
        };
        // The course's own packages read `PORT`. What it is given is held until the server is ready.
        let turn = if self.is_own { None } else { port::lecture().await };
        let port = port::free().map_err(|error| StartError::System(format!("no free port: {error}")))?;
        let mut process = program.start(start, port)?;
        let wait = Wait {
            probe: &probe,
            port,
            lecture: turn.is_some(),
            patience: scaled(self.patience, scale),
            scale,
        };
        let (address, found) = wait.ready(&mut process).await?;
        Ok((Server::started(process, address, address.port() != port), found))
    }
}

/// Whether the package is `labs/labN-…` of the course.
fn is_own(folder: &Path, root: &Path) -> bool {
    let Ok(folder) = folder.canonicalize() else { return false };
    let labs = root.join("labs").canonicalize().ok();
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let number = name.strip_prefix("lab").and_then(|rest| rest.split_once('-')).map(|(number, _)| number);
    labs.as_deref() == folder.parent() && number.is_some_and(|number| number.parse::<u8>().is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Silent;

    #[tokio::test]
    async fn a_lab_toml_says_how_long_a_server_may_take() {
        let (line, cwd) = ("python app.py".to_owned(), std::env::temp_dir());
        let listed = |ready_timeout| Target::LabToml { line: line.clone(), cwd: cwd.clone(), ready_timeout };
        let long = Duration::from_secs(40);
        let table = [
            (listed(Some(long)), long),
            (listed(None), ready::PATIENCE),
            (Target::Command { line: line.clone(), cwd: cwd.clone() }, ready::PATIENCE),
        ];
        for (target, patience) in table {
            let launcher = Launcher::prepare(&target, &cwd, &Silent).await.unwrap();
            assert_eq!(launcher.patience, patience, "{target:?}");
        }
    }
}
