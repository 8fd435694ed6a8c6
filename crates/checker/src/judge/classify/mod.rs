//! What kind of mistake a wrong text is: the most specific kind that fits.

mod form;
mod label;
pub(super) mod price;

use super::{Context, tolerance::normal};
use crate::failure::FailureKind;

/// A wrong text and what it is seen against, with everything made equal that is tolerated.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    expected: String,
    received: String,
    context: &'a Context<'a>,
}

impl<'a> Seen<'a> {
    pub(super) fn of(expected: &str, received: &str, context: &'a Context<'a>) -> Self {
        Self { expected: normal(expected), received: normal(received), context }
    }

    /// The same where only the beginning is expected.
    pub(super) fn beginning(expected: &str, received: &str, context: &'a Context<'a>) -> Self {
        Self::of(expected, received, context)
    }

    /// Whether it is one of these texts.
    fn is_one_of(&self, texts: &[String]) -> bool {
        texts.iter().any(|text| normal(text) == self.received)
    }
}

/// The kind of a wrong text.
pub(super) fn kind(seen: &Seen<'_>) -> FailureKind {
    if let Some(kind) = price::kind(seen).or_else(|| label::kind(seen)) {
        return kind;
    }
    if seen.expected.is_empty() {
        // The indicator is not cleared, whatever else is sent to clear it.
        return form(seen).unwrap_or(FailureKind::NotCleared);
    }
    if seen.received.is_empty() {
        return FailureKind::EmptyText;
    }
    of_others(seen).or_else(|| form(seen)).or_else(|| shape(seen)).unwrap_or(FailureKind::WrongText)
}

/// How a language or a format shows a value that should have been a text.
pub(super) fn form(seen: &Seen<'_>) -> Option<FailureKind> {
    form::kind(&seen.expected, &seen.received)
}

/// A right text, but not here.
pub(super) fn of_others(seen: &Seen<'_>) -> Option<FailureKind> {
    let context = seen.context;
    if context.sent.is_some_and(|sent| normal(sent) == seen.received) {
        return None;
    }
    if seen.is_one_of(context.later) {
        Some(FailureKind::WrongOrder)
    } else if seen.is_one_of(context.earlier) {
        Some(FailureKind::EarlierMessage)
    } else if seen.is_one_of(context.others) {
        Some(FailureKind::OtherClientsMessage)
    } else {
        None
    }
}

/// The right text, changed.
fn shape(seen: &Seen<'_>) -> Option<FailureKind> {
    let (expected, received) = (seen.expected.as_str(), seen.received.as_str());
    let spaceless = |text: &str| text.split_whitespace().collect::<String>();
    let is_sent = seen.context.sent.is_some_and(|sent| !sent.is_empty() && normal(sent) == received);
    Some(if is_sent && expected.ends_with(received) {
        FailureKind::MissingPrefix
    } else if expected.to_lowercase() == received.to_lowercase() {
        FailureKind::WrongCase
    } else if spaceless(expected) == spaceless(received) {
        FailureKind::WrongSpaces
    } else if expected.contains(received) {
        if expected.ends_with(received) { FailureKind::MissingPrefix } else { FailureKind::Truncated }
    } else if received.contains(expected) {
        FailureKind::ExtraText
    } else {
        return None;
    })
}
