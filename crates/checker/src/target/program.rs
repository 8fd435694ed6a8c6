//! What is started: with which arguments, where, and in which environment.

use std::{
    io,
    path::{Path, PathBuf},
};

use tokio::process::Command;

use super::{Start, StartError, cargo, command_line::CommandLine, package::Package, process::Process};

/// What is started.
#[derive(Clone, Debug)]
pub(super) enum Program {
    /// The program of a package, once it is built.
    Package {
        /// The package.
        package: Package,
        /// The built program.
        executable: PathBuf,
    },
    /// A command.
    Command {
        /// It.
        line: CommandLine,
        /// Where it starts; absolute.
        cwd: PathBuf,
    },
}

impl Program {
    /// Starts it, to listen on a port.
    ///
    /// # Errors
    ///
    /// There is no such program or folder, or the system refuses to start it.
    pub(super) fn start(&self, start: &Start, port: u16) -> Result<Process, StartError> {
        let (name, commands) = match self {
            Self::Package { package, executable } => {
                (package.program.clone(), vec![of_package(package, executable, &start.args)])
            }
            // The system would say of a missing folder that the program is missing.
            Self::Command { cwd, .. } if !cwd.is_dir() => return Err(StartError::NoFolder(cwd.clone())),
            Self::Command { line, cwd } => of_line(line.with_port(port), cwd),
        };
        for mut command in commands {
            command.envs(&start.env).env("PORT", port.to_string());
            match Process::start(command) {
                Ok(process) => return Ok(process),
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                Err(error) => return Err(StartError::System(format!("{name}: {error}"))),
            }
        }
        Err(StartError::NoProgram(name))
    }
}

/// The built program as `cargo run` runs it, but for its folder: that is the caller's, and the caller may be anywhere.
/// The handouts let a student call it in the folder of the workspace.
fn of_package(package: &Package, executable: &Path, arguments: &[String]) -> Command {
    let mut command = Command::new(executable);
    cargo::keep_out(&mut command);
    command.args(arguments).current_dir(&package.workspace).env("CARGO_MANIFEST_PATH", &package.manifest);
    if let Some(folder) = package.manifest.parent() {
        command.env("CARGO_MANIFEST_DIR", folder);
    }
    command
}

/// What a person calls the program, and the commands to try until there is one.
fn of_line(line: CommandLine, cwd: &Path) -> (String, Vec<Command>) {
    let (name, mut commands) = match line {
        CommandLine::Shell(line) => shell(&line),
        CommandLine::Words(words) => {
            let (name, arguments) =
                words.split_first().map_or_else(Default::default, |(name, rest)| (name.clone(), rest));
            let with_arguments = |program: PathBuf| {
                let mut command = Command::new(program);
                command.args(arguments);
                command
            };
            let commands = programs(&name, cwd).into_iter().map(with_arguments).collect();
            (name, commands)
        }
    };
    for command in &mut commands {
        cargo::keep_out(command);
        // Python would keep back what it prints into a pipe, and on Windows write it in a code page without Hangul.
        command
            .current_dir(cwd)
            .env("PYTHONUNBUFFERED", "1")
            .env("PYTHONUTF8", "1")
            .env("PYTHONIOENCODING", "utf-8");
    }
    (name, commands)
}

/// The files that a word may mean. One with a folder in it lies below where the command starts, which systems do not
/// agree about.
fn programs(word: &str, cwd: &Path) -> Vec<PathBuf> {
    let path = Path::new(word);
    let path = if path.components().count() > 1 { cwd.join(path) } else { path.to_owned() };
    // Windows completes `.exe` alone; tools of Node.js are scripts.
    let scripts = if cfg!(windows) && path.extension().is_none() { ["cmd", "bat"].as_slice() } else { &[] };
    let scripts: Vec<PathBuf> = scripts.iter().map(|ending| path.with_extension(ending)).collect();
    [path].into_iter().chain(scripts).collect()
}

#[cfg(not(windows))]
fn shell(line: &str) -> (String, Vec<Command>) {
    let mut command = Command::new("sh");
    command.arg("-c").arg(line);
    ("sh".into(), vec![command])
}

#[cfg(windows)]
fn shell(line: &str) -> (String, Vec<Command>) {
    let mut command = Command::new("cmd");
    // As it was typed: `cmd` has its own rules for quotes. With /S it takes away the first and the last.
    command.raw_arg(format!("/D /S /C \"{line}\""));
    ("cmd".into(), vec![command])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_with_a_folder_in_its_name_lies_where_the_command_starts() {
        let cwd = std::env::temp_dir();
        let first = |word: &str| programs(word, &cwd).swap_remove(0);
        assert_eq!(first("./run.sh"), cwd.join("./run.sh"));
        assert_eq!(first("venv/bin/python"), cwd.join("venv/bin/python"));
        assert_eq!(first("python"), Path::new("python"));
        let absolute = cwd.join("python");
        assert_eq!(first(absolute.to_str().unwrap()), absolute);
    }
}
