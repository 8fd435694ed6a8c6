//! `--format json`: the keys of Exercism's test runners, version 3, and beside them one object `lab` with
//! everything that is known.
//!
//! One lab is one object; several labs are an array of them, in the order in which they were played.
//!
//! `tests` holds the checks that decide. What could not be played on this target, and what does not decide, is in
//! `lab.checks` alone, because a reader of `tests` takes everything in it for a part of the verdict.

use lab_checker::{
    run::RunError,
    target::StartError,
    verdict::{CheckResult, CheckStatus, FORMAT, LabResult, RunStatus},
};
use serde::Serialize;

use super::{Explain, Outcome, View, human, problem, words};
use crate::{screen::Screen, store};

/// The version of Exercism's form.
const VERSION: u32 = 3;

/// The longest that a reader of that form takes.
const OUTPUT: usize = 500;

#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    status: &'static str,
    message: Option<String>,
    tests: Vec<Test<'a>>,
    lab: Detail<'a>,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names)] // The names are those of Exercism's form.
struct Test<'a> {
    name: String,
    status: &'static str,
    message: Option<String>,
    output: Option<String>,
    test_code: &'a str,
    /// The place of the check in its lab: 3 for `1.3`.
    task_id: Option<u32>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Detail<'a> {
    Found(Box<Found<'a>>),
    Problem(Problem<'a>),
}

#[derive(Serialize)]
struct Found<'a> {
    #[serde(flatten)]
    result: &'a LabResult,
    /// The failures for which there are hints: `lab hint` shows them.
    hints: Vec<HintId<'a>>,
    /// Relative to the course.
    transcript: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_transcript: Option<String>,
}

#[derive(Serialize)]
struct HintId<'a> {
    check: &'a str,
    kind: &'static str,
    levels: usize,
}

#[derive(Serialize)]
#[allow(clippy::struct_field_names)] // The name of a field is a key of the document.
struct Problem<'a> {
    format: u32,
    lab: &'a str,
    number: u8,
    problem: ProblemDetail<'a>,
}

#[derive(Serialize)]
struct ProblemDetail<'a> {
    /// A stable id.
    kind: &'static str,
    message: String,
    next: Vec<String>,
    /// What the reference failed at, where it failed its own contract.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a LabResult>,
}

/// The document of one lab.
pub(crate) fn one(view: View<'_>, outcome: &Outcome) -> String {
    pretty(&document(view, outcome))
}

/// The document of all labs: an object for one, an array for several.
pub(crate) fn all(view: View<'_>, outcomes: &[Outcome]) -> String {
    match outcomes {
        [outcome] => one(view, outcome),
        _ => pretty(&outcomes.iter().map(|outcome| document(view, outcome)).collect::<Vec<_>>()),
    }
}

/// The verdict that a document of one lab holds; `None` for one without a verdict, or of another format.
pub(crate) fn result(document: &str) -> Option<LabResult> {
    let mut document: serde_json::Value = serde_json::from_str(document).ok()?;
    serde_json::from_value(document.get_mut("lab")?.take()).ok()
}

fn pretty(document: &impl Serialize) -> String {
    // These types have nothing that JSON cannot hold: no maps, no numbers that are none.
    let text = serde_json::to_string_pretty(document).unwrap_or_default();
    let mut escaped = String::with_capacity(text.len() + 1);
    for character in text.chars() {
        match character {
            // JSON may hold these as they are, inside strings; a terminal would obey them.
            '\u{7f}'..='\u{9f}' => escaped.push_str(&format!("\\u{:04x}", u32::from(character))),
            _ => escaped.push(character),
        }
    }
    escaped.push('\n');
    escaped
}

fn document<'a>(view: View<'a>, outcome: &'a Outcome) -> Document<'a> {
    match &outcome.found {
        Ok(checked) => {
            let result = &checked.result;
            let folder = view.places.course.run_folder(&outcome.lab);
            let path = |name| view.places.in_course(&folder.join(name));
            let deciding = result.checks.iter().filter(|check| check.decides(result.stage));
            let playable = deciding.filter(|check| !check.status.unplayable());
            Document {
                version: VERSION,
                status: match result.status {
                    RunStatus::Pass => "pass",
                    RunStatus::Fail => "fail",
                },
                message: None,
                tests: playable.map(|check| test(view, check, outcome.hints.as_ref())).collect(),
                lab: Detail::Found(Box::new(Found {
                    result,
                    hints: hints(result, outcome.hints.as_ref()),
                    transcript: path(store::TRANSCRIPT),
                    reference_transcript: checked.reference.as_ref().map(|_| path(store::REFERENCE)),
                })),
            }
        }
        Err(error) => failed(view, outcome, error),
    }
}

