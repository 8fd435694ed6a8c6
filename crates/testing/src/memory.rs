//! What a process holds and uses, memory, open files and CPU, as Linux tells it.

use std::{
    fs,
    io::{Write, stderr},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

/// The resident memory of a process in KiB; `None` where the system does not tell.
#[must_use]
pub fn resident_kib(pid: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// The CPU that a process and all its threads have used, user and system, to 10 ms; `None` where the system does
/// not tell.
#[must_use]
pub fn cpu(pid: u32) -> Option<Duration> {
    // proc_pid_stat(5). USER_HZ is 100 on every Linux that Rust's standard library runs on.
    const TICK: Duration = Duration::from_millis(10);
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The program's name, in parentheses, may hold spaces. The state is field 3, utime 14, stime 15.
    let fields = stat.rsplit_once(") ")?.1.split(' ').skip(14 - 3).take(2);
    Some(TICK * fields.map(|ticks| ticks.parse::<u32>().unwrap_or(0)).sum())
}

/// The numbers of the files and sockets that a process has open; `None` where the system does not tell.
#[must_use]
pub fn file_descriptors(pid: u32) -> Option<Vec<u32>> {
    let entries = fs::read_dir(format!("/proc/{pid}/fd")).ok()?;
    Some(entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok()).collect())
}

/// How many files and sockets a process has open; `None` where the system does not tell.
#[must_use]
pub fn open_files(pid: u32) -> Option<usize> {
    Some(file_descriptors(pid)?.len())
}

/// Says that something is not tested on this machine.
pub fn skipped(why: &str) {
    // Written past the `eprintln!` that the test runner captures, or nobody would see it.
    let _ = writeln!(stderr(), "SKIPPED: {why}");
}

/// A watch over a process's memory, which notes the most it has held since the start of the watch.
#[derive(Debug)]
pub struct Watch {
    pid: u32,
    start: Option<u64>,
    is_over: Arc<AtomicBool>,
    sampler: JoinHandle<u64>,
}

/// What a [`Watch`] saw, in KiB.
#[derive(Debug, Clone, Copy)]
pub struct Growth {
    /// The most held at any moment, above the start.
    pub peak: u64,
    /// What is held at the end, above the start.
    pub kept: u64,
}

impl Watch {
    /// Starts to watch.
    #[must_use]
    pub fn over(pid: u32) -> Self {
        let start = resident_kib(pid);
        let is_over = Arc::new(AtomicBool::new(false));
        let is_over_too = Arc::clone(&is_over);
        let sampler = thread::spawn(move || {
            let mut peak = 0;
            while !is_over_too.load(Ordering::Relaxed) {
                peak = peak.max(resident_kib(pid).unwrap_or(0));
                thread::sleep(Duration::from_millis(2));
            }
            peak
        });
        Self { pid, start, is_over, sampler }
    }

    /// Ends the watch. `None`, and a line that says so, where the system tells no memory.
    #[must_use]
    pub fn growth(self, what: &str) -> Option<Growth> {
        let end = resident_kib(self.pid);
        self.is_over.store(true, Ordering::Relaxed);
        let peak = self.sampler.join().unwrap();
        let Some((start, end)) = self.start.zip(end) else {
            skipped(&format!("memory of {what}: this system does not tell it"));
            return None;
        };
        let growth = Growth { peak: peak.max(end).saturating_sub(start), kept: end.saturating_sub(start) };
        println!("{what}: {} KiB at the most, {} KiB kept", growth.peak, growth.kept);
        Some(growth)
    }
}
