//! Expected JSON, which a scenario writes as TOML or as a text with JSON.

use serde_json::{Map, Number, Value};
use toml::de::DeValue;

use super::names::with_ones;
use crate::{
    document::{Entry, Reading, both},
    judge::Placeholder,
};

/// The JSON that an entry stands for, with the names that its placeholders give.
pub(super) fn read(reading: &Reading<'_>, entry: &Entry<'_>) -> (Value, Vec<String>) {
    let value = match entry.get_ref() {
        DeValue::String(text) if text.starts_with(['{', '[']) => {
            serde_json::from_str(text).unwrap_or_else(|error| {
                reading.wrong(&entry.span(), both!("JSON 이 아닙니다: {error}", "not JSON: {error}"));
                Value::Null
            })
        }
        _ => value(reading, entry),
    };
    let mut named = Vec::new();
    placeholders(reading, entry, &value, &mut named);
    (value, named)
}

/// A value of TOML as one of JSON.
pub(super) fn value(reading: &Reading<'_>, entry: &Entry<'_>) -> Value {
    let read = match entry.get_ref() {
        DeValue::String(text) => Some(Value::from(text.as_ref())),
        DeValue::Boolean(boolean) => Some(Value::from(*boolean)),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).ok().map(Value::from)
        }
        DeValue::Float(number) => number.as_str().parse().ok().and_then(Number::from_f64).map(Value::from),
        DeValue::Array(entries) => Some(entries.iter().map(|entry| value(reading, entry)).collect()),
        DeValue::Table(table) => {
            let fields = table.iter().map(|(key, entry)| (key.get_ref().to_string(), value(reading, entry)));
            Some(Value::from(fields.collect::<Map<_, _>>()))
        }
        DeValue::Datetime(_) => None,
    };
    read.unwrap_or_else(|| {
        let text = both!(
            "JSON 에 없는 값입니다. \"글자\"로 쓰세요. 시각은 \"<time>\"",
            "JSON has no such value; write it as a \"text\", and \"<time>\" for a moment"
        );
        reading.wrong(&entry.span(), text);
        Value::Null
    })
}

/// Notes a mistake for every text that looks like a placeholder and is none, and the names of the others.
fn placeholders(reading: &Reading<'_>, entry: &Entry<'_>, value: &Value, named: &mut Vec<String>) {
    match value {
        Value::String(text) => placeholder(reading, entry, text, named),
        Value::Array(values) => values.iter().for_each(|value| placeholders(reading, entry, value, named)),
        Value::Object(fields) => fields.values().for_each(|value| placeholders(reading, entry, value, named)),
        _ => {}
    }
}

fn placeholder(reading: &Reading<'_>, entry: &Entry<'_>, text: &str, named: &mut Vec<String>) {
    let Ok(placeholder) = Placeholder::read(&with_ones(text)) else {
        let text = both!(
            "`{text}`: 쓸 수 있는 것은 <any> <string> <string:name> <number> <number:name> <number 0 1> <number=7> \
             <bool> <time>",
            "`{text}`: there are <any> <string> <string:name> <number> <number:name> <number 0 1> <number=7> <bool> \
             <time>"
        );
        reading.wrong(&entry.span(), text);
        return;
    };
    named.extend(placeholder.as_ref().and_then(Placeholder::name).map(str::to_owned));
}
