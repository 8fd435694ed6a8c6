//! Values that a language shows in its own way, and encodings that were mixed up.

use serde_json::Value;

use super::super::tolerance::normal;
use crate::failure::FailureKind;

/// The kind, where the text has a form that no right text has and the expected one has not.
pub(super) fn kind(expected: &str, received: &str) -> Option<FailureKind> {
    let new = |mark: &str| received.contains(mark) && !expected.contains(mark);
    let is_quoted = !expected.contains('"')
        && received.matches('"').count() == 2
        && received.replace('"', "") == expected;
    if is_quoted || json_holds(expected, received) {
        Some(FailureKind::JsonWrapped)
    } else if new("b'") || new("b\"") {
        Some(FailureKind::BytesRepr)
    } else if is_escaped(expected, received) {
        Some(FailureKind::AsciiEscapes)
    } else if new("[object ")
        || new("undefined")
        || new("<Buffer ")
        || received == "null"
        || received == "NaN"
    {
        Some(FailureKind::JavascriptRepr)
    } else if is_rust(expected, received) {
        Some(FailureKind::RustRepr)
    } else if is_python(expected, received) {
        Some(FailureKind::PythonRepr)
    } else if ["&lt;", "&gt;", "&amp;", "&quot;", "&#39;", "&#x27;"].iter().any(|entity| new(entity)) {
        Some(FailureKind::HtmlEscaped)
    } else if is_mojibake(expected, received) {
        Some(FailureKind::Mojibake)
    } else if is_placeholder(expected, received) {
        Some(FailureKind::Placeholder)
    } else {
        None
    }
}

/// JSON with the right text in it, however deep, or as a text of JSON itself.
fn json_holds(expected: &str, received: &str) -> bool {
    fn holds(value: &Value, expected: &str) -> bool {
        match value {
            Value::String(text) => normal(text) == expected,
            Value::Array(values) => values.iter().any(|value| holds(value, expected)),
            Value::Object(fields) => fields.values().any(|value| holds(value, expected)),
            _ => false,
        }
    }
    let value = serde_json::from_str::<Value>(received).ok();
    // An object is a wrapping whatever is in it, where no object is asked for.
    let object = |value: &Value| value.is_object() && !expected.starts_with('{');
    value.is_some_and(|value| holds(&value, expected) || object(&value))
}

/// `\uc548` for what is not ASCII.
fn is_escaped(expected: &str, received: &str) -> bool {
    let escapes = |text: &str| {
        text.match_indices("\\u")
            .filter(|(at, _)| {
                let digits = text.as_bytes().get(at + 2..at + 6);
                digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            })
            .count()
    };
    escapes(received) > escapes(expected)
}

fn is_rust(expected: &str, received: &str) -> bool {
    ["Some(\"", "Some(", "Text(\"", "Text(", "Ok(", "Utf8Bytes(", "ByteString("]
        .iter()
        .any(|mark| received.contains(mark) && !expected.contains(mark))
}

fn is_python(expected: &str, received: &str) -> bool {
    let dictionary = received.contains("{'") && !expected.contains("{'");
    let word = |word: &str| {
        received.split(|letter: char| !letter.is_alphanumeric()).any(|part| part == word)
            && !expected.contains(word)
    };
    dictionary || word("None") || word("True") || word("False")
}

/// Characters that were read in another encoding, or replaced.
fn is_mojibake(expected: &str, received: &str) -> bool {
    if expected.is_ascii() {
        return false;
    }
    let latin: String = expected.bytes().map(char::from).collect();
    let replaced = |mark: char| received.matches(mark).count() > expected.matches(mark).count();
    let lost = expected.chars().filter(char::is_ascii).collect::<String>();
    let kept = received.chars().filter(|letter| letter.is_ascii() && *letter != '?').collect::<String>();
    received == latin
        || replaced('\u{fffd}')
        || received.contains("Ã")
        || received.contains("ì")
        || received.contains("ð\u{9f}")
        || (replaced('?') && kept == lost.replace('?', ""))
}

/// A place in the text that was never filled in.
fn is_placeholder(expected: &str, received: &str) -> bool {
    let braced = |text: &str| text.find('{').is_some_and(|at| text[at..].contains('}'));
    let marked = |mark: &str| received.contains(mark) && !expected.contains(mark);
    (braced(received) && !braced(expected)) || marked("%s") || marked("%d")
}
