//! One failure in full: what was sent, what was expected, what came, in this order, and where it parts.

use lab_checker::{
    course::Lab,
    verdict::{CheckResult, Failure},
};

use super::Page;
use crate::{
    report::{
        Explain, View,
        words::{self, Said},
    },
    screen::Ink,
    store,
    text::{Excerpt, Row, difference, fit, pad, safe, width, wrap},
};

const INDENT: usize = 6;

/// So many of the last lines of the server's own output.
const LOG_LINES: usize = 5;

/// The failure of a check, and what to do next.
///
/// `word` is what the commands that go on from here are told: the lab, or this one check of it.
pub(super) fn show(
    view: View<'_>,
    page: &mut Page<'_>,
    (lab, word): (&Lab, &str),
    check: &CheckResult,
    hints: &dyn Explain,
) {
    details(view, page, check, hints);
    let Some(failure) = &check.failure else { return };
    page.indent(INDENT);
    if let Some(line) = failure.line {
        let path = view.places.shown(&view.places.course.run_folder(lab).join(store::TRANSCRIPT));
        labelled(page, &page.messages().transcript(), &format!("{path}:{line}"));
    }
    let next = page.messages().next_hint(word);
    page.line(0, &page.screen.ink(Ink::Strong, &next));
    page.indent(0);
}

/// The failure of a check.
pub(super) fn details(view: View<'_>, page: &mut Page<'_>, check: &CheckResult, hints: &dyn Explain) {
    let Some(failure) = &check.failure else { return };
    let title = check.title.get(page.language());
    let mut head = page.screen.ink(Ink::Bad, &format!("{}  {title}", check.id));
    if let Some(client) = &failure.client {
        head = format!("{head}  ({})", page.messages().client(client));
    }
    page.line(2, &head);
    body(view, page, INDENT, failure, hints);
}

/// What a failure is, without the check it belongs to.
pub(super) fn body(
    view: View<'_>,
    page: &mut Page<'_>,
    indent: usize,
    failure: &Failure,
    hints: &dyn Explain,
) {
    page.indent(indent);
    sides(view, page, failure);
    let kind = page.screen.ink(Ink::Strong, failure.kind.id());
    labelled(page, &page.messages().kind(), &kind);
    if let Some(what) = hints.what(failure.kind) {
        wrapped(page, "", &what);
    }
    log(page, &failure.log);
    page.indent(0);
}

/// Sent, expected, received: always all three, always in this order.
fn sides(view: View<'_>, page: &mut Page<'_>, failure: &Failure) {
    let messages = page.messages();
    let expected = words::expected(view.screen, &failure.expected);
    let received = words::received(view.screen, &failure.received);
    let parts = match (expected.as_slice(), &received) {
        ([Said::Text(left)], Said::Text(right)) if left != right => {
            Some(difference(left, right, failure.differs_at))
        }
        // Of several right texts none can be laid beside it: from there on, all of it differs.
        (_, Said::Text(_)) => failure.differs_at.map(|at| (at, at, usize::MAX)),
        _ => None,
    };
    match &failure.sent {
        Some(text) => said(page, &messages.sent(), &Said::Text(text.clone()), None),
        None => {
            said(page, &messages.sent(), &Said::Words(view.screen.stand_in(&messages.nothing_sent())), None);
        }
    }
    let only = expected.len() == 1;
    for (place, one) in expected.iter().enumerate() {
        let label = if place == 0 { messages.expected() } else { messages.or() };
        let difference = parts.filter(|_| only).map(|(from, to, _)| (from, to));
        said(page, &label, one, difference.map(|place| (place, false)));
    }
    said(page, &messages.received(), &received, parts.map(|(from, _, to)| ((from, to), true)));
}

/// One side. `differs`: from where to where it differs, and whether that is pointed at.
fn said(page: &mut Page<'_>, label: &str, said: &Said, differs: Option<((usize, usize), bool)>) {
    let screen = page.screen;
    let (text, goes_on) = match said {
        Said::Words(words) => return wrapped(page, label, words),
        Said::Text(text) if text.is_empty() => {
            return labelled(page, label, &screen.stand_in(&screen.messages.empty_text()));
        }
        Said::Text(text) => (text, String::new()),
        Said::Begins(text) => (text, screen.stand_in(&screen.messages.goes_on())),
    };
    let cut = |left_out| screen.cut(left_out);
    let excerpt = match differs {
        Some((place, _)) => Excerpt::around(text, place, screen.charset, &cut),
        None => Excerpt::whole(text, screen.charset, &cut),
    };
    let at = differs.filter(|(_, pointed)| *pointed).map(|((from, _), _)| from);
    let rows = excerpt.rows(room(page));
    let last = rows.len() - 1;
    for (place, row) in rows.iter().enumerate() {
        let mut text = page.cells(&row.cells);
        if place == last {
            text.push_str(&goes_on);
        }
        labelled(page, if place == 0 { label } else { "" }, &text);
        if let (Some(column), Some(at)) = (row.caret, at) {
            let pointer = pointer(page, row, column, at);
            labelled(page, "", &pointer);
        }
    }
}

/// The caret under the first character that differs, with words on the side where there is room.
fn pointer(page: &Page<'_>, row: &Row, column: usize, at: usize) -> String {
    let caret = page.screen.charset.caret();
    let words = page.messages().differs_from(at + 1);
    debug_assert!(column <= row.width(), "a caret stands under its row");
    let text = if column + 2 + width(&words) > room(page) && column > width(&words) {
        format!("{}{words} {caret}", " ".repeat(column - width(&words) - 1))
    } else {
        format!("{}{caret} {words}", " ".repeat(column))
    };
    page.screen.ink(Ink::Bad, &text)
}

/// The last lines that the server itself has printed.
fn log(page: &mut Page<'_>, lines: &[String]) {
    let last = &lines[lines.len().saturating_sub(LOG_LINES)..];
    if last.is_empty() {
        return;
    }
    page.line(0, &page.messages().server_log(last.len()));
    for line in last {
        let line = shortened(page, line);
        let line = page.screen.ink(Ink::Faint, &format!("| {line}"));
        page.line(2, &line);
    }
}

/// A line of a log, so that it stays on one row and says what is missing of it.
pub(super) fn shortened(page: &Page<'_>, line: &str) -> String {
    let line = safe(line, page.screen.charset);
    let room = page.screen.width.saturating_sub(INDENT + 4);
    if let (_, false) = fit(&line, room) {
        line
    } else {
        let (shown, _) = fit(&line, room.saturating_sub(20));
        let left_out = line.chars().count() - shown.chars().count();
        format!("{shown}{}", page.screen.cut(left_out))
    }
}

/// The cells right of the labels.
fn room(page: &Page<'_>) -> usize {
    page.screen.width.saturating_sub(INDENT + label_width(page)).max(20)
}

fn label_width(page: &Page<'_>) -> usize {
    let messages = page.messages();
    let labels =
        [messages.sent(), messages.expected(), messages.received(), messages.kind(), messages.transcript()];
    labels.iter().map(|label| width(label)).max().unwrap_or(0) + 2
}

/// Words of ours, which break between words.
fn wrapped(page: &mut Page<'_>, label: &str, words: &str) {
    for (place, row) in wrap(words, room(page)).iter().enumerate() {
        labelled(page, if place == 0 { label } else { "" }, row);
    }
}

fn labelled(page: &mut Page<'_>, label: &str, text: &str) {
    let label = pad(label, label_width(page));
    page.line(0, &format!("{label}{text}"));
}
