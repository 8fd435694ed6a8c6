//! One run: the reference first, then the target, and a verdict on each check.

mod board;
mod calibrate;
mod compose;
mod pass;
mod replay;
mod select;
mod setup;

use std::{collections::BTreeMap, fmt, time::Duration};

use tokio::time::Instant;

use self::setup::Scene;
use crate::{
    course::Course,
    progress::Listener,
    scenario::{Check, Scenario, Values},
    target::{Launcher, StartError, Target},
    transcript::Transcript,
    verdict::{CheckStatus, LabResult, Part, Span, Stage, Tally},
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

impl fmt::Display for RunError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Target(error) => write!(to, "no server to judge: {error}"),
            Self::Reference(error) => write!(to, "no reference: {error}"),
            Self::ReferenceFailed(result) => {
                let Tally { passed, total } = result.tally();
                write!(to, "the reference itself passes {passed} of {total} checks of {}", result.lab)
            }
            Self::Scenario(why) => write!(to, "the scenario asks for what cannot be: {why}"),
        }
    }
}

impl std::error::Error for RunError {}

/// Judges a target by the scenario of a lab. When the future is dropped, every process it started is ended.
///
/// # Errors
///
/// There is no verdict; [`RunError`] says why.
pub async fn check(
    course: &Course,
    scenario: &Scenario,
    target: &Target,
    options: &Options,
    listener: &dyn Listener,
) -> Result<Checked, RunError> {
    let mut spans = Vec::new();
    let values = Values::draw(&scenario.values, options.seed);
    let folder = course.root().join("labs").join(&scenario.name);
    let is_reference =
        matches!(target, Target::Crate(of) if of.canonicalize().ok() == folder.canonicalize().ok());

    let mut scale = options.scale.unwrap_or(1.0);
    let mut reference = None;
    if options.reference && !is_reference {
        let launcher = prepare(&Target::Crate(folder), course, listener, Part::ReferenceBuild, &mut spans)
            .await
            .map_err(RunError::Reference)?;
        let scene =
            Scene { scenario, launcher: &launcher, values: &values, listener, reference: true, scale };
        let (played, longer) = calibrate::reference(&scene, options, &mut spans).await?;
        scale = options.scale.unwrap_or(longer);
        reference = Some(played);
    }

    let launcher =
        prepare(target, course, listener, Part::Build, &mut spans).await.map_err(RunError::Target)?;
    let scene = Scene { scenario, launcher: &launcher, values: &values, listener, reference: false, scale };
    let played = judge(&scene, options, &mut spans).await?;
    let log = played.log.clone();
    let transcript = played.transcript.clone();
    let result = LabResult {
        reference: reference.as_ref().map(|played| Tally::of(&played.checks, options.stage)),
        ..compose::result(&scene, options, played, spans)
    };
    Ok(Checked { result, transcript, reference: reference.map(|played| played.transcript), log })
}

/// Plays all that is asked for, and failures in time again.
async fn judge(
    scene: &Scene<'_>,
    options: &Options,
    spans: &mut Vec<Span>,
) -> Result<compose::Judged, RunError> {
    let checks = select::selected(scene.scenario, scene.launcher, options);
    let begun = Instant::now();
    let mut pass = pass::play(scene, &checks).await?;
    spans.push(Span { part: Part::Ready, millis: millis(pass.ready) });
    let played = begun.elapsed().saturating_sub(pass.ready);
    let part = if scene.reference { Part::Reference } else { Part::Play };
    spans.push(Span { part, millis: millis(played) });

    let again = Instant::now();
    let flaky = replay::again(scene, options.stage, &checks, &mut pass).await?;
    if !flaky.is_empty() {
        spans.push(Span { part: Part::Replay, millis: millis(again.elapsed()) });
    }
    Ok(compose::judged(&checks, pass, &flaky))
}

/// Builds a target and notes how long that took.
async fn prepare(
    target: &Target,
    course: &Course,
    listener: &dyn Listener,
    part: Part,
    spans: &mut Vec<Span>,
) -> Result<Launcher, StartError> {
    let begun = Instant::now();
    let launcher = Launcher::prepare(target, course.root(), listener).await?;
    spans.push(Span { part, millis: millis(begun.elapsed()) });
    Ok(launcher)
}

/// Whole milliseconds.
fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The verdict on each check that was selected, by its place in the selection.
type Verdicts = BTreeMap<usize, pass::Verdict>;

/// How often a check passed, of how many times it was played.
type Flaky = BTreeMap<usize, CheckStatus>;

/// The checks that are played, in the order of the scenario.
type Selection<'a> = Vec<&'a Check>;
