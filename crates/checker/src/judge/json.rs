//! Containment of JSON: what is named must be there, and more may be.

use std::{cmp::Ordering, collections::BTreeMap};

use serde_json::{Number, Value};
use unicode_normalization::UnicodeNormalization;

use super::{Judged, Placeholder, classify, time::is_moment};
use crate::{failure::FailureKind, verdict::Note};

pub(super) fn judge(expected: &Value, received: &str, named: &mut BTreeMap<String, String>) -> Judged {
    let Ok(value) = serde_json::from_str(received) else {
        let kind = classify::no_json(received).unwrap_or(FailureKind::NotJson);
        return Judged::Differs { kind, at: None };
    };
    let mut seen = Seen::default();
    match seen.holds(expected, &value) {
        Ok(()) => {
            named.extend(seen.named);
            Judged::Same(if seen.composed { vec![Note::Nfd] } else { Vec::new() })
        }
        Err(kind) => Judged::Differs { kind, at: None },
    }
}

/// What was found on the way.
#[derive(Debug, Default)]
struct Seen {
    named: BTreeMap<String, String>,
    /// Whether a text is equal only when it is composed.
    composed: bool,
}

type Held = Result<(), FailureKind>;

impl Seen {
    fn holds(&mut self, expected: &Value, received: &Value) -> Held {
        match (expected, received) {
            (Value::Object(expected), Value::Object(received)) => {
                // The type of an object explains every other difference, so that it is looked at first.
                let mut fields: Vec<(&String, &Value)> = expected.iter().collect();
                fields.sort_by_key(|(key, _)| *key != "type");
                fields.into_iter().try_for_each(|(key, expected)| {
                    let received = received.get(key).ok_or(FailureKind::JsonMissingField)?;
                    self.holds(expected, received)
                })
            }
            (Value::Array(expected), Value::Array(received)) => {
                value(expected.len() == received.len())?;
                expected
                    .iter()
                    .zip(received)
                    .try_for_each(|(expected, received)| self.holds(expected, received))
            }
            (Value::String(expected), received) => self.text(expected, received),
            (Value::Number(expected), Value::Number(received)) => value(is_equal(expected, received)),
            (Value::Bool(expected), Value::Bool(received)) => value(expected == received),
            (Value::Null, Value::Null) => Ok(()),
            _ => Err(FailureKind::JsonWrongType),
        }
    }

    /// A text, or the placeholder that it is.
    fn text(&mut self, expected: &str, received: &Value) -> Held {
        match (Placeholder::read(expected), received) {
            (Ok(Some(placeholder)), received) => {
                fits(&placeholder, received)?;
                let text = received.as_str().map_or_else(|| received.to_string(), str::to_owned);
                self.named.extend(placeholder.name().map(|name| (name.to_owned(), text)));
                Ok(())
            }
            (_, Value::String(received)) => {
                let same = expected.nfc().eq(received.nfc());
                self.composed |= same && expected != received;
                value(same)
            }
            _ => Err(FailureKind::JsonWrongType),
        }
    }
}

/// Whether a value is one that the placeholder stands for.
fn fits(placeholder: &Placeholder, received: &Value) -> Held {
    match (placeholder, received) {
        (Placeholder::Any, _)
        | (Placeholder::Bool, Value::Bool(_))
        | (Placeholder::Text(_), Value::String(_))
        | (Placeholder::Number(_), Value::Number(_)) => Ok(()),
        (Placeholder::Time, Value::String(text)) => value(is_moment(text)),
        (Placeholder::Range(from, to), Value::Number(number)) => {
            value(number.as_f64().is_some_and(|number| (*from..=*to).contains(&number)))
        }
        (Placeholder::Equal(expected), Value::Number(received)) => value(is_equal(expected, received)),
        _ => Err(FailureKind::JsonWrongType),
    }
}

fn value(right: bool) -> Held {
    if right { Ok(()) } else { Err(FailureKind::JsonWrongValue) }
}

/// Whether two numbers are equal: `1` is `1.0`. Whole numbers are compared to their last digit, which floating point
/// does not have beyond 2⁵³.
fn is_equal(one: &Number, other: &Number) -> bool {
    let whole = |number: &Number| number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
    match (whole(one), whole(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one.as_f64().partial_cmp(&other.as_f64()) == Some(Ordering::Equal),
    }
}
