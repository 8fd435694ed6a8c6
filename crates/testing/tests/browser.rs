//! The browser of the tests can see what the tests say is not there. A page that does everything wrong
//! comes first, so that "no errors, no requests" elsewhere means something.

use std::time::{Duration, Instant};

use lab_testing::browser::{Browser, Direction, EnterOrder, Source, Tab, stub::Stub};
use tokio_tungstenite::tungstenite::Message;

/// A server of one page under a policy that allows only its own scripts and WebSockets.
fn serve(body: &'static str, script: &'static str) -> Stub {
    Stub::http(0, move |path| {
        let policy = "default-src 'self'; style-src 'self' 'unsafe-inline'; connect-src ws://127.0.0.1:*";
        let (kind, content) = match path {
            "/" => {
                let head = "<!doctype html><html lang=ko><meta charset=utf-8><title>page</title>";
                ("text/html", format!("{head}{body}<script src=script.js></script>"))
            }
            "/script.js" => ("text/javascript", script.to_owned()),
            _ => ("text/plain", String::new()),
        };
        let length = content.len();
        format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Length: {length}\r\n\
             Content-Security-Policy: {policy}\r\nConnection: close\r\n\r\n{content}"
        )
    })
}

fn open(body: &'static str, script: &'static str) -> Option<(Stub, Tab)> {
    let browser = Browser::start()?;
    let stub = serve(body, script);
    let tab = browser.open(&stub.page_url());
    Some((stub, tab))
}

#[test]
fn everything_that_goes_wrong_in_a_page_is_noticed() {
    let script = "console.error('said', { so: 1 }); fetch('/elsewhere').catch(() => {});
        new Image().src = 'http://elsewhere.test/a.png'; throw new Error('thrown');";
    let Some((_stub, tab)) = open("<script>0</script>", script) else { return };
    let told =
        |source| tab.problems_from(source).iter().map(|problem| problem.text.clone()).collect::<String>();
    assert!(told(Source::Console).contains("said"));
    assert!(told(Source::Exception).contains("thrown"));
    let policy = told(Source::Policy);
    for forbidden in ["inline", "/elsewhere", "a.png"] {
        assert!(policy.contains(forbidden), "{forbidden} not in {policy}");
    }
}

#[test]
fn a_page_without_faults_has_no_problems() {
    let Some((stub, tab)) = open("<link rel=icon href=data:,><h1>fine</h1>", "console.log('fine')") else {
        return;
    };
    // The icon is a data URL, which the policy forbids; everything else is in order.
    let problems = tab.problems();
    assert!(problems.iter().all(|problem| problem.text.contains("data:,")), "{problems:?}");
    let own = |request: &&String| request.starts_with(&stub.page_url());
    assert_eq!(tab.requests().iter().filter(own).count(), 2, "{:?}", tab.requests());
}

#[test]
fn a_request_to_the_internet_is_seen_and_fails() {
    let Some(browser) = Browser::start() else { return };
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n\
        <!doctype html><script src=http://elsewhere.test/a.js></script>";
    let stub = Stub::http(0, move |_| page.to_owned());
    let tab = browser.open(&stub.page_url());
    assert!(tab.requests().iter().any(|url| url == "http://elsewhere.test/a.js"));
    tab.wait_for("performance.getEntriesByName('http://elsewhere.test/a.js').length === 1");
    let failed = tab.failed_requests();
    assert!(
        failed.iter().any(|url| url.contains("elsewhere.test") && url.contains("NAME_NOT_RESOLVED")),
        "{failed:?}"
    );
}

#[test]
fn web_sockets_and_their_messages_are_seen() {
    let Some((_page, tab)) = open("", "") else { return };
    let socket = Stub::web_socket(0, |mut socket| {
        while let Ok(message @ Message::Text(_)) = socket.read() {
            socket.send(message).unwrap();
        }
    });
    let url = socket.socket_url();
    let answer: String = tab.eval(&format!(
        "new Promise(resolve => {{
            const socket = new WebSocket('{url}');
            socket.onopen = () => socket.send('안녕');
            socket.onmessage = ({{ data }}) => resolve(data);
        }})"
    ));
    assert_eq!(answer, "안녕");
    assert_eq!(tab.sockets(), [url]);
    let frames = tab.frames();
    let directions: Vec<_> = frames.iter().map(|frame| (frame.direction, frame.payload.as_str())).collect();
    assert_eq!(directions, [(Direction::Sent, "안녕"), (Direction::Received, "안녕")]);
}

#[test]
fn a_click_reaches_the_element_and_no_covered_one() {
    let body =
        "<button id=free onclick></button><div style='height:3000px'></div><button id=below>below</button>";
    let script = "for (const button of document.querySelectorAll('button'))
        button.addEventListener('click', event => event.isTrusted && (window.clicked = button.id));";
    let Some((_stub, tab)) = open(body, script) else { return };
    tab.click("#below");
    assert_eq!(tab.eval::<String>("clicked"), "below");
    tab.click("#free");
    assert_eq!(tab.eval::<String>("clicked"), "free");
    let veil = "document.body.append(Object.assign(document.createElement('div'), { id: 'veil' }));
        veil.style = 'position:fixed;inset:0';";
    tab.eval::<Option<String>>(&format!(
        "(() => {{ {veil} setTimeout(() => veil.remove(), 200); return null }})()"
    ));
    let start = Instant::now();
    tab.click("#below");
    assert_eq!(tab.eval::<String>("clicked"), "below");
    assert!(start.elapsed() >= Duration::from_millis(100), "clicked through what covers it");
}

