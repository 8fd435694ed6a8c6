//! A class listens to lab 2: 300 clients, 20 notifications a second, for a minute.
//!
//! `cargo bench -p lab2-notify --bench fan_out`, with `-- --seconds 5` for a short look. It prints how many of the
//! deliveries were lost, doubled or out of order (and fails unless none was), how late they were, and what each
//! cost the server. Clients and server share the machine and its clock. A delay counts from the notification's
//! `at`, which is cut to whole milliseconds, so it is up to 1 ms too long. CPU and memory are told by Linux only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A benchmark that cannot measure stops, as a test does.

use std::{
    env, fs,
    process::{Command, ExitCode},
    sync::{Arc, OnceLock},
    thread,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use lab_testing::{
    Client, Server,
    memory::{cpu, resident_kib},
    server::built_alone,
};
use serde::Deserialize;
use tokio::{runtime, task::JoinSet};

const CLIENTS: usize = 300;

/// Between notifications, in milliseconds.
const PERIOD: u64 = 50;

/// Of the clients; the other cores are the server's.
const THREADS: usize = 2;

/// Until all clients are on their way, in notifications.
const WARM_UP: u64 = 20;

/// The numbers that are measured: after the first of these, up to the second.
type Span = (u64, u64);

fn main() -> ExitCode {
    let mut seconds = 60;
    let mut arguments = env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let value = if argument == "--seconds" { arguments.next() } else { None };
        match (argument.as_str(), value.and_then(|value| value.parse().ok())) {
            ("--seconds", Some(given)) => seconds = given,
            // Cargo's own.
            ("--bench", _) => {}
            _ => {
                eprintln!("{argument}: cargo bench -p lab2-notify --bench fan_out [-- --seconds N]");
                return ExitCode::from(2);
            }
        }
    }
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_else(|_| "–".to_owned());
    let load = load.split(' ').next().unwrap_or_default();
    let cores = thread::available_parallelism().unwrap();
    println!("{cores} cores, load average {load} before the start; clients and server share this machine.\n");
    let runtime = runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build().unwrap();
    runtime.block_on(measure(seconds * 1000 / PERIOD))
}

async fn measure(notifications: u64) -> ExitCode {
    let mut command = Command::new(built_alone("lab2-notify"));
    let server = Server::spawn(command.env("NOTIFY_INTERVAL_MS", PERIOD.to_string()).args(["--port", "0"]));
    let before = resident_kib(server.id());
    let span = Arc::new(OnceLock::new());
    let mut tasks = JoinSet::new();
    for _ in 0..CLIENTS {
        tasks.spawn(listen(Client::connect_rich(&server.socket_url()).await, Arc::clone(&span)));
    }
    let mut conductor = Client::connect_rich(&server.socket_url()).await;
    let start = told(&conductor.text().await).0 + WARM_UP;
    let end = start + notifications;
    span.set((start, end)).unwrap();
    let used_before = at_number(&mut conductor, start, server.id()).await;
    let used = at_number(&mut conductor, end, server.id()).await.zip(used_before);
    let used = used.map(|(after, before)| after.saturating_sub(before));
    let memory = resident_kib(server.id()).zip(before).map(|(after, before)| after.saturating_sub(before));
    let mut record = Record::default();
    for one in tasks.join_all().await {
        record.add(one);
    }
    record.print(notifications * CLIENTS as u64, used, memory)
}

/// The CPU that the server has used when this number comes.
async fn at_number(conductor: &mut Client, number: u64, server: u32) -> Option<Duration> {
    while told(&conductor.text().await).0 < number {}
    cpu(server)
}

/// What came of the deliveries to some clients.
#[derive(Default)]
struct Record {
    delivered: u64,
    lost: u64,
    doubled: u64,
    disordered: u64,
    /// In microseconds.
    delays: Vec<u64>,
}

/// Reads to the end of the span, and sees to it that every number comes once and in order.
async fn listen(mut client: Client, span: Arc<OnceLock<Span>>) -> Record {
    let mut record = Record::default();
    let mut last: Option<u64> = None;
    loop {
        let (number, sent) = told(&client.text().await);
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
        match last {
            Some(last) if number == last => record.doubled += 1,
            Some(last) if number < last => record.disordered += 1,
            Some(last) => record.lost += number - last - 1,
            None => {}
        }
        last = last.max(Some(number));
        let Some((start, end)) = span.get() else { continue };
        if number > *start && number <= *end {
            record.delivered += 1;
            record.delays.push(since(sent, now));
        }
        if number >= *end {
            return record;
        }
    }
}

/// The number of a notification, and the microsecond of a minute when it was made.
fn told(text: &str) -> (u64, u64) {
    #[derive(Deserialize)]
    struct Told<'a> {
        number: u64,
        at: &'a str,
    }
    let Told { number, at }: Told<'_> = serde_json::from_str(text).unwrap();
    // `2026-03-05T09:00:12.345Z`
    let milliseconds: u64 = at[17..23].replace('.', "").parse().unwrap();
    (number, milliseconds * 1000)
}

/// Microseconds from that microsecond of a minute to `now`.
fn since(sent: u64, now: Duration) -> u64 {
    const MINUTE: u128 = 60_000_000;
    let now = u64::try_from(now.as_micros() % MINUTE).unwrap();
    if now >= sent { now - sent } else { now + 60_000_000 - sent }
}

impl Record {
    fn add(&mut self, other: Self) {
        self.delivered += other.delivered;
        self.lost += other.lost;
        self.doubled += other.doubled;
        self.disordered += other.disordered;
        self.delays.extend(other.delays);
    }

    fn print(mut self, due: u64, used: Option<Duration>, memory: Option<u64>) -> ExitCode {
        self.delays.sort_unstable();
        let delay = |per_mille: usize| {
            let place = (self.delays.len() - 1) * per_mille / 1000;
            format!("{:.1} ms", Duration::from_micros(self.delays[place]).as_secs_f64() * 1e3)
        };
        let each =
            used.map_or("–".to_owned(), |used| format!("{:.1} µs", used.as_secs_f64() * 1e6 / count(due)));
        let memory = memory.map_or("–".to_owned(), |kib| format!("{:.1} MiB", count(kib) / 1024.0));
        let Self { delivered, lost, doubled, disordered, .. } = self;
        println!("| {CLIENTS} clients, one notification every {PERIOD} ms | |\n|---|---|");
        println!("| deliveries due | {due} |\n| delivered | {delivered} |");
        println!("| lost, doubled, out of order | {lost}, {doubled}, {disordered} |");
        println!(
            "| delay p50 | {} |\n| delay p99 | {} |\n| delay max | {} |",
            delay(500),
            delay(990),
            delay(1000)
        );
        println!("| server CPU per delivery | {each} |\n| server memory, growth | {memory} |");
        if delivered == due && (lost, doubled, disordered) == (0, 0, 0) {
            ExitCode::SUCCESS
        } else {
            ExitCode::FAILURE
        }
    }
}

fn count(number: u64) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}
