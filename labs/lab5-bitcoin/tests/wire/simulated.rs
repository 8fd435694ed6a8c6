//! Made-up prices are always called so, and come without any network.

use std::time::{Duration, Instant};

use lab_testing::{Client, Server};

use crate::{Lab, PRICE, SUBSCRIBE, ask, ask_json, json, rich, server};

async fn plain(server: &Server) -> Client {
    Client::connect(&server.socket_url()).await
}

#[tokio::test]
async fn a_simulated_price_is_labelled_in_both_forms_and_in_the_console() {
    let mut server = server(&["--source", "simulated"], "");
    let answer = ask(&mut plain(&server).await, "price").await;
    assert!(answer.starts_with('$') && answer.ends_with(" (모의)"), "{answer}");
    let told = ask_json(&mut rich(&server).await, PRICE).await;
    assert_eq!((&told["source"], &told["state"]), (&"simulated".into(), &"simulated".into()), "{told}");
    assert!(told["change_24h"].is_string(), "{told}");
    server.line_with("모의 시세를 보여 줍니다 (실제 아님)");
}

#[tokio::test]
async fn a_subscriber_sees_the_simulated_price_move() {
    let server = server(&["--source", "simulated"], "");
    let mut client = rich(&server).await;
    client.say(SUBSCRIBE).await;
    let first = json(&mut client).await["price"].clone();
    while json(&mut client).await["price"] == first {}
}

#[tokio::test]
async fn simulated_wins_over_the_address_of_an_exchange() {
    let lab = Lab::start().await;
    let server = server(&["--source", "simulated"], &lab.exchange.url());
    assert!(ask(&mut plain(&server).await, "price").await.ends_with(" (모의)"));
    assert_eq!(lab.calls(), 0);
}

#[tokio::test]
async fn a_given_exchange_that_fails_is_not_replaced_by_made_up_prices() {
    let lab = Lab::start().await;
    lab.break_with("status-503");
    let server = server(&[], &lab.exchange.url());
    let mut client = plain(&server).await;
    assert!(ask(&mut client, "price").await.starts_with("⚠ "));
    lab.mend();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(ask(&mut client, "price").await, "$70,352.36");
}

/// Holds with a network and without: what is not real is labelled, and something comes within five seconds.
#[tokio::test]
async fn by_itself_a_price_comes_within_five_seconds_and_is_real_or_labelled() {
    let start = Instant::now();
    let server = server(&[], "");
    let (mut plain, mut rich) = (plain(&server).await, rich(&server).await);
    let answer = ask(&mut plain, "price").await;
    let told = ask_json(&mut rich, PRICE).await;
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    assert!(answer.starts_with('$'), "{answer}");
    if answer.ends_with(" (모의)") {
        assert_eq!(told["state"], "simulated", "{told}");
    } else {
        assert_ne!(told["source"], "simulated", "{told}");
    }
}
