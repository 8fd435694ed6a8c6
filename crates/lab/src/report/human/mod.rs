//! 사람이 읽는 결과.
//!
//! A result for people: the checks one a line, the first failure in full, and what to do next.

mod checks;
mod failure;
mod head;
mod page;
mod summary;
mod table;

use lab_checker::verdict::{CheckResult, LabResult, Stage};
pub(crate) use page::Page;
pub(crate) use table::table;

use super::{Explain, Outcome, View, problem};
use crate::screen::Detail;

/// The result of one lab.
pub(crate) fn lab(view: View<'_>, outcome: &Outcome) -> String {
    let mut page = Page::new(view.screen);
    match &outcome.found {
        Ok(checked) => result(view, &mut page, outcome, &checked.result),
        Err(error) => problem::show(view, &mut page, outcome, error),
    }
    page.finish()
}

fn result(view: View<'_>, page: &mut Page<'_>, outcome: &Outcome, result: &LabResult) {
    let (lab, hints) = (&outcome.lab, outcome.hints.as_ref());
    if view.screen.detail == Detail::Quiet {
        summary::quiet(page, result);
        return;
    }
    head::show(page, result);
    page.gap();
    let (deciding, advanced): (Vec<_>, Vec<_>) =
        result.checks.iter().partition(|check| check.decides(result.stage));
    let columns = checks::Columns::of(page, &result.checks);
    for check in &deciding {
        checks::line(page, columns, check);
    }
    checks::notes(page, result);
    for (place, check) in in_full(view, result, &deciding).into_iter().enumerate() {
        page.gap();
        // The first one is what those commands show unless told otherwise.
        let number = lab.number.to_string();
        let word = if place == 0 { &number } else { &check.id };
        failure::show(view, page, (lab, word), check, hints);
    }
    if !advanced.is_empty() {
        page.gap();
        checks::advanced_title(page, &advanced);
        for check in &advanced {
            checks::line(page, columns, check);
        }
        if view.screen.detail == Detail::Verbose {
            for check in advanced.iter().filter(|check| check.failure.is_some()) {
                page.gap();
                failure::show(view, page, (lab, &check.id), check, hints);
            }
        }
    }
    page.gap();
    summary::show(view, page, lab, result);
}

/// The failures that are shown in full: the first one, or all of them where everything is to be told.
fn in_full<'a>(view: View<'_>, result: &LabResult, deciding: &[&'a CheckResult]) -> Vec<&'a CheckResult> {
    let first = result.first_failure().map(|check| check.id.as_str());
    let wanted = |check: &&&CheckResult| {
        check.failure.is_some() && (view.screen.detail == Detail::Verbose || first == Some(&*check.id))
    };
    deciding.iter().filter(wanted).copied().collect()
}

/// One failure on its own, for other ways of telling a result.
pub(crate) fn failure(view: View<'_>, check: &CheckResult, hints: &dyn Explain) -> String {
    let mut page = Page::new(view.screen);
    if let Some(failure) = &check.failure {
        failure::body(view, &mut page, 0, failure, hints);
    }
    page.finish().trim_end().to_owned()
}

/// What a reference that fails its own contract is shown with: its failing checks, and nothing about a student.
pub(crate) fn reference(view: View<'_>, page: &mut Page<'_>, result: &LabResult, hints: &dyn Explain) {
    let failing: Vec<&CheckResult> =
        result.checks.iter().filter(|check| check.stage == Stage::Core && check.failure.is_some()).collect();
    let failing = if failing.is_empty() {
        result.checks.iter().filter(|check| check.failure.is_some()).collect()
    } else {
        failing
    };
    let columns = checks::Columns::of(page, &result.checks);
    for check in &failing {
        checks::line(page, columns, check);
    }
    if let Some(first) = failing.first() {
        page.gap();
        failure::details(view, page, first, hints);
    }
}

#[cfg(test)]
mod tests;