fn failed<'a>(view: View<'a>, outcome: &'a Outcome, error: &'a RunError) -> Document<'a> {
    let told = problem::told(view.screen, view.places, error);
    Document {
        version: VERSION,
        status: "error",
        message: Some(told.message()),
        tests: Vec::new(),
        lab: Detail::Problem(Problem {
            format: FORMAT,
            lab: &outcome.lab.name,
            number: outcome.lab.number,
            problem: ProblemDetail {
                kind: kind(error),
                message: told.message(),
                next: told.next,
                reference: match error {
                    RunError::ReferenceFailed(result) => Some(result),
                    _ => None,
                },
            },
        }),
    }
}

/// The stable id of a problem.
pub(super) fn kind(error: &RunError) -> &'static str {
    match error {
        RunError::Target(error) => match error {
            StartError::NoFolder(_) => "no-folder",
            StartError::NothingToStart(_) => "nothing-to-start",
            StartError::BadFile(..) => "bad-file",
            StartError::BadCommand(_) => "bad-command",
            StartError::BadUrl(_) => "bad-url",
            StartError::NoProgram(_) => "no-program",
            StartError::Build { .. } => "build",
            StartError::Exited { .. } => "exited",
            StartError::NeverReady { .. } => "never-ready",
            StartError::Unreachable { .. } => "unreachable",
            StartError::System(_) => "system",
        },
        RunError::Reference(_) => "reference-start",
        RunError::ReferenceFailed(_) => "reference-failed",
        RunError::Scenario(_) => "scenario",
    }
}

fn hints<'a>(result: &'a LabResult, hints: &dyn Explain) -> Vec<HintId<'a>> {
    let failures = result.checks.iter().filter_map(|check| Some((check, check.failure.as_ref()?.kind)));
    failures
        .filter_map(|(check, kind)| {
            let levels = hints.levels(&check.id, kind)?.len();
            Some(HintId { check: &check.id, kind: kind.id(), levels })
        })
        .collect()
}

fn test<'a>(view: View<'a>, check: &'a CheckResult, hints: &dyn Explain) -> Test<'a> {
    let log = check.failure.as_ref().map(|failure| failure.log.join("\n")).filter(|log| !log.is_empty());
    Test {
        name: name(view.screen, check),
        status: match check.status {
            CheckStatus::Pass => "pass",
            CheckStatus::Fail | CheckStatus::Flaky { .. } => "fail",
            CheckStatus::Blocked { .. } | CheckStatus::Unplayable { .. } => "error",
        },
        message: message(view, check, hints),
        output: log.map(|log| last(&log, OUTPUT)),
        test_code: &check.contract,
        task_id: check.id.split_once('.').and_then(|(_, place)| place.parse().ok()),
    }
}

/// `1.3 title`.
pub(super) fn name(screen: &Screen, check: &CheckResult) -> String {
    format!("{} {}", check.id, screen.messages.of(&check.title))
}

/// What there is to say about a check that did not pass.
pub(super) fn message(view: View<'_>, check: &CheckResult, hints: &dyn Explain) -> Option<String> {
    let messages = &view.screen.messages;
    match &check.status {
        CheckStatus::Pass => None,
        CheckStatus::Fail => Some(human::failure(view, check, hints)),
        CheckStatus::Flaky { passed, played } => {
            let times = messages.flaky_times(passed, played);
            Some(format!("{times}\n{}", human::failure(view, check, hints)).trim_end().to_owned())
        }
        CheckStatus::Blocked { by } => Some(messages.blocked_by(by)),
        CheckStatus::Unplayable { why } => Some(words::unplayable(messages, *why)),
    }
}

/// The last characters of a text.
fn last(text: &str, characters: usize) -> String {
    let surplus = text.chars().count().saturating_sub(characters);
    text.chars().skip(surplus).collect()
}

#[cfg(test)]
mod tests {
    use lab_checker::{
        language::Language,
        verdict::{Stage, Unplayable},
    };
    use serde_json::{Value, json};

    use super::*;
    use crate::testing;

    fn parsed(outcomes: &[Outcome]) -> Value {
        let screen = testing::screen(Language::En);
        let places = testing::places("");
        serde_json::from_str(&all(View { screen: &screen, places: &places }, outcomes)).unwrap()
    }

    fn keys(value: &Value) -> Vec<&str> {
        value.as_object().unwrap().keys().map(String::as_str).collect()
    }

