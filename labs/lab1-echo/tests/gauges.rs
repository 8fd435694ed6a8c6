//! What a server counts is right again after everybody has left, in whatever order and way they came and went:
//! its file descriptors, and the places that each address has.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // The helpers fail as tests do.

use std::{
    env,
    hash::{BuildHasher, RandomState},
    time::{Duration, Instant},
};

use futures_util::future::join_all;
use lab_testing::{
    Frame, Peer, Server, http,
    memory::{open_files, skipped},
    raw::Request,
    server::DEADLINE,
};
use tokio::{task::JoinHandle, time::sleep};

const LAB: &str = env!("CARGO_BIN_EXE_lab1-echo");

/// How many are inside at most while they come and go.
const CROWD: usize = 60;

/// How many connections one address may have.
const PER_ADDRESS: usize = 512;

/// Names the number that a run begins with, to have the same run again.
const SEED: &str = "LAB_SEED";

struct Random(u64);

impl Random {
    fn new() -> Self {
        let given = env::var(SEED).ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| RandomState::new().hash_one(0));
        // Shown where the test fails.
        println!("{SEED}={seed}");
        Self(seed)
    }

    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 40).unwrap() % end
    }
}

/// One who is inside.
struct Guest {
    peer: Peer,
    /// Whether it has begun a message.
    has_begun: bool,
}

impl Guest {
    async fn speak(&mut self) {
        if self.has_begun {
            self.peer.send(&Frame::continuation("글")).await;
            assert_eq!(self.peer.text().await, "Echo: 반글");
        } else {
            self.peer.send(&Frame::text("글")).await;
            assert_eq!(self.peer.text().await, "Echo: 글");
        }
        self.has_begun = false;
    }

    async fn begin(&mut self) {
        if !self.has_begun {
            self.peer.send(&Frame::text("반").unfinished()).await;
            self.has_begun = true;
        }
    }

    /// Leaves in one of the ways there are. Some take their time, and others come and go meanwhile.
    async fn leave(self, way: usize) {
        let mut peer = self.peer;
        match way {
            0 => peer.reset(),
            1 => drop(peer),
            2 => {
                peer.send(&Frame::close(3001, "")).await;
                peer.expect_close(3001).await;
            }
            3 => {
                peer.send(&Frame::text("").unmasked()).await;
                peer.expect_close(1002).await;
            }
            4 => {
                peer.shut_down().await;
                assert!(peer.ending().await.tcp_end.is_some());
            }
            // Violates and does not wait for what it is told.
            5 => {
                peer.send(&Frame::binary("").declaring(1 << 40)).await;
                peer.reset();
            }
            // Leaves inside a frame.
            _ => peer.write(&Frame::text("글").bytes()[..5]).await,
        }
    }
}

const WAYS: usize = 7;

/// Does not get in.
async fn be_refused(server: &Server, how: usize) {
    let request = Request::to(server);
    let (request, status) = match how {
        0 => (request.with("Origin", "http://evil.example"), 403),
        1 => (request.without("Sec-WebSocket-Key"), 400),
        2 => (request.changed("Host", "evil.example"), 403),
        3 => (request.first_line("GET /nothing HTTP/1.1"), 404),
        4 => {
            assert_eq!(http::get(server, "/").await.status, 200);
            return;
        }
        // Gives up inside its request.
        _ => return Peer::connect(&server.authority()).await.write(&request.bytes()[..50]).await,
    };
    let mut peer = Peer::connect(&server.authority()).await;
    peer.write(&request.bytes()).await;
    assert_eq!(peer.answer().await.status, status);
}

/// Has guests come, speak, leave and be refused, and all leave at the end.
async fn come_and_go(server: &Server, random: &mut Random, steps: usize) {
    let mut guests: Vec<Guest> = Vec::new();
    let mut leaving: Vec<JoinHandle<()>> = Vec::new();
    for _ in 0..steps {
        let chosen = random.below(guests.len().max(1));
        match random.below(10) {
            0..=3 if guests.len() < CROWD => {
                guests.push(Guest { peer: Peer::open(server).await, has_begun: false });
            }
            4 => be_refused(server, random.below(6)).await,
            _ if guests.is_empty() => {}
            5 | 6 => guests[chosen].speak().await,
            7 => guests[chosen].begin().await,
            _ => leaving.push(tokio::spawn(guests.swap_remove(chosen).leave(random.below(WAYS)))),
        }
    }
    for guest in guests {
        leaving.push(tokio::spawn(guest.leave(random.below(WAYS))));
    }
    for left in leaving {
        left.await.unwrap();
    }
}

/// Waits until as many files are open as before.
async fn expect_files(server: &Server, before: usize) {
    let start = Instant::now();
    while open_files(server.id()) != Some(before) {
        let now = open_files(server.id());
        assert!(start.elapsed() < DEADLINE, "{now:?} files are open, {before} were before");
        sleep(Duration::from_millis(10)).await;
    }
}

#[tokio::test]
async fn after_all_have_left_the_server_holds_nothing_of_them() {
    let mut random = Random::new();
    let server = Server::start(LAB);
    let mut stays = Guest { peer: Peer::open(&server).await, has_begun: false };
    // Once one is answered, everything that the server opens for itself is open.
    stays.speak().await;
    let Some(before) = open_files(server.id()) else {
        return skipped("what a server holds after all have left: this system does not tell its files");
    };
    for _ in 0..4 {
        come_and_go(&server, &mut random, 250).await;
        expect_files(&server, before).await;
        stays.speak().await;
    }
    stays.leave(2).await;
    expect_files(&server, before - 1).await;
    // A place that was not given back would be missing now.
    let class = join_all((0..PER_ADDRESS).map(|_| Peer::open(&server))).await;
    let mut guests: Vec<_> = class.into_iter().map(|peer| Guest { peer, has_begun: false }).collect();
    join_all(guests.iter_mut().map(Guest::speak)).await;
    drop(guests);
    expect_files(&server, before - 1).await;
}
