//! The deck's table, measured: the same notifications in three ways, and what each of them costs.

use std::time::Duration;

use lab_testing::LabPage;

use crate::{QUIET, open, publish};

const TRANSPORTS: [&str; 3] = ["polling", "long-polling", "websocket"];

fn figure(transport: &str, name: &str) -> String {
    format!("#comparison [data-transport='{transport}'] [data-figure='{name}']")
}

/// The number in a figure, whatever stands around it.
fn number(lab: &LabPage, transport: &str, name: &str) -> u32 {
    let text = lab.tab.text(&figure(transport, name));
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("{transport} {name}: {text}"))
}

/// The page, comparing, with its three ways under way.
fn comparing(period: u32) -> Option<LabPage> {
    let lab = open(period)?;
    lab.tab.choose("#period", "500");
    lab.tab.click("#compare");
    for transport in TRANSPORTS {
        lab.tab.wait_for(&format!(
            "parseInt(document.querySelector(\"{}\").textContent) > 0",
            figure(transport, "requests")
        ));
    }
    Some(lab)
}

fn wait_for_received(lab: &LabPage, count: u32) {
    for transport in TRANSPORTS {
        lab.tab.wait_for_text(&figure(transport, "received"), &count.to_string());
    }
}

fn wait_until_stopped(lab: &LabPage) {
    lab.tab.wait_for("document.querySelector('#compare').textContent === '비교 시작'");
}

#[test]
fn all_three_receive_the_same_notifications_and_count_what_that_costs() {
    let Some(lab) = comparing(QUIET) else { return };
    publish(&lab, "하나");
    wait_for_received(&lab, 1);
    let headers = TRANSPORTS.map(|transport| number(&lab, transport, "headers"));
    let payload = TRANSPORTS.map(|transport| number(&lab, transport, "payload"));
    for text in ["둘", "셋"] {
        publish(&lab, text);
    }
    wait_for_received(&lab, 3);
    lab.tab.click("#compare");
    wait_until_stopped(&lab);
    for (index, transport) in TRANSPORTS.into_iter().enumerate() {
        assert!(number(&lab, transport, "headers") > headers[index], "{transport}");
        assert!(number(&lab, transport, "payload") > payload[index], "{transport}");
        assert!(lab.tab.text(&figure(transport, "last")).ends_with(" ms"), "{transport}");
        assert!(lab.tab.text(&figure(transport, "median")).ends_with(" ms"), "{transport}");
    }
    assert_eq!(number(&lab, "websocket", "requests"), 1, "the opening handshake");
    assert!(number(&lab, "polling", "empty") > 0, "polling asks in vain");
    assert!(number(&lab, "long-polling", "requests") >= 2);
    // Two frames with headers of two or four bytes, against at least one request with all its headers.
    assert!(number(&lab, "websocket", "headers") - headers[2] <= 8);
    assert!(number(&lab, "long-polling", "headers") - headers[1] >= 200);
    assert!(lab.tab.text(&figure("websocket", "headers")).contains('≈'), "an estimate says so");
    assert!(!lab.tab.text(&figure("polling", "headers")).contains('≈'));
}

#[test]
fn the_bytes_of_an_answer_are_those_that_the_browser_counted() {
    let Some(lab) = comparing(QUIET) else { return };
    publish(&lab, "하나");
    wait_for_received(&lab, 1);
    // One long poll has been answered; the next one waits.
    let body: u32 = lab.tab.eval(
        "performance.getEntriesByType('resource').filter(({ name }) => name.includes('/long-poll'))
            .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)",
    );
    assert_eq!(number(&lab, "long-polling", "payload"), body);
}

#[test]
fn it_begins_anew_each_time() {
    let Some(lab) = comparing(QUIET) else { return };
    publish(&lab, "하나");
    wait_for_received(&lab, 1);
    lab.tab.click("#compare");
    wait_until_stopped(&lab);
    publish(&lab, "아무도 안 볼 때");
    lab.tab.click("#compare");
    wait_for_received(&lab, 0);
    publish(&lab, "둘");
    wait_for_received(&lab, 1);
}

#[test]
fn it_stops_when_the_tab_is_hidden() {
    let Some(lab) = comparing(QUIET) else { return };
    let other = lab.tab.beside();
    wait_until_stopped(&lab);
    drop(other);
    lab.tab.bring_to_front();
    assert!(lab.tab.text("#comparison-state").contains("탭"), "{}", lab.tab.text("#comparison-state"));
    assert_eq!(lab.tab.problems(), []);
}

#[test]
fn it_stops_by_itself_after_five_minutes() {
    let Some(lab) = comparing(QUIET) else { return };
    lab.tab.choose("#period", "5000");
    lab.tab.fast_forward(Duration::from_secs(301));
    wait_until_stopped(&lab);
    assert!(lab.tab.text("#comparison-state").contains("5분"), "{}", lab.tab.text("#comparison-state"));
}

#[test]
fn a_server_that_is_gone_ends_it_with_a_word() {
    let Some(mut lab) = comparing(QUIET) else { return };
    lab.server.kill();
    wait_until_stopped(&lab);
    assert!(lab.tab.text("#comparison-state").contains("서버"), "{}", lab.tab.text("#comparison-state"));
    // And where there is none from the start.
    lab.tab.click("#compare");
    wait_until_stopped(&lab);
    assert!(lab.tab.text("#comparison-state").contains("서버"), "{}", lab.tab.text("#comparison-state"));
}

#[test]
fn it_leaves_the_page_s_own_connection_and_log_alone() {
    let Some(lab) = open(QUIET) else { return };
    lab.connect();
    lab.tab.click("#compare");
    for transport in TRANSPORTS {
        lab.tab.wait_for(&format!(
            "parseInt(document.querySelector(\"{}\").textContent) > 0",
            figure(transport, "requests")
        ));
    }
    publish(&lab, "하나");
    wait_for_received(&lab, 1);
    lab.tab.click("#compare");
    wait_until_stopped(&lab);
    lab.wait_for_state("open");
    assert_eq!(lab.tab.count("#log [data-dir=sent]"), 0);
    assert_eq!(lab.tab.texts("#history .text").iter().filter(|text| *text == "하나").count(), 1);
}
