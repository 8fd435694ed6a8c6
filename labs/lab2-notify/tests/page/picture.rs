//! Pictures of the page: for README.md, and to look at after a change.
//!
//! `cargo test -p lab2-notify --test page -- --ignored picture` writes them to `target/pictures`; the first,
//! `lab2-notify.png`, belongs in `docs`.

use std::process::Command;

use lab_testing::{LabPage, Server};

use crate::{BINARY, publish};

#[test]
#[ignore = "checks nothing: it takes port 5000 and writes pictures"]
fn picture() {
    let mut command = Command::new(BINARY);
    let server = Server::spawn(command.args(["--port", "5000"]).env("NOTIFY_INTERVAL_MS", "1300"));
    let Some(lab) = LabPage::beside(BINARY, server, "") else { return };
    lab.tab.resize(1100, 800);
    lab.connect();
    lab.tab.wait_for("document.querySelectorAll('#history [data-number]').length >= 4");
    lab.tab.click("#bell");
    publish(&lab, "10분 쉬고 3시에 다시 시작합니다");
    lab.tab.wait_for("document.querySelectorAll('#history [data-number]').length >= 7");
    lab.picture("lab2-notify", "light", (1100, 800));
    lab.picture("lab2-notify-dark", "dark", (1100, 800));
    lab.tab.click("#pop-up");
    lab.tab.click("#compare");
    lab.tab.wait_for("parseInt(document.querySelector('#elapsed').textContent) >= 15");
    lab.picture("lab2-notify-comparison", "light", (1100, 1560));
    lab.picture("lab2-notify-narrow", "dark", (320, 3000));
    lab.tab.click("#lang");
    lab.tab.click("#comparison summary");
    lab.picture("lab2-notify-english", "dark", (1100, 1800));
}
