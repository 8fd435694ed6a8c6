//! JSON where plain text is due.

use serde_json::Value;

use super::seen::{Rest, Seen};
use crate::failure::FailureKind;

/// The right text inside JSON: a text in quotation marks, or an object or a list that holds it.
pub(super) fn around(seen: &Seen<'_>) -> Option<FailureKind> {
    let wrapped = |rest: &Rest<'_>| read(rest).is_some_and(|value| holds(seen, rest, &value));
    seen.rests().iter().any(wrapped).then_some(FailureKind::JsonWrapped)
}

/// An object or a list of JSON where something else is due.
pub(super) fn instead(seen: &Seen<'_>) -> Option<FailureKind> {
    let instead = |rest: &Rest<'_>| matches!(read(rest), Some(Value::Object(_) | Value::Array(_)));
    seen.rests().iter().any(instead).then_some(FailureKind::JsonWrapped)
}

/// What stands there as JSON, unless JSON is due there.
fn read(rest: &Rest<'_>) -> Option<Value> {
    let is_due = rest.due.starts_with(['{', '[', '"']);
    let is_json = rest.value.starts_with(['{', '[', '"']);
    (is_json && !is_due).then(|| serde_json::from_str(rest.value).ok()).flatten()
}

/// Whether one of the texts in a value is the right one.
fn holds(seen: &Seen<'_>, rest: &Rest<'_>, value: &Value) -> bool {
    match value {
        Value::String(text) => seen.is_meant_at(rest, text),
        Value::Array(values) => values.iter().any(|value| holds(seen, rest, value)),
        Value::Object(fields) => fields.values().any(|value| holds(seen, rest, value)),
        _ => false,
    }
}
