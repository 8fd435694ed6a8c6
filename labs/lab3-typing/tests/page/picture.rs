//! Pictures of the page, to look at after a change.
//!
//! `cargo test -p lab3-typing --test page -- --ignored picture` writes them to `target/pictures`.

use lab_testing::{LabPage, Server};

use crate::{BINARY, INDICATOR, Others};

#[test]
#[ignore = "checks nothing: it takes port 5000 and writes pictures"]
fn picture() {
    let server = Server::start_with(BINARY, &["--port", "5000"]);
    let Some(lab) = LabPage::beside(BINARY, server, "") else { return };
    lab.connect();
    for line in ["안녕하세요 👋", "타자기처럼 한 글자씩 나타납니다."] {
        lab.send(line);
    }
    lab.tab.wait_for_count("#lines li", 2);
    lab.tab.press("Escape");
    let others = Others::type_on(&lab.server, 2);
    lab.tab.click("#message");
    lab.tab.type_text("안녕안녕");
    lab.tab.wait_for_text("#indicator", INDICATOR);
    lab.picture("lab3-typing", "light", (1100, 700));
    lab.picture("lab3-typing-dark", "dark", (1100, 700));
    lab.picture("lab3-typing-narrow", "light", (320, 1500));
    lab.tab.click("#lang");
    lab.picture("lab3-typing-english", "dark", (1100, 700));
    drop(others);
    lab.tab.click("#connect");
    lab.wait_for_reason("1000");
    lab.picture("lab3-typing-closed", "light", (1100, 700));
}
