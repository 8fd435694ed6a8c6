//! Texts of which only the beginning is known, such as what a server says when an exchange fails.

use super::{
    Context, Judged,
    classify::{self, Seen, price},
    first_difference,
    tolerance::{self, normal},
};
use crate::failure::FailureKind;

/// What the contract of lab 5 puts before the reason of a failure.
const SIGN: &str = "⚠";

pub(super) fn judge(expected: &str, received: &str, context: &Context<'_>) -> Judged {
    let notes = tolerance::fewest(|allowed| tolerance::begins(expected, received, allowed));
    match notes {
        Some(notes) => Judged::Same(notes),
        None => Judged::Differs {
            kind: kind(expected, received, context),
            at: first_difference(expected, received),
        },
    }
}

fn kind(expected: &str, received: &str, context: &Context<'_>) -> FailureKind {
    let seen = Seen::beginning(expected, received, context);
    let is_failure = expected.trim() == SIGN;
    let words = normal(received);
    if words.is_empty() {
        FailureKind::EmptyText
    } else if words == normal(expected.trim_end()) {
        if is_failure { FailureKind::NoReason } else { FailureKind::Truncated }
    } else if is_failure && price::tells_price(&words) {
        FailureKind::PriceDespiteFailure
    } else if expected == "$" && price::tells_price(&words) {
        FailureKind::PriceFormat
    } else if let Some(kind) = classify::form(&seen) {
        kind
    } else if is_failure {
        FailureKind::UnmarkedFailure
    } else {
        FailureKind::WrongText
    }
}
