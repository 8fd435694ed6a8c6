//! Pictures of the page: for README.md, and to look at after a change.
//!
//! `cargo test -p lab4-sentiment --test page -- --ignored picture` writes them to `target/pictures`; the first,
//! `lab4-sentiment.png`, belongs in `docs`.

use lab_testing::{LabPage, Server};

use crate::{BINARY, judge};

#[test]
#[ignore = "checks nothing: it takes port 5000 and writes pictures"]
fn picture() {
    let server = Server::start_with(BINARY, &["--port", "5000"]);
    let Some(lab) = LabPage::beside(BINARY, server, "") else { return };
    lab.connect();
    for (text, label) in [
        ("love", "positive"),
        ("sad", "negative"),
        ("안녕하세요", "neutral"),
        ("오늘 정말 좋아요! 날씨는 별로지만 행복해 😍", "positive"),
    ] {
        judge(&lab, text, label);
    }
    lab.picture("lab4-sentiment", "light", (1100, 760));
    lab.picture("lab4-sentiment-dark", "dark", (1100, 760));
    lab.picture("lab4-sentiment-narrow", "light", (320, 1500));
    lab.tab.click("#connect");
    lab.wait_for_reason("1000");
    lab.tab.fill("#message", "오늘 정말 좋아요! 날씨는");
    lab.picture("lab4-sentiment-unsettled", "dark", (1100, 760));
    lab.tab.click("#lang");
    lab.connect();
    judge(&lab, "not good, and I hate this", "negative");
    lab.picture("lab4-sentiment-english", "light", (1100, 760));
}
