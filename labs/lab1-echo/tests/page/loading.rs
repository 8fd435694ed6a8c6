//! Checks 1 and 2: the page needs nothing but its server, and says what the deck says.

use lab_testing::shell;

use crate::{SAMPLE, open};

#[test]
fn the_page_is_complete_without_the_internet() {
    let Some(lab) = open() else { return };
    lab.wait_for_state("idle");
    lab.connect();
    shell::needs_only_its_server(&lab);
}

#[test]
fn the_page_tells_its_language_its_title_and_one_heading() {
    let Some(lab) = open() else { return };
    let title = "[실습 1] WebSocket 서버 구현하기";
    shell::opens_in_korean(&lab, title, title);
}

#[test]
fn the_words_of_the_deck_are_on_the_page() {
    let Some(lab) = open() else { return };
    assert_eq!(lab.tab.text("#connect").trim(), "Connect");
    assert_eq!(lab.tab.eval::<String>("document.querySelector('#message').placeholder"), SAMPLE);
    assert_eq!(lab.tab.value("#url"), lab.server.socket_url());
    let options = lab.tab.texts("#filter option");
    assert_eq!(options, ["All Messages", "Sent Messages", "Received Messages"]);
    let page: String = lab.tab.eval("document.body.innerText");
    for word in ["Compose message", "Saved messages", "Send", "Save", "Clear Messages", "Text"] {
        assert!(page.contains(word), "{word} not in {page}");
    }
    assert!(lab.tab.eval::<bool>("document.querySelector('#search').placeholder === 'Search'"));
    lab.connect();
    assert_eq!(lab.tab.text("#connect").trim(), "Disconnect");
    assert_eq!(lab.tab.text("#state").trim(), "Connected");
    lab.tab.wait_for_text("#log [data-dir=info] .text", &format!("Connected to {}", lab.server.socket_url()));
}

#[test]
fn every_hook_is_there_once() {
    let Some(lab) = open() else { return };
    shell::has_hooks(&lab, &["message", "type", "send", "save", "saved"]);
}
