//! 결과를 보여 주는 여러 가지 방법.
//!
//! The ways to tell a result. All of them are pure: from outcomes to a text.

pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod problem;
pub(crate) mod words;

use lab_checker::{
    course::Lab,
    failure::FailureKind,
    run::{Checked, RunError},
    verdict::{CheckResult, CheckStatus, LabResult},
};

use crate::{exit::Exit, paths::Places, screen::Screen};

/// What is known about kinds of failure beside their names.
pub(crate) trait Explain {
    /// One sentence that says what such a failure is.
    fn what(&self, kind: FailureKind) -> Option<String>;

    /// The three levels of hints for a failure of a check.
    fn levels(&self, check: &str, kind: FailureKind) -> Option<[String; 3]>;
}

/// What came of checking one lab.
pub(crate) struct Outcome {
    pub(crate) lab: Lab,
    pub(crate) found: Result<Checked, RunError>,
    pub(crate) hints: Box<dyn Explain>,
}

impl Outcome {
    /// The verdict, where there is one.
    pub(crate) fn result(&self) -> Option<&LabResult> {
        self.found.as_ref().ok().map(|checked| &checked.result)
    }

    /// What the process ends with when this is all there was to check.
    pub(crate) fn exit(&self) -> Exit {
        match &self.found {
            Ok(checked) => Exit::of(checked.result.status),
            Err(RunError::Target(_)) => Exit::NoServer,
            Err(RunError::Reference(_) | RunError::ReferenceFailed(_) | RunError::Scenario(_)) => Exit::Tool,
        }
    }
}

/// What a result is shown with.
#[derive(Clone, Copy)]
pub(crate) struct View<'a> {
    pub(crate) screen: &'a Screen,
    pub(crate) places: &'a Places,
}

/// How many checks there are of each verdict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) passed: usize,
    pub(crate) failed: usize,
    pub(crate) flaky: usize,
    pub(crate) skipped: usize,
}

impl Counts {
    pub(crate) fn of<'a>(checks: impl Iterator<Item = &'a CheckResult>) -> Self {
        let mut counts = Self::default();
        for check in checks {
            match check.status {
                CheckStatus::Pass => counts.passed += 1,
                CheckStatus::Fail => counts.failed += 1,
                CheckStatus::Flaky { .. } => counts.flaky += 1,
                CheckStatus::Blocked { .. } | CheckStatus::Unplayable { .. } => counts.skipped += 1,
            }
        }
        counts
    }
}
