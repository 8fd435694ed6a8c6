//! The keys of one table, each asked for by its name; what nobody asked for is a mistake.

use std::{cell::RefCell, ops::Range};

use toml::{
    Spanned,
    de::{DeArray, DeTable, DeValue},
};

use super::{Reading, both, nearest};
use crate::language::Bilingual;

/// A value in a file, with its place in the text.
pub(crate) type Entry<'t> = Spanned<DeValue<'t>>;

/// A table whose keys are read one after another.
#[derive(Debug)]
pub(crate) struct Keys<'r, 't> {
    /// The file.
    pub(crate) reading: &'r Reading<'t>,
    /// Where the table stands in the text.
    pub(crate) at: Range<usize>,
    /// What messages call it.
    what: &'r str,
    table: &'r DeTable<'t>,
    known: RefCell<Vec<&'r str>>,
}

impl<'r, 't> Keys<'r, 't> {
    pub(crate) fn of(
        reading: &'r Reading<'t>,
        what: &'r str,
        table: &'r DeTable<'t>,
        at: Range<usize>,
    ) -> Self {
        Self { reading, at, what, table, known: RefCell::default() }
    }

    /// The table that an entry is; `None`, with a mistake, when it is something else.
    pub(crate) fn within(reading: &'r Reading<'t>, what: &'r str, entry: &'r Entry<'t>) -> Option<Self> {
        let table = entry.get_ref().as_table();
        if table.is_none() {
            reading.wrong(
                &entry.span(),
                both!("{what}: `{{ … }}` 표여야 합니다", "{what}: must be a table, `{{ … }}`"),
            );
        }
        Some(Self::of(reading, what, table?, entry.span()))
    }

    /// The same table by another name in messages.
    pub(crate) fn called(self, what: &'r str) -> Self {
        Self { what, ..self }
    }

    /// Notes a mistake at this table.
    pub(crate) fn wrong(&self, text: Bilingual) {
        self.reading.wrong(&self.at, text);
    }

