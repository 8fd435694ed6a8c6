//! What a run found: one result for a lab, one for each of its checks.
//!
//! These types are what `--format json` carries in its object `lab`, and what every other way of telling a
//! result is made from.

mod failure;

use serde::{Deserialize, Serialize};

pub use self::failure::{Expected, Failure, Received};
use crate::language::Bilingual;

/// The version of this form. It grows when a reader of an older one would misunderstand.
pub const FORMAT: u32 = 1;

/// The verdict on one lab.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LabResult {
    /// [`FORMAT`].
    pub format: u32,
    /// The version of the checker.
    pub checker: String,
    /// `lab1-echo`.
    pub lab: String,
    /// 1 to 5.
    pub number: u8,
    /// The lab's title.
    pub title: Bilingual,
    /// What was judged.
    pub target: TargetInfo,
    /// The stage that decides.
    pub stage: Stage,
    /// What the random values came from: the same seed gives the same values.
    pub seed: u64,
    /// What every deadline was multiplied by.
    pub scale: f64,
    /// The verdict.
    pub status: RunStatus,
    /// Whether checks were left out that decide, because the environment of the server could not be set.
    pub partial: bool,
    /// The checks in the order of the scenario.
    pub checks: Vec<CheckResult>,
    /// What passed all the same, but should be known: about the server and not about one check.
    pub notes: Vec<Note>,
    /// How many deciding checks the reference passed, of how many. `None` when no reference was played.
    pub reference: Option<Tally>,
    /// Where the time went.
    pub spans: Vec<Span>,
    /// The last lines that the server printed.
    pub log: Vec<String>,
}

impl LabResult {
    /// How many of the checks that decide have passed, of how many that were to be played.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally::of(&self.checks, self.stage)
    }

    /// The first check that decides and did not pass.
    #[must_use]
    pub fn first_failure(&self) -> Option<&CheckResult> {
        self.checks.iter().find(|check| check.decides(self.stage) && check.failure.is_some())
    }
}

/// How many passed, of how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// So many passed.
    pub passed: usize,
    /// So many were to be played.
    pub total: usize,
}

impl Tally {
    /// Counts the checks that decide at this stage. Those that could not be played on such a target do not count.
    #[must_use]
    pub fn of(checks: &[CheckResult], stage: Stage) -> Self {
        let deciding = || checks.iter().filter(|check| check.decides(stage) && !check.status.unplayable());
        let passed = deciding().filter(|check| check.status == CheckStatus::Pass).count();
        Self { passed, total: deciding().count() }
    }
}

/// What is judged.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TargetInfo {
    /// `crate`, `command` or `url`.
    pub kind: TargetKind,
    /// What a person calls it: the folder, the command, the address. Never an absolute path.
    pub label: String,
    /// The address it answered at, such as `ws://127.0.0.1:53817/ws`.
    pub url: Option<String>,
}

/// How a target is had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TargetKind {
    /// A cargo package that is built and started.
    Crate,
    /// A command that is started.
    Command,
    /// A server that runs already.
    Url,
}

/// The verdict on a lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RunStatus {
    /// Every check that decides and could be played has passed.
    Pass,
    /// One of them failed, or passed only sometimes.
    Fail,
}

/// Core decides, advanced is shown, unless asked otherwise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// What any solution in any language can meet.
    #[default]
    Core,
    /// 심화: what the reference meets and a solution may.
    Advanced,
}

/// The verdict on one check.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckResult {
    /// The stable id, such as `1.3`.
    pub id: String,
    /// Core or advanced.
    pub stage: Stage,
    /// One line for people.
    pub title: Bilingual,
    /// The line of the contract it comes from.
    pub contract: String,
    /// The verdict.
    pub status: CheckStatus,
    /// How long it took, in milliseconds.
    pub millis: u64,
    /// What went wrong, when it did.
    pub failure: Option<Failure>,
    /// What passed all the same, but should be known.
    pub notes: Vec<Note>,
}

impl CheckResult {
    /// Whether it counts when this stage decides: core always does.
    #[must_use]
    pub fn decides(&self, stage: Stage) -> bool {
        self.stage <= stage
    }
}

/// The verdict on one check.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum CheckStatus {
    /// As the contract says.
    Pass,
    /// Not as the contract says.
    Fail,
    /// Sometimes: it failed in time only, and passed when it was played again, so many times of so many.
    Flaky {
        /// It passed so many times.
        passed: u32,
        /// It was played so many times.
        played: u32,
    },
    /// Not played, because a check it needs has not passed.
    Blocked {
        /// That check.
        by: String,
    },
    /// Not played, because of the target.
    Unplayable {
        /// Why.
        why: Unplayable,
    },
}

impl CheckStatus {
    /// Whether it could not be played on such a target.
    #[must_use]
    pub fn unplayable(&self) -> bool {
        matches!(self, Self::Unplayable { .. })
    }
}

/// Why a check cannot be played on a target.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unplayable {
    /// It needs environment variables, and the server was started by somebody else.
    Environment,
    /// It starts or ends the server, and the server was started by somebody else.
    Process,
    /// It needs arguments that only the course's own crates understand.
    Arguments,
    /// It needs a signal that this system does not have.
    System,
}

/// Something that is tolerated and said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Note {
    /// Hangul arrived as its letters (NFD); equal after composition (NFC).
    Nfd,
    /// White space or a line feed at the end.
    TrailingSpace,
    /// CRLF for LF.
    LineEnds,
    /// `...` for `…`.
    ThreeDots,
    /// U+FE0F after an emoji, or none where there is one.
    VariationSelector,
    /// Other spaces around an emoji.
    EmojiSpaces,
    /// The text `stop` for the empty text.
    StopForEmpty,
    /// The server listens on 5000 whatever `PORT` says.
    PortIgnored,
    /// The server ended a connection without a close frame of its own.
    NoCloseFrame,
    /// The server cleared the indicator by itself.
    ClearedByItself,
}

/// A part of the run and how long it took.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Which part.
    pub part: Part,
    /// In milliseconds.
    pub millis: u64,
}

/// The parts of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// Building the reference.
    ReferenceBuild,
    /// Starting and playing the reference.
    Reference,
    /// Building the target.
    Build,
    /// From the start of the process to the first handshake.
    Ready,
    /// Playing the checks.
    Play,
    /// Playing failures in time again.
    Replay,
}
