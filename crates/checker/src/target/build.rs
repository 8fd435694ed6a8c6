//! Building a package, and what is wrong with it where it does not build.

use std::{collections::VecDeque, io, path::PathBuf};

use serde::Deserialize;
use tokio::io::{AsyncBufReadExt, AsyncRead, BufReader};

use super::{StartError, cargo, group::Group, package::Package};
use crate::progress::{Listener, Progress};

/// So many of cargo's own lines are kept to explain a failure.
const KEPT: usize = 200;

/// A line of cargo's JSON, as far as it is of use here.
#[derive(Deserialize)]
struct Line {
    message: Option<Diagnostic>,
    executable: Option<PathBuf>,
    target: Option<Built>,
}

/// What the compiler found.
#[derive(Deserialize)]
struct Diagnostic {
    level: String,
    message: String,
    rendered: Option<String>,
}

/// What was built.
#[derive(Deserialize)]
struct Built {
    name: String,
    kind: Vec<String>,
}

/// What a build brought.
#[derive(Default)]
struct Outcome {
    executable: Option<PathBuf>,
    first: Option<String>,
    errors: usize,
}

/// Builds the package's program as `cargo run` would, and says where it is.
///
/// # Errors
///
/// It does not build: the compiler's first error, or cargo's own words.
pub(super) async fn build(package: &Package, listener: &dyn Listener) -> Result<PathBuf, StartError> {
    let mut command = cargo::command(&package.folder);
    // Not with the diagnostics rendered by cargo: the first of many errors is to be found among them.
    command.args(["build", "--message-format=json", "--package", &package.id, "--bin", &package.program]);
    let run = async {
        let mut cargo = Group::spawn(command)?;
        let (out, error) = cargo.outputs()?;
        let (outcome, said) = tokio::try_join!(results(out, &package.program), progress(error, listener))?;
        Ok((outcome, said, cargo.ended().await.code))
    };
    let (outcome, said, code) = run.await.map_err(|error: io::Error| cargo::refused(&error))?;
    match outcome {
        Outcome { first: Some(first), errors, .. } if code != Some(0) => Err(StartError::Build {
            first: cargo::without_home(first.trim_end(), &package.workspace),
            errors,
        }),
        _ if code != Some(0) => Err(cargo::failed(said.iter().map(String::as_str), &package.folder)),
        Outcome { executable: Some(executable), .. } => Ok(executable),
        _ => Err(StartError::System("cargo does not say where the program is".into())),
    }
}

/// Reads the JSON.
async fn results(out: impl AsyncRead + Unpin, program: &str) -> io::Result<Outcome> {
    let mut outcome = Outcome::default();
    let mut lines = BufReader::new(out).split(b'\n');
    while let Some(line) = lines.next_segment().await? {
        // What is no JSON was printed past cargo, and tells nothing.
        let Ok(line) = serde_json::from_slice::<Line>(&line) else { continue };
        if let Some(found) = line.message.filter(counts) {
            outcome.errors += 1;
            outcome.first = outcome.first.or(Some(found.rendered.unwrap_or(found.message)));
        }
        let is_program = |built: &Built| built.name == program && built.kind.iter().any(|kind| kind == "bin");
        if line.target.is_some_and(|built| is_program(&built)) {
            outcome.executable = line.executable.or(outcome.executable);
        }
    }
    Ok(outcome)
}

/// Whether it is an error and not the compiler's last word, which only counts the errors before it.
fn counts(found: &Diagnostic) -> bool {
    found.level.starts_with("error") && !found.message.starts_with("aborting due to")
}

/// Reads cargo's own lines, and tells how far it is.
async fn progress(error: impl AsyncRead + Unpin, listener: &dyn Listener) -> io::Result<VecDeque<String>> {
    let mut said = VecDeque::new();
    let mut lines = BufReader::new(error).split(b'\n');
    while let Some(line) = lines.next_segment().await? {
        let line = String::from_utf8_lossy(&line).trim_end().to_owned();
        if let Some(step) = cargo::progress(&line) {
            listener.on(&Progress::BuildLine(step));
        }
        if said.len() == KEPT {
            said.pop_front();
        }
        said.push_back(line);
    }
    Ok(said)
}
