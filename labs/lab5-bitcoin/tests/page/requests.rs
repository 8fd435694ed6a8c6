//! Asking for the price, what is counted, and what a screen reader is told.

use std::time::Duration;

use lab_testing::page::{RECEIVED, SENT};

use crate::{at_speaker, deck, open, price, push, wait_for_notice};

#[test]
fn one_press_is_one_request_and_its_answer_is_shown() {
    let Some((lab, speaker)) = at_speaker() else { return };
    assert_eq!(speaker.rest(), [""; 0], "the page asks for nothing by itself");
    lab.tab.click("#request");
    assert_eq!(speaker.hear(), r#"{"type":"price"}"#);
    lab.tab.wait_for_text("#sent-requests", "1");
    assert_eq!(lab.tab.text("#received-answers"), "0");
    push(&lab, &speaker, &deck());
    lab.tab.wait_for_text("#received-answers", "1");
    assert_eq!(lab.tab.text("#pair"), "BTC/USDT");
    assert_eq!(lab.tab.text("#source"), "Binance");
    assert!(lab.tab.text("#at").ends_with(":02.118"), "{}", lab.tab.text("#at"));
    // The log shows both as they were on the wire, and how long the answer took.
    assert_eq!(lab.tab.texts(&format!("{SENT} .text")), [r#"{"type":"price"}"#]);
    assert_eq!(lab.tab.texts(&format!("{RECEIVED} .text")), [deck().to_string()]);
    assert_eq!(lab.tab.count(&format!("{RECEIVED} .round-trip")), 1);
}

#[test]
fn answers_and_what_comes_unasked_are_counted_apart() {
    let Some((lab, speaker)) = at_speaker() else { return };
    push(&lab, &speaker, &deck());
    for number in 1..=2 {
        lab.tab.click("#request");
        let _ = speaker.hear();
        lab.tab.wait_for_text("#sent-requests", &number.to_string());
    }
    push(&lab, &speaker, &price("$70,352.37"));
    push(&lab, &speaker, &price("$70,352.38"));
    push(&lab, &speaker, &price("$70,352.39"));
    lab.tab.wait_for_text("#received-pushes", "2");
    assert_eq!((lab.tab.text("#sent-requests"), lab.tab.text("#received-answers")), ("2".into(), "2".into()));
}

#[test]
fn without_a_connection_the_button_says_what_to_do() {
    let Some(lab) = open() else { return };
    assert_eq!(lab.tab.eval::<String>("document.querySelector('#request').ariaDisabled"), "true");
    lab.tab.click("#request");
    wait_for_notice(&lab, "먼저 Connect 를 누르세요.");
    assert_eq!(lab.tab.text("#sent-requests"), "0");
    lab.connect();
    lab.tab.wait_for("document.querySelector('#request').ariaDisabled === 'false'");
    assert!(!lab.tab.text("#notice").contains("Connect"));
}

#[test]
fn a_reader_is_told_the_answer_at_once_and_then_the_newest_price_every_ten_seconds() {
    let Some((lab, speaker)) = at_speaker() else { return };
    lab.tab.eval::<Option<u8>>(
        "(window.told = [], new MutationObserver(() => told.push(document.querySelector('#spoken').textContent))
            .observe(document.querySelector('#spoken'), { childList: true }), null)",
    );
    lab.tab.click("#request");
    let _ = speaker.hear();
    push(&lab, &speaker, &deck());
    for cents in 40..=60 {
        push(&lab, &speaker, &price(&format!("$70,352.{cents}")));
    }
    let told: Vec<String> = lab.tab.eval("told");
    assert!(told.len() <= 2 && told[0] == "$70,352.36", "{told:?}");
    lab.tab.fast_forward(Duration::from_secs(11));
    lab.tab.wait_for("told.at(-1) === '$70,352.60, 상승'");
    assert!(lab.tab.eval::<usize>("told.length") <= 3);
}

#[test]
fn the_regions_that_are_read_out_are_in_the_page_from_the_start_and_empty() {
    let Some(lab) = open() else { return };
    for region in ["#notice", "#spoken"] {
        assert_eq!(
            lab.tab.eval::<String>(&format!("document.querySelector('{region}').getAttribute('role')")),
            "status"
        );
        assert_eq!(lab.tab.text(region), "");
    }
}
