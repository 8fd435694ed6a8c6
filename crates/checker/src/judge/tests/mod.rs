//! Right and wrong messages of the five labs, and how they are judged.

mod json;
mod kinds;
mod number;
mod places;
mod prices;
mod random;
mod tolerance;

use super::{Context, Judged, text};
use crate::{failure::FailureKind, verdict::Note};

/// The kind of mistake, for a client that sent this.
fn kind_of(sent: Option<&str>, expected: &str, received: &str) -> FailureKind {
    match text(expected, received, &Context { sent, ..Context::default() }) {
        Judged::Differs { kind, at } => {
            assert!(at.is_some(), "{expected:?} and {received:?} differ nowhere");
            kind
        }
        Judged::Same(notes) => panic!("{expected:?} and {received:?} are the same, with {notes:?}"),
    }
}

/// The kind of mistake of an echo, for a client that sent this.
fn echo(sent: &str, received: &str) -> FailureKind {
    kind_of(Some(sent), &format!("Echo: {sent}"), received)
}

/// What was tolerated, for a client that sent this; `None` when it is wrong.
fn notes(sent: Option<&str>, expected: &str, received: &str) -> Option<Vec<Note>> {
    match text(expected, received, &Context { sent, ..Context::default() }) {
        Judged::Same(notes) => Some(notes),
        Judged::Differs { .. } => None,
    }
}
