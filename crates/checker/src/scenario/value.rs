//! Values that come from the seed, so that no answer can be written down beforehand.

use std::collections::BTreeMap;

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
    /// one of the scenario (less than 1 % off it, and never equal to it). `cents` fixes the digits after the point
    /// (`"365"` for a value that ends in `.36500000`). `{name}` is the text of the exchange, `{name.display}`
    /// what people read: `$70,352.36`, rounded half up.
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

impl Values {
    /// Draws the values of a scenario. The same seed gives the same values, whatever the machine.
    #[must_use]
    pub fn draw(_kinds: &[(String, Kind)], _seed: u64) -> Self {
        Self::default()
    }

    /// Adds a value, such as one that an answer brought. It takes the place of one of the same name.
    pub fn set(&mut self, name: &str, value: String) {
        self.0.insert(name.to_owned(), value);
    }

    /// The text with every `{name}` replaced. Braces around what is no name (`{"type":…}`) stay as they are.
    ///
    /// # Errors
    ///
    /// A name has no value.
    pub fn fill(&self, text: &str) -> Result<String, Unbound> {
        Ok(text.to_owned())
    }
}
