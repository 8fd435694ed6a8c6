//! What is judged, and how it is started, made ready and ended.
//!
//! [`Target::resolve`] finds out what is meant, [`Launcher::prepare`] builds it, [`Launcher::start`] starts it as
//! often as it is needed, and a [`Server`] ends with everything it has started itself.

mod build;
mod cargo;
mod command_line;
mod error;
mod group;
mod lab_toml;
mod label;
mod launch;
mod log;
mod package;
mod port;
mod process;
mod program;
mod ready;
mod resolve;
mod server;
mod url;

use std::{path::PathBuf, time::Duration};

pub use error::StartError;
pub use launch::{Launcher, Probe, Start};
pub use resolve::Said;
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
    /// A command that the `lab.toml` of a folder gives.
    LabToml {
        /// As it stands there.
        line: String,
        /// Where it starts.
        cwd: PathBuf,
        /// How long it may take until it is ready, where the file says so.
        ready_timeout: Option<Duration>,
    },
    /// A server that runs already: `ws://127.0.0.1:5000/ws`, or without the path.
    Url(String),
}
