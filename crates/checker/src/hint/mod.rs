//! Hints for a failure, in three levels: where to look, which idea, a few lines with a gap.
//!
//! One file a language beside the labs, `labs/hints.ko.toml`, explains every kind of failure and may hint at it. One in
//! each lab, `labs/labN-…/hints.ko.toml`, has what is special there:
//!
//! ```toml
//! # labs/hints.en.toml
//! [bytes-repr]
//! what = "Python bytes were put into the text: b'…'."
//! hints = ["level 1", "level 2", "level 3"]
//!
//! # labs/lab1-echo/hints.en.toml
//! ["1.3".bytes-repr]      # this failure at this check
//! hints = ["level 1", "level 2", "level 3"]
//! [wrong-case]            # this failure anywhere in the lab
//! hints = ["level 1", "level 2", "level 3"]
//! ["1.3"]                 # any other failure at this check
//! hints = ["level 1", "level 2", "level 3"]
//! ```

mod read;

use std::{collections::BTreeMap, fmt, io, path::PathBuf};

use crate::{
    course::{Course, Lab},
    document::BadFile,
    failure::FailureKind,
    language::Language,
    scenario::Scenario,
};

/// The three levels of a hint.
type Levels = [String; 3];

/// The hints of one lab in one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Hints {
    what: BTreeMap<FailureKind, String>,
    common: BTreeMap<FailureKind, Levels>,
    lab: BTreeMap<FailureKind, Levels>,
    checks: BTreeMap<(String, FailureKind), Levels>,
    fallbacks: BTreeMap<String, Levels>,
}

impl Hints {
    /// Reads the hints of a lab. A lab without a file of its own has the common ones alone.
    ///
    /// # Errors
    ///
    /// The common file, the scenario or a file that is there cannot be read, or one has mistakes: an unknown check or
    /// kind of failure, or another number of levels than three.
    pub fn read(course: &Course, lab: &Lab, language: Language) -> Result<Self, BadHints> {
        let name = match language {
            Language::Ko => "hints.ko.toml",
            Language::En => "hints.en.toml",
        };
        let common = course.root().join("labs").join(name);
        let mut hints = Self::default();
        hints.read_common(&text(&common)?, &format!("labs/{name}"))?;
        let own = lab.folder.join(name);
        if own.is_file() {
            let file = format!("labs/{}/scenario.toml", lab.name);
            let scenario = Scenario::read(&text(&lab.scenario())?, &file)?;
            let ids: Vec<String> = scenario.checks.into_iter().map(|check| check.id).collect();
            hints.read_lab(&text(&own)?, &format!("labs/{}/{name}", lab.name), &ids)?;
        }
        Ok(hints)
    }

    /// The levels for a failure at a check, the most specific ones: for both, for the failure in the lab, for the
    /// failure anywhere, for the check.
    #[must_use]
    pub fn get(&self, check: &str, kind: FailureKind) -> Option<[&str; 3]> {
        let both = self.checks.get(&(check.to_owned(), kind));
        let levels = both
            .or_else(|| self.lab.get(&kind))
            .or_else(|| self.common.get(&kind))
            .or_else(|| self.fallbacks.get(check))?;
        Some(levels.each_ref().map(String::as_str))
    }

    /// One sentence that explains the failure.
    #[must_use]
    pub fn what(&self, kind: FailureKind) -> Option<&str> {
        self.what.get(&kind).map(String::as_str)
    }
}

fn text(path: &PathBuf) -> Result<String, BadHints> {
    std::fs::read_to_string(path).map_err(|error| BadHints::Unreadable(path.clone(), error))
}

/// Why there are no hints.
#[derive(Debug)]
pub enum BadHints {
    /// A file cannot be read: which, and why.
    Unreadable(PathBuf, io::Error),
    /// A file has mistakes, each with its line and what would be right.
    Mistakes(BadFile),
}

impl From<BadFile> for BadHints {
    fn from(file: BadFile) -> Self {
        Self::Mistakes(file)
    }
}

impl fmt::Display for BadHints {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(path, error) => {
                let path = path.display();
                write!(to, "{path}: 힌트 파일을 읽을 수 없습니다 · cannot read the hints: {error}")
            }
            Self::Mistakes(file) => file.fmt(to),
        }
    }
}

impl std::error::Error for BadHints {}

#[cfg(test)]
mod tests;
