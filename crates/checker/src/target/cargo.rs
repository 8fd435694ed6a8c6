//! Cargo as a child process, and what it says when it cannot.

use std::{env, ffi::OsString, io, path::Path, process::Stdio};

use tokio::process::Command;

use super::StartError;

/// The variables that `cargo run` sets for the program it runs, which may be the one we are. They speak of that
/// program, and a child would take them for its own: a lab finds its page by `CARGO_MANIFEST_DIR`.
fn leaks(name: &str) -> bool {
    let names = [
        "CARGO_BIN_NAME",
        "CARGO_CRATE_NAME",
        "CARGO_MANIFEST_DIR",
        "CARGO_MANIFEST_PATH",
        "CARGO_PRIMARY_PACKAGE",
        "CARGO_TARGET_TMPDIR",
        "OUT_DIR",
    ];
    names.contains(&name) || name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_BIN_EXE_")
}

/// Keeps the variables of a surrounding `cargo run` from a child.
pub(super) fn keep_out(command: &mut Command) {
    for (name, _) in env::vars_os() {
        if name.to_str().is_some_and(leaks) {
            command.env_remove(name);
        }
    }
}

/// A command of cargo in a folder. Its configuration is that of the folder, as for a person who works there: so
/// are its target folder and its toolchain.
pub(super) fn command(folder: &Path) -> Command {
    // The one that runs us, if any; not a shim that would look for it anew.
    let cargo = env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut command = Command::new(cargo);
    keep_out(&mut command);
    command
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        // Lines as they are read here, whatever a person has configured.
        .env("CARGO_TERM_COLOR", "never")
        .env("CARGO_TERM_PROGRESS_WHEN", "never")
        .env("CARGO_TERM_QUIET", "false")
        .env("CARGO_TERM_VERBOSE", "false");
    command
}

/// What of cargo's lines tells how far it is.
pub(super) fn progress(line: &str) -> Option<&str> {
    const VERBS: [&str; 10] = [
        "Blocking",
        "Checking",
        "Compiling",
        "Dirty",
        "Downloaded",
        "Downloading",
        "Finished",
        "Fresh",
        "Locking",
        "Updating",
    ];
    let line = line.trim();
    VERBS.contains(&line.split(' ').next()?).then_some(line)
}

/// Why cargo itself cannot be started.
pub(super) fn refused(error: &io::Error) -> StartError {
    match error.kind() {
        io::ErrorKind::NotFound => StartError::NoProgram("cargo".into()),
        _ => StartError::System(format!("cargo: {error}")),
    }
}

/// The error in cargo's own words, from the lines it printed.
pub(super) fn failed<'a>(lines: impl Iterator<Item = &'a str>, folder: &Path) -> StartError {
    /// As many lines as a screen has.
    const MOST: usize = 40;
    let words: Vec<&str> = lines.filter(|line| progress(line).is_none()).collect();
    let is_error = |line: &&str| line.starts_with("error");
    let begin = words.iter().position(is_error).unwrap_or_else(|| words.len().saturating_sub(MOST));
    let errors = words.iter().copied().filter(|line| is_error(line)).count().max(1);
    let shown: Vec<&str> = words.into_iter().skip(begin).take(MOST).collect();
    StartError::Build { first: without_home(shown.join("\n").trim_end(), folder), errors }
}

/// A text without the way to the folder and to what it lies in: results are passed on, and need not name a
/// person's home.
pub(super) fn without_home(text: &str, folder: &Path) -> String {
    // The root and what lies in it, such as `/tmp`, are nobody's name, and stand in programs.
    let places = folder.ancestors().filter(|place| place.components().count() > 2);
    places.fold(text.to_owned(), |text, place| {
        text.replace(&format!("{}{}", place.display(), std::path::MAIN_SEPARATOR), "")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_begins_where_cargo_says_so() {
        let lines = [
            "    Updating crates.io index",
            "warning: unused key",
            "error: no matching package named `nope` found",
            "location searched: crates.io index",
        ];
        let StartError::Build { first, errors } = failed(lines.into_iter(), Path::new("x")) else {
            panic!("a build error")
        };
        assert_eq!(
            first,
            "error: no matching package named `nope` found\nlocation searched: crates.io index"
        );
        assert_eq!(errors, 1);
    }

    #[test]
    fn a_message_does_not_tell_where_a_person_lives() {
        let folder: std::path::PathBuf = ["/", "home", "kim", "course", "work"].iter().collect();
        let file = |path: &str| folder.join(path).display().to_string();
        let said = format!("`{}` and `{}`", file("Cargo.toml"), file("src/main.rs"));
        assert_eq!(
            without_home(&said, &folder),
            "`Cargo.toml` and `src/main.rs`".replace('/', std::path::MAIN_SEPARATOR_STR)
        );
        let above = folder.parent().unwrap().join("Cargo.toml").display().to_string();
        assert_eq!(without_home(&above, &folder), "Cargo.toml");
        assert_eq!(without_home("open(\"/elsewhere/x\")", &folder), "open(\"/elsewhere/x\")");
    }

    #[test]
    fn progress_is_what_begins_with_a_verb_of_cargo() {
        assert_eq!(progress("   Compiling x v0.1.0 (a)"), Some("Compiling x v0.1.0 (a)"));
        assert_eq!(
            progress("    Blocking waiting for file lock on build directory").map(|line| &line[..8]),
            Some("Blocking")
        );
        assert_eq!(progress("error: could not compile `x`"), None);
        assert_eq!(progress(""), None);
    }

    #[test]
    fn only_what_speaks_of_the_surrounding_program_is_kept_out() {
        for name in ["CARGO_MANIFEST_DIR", "CARGO_PKG_NAME", "CARGO_BIN_EXE_lab", "OUT_DIR"] {
            assert!(leaks(name), "{name}");
        }
        for name in ["CARGO", "CARGO_HOME", "CARGO_TARGET_DIR", "CARGO_BUILD_JOBS", "PATH", "RUSTFLAGS"] {
            assert!(!leaks(name), "{name}");
        }
    }
}