#[test]
fn keys_are_typed_as_a_keyboard_types_them() {
    let script = "window.keys = []; field.addEventListener('keydown', event => keys.push(
        (event.shiftKey ? 'Shift+' : '') + event.key + ':' + event.code));";
    let Some((_stub, tab)) = open("<textarea id=field></textarea><input id=next>", script) else { return };
    tab.click("#field");
    tab.type_text("a1");
    tab.press("Shift+Enter");
    tab.type_text("가");
    assert_eq!(tab.value("#field"), "a1\n가");
    assert_eq!(tab.eval::<Vec<String>>("keys"), ["a:KeyA", "1:Digit1", "Shift+Enter:Enter", "가:"]);
    tab.press("Tab");
    assert_eq!(tab.eval::<String>("document.activeElement.id"), "next");
}

/// What each usual way to handle Enter sends when `안녕` ends with one Enter, and what it leaves in the field.
/// Both common ways are wrong on one system, and a replay that does not show it would prove nothing.
#[test]
fn the_input_method_catches_the_usual_mistakes() {
    let script = "window.sent = [];
        field.addEventListener('keydown', event => {
            if (event.key !== 'Enter' && event.code !== 'Enter') return;
            if (location.hash === '#guard' && event.isComposing) return;
            event.preventDefault();
            if (field.value) sent.push(field.value);
            field.value = '';
        });";
    let Some(browser) = Browser::start() else { return };
    let stub = serve("<textarea id=field></textarea>", script);
    let cases: [(&str, EnterOrder, &[&str], &str); 4] = [
        ("", EnterOrder::Windows, &["안녕"], "녕"),
        ("", EnterOrder::MacOs, &["안녕", "녕"], ""),
        ("#guard", EnterOrder::Windows, &[], "안녕"),
        ("#guard", EnterOrder::MacOs, &["안녕"], ""),
    ];
    for (hash, order, sent, left) in cases {
        let tab = browser.open(&format!("{}{hash}", stub.page_url()));
        tab.click("#field");
        tab.compose(&["ㅇ", "아", "안"]);
        tab.commit("안");
        tab.compose(&["ㄴ", "녀", "녕"]);
        assert_eq!(tab.value("#field"), "안녕");
        tab.enter_while_composing(order, "녕");
        assert_eq!(tab.eval::<Vec<String>>("sent"), sent, "{hash} {order:?}");
        assert_eq!(tab.value("#field"), left, "{hash} {order:?}");
    }
}

#[test]
fn a_second_tab_hides_the_first() {
    let Some(browser) = Browser::start() else { return };
    let stub = serve("", "");
    let first = browser.open(&stub.page_url());
    assert_eq!(first.eval::<String>("document.visibilityState"), "visible");
    let second = browser.open(&stub.page_url());
    first.wait_for("document.visibilityState === 'hidden'");
    first.bring_to_front();
    first.wait_for("document.visibilityState === 'visible'");
    second.wait_for("document.visibilityState === 'hidden'");
}

#[test]
fn the_system_can_be_another() {
    let body =
        "<meta name=viewport content=width=device-width><p style='font-size:1rem;width:20rem'>wide</p>";
    let Some((_stub, tab)) = open(body, "") else { return };
    tab.prefer("color-scheme", "dark");
    tab.prefer("reduced-motion", "reduce");
    tab.wait_for("matchMedia('(prefers-color-scheme: dark) and (prefers-reduced-motion: reduce)').matches");
    tab.resize(360, 640);
    assert_eq!(tab.horizontal_overflow(), [""; 0]);
    tab.resize_text(200);
    assert_eq!(tab.horizontal_overflow().len(), 2, "{:?}", tab.horizontal_overflow());
    let start = Instant::now();
    tab.eval::<Option<String>>("(setTimeout(() => (window.rang = true), 60000), null)");
    tab.fast_forward(Duration::from_secs(61));
    tab.wait_for("window.rang");
    assert!(start.elapsed() < Duration::from_secs(20));
}

#[test]
fn accessibility_faults_are_found() {
    let body = "<h1>page</h1><button id=nameless></button><input id=unlabelled>
        <button style=outline:none>no focus mark</button><button tabindex=-1>skipped</button>
        <p style='color:#999;background:#fff'>pale</p>";
    let Some((_stub, tab)) = open(body, "") else { return };
    assert_eq!(tab.nameless_controls().len(), 2, "{:?}", tab.nameless_controls());
    let faults = tab.keyboard_faults().join("\n");
    assert!(faults.contains("focus not visible: <button style=\"outline:none\""), "{faults}");
    assert!(faults.contains("not reached by Tab: <button tabindex=\"-1\""), "{faults}");
    let violations = tab.accessibility_violations().join("\n");
    for rule in ["button-name", "color-contrast", "label"] {
        assert!(violations.is_empty() || violations.contains(rule), "{rule} not in {violations}");
    }
}

#[test]
fn a_condition_that_never_comes_true_says_what_the_page_shows() {
    let Some((_stub, tab)) = open("<p>what is shown</p>", "console.error('what was said')") else { return };
    let waiting = std::panic::AssertUnwindSafe(|| tab.eval::<String>("nowhere"));
    let panic = std::panic::catch_unwind(waiting).unwrap_err();
    let message = panic.downcast_ref::<String>().unwrap();
    for part in ["nowhere", "what is shown", "what was said"] {
        assert!(message.contains(part), "{part} not in {message}");
    }
}
