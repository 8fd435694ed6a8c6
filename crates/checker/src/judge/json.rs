//! JSON that has at least what is expected.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{Judged, placeholder::Placeholder, time};
use crate::failure::FailureKind;

/// What is named, until all of it is right.
type Named = BTreeMap<String, String>;

pub(super) fn judge(expected: &Value, received: &str, named: &mut BTreeMap<String, String>) -> Judged {
    let differs = |kind| Judged::Differs { kind, at: None };
    let Ok(value) = serde_json::from_str::<Value>(received) else {
        let python = received.contains("{'") || received.trim() == "None";
        return differs(if python { FailureKind::PythonRepr } else { FailureKind::NotJson });
    };
    let mut found = Named::new();
    match holds(expected, &value, &mut found) {
        Ok(()) => {
            named.append(&mut found);
            Judged::Same(Vec::new())
        }
        Err(kind) => differs(kind),
    }
}

fn holds(expected: &Value, value: &Value, named: &mut Named) -> Result<(), FailureKind> {
    match (expected, value) {
        (Value::String(text), value) => text_or_placeholder(text, value, named),
        (Value::Object(fields), Value::Object(found)) => fields.iter().try_for_each(|(name, expected)| {
            let value = found.get(name).ok_or(FailureKind::JsonMissingField)?;
            holds(expected, value, named)
        }),
        (Value::Array(items), Value::Array(found)) => {
            if items.len() != found.len() {
                return Err(FailureKind::JsonWrongValue);
            }
            items.iter().zip(found).try_for_each(|(expected, value)| holds(expected, value, named))
        }
        (Value::Number(expected), Value::Number(value)) => when(expected.as_f64() == value.as_f64()),
        (Value::Bool(expected), Value::Bool(value)) => when(expected == value),
        (Value::Null, Value::Null) => Ok(()),
        _ => Err(FailureKind::JsonWrongType),
    }
}

fn text_or_placeholder(text: &str, value: &Value, named: &mut Named) -> Result<(), FailureKind> {
    let Ok(Some(placeholder)) = Placeholder::read(text) else {
        let found = value.as_str().ok_or(FailureKind::JsonWrongType)?;
        return when(found == text);
    };
    match (&placeholder, value) {
        (Placeholder::Any, _)
        | (Placeholder::Bool, Value::Bool(_))
        | (Placeholder::Text(_), Value::String(_))
        | (Placeholder::Number(_), Value::Number(_)) => {}
        (Placeholder::Time, Value::String(text)) => when(time::is_utc(text))?,
        (Placeholder::Range(from, to), Value::Number(number)) => {
            when(number.as_f64().is_some_and(|number| (*from..=*to).contains(&number)))?;
        }
        (Placeholder::Equal(expected), Value::Number(number)) => when(expected.as_f64() == number.as_f64())?,
        _ => return Err(FailureKind::JsonWrongType),
    }
    if let Some(name) = placeholder.name() {
        let found = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        named.insert(name.to_owned(), found);
    }
    Ok(())
}

fn when(right: bool) -> Result<(), FailureKind> {
    if right { Ok(()) } else { Err(FailureKind::JsonWrongValue) }
}
