//! The rich form: JSON objects, by the subprotocol `realtime-labs.v1`.

use std::time::Duration;

use lab_testing::Client;
use serde_json::Value;
use tokio::time::sleep;

use crate::{Lab, PRICE, RICH, SUBSCRIBE, UNSUBSCRIBE, ask_json, json};

#[tokio::test]
async fn the_price_comes_as_an_object() {
    let lab = Lab::start().await;
    let mut client = lab.rich().await;
    assert_eq!(client.handshake.headers()["sec-websocket-protocol"], RICH);
    let told = ask_json(&mut client, PRICE).await;
    for (field, value) in [
        ("type", "price"),
        ("pair", "BTC/USDT"),
        ("source", "binance"),
        ("price", "70352.36000000"),
        ("display", "$70,352.36"),
        ("state", "live"),
    ] {
        assert_eq!(told[field], value, "{told}");
    }
    assert!(told["age_ms"].as_u64() < Some(1000), "{told}");
    assert!(told["at"].as_str().is_some_and(|at| at.ends_with('Z') && at.len() == 24), "{told}");
}

#[tokio::test]
async fn a_subscriber_is_told_of_every_change_until_it_unsubscribes() {
    let lab = Lab::start().await;
    let mut client = lab.rich().await;
    client.say(SUBSCRIBE).await;
    for cents in 36..39 {
        lab.exchange.set_price(&format!("70352.{cents}"));
        until_price(&mut client, &format!("$70,352.{cents}")).await;
    }
    client.say(UNSUBSCRIBE).await;
    // What was on its way comes before this answer.
    while !matches!(ask_json(&mut client, "{}").await["code"].as_str(), Some("bad_field")) {}
    let calls = lab.calls();
    sleep(Duration::from_millis(1500)).await;
    assert_eq!(ask_json(&mut client, "{}").await["code"], "bad_field");
    assert_eq!(lab.calls(), calls, "nobody is subscribed any more");
}

#[tokio::test]
async fn subscribers_share_one_call_a_second_and_a_second_subscribe_changes_nothing() {
    let lab = Lab::start().await;
    let mut clients = Vec::new();
    for _ in 0..20 {
        let mut client = lab.rich().await;
        client.say(SUBSCRIBE).await;
        client.say(SUBSCRIBE).await;
        clients.push(client);
    }
    for client in &mut clients {
        for _ in 0..3 {
            assert_eq!(json(client).await["type"], "price");
        }
    }
    let requests = lab.exchange.requests();
    let span = requests.last().unwrap().at - requests[0].at;
    assert!(requests.len() <= usize::try_from(span.as_secs()).unwrap() + 2, "{} in {span:?}", requests.len());
}

#[tokio::test]
async fn a_subscriber_hears_of_trouble_once_and_of_its_price_growing_old() {
    let lab = Lab::start().await;
    let mut client = lab.rich().await;
    client.say(SUBSCRIBE).await;
    until_price(&mut client, "$70,352.36").await;
    lab.break_with("status-503");
    let mut told = json(&mut client).await;
    while told["type"] == "price" {
        told = json(&mut client).await;
    }
    assert_eq!((&told["class"], &told["last"]["display"]), (&"upstream_error".into(), &"$70,352.36".into()));
    let told = json(&mut client).await;
    assert_eq!((&told["type"], &told["state"]), (&"price".into(), &"delayed".into()), "{told}");
    assert!(told["age_ms"].as_u64() > Some(5000), "{told}");
    lab.mend();
    // A request brings the price back at once, for the subscription too.
    client.say(PRICE).await;
    until_price(&mut client, "$70,352.36").await;
}

#[tokio::test]
async fn what_is_not_understood_is_explained_and_changes_nothing() {
    let lab = Lab::start().await;
    let mut client = lab.rich().await;
    for (message, code) in [
        ("price", "bad_json"),
        ("", "bad_json"),
        ("[]", "bad_json"),
        ("{}", "bad_field"),
        (r#"{"type":7}"#, "bad_field"),
        (r#"{"type":"sell"}"#, "unknown_type"),
    ] {
        let told = ask_json(&mut client, message).await;
        assert_eq!((&told["type"], &told["code"]), (&"error".into(), &code.into()), "{message}");
    }
    assert_eq!(lab.calls(), 0);
    let told = ask_json(&mut client, r#"{"type":"price","more":[1]}"#).await;
    assert_eq!(told["type"], "price");
}

/// Waits for the price that is shown so; others may come before it.
async fn until_price(client: &mut Client, display: &str) -> Value {
    loop {
        let told = json(client).await;
        if told["display"] == display && told["state"] == "live" {
            return told;
        }
    }
}
