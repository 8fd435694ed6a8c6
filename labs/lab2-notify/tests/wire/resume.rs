//! Coming back: everything after the last id that was seen, or an honest `recovered:false`.

use lab_testing::{Client, Server};
use serde_json::{Value, json};

use super::{connect_rich, get, numbers, publish, start_every, start_quiet};

async fn resume(client: &mut Client, after: &str) {
    client.say(&json!({"type": "resume", "after": after}).to_string()).await;
}

/// Reads to the answer: the numbers before it, and what it claims.
async fn resumed(client: &mut Client) -> (Vec<u64>, bool) {
    let mut before = Vec::new();
    loop {
        let message = client.json().await;
        match message["type"].as_str() {
            Some("notification") => before.push(message["number"].as_u64().unwrap()),
            Some("resumed") => {
                let recovered = message["recovered"].as_bool().unwrap();
                assert_eq!(message, json!({"type": "resumed", "recovered": recovered}));
                return (before, recovered);
            }
            _ => panic!("{message}"),
        }
    }
}

async fn publish_some(server: &Server, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for number in 0..count {
        ids.push(publish(server, &format!("글 {number}")).await);
    }
    ids
}

#[tokio::test]
async fn what_was_missed_comes_in_order_then_the_answer_then_what_is_new() {
    let server = start_quiet();
    let ids = publish_some(&server, 5).await;
    let mut client = connect_rich(&server).await;
    publish(&server, "라이브").await;
    assert_eq!(client.json().await["number"], 6);
    resume(&mut client, &ids[1]).await;
    // Number 6 was sent already.
    assert_eq!(resumed(&mut client).await, (vec![3, 4, 5], true));
    publish(&server, "새것").await;
    let new = client.json().await;
    assert_eq!((&new["number"], &new["text"]), (&json!(7), &json!("새것")));
}

#[tokio::test]
async fn a_second_resume_sends_only_what_the_first_did_not() {
    let server = start_quiet();
    let ids = publish_some(&server, 6).await;
    let mut client = connect_rich(&server).await;
    for (after, expected) in
        [(&ids[3], vec![5, 6]), (&ids[3], vec![]), (&ids[4], vec![]), (&ids[0], vec![2, 3, 4])]
    {
        resume(&mut client, after).await;
        assert_eq!(resumed(&mut client).await, (expected, true), "{after}");
    }
    client.expect_nothing().await;
}

#[tokio::test]
async fn an_id_of_another_run_or_of_the_future_is_not_recovered_and_hides_nothing() {
    let server = start_quiet();
    let ids = publish_some(&server, 3).await;
    let epoch = ids[0].split_once(':').unwrap().0;
    for unknown in
        ["0000000000000000:2", "another:0", &format!("{epoch}:4"), &format!("{epoch}:18446744073709551615")]
    {
        let mut client = connect_rich(&server).await;
        resume(&mut client, unknown).await;
        assert_eq!(resumed(&mut client).await, (vec![1, 2, 3], false), "{unknown}");
        // Everything was sent by then, and so a known id is recovered.
        resume(&mut client, &ids[2]).await;
        assert_eq!(resumed(&mut client).await, (vec![], true), "{unknown}");
    }
    let mut client = connect_rich(&server).await;
    resume(&mut client, "another:0").await;
    assert_eq!(resumed(&mut client).await, (vec![1, 2, 3], false));
    publish(&server, "계속").await;
    assert_eq!(client.json().await["text"], "계속");
}

#[tokio::test]
async fn after_a_restart_the_gap_is_admitted() {
    let before = publish_some(&start_quiet(), 3).await.pop().unwrap();
    let server = start_quiet();
    publish_some(&server, 2).await;
    let mut client = connect_rich(&server).await;
    resume(&mut client, &before).await;
    assert_eq!(resumed(&mut client).await, (vec![1, 2], false));
}

#[tokio::test]
async fn what_the_history_has_forgotten_is_admitted_and_the_rest_is_sent() {
    let server = start_quiet();
    let first = publish(&server, "처음").await;
    let text = "가".repeat(500);
    let mut last = String::new();
    for _ in 0..400 {
        last = publish(&server, &text).await;
    }
    let kept = numbers(&get(&server, &format!("/poll?after={first}")).await["notifications"]);
    assert!(kept.len() < 400, "{} of 400 texts of 1500 bytes in two forms are kept in 1 MiB", kept.len());
    let mut client = connect_rich(&server).await;
    resume(&mut client, &first).await;
    assert_eq!(resumed(&mut client).await, (kept, false));
    resume(&mut client, &last).await;
    assert_eq!(resumed(&mut client).await, (vec![], true));
}

#[tokio::test]
async fn whoever_comes_and_goes_all_the_time_has_all_numbers_once() {
    let server = start_every(5);
    let mut last = connect_rich(&server).await.json().await;
    for _ in 0..30 {
        let mut client = connect_rich(&server).await;
        resume(&mut client, last["id"].as_str().unwrap()).await;
        let number = last["number"].as_u64().unwrap();
        let mut seen = Vec::new();
        // Live ones may come before the missed ones, and the seam must be closed all the same.
        loop {
            let message = client.json().await;
            if message["type"] == "resumed" {
                assert_eq!(message["recovered"], true);
                break;
            }
            seen.push(message);
        }
        seen.push(client.json().await);
        seen.sort_by_key(|message| message["number"].as_u64());
        let expected: Vec<u64> = (number + 1..=number + seen.len() as u64).collect();
        last = seen.last().unwrap().clone();
        assert_eq!(numbers(&Value::Array(seen)), expected);
    }
}
