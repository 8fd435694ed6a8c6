//! Check 15 and the rules of `typing` and `stop`: what keys make the page send, and when.

use std::{
    thread::sleep,
    time::{Duration, Instant},
};

use lab_testing::{LabPage, browser::EnterOrder};

use crate::{
    INDICATOR,
    history::{History, STOP, TYPING, connected, wait_for},
    open,
};

const SHOWN: &str = "shows 💬 누군가 입력 중…";
const HIDDEN: &str = "shows ";

/// Writes `안녕안녕` as an input method does: twelve keys, one each tenth of a second.
fn replay(lab: &LabPage) {
    lab.tab.click("#message");
    let start = Instant::now();
    let mut key = 0;
    for syllable in [["ㅇ", "아", "안"], ["ㄴ", "녀", "녕"], ["ㅇ", "아", "안"], ["ㄴ", "녀", "녕"]]
    {
        for step in syllable {
            sleep((start + key * Duration::from_millis(100)).saturating_duration_since(Instant::now()));
            lab.tab.compose(&[step]);
            key += 1;
        }
        lab.tab.commit(syllable[2]);
    }
}

/// Check 15 once; an error where this machine was too busy to type or to answer in time.
fn replay_in_time() -> Option<Result<(), String>> {
    let lab = connected()?;
    replay(&lab);
    wait_for(&lab.tab, STOP, 1);
    wait_for(&lab.tab, HIDDEN, 1);
    assert_eq!(lab.tab.value("#message"), "안녕안녕");
    let history = History::of(&lab.tab);
    let keys = history.times("input");
    if keys.windows(2).any(|pair| pair[1] - pair[0] > 900.0) || keys[keys.len() - 1] - keys[0] > 1900.0 {
        return Some(Err(format!("typed too slowly: {keys:?}")));
    }
    assert_eq!(history.sent(), [r#"{"type":"typing"}"#, r#"{"type":"stop"}"#]);
    assert!(keys.len() >= 12, "{keys:?}");
    let counters = ["#keys", "#sent-typing", "#sent-stop"].map(|counter| lab.tab.text(counter));
    assert_eq!(counters, [keys.len().to_string(), "1".to_owned(), "1".to_owned()]);
    let stopped = history.first(STOP) - history.last("input");
    // How late a timer of one second is here and now.
    wait_for(&lab.tab, "second", 1);
    let late = History::of(&lab.tab).last("second") - history.last("input") - 1000.0;
    assert!((999.0..1200.0 + late).contains(&stopped), "`stop` after {stopped} ms");
    let shown = history.first(SHOWN) - keys[0];
    if shown > 150.0 {
        return Some(Err(format!("the indicator came after {shown} ms")));
    }
    assert!(history.first(HIDDEN) > history.first(STOP));
    Some(Ok(()))
}

#[test]
fn twelve_keys_are_one_typing_and_one_stop() {
    let mut busy = Vec::new();
    for _ in 0..3 {
        match replay_in_time() {
            None | Some(Ok(())) => return,
            Some(Err(why)) => busy.push(why),
        }
    }
    panic!("{busy:#?}");
}

#[test]
fn while_keys_go_on_typing_is_said_again_at_most_every_two_seconds() {
    let Some(lab) = connected() else { return };
    lab.tab.click("#message");
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(4500) {
        lab.tab.type_text("a");
        sleep(Duration::from_millis(150));
    }
    wait_for(&lab.tab, STOP, 1);
    let history = History::of(&lab.tab);
    let keys = history.times("input");
    let longest_gap = keys.windows(2).map(|pair| pair[1] - pair[0]).fold(0.0, f64::max);
    let typing = history.times(TYPING);
    assert!(typing.len() >= 2, "{history:#?}");
    for pair in typing.windows(2) {
        let gap = pair[1] - pair[0];
        assert!((1990.0..2010.0 + longest_gap).contains(&gap), "`typing` again after {gap} ms");
    }
    assert_eq!(lab.tab.text("#sent-typing"), typing.len().to_string());
    // The server was told often enough to show the indicator all the time.
    assert_eq!(history.times(SHOWN).len(), 1, "{history:#?}");
}

/// Types, then does something that must send `stop` before the second is over; the page's clock stands still
/// for nobody, so the order of the messages proves it.
fn stops_at_once(act: impl Fn(&LabPage)) {
    let Some(lab) = connected() else { return };
    lab.tab.click("#message");
    lab.tab.type_text("a");
    lab.tab.wait_for_text("#indicator", INDICATOR);
    act(&lab);
    wait_for(&lab.tab, STOP, 1);
    lab.tab.wait_for_text("#indicator", "");
    let history = History::of(&lab.tab);
    let waited = history.first(STOP) - history.last(TYPING);
    assert!(history.times("second").is_empty() || waited < 990.0, "`stop` after {waited} ms");
    assert_eq!(lab.tab.text("#sent-stop"), "1");
}

#[test]
fn an_emptied_field_stops_at_once() {
    stops_at_once(|lab| lab.tab.press("Backspace"));
}

#[test]
fn leaving_the_field_stops_at_once() {
    stops_at_once(|lab| lab.tab.focus("#url"));
}

#[test]
fn sending_stops_at_once_and_then_says_the_line() {
    stops_at_once(|lab| {
        lab.tab.press("Enter");
        lab.tab.wait_for_count("#lines li", 1);
        let history = History::of(&lab.tab);
        let sent = [r#"{"type":"typing"}"#, r#"{"type":"stop"}"#, r#"{"type":"say","text":"a"}"#];
        assert_eq!(history.sent(), sent);
        assert_eq!(lab.tab.value("#message"), "");
    });
}

#[test]
fn a_page_that_is_left_stops_at_once() {
    let Some(lab) = connected() else { return };
    lab.tab.click("#message");
    lab.tab.type_text("a");
    wait_for(&lab.tab, TYPING, 1);
    lab.tab.eval::<Option<bool>>("(dispatchEvent(new Event('pagehide')), null)");
    wait_for(&lab.tab, STOP, 1);
}

#[test]
fn the_second_is_counted_down() {
    let Some(lab) = connected() else { return };
    lab.tab.eval::<Option<bool>>(
        "(window.seconds = [], new MutationObserver(() => seconds.push([
            parseFloat(document.querySelector('#remaining').textContent.match(/[0-9.]+/)[0]),
            document.querySelector('#bar').value]))
            .observe(document.querySelector('#remaining'), { childList: true }), null)",
    );
    lab.tab.click("#message");
    lab.tab.type_text("a");
    wait_for(&lab.tab, STOP, 1);
    lab.tab.wait_for("seconds.at(-1)[0] === 0");
    let seconds: Vec<(f64, f64)> = lab.tab.eval("seconds");
    assert!(seconds.len() > 2, "{seconds:?}");
    assert!(seconds.windows(2).all(|pair| pair[0].0 > pair[1].0), "{seconds:?}");
    assert!(seconds.iter().all(|(text, bar)| (text - bar).abs() <= 0.051), "{seconds:?}");
    assert_eq!(lab.tab.text("#remaining"), "stop까지 남은 0.0초");
}

