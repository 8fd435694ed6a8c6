//! One line for each check.

use lab_checker::verdict::{CheckResult, CheckStatus, LabResult};

use super::Page;
use crate::{
    report::{Counts, words},
    screen::Ink,
    text::{duration, pad, pad_left, width},
};

/// How wide the columns are, so that those of both stages align.
#[derive(Clone, Copy, Debug)]
pub(super) struct Columns {
    mark: usize,
    id: usize,
    title: usize,
}

/// The widest that a duration usually is.
const TIME: usize = 7;

impl Columns {
    pub(super) fn of(page: &Page<'_>, checks: &[CheckResult]) -> Self {
        let language = page.language();
        let widest = |texts: &mut dyn Iterator<Item = usize>| texts.max().unwrap_or(0);
        let titles = widest(&mut checks.iter().map(|check| width(check.title.get(language))));
        Self {
            mark: widest(&mut checks.iter().map(|check| width(mark(page, check).0))),
            id: widest(&mut checks.iter().map(|check| width(&check.id))),
            // A very long title does not push the durations of all others to the right.
            title: titles.min(page.screen.width.saturating_sub(40).max(24)),
        }
    }
}

/// `✔ 1.3  title   11 ms  what else there is to say`.
pub(super) fn line(page: &mut Page<'_>, columns: Columns, check: &CheckResult) {
    let (glyph, ink) = mark(page, check);
    let mark = page.screen.ink(ink, &pad(glyph, columns.mark));
    let id = pad(&check.id, columns.id);
    let title = pad(check.title.get(page.language()), columns.title);
    let played = !matches!(check.status, CheckStatus::Blocked { .. } | CheckStatus::Unplayable { .. });
    let time = if played { duration(check.millis) } else { String::new() };
    let time = page.screen.ink(Ink::Faint, &pad_left(&time, TIME));
    let aside = page.screen.ink(ink, &aside(page, check));
    page.line(2, &format!("{mark} {id}  {title}  {time}  {aside}"));
}

fn mark(page: &Page<'_>, check: &CheckResult) -> (&'static str, Ink) {
    let charset = page.screen.charset;
    match check.status {
        CheckStatus::Pass => (charset.pass(), Ink::Good),
        CheckStatus::Fail => (charset.fail(), Ink::Bad),
        CheckStatus::Flaky { .. } => (charset.flaky(), Ink::Doubtful),
        CheckStatus::Blocked { .. } | CheckStatus::Unplayable { .. } => (charset.skip(), Ink::Faint),
    }
}

/// The kind of a failure, or why a check was not played.
fn aside(page: &Page<'_>, check: &CheckResult) -> String {
    let messages = page.messages();
    let kind = check.failure.as_ref().map_or("", |failure| failure.kind.id());
    match &check.status {
        CheckStatus::Pass => String::new(),
        CheckStatus::Fail => kind.to_owned(),
        CheckStatus::Flaky { passed, played } => format!("{kind}  {}", messages.flaky_times(passed, played)),
        CheckStatus::Blocked { by } => messages.blocked_by(by),
        CheckStatus::Unplayable { why } => words::unplayable(messages, *why),
    }
}

/// The title of the block of checks that do not decide.
pub(super) fn advanced_title(page: &mut Page<'_>, checks: &[&CheckResult]) {
    let playable = || checks.iter().filter(|check| !check.status.unplayable());
    let passed = Counts::of(playable().copied()).passed;
    let title = page.messages().advanced(passed, playable().count());
    let title = page.screen.ink(Ink::Strong, &title);
    page.line(2, &title);
}

/// What is tolerated, one line each: about the server, then about its checks.
pub(super) fn notes(page: &mut Page<'_>, result: &LabResult) {
    let own = result.notes.iter().map(|note| (result.lab.as_str(), *note));
    let of_checks =
        result.checks.iter().flat_map(|check| check.notes.iter().map(|note| (check.id.as_str(), *note)));
    let notes: Vec<_> = own.chain(of_checks).collect();
    if notes.is_empty() {
        return;
    }
    page.gap();
    let title = page.screen.ink(Ink::Strong, &page.messages().notes());
    page.line(2, &title);
    let columns = notes.iter().map(|(about, _)| width(about)).max().unwrap_or(0);
    for (about, note) in notes {
        let about = pad(about, columns);
        page.line(2, &format!("  {about}  {}", words::note(page.messages(), note)));
    }
}
