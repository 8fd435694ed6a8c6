//! A server that we have started: its processes, and what they print.

use std::{io, process::Stdio, sync::Arc, thread, time::Duration};

use tokio::process::Command;

use super::{
    group::{Ended, Group},
    log::Log,
};

/// How long a server may take to end by itself.
const GRACE: Duration = Duration::from_secs(1);

/// A started server. Dropping it kills it, with everything it has started.
#[derive(Debug)]
pub(super) struct Process {
    group: Group,
    log: Arc<Log>,
}

impl Process {
    /// Starts a command that reads nothing and whose output is kept.
    pub(super) fn start(mut command: Command) -> io::Result<Self> {
        // One pipe for both outputs: the order of what is printed is the one in which it was printed.
        let (reader, writer) = io::pipe()?;
        command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        let group = Group::spawn(command)?;
        let log = Arc::new(Log::default());
        let filled = Arc::clone(&log);
        // A thread of its own: it goes on reading while the checks keep everything else busy.
        thread::Builder::new().name("server-log".into()).spawn(move || filled.fill(reader))?;
        Ok(Self { group, log })
    }

    /// What it has printed.
    pub(super) fn log(&self) -> &Log {
        &self.log
    }

    /// How it has ended, once it has.
    pub(super) fn exited(&mut self) -> Option<Ended> {
        self.group.exited()
    }

    /// Waits until it has ended.
    pub(super) async fn ended(&mut self) -> Ended {
        self.group.ended().await
    }

    /// Tells it to end; `false` where the system has no way to.
    pub(super) fn terminate(&mut self) -> bool {
        self.group.terminate()
    }

    /// Ends it: it is told to, has a second, and what is left is killed.
    pub(super) async fn stop(&mut self) {
        self.group.stop(GRACE).await;
    }

    /// Kills it, and reads the rest of what it has printed.
    pub(super) async fn kill(&mut self) {
        self.group.kill();
        // Somebody who left the group may hold the pipe for ever.
        self.log.complete(Duration::from_millis(500)).await;
    }
}
