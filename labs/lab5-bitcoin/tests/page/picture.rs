//! Pictures of the page: for README.md, and to look at after a change.
//!
//! `cargo test -p lab5-bitcoin --test page -- --ignored picture` writes them to `target/pictures`; the first,
//! `lab5-bitcoin.png`, belongs in `docs`.

use lab_testing::{LabPage, browser::speaker::Speaker};
use serde_json::json;

use crate::{deck, open, price, push, wait_for_badge, with};

/// Prices that go up and down, the last of them that of the lecture.
fn walk(lab: &LabPage, speaker: &Speaker, changes: &serde_json::Value) {
    for step in 0..45_u32 {
        let cents = 7_033_000 + (step * step * 37 + step * 411) % 2_600;
        let display = format!("$70,{:03}.{:02}", cents / 100 % 1000, cents % 100);
        speaker.say(&with(price(&display), changes.clone()).to_string());
    }
    push(lab, speaker, &with(price("$70,340.26"), changes.clone()));
    push(lab, speaker, &with(deck(), changes.clone()));
}

#[test]
#[ignore = "checks nothing: it takes port 5000 and writes pictures"]
fn picture() {
    let Some(lab) = open() else { return };
    let speaker = Speaker::rich(5000);
    speaker.welcome(&lab);
    lab.tab.click("#request");
    let _ = speaker.hear();
    push(&lab, &speaker, &price("$70,341.00"));
    lab.tab.click("#subscribe");
    walk(&lab, &speaker, &json!({ "change_24h": "1.96" }));
    lab.picture("lab5-bitcoin", "light", (1100, 760));
    lab.picture("lab5-bitcoin-dark", "dark", (1100, 760));
    push(&lab, &speaker, &with(price("$70,300.00"), json!({ "change_24h": "-0.40" })));
    lab.picture("lab5-bitcoin-narrow", "light", (320, 1500));
    let message = "거래소가 3초 안에 답하지 않습니다 · The exchange does not answer within 3 s";
    speaker.say(&json!({ "type": "error", "code": "upstream", "message": message, "last": with(deck(), json!({ "age_ms": 31_000, "state": "stale" })) }).to_string());
    wait_for_badge(&lab, "stale", "오래됨");
    lab.picture("lab5-bitcoin-stale", "dark", (1100, 760));
    walk(&lab, &speaker, &json!({ "source": "simulated", "state": "simulated" }));
    lab.tab.click("#lang");
    lab.picture("lab5-bitcoin-english", "light", (1100, 760));
    lab.tab.click("#lang");
    lab.picture("lab5-bitcoin-simulated", "dark", (1100, 760));
}
