//! A peer that sends more than it may is read later.

use std::{
    num::NonZeroU32,
    time::{Duration, Instant},
};

use lab_testing::{
    Frame, Received,
    raw::{PONG, bytes_of},
};
use lab_wire::{Limits, Rate, Wire};

use crate::{Host, echo};

fn limited() -> Limits {
    let number = |number| NonZeroU32::new(number).unwrap();
    Limits::DEFAULT.at(Some(Rate { per_second: number(50), burst: number(10) }))
}

#[tokio::test]
async fn what_is_beyond_the_burst_is_answered_later_and_in_order() {
    const MESSAGES: usize = 40;
    let host = Host::serve(Wire::new().limits(limited()), echo);
    let mut peer = host.open().await;
    let (mut frames, mut answers) = (Vec::new(), Vec::new());
    for number in 0..MESSAGES {
        let text = format!("글 {number}");
        if number % 4 == 3 {
            frames.push(Frame::ping(&text));
            answers.push(Received::new(PONG, &text));
        }
        if number % 5 == 4 {
            let (head, tail) = text.split_at(3);
            frames.extend([Frame::text(head).unfinished(), Frame::continuation(tail)]);
        } else {
            frames.push(Frame::text(&text));
        }
        answers.push(Received::text(&text));
    }
    let start = Instant::now();
    let received = peer.exchange(&bytes_of(&frames), answers.len()).await;
    assert_eq!(received, answers);
    // Ten at once, and then one after 20 ms each.
    assert!(start.elapsed() >= Duration::from_millis(590), "answered after {:?}", start.elapsed());
}

#[tokio::test]
async fn what_a_peer_may_send_is_answered_at_once() {
    let host = Host::serve(Wire::new().limits(limited()), echo);
    let took = crate::quickest(async || {
        let mut peer = host.open().await;
        let texts: Vec<_> = (0..10).map(|number| number.to_string()).collect();
        let frames: Vec<_> = texts.iter().map(Frame::text).collect();
        let start = Instant::now();
        let received = peer.exchange(&bytes_of(&frames), 10).await;
        assert!(received.iter().zip(&texts).all(|(frame, text)| *frame == Received::text(text)));
        start.elapsed()
    })
    .await;
    // At the rate they would take 200 ms.
    assert!(took < Duration::from_millis(150), "answered after {took:?}");
}

#[tokio::test]
async fn a_close_behind_too_many_messages_waits_for_its_turn() {
    let host = Host::serve(Wire::new().limits(limited()), echo);
    let mut peer = host.open().await;
    let mut bytes = Frame::text("글").bytes().repeat(20);
    bytes.extend(Frame::close(3001, "").bytes());
    peer.write(&bytes).await;
    let ending = peer.ending().await;
    assert_eq!(ending.answers(), vec![Received::text("글"); 20]);
    ending.closed_with(Some(3001)).unwrap();
}

#[tokio::test]
async fn who_is_read_later_holds_up_nobody_else() {
    let host = Host::serve(Wire::new().limits(limited()), echo);
    let (mut fast, mut slow) = (host.open().await, host.open().await);
    fast.write(&Frame::text("글").bytes().repeat(100)).await;
    let start = Instant::now();
    crate::expect_echo(&mut slow, "나").await;
    // All those of the other take nearly two seconds.
    assert!(start.elapsed() < Duration::from_secs(1));
    drop(fast);
}