    #[test]
    fn the_keys_are_those_of_exercism_and_one_more() {
        let document = parsed(&[testing::outcome(1, Ok(testing::failing()))]);
        assert_eq!(keys(&document), ["lab", "message", "status", "tests", "version"]);
        assert_eq!(document["version"], 3);
        assert_eq!(document["status"], "fail");
        assert_eq!(document["message"], Value::Null);
        let expected = ["message", "name", "output", "status", "task_id", "test_code"];
        for test in document["tests"].as_array().unwrap() {
            assert_eq!(keys(test), expected);
        }
    }

    #[test]
    fn what_does_not_decide_is_no_test() {
        let mut checked = testing::failing();
        let why = CheckStatus::Unplayable { why: Unplayable::Process };
        checked.result.checks.push(testing::check("1.13", "a", "b", why, 0));
        let document = parsed(&[testing::outcome(1, Ok(checked))]);
        let statuses: Vec<(&str, &str)> = document["tests"]
            .as_array()
            .unwrap()
            .iter()
            .map(|test| {
                (test["name"].as_str().unwrap().split_once(' ').unwrap().0, test["status"].as_str().unwrap())
            })
            .collect();
        assert_eq!(statuses, [("1.1", "pass"), ("1.2", "pass"), ("1.3", "fail"), ("1.10", "error")]);
        assert_eq!(document["tests"][3]["task_id"], 10);
        assert_eq!(document["lab"]["checks"].as_array().unwrap().len(), 7);
    }

    #[test]
    fn a_failure_says_what_a_person_would_read() {
        let document = parsed(&[testing::outcome(1, Ok(testing::failing()))]);
        let message = document["tests"][2]["message"].as_str().unwrap();
        for part in ["sent", "expected", "received", "differs from character 7 on", "bytes-repr"] {
            assert!(message.contains(part), "{message}");
        }
        assert_eq!(
            document["tests"][2]["output"],
            "* Running on http://127.0.0.1:53817\nrecv \u{1b}[31m16 bytes\u{1b}[0m"
        );
        assert_eq!(document["lab"]["hints"], json!([{ "check": "1.3", "kind": "bytes-repr", "levels": 3 }]));
        assert_eq!(document["lab"]["transcript"], "work/.lab/runs/lab1/transcript.jsonl");
    }

    #[test]
    fn the_object_of_the_lab_is_read_again_as_a_result() {
        let checked = testing::failing();
        let document = parsed(&[testing::outcome(1, Ok(checked.clone()))]);
        let result: LabResult = serde_json::from_value(document["lab"].clone()).unwrap();
        assert_eq!(result.checks[2].failure, checked.result.checks[2].failure);
        assert_eq!((result.seed, result.stage), (7342, Stage::Core));
    }

    #[test]
    fn several_labs_are_an_array() {
        let two = [testing::outcome(1, Ok(testing::passing())), testing::outcome(2, Ok(testing::failing()))];
        let documents = parsed(&two);
        let statuses: Vec<&Value> =
            documents.as_array().unwrap().iter().map(|document| &document["status"]).collect();
        assert_eq!(statuses, ["pass", "fail"]);
    }

    #[test]
    fn where_there_is_no_verdict_the_status_is_error() {
        let build = StartError::Build { first: "error: expected `;`".into(), errors: 1 };
        let document = parsed(&[testing::outcome(1, Err(RunError::Target(build)))]);
        assert_eq!(document["status"], "error");
        assert!(document["message"].as_str().unwrap().contains("expected `;`"));
        assert_eq!(document["tests"], json!([]));
        assert_eq!(document["lab"]["problem"]["kind"], "build");
        assert!(serde_json::from_value::<LabResult>(document["lab"].clone()).is_err());

        let failed = RunError::ReferenceFailed(Box::new(testing::failing().result));
        let document = parsed(&[testing::outcome(1, Err(failed))]);
        assert_eq!(document["lab"]["problem"]["reference"]["checks"][2]["id"], "1.3");
    }

    #[test]
    fn a_terminal_that_shows_a_document_obeys_nothing_in_it() {
        let text = pretty(&json!({ "log": "\x1b[2J\u{9b}31m\u{7f} 안녕" }));
        assert!(text.chars().all(|character| character == '\n' || !character.is_control()), "{text}");
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["log"], "\x1b[2J\u{9b}31m\u{7f} 안녕");
    }

    #[test]
    fn the_end_of_a_long_log_is_kept() {
        assert_eq!(last(&format!("{}끝", "가".repeat(600)), 500), format!("{}끝", "가".repeat(499)));
        assert_eq!(last("short", 500), "short");
    }
}
