//! How many files this process may open.

use std::fs;

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
