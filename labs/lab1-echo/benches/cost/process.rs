//! What the kernel says about a process: `/proc`, proc_pid_stat(5).

use std::{fs, time::Duration};

/// A tick of the kernel's process times: USER_HZ is 100 on every Linux that Rust's standard library runs on.
const TICK: Duration = Duration::from_millis(10);

/// CPU that a process and all its threads have used, user and system.
pub(crate) fn cpu(id: u32) -> Duration {
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).unwrap();
    // The program's name, in parentheses, may hold spaces. The state is field 3, utime 14, stime 15.
    let fields = stat.rsplit_once(") ").unwrap().1.split(' ').skip(14 - 3).take(2);
    TICK * fields.map(|ticks| ticks.parse::<u32>().unwrap()).sum()
}

/// `wanted`, or fewer where this process and its children, the servers, may not open so many files. It
/// says so.
pub(crate) fn connections_that_fit(wanted: usize) -> usize {
    /// For everything that is not a connection.
    const OTHER_FILES: usize = 100;
    let limits = fs::read_to_string("/proc/self/limits").unwrap();
    let line = limits.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
    // Not a number: unlimited.
    let limit = line.split_whitespace().next().and_then(|soft| soft.parse().ok()).unwrap_or(usize::MAX);
    let fit = wanted.min(limit.saturating_sub(OTHER_FILES));
    if fit < wanted {
        println!("\nOnly {fit} connections: `ulimit -n` is {limit}.");
    }
    fit
}
