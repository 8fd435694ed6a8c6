//! The line of the last prices.

use serde_json::json;

use crate::{at_speaker, deck, is_visible, price, push, with};

#[test]
fn the_line_holds_the_last_sixty_prices_with_lowest_and_highest() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    assert!(!is_visible(&lab, "#history"), "one price is no line");
    for cents in 10..90 {
        speaker.say(&price(&format!("$70,400.{cents}")).to_string());
    }
    lab.tab.wait_for_text("#price", "$70,400.89");
    let points: String = lab.tab.eval("document.querySelector('#chart polyline').getAttribute('points')");
    let points: Vec<(f64, f64)> = points
        .split(' ')
        .map(|point| point.split_once(',').unwrap())
        .map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap()))
        .collect();
    assert_eq!(points.len(), 60);
    assert!(points.iter().all(|(x, y)| (0.0..=300.0).contains(x) && (0.0..=60.0).contains(y)), "{points:?}");
    assert!(points.is_sorted_by(|one, next| one.0 < next.0 && one.1 >= next.1), "it rises: {points:?}");
    assert_eq!(lab.tab.text("#lowest"), "$70,400.30");
    assert_eq!(lab.tab.text("#highest"), "$70,400.89");
    assert_eq!(lab.tab.text("#history-words"), "최근 60개: $70,400.30 → $70,400.89");
    assert_eq!(lab.tab.eval::<String>("document.querySelector('#chart').ariaHidden"), "true");
}

#[test]
fn prices_that_are_all_the_same_are_a_line_too() {
    let Some((lab, speaker)) = at_speaker() else { return };
    for second in 1..=3 {
        let at = format!("2026-11-25T00:31:0{second}.118Z");
        push(&lab, &speaker, &with(deck(), json!({ "at": at })));
    }
    lab.tab.wait_for_text("#history-words", "최근 3개: $70,352.36 → $70,352.36");
    let points: String = lab.tab.eval("document.querySelector('#chart polyline').getAttribute('points')");
    assert!(points.split(' ').all(|point| point.ends_with(",30.0")), "{points}");
}
