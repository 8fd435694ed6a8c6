//! From what a person said to the target that is meant.

use std::{
    env,
    path::{Path, PathBuf},
};

use super::{StartError, Target, lab_toml};

/// What a person said about the target. Relative paths are taken from the folder that [`Target::resolve`] is given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said<'a> {
    /// `--url`.
    pub url: Option<&'a str>,
    /// `--cmd`.
    pub command: Option<&'a str>,
    /// `--cwd`: where the command of `--cmd` starts; in `folder` if absent.
    pub cwd: Option<&'a Path>,
    /// `--crate`: the folder of a cargo package.
    pub package: Option<&'a Path>,
    /// The folder of a solution, whatever it is written in.
    pub folder: Option<&'a Path>,
}

impl Target {
    /// Finds the target for a lab, by its number. An address goes before a command, a command before a package, and
    /// that before what the folder holds: a command for this lab in its `lab.toml`, a cargo package, an `app.py`.
    /// Without a folder it is `here`, which must be absolute.
    ///
    /// # Errors
    ///
    /// There is no such folder, nothing to start in it, or a `lab.toml` that cannot be read.
    pub fn resolve(said: &Said<'_>, lab: u8, here: &Path) -> Result<Self, StartError> {
        let place = |path: Option<&Path>| path.map_or_else(|| here.to_owned(), |path| here.join(path));
        if let Some(url) = said.url {
            return Ok(Self::Url(url.to_owned()));
        }
        if let Some(line) = said.command {
            let cwd = existing(place(said.cwd.or(said.folder)))?;
            return Ok(Self::Command { line: line.to_owned(), cwd });
        }
        if let Some(package) = said.package {
            let folder = existing(place(Some(package)))?;
            let is_package = folder.join("Cargo.toml").is_file();
            return if is_package {
                Ok(Self::Crate(folder))
            } else {
                Err(StartError::NothingToStart(folder))
            };
        }
        in_folder(existing(place(said.folder))?, lab)
    }
}

/// What the folder holds.
fn in_folder(folder: PathBuf, lab: u8) -> Result<Target, StartError> {
    let file = folder.join("lab.toml");
    let listed = if file.is_file() { lab_toml::read(&file, lab)? } else { None };
    if let Some(entry) = listed {
        let cwd = existing(entry.cwd.map_or_else(|| folder.clone(), |cwd| folder.join(cwd)))?;
        return Ok(Target::LabToml { line: entry.line, cwd, ready_timeout: entry.ready_timeout });
    }
    if folder.join("Cargo.toml").is_file() {
        return Ok(Target::Crate(folder));
    }
    if folder.join("app.py").is_file() {
        return Ok(Target::Command { line: format!("{} app.py", python()), cwd: folder });
    }
    if file.is_file() {
        return Err(StartError::BadFile(file, format!("it has no `cmd` for lab{lab}")));
    }
    Err(StartError::NothingToStart(folder))
}

fn existing(folder: PathBuf) -> Result<PathBuf, StartError> {
    if folder.is_dir() { Ok(folder) } else { Err(StartError::NoFolder(folder)) }
}

/// `python` as the lecture types it; systems that have outlived Python 2 may have `python3` alone.
fn python() -> &'static str {
    let paths = env::var_os("PATH").unwrap_or_default();
    let has = |name: &str| {
        let file = format!("{name}{}", env::consts::EXE_SUFFIX);
        env::split_paths(&paths).any(|folder| folder.join(&file).is_file())
    };
    if !has("python") && has("python3") { "python3" } else { "python" }
}
