//! A child process with everything it starts itself: a process group on Unix, a job object on Windows.
//!
//! Flask's debug mode serves from a child of the process that was started, and `sh -c` does so for nearly every
//! line; whoever ends the first process alone leaves a server behind that holds the port.

use std::{io, time::Duration};

use process_wrap::tokio::{ChildWrapper, CommandWrap};
use tokio::{
    process::{ChildStderr, ChildStdout, Command},
    time::{sleep, timeout},
};

/// How a process has ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ended {
    /// Its exit code, unless a signal has ended it.
    pub(super) code: Option<i32>,
}

/// A started process, its leader, with its group. Dropping it kills the group.
#[derive(Debug)]
pub(super) struct Group {
    child: Box<dyn ChildWrapper>,
    #[cfg(unix)]
    id: nix::unistd::Pid,
    /// How the leader has ended, once it has.
    ended: Option<Ended>,
    /// Nobody of the group is left, and its number may belong to others.
    is_over: bool,
}

impl Group {
    /// Starts a command as the leader of a new group.
    pub(super) fn spawn(command: Command) -> io::Result<Self> {
        let mut command = CommandWrap::from(command);
        #[cfg(unix)]
        command.wrap(process_wrap::tokio::ProcessGroup::leader());
        // In this order: the job object asks whether it is to end with us.
        #[cfg(windows)]
        command.wrap(process_wrap::tokio::KillOnDrop).wrap(process_wrap::tokio::JobObject);
        let child = command.spawn()?;
        Ok(Self {
            #[cfg(unix)]
            id: id(child.as_ref())?,
            child,
            ended: None,
            is_over: false,
        })
    }

    /// How the leader has ended, once it has.
    pub(super) fn exited(&mut self) -> Option<Ended> {
        if self.ended.is_none() {
            // The leader itself, not the wrapper: that would wait for the whole group.
            let status = self.child.inner_mut().try_wait().ok().flatten();
            self.ended = status.map(|status| Ended { code: status.code() });
            self.look();
        }
        self.ended
    }

    /// Waits for the end of the leader.
    pub(super) async fn ended(&mut self) -> Ended {
        if let Some(ended) = self.ended {
            return ended;
        }
        let status = self.child.inner_mut().wait().await;
        let ended = Ended { code: status.ok().and_then(|status| status.code()) };
        self.ended = Some(ended);
        self.look();
        ended
    }

    /// Asks the group to end, waits for it no longer than `grace`, and kills what is left.
    pub(super) async fn stop(&mut self, grace: Duration) {
        if self.terminate() {
            // The result does not matter: whoever is left is killed.
            let _ = timeout(grace, self.emptied()).await;
        }
        self.kill();
        // Not without bound: a process that hangs in the system cannot be killed either.
        let _ = timeout(Duration::from_secs(1), self.ended()).await;
        self.look();
    }

    async fn emptied(&mut self) {
        self.ended().await;
        while !self.is_over {
            sleep(Duration::from_millis(10)).await;
            self.look();
        }
    }

    /// The pipes of the leader, which was given both. They can be had once.
    pub(super) fn outputs(&mut self) -> io::Result<(ChildStdout, ChildStderr)> {
        let outputs = self.child.stdout().take().zip(self.child.stderr().take());
        outputs.ok_or_else(|| io::Error::other("the process has no pipes"))
    }
}

#[cfg(unix)]
fn id(child: &dyn ChildWrapper) -> io::Result<nix::unistd::Pid> {
    let id = child.id().and_then(|id| i32::try_from(id).ok());
    id.map(nix::unistd::Pid::from_raw).ok_or_else(|| io::Error::other("the process has no number"))
}

#[cfg(unix)]
impl Group {
    /// Tells the group to end. `false` where the system has no way to.
    pub(super) fn terminate(&mut self) -> bool {
        self.signal(nix::sys::signal::Signal::SIGTERM);
        true
    }

    /// Ends the group at once.
    pub(super) fn kill(&mut self) {
        self.signal(nix::sys::signal::Signal::SIGKILL);
    }

    fn signal(&self, signal: nix::sys::signal::Signal) {
        if !self.is_over {
            // The only error is that nobody is left.
            let _ = nix::sys::signal::killpg(self.id, signal);
        }
    }

    /// Notes whether anybody is left. While somebody is, the system gives the number of the group to no one else.
    fn look(&mut self) {
        self.is_over |= self.ended.is_some() && nix::sys::signal::killpg(self.id, None).is_err();
    }
}

#[cfg(windows)]
impl Group {
    /// Tells the group to end. `false` where the system has no way to.
    #[expect(clippy::unused_self, reason = "as on Unix")]
    pub(super) fn terminate(&mut self) -> bool {
        false
    }

    /// Ends the group at once.
    pub(super) fn kill(&mut self) {
        // An error means that nobody is left.
        let _ = self.child.start_kill();
    }

    /// Notes whether anybody is left. A job object is its own handle, and is never mistaken for another.
    fn look(&mut self) {
        self.is_over = false;
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}
