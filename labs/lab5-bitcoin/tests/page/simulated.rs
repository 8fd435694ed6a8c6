//! Simulated prices can never be taken for real ones.

use std::time::Duration;

use serde_json::json;

use crate::{at_speaker, deck, is_visible, price, push, wait_for_badge, wait_for_notice, with};

#[test]
fn a_label_stands_beside_the_price_and_in_the_title() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    assert!(!is_visible(&lab, "#simulated"));
    assert!(!lab.tab.eval::<String>("document.title").contains("모의"));
    push(&lab, &speaker, &with(deck(), json!({ "state": "simulated", "source": "simulated" })));
    wait_for_badge(&lab, "simulated", "모의");
    assert!(is_visible(&lab, "#simulated"));
    assert_eq!(lab.tab.text("#simulated"), "모의 시세 (실제 아님)");
    assert_eq!(lab.tab.text("#source"), "모의");
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
    wait_for_notice(&lab, "실제 거래소의 가격이 아닙니다");
    let title = "모의 시세 · $70,352.36 · [실습 5] 실시간 비트코인 가격 확인";
    assert_eq!(lab.tab.eval::<String>("document.title"), title);
    lab.tab.click("#lang");
    lab.tab.wait_for_text("#simulated", "Simulated price (not real)");
    assert!(lab.tab.eval::<String>("document.title").starts_with("Simulated · $70,352.36"));
}

#[test]
fn either_of_source_and_state_is_enough_for_the_label() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &with(deck(), json!({ "source": "simulated" })));
    wait_for_badge(&lab, "simulated", "모의");
    assert!(is_visible(&lab, "#simulated"));
    push(&lab, &speaker, &with(deck(), json!({ "state": "simulated" })));
    wait_for_badge(&lab, "simulated", "모의");
    assert!(is_visible(&lab, "#simulated"));
}

#[test]
fn the_label_stays_when_the_price_is_old_and_the_server_is_gone() {
    let Some((lab, speaker)) = at_speaker() else { return };
    let simulated = with(deck(), json!({ "state": "simulated", "source": "simulated" }));
    push(&lab, &speaker, &simulated);
    let message = "거래소가 답하지 않습니다 · The exchange does not answer";
    let last = with(simulated, json!({ "state": "stale" }));
    speaker
        .say(&json!({ "type": "error", "code": "upstream", "message": message, "last": last }).to_string());
    wait_for_badge(&lab, "stale", "오래됨");
    assert!(is_visible(&lab, "#simulated"));
    drop(speaker);
    lab.wait_for_state("waiting");
    assert!(is_visible(&lab, "#simulated"));
    lab.tab.fast_forward(Duration::from_secs(30));
    assert!(is_visible(&lab, "#simulated"));
    assert!(lab.tab.eval::<String>("document.title").starts_with("모의 시세 · 오래됨 · "));
}

#[test]
fn a_simulated_price_is_not_compared_with_a_real_one() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &with(deck(), json!({ "state": "simulated", "source": "simulated" })));
    push(&lab, &speaker, &with(price("$70,400.00"), json!({ "state": "simulated", "source": "simulated" })));
    assert!(is_visible(&lab, "#direction") && is_visible(&lab, "#history"));
    push(&lab, &speaker, &price("$90,000.00"));
    assert!(
        !is_visible(&lab, "#direction") && !is_visible(&lab, "#history") && !is_visible(&lab, "#simulated")
    );
    wait_for_badge(&lab, "live", "실시간");
}
