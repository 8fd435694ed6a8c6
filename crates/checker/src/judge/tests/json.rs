//! JSON of the rich form.

use std::collections::BTreeMap;

use FailureKind as Kind;
use serde_json::{Value, json};

use super::{super::json as judge, *};

fn kind(expected: &Value, received: &str) -> Option<Kind> {
    let mut named = BTreeMap::new();
    match judge(expected, received, &mut named) {
        Judged::Same(_) => None,
        Judged::Differs { kind, at } => {
            assert_eq!((at, named.len()), (None, 0));
            Some(kind)
        }
    }
}

#[test]
fn what_is_named_must_be_there_and_more_may_be() {
    let expected = json!({
        "type": "price", "ok": true, "list": [1, {"a": "<any>"}], "none": null, "score": 0, "b": "<bool>",
        "at": "<time>", "age": "<number 0 1000>", "n": "<number=7>", "text": "<string>", "m": "<number>",
    });
    let right = json!({
        "type": "price", "ok": true, "list": [1.0, {"a": null, "b": 2}], "none": null, "score": 0.0, "b": false,
        "at": "2026-03-05T09:00:00.123Z", "age": 1000, "n": 7.0, "text": "", "m": -1.5, "more": [],
    });
    assert_eq!(kind(&expected, &right.to_string()), None);
    for (key, value, told) in [
        ("type", json!("error"), Kind::JsonWrongValue),
        ("type", json!(null), Kind::JsonWrongType),
        ("ok", json!(false), Kind::JsonWrongValue),
        ("ok", json!("true"), Kind::JsonWrongType),
        ("list", json!([1]), Kind::JsonWrongValue),
        ("list", json!([1, {"a": 1}, 3]), Kind::JsonWrongValue),
        ("list", json!([1, {}]), Kind::JsonMissingField),
        ("list", json!({}), Kind::JsonWrongType),
        ("none", json!(0), Kind::JsonWrongType),
        ("score", json!(0.5), Kind::JsonWrongValue),
        ("score", json!("0"), Kind::JsonWrongType),
        ("at", json!("2026-03-05 09:00"), Kind::JsonWrongValue),
        ("at", json!(1_772_701_200), Kind::JsonWrongType),
        ("age", json!(1001), Kind::JsonWrongValue),
        ("age", json!(-0.1), Kind::JsonWrongValue),
        ("age", json!("5"), Kind::JsonWrongType),
        ("n", json!(8), Kind::JsonWrongValue),
        ("n", json!("7"), Kind::JsonWrongType),
        ("text", json!(1), Kind::JsonWrongType),
        ("b", json!("false"), Kind::JsonWrongType),
        ("b", json!(0), Kind::JsonWrongType),
        ("m", json!("1"), Kind::JsonWrongType),
    ] {
        let mut wrong = right.clone();
        wrong[key] = value.clone();
        assert_eq!(kind(&expected, &wrong.to_string()), Some(told), "{key}: {value}");
    }
    for key in expected.as_object().unwrap().keys() {
        let mut wrong = right.clone();
        wrong.as_object_mut().unwrap().remove(key);
        assert_eq!(kind(&expected, &wrong.to_string()), Some(Kind::JsonMissingField), "{key}");
    }
}

#[test]
fn the_type_of_an_object_is_looked_at_before_its_other_fields() {
    let expected = json!({"count": 2, "type": "typing"});
    assert_eq!(kind(&expected, r#"{"type":"idle"}"#), Some(Kind::JsonWrongValue));
    assert_eq!(kind(&expected, r#"{"type":"typing"}"#), Some(Kind::JsonMissingField));
}

#[test]
fn what_is_no_json_is_told_by_its_kind() {
    let expected = json!({"type": "idle"});
    for (received, told) in [
        ("", Kind::NotJson),
        ("hello", Kind::NotJson),
        ("{\"type\":\"idle\"", Kind::NotJson),
        ("{\"type\":\"idle\"}{}", Kind::NotJson),
        ("{'type': 'idle'}", Kind::PythonRepr),
        ("{'type': None}", Kind::PythonRepr),
        ("None", Kind::PythonRepr),
        ("b'{\"type\": \"idle\"}'", Kind::BytesRepr),
        ("[object Object]", Kind::JavascriptRepr),
        ("{ type: 'idle' }", Kind::JavascriptRepr),
        ("Idle(0)", Kind::RustRepr),
        ("\"{\\\"type\\\":\\\"idle\\\"}\"", Kind::JsonWrongType),
        ("[]", Kind::JsonWrongType),
        ("null", Kind::JsonWrongType),
    ] {
        assert_eq!(kind(&expected, received), Some(told), "{received:?}");
    }
}

#[test]
fn named_values_are_kept_when_all_is_right() {
    let expected = json!({"id": "<string:id>", "list": ["<number:first>"]});
    let mut named = BTreeMap::from([("old".to_owned(), "kept".to_owned())]);
    let judged = judge(&expected, r#"{"id":"e:7","list":[12]}"#, &mut named);
    assert_eq!(judged, Judged::Same(vec![]));
    let all: Vec<(&str, &str)> = named.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    assert_eq!(all, [("first", "12"), ("id", "e:7"), ("old", "kept")]);
    let judged = judge(&expected, r#"{"id":"other","list":["x"]}"#, &mut named);
    assert_eq!(judged, Judged::Differs { kind: Kind::JsonWrongType, at: None });
    assert_eq!(named["id"], "e:7");
}

#[test]
fn texts_in_json_are_exact_but_for_composition() {
    let expected = json!({"text": "👋 가..."});
    let mut named = BTreeMap::new();
    let composed = judge(&expected, "{\"text\":\"👋 \u{1100}\u{1161}...\"}", &mut named);
    assert_eq!(composed, Judged::Same(vec![Note::Nfd]));
    let escaped = judge(&expected, r#"{"text":"\ud83d\udc4b 가..."}"#, &mut named);
    assert_eq!(escaped, Judged::Same(vec![]));
    for wrong in ["👋가...", "👋 가…", "👋 가... "] {
        let received = json!({ "text": wrong }).to_string();
        assert_eq!(kind(&expected, &received), Some(Kind::JsonWrongValue), "{wrong}");
    }
}

#[test]
fn whole_numbers_are_compared_to_their_last_digit() {
    let expected = json!({"id": 9_007_199_254_740_993_u64});
    assert_eq!(kind(&expected, r#"{"id":9007199254740993}"#), None);
    assert_eq!(kind(&expected, r#"{"id":9007199254740992}"#), Some(Kind::JsonWrongValue));
}
