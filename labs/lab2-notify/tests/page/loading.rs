//! Checks 1 and 2: the page needs nothing but its server, and says what the deck says.

use lab_testing::{http, shell};

use crate::{QUIET, open, server};

#[test]
fn the_page_is_complete_without_the_internet() {
    let Some(lab) = open(100) else { return };
    lab.connect();
    lab.tab.click("#compare");
    lab.tab.wait_for("document.querySelectorAll('#history [data-number]').length >= 3");
    lab.tab.click("#compare");
    // What the page itself has stopped is no failure.
    let failed = lab.tab.failed_requests();
    assert!(failed.iter().all(|request| request.contains("ERR_ABORTED")), "{failed:?}");
    lab.tab.reload();
    assert_eq!(lab.tab.problems(), []);
}

#[test]
fn nothing_is_asked_of_anybody_else() {
    let Some(lab) = open(100) else { return };
    lab.connect();
    lab.tab.wait_for("document.querySelectorAll('.toast').length > 0");
    shell::needs_only_its_server(&lab);
}

#[test]
fn the_page_tells_its_language_its_title_and_one_heading() {
    let Some(lab) = open(QUIET) else { return };
    let title = "[실습 2] 실시간 알림 서비스";
    shell::opens_in_korean(&lab, title, title);
}

#[test]
fn the_words_of_the_deck_are_on_the_page() {
    let Some(lab) = open(QUIET) else { return };
    assert_eq!(lab.tab.text("#connect").trim(), "Connect");
    let rows = lab.tab.texts("#comparison tr");
    let rows: Vec<String> =
        rows.iter().map(|row| row.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let table = [
        "항목HTTPWebSocket",
        "연결요청마다 새로한 번 연결 유지",
        "통신단방향 (Client -> Server)양방향",
        "사용 예시게시판, 블로그채팅, 알림, 실시간 주식",
    ];
    assert_eq!(rows, table);
    let page: String = lab.tab.eval("document.body.innerText");
    for words in ["HTTP vs WebSocket 비교", "풀링(Polling)", "긴 연결(Long Polling)"] {
        assert!(page.contains(words), "{words} not in {page}");
    }
}

#[test]
fn every_hook_is_there_once() {
    let Some(lab) = open(QUIET) else { return };
    let own = ["toasts", "bell", "unread", "history", "desktop", "comparison", "message", "send"];
    shell::has_hooks(&lab, &own);
    for transport in ["polling", "long-polling", "websocket"] {
        assert_eq!(lab.tab.count(&format!("#comparison [data-transport='{transport}']")), 1, "{transport}");
    }
    assert_eq!(lab.tab.text("#unread"), "0", "the number alone");
}

#[tokio::test]
async fn the_live_region_is_in_the_page_as_it_is_served_and_empty() {
    let page = http::get(&server(QUIET), "/").await.body;
    let region = page.split("id=\"toasts\"").nth(1).expect("the region");
    let (attributes, rest) = region.split_once('>').expect("the end of its tag");
    assert!(attributes.contains("role=\"status\""), "{attributes}");
    assert!(rest.starts_with("</"), "{}", &rest[..20]);
}
