//! Places in a text that were to be filled and were not.

use super::seen::Seen;
use crate::{failure::FailureKind, judge::tolerance::normal};

/// A placeholder, where the rest of the text is right: `Echo: {data}`, `Echo: ${data}`, `Echo: %s`.
pub(super) fn kind(seen: &Seen<'_>) -> Option<FailureKind> {
    let pieces = between(&seen.received);
    let (first, others) = pieces.split_first()?;
    let (last, middle) = others.split_last()?;
    let mut rest = seen.expected.strip_prefix(first.as_str())?.strip_suffix(last.as_str())?;
    for piece in middle {
        rest = rest.split_once(piece.as_str())?.1;
    }
    Some(FailureKind::Placeholder)
}

/// What stands before, between and after the placeholders of a text; one piece when there is none.
fn between(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut piece = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        if let Some(length) = length(rest) {
            pieces.push(std::mem::take(&mut piece));
            rest = &rest[length..];
        } else {
            piece.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    pieces.push(normal(&piece));
    pieces
}

/// The bytes of the placeholder that a text begins with: `{data}`, `{}`, `{{ data }}`, `${data}`, `#{data}`, `$data`,
/// `%s`, `%(data)s`.
fn length(text: &str) -> Option<usize> {
    if let Some(rest) = text.strip_prefix('%') {
        let named = rest.strip_prefix('(').and_then(|rest| rest.find(')')).map_or(0, |end| end + 2);
        return rest[named..].starts_with(['s', 'd', 'i', 'v', 'r']).then_some(named + 2);
    }
    let mark = usize::from(text.starts_with(['$', '#']));
    let rest = &text[mark..];
    if let Some(inner) = rest.strip_prefix("{{") {
        return inner.find("}}").filter(|end| is_expression(inner[..*end].trim())).map(|end| mark + end + 4);
    }
    if let Some(inner) = rest.strip_prefix('{') {
        return inner.find('}').filter(|end| is_expression(&inner[..*end])).map(|end| mark + end + 2);
    }
    let name =
        rest.find(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').unwrap_or(rest.len());
    let is_name = text.starts_with('$') && rest.starts_with(|first: char| first.is_ascii_alphabetic());
    is_name.then_some(mark + name)
}

/// What programs write between the braces: nothing, a number, a name with what is done to it, a format.
fn is_expression(text: &str) -> bool {
    let name = text.split(':').next().unwrap_or(text);
    let letter = |letter: char| letter.is_alphanumeric() || "_.()[]'\"".contains(letter);
    name.chars().all(letter) && !name.starts_with(['"', '\''])
}
