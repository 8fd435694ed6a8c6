//! `[values]`: the values that come from the seed.

use crate::{
    document::{Entry, Keys, both, nearest},
    scenario::{
        Kind,
        value::{NUMBER, is_name},
    },
};

const KINDS: [&str; 7] = ["word", "digits", "hangul", "emoji", "number", "text", "price"];

/// The values in the order of the file, in which they are drawn.
pub(super) fn read(scenario: &Keys<'_, '_>) -> Vec<(String, Kind)> {
    let table = scenario.entry("values").and_then(|entry| Keys::within(scenario.reading, "[values]", entry));
    let mut values = Vec::new();
    for (name, at, entry) in table.iter().flat_map(Keys::all) {
        if !is_name(name) || name == NUMBER {
            let text = both!(
                "`{name}`: 이름은 영어 소문자, 숫자, `_` 와 `-` 로 쓰고, `n` 은 쓸 수 없습니다",
                "`{name}`: a name has lower-case letters, digits, `_` and `-`, and is not `n`"
            );
            scenario.reading.wrong(&at, text);
        }
        if let Some(kind) = kind(scenario, name, entry, &values) {
            values.push((name.to_owned(), kind));
        }
    }
    values
}

fn kind(scenario: &Keys<'_, '_>, name: &str, entry: &Entry<'_>, earlier: &[(String, Kind)]) -> Option<Kind> {
    let keys = Keys::within(scenario.reading, name, entry)?;
    let word = keys.must_text("kind");
    let kind = match word.as_str() {
        "word" => Kind::Word,
        "digits" => Kind::Digits,
        "hangul" => Kind::Hangul,
        "emoji" => Kind::Emoji,
        "number" => number(&keys),
        "text" => Kind::Text { bytes: usize::try_from(keys.must_number("bytes")).unwrap_or(0) },
        "price" => price(&keys, earlier),
        _ => {
            unknown(&keys, &word);
            return None;
        }
    };
    keys.done();
    Some(kind)
}

fn unknown(keys: &Keys<'_, '_>, word: &str) {
    // A missing or empty kind has been told.
    if word.is_empty() {
        return;
    }
    let list = nearest(word, KINDS).map_or_else(|| KINDS.join(", "), str::to_owned);
    keys.wrong_at(
        "kind",
        both!(
            "`{word}`: 그런 값은 없습니다. 쓸 수 있는 값: {list}",
            "`{word}`: no kind of value; there is: {list}"
        ),
    );
}

fn number(keys: &Keys<'_, '_>) -> Kind {
    let (from, to) = (keys.must_number("from"), keys.must_number("to"));
    if from > to && keys.has("to") {
        keys.wrong_at("to", both!("`to`: `from` 보다 작습니다", "`to`: is smaller than `from`"));
    }
    Kind::Number { from, to }
}

fn price(keys: &Keys<'_, '_>, earlier: &[(String, Kind)]) -> Kind {
    let near = keys.text("near");
    let is_price =
        |near: &String| earlier.iter().any(|(name, kind)| name == near && matches!(kind, Kind::Price { .. }));
    if let Some(near) = near.as_ref().filter(|near| !is_price(near)) {
        let text = both!(
            "`near`: 앞에 `{near}` 라는 가격이 없습니다",
            "`near`: no price before this one is called `{near}`"
        );
        keys.wrong_at("near", text);
    }
    let cents = keys.text("cents");
    let fits =
        |cents: &String| (1..=8).contains(&cents.len()) && cents.bytes().all(|digit| digit.is_ascii_digit());
    if !cents.as_ref().is_none_or(fits) {
        keys.wrong_at(
            "cents",
            both!(
                "`cents`: 숫자 1~8개여야 합니다. 예: \"365\"",
                "`cents`: must be one to eight digits, such as \"365\""
            ),
        );
    }
    Kind::Price { near, cents }
}
