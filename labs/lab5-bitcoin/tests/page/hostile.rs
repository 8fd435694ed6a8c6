//! Whatever a server says stays text, and never becomes a price that it is not.

use lab_testing::browser::Source;
use serde_json::json;

use crate::{at_speaker, deck, push, wait_for_notice, with};

#[test]
fn markup_and_invisible_characters_are_shown_as_text() {
    let Some((lab, speaker)) = at_speaker() else { return };
    let evil = "<img src=x onerror=alert(1)>\u{202e}";
    push(
        &lab,
        &speaker,
        &with(deck(), json!({ "pair": evil, "source": evil, "change_24h": evil, "at": evil })),
    );
    for place in ["#pair", "#source"] {
        assert_eq!(lab.tab.text(place), "<img src=x onerror=alert(1)>⟨U+202E⟩");
    }
    speaker.say(
        &json!({ "type": "error", "code": "upstream", "message": format!("{evil} · {evil}") }).to_string(),
    );
    wait_for_notice(&lab, "⟨U+202E⟩");
    lab.tab.click("#lang");
    wait_for_notice(&lab, "⟨U+202E⟩. The value above");
    assert_eq!(lab.tab.count("img"), 0);
    assert_eq!(lab.tab.problems(), []);
}

#[test]
fn what_is_no_price_leaves_the_price_alone() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    let messages = [
        "null",
        "[]",
        "7",
        "\"price\"",
        "{",
        "",
        "{}",
        "{\"type\":\"price\"}",
        "{\"type\":\"candle\"}",
        "$1.00",
        "{\"type\":\"error\"}",
        "{\"type\":\"error\",\"code\":\"upstream\",\"message\":{},\"last\":7}",
    ];
    for message in messages {
        speaker.say(message);
    }
    for display in [
        json!(1.5),
        json!(null),
        json!("$1.0"),
        json!("$<b>"),
        json!("$1.00\u{202e}"),
        json!("1".repeat(50_000)),
    ] {
        speaker.say(&with(deck(), json!({ "display": display })).to_string());
    }
    lab.tab.wait_for_text("#received-pushes", "19");
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
    assert!(lab.tab.text("#notice").chars().count() < 400);
    assert_eq!(lab.tab.problems_from(Source::Exception), []);
}

#[test]
fn wrong_ages_do_not_make_a_price_younger_than_new() {
    let Some((lab, speaker)) = at_speaker() else { return };
    for age in [json!(-5_000_000), json!("1"), json!(null), json!([7]), json!(1e300)] {
        push(&lab, &speaker, &with(deck(), json!({ "age_ms": 0 })));
        speaker.say(&with(deck(), json!({ "age_ms": age })).to_string());
    }
    lab.tab.wait_for_text("#received-pushes", "10");
    assert!(lab.tab.text("#age").starts_with("16666분 40초"), "{}", lab.tab.text("#age"));
    assert_eq!(lab.tab.problems_from(Source::Exception), []);
}

#[test]
fn names_without_an_end_do_not_break_the_page() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &with(deck(), json!({ "pair": "가".repeat(60_000), "source": "x".repeat(60_000) })));
    lab.tab.resize(320, 640);
    assert_eq!(lab.tab.horizontal_overflow(), [""; 0]);
    assert!(lab.tab.text("#market").chars().count() < 1000);
}