#[test]
fn without_a_connection_keys_are_counted_and_nothing_is_sent() {
    let Some(lab) = open() else { return };
    lab.tab.click("#message");
    lab.tab.type_text("abc");
    lab.tab.press("Enter");
    lab.tab.wait_for("document.querySelector('#error').textContent.includes('Connect')");
    let counters = ["#keys", "#sent-typing", "#sent-stop"].map(|counter| lab.tab.text(counter));
    assert_eq!(counters, ["3", "0", "0"]);
    assert_eq!(lab.tab.value("#message"), "abc", "what cannot be sent stays in the field");
    lab.connect();
    lab.tab.click("#send");
    lab.tab.wait_for_count("#lines li", 1);
    assert_eq!(lab.tab.text("#error"), "");
    assert_eq!(lab.tab.text("#sent-stop"), "0", "nobody had been told of the typing");
}

#[test]
fn one_enter_sends_hangul_once_on_every_system() {
    for order in [EnterOrder::Windows, EnterOrder::MacOs] {
        let Some(lab) = connected() else { return };
        lab.tab.click("#message");
        lab.tab.compose(&["ㅇ", "아", "안"]);
        lab.tab.commit("안");
        lab.tab.compose(&["ㄴ", "녀", "녕"]);
        lab.tab.enter_while_composing(order, "녕");
        lab.tab.wait_for_count("#lines li", 1);
        let history = History::of(&lab.tab);
        let lines: Vec<_> = history.sent().into_iter().filter(|sent| sent.contains("say")).collect();
        assert_eq!(lines, [r#"{"type":"say","text":"안녕"}"#], "{order:?}");
        assert_eq!(lab.tab.value("#message"), "");
    }
}
