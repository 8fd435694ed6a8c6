//! What a step waits for: one message, or numbered ones.

use super::{
    json,
    names::has_number,
    step::{DEADLINE, Scope, hex, kind, one_of},
};
use crate::{
    document::{Keys, both},
    scenario::{Count, Expect, Matcher},
};

/// The keys of `expect`.
pub(super) fn read(keys: &Keys<'_, '_>, named: &mut Vec<String>) -> Expect {
    Expect {
        matcher: matcher(keys, named),
        within: keys.number("within").unwrap_or(DEADLINE),
        tolerated: keys.one_or_more("tolerated"),
        skip: keys.one_or_more("skip"),
        skip_types: keys.one_or_more("skip_types"),
        fails: kind(keys, "fails"),
        otherwise: kind(keys, "otherwise"),
    }
}

fn matcher(keys: &Keys<'_, '_>, named: &mut Vec<String>) -> Matcher {
    match one_of(keys, &["text", "one_of", "begins", "binary", "json", "pong", "close"]) {
        Some("one_of") => Matcher::OneOf(some(keys, "one_of", keys.texts("one_of"))),
        Some("begins") => Matcher::Begins(some(keys, "begins", keys.one_or_more("begins"))),
        Some("binary") => Matcher::Binary(hex(keys, "binary")),
        Some("pong") => Matcher::Pong(keys.text("pong").unwrap_or_default()),
        Some("close") => Matcher::Close(codes(keys)),
        Some("json") => {
            let read = keys.entry("json").map(|entry| json::read(keys.reading, entry));
            let (value, captured) = read.unwrap_or_default();
            named.extend(captured);
            Matcher::Json(value)
        }
        _ => Matcher::Text(keys.text("text").unwrap_or_default()),
    }
}

/// At least one text, and none that every message begins with.
fn some(keys: &Keys<'_, '_>, key: &str, texts: Vec<String>) -> Vec<String> {
    if texts.is_empty() || (key == "begins" && texts.iter().any(String::is_empty)) {
        keys.wrong_at(key, both!("`{key}`: 비어 있으면 안 됩니다", "`{key}`: must not be empty"));
    }
    texts
}

/// Close codes: one or several.
fn codes(keys: &Keys<'_, '_>) -> Vec<u16> {
    let codes = keys.numbers("close");
    let right: Vec<u16> = codes
        .iter()
        .filter_map(|code| u16::try_from(*code).ok())
        .filter(|code| (1000..5000).contains(code))
        .collect();
    if right.is_empty() || right.len() != codes.len() {
        let text = both!(
            "`close`: 1000~4999 의 종료 코드여야 합니다. 예: [1000]",
            "`close`: must be close codes from 1000 to 4999, such as [1000]"
        );
        keys.wrong_at("close", text);
    }
    right
}

/// The keys of `count`.
pub(super) fn count(keys: &Keys<'_, '_>, scope: &Scope<'_>) -> Count {
    let count = Count {
        pattern: keys.must_text("pattern"),
        at_least: usize::try_from(keys.must_number("at_least")).unwrap_or(usize::MAX),
        starts: keys.number("starts"),
        joins: keys.flag("joins"),
        same: keys.flag("same"),
        paced: keys.flag("paced"),
        fails: kind(keys, "fails"),
    };
    if !count.pattern.is_empty() && (!has_number(&count.pattern) || count.pattern.matches("{n}").count() > 1)
    {
        keys.wrong_at(
            "pattern",
            both!(
                "`pattern`: 숫자 자리 `{{n}}` 이 하나 있어야 합니다. 예: \"🔔 새 알림 {{n}}\"",
                "`pattern`: must have one `{{n}}` where the number stands, such as \"🔔 새 알림 {{n}}\""
            ),
        );
    }
    if count.at_least == 0 && keys.has("at_least") {
        keys.wrong_at("at_least", both!("`at_least`: 1 이상이어야 합니다", "`at_least`: must be 1 or more"));
    }
    if count.paced && scope.setup.is_some_and(|setup| setup.period.is_none()) {
        keys.wrong_at(
            "paced",
            both!(
                "이 검사의 [[setup]] 에 `period` 가 없습니다",
                "the [[setup]] of this check has no `period`"
            ),
        );
    }
    count
}
