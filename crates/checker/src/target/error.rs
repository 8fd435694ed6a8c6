//! Why there is no server to judge.

use std::{fmt, path::PathBuf};

/// Why there is no server to judge. Shown as one short line of English, for logs and JSON.
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

impl fmt::Display for StartError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoFolder(folder) => write!(to, "no such folder: {}", folder.display()),
            Self::NothingToStart(folder) => {
                write!(to, "nothing to start in {}: no lab.toml, Cargo.toml or app.py", folder.display())
            }
            Self::BadFile(file, why) => write!(to, "{}: {why}", file.display()),
            Self::BadCommand(why) => write!(to, "the command cannot be read: {why}"),
            Self::BadUrl(why) => write!(to, "no address to ask: {why}"),
            Self::NoProgram(name) => write!(to, "no such program: {name}"),
            Self::Build { first, errors } => {
                let first = first.lines().next().unwrap_or_default();
                write!(to, "it does not build ({errors} errors): {first}")
            }
            Self::Exited { code: Some(code), .. } => {
                write!(to, "it ended with exit code {code} before it was ready")
            }
            Self::Exited { code: None, .. } => to.write_str("it was ended by a signal before it was ready"),
            Self::NeverReady { port, waited, .. } => write!(to, "no answer at port {port} in {waited} ms"),
            Self::Unreachable { url, why } => write!(to, "nobody answers at {url}: {why}"),
            Self::System(why) => to.write_str(why),
        }
    }
}

impl std::error::Error for StartError {}
