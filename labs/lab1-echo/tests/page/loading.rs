//! Checks 1 and 2: the page needs nothing but its server, and says what the deck says.

use crate::{Lab, SAMPLE};

#[test]
fn the_page_is_complete_without_the_internet() {
    let Some(lab) = Lab::open() else { return };
    lab.wait_for_state("idle");
    lab.connect();
    let foreign =
        |url: &&String| !url.starts_with("data:") && !url.contains(&format!("//{}/", lab.server.authority()));
    let requests = lab.tab.requests();
    assert_eq!(requests.iter().filter(foreign).collect::<Vec<_>>(), [""; 0]);
    assert_eq!(lab.tab.failed_requests(), [""; 0]);
    assert_eq!(lab.tab.problems(), []);
    assert!(requests.len() > 3, "the page loads its parts: {requests:?}");
}

#[test]
fn the_page_tells_its_language_its_title_and_one_heading() {
    let Some(lab) = Lab::open() else { return };
    let title = "[실습 1] WebSocket 서버 구현하기";
    assert_eq!(lab.tab.eval::<String>("document.documentElement.lang"), "ko");
    assert_eq!(lab.tab.eval::<String>("document.title"), title);
    assert_eq!(lab.tab.texts("h1"), [title]);
}

#[test]
fn the_words_of_the_deck_are_on_the_page() {
    let Some(lab) = Lab::open() else { return };
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
    let Some(lab) = Lab::open() else { return };
    let hooks = [
        "url",
        "connect",
        "state",
        "reason",
        "banner",
        "lang",
        "theme",
        "log",
        "search",
        "filter",
        "clear",
        "newer",
        "newest-first",
        "message",
        "type",
        "send",
        "save",
        "saved",
    ];
    for hook in hooks {
        assert_eq!(lab.tab.count(&format!("[id='{hook}']")), 1, "#{hook}");
    }
    lab.wait_for_state("idle");
}
