//! What is judged, and how it is started, made ready and ended.

mod launch;
mod server;

use std::path::PathBuf;

pub use launch::{Launcher, Probe, Start};
pub use server::Server;

/// What is to be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A cargo package, by its folder.
    Crate(PathBuf),
    /// A command, started in a folder. `{port}` in it is the port to listen on.
    Command {
        /// As it was typed.
        line: String,
        /// Where it starts.
        cwd: PathBuf,
    },
    /// A server that runs already: `ws://127.0.0.1:5000/ws`, or without the path.
    Url(String),
}

/// Why there is no server to judge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StartError {
    /// There is no such folder.
    NoFolder(PathBuf),
    /// The folder holds no package, no `lab.toml` and no `app.py`.
    NothingToStart(PathBuf),
    /// A file that says how to start cannot be read: which, and why.
    BadFile(PathBuf, String),
    /// The command cannot be taken apart: why.
    BadCommand(String),
    /// The address is none that can be asked: why.
    BadUrl(String),
    /// There is no such program.
    NoProgram(String),
    /// It does not build.
    Build {
        /// The compiler's first error as people read it, or the last lines of what was printed.
        first: String,
        /// How many errors there are.
        errors: usize,
    },
    /// It ended before it was ready.
    Exited {
        /// Its exit code, where there is one.
        code: Option<i32>,
        /// The last lines it printed.
        log: Vec<String>,
    },
    /// It does not answer at its port in time.
    NeverReady {
        /// The port it was to listen on.
        port: u16,
        /// In milliseconds.
        waited: u64,
        /// The last lines it printed.
        log: Vec<String>,
    },
    /// Nobody listens at the address.
    Unreachable {
        /// The address.
        url: String,
        /// Why, in the words of the system.
        why: String,
    },
    /// The system refused something: what, and why.
    System(String),
}

impl std::fmt::Display for StartError {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(to, "{self:?}")
    }
}
