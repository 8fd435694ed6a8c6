//! The switch: subscribed once, every change comes without asking.

use lab_testing::browser::speaker::Speaker;

use crate::{at_speaker, deck, open, price, push};

const SUBSCRIBE: &str = r#"{"type":"subscribe"}"#;
const UNSUBSCRIBE: &str = r#"{"type":"unsubscribe"}"#;

#[test]
fn the_switch_subscribes_and_unsubscribes() {
    let Some((lab, speaker)) = at_speaker() else { return };
    lab.tab.click("#subscribe");
    assert_eq!(speaker.hear(), SUBSCRIBE);
    push(&lab, &speaker, &deck());
    push(&lab, &speaker, &price("$70,352.37"));
    lab.tab.wait_for_text("#received-pushes", "2");
    assert_eq!(lab.tab.text("#sent-requests"), "0");
    lab.tab.click("#subscribe");
    assert_eq!(speaker.hear(), UNSUBSCRIBE);
    assert_eq!(speaker.rest(), [""; 0]);
}

#[test]
fn the_page_subscribes_again_after_a_lost_connection() {
    let Some((lab, speaker)) = at_speaker() else { return };
    lab.tab.click("#subscribe");
    assert_eq!(speaker.hear(), SUBSCRIBE);
    let port = speaker.port();
    drop(speaker);
    lab.wait_for_state("waiting");
    let speaker = Speaker::rich(port);
    assert_eq!(speaker.hear(), SUBSCRIBE);
    lab.tab.click("#subscribe");
    assert_eq!(speaker.hear(), UNSUBSCRIBE);
    let port = speaker.port();
    drop(speaker);
    lab.wait_for_state("waiting");
    let speaker = Speaker::rich(port);
    lab.wait_for_state("open");
    push(&lab, &speaker, &deck());
    assert_eq!(speaker.rest(), [""; 0]);
}

#[test]
fn a_switch_that_is_on_before_the_connection_takes_effect_with_it() {
    let Some(lab) = open() else { return };
    lab.tab.click("#subscribe");
    let speaker = Speaker::rich(0);
    speaker.welcome(&lab);
    assert_eq!(speaker.hear(), SUBSCRIBE);
    assert_eq!(lab.tab.eval::<String>("document.querySelector('#subscribe').getAttribute('role')"), "switch");
}
