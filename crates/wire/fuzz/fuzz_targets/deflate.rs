//! Fuzzes compression: `cargo fuzz run deflate`. Built without cargo-fuzz, it runs the files that it is given.
#![cfg_attr(fuzzing, no_main)]

#[cfg(fuzzing)]
libfuzzer_sys::fuzz_target!(|data: &[u8]| lab_wire_fuzz::deflate::run(data));

#[cfg(not(fuzzing))]
fn main() -> std::io::Result<()> {
    lab_wire_fuzz::replay(lab_wire_fuzz::deflate::run)
}
