//! What kind of mistake a wrong text is: the kind that says most about it.

mod encoding;
mod json;
mod label;
mod placeholder;
pub(super) mod price;
mod seen;
mod value;
mod wording;

pub(super) use self::{seen::Seen, value::no_json};
use super::tolerance::normal;
use crate::failure::FailureKind;

/// The kind of mistake of a text that is not the expected one; `WrongText` when no other kind fits.
pub(super) fn kind(seen: &Seen<'_>) -> FailureKind {
    blank(seen)
        .or_else(|| another_clients(seen))
        .or_else(|| label::kind(seen))
        .or_else(|| price::kind(seen))
        .or_else(|| at_another_time(seen))
        .or_else(|| wording::without_beginning(seen))
        .or_else(|| wording::letters(seen))
        .or_else(|| wording::cut(seen))
        .or_else(|| form(seen))
        .or_else(|| wording::part(seen))
        .or_else(|| wording::more(seen))
        .or_else(|| encoding::lost(seen))
        .or_else(|| json::instead(seen))
        .unwrap_or(FailureKind::WrongText)
}

/// The right text in another form: as a program shows a value, inside JSON, with characters written otherwise, or with
/// a place that was never filled.
pub(super) fn form(seen: &Seen<'_>) -> Option<FailureKind> {
    json::around(seen)
        .or_else(|| value::kind(seen))
        .or_else(|| encoding::kind(seen))
        .or_else(|| placeholder::kind(seen))
}

/// Nothing where something is due, or something where the empty text is.
fn blank(seen: &Seen<'_>) -> Option<FailureKind> {
    match (seen.expected.is_empty(), seen.received.is_empty()) {
        (true, _) => {
            Some(json::around(seen).or_else(|| value::empty(seen)).unwrap_or(FailureKind::NotCleared))
        }
        (_, true) => Some(FailureKind::EmptyText),
        _ => None,
    }
}

fn another_clients(seen: &Seen<'_>) -> Option<FailureKind> {
    seen.is_one_of(seen.context.others).then_some(FailureKind::OtherClientsMessage)
}

fn at_another_time(seen: &Seen<'_>) -> Option<FailureKind> {
    if seen.is_one_of(seen.context.earlier) {
        Some(FailureKind::EarlierMessage)
    } else if seen.is_one_of(seen.context.later) {
        Some(FailureKind::WrongOrder)
    } else {
        None
    }
}

/// The text without any white space.
fn squeezed(text: &str) -> String {
    normal(text).split_whitespace().collect()
}
