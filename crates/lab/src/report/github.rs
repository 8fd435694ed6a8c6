//! `--format github`: annotations for GitHub's runners, and a summary in Markdown.

use std::fmt::Write as _;

use lab_checker::verdict::{CheckResult, CheckStatus, LabResult, RunStatus};

use super::{Outcome, View, human, json, problem, words};
use crate::text::duration;

/// Annotations: an error for each failure, a warning for what passed only sometimes and for what is tolerated.
pub(crate) fn annotations(view: View<'_>, outcomes: &[Outcome]) -> String {
    let mut text = String::new();
    for outcome in outcomes {
        match &outcome.found {
            Ok(checked) => lab(view, &mut text, outcome, &checked.result),
            Err(error) => {
                let told = problem::told(view.screen, view.places, error);
                let message = [told.message(), told.next.join("\n")].join("\n");
                annotation(&mut text, "error", &outcome.lab.name, &message);
            }
        }
    }
    text
}

fn lab(view: View<'_>, text: &mut String, outcome: &Outcome, result: &LabResult) {
    let hints = outcome.hints.as_ref();
    for check in result.checks.iter().filter(|check| check.decides(result.stage)) {
        let title = format!("{} {}", result.lab, json::name(view.screen, check));
        let message = json::message(view, check, hints).unwrap_or_default();
        match check.status {
            CheckStatus::Fail => annotation(text, "error", &title, &message),
            CheckStatus::Flaky { .. } => annotation(text, "warning", &title, &message),
            _ => {}
        }
    }
    for note in &result.notes {
        annotation(text, "warning", &result.lab, &words::note(&view.screen.messages, *note));
    }
    for check in &result.checks {
        for note in &check.notes {
            let title = format!("{} {}", result.lab, json::name(view.screen, check));
            annotation(text, "warning", &title, &words::note(&view.screen.messages, *note));
        }
    }
}

/// One command of a runner. Its line ends only where we end it, whatever the message holds.
fn annotation(text: &mut String, command: &str, title: &str, message: &str) {
    let _ = writeln!(text, "::{command} title={}::{}", property(title), data(message));
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// The summary of the job: a table of the labs, then what failed in each.
pub(crate) fn summary(view: View<'_>, outcomes: &[Outcome]) -> String {
    let messages = &view.screen.messages;
    let mut text = format!(
        "| {} | {} | {} |\n|---|---|---|\n",
        messages.column_lab(),
        messages.column_tally(),
        messages.column_verdict()
    );
    for outcome in outcomes {
        let (tally, verdict) = match &outcome.found {
            Ok(checked) => {
                let tally = checked.result.tally();
                let verdict = match checked.result.status {
                    RunStatus::Pass => format!("✔ {}", messages.passed()),
                    RunStatus::Fail => format!("✘ {}", messages.failed()),
                };
                (format!("{}/{}", tally.passed, tally.total), verdict)
            }
            Err(error) => ("–".to_owned(), format!("✘ {}", problem::in_a_word(messages, error))),
        };
        let _ = writeln!(text, "| {} | {tally} | {verdict} |", markdown(&outcome.lab.name));
    }
    for outcome in outcomes {
        section(view, &mut text, outcome);
    }
    text
}

fn section(view: View<'_>, text: &mut String, outcome: &Outcome) {
    match &outcome.found {
        Ok(checked) => {
            let result = &checked.result;
            let _ = write!(
                text,
                "\n### {} {}\n\n",
                outcome.lab.name,
                markdown(view.screen.messages.of(&result.title))
            );
            text.push_str("| | | |\n|---|---|---|\n");
            for check in &result.checks {
                let _ = writeln!(
                    text,
                    "| {} | {} | {} |",
                    mark(check),
                    markdown(&json::name(view.screen, check)),
                    aside(view, check)
                );
            }
            if let Some(check) = result.first_failure() {
                fenced(text, &human::failure(view, check, outcome.hints.as_ref()));
            }
        }
        Err(error) => {
            let told = problem::told(view.screen, view.places, error);
            let _ = write!(text, "\n### {}\n\n{}\n", outcome.lab.name, markdown(&told.what));
            if !told.printed.is_empty() {
                fenced(text, &told.printed.join("\n"));
            }
        }
    }
}

fn mark(check: &CheckResult) -> &'static str {
    match check.status {
        CheckStatus::Pass => "✔",
        CheckStatus::Fail => "✘",
        CheckStatus::Flaky { .. } => "~",
        CheckStatus::Blocked { .. } | CheckStatus::Unplayable { .. } => "⊘",
    }
}

fn aside(view: View<'_>, check: &CheckResult) -> String {
    let messages = &view.screen.messages;
    match (&check.status, &check.failure) {
        (CheckStatus::Blocked { by }, _) => messages.blocked_by(by),
        (CheckStatus::Unplayable { why }, _) => words::unplayable(messages, *why),
        (_, Some(failure)) => format!("`{}`", failure.kind),
        (_, None) => duration(check.millis),
    }
}

/// A text of somebody else as it is, between fences longer than any in it.
fn fenced(text: &mut String, body: &str) {
    let longest = body.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    let _ = write!(text, "\n{fence}text\n{body}\n{fence}\n");
}

/// A text in a table cell or a heading of Markdown.
fn markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use lab_checker::{language::Language, run::RunError, target::StartError};

    use super::*;
    use crate::testing;

    fn outcomes() -> [Outcome; 2] {
        let mut failing = testing::failing();
        failing.result.checks[0].status = CheckStatus::Flaky { passed: 1, played: 3 };
        let build = StartError::Build { first: "error: `100%`\n```".into(), errors: 1 };
        [testing::outcome(1, Ok(failing)), testing::outcome(2, Err(RunError::Target(build)))]
    }

    #[test]
    fn every_annotation_is_one_line() {
        let screen = testing::screen(Language::Ko);
        let places = testing::places("");
        let text = annotations(View { screen: &screen, places: &places }, &outcomes());
        testing::assert_fixture("github.txt", &text);
        let lines: Vec<&str> = text.lines().collect();
        assert!(
            lines
                .iter()
                .all(|line| line.starts_with("::error title=") || line.starts_with("::warning title="))
        );
        assert!(text.contains("`100%25`"), "{text}");
    }

    #[test]
    fn a_title_ends_where_we_end_it() {
        let mut text = String::new();
        annotation(&mut text, "error", "a: b, c\n::error::d", "x\r\n::error::y%");
        assert_eq!(text, "::error title=a%3A b%2C c%0A%3A%3Aerror%3A%3Ad::x%0D%0A::error::y%25\n");
    }

    #[test]
    fn the_summary_of_the_job_is_as_recorded() {
        let screen = testing::screen(Language::Ko);
        let places = testing::places("");
        testing::assert_fixture(
            "summary.md",
            &summary(View { screen: &screen, places: &places }, &outcomes()),
        );
    }

    #[test]
    fn a_fence_is_longer_than_what_it_holds() {
        let mut text = String::new();
        fenced(&mut text, "a\n````\nb");
        assert_eq!(text, "\n`````text\na\n````\nb\n`````\n");
        assert_eq!(markdown("a|b *c* <d>\ne"), "a\\|b \\*c\\* &lt;d>\ne".replace('\n', " "));
    }
}
