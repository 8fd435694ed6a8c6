//! Checks 1 and 2: the page needs nothing but its server, and says what the deck says.

use lab_testing::shell;

use crate::{connected, open};

#[test]
fn the_page_is_complete_without_the_internet() {
    let Some(lab) = connected() else { return };
    shell::needs_only_its_server(&lab);
}

#[test]
fn the_page_tells_its_language_its_title_and_one_heading() {
    let Some(lab) = open() else { return };
    shell::opens_in_korean(&lab, "[실습 3] 타자기 효과", "타자기 효과 실습");
}

#[test]
fn every_hook_is_there_once() {
    let Some(lab) = open() else { return };
    shell::has_hooks(&lab, &["message", "send", "indicator", "sent-typing", "sent-stop", "keys"]);
    assert_eq!(lab.tab.text("#indicator"), "");
    for counter in ["#keys", "#sent-typing", "#sent-stop"] {
        assert_eq!(lab.tab.text(counter), "0", "{counter} is a number and nothing else");
    }
}

#[test]
fn another_tab_is_one_click_away() {
    let Some(lab) = open() else { return };
    let page: String = lab.tab.eval("document.body.innerText");
    assert!(page.contains("다른 탭을 열어 보세요") && page.contains("새 탭으로 열기"), "{page}");
    let link: (String, String, String) =
        lab.tab.eval("(({ href, target, rel }) => [href, target, rel])(document.querySelector('#tab'))");
    assert_eq!(link, (lab.server.page_url(), "_blank".to_owned(), "noopener".to_owned()));
}
