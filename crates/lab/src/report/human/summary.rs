//! The verdict in one line.

use lab_checker::{
    course::Lab,
    verdict::{LabResult, Part, RunStatus},
};

use super::{Page, head::spent};
use crate::{
    report::{Counts, View},
    screen::{Detail, Ink},
    text::duration,
};

/// The tally, the verdict, how many of each, and where the results are.
pub(super) fn show(view: View<'_>, page: &mut Page<'_>, lab: &Lab, result: &LabResult) {
    let dot = page.screen.charset.dot();
    let messages = page.messages();
    let mut line = verdict(page, result);
    let counts = Counts::of(result.checks.iter().filter(|check| check.decides(result.stage)));
    let mut parts = vec![messages.count_passed(counts.passed), messages.count_failed(counts.failed)];
    if counts.flaky > 0 {
        parts.push(messages.count_flaky(counts.flaky));
    }
    if counts.skipped > 0 {
        parts.push(messages.count_skipped(counts.skipped));
    }
    line.push_str(&format!("  ({})", parts.join(&format!(" {dot} "))));
    page.line(0, &line);
    if result.partial {
        page.line(2, &messages.partial());
    }
    if page.screen.detail == Detail::Verbose {
        let times = times(page, result);
        page.line(2, &times);
    }
    let folder = view.places.shown(&view.places.course.run_folder(lab));
    page.line(2, &messages.results(folder));
    if result.status == RunStatus::Pass {
        page.line(2, &messages.next_all_hints(lab.number));
    }
}

/// The verdict and the first failing check, for those who asked for little.
pub(super) fn quiet(page: &mut Page<'_>, result: &LabResult) {
    let mut line = verdict(page, result);
    if let Some(check) = result.first_failure() {
        let kind = check.failure.as_ref().map_or("", |failure| failure.kind.id());
        line.push_str(&format!("  {}  {}  {kind}", check.id, check.title.get(page.language())));
    }
    page.line(0, &line);
}

fn verdict(page: &Page<'_>, result: &LabResult) -> String {
    let tally = result.tally();
    let charset = page.screen.charset;
    let (mark, word, ink) = match result.status {
        RunStatus::Pass => (charset.pass(), page.messages().passed(), Ink::Good),
        RunStatus::Fail => (charset.fail(), page.messages().failed(), Ink::Bad),
    };
    let word = page.screen.ink(ink, &format!("{mark} {word}"));
    format!("{}  {}/{}  {word}", page.screen.ink(Ink::Strong, &result.lab), tally.passed, tally.total)
}

/// Where the time went.
fn times(page: &Page<'_>, result: &LabResult) -> String {
    let messages = page.messages();
    let parts = [
        (messages.column_build(), spent(result, &[Part::Build])),
        (messages.column_ready(), spent(result, &[Part::Ready])),
        (messages.column_play(), spent(result, &[Part::Play])),
        (messages.column_reference(), spent(result, &[Part::ReferenceBuild, Part::Reference])),
        (messages.column_replay(), spent(result, &[Part::Replay])),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter_map(|(name, millis)| Some(format!("{name} {}", duration(millis?))))
        .collect();
    parts.join(&format!(" {} ", page.screen.charset.dot()))
}
