//! What lab 1 answers over plain HTTP: its page, the files that all pages share, errors in words.
#![allow(clippy::unwrap_used)] // A test fails by it.

use lab_testing::{Client, Server, http};

const LAB: &str = env!("CARGO_BIN_EXE_lab1-echo");

#[tokio::test]
async fn the_page_and_every_file_it_loads_are_served() {
    let server = Server::start(LAB);
    let page = http::get(&server, "/").await;
    assert_eq!(page.status, 200);
    assert!(page.header("content-type").starts_with("text/html"), "{page:?}");
    assert!(page.body.contains("[실습 1] WebSocket 서버 구현하기"));
    let mut paths: Vec<String> = page.body.split('"').filter(|text| is_file(text)).map(absolute).collect();
    assert!(paths.len() > 3, "{paths:?}");
    // Each script names the scripts that it imports.
    let mut seen = 0;
    while let Some(path) = paths.get(seen).cloned() {
        let file = http::get(&server, &path).await;
        assert_eq!(file.status, 200, "{path}");
        let imports = file.body.lines().filter(|line| line.contains("import ") || line.contains("from "));
        for import in imports.flat_map(|line| line.split('"')).filter(|text| is_file(text)) {
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let import =
                import.strip_prefix("./").map_or(absolute(import), |name| format!("{folder}/{name}"));
            if !paths.contains(&import) {
                paths.push(import);
            }
        }
        seen += 1;
    }
    assert!(paths.len() > 10, "{paths:?}");
}

fn is_file(text: &str) -> bool {
    [".js", ".css", ".svg"].iter().any(|ending| text.ends_with(ending)) && !text.contains(' ')
}

fn absolute(path: &str) -> String {
    if path.starts_with('/') { path.to_owned() } else { format!("/{path}") }
}

#[tokio::test]
async fn the_page_may_load_and_connect_to_this_machine_only() {
    let server = Server::start(LAB);
    let page = http::get(&server, "/").await;
    let policy = page.header("content-security-policy");
    let own = "connect-src 'self' ws://127.0.0.1:* ws://localhost:* wss://127.0.0.1:* wss://localhost:*";
    assert!(policy.starts_with("default-src 'self';") && policy.contains(own), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn an_address_without_a_file_is_explained() {
    let server = Server::start(LAB);
    for path in ["/nothing", "/shared/nothing.js", "/nothing.html"] {
        let answer = http::get(&server, path).await;
        assert_eq!(answer.status, 404, "{path}");
        assert!(
            answer.body.contains("아무것도 없습니다") && answer.body.contains("Nothing is here"),
            "{answer:?}"
        );
    }
}

#[tokio::test]
async fn the_websocket_address_in_an_address_bar_is_explained() {
    let server = Server::start(LAB);
    let answer = http::get(&server, "/ws").await;
    assert!((400..500).contains(&answer.status), "{answer:?}");
    assert!(answer.body.contains("WebSocket 주소입니다") && answer.body.contains("ws://"), "{answer:?}");
}

#[tokio::test]
async fn a_handshake_that_does_not_fit_is_explained_in_both_languages() {
    let server = Server::start(LAB);
    let url = server.socket_url();
    for (header, korean, english) in [
        (("Sec-WebSocket-Version", "8"), "13이어야 합니다", "must say: 13"),
        (
            ("Sec-WebSocket-Key", "short"),
            "Sec-WebSocket-Key 헤더가 하나 필요합니다",
            "needs one Sec-WebSocket-Key",
        ),
    ] {
        let refusal = Client::try_connect(&url, &[header]).await.err().expect("refused");
        let text = String::from_utf8(refusal.into_body().unwrap()).unwrap();
        assert!(text.contains(korean) && text.contains(english), "{text}");
    }
}

#[tokio::test]
async fn no_path_leads_out_of_the_page_folder() {
    let server = Server::start(LAB);
    for path in [
        "/../Cargo.toml",
        "/..%2fCargo.toml",
        "/%2e%2e/Cargo.toml",
        "/%2e%2e%2fCargo.toml",
        "/..%252fCargo.toml",
        "/..%5cCargo.toml",
        "//etc/passwd",
        "/%00",
        "/shared/../../Cargo.toml",
        "/shared/..%2flib.rs",
    ] {
        let answer = http::get(&server, path).await;
        assert!((400..500).contains(&answer.status), "{path}: {answer:?}");
        assert!(!answer.body.contains("[package]") && !answer.body.contains("root:"), "{path}: {answer:?}");
    }
}

#[tokio::test]
async fn a_foreign_host_does_not_get_the_page() {
    let server = Server::start(LAB);
    let answer = http::get_from(&server, "/", "evil.example").await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("evil.example"), "{answer:?}");
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "a refusal is protected too");
}
