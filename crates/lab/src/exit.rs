//! What the process ends with.

use std::process::ExitCode;

use lab_checker::verdict::RunStatus;

/// What the process ends with, from the best to the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Everything that decides has passed.
    Passed = 0,
    /// A check that decides failed, or passed only sometimes; or two sides part.
    Failed = 1,
    /// The command cannot be understood.
    Usage = 2,
    /// The server did not build, start or become ready.
    NoServer = 3,
    /// The tool, the reference or the machine failed: there is no verdict.
    Tool = 4,
    /// Somebody ended it.
    Interrupted = 130,
}

impl Exit {
    pub(crate) fn of(status: RunStatus) -> Self {
        match status {
            RunStatus::Pass => Self::Passed,
            RunStatus::Fail => Self::Failed,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_of_several_labs_counts() {
        let worst = |exits: &[Exit]| exits.iter().copied().max();
        assert_eq!(worst(&[Exit::Passed, Exit::Failed, Exit::Passed]), Some(Exit::Failed));
        assert_eq!(worst(&[Exit::NoServer, Exit::Failed]), Some(Exit::NoServer));
        assert_eq!(worst(&[Exit::NoServer, Exit::Tool, Exit::Failed]), Some(Exit::Tool));
    }

    #[test]
    fn the_numbers_are_those_that_scripts_rely_on() {
        let numbers =
            [Exit::Passed, Exit::Failed, Exit::Usage, Exit::NoServer, Exit::Tool, Exit::Interrupted];
        assert_eq!(numbers.map(|exit| exit as u8), [0, 1, 2, 3, 4, 130]);
    }
}
