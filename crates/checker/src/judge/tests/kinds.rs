//! Every kind of mistake that a text can be.

use FailureKind as Kind;

use super::*;

#[test]
fn an_echo_with_other_words_is_told_by_its_kind() {
    for (sent, received, kind) in [
        ("hello qaxibo", "hello qaxibo", Kind::MissingPrefix),
        ("안녕 👋", "안녕 👋", Kind::MissingPrefix),
        ("안녕", "\u{110b}\u{1161}\u{11ab}\u{1102}\u{1167}\u{11bc}", Kind::MissingPrefix),
        ("hello", "echo: hello", Kind::WrongCase),
        ("Hello", "Echo: HELLO", Kind::WrongCase),
        ("hello", "Echo:hello", Kind::WrongSpaces),
        ("hello", "Echo : hello", Kind::WrongSpaces),
        ("  a   b", "Echo: a b", Kind::WrongSpaces),
        ("a\nb", "Echo: a b", Kind::WrongSpaces),
        ("👋 hi", "Echo: 👋hi", Kind::WrongSpaces),
        ("hello qaxibo", "Echo: hello", Kind::Truncated),
        ("hello qaxibo", "Echo: ", Kind::Truncated),
        ("hello qaxibo", "Echo", Kind::Truncated),
        ("hello qaxibo", "Echo: qaxibo", Kind::Truncated),
        ("hello qaxibo", "hello", Kind::Truncated),
        ("안녕하세요", "Echo: 안녕\u{fffd}", Kind::Truncated),
        ("hello", "Echo: hello!", Kind::ExtraText),
        ("hello", "Echo: Echo: hello", Kind::ExtraText),
        ("hello", "[A] Echo: hello", Kind::ExtraText),
        ("hello", "", Kind::EmptyText),
        ("hello", " \n", Kind::EmptyText),
        ("", "", Kind::EmptyText),
        ("hello", "Echo: {data}", Kind::Placeholder),
        ("hello", "Echo: {}", Kind::Placeholder),
        ("hello", "Echo: ${data}", Kind::Placeholder),
        ("hello", "Echo: ${event.data}", Kind::Placeholder),
        ("hello", "Echo: $data", Kind::Placeholder),
        ("hello", "Echo: %s", Kind::Placeholder),
        ("hello", "Echo: %(data)s", Kind::Placeholder),
        ("hello", "Echo: {{ data }}", Kind::Placeholder),
        ("hello", "{prefix}{data}", Kind::Placeholder),
        ("hello", "Server: hello", Kind::WrongText),
        ("hello", "Echo: goodbye", Kind::WrongText),
        ("hello", "Echo hello", Kind::WrongText),
        ("hello", "Echo： hello", Kind::WrongText),
        ("hello", "Echo: hallo", Kind::WrongText),
        ("hi...", "Echo: hi…", Kind::WrongText),
        ("%s {0} \\u0041 12", "Echo: %s {0} A 12", Kind::WrongText),
    ] {
        assert_eq!(echo(sent, received), kind, "{sent:?} {received:?}");
    }
}

