//! Whether what came is what the contract asks for, and if not, what kind of mistake it is. Pure.

mod placeholder;

use std::collections::BTreeMap;

use serde_json::Value;

pub(crate) use self::placeholder::Placeholder;
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
        /// The first grapheme cluster that differs, counted from 0.
        at: Option<usize>,
    },
}

/// Whether a text is this one.
#[must_use]
pub fn text(_expected: &str, _received: &str, _context: &Context<'_>) -> Judged {
    Judged::Same(Vec::new())
}

/// Whether a text is one of these.
#[must_use]
pub fn one_of(_expected: &[String], _received: &str, _context: &Context<'_>) -> Judged {
    Judged::Same(Vec::new())
}

/// Whether a text begins in one of these ways and goes on.
#[must_use]
pub fn begins(_expected: &[String], _received: &str, _context: &Context<'_>) -> Judged {
    Judged::Same(Vec::new())
}

/// Whether a text is JSON that has at least this; the values it names are put into `named`.
#[must_use]
pub fn json(_expected: &Value, _received: &str, _named: &mut BTreeMap<String, String>) -> Judged {
    Judged::Same(Vec::new())
}

/// The number that stands where the pattern has `{n}`.
///
/// # Errors
///
/// The text is not of this pattern: what kind of mistake it is, as in [`text`].
pub fn number(_pattern: &str, _received: &str) -> Result<(u64, Vec<Note>), (FailureKind, Option<usize>)> {
    Ok((0, Vec::new()))
}
