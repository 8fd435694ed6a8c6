//! Values that come from the seed, so that no answer can be written down beforehand.

mod draw;
mod stream;

use std::{collections::BTreeMap, fmt};

use self::stream::Stream;
use crate::price;

/// What kind of value it is: `{ kind = "word" }` in the scenario.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// `word`: six lower-case letters that no dictionary has.
    Word,
    /// `digits`: four digits, the first not 0.
    Digits,
    /// `hangul`: three syllables of Hangul.
    Hangul,
    /// `emoji`: one emoji of several code points or of one.
    Emoji,
    /// `number`: a whole number, `from` and `to` included.
    Number {
        /// At least.
        from: u64,
        /// At most.
        to: u64,
    },
    /// `text`: a text of exactly so many `bytes` of UTF-8: words, Hangul and emoji.
    Text {
        /// Bytes of UTF-8.
        bytes: usize,
    },
    /// `price`: a price as the exchange writes it (`70352.36000000`), from 60,000 to 80,000, or `near` another
    /// one of the scenario (less than 1 % off it), and a dollar or more off every earlier one. `cents` fixes the
    /// digits after the point (`"365"` for a value that ends in `.36500000`); else there are two, the second not 0.
    /// `{name}` is the text of the exchange, `{name.display}` what people read: `$70,352.36`, rounded half up.
    Price {
        /// The name of a price that was drawn before.
        near: Option<String>,
        /// Up to eight digits.
        cents: Option<String>,
    },
}

/// The values of one run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<String, String>);

/// A name in braces that has no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unbound(pub String);

impl fmt::Display for Unbound {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "`{{{}}}` has no value", self.0)
    }
}

impl std::error::Error for Unbound {}

impl Values {
    /// Draws the values of a scenario. The same seed gives the same values, whatever the machine.
    ///
    /// Each name has random numbers of its own, so that a value more or less leaves the others as they are. Words,
    /// digits, Hangul, emoji and prices are drawn again while an earlier value of the scenario is the same.
    #[must_use]
    pub fn draw(kinds: &[(String, Kind)], seed: u64) -> Self {
        let mut drawn: Vec<(&str, String)> = Vec::with_capacity(kinds.len());
        for (name, kind) in kinds {
            let value = draw::draw(kind, &mut Stream::of(seed, name), &drawn);
            drawn.push((name, value));
        }
        let mut values = Self::default();
        for ((name, value), (_, kind)) in drawn.into_iter().zip(kinds) {
            let display = matches!(kind, Kind::Price { .. }).then(|| price::display(&value)).flatten();
            values.set(name, value);
            if let Some(display) = display {
                values.0.insert(format!("{name}.display"), display);
            }
        }
        values
    }

    /// Adds a value, such as one that an answer brought. It takes the place of one of the same name.
    pub fn set(&mut self, name: &str, value: String) {
        self.0.remove(&format!("{name}.display"));
        self.0.insert(name.to_owned(), value);
    }

    /// The text with every `{name}` replaced. Braces around what is no name (`{"type":…}`) stay as they are, and so
    /// does `{n}`, the place of the number in the pattern of a count.
    ///
    /// # Errors
    ///
    /// A name has no value.
    pub fn fill(&self, text: &str) -> Result<String, Unbound> {
        fill_with(text, |name| self.0.get(name).cloned().ok_or_else(|| Unbound(name.to_owned())))
    }
}

/// The name that stands for the number in the pattern of a count. No value can have it.
pub(in crate::scenario) const NUMBER: &str = "n";

/// The text with every `{name}` replaced by what is said for it.
pub(in crate::scenario) fn fill_with<E>(
    text: &str,
    value: impl Fn(&str) -> Result<String, E>,
) -> Result<String, E> {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        rest = after;
        match after.split_once('}') {
            Some((name, after)) if is_reference(name) => {
                filled.push_str(&value(name)?);
                rest = after;
            }
            _ => filled.push('{'),
        }
    }
    Ok(filled + rest)
}

/// Whether it can name a value: a lower-case letter, then such letters, digits, `_` and `-`.
pub(crate) fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(&byte))
}

/// Whether braces around it ask for a value.
fn is_reference(text: &str) -> bool {
    is_name(text.strip_suffix(".display").unwrap_or(text)) && text != NUMBER
}

#[cfg(test)]
mod tests;
