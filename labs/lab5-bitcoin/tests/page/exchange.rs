//! Check 18 from end to end: the lab's server asks a stand-in exchange whose price and faults the test decides.

use std::{process::Command, time::Instant};

use lab_exchange::{Exchange, Fault, Target, Times};
use lab_testing::{LabPage, Server, page::HISTORY, server::DEADLINE};
use tokio::runtime::Runtime;

use crate::{BINARY, counter::WATCH, is_visible, wait_for_badge, wait_for_notice};

/// The exchange, and the threads that it runs in.
struct Market {
    exchange: Exchange,
    _runtime: Runtime,
}

impl Market {
    fn at(price: &str) -> Self {
        let runtime = Runtime::new().unwrap();
        let exchange = runtime.block_on(Exchange::start()).unwrap();
        exchange.set_price(price);
        Self { exchange, _runtime: runtime }
    }

    /// The page of a server that asks this exchange and no other, connected.
    fn page(&self) -> Option<LabPage> {
        let mut command = Command::new(BINARY);
        command
            .args(["--port", "0", "--source", "live"])
            .env_remove("PORT")
            .env("BINANCE_URL", self.exchange.url());
        let lab = LabPage::beside(BINARY, Server::spawn(&mut command), &format!("{HISTORY}{WATCH}"))?;
        lab.connect();
        Some(lab)
    }
}

/// Presses the button until the page shows what `condition` says: an answer may be a second old.
#[track_caller]
fn ask_until(lab: &LabPage, condition: &str) {
    let start = Instant::now();
    while !lab.tab.eval::<bool>(&format!("Boolean({condition})")) {
        assert!(start.elapsed() < DEADLINE, "{condition}: {}", lab.tab.text("#quote"));
        lab.tab.click("#request");
        lab.tab.wait_for(
            "document.querySelector('#sent-requests').textContent === document.querySelector('#received-answers').textContent",
        );
    }
}

#[test]
fn the_price_of_the_deck_then_a_failure_then_a_price_again() {
    for motion in ["no-preference", "reduce"] {
        let market = Market::at("70340.26000000");
        let Some(lab) = market.page() else { return };
        lab.tab.prefer("reduced-motion", motion);
        lab.tab.click("#request");
        lab.tab.wait_for_text("#price", "$70,340.26");
        market.exchange.set_price("70352.36000000");
        ask_until(&lab, "document.querySelector('#price').textContent === '$70,352.36'");
        wait_for_badge(&lab, "live", "실시간");
        assert_eq!(
            (lab.tab.text("#pair").as_str(), lab.tab.text("#source").as_str()),
            ("BTC/USDT", "Binance")
        );
        lab.tab.wait_for_text("#direction", "▲ +12.10 상승");

        market.exchange.script(Target::Rest, Fault::CloseAtOnce, Times::Always).unwrap();
        ask_until(&lab, "document.querySelector('#badge').dataset.state === 'stale'");
        wait_for_notice(&lab, "위의 값은 마지막으로 받은 값입니다.");
        assert_eq!(lab.tab.text("#price"), "$70,352.36");
        assert_eq!(lab.tab.text("#state"), "Connected");

        market.exchange.clear_all();
        market.exchange.set_price("70352.35500000");
        ask_until(&lab, "document.querySelector('#badge').dataset.state === 'live'");
        lab.tab.wait_for_text("#notice", "");
        lab.tab.wait_for("document.querySelector('#running').hidden");
        assert_eq!(lab.tab.text("#price"), "$70,352.36", "half up");

        assert_eq!(lab.tab.eval::<Vec<String>>("prices"), ["$70,340.26", "$70,352.36"]);
        assert_eq!(lab.tab.eval::<bool>("copies.length > 0"), motion == "no-preference");
        assert_eq!(lab.states(), ["idle", "connecting", "open"], "the socket stays open");
    }
}

#[test]
fn a_subscriber_sees_every_change_and_a_price_that_stands_still_stays_live() {
    let market = Market::at("70352.36000000");
    let Some(lab) = market.page() else { return };
    lab.tab.click("#subscribe");
    lab.tab.wait_for_text("#price", "$70,352.36");
    market.exchange.set_price("70353.00000000");
    lab.tab.wait_for_text("#price", "$70,353.00");
    lab.tab.wait_for_text("#direction", "▲ +0.64 상승");
    assert_eq!(lab.tab.text("#sent-requests"), "0");
    lab.tab.eval::<Option<u8>>(
        "(window.badges = [], window.since = performance.now(), new MutationObserver(() => badges.push(document.querySelector('#badge').dataset.state))
            .observe(document.querySelector('#badge'), { attributes: true, attributeFilter: ['data-state'] }), null)",
    );
    lab.tab.wait_for("performance.now() - since > 8000");
    let badges: Vec<String> = lab.tab.eval("badges");
    assert!(badges.iter().all(|state| state == "live"), "{badges:?}");
}

#[test]
fn the_simulated_source_is_labelled_from_its_first_price_on() {
    let server = Server::start_with(BINARY, &["--port", "0", "--source", "simulated"]);
    let Some(lab) = LabPage::beside(BINARY, server, "") else { return };
    lab.connect();
    lab.tab.click("#subscribe");
    wait_for_badge(&lab, "simulated", "모의");
    assert!(is_visible(&lab, "#simulated"));
    assert!(lab.tab.eval::<String>("document.title").starts_with("모의 시세 · $"));
    lab.tab.wait_for("document.querySelector('#history').checkVisibility()");
    assert!(is_visible(&lab, "#simulated"));
}
