//! `lab.toml`: how the servers of a folder are started.
//!
//! ```toml
//! cmd = "python app.py"                             # for every lab without a command of its own
//!
//! [lab1]
//! cmd = "flask --app app run --port {port}"
//! cwd = "echo"                                      # from the folder of this file
//! ready_timeout = 30                                # seconds
//! ```

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use serde::Deserialize;
use toml::Spanned;

use super::StartError;

/// The longest time a server may take until it is ready, in seconds: an hour is a slip of the pen.
const LONGEST: f64 = 600.0;

/// What the file says for one lab.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The command.
    pub(super) line: String,
    /// Where it starts, from the folder of the file.
    pub(super) cwd: Option<PathBuf>,
    /// How long it may take until it is ready.
    pub(super) ready_timeout: Option<Duration>,
}

/// The keys of a lab, and of all labs where a lab does not have its own.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    cmd: Option<Spanned<String>>,
    cwd: Option<PathBuf>,
    ready_timeout: Option<Spanned<f64>>,
}

/// The whole file. The keys of [`Section`] are repeated, because a flattened one would lose its places.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    cmd: Option<Spanned<String>>,
    cwd: Option<PathBuf>,
    ready_timeout: Option<Spanned<f64>>,
    lab1: Option<Section>,
    lab2: Option<Section>,
    lab3: Option<Section>,
    lab4: Option<Section>,
    lab5: Option<Section>,
}

/// Reads what a file says for a lab; `None`: no command.
///
/// # Errors
///
/// [`StartError::BadFile`] with the line of the mistake.
pub(super) fn read(path: &Path, lab: u8) -> Result<Option<Entry>, StartError> {
    let bad = |why: String| StartError::BadFile(path.to_owned(), why);
    let text = fs::read_to_string(path).map_err(|error| bad(error.to_string()))?;
    // Notepad of Windows may put a byte-order mark in front.
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    entry(text, lab).map_err(bad)
}

fn entry(text: &str, lab: u8) -> Result<Option<Entry>, String> {
    let at = |place: usize, why: &str| {
        let line = 1 + text.get(..place).unwrap_or_default().matches('\n').count();
        format!("line {line}: {why}")
    };
    let file: File = toml::from_str(text).map_err(|error| match error.span() {
        Some(span) => at(span.start, error.message()),
        None => error.message().to_owned(),
    })?;
    let own = match lab {
        1 => file.lab1,
        2 => file.lab2,
        3 => file.lab3,
        4 => file.lab4,
        5 => file.lab5,
        _ => None,
    };
    let own = own.unwrap_or_default();
    let Some(cmd) = own.cmd.or(file.cmd) else { return Ok(None) };
    if cmd.get_ref().trim().is_empty() {
        return Err(at(cmd.span().start, "`cmd` is empty"));
    }
    let ready_timeout = own.ready_timeout.or(file.ready_timeout);
    let ready_timeout = ready_timeout.map(|seconds| match *seconds.get_ref() {
        value if value > 0.0 && value <= LONGEST => Ok(Duration::from_secs_f64(value)),
        _ => Err(at(seconds.span().start, "`ready_timeout` is in seconds, more than 0 and at most 600")),
    });
    Ok(Some(Entry {
        line: cmd.into_inner(),
        cwd: own.cwd.or(file.cwd),
        ready_timeout: ready_timeout.transpose()?,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, lab: u8) -> Option<String> {
        entry(text, lab).unwrap().map(|entry| entry.line)
    }

    #[test]
    fn a_lab_has_its_own_command_or_that_of_all() {
        let text = "cmd = \"a\"\n[lab1]\ncmd = \"b\"\n[lab2]\ncwd = \"x\"\n";
        assert_eq!(line(text, 1).as_deref(), Some("b"));
        assert_eq!(line(text, 2).as_deref(), Some("a"));
        assert_eq!(line(text, 3).as_deref(), Some("a"));
        assert_eq!(entry(text, 2).unwrap().unwrap().cwd, Some("x".into()));
        assert_eq!(line("[lab1]\ncmd = \"b\"\n", 2), None);
        assert_eq!(line("", 1), None);
    }

    #[test]
    fn the_time_until_ready_is_a_number_of_seconds() {
        let seconds = |value: &str| {
            let text = format!("cmd = \"a\"\n\n[lab3]\nready_timeout = {value}\n");
            entry(&text, 3).map(|entry| entry.unwrap().ready_timeout.unwrap())
        };
        assert_eq!(seconds("30"), Ok(Duration::from_secs(30)));
        assert_eq!(seconds("0.5"), Ok(Duration::from_millis(500)));
        for wrong in ["0", "-1", "601", "nan", "inf"] {
            assert!(seconds(wrong).unwrap_err().starts_with("line 4: `ready_timeout`"), "{wrong}");
        }
        assert!(seconds("\"30\"").unwrap_err().starts_with("line 4: "));
    }

    #[test]
    fn a_mistake_is_named_with_its_line() {
        let why = |text: &str| entry(text, 1).unwrap_err();
        assert!(why("[lab1]\ncmd = \"open").starts_with("line 2: "));
        assert!(why("\n\n[lab1]\ncommand = \"x\"\n").starts_with("line 4: unknown field `command`"));
        assert!(why("[lab9]\ncmd = \"x\"\n").starts_with("line 1: unknown field `lab9`"));
        assert_eq!(why("# 주석\n[lab1]\ncmd = \"  \"\n"), "line 3: `cmd` is empty");
    }
}
