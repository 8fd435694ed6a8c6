//! The form that publishes a notification over HTTP.

use lab_testing::browser::EnterOrder;

use crate::{QUIET, connected, open};

#[test]
fn what_is_sent_comes_back_to_everybody_as_a_notification() {
    let Some(lab) = connected(QUIET) else { return };
    let other = lab.tab.beside();
    other.goto(&lab.server.page_url());
    other.click("#connect");
    other.wait_for("document.querySelector('#state').dataset.state === 'open'");
    lab.tab.bring_to_front();
    lab.send("10분 쉬고 시작합니다");
    for tab in [&lab.tab, &other] {
        tab.wait_for_text("#history [data-number]:first-child .text", "10분 쉬고 시작합니다");
    }
    lab.tab.wait_for("document.querySelector('#published').textContent.includes('202')");
    assert_eq!(lab.tab.value("#message"), "");
    assert_eq!(lab.sent(), [], "it went over HTTP");
}

#[test]
fn the_server_s_own_words_explain_why_it_does_not_take_a_text() {
    let Some(lab) = connected(QUIET) else { return };
    let text = "가".repeat(501);
    lab.send(&text);
    lab.tab.wait_for("document.querySelector('#error').textContent.startsWith('400 ')");
    let error = lab.tab.text("#error");
    assert!(error.len() > "400 Bad Request".len(), "{error}");
    assert_eq!(lab.tab.value("#message"), text, "it is not lost");
    assert!(lab.tab.text("#length").contains("501 / 500"));
    lab.tab.fill("#message", &"가".repeat(500));
    lab.tab.click("#send");
    lab.tab.wait_for("document.querySelector('#history .text')?.textContent.length === 500");
    assert_eq!(lab.tab.text("#error"), "", "the complaint goes away");
}

#[test]
fn a_server_that_is_gone_is_named_and_the_text_kept() {
    let Some(mut lab) = open(QUIET) else { return };
    lab.server.kill();
    lab.send("들리나요");
    lab.tab.wait_for("document.querySelector('#error').textContent.includes('서버')");
    assert_eq!(lab.tab.value("#message"), "들리나요");
}

#[test]
fn nothing_is_sent_for_an_empty_field() {
    let Some(lab) = connected(QUIET) else { return };
    let before = lab.tab.requests().len();
    for text in ["", "   "] {
        lab.send(text);
    }
    assert_eq!(lab.tab.requests().len(), before);
    assert_eq!(lab.tab.text("#error"), "");
}

#[test]
fn one_enter_while_composing_sends_the_whole_text_once() {
    for order in [EnterOrder::Windows, EnterOrder::MacOs] {
        let Some(lab) = connected(QUIET) else { return };
        lab.tab.click("#message");
        lab.tab.compose(&["ㅇ", "아", "안"]);
        lab.tab.commit("안");
        lab.tab.compose(&["ㄴ", "녀", "녕"]);
        lab.tab.enter_while_composing(order, "녕");
        lab.tab.wait_for("document.querySelector('#history').textContent.includes('안녕')");
        lab.tab.wait_for("document.querySelector('#published').textContent.includes('202')");
        let posts = lab.tab.requests().iter().filter(|url| url.ends_with("/notify")).count();
        assert_eq!(posts, 1, "{order:?}");
        assert_eq!(lab.tab.value("#message"), "");
    }
}
