//! The deck's table, measured: the same notifications in three ways, and what each of them costs.

use std::{
    io::{BufRead, BufReader, Write},
    net::{TcpListener, TcpStream},
    thread,
    time::Duration,
};

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
    // Its headers are those of the request, which the server has counted, and of the answer.
    let request: u32 = lab.tab.eval(
        "fetch('/poll', { cache: 'no-store' }).then(({ headers }) => +headers.get('lab-request-head'))",
    );
    assert!(request > 200, "a browser's request has more than {request} bytes");
    assert!(number(&lab, "long-polling", "headers") > request + 100);
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

#[test]
fn the_estimate_of_the_handshake_is_near_to_the_real_one() {
    let Some(lab) = open(QUIET) else { return };
    // What the browser writes to any server, captured; what the lab's server answers to exactly this.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let capture = thread::spawn(move || head_of(&listener.accept().unwrap().0));
    lab.tab.eval::<Option<u8>>(&format!(
        "(window.captured = new WebSocket('ws://127.0.0.1:{port}/ws', 'realtime-labs.v1'), null)"
    ));
    let request = capture.join().unwrap().replace(&format!(":{port}"), &format!(":{}", lab.server.port()));
    let mut stream = TcpStream::connect(lab.server.authority()).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let response = head_of(&stream);
    assert!(response.starts_with("HTTP/1.1 101 "), "{response}");
    let estimate: f64 = lab.tab.eval(
        "import('/cost.js').then(({ handshake }) => handshake({
            url: `ws://${location.host}/ws`, protocol: 'realtime-labs.v1',
            extensions: 'permessage-deflate; server_no_context_takeover; client_no_context_takeover' }))",
    );
    let real = f64::from(u32::try_from(request.len() + response.len()).unwrap());
    assert!((estimate - real).abs() < real * 0.05, "{estimate} for {real}:\n{request}{response}");
}

/// Reads up to the empty line.
fn head_of(stream: &TcpStream) -> String {
    let lines = BufReader::new(stream).lines().map(Result::unwrap);
    lines.take_while(|line| !line.is_empty()).map(|line| line + "\r\n").collect::<String>() + "\r\n"
}
