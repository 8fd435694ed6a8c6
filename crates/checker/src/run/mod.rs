//! One run: the reference first, then the target, and a verdict on each check.

mod board;
mod calibrate;
mod compose;
mod pass;
mod replay;
mod select;
mod setup;

use std::{collections::BTreeMap, fmt, path::Path, time::Duration};

use tokio::time::Instant;

use self::setup::Scene;
use crate::{
    course::Course,
    progress::Listener,
    scenario::{Check, Scenario, Values},
    target::{Launcher, StartError, Target},
    transcript::Transcript,
    verdict::{CheckStatus, LabResult, Part, RunStatus, Span, Stage, Tally},
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
/// The reference is played beside the target, by the same deadlines. There is a verdict only when it passes.
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
    let launcher =
        prepare(target, course, listener, Part::Build, &mut spans).await.map_err(RunError::Target)?;
    let mut scene = Scene {
        scenario,
        launcher: &launcher,
        values: &values,
        listener,
        reference: false,
        scale: options.scale.unwrap_or(1.0),
    };
    let folder = course.root().join("labs").join(&scenario.name);
    if !options.reference || same(target, &folder) {
        let played = judge(&scene, options).await?;
        return Ok(compose::checked(&scene, options, played, None, spans));
    }

    let built = prepare(&Target::Crate(folder), course, listener, Part::ReferenceBuild, &mut spans).await;
    let built = built.map_err(RunError::Reference)?;
    // What is only shown needs no proof that it can be done.
    let proof = Options { show_advanced: false, ..options.clone() };
    let mut reference = Scene { launcher: &built, reference: true, ..scene };
    if options.scale.is_none() {
        scene.scale = calibrate::scale(&reference).await?;
    }
    loop {
        reference.scale = scene.scale;
        let (proven, played) = tokio::join!(judge(&reference, &proof), judge(&scene, options));
        let proven = proven?;
        if proven.status(options.stage) == RunStatus::Pass {
            return Ok(compose::checked(&scene, options, played?, Some(proven), spans));
        }
        // A machine so busy that the reference misses its deadlines gets one more chance with longer ones.
        if options.scale.is_some() || scene.scale >= calibrate::LARGEST {
            let result = compose::result(&reference, options, &proven, spans);
            return Err(RunError::ReferenceFailed(Box::new(result)));
        }
        scene.scale = calibrate::LARGEST;
    }
}

/// Whether the target is the reference itself, which then need not be played beside it.
fn same(target: &Target, folder: &Path) -> bool {
    matches!(target, Target::Crate(of) if of.canonicalize().ok() == folder.canonicalize().ok())
}

/// Plays all that is asked for, and failures in time again.
async fn judge(scene: &Scene<'_>, options: &Options) -> Result<compose::Judged, RunError> {
    let checks = select::selected(scene.scenario, scene.launcher, options);
    let begun = Instant::now();
    let mut pass = pass::play(scene, &checks).await?;
    let played = begun.elapsed().saturating_sub(pass.ready);
    let (ready, part) = (pass.ready, if scene.reference { Part::Reference } else { Part::Play });
    let mut spans = vec![Span { part, millis: millis(played) }];
    if !scene.reference {
        spans.insert(0, Span { part: Part::Ready, millis: millis(ready) });
    }
    let again = Instant::now();
    let flaky = replay::again(scene, options.stage, &checks, &mut pass).await?;
    if !flaky.is_empty() && !scene.reference {
        spans.push(Span { part: Part::Replay, millis: millis(again.elapsed()) });
    }
    Ok(compose::judged(&checks, pass, &flaky, spans))
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
