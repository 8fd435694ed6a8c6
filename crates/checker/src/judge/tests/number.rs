//! The numbers of lab 2.

use FailureKind as Kind;

use super::{super::number, *};

#[test]
fn the_number_is_read_with_what_is_tolerated() {
    for (received, told) in [
        ("🔔 새 알림 1", (1, vec![])),
        ("🔔 새 알림 0", (0, vec![])),
        ("🔔 새 알림 18446744073709551615", (u64::MAX, vec![])),
        ("🔔새 알림 12", (12, vec![Note::EmojiSpaces])),
        ("🔔 새 알림 12\n", (12, vec![Note::TrailingSpace])),
        ("🔔\u{fe0f} 새 알림 12", (12, vec![Note::VariationSelector])),
    ] {
        assert_eq!(number("🔔 새 알림 {n}", received), Ok(told), "{received:?}");
    }
    assert_eq!(number("2단계 {n}번", "2단계 7번"), Ok((7, vec![])));
    assert_eq!(number("{n}", "42"), Ok((42, vec![])));
}

#[test]
fn what_is_not_of_the_pattern_is_told_by_its_kind() {
    for (received, kind) in [
        ("🔔 새 알림 01", Kind::WrongText),
        ("🔔 새 알림 00", Kind::WrongText),
        ("🔔 새 알림 +1", Kind::WrongText),
        ("🔔 새 알림 -1", Kind::WrongText),
        ("🔔 새 알림 １", Kind::WrongText),
        ("🔔 새 알림 18446744073709551616", Kind::WrongText),
        ("🔔 새 알림 1.0", Kind::ExtraText),
        ("🔔 새 알림 1번", Kind::ExtraText),
        ("🔔 새 알림", Kind::Truncated),
        ("🔔 새 알림 {n}", Kind::Placeholder),
        ("🔔 새 알림 ${count}", Kind::Placeholder),
        ("🔔 새 알림 None", Kind::PythonRepr),
        ("🔔 새 알림 NaN", Kind::JavascriptRepr),
        ("새 알림 3", Kind::MissingPrefix),
        ("🔔 새알림 3", Kind::WrongSpaces),
        ("{\"text\": \"🔔 새 알림 3\", \"at\": 1772701200}", Kind::JsonWrapped),
        ("{\"at\": 1772701200, \"text\": \"🔔 새 알림 3\"}", Kind::JsonWrapped),
        ("b'\\xf0\\x9f\\x94\\x94 3'", Kind::BytesRepr),
        ("\\ud83d\\udd14 \\uc0c8 \\uc54c\\ub9bc 3", Kind::AsciiEscapes),
        ("새로운 소식", Kind::WrongText),
        ("", Kind::EmptyText),
    ] {
        let (told, at) = number("🔔 새 알림 {n}", received).unwrap_err();
        assert_eq!(told, kind, "{received:?}");
        assert!(at.is_some(), "{received:?}");
    }
    assert_eq!(number("🔔 새 알림 {n}", "🔔 새 알림 01"), Err((Kind::WrongText, Some(7))));
}
