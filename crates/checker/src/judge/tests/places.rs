//! Texts that are right elsewhere, beginnings, and the choice among several.

use FailureKind as Kind;

use super::{
    super::{begins, one_of},
    *,
};

#[test]
fn a_right_text_at_a_wrong_time_or_for_another_client_is_told() {
    let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
    let (earlier, later, others) = (
        texts(&["Echo: a 1", "Echo: both", "긍정 😊"]),
        texts(&["Echo: a 3", "Echo: both", "부정 😢", ""]),
        texts(&["b 1", "Echo: b 1", "부정 😢"]),
    );
    let context = Context { sent: Some("a 2"), earlier: &earlier, later: &later, others: &others };
    let kind = |expected: &str, received: &str, context: &Context<'_>| match text(expected, received, context)
    {
        Judged::Differs { kind, .. } => kind,
        Judged::Same(_) => panic!("{expected:?} and {received:?} are the same"),
    };
    for (received, told) in [
        ("Echo: a 1", Kind::EarlierMessage),
        ("Echo: a 3\n", Kind::WrongOrder),
        ("Echo: both", Kind::EarlierMessage),
        ("Echo: b 1", Kind::OtherClientsMessage),
        ("b 1", Kind::OtherClientsMessage),
        ("", Kind::EmptyText),
        ("a 2", Kind::MissingPrefix),
    ] {
        assert_eq!(kind("Echo: a 2", received, &context), told, "{received:?}");
    }
    // A label is wrong before it is late, and another client's before it is wrong.
    let alone = Context { others: &[], ..context };
    assert_eq!(kind("중립 😐", "긍정 😊", &context), Kind::WrongLabel);
    assert_eq!(kind("중립 😐", "부정 😢", &alone), Kind::WrongLabel);
    assert_eq!(kind("중립 😐", "부정 😢", &context), Kind::OtherClientsMessage);
}

#[test]
fn a_failure_that_is_told_wrongly_is_told_by_its_kind() {
    let kind = |begin: &[&str], received: &str| {
        let begin: Vec<String> = begin.iter().map(|text| (*text).to_owned()).collect();
        match begins(&begin, received, &Context { sent: Some("price"), ..Context::default() }) {
            Judged::Differs { kind, .. } => kind,
            Judged::Same(notes) => panic!("{received:?} begins right, with {notes:?}"),
        }
    };
    for (received, told) in [
        ("$70,352.36", Kind::PriceDespiteFailure),
        ("70352.36", Kind::PriceDespiteFailure),
        ("$0.00", Kind::PriceDespiteFailure),
        ("-70352.36", Kind::PriceDespiteFailure),
        ("$nan", Kind::PriceDespiteFailure),
        ("nan", Kind::PriceDespiteFailure),
        ("Infinity", Kind::PriceDespiteFailure),
        ("⚠", Kind::NoReason),
        ("⚠\u{fe0f} \n", Kind::NoReason),
        ("", Kind::EmptyText),
        ("오류: 시간 초과", Kind::UnmarkedFailure),
        ("❌ 시간 초과", Kind::UnmarkedFailure),
        ("Error: ⚠ timeout", Kind::UnmarkedFailure),
        ("None", Kind::PythonRepr),
        ("\"⚠ 시간 초과\"", Kind::JsonWrapped),
        ("{\"error\":\"⚠ 시간 초과\"}", Kind::JsonWrapped),
        ("b'\\xe2\\x9a\\xa0 timeout'", Kind::BytesRepr),
        ("Err(\"⚠ timeout\")", Kind::RustRepr),
        ("\\u26a0 timeout", Kind::AsciiEscapes),
        ("â\u{9a}\u{a0} timeout", Kind::Mojibake),
    ] {
        assert_eq!(kind(&["⚠ "], received), told, "{received:?}");
    }
    for (received, told) in [
        ("70,352.36", Kind::PriceFormat),
        ("$", Kind::Truncated),
        ("⚠", Kind::NoReason),
        ("거래소 오류", Kind::UnmarkedFailure),
    ] {
        assert_eq!(kind(&["$", "⚠ "], received), told, "{received:?}");
    }
    assert_eq!(kind(&["Hello "], "Goodbye x"), Kind::WrongText);
}

#[test]
fn of_several_right_texts_the_nearest_is_taken() {
    let expected = ["긍정 😊".to_owned(), "Echo: a".to_owned()];
    let judge = |received| one_of(&expected, received, &Context::default());
    assert_eq!(judge("Echo: a"), Judged::Same(vec![]));
    assert_eq!(judge("긍정😊"), Judged::Same(vec![Note::EmojiSpaces]));
    assert_eq!(judge("echo: a"), Judged::Differs { kind: Kind::WrongCase, at: Some(0) });
    assert_eq!(judge("Echo: b"), Judged::Differs { kind: Kind::WrongText, at: Some(6) });
}
