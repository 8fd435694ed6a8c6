//! The right characters, written or read in another way.

use super::seen::Seen;
use crate::failure::FailureKind;

/// The kind of a text whose characters are escaped, or were read as another encoding.
pub(super) fn kind(seen: &Seen<'_>) -> Option<FailureKind> {
    let (due, raw) = (seen.due, seen.raw);
    let more = |mark: &str| raw.matches(mark).count() > due.matches(mark).count();
    let meant = |text: &str| text != raw && seen.is_meant(text);
    let read = unescaped(raw);
    // A code is told by its digits: `\u` alone may be part of a path.
    if meant(&read) || (more("\\u") && read != raw) {
        Some(FailureKind::AsciiEscapes)
    } else if meant(&unentitled(raw)) || ["&lt;", "&gt;", "&amp;", "&quot;", "&#"].into_iter().any(more) {
        Some(FailureKind::HtmlEscaped)
    } else if latin(raw).is_some_and(|text| meant(&text)) || replaced(seen) {
        Some(FailureKind::Mojibake)
    } else {
        None
    }
}

/// All characters beyond ASCII are gone, and the rest is there.
pub(super) fn lost(seen: &Seen<'_>) -> Option<FailureKind> {
    let bare = |text: &str| skeleton(text).split_whitespace().collect::<String>();
    let gone = seen.raw.is_ascii() && !seen.due.is_ascii() && bare(seen.raw) == bare(seen.due);
    gone.then_some(FailureKind::Mojibake)
}

/// The text with `\uac00`, `\u{ac00}` and runs of `\xea\xb0\x80` read as the characters they stand for.
fn unescaped(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        made.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some((characters, length)) = escape(rest) {
            made.push_str(&characters);
            rest = &rest[length..];
        } else {
            made.push('\\');
            rest = &rest[1..];
        }
    }
    made + rest
}

/// What the escapes at the beginning stand for, and how many bytes they take.
fn escape(text: &str) -> Option<(String, usize)> {
    if let Some((code, _)) = text.strip_prefix("\\u{").and_then(|rest| rest.split_once('}')) {
        let character = char::from_u32(u32::from_str_radix(code, 16).ok()?)?;
        return Some((character.to_string(), code.len() + 4));
    }
    let units: Vec<u16> = codes(text, "\\u", 4).collect();
    if !units.is_empty() {
        return Some((String::from_utf16(&units).ok()?, units.len() * 6));
    }
    let bytes: Option<Vec<u8>> = codes(text, "\\x", 2).map(|byte| u8::try_from(byte).ok()).collect();
    let bytes = bytes.filter(|bytes| !bytes.is_empty())?;
    let length = bytes.len() * 4;
    Some((String::from_utf8(bytes).ok()?, length))
}

/// The codes at the beginning of a text, each of so many hexadecimal digits behind the same mark.
fn codes(text: &str, mark: &'static str, digits: usize) -> impl Iterator<Item = u16> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let code = rest.strip_prefix(mark)?.get(..digits)?;
        let right = code.bytes().all(|digit| digit.is_ascii_hexdigit());
        rest = &rest[mark.len() + digits..];
        right.then(|| u16::from_str_radix(code, 16).ok())?
    })
}

/// The text with the entities of HTML read as the characters they stand for.
fn unentitled(text: &str) -> String {
    let mut made = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        made.push_str(before);
        let read = after.split_once(';').and_then(|(name, after)| Some((entity(name)?, after)));
        let (character, after) = read.unwrap_or(('&', after));
        made.push(character);
        rest = after;
    }
    made + rest
}

fn entity(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16),
                None => code.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

/// The text whose UTF-8 was read as Latin-1, or as the code page 1252 of Windows.
fn latin(text: &str) -> Option<String> {
    /// What 1252 has from 0x80 on where Latin-1 has control characters; a space where it has nothing.
    const WINDOWS: &str = "€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ";
    let byte = |character: char| {
        let place = WINDOWS.chars().position(|other| other == character && other != ' ');
        let code = place.map_or(Some(u32::from(character)), |place| u32::try_from(0x80 + place).ok());
        u8::try_from(code?).ok()
    };
    if text.is_ascii() {
        return None;
    }
    String::from_utf8(text.chars().map(byte).collect::<Option<Vec<u8>>>()?).ok()
}

/// The ASCII characters are right, and in place of the others stand question marks, U+FFFD, or signs of Latin-1.
fn replaced(seen: &Seen<'_>) -> bool {
    let marks = |text: &str| {
        let mark = |character: &char| matches!(character, '?' | '\u{fffd}' | '\u{80}'..='\u{ff}');
        text.chars().filter(mark).count()
    };
    !seen.due.is_ascii() && marks(seen.raw) > marks(seen.due) && skeleton(seen.raw) == skeleton(seen.due)
}

/// The ASCII characters but question marks.
fn skeleton(text: &str) -> String {
    text.trim_end().chars().filter(|character| character.is_ascii() && *character != '?').collect()
}
