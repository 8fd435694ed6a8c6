//! From what was played to the result that is told.

use super::{
    Checked, Flaky, Options, Span, millis,
    pass::{Pass, Verdict},
    setup::Scene,
};
use crate::{
    play::Status,
    progress::Progress,
    scenario::Check,
    transcript::Transcript,
    verdict::{
        self, CheckResult, CheckStatus, FORMAT, LabResult, Note, RunStatus, Tally, TargetInfo, Unplayable,
    },
};

/// So many lines of the log are part of a result.
const LOG: usize = 40;

/// What was played, with a verdict on each check.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) checks: Vec<CheckResult>,
    pub(super) transcript: Transcript,
    pub(super) log: Vec<String>,
    pub(super) spans: Vec<Span>,
    port_ignored: bool,
    url: Option<String>,
}

impl Judged {
    /// Whether every check that decides and could be played has passed.
    pub(super) fn status(&self, stage: verdict::Stage) -> RunStatus {
        let deciding = self.checks.iter().filter(|check| check.decides(stage));
        let fine = |check: &CheckResult| check.status == CheckStatus::Pass || check.status.unplayable();
        if deciding.clone().all(fine) { RunStatus::Pass } else { RunStatus::Fail }
    }
}

/// The verdict on each check, in the order of the scenario.
pub(super) fn judged(checks: &[&Check], pass: Pass, again: &Flaky, spans: Vec<Span>) -> Judged {
    let Pass { verdicts, transcript, log, port_ignored, url, .. } = pass;
    let results = verdicts.into_iter().map(|(at, verdict)| {
        let mut result = told(checks[at], verdict);
        if let Some(status) = again.get(&at) {
            result.status = status.clone();
        }
        result
    });
    Judged { checks: results.collect(), transcript, log, spans, port_ignored, url }
}

fn told(check: &Check, verdict: Verdict) -> CheckResult {
    let mut result = CheckResult {
        id: check.id.clone(),
        stage: check.stage,
        title: check.title.clone(),
        contract: check.contract.clone(),
        status: CheckStatus::Pass,
        millis: 0,
        failure: None,
        notes: Vec::new(),
    };
    match verdict {
        Verdict::Blocked(by) => result.status = CheckStatus::Blocked { by },
        Verdict::Unplayable(why) => result.status = CheckStatus::Unplayable { why },
        Verdict::Played(outcome) => {
            result.millis = millis(outcome.took);
            result.notes = outcome.notes;
            match outcome.status {
                Status::Pass => {}
                Status::Unplayable(why) => result.status = CheckStatus::Unplayable { why },
                Status::Fail(failure) => {
                    result.status = CheckStatus::Fail;
                    result.failure = Some(*failure);
                }
            }
        }
    }
    result
}

/// What a run brought, with what its reference brought.
pub(super) fn checked(
    scene: &Scene<'_>,
    options: &Options,
    judged: Judged,
    reference: Option<Judged>,
    mut spans: Vec<Span>,
) -> Checked {
    spans.extend(reference.iter().flat_map(|reference| reference.spans.iter().cloned()));
    spans.extend(judged.spans.iter().cloned());
    let tally = reference.as_ref().map(|reference| Tally::of(&reference.checks, options.stage));
    let result = LabResult { reference: tally, ..result(scene, options, &judged, spans) };
    let reference = reference.map(|reference| reference.transcript);
    Checked { result, transcript: judged.transcript, reference, log: judged.log }
}

/// The result of a lab. Every check is told to the listener, in the order of the scenario.
pub(super) fn result(scene: &Scene<'_>, options: &Options, judged: &Judged, spans: Vec<Span>) -> LabResult {
    if !scene.reference {
        for check in &judged.checks {
            scene.listener.on(&Progress::Checked(check));
        }
    }
    let environment = |check: &CheckResult| matches!(check.status, CheckStatus::Unplayable { why } if why != Unplayable::Arguments);
    let partial = judged.checks.iter().any(|check| check.decides(options.stage) && environment(check));
    let mut log = judged.log.clone();
    log.drain(..log.len().saturating_sub(LOG));
    LabResult {
        format: FORMAT,
        checker: env!("CARGO_PKG_VERSION").to_owned(),
        lab: scene.scenario.name.clone(),
        number: scene.scenario.number,
        title: scene.scenario.title.clone(),
        target: TargetInfo { url: judged.url.clone(), ..scene.launcher.info().clone() },
        stage: options.stage,
        seed: options.seed,
        scale: scene.scale,
        status: judged.status(options.stage),
        partial,
        checks: judged.checks.clone(),
        notes: if judged.port_ignored { vec![Note::PortIgnored] } else { Vec::new() },
        reference: None,
        spans,
        log,
    }
}
