//! The verdicts are right: of every lab the Flask solution passes, and every wrong server fails where and as it should.
//!
//! `LAB_PYTHON` names a Python with `labs/requirements.txt` installed; `scripts/test` makes one. Without it nothing is
//! judged, and that is said. With `LAB_SAMPLES` only the servers whose path has this text in it are played.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::{collections::BTreeMap, env, fs, path::Path};

use futures_util::{StreamExt as _, stream};
use lab_checker::{
    course::{Course, Lab},
    failure::FailureKind,
    progress::Silent,
    run::{Options, check},
    scenario::Scenario,
    target::Target,
    verdict::{RunStatus, Stage},
};
use serde::Deserialize;

/// Most of the time they wait.
const AT_ONCE: usize = 6;

/// What must come of a wrong server.
#[derive(Deserialize)]
struct Verdict {
    check: String,
    kind: FailureKind,
}

struct Sample {
    lab: Lab,
    file: String,
    /// `None`: it passes.
    verdict: Option<Verdict>,
}

fn samples(course: &Course) -> Vec<Sample> {
    let mut samples = Vec::new();
    for lab in course.labs().unwrap() {
        samples.push(Sample { lab: lab.clone(), file: "flask/app.py".into(), verdict: None });
        let expected = fs::read_to_string(lab.folder.join("wrong/expected.toml")).unwrap();
        let expected: BTreeMap<String, Verdict> = toml::from_str(&expected).unwrap();
        assert!(expected.len() >= 10, "{}", lab.name);
        let files = fs::read_dir(lab.folder.join("wrong")).unwrap();
        let files =
            files.filter(|file| file.as_ref().unwrap().path().extension().is_some_and(|end| end == "py"));
        assert_eq!(files.count(), expected.len(), "{}: every wrong server has its verdict", lab.name);
        samples.extend(expected.into_iter().map(|(file, verdict)| Sample {
            lab: lab.clone(),
            file: format!("wrong/{file}"),
            verdict: Some(verdict),
        }));
    }
    let only = env::var("LAB_SAMPLES").unwrap_or_default();
    samples.retain(|sample| format!("{}/{}", sample.lab.name, sample.file).contains(&only));
    samples
}

/// What is wrong with the verdict on a sample, if something is.
async fn mistake(course: &Course, python: &str, sample: Sample) -> Option<String> {
    let Sample { lab, file, verdict } = sample;
    let name = format!("labs/{}/scenario.toml", lab.name);
    let scenario = Scenario::read(&fs::read_to_string(lab.scenario()).unwrap(), &name).unwrap();
    let target = Target::Command { line: format!("\"{python}\" {file}"), cwd: lab.folder.clone() };
    let options = Options {
        seed: fastrand::u64(..),
        scale: Some(2.0),
        stage: Stage::Core,
        show_advanced: false,
        only: Vec::new(),
        reference: false,
    };
    let result = match check(course, &scenario, &target, &options, &Silent).await {
        Ok(checked) => checked.result,
        Err(error) => return Some(format!("{}/{file}: {error}", lab.name)),
    };
    let first = result.first_failure();
    let found = first.map(|check| (check.id.clone(), check.failure.as_ref().map(|failure| failure.kind)));
    let wanted = verdict.map(|verdict| (verdict.check, Some(verdict.kind)));
    let fits = found == wanted && (result.status == RunStatus::Pass) == wanted.is_none();
    (!fits).then(|| {
        let seen = first.map(|check| (&check.status, check.failure.as_ref()));
        format!("{}/{file}, seed {}: wanted {wanted:?}, found {found:?} {seen:?}", lab.name, result.seed)
    })
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_sample_gets_its_verdict() {
    let Ok(python) = env::var("LAB_PYTHON") else {
        assert!(env::var_os("LAB_REQUIRE_PYTHON").is_none(), "LAB_PYTHON is not set");
        eprintln!("SKIPPED: LAB_PYTHON is not set, no sample was judged");
        return;
    };
    let course = Course::find(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
    let judged = stream::iter(samples(&course)).map(|sample| mistake(&course, &python, sample));
    let mistakes: Vec<String> =
        judged.buffer_unordered(AT_ONCE).filter_map(async |mistake| mistake).collect().await;
    assert!(mistakes.is_empty(), "{} samples:\n{}", mistakes.len(), mistakes.join("\n"));
}
