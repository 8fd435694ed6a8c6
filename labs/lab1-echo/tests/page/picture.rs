//! Pictures of the page: for README.md, and to look at after a change.
//!
//! `cargo test -p lab1-echo --test page -- --ignored picture` writes them to `target/pictures`; the first,
//! `lab1-echo.png`, belongs in `docs`.

use std::{fs, path::Path};

use lab_testing::{Browser, Server};

use crate::{BINARY, Lab, SAMPLE};

#[test]
#[ignore = "checks nothing: it takes port 5000 and writes pictures"]
fn picture() {
    let Some(browser) = Browser::start() else { return };
    let server = Server::start_with(BINARY, &["--port", "5000"]);
    let tab = browser.tab();
    tab.goto(&server.page_url());
    let lab = Lab { tab, server };
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/pictures");
    fs::create_dir_all(&folder).unwrap();
    lab.connect();
    for saved in ["안녕하세요", "hello"] {
        lab.tab.fill("#message", saved);
        lab.tab.click("#save");
    }
    for (index, text) in [SAMPLE, "👨‍👩‍👧‍👦 이모지도 됩니다", "Shift+Enter로\n두 줄"].into_iter().enumerate()
    {
        lab.send(text);
        lab.wait_for_received(index + 1);
    }
    lab.tab.fill("#message", "다음 메시지를 쓰는 중");
    for (name, scheme, width, height) in [
        ("lab1-echo", "light", 1100, 640),
        ("lab1-echo-dark", "dark", 1100, 640),
        ("lab1-echo-narrow", "light", 320, 1400),
    ] {
        lab.tab.prefer("color-scheme", scheme);
        lab.tab.resize(width, height);
        lab.tab.screenshot(&folder.join(format!("{name}.png")));
    }
    lab.tab.click("#lang");
    lab.tab.resize(1100, 640);
    lab.tab.click("#connect");
    lab.wait_for_reason("1000");
    lab.tab.screenshot(&folder.join("lab1-echo-english-closed.png"));
}
