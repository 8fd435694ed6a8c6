//! `--format junit`: a suite for each lab, a case for each check.
//!
//! A check that does not decide is never a failure here, because readers of this form count all of them: it is
//! skipped, with its verdict in the message.

use std::fmt::Write as _;

use lab_checker::{
    run::RunError,
    verdict::{CheckResult, CheckStatus, LabResult},
};

use super::{Explain, Outcome, View, json, problem};

/// The document of all labs.
pub(crate) fn all(view: View<'_>, outcomes: &[Outcome]) -> String {
    let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"lab\">\n");
    for outcome in outcomes {
        match &outcome.found {
            Ok(checked) => suite(view, &mut xml, outcome, &checked.result),
            Err(error) => error_suite(view, &mut xml, outcome, error),
        }
    }
    xml.push_str("</testsuites>\n");
    xml
}

/// A lab without a verdict: one case, which is an error.
fn error_suite(view: View<'_>, xml: &mut String, outcome: &Outcome, error: &RunError) {
    let name = escape(&outcome.lab.name);
    let told = problem::told(view.screen, view.places, error);
    let kind = json::kind(error);
    let _ = write!(
        xml,
        r#"  <testsuite name="{name}" tests="1" failures="0" errors="1" skipped="0" time="0.000">
    <testcase classname="{name}" name="{kind}" time="0.000">
      <error type="{kind}" message="{}">{}</error>
    </testcase>
  </testsuite>
"#,
        escape(&told.what),
        content(&[told.message(), told.next.join("\n")].join("\n"))
    );
}

/// What a check is to readers of this form.
enum Case {
    Passed,
    Failure,
    Skipped,
}

fn case(result: &LabResult, check: &CheckResult) -> Case {
    match check.status {
        CheckStatus::Pass => Case::Passed,
        CheckStatus::Fail | CheckStatus::Flaky { .. } if check.decides(result.stage) => Case::Failure,
        _ => Case::Skipped,
    }
}

fn suite(view: View<'_>, xml: &mut String, outcome: &Outcome, result: &LabResult) {
    let count =
        |wanted: fn(&Case) -> bool| result.checks.iter().filter(|check| wanted(&case(result, check))).count();
    let millis: u64 = result.checks.iter().map(|check| check.millis).sum();
    let _ = writeln!(
        xml,
        r#"  <testsuite name="{}" tests="{}" failures="{}" errors="0" skipped="{}" time="{}">"#,
        escape(&result.lab),
        result.checks.len(),
        count(|case| matches!(case, Case::Failure)),
        count(|case| matches!(case, Case::Skipped)),
        seconds(millis)
    );
    for check in &result.checks {
        test_case(view, xml, outcome, result, check);
    }
    if !result.log.is_empty() {
        let _ = writeln!(xml, "    <system-out>{}</system-out>", content(&result.log.join("\n")));
    }
    xml.push_str("  </testsuite>\n");
}

fn test_case(view: View<'_>, xml: &mut String, outcome: &Outcome, result: &LabResult, check: &CheckResult) {
    let hints = outcome.hints.as_ref();
    let _ = write!(
        xml,
        r#"    <testcase classname="{}" name="{}" time="{}""#,
        escape(&result.lab),
        escape(&json::name(view.screen, check)),
        seconds(check.millis)
    );
    let message = json::message(view, check, hints).unwrap_or_default();
    let inside = match case(result, check) {
        Case::Passed => {
            xml.push_str("/>\n");
            return;
        }
        Case::Failure => format!(
            r#"<failure type="{}" message="{}">{}</failure>"#,
            escape(kind(check)),
            escape(&headline(view, check, hints)),
            content(&message)
        ),
        Case::Skipped => {
            let what = if check.failure.is_some() { headline(view, check, hints) } else { message };
            let decides = check.decides(result.stage);
            let what = if decides { what } else { view.screen.messages.not_deciding(what) };
            format!(r#"<skipped message="{}"/>"#, escape(&what))
        }
    };
    let _ = write!(xml, ">\n      {inside}\n    </testcase>\n");
}

/// The kind of a failure; one that came only sometimes is its own type.
fn kind(check: &CheckResult) -> &'static str {
    match (&check.status, &check.failure) {
        (CheckStatus::Flaky { .. }, _) | (_, None) => "flaky",
        (_, Some(failure)) => failure.kind.id(),
    }
}

