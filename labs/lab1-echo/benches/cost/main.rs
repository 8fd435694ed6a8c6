//! What lab 1 costs beside plain actix-ws: server CPU per message and memory per connection, in one run.
//!
//! `cargo bench -p lab1-echo --bench cost`, with `-- --quick` for a look that takes half a minute. Both
//! servers take turns on the same machine, so trust the ratios and not the microseconds; the same server
//! under both names differs by up to 6 % on a busy machine. Linux only: the numbers come from the
//! server's own entries in `/proc`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)] // A benchmark that cannot measure stops, as a test does.

mod client;
mod load;
mod memory;
mod neighbours;
mod plain;
mod process;

use std::{
    env, fs,
    process::{Command, ExitCode},
    thread,
    time::Duration,
};

use lab_testing::{Server, server::built_alone};
use load::{Cost, Load};
use memory::Use;

/// The argument with which this program starts itself as the server to compare with.
const PLAIN: &str = "plain-server";

/// How much is measured.
#[derive(Clone, Copy)]
struct Effort {
    repeats: usize,
    /// Each repeat consists of so many slices for each server. Short ones, by turns: what else the
    /// machine does then falls on both servers alike.
    slices: usize,
    slice: Duration,
    connections: usize,
}

const FULL: Effort = Effort { repeats: 5, slices: 3, slice: Duration::from_millis(700), connections: 2000 };
const QUICK: Effort = Effort { repeats: 1, slices: 2, slice: Duration::from_millis(200), connections: 200 };

fn main() -> ExitCode {
    if !cfg!(target_os = "linux") {
        println!("이 측정은 리눅스에서만 됩니다. · This benchmark measures on Linux only.");
        return ExitCode::SUCCESS;
    }
    let mut effort = FULL;
    for argument in env::args().skip(1) {
        match argument.as_str() {
            PLAIN => return plain::run(),
            "--quick" => effort = QUICK,
            // Cargo's own.
            "--bench" => {}
            other => {
                eprintln!("{other}: cargo bench -p lab1-echo --bench cost [-- --quick]");
                return ExitCode::from(2);
            }
        }
    }
    let lab = built_alone("lab1-echo").into_os_string().into_string().unwrap();
    print_conditions(effort);
    print_cpu(effort, &lab);
    print_memory(effort, &lab);
    neighbours::print(&lab, effort.repeats);
    ExitCode::SUCCESS
}

fn start_plain() -> Server {
    Server::spawn(Command::new(env::current_exe().unwrap()).arg(PLAIN))
}

/// A pure echo, as the plain server is.
fn start_lab(lab: &str) -> Server {
    Server::start_with(lab, &["--port", "0", "--prefix", ""])
}

fn print_conditions(effort: Effort) {
    let cores = thread::available_parallelism().unwrap();
    let load = fs::read_to_string("/proc/loadavg").unwrap();
    let load = load.split(' ').next().unwrap_or_default();
    println!("{cores} cores, load average {load} before the start; client and server share this machine.");
    let Effort { repeats, slices, slice, .. } = effort;
    println!("Median of {repeats} repeats; in each, both servers take turns of {slice:?}, {slices} each.\n");
}

fn print_cpu(effort: Effort, lab: &str) {
    let ascii = "Realtime! ".repeat(1639);
    let korean = format!("{}.", "실".repeat(21));
    let rows = [
        Load { text: &ascii[..64], in_flight: 1, name: "64 B" },
        Load { text: &korean, in_flight: 1, name: "64 B, Korean" },
        Load { text: &ascii[..16 * 1024], in_flight: 1, name: "16 KiB" },
        Load { text: &ascii[..64], in_flight: 16, name: "64 B" },
    ];
    let (plain, lab) = (start_plain(), start_lab(lab));
    println!("| server CPU, µs per message | plain actix-ws | lab1-echo | ratio | ratio of each repeat |");
    println!("|---|---|---|---|---|");
    for row in rows {
        let mut pairs = Vec::new();
        for _ in 0..effort.repeats {
            let (mut of_plain, mut of_lab) = (Cost::default(), Cost::default());
            for _ in 0..effort.slices {
                of_plain += row.run(&plain, effort.slice);
                of_lab += row.run(&lab, effort.slice);
            }
            pairs.push((of_plain.per_message(), of_lab.per_message()));
        }
        let (plain, _, _) = spread(pairs.iter().map(|pair| pair.0));
        let (lab, _, _) = spread(pairs.iter().map(|pair| pair.1));
        let (_, low, high) = spread(pairs.iter().map(|pair| pair.1 / pair.0));
        println!("| {row} | {plain:.2} | {lab:.2} | {:.2} | {low:.2}–{high:.2} |", lab / plain);
    }
}

fn print_memory(effort: Effort, lab: &str) {
    let connections = process::connections_that_fit(effort.connections);
    println!(
        "\n| server memory, KiB per connection, {connections} connections | plain actix-ws | lab1-echo |"
    );
    println!("|---|---|---|");
    for (name, what) in [
        ("idle", Use::Idle),
        ("after one text of 16 KiB", Use::Text),
        ("after one text of 16 KiB, compressed to a third", Use::Compressed(memory::prices)),
        ("after one text of 16 KiB, compressed to a tenth", Use::Compressed(memory::log)),
    ] {
        let [plain, lab] = [start_plain(), start_lab(lab)]
            .map(|server| memory::per_connection(&server, connections, what))
            .map(|kib| kib.map_or("–".to_owned(), |kib| format!("{kib:.1}")));
        println!("| {name} | {plain} | {lab} |");
    }
    println!("\n–: the server does not select permessage-deflate.");
}

/// The median, the least and the greatest.
fn spread(numbers: impl Iterator<Item = f64>) -> (f64, f64, f64) {
    let mut numbers: Vec<f64> = numbers.collect();
    numbers.sort_by(f64::total_cmp);
    (numbers[numbers.len() / 2], numbers[0], numbers[numbers.len() - 1])
}