#[test]
fn an_echo_in_another_form_is_told_by_its_kind() {
    for (sent, received, kind) in [
        ("안녕", "Echo: b'\\xec\\x95\\x88\\xeb\\x85\\x95'", Kind::BytesRepr),
        ("hello", "Echo: b'hello'", Kind::BytesRepr),
        ("hello", "Echo: b\"hello\"", Kind::BytesRepr),
        ("hello", "b'Echo: hello'", Kind::BytesRepr),
        ("hello", "b'hello'", Kind::BytesRepr),
        ("hello", "Echo: bytearray(b'hello')", Kind::BytesRepr),
        ("hello", "Echo: None", Kind::PythonRepr),
        ("hello", "None", Kind::PythonRepr),
        ("hello", "Echo: True", Kind::PythonRepr),
        ("hello", "Echo: 'hello'", Kind::PythonRepr),
        ("hello", "{'message': 'Echo: hello'}", Kind::PythonRepr),
        ("hello", "Echo: ['hello']", Kind::PythonRepr),
        ("hello", "Echo: ('hello',)", Kind::PythonRepr),
        ("hello", "Echo: <Message object at 0x7f3a>", Kind::PythonRepr),
        ("hello", "Echo: <coroutine object receive at 0x7f3a>", Kind::PythonRepr),
        ("hello", "Echo: Message(data='hello')", Kind::PythonRepr),
        ("{\"a\":1}", "Echo: {'a': 1}", Kind::PythonRepr),
        ("hello", "Echo: [object Object]", Kind::JavascriptRepr),
        ("hello", "Echo: undefined", Kind::JavascriptRepr),
        ("hello", "undefined", Kind::JavascriptRepr),
        ("hello", "Echo: null", Kind::JavascriptRepr),
        ("안", "Echo: <Buffer ec 95 88>", Kind::JavascriptRepr),
        ("안", "Echo: 236,149,136", Kind::JavascriptRepr),
        ("hello", "{ message: 'hello' }", Kind::JavascriptRepr),
        ("hello", "Echo: {\"type\":\"Buffer\",\"data\":[104,101]}", Kind::JavascriptRepr),
        ("hello", "Echo: Promise { <pending> }", Kind::JavascriptRepr),
        ("hello", "Echo: Some(\"hello\")", Kind::RustRepr),
        ("hello", "Text(\"Echo: hello\")", Kind::RustRepr),
        ("hello", "Echo: Text(Utf8Bytes(b\"hello\"))", Kind::RustRepr),
        ("hello", "Ok(Text(\"hello\"))", Kind::RustRepr),
        ("hello", "Echo: Message { text: \"hello\" }", Kind::RustRepr),
        ("안", "Echo: [236, 149, 136]", Kind::RustRepr),
        ("안녕", "Echo: \\uc548\\ub155", Kind::AsciiEscapes),
        ("😊", "Echo: \\ud83d\\ude0a", Kind::AsciiEscapes),
        ("😊", "Echo: \\u{1f60a}", Kind::AsciiEscapes),
        ("안녕", "Echo: \\xec\\x95\\x88\\xeb\\x85\\x95", Kind::AsciiEscapes),
        ("안녕", "[1] Echo: \\uc548\\ub155", Kind::AsciiEscapes),
        ("hello", "\"Echo: hello\"", Kind::JsonWrapped),
        ("hello", "Echo: \"hello\"", Kind::JsonWrapped),
        ("안녕", "\"Echo: \\uc548\\ub155\"", Kind::JsonWrapped),
        ("hello", "{\"message\": \"Echo: hello\"}", Kind::JsonWrapped),
        ("hello", "[\"Echo: hello\"]", Kind::JsonWrapped),
        ("hello", "{\"type\":\"echo\",\"data\":{\"text\":\"hello\"}}", Kind::JsonWrapped),
        ("hello", "{\"ok\":true}", Kind::JsonWrapped),
        ("<b>a</b>", "Echo: &lt;b&gt;a&lt;/b&gt;", Kind::HtmlEscaped),
        ("a & \"b\" 'c'", "Echo: a &amp; &quot;b&quot; &#39;c&#x27;", Kind::HtmlEscaped),
        ("안녕", "Echo: ì\u{95}\u{88}ë\u{85}\u{95}", Kind::Mojibake),
        ("안녕", "Echo: ì•ˆë…•", Kind::Mojibake),
        ("안녕 qaxi", "Echo: ?? qaxi", Kind::Mojibake),
        ("안녕 qaxi", "Echo: \u{fffd}\u{fffd}\u{fffd} qaxi", Kind::Mojibake),
        ("안녕하세요 qaxi", "Echo: ?덈뀞?섏꽭?? qaxi", Kind::Mojibake),
        ("a 안녕 b", "Echo: a  b", Kind::Mojibake),
    ] {
        assert_eq!(echo(sent, received), kind, "{sent:?} {received:?}");
    }
}

#[test]
fn what_a_client_has_sent_itself_is_no_mistake_of_the_server() {
    // The text has the look of a mistake, and the mistake is another one.
    for (sent, received, kind) in [
        ("b'hello'", "b'hello'", Kind::MissingPrefix),
        ("None", "Echo: none", Kind::WrongCase),
        ("{\"a\": [1, \"b\"]}", "Echo: {\"a\":[1,\"b\"]}", Kind::WrongSpaces),
        ("{\"a\":1}", "Echo: {\"a\":2}", Kind::WrongText),
        ("Some(\"a\")", "Echo: Some(\"b\")", Kind::WrongText),
        ("%s {0}", "Echo: %s {0} x", Kind::ExtraText),
        ("&lt;", "Echo: <", Kind::WrongText),
        ("\\uc548", "Echo: 안", Kind::WrongText),
    ] {
        assert_eq!(echo(sent, received), kind, "{sent:?} {received:?}");
    }
}

