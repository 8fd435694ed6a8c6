//! Whatever goes wrong at the exchange: a reason in time, an open connection, no wrong price, and the price again
//! within a second after it is over.

use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use tokio::time::sleep;

use crate::{Lab, PRICE, ask, ask_json, json};

/// Faults, and the class of failure that each ends in.
const FAULTS: &[(&str, &str)] = &[
    ("status-429", "rate_limited"),
    ("status-418", "banned"),
    ("status-451", "region_blocked"),
    ("status-403", "blocked"),
    ("html-403", "blocked"),
    ("status-400", "bad_symbol"),
    ("status-500", "upstream_error"),
    ("status-503", "upstream_error"),
    ("empty-500", "upstream_error"),
    ("html-502", "upstream_error"),
    ("hang", "timeout"),
    ("hang-in-body", "timeout"),
    ("slow-head:200", "timeout"),
    ("drip:300", "timeout"),
    ("late:5000", "timeout"),
    ("cut-body", "bad_answer"),
    ("cut-chunked", "bad_answer"),
    ("close-delimited", "bad_answer"),
    ("empty-200", "bad_answer"),
    ("html-200", "bad_answer"),
    ("error-200", "bad_answer"),
    ("garbage", "bad_answer"),
    ("malformed-json", "bad_answer"),
    ("truncated-json", "bad_answer"),
    ("body:{\"symbol\":\"BTCUSDT\",\"price\":NaN}", "bad_answer"),
    ("body:{\"symbol\":\"BTCUSDT\",\"price\":1e5}", "bad_answer"),
    ("body:[]", "bad_answer"),
    ("price-number", "bad_answer"),
    ("price-null", "bad_answer"),
    ("price-missing", "bad_answer"),
    ("price-twice", "bad_answer"),
    ("price-nan", "implausible"),
    ("price-infinity", "implausible"),
    ("price-zero", "implausible"),
    ("price-negative", "implausible"),
    ("price-plus", "implausible"),
    ("price-exponent", "implausible"),
    ("price-comma", "implausible"),
    ("price-underscore", "implausible"),
    ("price-spaces", "implausible"),
    ("price-wide", "implausible"),
    ("price-words", "implausible"),
    ("price-empty", "implausible"),
    ("wrong-symbol", "implausible"),
    ("gzip", "bad_answer"),
    ("bad-gzip", "bad_answer"),
    ("gzip-bomb", "bad_answer"),
    ("endless-body", "bad_answer"),
    ("endless-head", "bad_answer"),
    ("not-http", "bad_answer"),
    ("close-at-once", "unreachable"),
    ("reset", "unreachable"),
];

/// One server for each of these at the same time.
const AT_ONCE: usize = 8;

#[tokio::test(flavor = "multi_thread")]
async fn every_fault_ends_in_its_class_in_time_and_a_second_after_it_the_price_is_back() {
    let checks = FAULTS.iter().map(|(fault, class)| suffer(fault, class));
    stream::iter(checks).buffer_unordered(AT_ONCE).collect::<()>().await;
}

async fn suffer(fault: &str, class: &str) {
    let lab = Lab::start().await;
    let (mut plain, mut rich) = (lab.plain().await, lab.rich().await);
    lab.break_with(fault);
    let start = Instant::now();
    rich.say(PRICE).await;
    plain.say("price").await;
    let told = json(&mut rich).await;
    assert_eq!((&told["type"], &told["code"]), (&"error".into(), &"upstream".into()), "{fault}: {told}");
    assert_eq!(told["class"], class, "{fault}: {told}");
    assert!(told.get("last").is_none(), "{fault}: {told}");
    assert!(start.elapsed() < Duration::from_secs(4), "{fault}: {:?}", start.elapsed());
    assert_eq!(plain.text().await, format!("⚠ {}", told["message"].as_str().unwrap()), "{fault}");
    assert!(start.elapsed() < Duration::from_secs(4), "{fault}: {:?}", start.elapsed());
    // Both shared one call.
    assert_eq!(lab.calls(), 1, "{fault}");
    lab.mend();
    sleep(Duration::from_secs(1)).await;
    assert_eq!(ask(&mut plain, "price").await, "$70,352.36", "{fault}");
    assert_eq!(ask_json(&mut rich, PRICE).await["state"], "live", "{fault}");
}

#[tokio::test]
async fn what_a_faulty_exchange_tells_never_replaces_the_last_price() {
    let lab = Lab::start().await;
    let mut client = lab.rich().await;
    assert_eq!(ask_json(&mut client, PRICE).await["price"], "70352.36000000");
    for fault in ["wrong-symbol", "price-zero", "price-exponent", "truncated-json"] {
        lab.break_with(fault);
        sleep(Duration::from_secs(1)).await;
        let told = ask_json(&mut client, PRICE).await;
        assert_eq!(
            (&told["type"], &told["last"]["price"]),
            (&"error".into(), &"70352.36000000".into()),
            "{told}"
        );
        assert!(told["last"]["age_ms"].as_u64() >= Some(1000), "{told}");
    }
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let (lab, elsewhere) = (Lab::start().await, Lab::start().await);
    lab.break_with(&format!("redirect:{}/api/v3/ticker/price?symbol=BTCUSDT", elsewhere.exchange.url()));
    let told = ask_json(&mut lab.rich().await, PRICE).await;
    assert_eq!(told["class"], "bad_answer");
    assert_eq!(elsewhere.calls(), 0);
}

#[tokio::test]
async fn no_call_is_made_before_the_end_of_a_retry_after() {
    for fault in ["status-429:2", "status-418:2"] {
        let lab = Lab::start().await;
        let mut client = lab.plain().await;
        lab.break_with(fault);
        let answer = ask(&mut client, "price").await;
        assert!(answer.contains("2초 뒤 다시 묻습니다"), "{answer}");
        let start = Instant::now();
        lab.mend();
        // The answers of this time may take no longer than a look at the clock.
        while start.elapsed() < Duration::from_millis(1500) {
            let answer = ask(&mut client, "price").await;
            assert!(answer.starts_with("⚠ "), "{answer}");
            sleep(Duration::from_millis(100)).await;
        }
        assert_eq!(lab.calls(), 1, "{fault}");
        sleep(Duration::from_millis(1600)).await;
        assert_eq!(ask(&mut client, "price").await, "$70,352.36");
    }
}

#[tokio::test]
async fn a_call_that_hangs_does_not_hold_up_a_request_of_a_second_later() {
    let lab = Lab::start().await;
    let (mut first, mut second) = (lab.plain().await, lab.plain().await);
    lab.break_with("hang");
    first.say("price").await;
    lab.exchange.until(|counts| counts.requests == 1).await;
    lab.mend();
    sleep(Duration::from_secs(1)).await;
    let start = Instant::now();
    assert_eq!(ask(&mut second, "price").await, "$70,352.36");
    assert!(start.elapsed() < Duration::from_secs(1), "{:?}", start.elapsed());
    let answer = first.text().await;
    assert!(answer.starts_with("⚠ ") || answer == "$70,352.36", "{answer}");
}
