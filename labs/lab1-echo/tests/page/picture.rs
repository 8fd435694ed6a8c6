//! Pictures of the page: for README.md, and to look at after a change.
//!
//! `cargo test -p lab1-echo --test page -- --ignored picture` writes them to `target/pictures`; the first,
//! `lab1-echo.png`, belongs in `docs`.

use lab_testing::{LabPage, Server};

use crate::{BINARY, SAMPLE};

#[test]
#[ignore = "checks nothing: it takes port 5000 and writes pictures"]
fn picture() {
    let server = Server::start_with(BINARY, &["--port", "5000"]);
    let Some(lab) = LabPage::beside(BINARY, server, "") else { return };
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
    lab.picture("lab1-echo", "light", (1100, 640));
    lab.picture("lab1-echo-dark", "dark", (1100, 640));
    lab.picture("lab1-echo-narrow", "light", (320, 1400));
    lab.tab.click("#lang");
    lab.tab.click("#connect");
    lab.wait_for_reason("1000");
    lab.picture("lab1-echo-english-closed", "dark", (1100, 640));
}
