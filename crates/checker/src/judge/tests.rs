//! What is tolerated, what is not, and what kind of mistake it is.

use super::*;

fn kind_of(judged: &Judged) -> Option<FailureKind> {
    match judged {
        Judged::Same(_) => None,
        Judged::Differs { kind, .. } => Some(*kind),
    }
}

fn against(expected: &str, received: &str, sent: Option<&str>) -> Judged {
    text(expected, received, &Context { sent, ..Context::default() })
}

#[test]
fn what_is_tolerated_passes_with_its_note_and_nothing_else_does() {
    use Note::{EmojiSpaces, LineEnds, Nfd, ThreeDots, TrailingSpace, VariationSelector};
    for (expected, received, notes) in [
        ("긍정 😊", "긍정 😊", vec![]),
        ("긍정 😊", "긍정😊", vec![EmojiSpaces]),
        ("긍정 😊", "긍정 😊\n", vec![TrailingSpace]),
        ("긍정 😊", "긍정 😊\u{fe0f}", vec![VariationSelector]),
        ("💬 누군가 입력 중…", "💬 누군가 입력 중...", vec![ThreeDots]),
        ("가", "\u{1100}\u{1161}", vec![Nfd]),
        ("a\nb", "a\r\nb", vec![LineEnds]),
        ("", " ", vec![TrailingSpace]),
    ] {
        assert_eq!(against(expected, received, None), Judged::Same(notes), "{expected:?} {received:?}");
    }
    for (expected, received) in [
        ("긍정 😊", "긍정"),
        ("긍정 😊", "긍정 😃"),
        ("💬 누군가 입력 중…", "💬 누군가 입력중…"),
        ("💬 누군가 입력 중…", "💬 누군가 입력 중"),
        ("💬 누군가 입력 중…", "💬 누군가 입력 중.."),
        ("Echo: a", " Echo: a"),
        ("Echo: a", "Echo:a"),
    ] {
        assert!(kind_of(&against(expected, received, None)).is_some(), "{expected:?} {received:?}");
    }
}

#[test]
fn what_a_client_has_sent_must_come_back_as_it_was() {
    let sent = "👋  두 칸...";
    assert_eq!(against("Echo: 👋  두 칸...", "Echo: 👋  두 칸...", Some(sent)), Judged::Same(vec![]));
    for changed in ["Echo: 👋 두 칸...", "Echo: 👋  두 칸…"] {
        assert!(kind_of(&against("Echo: 👋  두 칸...", changed, Some(sent))).is_some(), "{changed}");
    }
    let (empty, notes) = (against("Echo: ", "Echo:", Some("")), Judged::Same(vec![Note::TrailingSpace]));
    assert_eq!(empty, notes);
}

#[test]
fn the_kind_of_a_wrong_text_is_the_most_specific_one() {
    use FailureKind as Kind;
    for (expected, received, sent, kind) in [
        ("Echo: 안녕", "안녕", "안녕", Kind::MissingPrefix),
        ("Echo: 안녕 hi", "echo: 안녕 hi", "안녕 hi", Kind::WrongCase),
        ("Echo:  a  b", "Echo: a b", " a  b", Kind::WrongSpaces),
        ("Echo: 안녕 hi", "Echo: 안녕", "안녕 hi", Kind::Truncated),
        ("Echo: 안녕", "Echo: 안녕!", "안녕", Kind::ExtraText),
        ("Echo: 안녕", "", "안녕", Kind::EmptyText),
        ("Echo: 안녕", "Echo: b'\\xec\\x95\\x88'", "안녕", Kind::BytesRepr),
        ("Echo: 안녕", "Echo: None", "안녕", Kind::PythonRepr),
        ("Echo: 안녕", "{'message': 'Echo: 안녕'}", "안녕", Kind::PythonRepr),
        ("Echo: 안녕", "Echo: [object Object]", "안녕", Kind::JavascriptRepr),
        ("Echo: 안녕", "Echo: Text(\"안녕\")", "안녕", Kind::RustRepr),
        ("Echo: 안녕", "Echo: \\uc548\\ub155", "안녕", Kind::AsciiEscapes),
        ("Echo: 안녕", "\"Echo: 안녕\"", "안녕", Kind::JsonWrapped),
        ("Echo: 안녕", "{\"message\":\"Echo: 안녕\"}", "안녕", Kind::JsonWrapped),
        ("Echo: <b>", "Echo: &lt;b&gt;", "<b>", Kind::HtmlEscaped),
        ("Echo: 안녕", "Echo: ??", "안녕", Kind::Mojibake),
        ("Echo: 안녕", "Echo: {data}", "안녕", Kind::Placeholder),
        ("Echo: 안녕", "Hello", "안녕", Kind::WrongText),
        ("긍정 😊", "부정 😢", "love", Kind::WrongLabel),
        ("긍정 😊", "긍정", "love", Kind::HalfLabel),
        ("긍정 😊", "positive", "love", Kind::HalfLabel),
        ("$70,352.36", "$70352.36", "price", Kind::PriceFormat),
        ("$70,352.36", "70352.36000000", "price", Kind::PriceFormat),
        ("$70,352.30", "$70,352.3", "price", Kind::PriceFormat),
        ("$70,352.37", "$70,352.36", "price", Kind::PriceRounding),
        ("$70,352.36", "$71,352.36", "price", Kind::WrongPrice),
        ("$70,352.36", "⚠ 거래소", "price", Kind::NotRecovered),
        ("", "💬 누군가 입력 중…", "stop", Kind::NotCleared),
        ("", "\"\"", "stop", Kind::JsonWrapped),
    ] {
        assert_eq!(
            kind_of(&against(expected, received, Some(sent))),
            Some(kind),
            "{expected:?} {received:?}"
        );
    }
}

