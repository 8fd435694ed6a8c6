//! The names that texts may ask for in braces.

use std::{cell::RefCell, collections::BTreeSet};

use toml::de::DeValue;

use crate::{
    document::{Entry, Reading, both, nearest},
    scenario::{
        Kind,
        value::{NUMBER, fill_with},
    },
};

/// The names that have a value at a place of the scenario.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    pub(super) fn of(values: &[(String, Kind)]) -> Self {
        let mut names = Self::default();
        for (name, kind) in values {
            names.add(name.clone());
            if matches!(kind, Kind::Price { .. }) {
                names.add(format!("{name}.display"));
            }
        }
        names
    }

    /// From here on the name has a value.
    pub(super) fn add(&mut self, name: String) {
        self.0.insert(name);
    }

    /// Notes a mistake for every name without a value in the texts of an entry, however deep.
    pub(super) fn check(&self, reading: &Reading<'_>, entry: &Entry<'_>) {
        match entry.get_ref() {
            DeValue::String(text) => self.check_text(reading, entry, text),
            DeValue::Array(entries) => entries.iter().for_each(|entry| self.check(reading, entry)),
            DeValue::Table(table) => table.values().for_each(|entry| self.check(reading, entry)),
            _ => {}
        }
    }

    fn check_text(&self, reading: &Reading<'_>, entry: &Entry<'_>, text: &str) {
        for name in names(text) {
            if self.0.contains(&name) {
                continue;
            }
            let text = match nearest(&name, self.0.iter().map(String::as_str)) {
                Some(meant) => both!(
                    "`{{{name}}}` 값이 없습니다. `{{{meant}}}` 아닌가요?",
                    "`{{{name}}}` has no value; do you mean `{{{meant}}}`?"
                ),
                None => both!(
                    "`{{{name}}}` 값이 없습니다. [values] 에 넣거나 앞 단계의 json 에서 이름을 붙이세요",
                    "`{{{name}}}` has no value; put it into [values], or name it in the json of an earlier step"
                ),
            };
            reading.wrong(&entry.span(), text);
        }
    }
}

/// The names that a text asks for.
fn names(text: &str) -> Vec<String> {
    let names = RefCell::new(Vec::new());
    let note = |name: &str| -> Result<String, ()> {
        names.borrow_mut().push(name.to_owned());
        Ok(String::new())
    };
    // The closure refuses nothing.
    let _ = fill_with(text, note);
    names.into_inner()
}

/// The text with 1 for every name, to see whether its form is right before the values are known.
pub(super) fn with_ones(text: &str) -> String {
    fill_with(text, |_| Ok::<_, ()>("1".to_owned())).unwrap_or_default()
}

/// Whether a text has the place of the number of a count.
pub(super) fn has_number(text: &str) -> bool {
    text.contains(&format!("{{{NUMBER}}}"))
}
