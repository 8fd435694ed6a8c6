//! What a bad neighbour costs: the round trips of a class while one more peer stalls, or floods.

use std::{
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use lab_testing::{Server, memory};
use tokio::{
    runtime,
    task::{JoinHandle, JoinSet},
    time::{MissedTickBehavior, interval, sleep, timeout},
};

use crate::client::{Client, MASK, TEXT, frame};

/// A large class, the bad neighbour not counted.
const CLASS: usize = 299;

/// Each of the class sends a message this often.
const PACE: Duration = Duration::from_millis(100);

/// How long the round trips are measured at a time.
const SLICE: Duration = Duration::from_secs(3);

/// The last neighbour's number: it has an address of its own.
const BAD: usize = 1000;

#[derive(Clone, Copy)]
enum Neighbour {
    None,
    /// Sends long messages and never reads an answer.
    Stalled,
    /// Sends short ones as fast as it can, and reads.
    Flooding,
}

/// Prints the class's round trips beside each neighbour, and how long a stalled one is held.
pub(crate) fn print(lab: &str, repeats: usize) {
    let runtime = runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let server = Server::start(lab);
        let kinds = [Neighbour::None, Neighbour::Stalled, Neighbour::Flooding];
        let mut trips = kinds.map(|_| Vec::new());
        for _ in 0..repeats {
            for (kind, trips) in kinds.iter().zip(&mut trips) {
                let neighbour = kind.arrive(server.port()).await;
                trips.extend(class(server.port()).await);
                neighbour.abort();
            }
        }
        println!("\n| {CLASS} clients, a message each {PACE:?} | p50, ms | p99, ms | p99, ratio |");
        println!("|---|---|---|---|");
        let alone = percentile(&mut trips[0], 99);
        for (name, trips) in ["alone", "beside a stalled reader", "beside a flood"].iter().zip(&mut trips) {
            let (p50, p99) = (percentile(trips, 50), percentile(trips, 99));
            println!("| {name} | {:.2} | {:.2} | {:.2} |", p50 * 1e3, p99 * 1e3, p99 / alone);
        }
        println!("\nA stalled reader is gone after {:.1} s.", stalled_for(lab).await.as_secs_f64());
    });
}

impl Neighbour {
    /// Is a nuisance from the moment this returns until the task is aborted.
    async fn arrive(self, port: u16) -> JoinHandle<()> {
        match self {
            Self::None => tokio::spawn(async {}),
            Self::Stalled => {
                let client = stall(port).await;
                tokio::spawn(async move {
                    let _client = client;
                    std::future::pending::<()>().await;
                })
            }
            Self::Flooding => {
                let mut client = Client::open(port, BAD, "").await;
                let frames = frame(TEXT, b"flood", MASK).repeat(16);
                tokio::spawn(async move {
                    loop {
                        client.send(&frames).await;
                        client.skip(16).await;
                    }
                })
            }
        }
    }
}

/// Fills every buffer between this peer and the server.
async fn stall(port: u16) -> Client {
    let mut client = Client::open(port, BAD, "").await;
    let long = frame(TEXT, &vec![b'x'; 60_000], MASK);
    while timeout(Duration::from_millis(500), client.send(&long)).await.is_ok() {}
    client
}

/// How long a fresh server holds the connection of a peer that has stalled.
async fn stalled_for(lab: &str) -> Duration {
    let server = Server::start(lab);
    // What the server opens for its first connection stays open.
    drop(Client::open(server.port(), 0, "").await);
    sleep(Duration::from_millis(500)).await;
    let before = memory::open_files(server.id());
    let _client = stall(server.port()).await;
    let start = Instant::now();
    while memory::open_files(server.id()) > before {
        sleep(Duration::from_millis(50)).await;
    }
    start.elapsed()
}

/// The round trips of the whole class, in seconds.
async fn class(port: u16) -> Vec<f64> {
    let trips = Arc::new(Mutex::new(Vec::new()));
    let mut students = JoinSet::new();
    for number in 0..CLASS {
        students.spawn(student(Client::open(port, number, "").await, number, Arc::clone(&trips)));
    }
    sleep(SLICE).await;
    students.abort_all();
    while students.join_next().await.is_some() {}
    Arc::into_inner(trips).unwrap().into_inner().unwrap()
}

async fn student(mut client: Client, number: usize, trips: Arc<Mutex<Vec<f64>>>) {
    let message = frame(TEXT, &[b'x'; 64], MASK);
    // No two at the same moment.
    sleep(PACE.mul_f64(f64::from(u32::try_from(number).unwrap()) / f64::from(u32::try_from(CLASS).unwrap())))
        .await;
    let mut ticks = interval(PACE);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        ticks.tick().await;
        let start = Instant::now();
        client.send(&message).await;
        client.skip(1).await;
        trips.lock().unwrap().push(start.elapsed().as_secs_f64());
    }
}

fn percentile(numbers: &mut [f64], percent: usize) -> f64 {
    numbers.sort_by(f64::total_cmp);
    numbers[numbers.len() * percent / 100]
}