#[test]
fn a_right_text_of_another_place_is_called_so() {
    let one = |text: &str| vec![text.to_owned()];
    let (earlier, later, others) = (one("Echo: 1"), one("Echo: 3"), one("Echo: B"));
    let context = Context { sent: Some("2"), earlier: &earlier, later: &later, others: &others };
    for (received, kind) in [
        ("Echo: 1", FailureKind::EarlierMessage),
        ("Echo: 3", FailureKind::WrongOrder),
        ("Echo: B", FailureKind::OtherClientsMessage),
    ] {
        assert_eq!(kind_of(&text("Echo: 2", received, &context)), Some(kind));
    }
    let stale = one("$70,000.00");
    let context = Context { earlier: &stale, ..Context::default() };
    assert_eq!(kind_of(&text("$70,100.00", "$70,000.00", &context)), Some(FailureKind::StalePrice));
}

#[test]
fn a_failure_is_told_with_its_sign_and_a_reason() {
    let of = |received: &str| begins(&["⚠ ".to_owned()], received, &Context::default());
    assert_eq!(of("⚠ 거래소가 답하지 않아요"), Judged::Same(vec![]));
    assert_eq!(of("⚠\u{fe0f} 거래소"), Judged::Same(vec![Note::VariationSelector]));
    for (received, kind) in [
        ("⚠", FailureKind::NoReason),
        ("$70,352.36", FailureKind::PriceDespiteFailure),
        ("$nan", FailureKind::PriceDespiteFailure),
        ("오류가 났어요", FailureKind::UnmarkedFailure),
        ("None", FailureKind::PythonRepr),
        ("", FailureKind::EmptyText),
    ] {
        assert_eq!(kind_of(&of(received)), Some(kind), "{received}");
    }
}

#[test]
fn json_must_have_at_least_what_is_named() {
    let expected =
        serde_json::json!({"type": "price", "n": "<number 0 1>", "id": "<string:id>", "at": "<time>"});
    let mut named = BTreeMap::new();
    let right = r#"{"at":"2026-03-05T09:00:00.123Z","id":"a:1","n":0.5,"type":"price","more":[1]}"#;
    assert_eq!(json(&expected, right, &mut named), Judged::Same(vec![]));
    assert_eq!(named.get("id").map(String::as_str), Some("a:1"));
    for (received, kind) in [
        ("price", FailureKind::NotJson),
        ("{'type': 'price'}", FailureKind::PythonRepr),
        (r#"{"type":"price"}"#, FailureKind::JsonMissingField),
        (r#"{"type":"x","n":1,"id":"a","at":"2026-03-05T09:00:00Z"}"#, FailureKind::JsonWrongValue),
        (r#"{"type":"price","n":"1","id":"a","at":"2026-03-05T09:00:00Z"}"#, FailureKind::JsonWrongType),
        (r#"{"type":"price","n":1,"id":"a","at":"2026-03-05 09:00"}"#, FailureKind::JsonWrongValue),
    ] {
        let mut named = BTreeMap::new();
        assert_eq!(kind_of(&json(&expected, received, &mut named)), Some(kind), "{received}");
        assert!(named.is_empty());
    }
}

#[test]
fn the_number_is_read_where_the_pattern_has_it() {
    assert_eq!(number("🔔 새 알림 {n}", "🔔 새 알림 12"), Ok((12, vec![])));
    assert_eq!(
        number("🔔 새 알림 {n}", "🔔새 알림 12\n"),
        Ok((12, vec![Note::TrailingSpace, Note::EmojiSpaces]))
    );
    for wrong in
        ["새 알림 1", "🔔 새 알림: 1", "🔔 새 알림 01", "🔔 새 알림 -1", "🔔 새 알림", "hello", "{\"n\":1}"]
    {
        assert!(number("🔔 새 알림 {n}", wrong).is_err(), "{wrong}");
    }
}
