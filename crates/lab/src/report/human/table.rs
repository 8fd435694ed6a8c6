//! Several labs, one a row, and where the time went.

use lab_checker::verdict::{LabResult, Part, RunStatus};

use super::{Page, head::spent};
use crate::{
    report::{Outcome, problem},
    screen::{Ink, Screen},
    text::{duration, pad, pad_left, width},
};

/// A table of all outcomes with a row of sums.
pub(crate) fn table(screen: &Screen, outcomes: &[Outcome]) -> String {
    let messages = &screen.messages;
    let mut rows = vec![vec![
        messages.column_lab(),
        messages.column_tally(),
        messages.column_build(),
        messages.column_ready(),
        messages.column_play(),
        messages.column_reference(),
        messages.column_replay(),
        messages.column_verdict(),
    ]];
    rows.extend(outcomes.iter().map(|outcome| row(screen, outcome)));
    rows.push(sums(screen, outcomes));
    let columns: Vec<usize> = (0..rows[0].len())
        .map(|column| rows.iter().map(|row| width(&row[column])).max().unwrap_or(0))
        .collect();
    let mut page = Page::new(screen);
    let last = rows.len() - 1;
    for (place, row) in rows.iter().enumerate() {
        let cells: Vec<String> = row
            .iter()
            .zip(&columns)
            .enumerate()
            .map(|(column, (text, cells))| match column {
                0 | 7 => pad(text, *cells),
                _ => pad_left(text, *cells),
            })
            .collect();
        let line = cells.join("  ");
        let line = match place {
            0 => screen.ink(Ink::Strong, line.trim_end()),
            _ if place == last => screen.ink(Ink::Faint, line.trim_end()),
            _ => screen.ink(ink(&outcomes[place - 1]), line.trim_end()),
        };
        page.line(2, &line);
    }
    page.finish()
}

fn ink(outcome: &Outcome) -> Ink {
    match outcome.result().map(|result| result.status) {
        Some(RunStatus::Pass) => Ink::Good,
        Some(RunStatus::Fail) | None => Ink::Bad,
    }
}

/// The parts of a run in the order of the columns.
const PARTS: [&[Part]; 5] = [
    &[Part::Build],
    &[Part::Ready],
    &[Part::Play],
    &[Part::ReferenceBuild, Part::Reference],
    &[Part::Replay],
];

fn row(screen: &Screen, outcome: &Outcome) -> Vec<String> {
    let messages = &screen.messages;
    let (tally, verdict) = match &outcome.found {
        Ok(checked) => {
            let tally = checked.result.tally();
            let verdict = match checked.result.status {
                RunStatus::Pass => format!("{} {}", screen.charset.pass(), messages.passed()),
                RunStatus::Fail => format!("{} {}", screen.charset.fail(), messages.failed()),
            };
            (format!("{}/{}", tally.passed, tally.total), verdict)
        }
        Err(error) => {
            ("-".to_owned(), format!("{} {}", screen.charset.fail(), problem::in_a_word(messages, error)))
        }
    };
    let mut row = vec![outcome.lab.name.clone(), tally];
    row.extend(PARTS.iter().map(|parts| time(outcome.result().and_then(|result| spent(result, parts)))));
    row.push(verdict);
    row
}

fn sums(screen: &Screen, outcomes: &[Outcome]) -> Vec<String> {
    let results: Vec<&LabResult> = outcomes.iter().filter_map(Outcome::result).collect();
    let tallies = results.iter().map(|result| result.tally());
    let (passed, total) = tallies.fold((0, 0), |sum, tally| (sum.0 + tally.passed, sum.1 + tally.total));
    let mut row = vec![screen.messages.column_sum(), format!("{passed}/{total}")];
    for parts in PARTS {
        row.push(time(
            results.iter().filter_map(|result| spent(result, parts)).reduce(|left, right| left + right),
        ));
    }
    row.push(String::new());
    row
}

fn time(millis: Option<u64>) -> String {
    millis.map_or_else(|| "-".to_owned(), duration)
}
