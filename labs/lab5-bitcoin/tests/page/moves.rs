//! The direction of the price, in arrow, number, word and the colours of Korea; and the change in 24 hours.

use serde_json::json;

use crate::{at_speaker, deck, is_visible, price, push, wait_for_badge, with};

/// The colour of an element as red, green and blue.
fn colour(lab: &lab_testing::LabPage, selector: &str) -> [u16; 3] {
    let text: String = lab.tab.eval(&format!("getComputedStyle(document.querySelector({selector:?})).color"));
    let numbers: Vec<u16> = text
        .trim_start_matches("rgb(")
        .trim_end_matches(')')
        .split(", ")
        .map(|part| part.parse().unwrap())
        .collect();
    numbers.try_into().unwrap()
}

#[test]
fn up_is_red_and_down_is_blue_and_words_say_it() {
    let Some((lab, speaker)) = at_speaker() else { return };
    for scheme in ["light", "dark"] {
        lab.tab.prefer("color-scheme", scheme);
        push(&lab, &speaker, &price("$70,340.26"));
        push(&lab, &speaker, &deck());
        lab.tab.wait_for_text("#direction", "▲ +12.10 상승");
        let [red, _, blue] = colour(&lab, "#direction");
        assert!(red > blue + 50, "{scheme}: red {red}, blue {blue}");
        push(&lab, &speaker, &price("$69,352.36"));
        lab.tab.wait_for_text("#direction", "▼ −1,000.00 하락");
        let [red, _, blue] = colour(&lab, "#direction");
        assert!(blue > red + 50, "{scheme}: red {red}, blue {blue}");
    }
    push(&lab, &speaker, &with(price("$69,352.36"), json!({ "at": "2026-11-25T00:31:03.118Z" })));
    lab.tab.wait_for_text("#direction", "― 0.00 보합");
    lab.tab.click("#lang");
    lab.tab.wait_for_text("#direction", "― 0.00 unchanged");
}

#[test]
fn a_price_that_is_told_again_because_it_has_grown_old_has_not_moved() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &price("$70,340.26"));
    push(&lab, &speaker, &deck());
    push(&lab, &speaker, &with(deck(), json!({ "state": "delayed", "age_ms": 5_001 })));
    wait_for_badge(&lab, "delayed", "지연");
    assert_eq!(lab.tab.text("#direction"), "▲ +12.10 상승");
    assert!(lab.tab.text("#history-words").starts_with("최근 2개"), "{}", lab.tab.text("#history-words"));
}

#[test]
fn the_first_price_has_no_direction() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    assert!(!is_visible(&lab, "#direction"));
    assert!(!is_visible(&lab, "#change"));
}

#[test]
fn the_change_in_24_hours_is_shown_where_the_server_tells_it() {
    let Some((lab, speaker)) = at_speaker() else { return };
    for (told, shown) in [
        ("1.96", "24시간 ▲ +1.96% 상승"),
        ("+0.4%", "24시간 ▲ +0.4% 상승"),
        ("-2.50", "24시간 ▼ −2.50% 하락"),
        ("-0.00", "24시간 ― 0.00% 보합"),
    ] {
        push(&lab, &speaker, &with(deck(), json!({ "change_24h": told })));
        lab.tab.wait_for_text("#change", shown);
        assert!(is_visible(&lab, "#change"));
    }
    for nothing in [json!(null), json!("많이"), json!("1.9<b>"), json!({}), json!("NaN")] {
        push(&lab, &speaker, &with(deck(), json!({ "change_24h": nothing })));
        lab.tab.wait_for("!document.querySelector('#change').checkVisibility()");
    }
}

#[test]
fn another_market_is_not_compared_with_the_one_before() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    push(&lab, &speaker, &price("$70,360.00"));
    assert!(is_visible(&lab, "#direction") && is_visible(&lab, "#history"));
    push(&lab, &speaker, &with(price("$71,000.00"), json!({ "pair": "BTC/USD", "source": "kraken" })));
    assert!(!is_visible(&lab, "#direction") && !is_visible(&lab, "#history"));
    assert_eq!((lab.tab.text("#pair").as_str(), lab.tab.text("#source").as_str()), ("BTC/USD", "kraken"));
}
