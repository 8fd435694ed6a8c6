//! What the fuzz targets do. Each takes any bytes and panics where lab-wire does not hold its promises.
//!
//! The targets are ordinary functions, so that `tests/corpus.rs` runs them without cargo-fuzz.

pub mod decoder;
pub mod deflate;
pub mod differential;
pub mod handshake;

mod drive;
mod plan;
mod source;

/// Runs a target on the files named on the command line.
pub fn replay(run: fn(&[u8])) -> std::io::Result<()> {
    for path in std::env::args_os().skip(1) {
        run(&std::fs::read(path)?);
    }
    Ok(())
}
