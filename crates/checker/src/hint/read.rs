//! Reading the tables of hint files.

use super::{Hints, Levels};
use crate::{
    document::{BadFile, Entry, Keys, Reading, both, nearest},
    failure::FailureKind,
    language::Bilingual,
};

/// The key of the levels.
const HINTS: &str = "hints";

impl Hints {
    /// Reads the file beside the labs: a table for each kind of failure.
    pub(super) fn read_common(&mut self, text: &str, name: &str) -> Result<(), BadFile> {
        each(text, name, |reading, key, entry| {
            let Ok(kind) = key.parse() else { return Err(unknown(key, &[])) };
            let Some(keys) = Keys::within(reading, key, entry) else { return Ok(()) };
            self.what.insert(kind, keys.must_text("what"));
            self.common.extend(levels(&keys).map(|levels| (kind, levels)));
            keys.done();
            Ok(())
        })
    }

    /// Reads the file of a lab: a table for each check or kind of failure, and for kinds within checks.
    pub(super) fn read_lab(&mut self, text: &str, name: &str, ids: &[String]) -> Result<(), BadFile> {
        each(text, name, |reading, key, entry| {
            if ids.iter().any(|id| id == key) {
                self.read_check(reading, key, entry);
                return Ok(());
            }
            let Ok(kind) = key.parse() else { return Err(unknown(key, ids)) };
            self.lab.extend(only_levels(reading, key, entry).map(|levels| (kind, levels)));
            Ok(())
        })
    }

    /// Reads what is said for one check.
    fn read_check(&mut self, reading: &Reading<'_>, id: &str, entry: &Entry<'_>) {
        let Some(keys) = Keys::within(reading, id, entry) else { return };
        if keys.has(HINTS) {
            self.fallbacks.extend(levels(&keys).map(|levels| (id.to_owned(), levels)));
        }
        for (key, at, entry) in keys.all() {
            match key.parse() {
                _ if key == HINTS => {}
                Ok(kind) => {
                    let levels = only_levels(reading, key, entry);
                    self.checks.extend(levels.map(|levels| ((id.to_owned(), kind), levels)));
                }
                Err(_) => reading.wrong(&at, unknown(key, &[])),
            }
        }
    }
}

/// Reads a file, one table after another.
fn each<'t>(
    text: &'t str,
    name: &str,
    mut table: impl FnMut(&Reading<'t>, &str, &Entry<'t>) -> Result<(), Bilingual>,
) -> Result<(), BadFile> {
    let reading = Reading::of(text);
    let file = reading.parse();
    // Behind a mistake of syntax, what was read may be something else than what was written.
    if reading.is_fine() {
        for (key, at, entry) in Keys::of(&reading, name, file.get_ref(), 0..0).all() {
            if let Err(mistake) = table(&reading, key, entry) {
                reading.wrong(&at, mistake);
            }
        }
    }
    reading.end(name, ())
}

/// The levels of a table that has nothing else.
fn only_levels(reading: &Reading<'_>, what: &str, entry: &Entry<'_>) -> Option<Levels> {
    let keys = Keys::within(reading, what, entry)?;
    if !keys.has(HINTS) {
        keys.wrong(both!("{what}: `hints` 키가 빠졌습니다", "{what}: the key `hints` is missing"));
    }
    let levels = levels(&keys);
    keys.done();
    levels
}

/// The levels of a table, where it has some.
fn levels(keys: &Keys<'_, '_>) -> Option<Levels> {
    keys.entry(HINTS)?;
    let texts = keys.texts(HINTS);
    if texts.len() == 3 && texts.iter().all(|text| !text.trim().is_empty()) {
        return texts.try_into().ok();
    }
    keys.wrong_at(
        HINTS,
        both!(
            "`hints`: 세 단계의 글이 있어야 합니다. 예: [\"어디를 볼지\", \"어떤 생각인지\", \"빈칸이 있는 몇 줄\"]",
            "`hints`: must be three texts: where to look, which idea, a few lines with a gap"
        ),
    );
    None
}

fn unknown(key: &str, ids: &[String]) -> Bilingual {
    let kinds = FailureKind::ALL.iter().map(|kind| kind.id());
    match nearest(key, kinds.chain(ids.iter().map(String::as_str))) {
        Some(meant) => both!(
            "`{key}`: 그런 검사나 실패 유형은 없습니다. `{meant}` 아닌가요?",
            "`{key}`: no check or kind of failure; do you mean `{meant}`?"
        ),
        None => both!(
            "`{key}`: 그런 검사나 실패 유형은 없습니다. 유형의 이름은 crates/checker/src/failure.rs 에 있습니다",
            "`{key}`: no check or kind of failure; the kinds are listed in crates/checker/src/failure.rs"
        ),
    }
}
