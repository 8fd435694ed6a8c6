//! A thousand askers cost one call a second.

use std::time::{Duration, Instant};

use futures_util::future::join_all;

use crate::Lab;

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_askers_cost_at_most_one_call_a_second() {
    let lab = Lab::start().await;
    // One address may hold 512 connections, so that each of these asks twice at once.
    let mut clients = join_all((0..500).map(|_| lab.plain())).await;
    let start = Instant::now();
    while start.elapsed() < Duration::from_millis(3100) {
        join_all(clients.iter_mut().map(|client| async {
            client.say("price").await;
            client.say("price").await;
            assert_eq!(client.text().await, "$70,352.36");
            assert_eq!(client.text().await, "$70,352.36");
        }))
        .await;
    }
    let seconds = usize::try_from(start.elapsed().as_secs()).unwrap();
    let calls = lab.calls();
    assert!((2..=seconds + 1).contains(&calls), "{calls} calls in {:?}", start.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn many_askers_of_a_broken_exchange_all_hear_why_and_cost_no_more() {
    let lab = Lab::start().await;
    lab.break_with("status-503");
    let mut clients = join_all((0..200).map(|_| lab.plain())).await;
    let start = Instant::now();
    join_all(clients.iter_mut().map(|client| async {
        client.say("price").await;
        assert!(client.text().await.starts_with("⚠ "));
    }))
    .await;
    let seconds = usize::try_from(start.elapsed().as_secs()).unwrap();
    assert!(lab.calls() <= seconds + 1);
}
