//! Why a check ends before its last step.

use crate::{
    failure::FailureKind,
    scenario::Unbound,
    verdict::{Expected, Failure, Received, Unplayable},
};

use super::{Impossible, record::EventId};

/// Why a check ends before its last step.
#[derive(Debug)]
pub(super) enum Halt {
    Fail(Box<Failure>),
    Unplayable(Unplayable),
    Impossible(Impossible),
}

impl From<Impossible> for Halt {
    fn from(impossible: Impossible) -> Self {
        Self::Impossible(impossible)
    }
}

impl From<Unbound> for Halt {
    fn from(unbound: Unbound) -> Self {
        Self::Impossible(unbound.into())
    }
}

/// What went wrong, before it is known where.
#[derive(Debug)]
pub(super) struct Wrong {
    pub(super) kind: FailureKind,
    pub(super) client: Option<String>,
    pub(super) sent: Option<String>,
    pub(super) expected: Expected,
    pub(super) received: Received,
    pub(super) differs_at: Option<usize>,
    pub(super) event: Option<EventId>,
}

impl Wrong {
    pub(super) fn new(kind: FailureKind, expected: Expected, received: Received) -> Self {
        Self { kind, client: None, sent: None, expected, received, differs_at: None, event: None }
    }

    pub(super) fn client(self, name: &str, sent: Option<String>) -> Self {
        Self { client: Some(name.to_owned()), sent, ..self }
    }

    pub(super) fn event(self, event: EventId) -> Self {
        Self { event: Some(event), ..self }
    }

    pub(super) fn differs_at(self, differs_at: Option<usize>) -> Self {
        Self { differs_at, ..self }
    }
}