#[test]
fn a_long_text_that_was_cut_is_truncated() {
    let long = "가나다 qaxibo ".repeat(4000);
    let expected = format!("Echo: {long}");
    let cut: String = expected.chars().take(9000).collect();
    assert_eq!(echo(&long, &cut), Kind::Truncated);
    let tail: String = long.chars().skip(30_000).collect();
    assert_eq!(echo(&long, &format!("Echo: {tail}")), Kind::Truncated);
    assert_eq!(echo(&long, &format!("{expected}{long}")), Kind::ExtraText);
    assert_eq!(notes(Some(&long), &expected, &expected), Some(vec![]));
}

#[test]
fn a_notification_that_is_wrong_is_told_by_its_kind() {
    for (received, kind) in [
        ("새 알림 1", Kind::MissingPrefix),
        ("🔔 새알림 1", Kind::WrongSpaces),
        ("🔔 새 알림", Kind::Truncated),
        ("알림 1", Kind::Truncated),
        ("🔔 새 알림 1번", Kind::ExtraText),
        ("🔔 새 알림 {count}", Kind::Placeholder),
        ("🔔 새 알림 None", Kind::PythonRepr),
        ("🔔 새 알림 undefined", Kind::JavascriptRepr),
        ("🔔 새 알림 Some(1)", Kind::RustRepr),
        ("\\ud83d\\udd14 \\uc0c8 \\uc54c\\ub9bc 1", Kind::AsciiEscapes),
        ("b'\\xf0\\x9f\\x94\\x94 1'", Kind::BytesRepr),
        ("{\"message\": \"🔔 새 알림 1\"}", Kind::JsonWrapped),
        ("?? ? ?? 1", Kind::Mojibake),
        ("🔔 새 알림 2", Kind::WrongText),
        ("🔔 새 소식 1", Kind::WrongText),
    ] {
        assert_eq!(kind_of(None, "🔔 새 알림 1", received), kind, "{received:?}");
    }
}

#[test]
fn an_indicator_that_is_wrong_is_told_by_its_kind() {
    for (received, kind) in [
        ("누군가 입력 중…", Kind::MissingPrefix),
        ("💬 누군가 입력중…", Kind::WrongSpaces),
        ("💬 누군가 입력 중", Kind::Truncated),
        ("💬 누군가 입력 중……", Kind::ExtraText),
        ("{'type': 'typing'}", Kind::PythonRepr),
        ("{\"type\":\"typing\"}", Kind::JsonWrapped),
        ("typing", Kind::WrongText),
        ("", Kind::EmptyText),
    ] {
        assert_eq!(kind_of(Some("typing"), "💬 누군가 입력 중…", received), kind, "{received:?}");
    }
}

#[test]
fn what_comes_instead_of_the_empty_text_has_not_cleared() {
    for (received, kind) in [
        ("💬 누군가 입력 중…", Kind::NotCleared),
        ("stop", Kind::NotCleared),
        ("clear", Kind::NotCleared),
        ("null", Kind::NotCleared),
        ("\"\"", Kind::JsonWrapped),
        ("{\"text\":\"\"}", Kind::JsonWrapped),
        ("''", Kind::PythonRepr),
        ("None", Kind::PythonRepr),
        ("b''", Kind::BytesRepr),
        ("undefined", Kind::JavascriptRepr),
        ("Some(\"\")", Kind::RustRepr),
    ] {
        assert_eq!(kind_of(Some("stop"), "", received), kind, "{received:?}");
    }
}

#[test]
fn a_label_that_is_wrong_is_told_by_its_kind() {
    for (received, kind) in [
        ("부정 😢", Kind::WrongLabel),
        ("중립😐", Kind::WrongLabel),
        ("부정", Kind::WrongLabel),
        ("😢", Kind::WrongLabel),
        ("Negative", Kind::WrongLabel),
        ("긍정", Kind::HalfLabel),
        ("😊", Kind::HalfLabel),
        ("positive", Kind::HalfLabel),
        ("Positive 😊", Kind::HalfLabel),
        ("긍정 🙂", Kind::HalfLabel),
        ("긍정 😊!", Kind::ExtraText),
        ("긍정 ?", Kind::Mojibake),
        ("\"긍정 😊\"", Kind::JsonWrapped),
        ("{\"label\":\"긍정 😊\"}", Kind::JsonWrapped),
        ("{'label': 'positive'}", Kind::PythonRepr),
        ("\\uae0d\\uc815 \\ud83d\\ude0a", Kind::AsciiEscapes),
        ("😊 긍정", Kind::WrongText),
        ("좋음", Kind::WrongText),
        ("", Kind::EmptyText),
    ] {
        assert_eq!(kind_of(Some("love"), "긍정 😊", received), kind, "{received:?}");
    }
}
