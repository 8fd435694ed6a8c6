//! `<string>` and its like: what stands in expected JSON for a value that is not known beforehand.

use serde_json::Number;

/// What a value may be.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Placeholder {
    /// `<any>`: whatever it is.
    Any,
    /// `<bool>`: `true` or `false`.
    Bool,
    /// `<time>`: a moment as RFC 3339 writes it, in UTC.
    Time,
    /// `<string>`, `<string:name>`: a text, which gets this name.
    Text(Option<String>),
    /// `<number>`, `<number:name>`: a number, which gets this name.
    Number(Option<String>),
    /// `<number 0 1>`: a number in this range, both ends included.
    Range(f64, f64),
    /// `<number=7>`: this number.
    Equal(Number),
}

/// A text that looks like a placeholder and is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NoPlaceholder;

impl Placeholder {
    /// The placeholder that a text is; `None` for a text that stands for itself.
    pub(crate) fn read(text: &str) -> Result<Option<Self>, NoPlaceholder> {
        let Some(inner) = text.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')) else {
            return Ok(None);
        };
        let word =
            inner.find(|letter: char| !letter.is_ascii_alphanumeric()).map_or(inner, |end| &inner[..end]);
        let rest = &inner[word.len()..];
        match (word, rest) {
            ("any", "") => Ok(Some(Self::Any)),
            ("bool", "") => Ok(Some(Self::Bool)),
            ("time", "") => Ok(Some(Self::Time)),
            ("string", "") => Ok(Some(Self::Text(None))),
            ("number", "") => Ok(Some(Self::Number(None))),
            ("string", rest) => Ok(Some(Self::Text(Some(name(rest)?)))),
            ("number", rest) if rest.starts_with(':') => Ok(Some(Self::Number(Some(name(rest)?)))),
            ("number", rest) => Self::condition(rest).map(Some).ok_or(NoPlaceholder),
            ("any" | "bool" | "time", _) => Err(NoPlaceholder),
            _ => Ok(None),
        }
    }

    /// The name that the value gets.
    pub(crate) fn name(&self) -> Option<&str> {
        match self {
            Self::Text(name) | Self::Number(name) => name.as_deref(),
            _ => None,
        }
    }

    /// What follows `number`: `=7` or ` 0 1`.
    fn condition(text: &str) -> Option<Self> {
        if let Some(number) = text.strip_prefix('=') {
            return serde_json::from_str(number).ok().map(Self::Equal);
        }
        let (from, to) = text.strip_prefix(' ')?.split_once(' ')?;
        let (from, to): (f64, f64) = (from.parse().ok()?, to.parse().ok()?);
        (from <= to).then_some(Self::Range(from, to))
    }
}

/// The name behind the colon.
fn name(text: &str) -> Result<String, NoPlaceholder> {
    let name = text.strip_prefix(':').ok_or(NoPlaceholder)?;
    if crate::scenario::is_name(name) { Ok(name.to_owned()) } else { Err(NoPlaceholder) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_read_and_other_texts_stand_for_themselves() {
        for (text, read) in [
            ("<any>", Ok(Some(Placeholder::Any))),
            ("<bool>", Ok(Some(Placeholder::Bool))),
            ("<time>", Ok(Some(Placeholder::Time))),
            ("<string>", Ok(Some(Placeholder::Text(None)))),
            ("<string:id>", Ok(Some(Placeholder::Text(Some("id".into()))))),
            ("<number>", Ok(Some(Placeholder::Number(None)))),
            ("<number:n-1>", Ok(Some(Placeholder::Number(Some("n-1".into()))))),
            ("<number -1 1.5>", Ok(Some(Placeholder::Range(-1.0, 1.5)))),
            ("<number=7>", Ok(Some(Placeholder::Equal(7.into())))),
            ("", Ok(None)),
            ("any", Ok(None)),
            ("<b>굵게</b>", Ok(None)),
            ("<지움>", Ok(None)),
            ("<anything>", Ok(None)),
            ("<any", Ok(None)),
            ("<any 1>", Err(NoPlaceholder)),
            ("<time:at>", Err(NoPlaceholder)),
            ("<string 3>", Err(NoPlaceholder)),
            ("<string:>", Err(NoPlaceholder)),
            ("<string:Id>", Err(NoPlaceholder)),
            ("<number 1 0>", Err(NoPlaceholder)),
            ("<number 1>", Err(NoPlaceholder)),
            ("<number=x>", Err(NoPlaceholder)),
            ("<number NaN 1>", Err(NoPlaceholder)),
        ] {
            assert_eq!(Placeholder::read(text), read, "{text:?}");
        }
    }
}