    /// The entry of a key, which is known from now on.
    pub(crate) fn entry(&self, key: &'r str) -> Option<&'r Entry<'t>> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&key) {
            known.push(key);
        }
        self.table.get(key)
    }

    /// Whether the key is there.
    pub(crate) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// The entries in the order of the file, whatever their keys.
    pub(crate) fn all(&self) -> Vec<(&'r str, Range<usize>, &'r Entry<'t>)> {
        let mut all: Vec<_> =
            self.table.iter().map(|(key, entry)| (key.get_ref().as_ref(), key.span(), entry)).collect();
        all.sort_by_key(|(_, at, _)| at.start);
        all
    }

    /// What the key holds, by a reading of its value; a mistake when it is of another type.
    fn read<T>(
        &self,
        key: &'r str,
        type_name: (&str, &str),
        value: impl FnOnce(&'r DeValue<'t>) -> Option<T>,
    ) -> Option<T> {
        let entry = self.entry(key)?;
        let read = value(entry.get_ref());
        if read.is_none() {
            let (ko, en) = type_name;
            self.reading
                .wrong(&entry.span(), both!("`{key}`: 값이 {ko}여야 합니다", "`{key}`: must be {en}"));
        }
        read
    }

    /// A text.
    pub(crate) fn text(&self, key: &'r str) -> Option<String> {
        self.read(key, ("\"따옴표 안의 글자\"", "a \"text\""), |value| {
            value.as_str().map(str::to_owned)
        })
    }

    /// A whole number from 0.
    pub(crate) fn number(&self, key: &'r str) -> Option<u64> {
        self.read(key, ("0 이상의 정수", "a whole number from 0"), number)
    }

    /// A whole number from 0 or several; none when the key is not there.
    pub(crate) fn numbers(&self, key: &'r str) -> Vec<u64> {
        let numbers = |value: &'r DeValue<'t>| match value {
            DeValue::Array(entries) => entries.iter().map(|entry| number(entry.get_ref())).collect(),
            other => number(other).map(|number| vec![number]),
        };
        self.read(key, ("정수 또는 정수의 목록", "a whole number or a list of them"), numbers)
            .unwrap_or_default()
    }

    /// `true` or `false`; `false` when the key is not there.
    pub(crate) fn flag(&self, key: &'r str) -> bool {
        self.read(key, ("true 또는 false", "true or false"), DeValue::as_bool).unwrap_or(false)
    }

    /// Texts; none when the key is not there.
    pub(crate) fn texts(&self, key: &'r str) -> Vec<String> {
        let texts = |value: &'r DeValue<'t>| texts(value.as_array()?);
        self.read(key, ("[\"글자\", …] 목록", "a list, [\"text\", …]"), texts).unwrap_or_default()
    }

    /// A text or several.
    pub(crate) fn one_or_more(&self, key: &'r str) -> Vec<String> {
        let texts = |value: &'r DeValue<'t>| match value {
            DeValue::String(text) => Some(vec![text.to_string()]),
            other => texts(other.as_array()?),
        };
        self.read(key, ("\"글자\" 또는 [\"글자\", …]", "a \"text\" or a list of them"), texts)
            .unwrap_or_default()
    }

    /// A whole number from 0, or a text that may hold `{name}`.
    pub(crate) fn number_or_text(&self, key: &'r str) -> Option<String> {
        let read = |value: &'r DeValue<'t>| number_or_text(value);
        self.read(key, ("정수 또는 \"{이름}\"", "a whole number, or \"{name}\""), read)
    }

    /// Tables, `[[key]]`; none when the key is not there.
    pub(crate) fn tables(&self, key: &'r str, what: &'r str) -> Vec<Self> {
        let entries = self.read(key, ("표의 목록", "a list of tables"), DeValue::as_array);
        entries.into_iter().flatten().filter_map(|entry| Self::within(self.reading, what, entry)).collect()
    }

    /// A text that must be there.
    pub(crate) fn must_text(&self, key: &'r str) -> String {
        let text = self.text(key);
        self.must(key, text.as_ref().map(String::len));
        text.unwrap_or_default()
    }

    /// A number that must be there.
    pub(crate) fn must_number(&self, key: &'r str) -> u64 {
        self.must(key, self.has(key).then_some(1));
        self.number(key).unwrap_or(0)
    }

    /// Notes a mistake when a key that must be there is not, or is empty.
    fn must(&self, key: &str, length: Option<usize>) {
        let what = self.what;
        if !self.has(key) {
            self.wrong(both!("{what}: `{key}` 키가 빠졌습니다", "{what}: the key `{key}` is missing"));
        } else if length == Some(0) {
            self.wrong_at(key, both!("`{key}`: 비어 있으면 안 됩니다", "`{key}`: must not be empty"));
        }
    }

    /// Notes a mistake at the value of a key, or at the table when it has no such key.
    pub(crate) fn wrong_at(&self, key: &str, text: Bilingual) {
        let at = self.table.get(key).map_or_else(|| self.at.clone(), Spanned::span);
        self.reading.wrong(&at, text);
    }

    /// A text in both languages, which must be there: `{ ko = "…", en = "…" }`.
    pub(crate) fn must_bilingual(&self, key: &'r str) -> Bilingual {
        self.must(key, self.has(key).then_some(1));
        let keys = self.entry(key).and_then(|entry| Self::within(self.reading, key, entry));
        let text = keys.map(|keys| {
            let text = Bilingual { ko: keys.must_text("ko"), en: keys.must_text("en") };
            keys.done();
            text
        });
        text.unwrap_or_else(|| Bilingual { ko: String::new(), en: String::new() })
    }

    /// Notes a mistake for every key that nobody asked for.
    pub(crate) fn done(self) {
        let (what, known) = (self.what, self.known.into_inner());
        let list = known.join(", ");
        for (key, entry) in self.table {
            let word = key.get_ref().as_ref();
            if known.contains(&word) {
                continue;
            }
            let at = if key.span().is_empty() { entry.span() } else { key.span() };
            let text = match nearest(word, known.iter().copied()) {
                Some(meant) => both!(
                    "{what}: `{word}` 키는 없습니다. `{meant}` 아닌가요?",
                    "{what}: no key is called `{word}`; do you mean `{meant}`?"
                ),
                None => both!(
                    "{what}: `{word}` 키는 없습니다. 쓸 수 있는 키: {list}",
                    "{what}: no key is called `{word}`; there are: {list}"
                ),
            };
            self.reading.wrong(&at, text);
        }
    }
}

/// The whole number from 0 that a value is.
pub(crate) fn number(value: &DeValue<'_>) -> Option<u64> {
    let number = value.as_integer()?;
    u64::from_str_radix(number.as_str(), number.radix()).ok()
}

/// The text that a value is, or the whole number from 0 as a text.
pub(crate) fn number_or_text(value: &DeValue<'_>) -> Option<String> {
    value.as_str().map(str::to_owned).or_else(|| number(value).map(|number| number.to_string()))
}

fn texts(entries: &DeArray<'_>) -> Option<Vec<String>> {
    entries.iter().map(|entry| entry.get_ref().as_str().map(str::to_owned)).collect()
}
