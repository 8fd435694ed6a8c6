//! A class that types, speaks, comes and goes: nobody sees a state twice in a row, and in the end it is quiet.

use std::time::Duration;

use futures_util::future::join_all;
use lab_testing::{Client, Server};
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::{Bytes, Message};

use crate::{IDLE, LAB, line, plain, rich};

const CROWD: u64 = 50;

/// A generator of numbers whose run is the same for the same seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end
    }
}

/// One connection, and the state it was told last.
struct Guest {
    client: Client,
    is_rich: bool,
    told: String,
}

impl Guest {
    async fn come(server: &Server, is_rich: bool) -> Self {
        let client = if is_rich { rich(server).await } else { plain(server).await };
        let mut guest = Self { client, is_rich, told: String::new() };
        guest.told = guest.idle().to_owned();
        guest
    }

    fn idle(&self) -> &'static str {
        if self.is_rich { IDLE } else { "" }
    }

    async fn send(&mut self, request: &str) {
        let is_signal = ["typing", "stop"].contains(&request);
        let text = match self.is_rich {
            true if is_signal => format!(r#"{{"type":"{request}"}}"#),
            true => line("say", request),
            false => request.to_owned(),
        };
        self.client.say(&text).await;
    }

    /// Takes a text that came, which must be news.
    fn hear(&mut self, text: String) {
        if text.contains("\"said\"") {
            return;
        }
        assert_ne!(text, self.told, "the same state twice in a row");
        self.told = text;
    }

    /// Reads all that has come up to now.
    async fn read(&mut self) {
        let payload = Bytes::from_static(b"up to here");
        self.client.send(Message::Ping(payload.clone())).await;
        loop {
            match self.client.next().await {
                Message::Pong(answer) if answer == payload => return,
                Message::Text(text) => self.hear(text.to_string()),
                _ => {}
            }
        }
    }

    /// Reads until it is told that nobody types.
    async fn wait_for_idle(&mut self) {
        self.read().await;
        while self.told != self.idle() {
            let text = self.client.text().await;
            self.hear(text);
        }
    }
}

/// Types, speaks, comes and goes at random, and is typing at the end.
async fn live(server: &Server, seed: u64) -> Guest {
    let mut random = Random(seed);
    let mut guest = Guest::come(server, seed.is_multiple_of(2)).await;
    for _ in 0..60 {
        match random.below(10) {
            0..=3 => guest.send("typing").await,
            4..=5 => guest.send("stop").await,
            6 => guest.send("안녕").await,
            7 => guest.read().await,
            8 => sleep(Duration::from_millis(random.below(30))).await,
            _ => {
                guest.read().await;
                if random.below(2) == 0 {
                    guest.client.close(1000).await;
                }
                guest = Guest::come(server, random.below(2) == 0).await;
            }
        }
    }
    guest.send("typing").await;
    guest
}

#[tokio::test]
async fn a_crowd_hears_no_state_twice_in_a_row_and_is_quiet_in_the_end() {
    let server = Server::start(LAB);
    let mut witnesses = [Guest::come(&server, true).await, Guest::come(&server, false).await];
    let mut crowd = join_all((0..CROWD).map(|seed| live(&server, seed))).await;
    // All of them are typing and say nothing more.
    join_all(crowd.iter_mut().map(Guest::wait_for_idle)).await;
    join_all(witnesses.iter_mut().map(Guest::wait_for_idle)).await;
    for guest in crowd.iter_mut().chain(&mut witnesses) {
        guest.read().await;
        assert_eq!(guest.told, guest.idle());
    }
    plain(&server).await.expect_nothing().await;
    // And it goes on.
    crowd[0].send("typing").await;
    let text = witnesses[0].client.text().await;
    assert_eq!(text, crate::typing(1));
}
