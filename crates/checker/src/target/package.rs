//! Which package a folder holds, and which of its programs is the server.

use std::path::{Path, PathBuf};

use serde::Deserialize;

use super::{StartError, cargo};

/// A cargo package with a program.
#[derive(Clone, Debug)]
pub(super) struct Package {
    /// Its folder.
    pub(super) folder: PathBuf,
    /// Its id, by which cargo tells it from any other of the same name.
    pub(super) id: String,
    /// The name of its program.
    pub(super) program: String,
    /// Where its `Cargo.toml` is, in cargo's words.
    pub(super) manifest: PathBuf,
    /// The folder of its workspace.
    pub(super) workspace: PathBuf,
}

/// What `cargo metadata` says.
#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Described>,
    workspace_root: PathBuf,
}

#[derive(Deserialize)]
struct Described {
    name: String,
    id: String,
    manifest_path: PathBuf,
    default_run: Option<String>,
    targets: Vec<Built>,
}

#[derive(Deserialize)]
struct Built {
    name: String,
    kind: Vec<String>,
}

impl Package {
    /// The package whose `Cargo.toml` lies in this folder.
    ///
    /// # Errors
    ///
    /// There is none, cargo cannot read it, or it has no program that `cargo run` would run.
    pub(super) async fn find(folder: &Path) -> Result<Self, StartError> {
        let manifest = folder.join("Cargo.toml");
        if !folder.is_dir() {
            return Err(StartError::NoFolder(folder.to_owned()));
        }
        if !manifest.is_file() {
            return Err(StartError::NothingToStart(folder.to_owned()));
        }
        let metadata = metadata(folder).await?;
        let bad = |why: &str| StartError::BadFile(manifest.clone(), why.to_owned());
        let here = manifest.canonicalize().ok();
        let described =
            metadata.packages.into_iter().find(|package| package.manifest_path.canonicalize().ok() == here);
        let described = described.ok_or_else(|| bad("it has no [package], only a workspace"))?;
        let program = program(&described).map_err(bad)?.to_owned();
        Ok(Self {
            folder: folder.to_owned(),
            id: described.id,
            program,
            manifest: described.manifest_path,
            workspace: metadata.workspace_root,
        })
    }
}

/// The program that `cargo run` runs.
fn program(package: &Described) -> Result<&str, &'static str> {
    if let Some(name) = &package.default_run {
        return Ok(name);
    }
    let programs = package.targets.iter().filter(|target| target.kind.iter().any(|kind| kind == "bin"));
    let names: Vec<&str> = programs.map(|program| program.name.as_str()).collect();
    match names.as_slice() {
        [] => Err("the package has no program: no src/main.rs"),
        [only] => Ok(only),
        several => several
            .iter()
            .find(|name| **name == package.name)
            .copied()
            .ok_or("the package has several programs: name one as `default-run`"),
    }
}

async fn metadata(folder: &Path) -> Result<Metadata, StartError> {
    let mut command = cargo::command(folder);
    command.args(["metadata", "--no-deps", "--format-version", "1"]).kill_on_drop(true);
    let output = command.output().await.map_err(|error| cargo::refused(&error))?;
    if output.status.success() {
        return serde_json::from_slice(&output.stdout).map_err(|error| {
            StartError::System(format!("what cargo metadata says cannot be read: {error}"))
        });
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(cargo::failed(said.lines(), folder))
}
