//! One run: the reference first, then the target, and a verdict on each check.

use crate::{
    course::Course,
    progress::Listener,
    scenario::Scenario,
    target::{StartError, Target},
    transcript::Transcript,
    verdict::{LabResult, Stage},
};

/// How a run is to be.
#[derive(Clone, Debug)]
pub struct Options {
    /// What the random values come from.
    pub seed: u64,
    /// What every deadline is multiplied by; `None`: measured with the reference.
    pub scale: Option<f64>,
    /// The stage that decides.
    pub stage: Stage,
    /// Whether checks of the advanced stage are played although core decides.
    pub show_advanced: bool,
    /// Only these checks, and those they need. Empty: all.
    pub only: Vec<String>,
    /// Whether the reference is played first.
    pub reference: bool,
}

/// What a run brought.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The verdict.
    pub result: LabResult,
    /// What went over the wire.
    pub transcript: Transcript,
    /// The same with the reference.
    pub reference: Option<Transcript>,
    /// All that the server printed, within bounds.
    pub log: Vec<String>,
}

/// Why there is no verdict.
#[derive(Debug)]
pub enum RunError {
    /// The target did not build, start or become ready: exit code 3.
    Target(StartError),
    /// The reference did not: exit code 4.
    Reference(StartError),
    /// The reference does not pass its own contract: exit code 4. Its result tells where.
    ReferenceFailed(Box<LabResult>),
    /// The scenario asks for something that cannot be: exit code 4.
    Scenario(String),
}

/// Judges a target by the scenario of a lab.
///
/// # Errors
///
/// There is no verdict; [`RunError`] says why.
pub async fn check(
    _course: &Course,
    _scenario: &Scenario,
    _target: &Target,
    _options: &Options,
    _listener: &dyn Listener,
) -> Result<Checked, RunError> {
    Err(RunError::Scenario("not built yet".into()))
}
