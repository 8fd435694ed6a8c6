//! Whether what came is what the contract asks for, and if not, what kind of mistake it is. Pure.
//!
//! Six things are tolerated and noted: letters of Hangul that are not composed (NFD), white space at the end, CRLF for
//! LF, `...` for `…`, U+FE0F after an emoji or none, and other white space beside an emoji. The last three only where
//! the server chooses the words: what a client has sent must come back as it was.

mod begins;
mod classify;
mod emoji;
mod json;
mod number;
mod placeholder;
mod pointer;
mod time;
mod tolerance;

use std::collections::BTreeMap;

use serde_json::Value;

pub(crate) use self::placeholder::Placeholder;
use self::{classify::Seen, pointer::first_difference};
use crate::{failure::FailureKind, verdict::Note};

/// What a message is seen against.
#[derive(Clone, Copy, Debug, Default)]
pub struct Context<'a> {
    /// The text this client sent last.
    pub sent: Option<&'a str>,
    /// Texts that were due to this client before.
    pub earlier: &'a [String],
    /// Texts that are due to this client later.
    pub later: &'a [String],
    /// Texts that other clients sent, and that are due to them.
    pub others: &'a [String],
}

/// The verdict on a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Judged {
    /// As it should be, with what is tolerated.
    Same(Vec<Note>),
    /// Not as it should be.
    Differs {
        /// What kind of mistake it is; `WrongText` when no other kind fits.
        kind: FailureKind,
        /// The first grapheme cluster that differs, counted from 0, after both were composed (NFC). A place where
        /// something tolerated differs counts when it comes first. `None` where JSON is due.
        at: Option<usize>,
    },
}

/// Whether a text is this one.
#[must_use]
pub fn text(expected: &str, received: &str, context: &Context<'_>) -> Judged {
    match tolerance::tolerated(expected, received, context.sent) {
        Some(notes) => Judged::Same(notes),
        None => Judged::Differs {
            kind: classify::kind(&Seen::of(expected, received, context)),
            at: first_difference(expected, received),
        },
    }
}

/// Whether a text is one of these.
#[must_use]
pub fn one_of(expected: &[String], received: &str, context: &Context<'_>) -> Judged {
    best(expected.iter().map(|expected| text(expected, received, context)))
}

/// Whether a text begins in one of these ways and goes on.
#[must_use]
pub fn begins(expected: &[String], received: &str, context: &Context<'_>) -> Judged {
    best(expected.iter().map(|expected| begins::judge(expected, received, context)))
}

/// Whether a text is JSON that has at least this; the values it names are put into `named`.
///
/// Nothing is put there when it is not.
#[must_use]
pub fn json(expected: &Value, received: &str, named: &mut BTreeMap<String, String>) -> Judged {
    json::judge(expected, received, named)
}

/// The number that stands where the pattern has `{n}`: decimal digits without a sign or zeros in front.
///
/// # Errors
///
/// The text is not of this pattern: what kind of mistake it is, as in [`text`].
pub fn number(pattern: &str, received: &str) -> Result<(u64, Vec<Note>), (FailureKind, Option<usize>)> {
    number::judge(pattern, received)
}

/// The verdict of several that says most: the same with the fewest notes, else the first kind that is not `WrongText`,
/// else what differs last.
fn best(judged: impl Iterator<Item = Judged>) -> Judged {
    let rank = |judged: &Judged| match judged {
        Judged::Same(notes) => (0, notes.len()),
        Judged::Differs { kind, .. } if *kind != FailureKind::WrongText => (1, 0),
        Judged::Differs { at, .. } => (2, usize::MAX - at.unwrap_or(0)),
    };
    judged.min_by_key(rank).unwrap_or(Judged::Differs { kind: FailureKind::WrongText, at: None })
}

#[cfg(test)]
mod tests;