/// A failure in one line.
fn headline(view: View<'_>, check: &CheckResult, hints: &dyn Explain) -> String {
    let kind = check.failure.as_ref().map(|failure| failure.kind);
    let what = kind.and_then(|kind| hints.what(kind));
    let times = match check.status {
        CheckStatus::Flaky { passed, played } => Some(view.screen.messages.flaky_times(passed, played)),
        _ => None,
    };
    let parts = [kind.map(|kind| kind.id().to_owned()), times, what];
    parts.into_iter().flatten().collect::<Vec<_>>().join(": ")
}

fn seconds(millis: u64) -> String {
    format!("{}.{:03}", millis / 1_000, millis % 1_000)
}

/// A text between tags, where a line feed stays one.
fn content(text: &str) -> String {
    escape(text).replace("&#10;", "\n")
}

/// A text for XML 1.0, as an attribute. Characters that XML cannot hold at all, not even by number, become U+FFFD.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // As they are, a reader would make spaces or line feeds of them.
            '\n' | '\r' | '\t' | '\u{7f}'..='\u{9f}' => {
                let _ = write!(escaped, "&#{};", u32::from(character));
            }
            '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use lab_checker::{language::Language, target::StartError};

    use super::*;
    use crate::testing;

    fn xml(outcomes: &[Outcome]) -> String {
        let screen = testing::screen(Language::En);
        let places = testing::places("");
        all(View { screen: &screen, places: &places }, outcomes)
    }

    #[test]
    fn a_whole_document_is_as_recorded() {
        let mut failing = testing::failing();
        failing.result.log = vec!["recv \x1b[31m<b>".into(), "둘째 줄".into()];
        failing.result.checks[1].status = CheckStatus::Flaky { passed: 2, played: 3 };
        let build = StartError::Build { first: "error: expected `;`\n --> src/main.rs".into(), errors: 1 };
        let outcomes = [testing::outcome(1, Ok(failing)), testing::outcome(2, Err(RunError::Target(build)))];
        testing::assert_fixture("junit.xml", &xml(&outcomes));
    }

    #[test]
    fn the_numbers_of_a_suite_are_those_of_its_cases() {
        let text = xml(&[testing::outcome(1, Ok(testing::failing()))]);
        assert_eq!(text.matches("<testcase").count(), 6);
        assert_eq!(text.matches("<failure").count(), 1);
        assert_eq!(text.matches("<skipped").count(), 2);
        assert!(text.contains("tests=\"6\" failures=\"1\" errors=\"0\" skipped=\"2\""), "{text}");
    }

    #[test]
    fn a_check_that_does_not_decide_is_no_failure() {
        let text = xml(&[testing::outcome(1, Ok(testing::failing()))]);
        let (_, after) = text.split_once("1.12 ").unwrap();
        assert!(after.contains("<skipped message=\"advanced, does not decide: no-reply\"/>"), "{after}");
    }

    #[test]
    fn whatever_a_server_sends_stays_text() {
        assert_eq!(escape("<b>&\"'"), "&lt;b&gt;&amp;&quot;'");
        assert_eq!(escape("]]>"), "]]&gt;");
        assert_eq!(escape("a\nb\r\tc"), "a&#10;b&#13;&#9;c");
        assert_eq!(escape("\0\x1b\u{fffe}"), "\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(escape("\u{85}"), "&#133;");
        assert_eq!(escape("안녕 👋"), "안녕 👋");
    }

    #[test]
    fn times_are_in_seconds() {
        assert_eq!(seconds(5), "0.005");
        assert_eq!(seconds(61_234), "61.234");
    }
}
