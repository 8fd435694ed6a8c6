//! The core: the server pushes `🔔 새 알림 N` to everybody, without being asked.

use std::time::Instant;

use lab_testing::{Client, Server};
use tokio::time::{Duration, sleep};

use super::{connect_rich, start_every};

fn number_of(text: &str) -> u64 {
    text.strip_prefix("🔔 새 알림 ").unwrap_or_else(|| panic!("{text:?}")).parse().unwrap()
}

async fn expect_from(client: &mut Client, first: u64, count: u64) {
    for number in first..first + count {
        assert_eq!(client.text().await, format!("🔔 새 알림 {number}"));
    }
}

#[tokio::test]
async fn whoever_only_listens_is_told_1_2_3() {
    let server = start_every(300);
    let mut client = Client::connect(&server.socket_url()).await;
    expect_from(&mut client, 1, 4).await;
}

#[tokio::test]
async fn everybody_gets_the_same_number_and_a_late_one_goes_on_from_the_present_one() {
    let server = start_every(50);
    let url = server.socket_url();
    let (mut one, mut two) = (Client::connect(&url).await, Client::connect(&url).await);
    let (first_of_one, first_of_two) = (number_of(&one.text().await), number_of(&two.text().await));
    expect_from(&mut one, first_of_one + 1, 10).await;
    expect_from(&mut two, first_of_two + 1, 10).await;
    let mut late = Client::connect(&url).await;
    let first = number_of(&late.text().await);
    assert!(first > 5, "it went on from {first}");
    // The other one has everything up to there, without a hole.
    expect_from(&mut one, first_of_one + 11, first + 5 - first_of_one - 10).await;
    expect_from(&mut late, first + 1, 5).await;
}

#[tokio::test]
async fn the_mean_period_is_that_of_the_variable() {
    const PERIOD: Duration = Duration::from_millis(400);
    let server = start_every(400);
    let mut client = Client::connect(&server.socket_url()).await;
    client.text().await;
    let start = Instant::now();
    expect_from(&mut client, 2, 5).await;
    let mean = start.elapsed() / 5;
    // The tolerance of the contract.
    assert!(mean >= PERIOD * 8 / 10 && mean <= PERIOD * 15 / 10, "{mean:?}");
}

#[tokio::test]
async fn the_number_never_goes_back_even_while_nobody_listens() {
    let server = start_every(20);
    let last = number_of(&Client::connect(&server.socket_url()).await.text().await);
    sleep(Duration::from_millis(100)).await;
    let next = number_of(&Client::connect(&server.socket_url()).await.text().await);
    assert!(next > last, "{last}, then {next}");
}

#[tokio::test]
async fn a_client_that_leaves_stops_nobody_elses() {
    let server = start_every(20);
    let mut stays = Client::connect(&server.socket_url()).await;
    let first = number_of(&stays.text().await);
    for _ in 0..20 {
        // Without a close frame.
        drop(Client::connect(&server.socket_url()).await);
    }
    let polite = Client::connect(&server.socket_url()).await;
    assert_eq!(polite.close(1000).await, Some(1000));
    expect_from(&mut stays, first + 1, 50).await;
}

#[tokio::test]
async fn without_a_variable_it_is_three_seconds_and_nothing_comes_before() {
    let server = Server::start(super::LAB);
    let mut client = Client::connect(&server.socket_url()).await;
    client.expect_nothing().await;
    let start = Instant::now();
    expect_from(&mut client, 1, 1).await;
    let (first, start) = (start.elapsed(), Instant::now());
    expect_from(&mut client, 2, 1).await;
    let second = start.elapsed();
    assert!(first <= Duration::from_millis(4500), "{first:?}");
    assert!(second >= Duration::from_millis(2400) && second <= Duration::from_millis(4500), "{second:?}");
}

#[tokio::test]
async fn the_rich_form_has_an_id_a_number_a_text_and_a_time() {
    let server = start_every(50);
    let mut client = connect_rich(&server).await;
    assert_eq!(client.handshake.headers()["sec-websocket-protocol"], "realtime-labs.v1");
    let (one, two) = (client.json().await, client.json().await);
    let number = one["number"].as_u64().unwrap();
    assert_eq!(one["type"], "notification");
    assert_eq!(one["text"], format!("새 알림 {number}"));
    assert_eq!(two["number"], number + 1);
    let (epoch, offset) = one["id"].as_str().unwrap().split_once(':').unwrap();
    assert_eq!(two["id"], format!("{epoch}:{}", offset.parse::<u64>().unwrap() + 1));
    let at = one["at"].as_str().unwrap();
    let shape: String = at.chars().map(|one| if one.is_ascii_digit() { '0' } else { one }).collect();
    assert_eq!(shape, "0000-00-00T00:00:00.000Z");
    assert!(two["at"].as_str().unwrap() > at);
    assert_eq!(one.as_object().unwrap().len(), 5, "{one}");
}

#[tokio::test]
async fn both_forms_carry_the_same_numbers() {
    let server = start_every(50);
    let (mut plain, mut rich) = (Client::connect(&server.socket_url()).await, connect_rich(&server).await);
    // The rich one came later.
    let number = rich.json().await["number"].as_u64().unwrap();
    while number_of(&plain.text().await) < number {}
    for number in number + 1..number + 6 {
        assert_eq!(plain.text().await, format!("🔔 새 알림 {number}"));
        assert_eq!(rich.json().await["text"], format!("새 알림 {number}"));
    }
}
