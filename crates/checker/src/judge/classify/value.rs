//! Values of a program that were put into a text as the program shows them.

use super::seen::{Rest, Seen};
use crate::failure::FailureKind;

/// The kind of a text in which a value stands as Python, JavaScript or Rust shows it.
pub(super) fn kind(seen: &Seen<'_>) -> Option<FailureKind> {
    seen.rests().iter().find_map(|rest| {
        let shape = shape(rest.value).or_else(|| word(rest.value));
        // What is due there may look like that itself, when a client has sent it.
        let shape = shape.filter(|_| self::shape(rest.due).is_none());
        shape.or_else(|| quoted(seen, rest)).or_else(|| bytes(seen, rest))
    })
}

/// The kind of a text where the empty one is due. `null` may be anybody's.
pub(super) fn empty(seen: &Seen<'_>) -> Option<FailureKind> {
    let value = seen.raw.trim();
    let quotes = (value == "''").then_some(FailureKind::PythonRepr);
    quotes.or_else(|| shape(value)).or_else(|| word(value).filter(|_| value != "null"))
}

/// The kind of a text that is not JSON although JSON is due.
pub(in crate::judge) fn no_json(text: &str) -> Option<FailureKind> {
    shape(text.trim()).or_else(|| word(text.trim()))
}

/// Words that stand for a value in one of the languages.
pub(super) fn word(value: &str) -> Option<FailureKind> {
    match value {
        "None" | "True" | "False" => Some(FailureKind::PythonRepr),
        "undefined" | "null" | "NaN" => Some(FailureKind::JavascriptRepr),
        _ => None,
    }
}

/// The kind of a value by its first and last characters.
fn shape(value: &str) -> Option<FailureKind> {
    if is_bytes(value) {
        Some(FailureKind::BytesRepr)
    } else if is_javascript(value) {
        Some(FailureKind::JavascriptRepr)
    } else if is_python(value) {
        Some(FailureKind::PythonRepr)
    } else if is_rust(value) {
        Some(FailureKind::RustRepr)
    } else {
        None
    }
}

/// `b'…'`, `b"…"`, also inside `bytearray(…)`.
fn is_bytes(value: &str) -> bool {
    let array = value.strip_prefix("bytearray(").and_then(|inner| inner.strip_suffix(')'));
    let value = array.unwrap_or(value);
    ['\'', '"'].into_iter().any(|quote| {
        let inner = value.strip_prefix('b').and_then(|rest| rest.strip_prefix(quote));
        inner.is_some_and(|inner| inner.ends_with(quote))
    })
}

/// `[object …]`, `<Buffer …>`, `Promise { … }`, `{ type: 'typing' }`, and a buffer as JSON.
fn is_javascript(value: &str) -> bool {
    const BEGINNINGS: [&str; 5] = ["[object ", "<Buffer", "Promise {", "[Function", "{\"type\":\"Buffer\""];
    let inner = value.strip_prefix("{ ").and_then(|inner| inner.strip_suffix(" }"));
    let field = inner.and_then(|inner| inner.split_once(": "));
    let is_name = |name: &str| name.starts_with(char::is_alphabetic) && !name.contains(char::is_whitespace);
    field.is_some_and(|(name, _)| is_name(name))
        || BEGINNINGS.iter().any(|beginning| value.starts_with(beginning))
}

/// `{'type': 'typing'}`, `['love']`, `('love',)`, `<… object at 0x…>`, `Message(data='…')`.
fn is_python(value: &str) -> bool {
    const BEGINNINGS: [&str; 7] =
        ["{'", "['", "('", "<class '", "<function ", "<coroutine ", "<bound method "];
    let object = value.starts_with('<') && value.contains(" object at 0x");
    let made = call(value).is_some_and(|inner| ["='", "=\"", "=b'"].iter().any(|mark| inner.contains(mark)));
    let begins = || BEGINNINGS.iter().any(|beginning| value.starts_with(beginning));
    value.ends_with(['}', ']', ')', '>']) && (object || made || begins())
}

/// `Some("…")`, `Text("…")`, `Message { text: "…" }`.
fn is_rust(value: &str) -> bool {
    let name = name(value);
    let fields = value[name.len()..].strip_prefix(" { ").and_then(|rest| rest.strip_suffix(" }"));
    call(value).is_some() || (!name.is_empty() && fields.is_some_and(|fields| fields.contains(": ")))
}

/// What stands between the parentheses of `Name(…)`.
fn call(value: &str) -> Option<&str> {
    let name = name(value);
    let inner = value[name.len()..].strip_prefix('(')?.strip_suffix(')')?;
    (!name.is_empty()).then_some(inner)
}

/// The name of a type that a value begins with: a capital letter, then letters and digits; empty when there is none.
fn name(value: &str) -> &str {
    let end = value.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != ':');
    let is_name = value.starts_with(|first: char| first.is_ascii_uppercase());
    if is_name { &value[..end.unwrap_or(value.len())] } else { "" }
}

/// `'…'`, as Python shows a text.
fn quoted(seen: &Seen<'_>, rest: &Rest<'_>) -> Option<FailureKind> {
    let inner = rest.value.strip_prefix('\'')?.strip_suffix('\'')?;
    seen.is_meant_at(rest, inner).then_some(FailureKind::PythonRepr)
}

/// The bytes of the text as numbers: `[236, 149, 136]` in Rust, `236,149,136` in JavaScript.
fn bytes(seen: &Seen<'_>, rest: &Rest<'_>) -> Option<FailureKind> {
    let list = rest.value.strip_prefix('[').and_then(|inner| inner.strip_suffix(']'));
    let numbers = list.unwrap_or(rest.value).split(',');
    let bytes = numbers.map(|number| number.trim().parse().ok()).collect::<Option<Vec<u8>>>()?;
    let text = String::from_utf8(bytes).ok()?;
    let kind = if list.is_some() { FailureKind::RustRepr } else { FailureKind::JavascriptRepr };
    seen.is_meant_at(rest, &text).then_some(kind)
}
