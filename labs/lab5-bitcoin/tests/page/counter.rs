//! The number counter, and check 18: what is shown at the end is the server's text, byte for byte.

use lab_testing::LabPage;

use crate::{at_speaker_with, deck, is_visible, price};

/// Writes down every text of the price and of the copy that runs.
pub(crate) const WATCH: &str = r"
    window.prices = [];
    window.copies = [];
    document.addEventListener('DOMContentLoaded', () => {
        const watch = (selector, texts) => {
            const target = document.querySelector(selector);
            const note = () => target.textContent !== texts.at(-1) && texts.push(target.textContent);
            new MutationObserver(note).observe(target, { childList: true, characterData: true, subtree: true });
        };
        watch('#price', prices);
        watch('#running', copies);
    });";

/// Shows one price and, once it is settled, another.
fn two_prices(motion: &str) -> Option<LabPage> {
    let (lab, speaker) = at_speaker_with(WATCH)?;
    lab.tab.prefer("reduced-motion", motion);
    speaker.say(&price("$69,999.99").to_string());
    lab.tab.wait_for_text("#price", "$69,999.99");
    speaker.say(&deck().to_string());
    lab.tab.wait_for_text("#price", "$70,352.36");
    lab.tab.wait_for("document.querySelector('#running').hidden");
    Some(lab)
}

#[test]
fn the_price_runs_to_its_new_value_and_ends_on_the_servers_text() {
    let Some(lab) = two_prices("no-preference") else { return };
    // What is read and copied is never anything but what the server said.
    assert_eq!(lab.tab.eval::<Vec<String>>("prices"), ["$69,999.99", "$70,352.36"]);
    let copies: Vec<String> = lab.tab.eval("copies.filter(Boolean)");
    let cents: Vec<u64> =
        copies.iter().map(|text| text.replace(['$', ',', '.'], "").parse().unwrap()).collect();
    assert!(cents.len() > 2, "{copies:?}");
    assert!(cents.is_sorted() && cents[0] == 6_999_999 && *cents.last().unwrap() <= 7_035_236, "{copies:?}");
    assert!(copies.iter().all(|text| text.len() == "$70,352.36".len()), "{copies:?}");
    assert_eq!(lab.tab.text("#price"), "$70,352.36");
    assert_eq!(lab.tab.text("#running"), "");
    assert_eq!(lab.tab.eval::<String>("getComputedStyle(document.querySelector('#price')).opacity"), "1");
}

#[test]
fn no_value_between_is_shown_to_those_who_want_less_motion() {
    let Some(lab) = two_prices("reduce") else { return };
    assert_eq!(lab.tab.eval::<Vec<String>>("prices"), ["$69,999.99", "$70,352.36"]);
    assert_eq!(lab.tab.eval::<Vec<String>>("copies"), [""; 0]);
}

#[test]
fn the_first_price_does_not_count_up_from_nothing() {
    let Some((lab, speaker)) = at_speaker_with(WATCH) else { return };
    speaker.say(&deck().to_string());
    lab.tab.wait_for_text("#price", "$70,352.36");
    assert_eq!(lab.tab.eval::<Vec<String>>("copies"), [""; 0]);
}

#[test]
fn many_prices_on_the_way_end_on_the_last() {
    let Some((lab, speaker)) = at_speaker_with(WATCH) else { return };
    for cents in 10..60 {
        speaker.say(&price(&format!("$70,352.{cents}")).to_string());
    }
    lab.tab.wait_for_text("#price", "$70,352.59");
    lab.tab.wait_for("document.querySelector('#running').hidden");
    assert_eq!(lab.tab.text("#price"), "$70,352.59");
    let prices: Vec<String> = lab.tab.eval("prices");
    assert_eq!(prices, (10..60).map(|cents| format!("$70,352.{cents}")).collect::<Vec<_>>());
}

#[test]
fn a_price_that_no_number_can_hold_is_shown_to_the_cent() {
    let Some((lab, speaker)) = at_speaker_with(WATCH) else { return };
    for display in ["$90,071,992,547,409.93", "$90,071,992,547,409.94"] {
        crate::push(&lab, &speaker, &price(display));
    }
    lab.tab.wait_for_text("#direction", "▲ +0.01 상승");
    assert!(lab.tab.eval::<bool>("copies.filter(Boolean).every((text) => prices.includes(text))"));
}

#[test]
fn the_price_is_no_live_region_and_the_copy_is_hidden_from_readers() {
    let Some((lab, speaker)) = at_speaker_with("") else { return };
    crate::push(&lab, &speaker, &deck());
    let regions = "document.querySelector('#price').closest('[aria-live], [role=status], [role=alert], [role=log], output')";
    assert!(lab.tab.eval::<bool>(&format!("{regions} === null")));
    assert_eq!(lab.tab.eval::<String>("document.querySelector('#running').ariaHidden"), "true");
    assert!(!is_visible(&lab, "#running"));
}
