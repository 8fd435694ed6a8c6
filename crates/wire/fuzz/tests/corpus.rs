//! Runs every target on its corpus and on some thousands of random inputs, without cargo-fuzz.

use std::{
    fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::Path,
};

/// Runs a target, and tells its input where that fails: in hexadecimal digits, for `xxd -r -p`.
fn check(run: fn(&[u8]), origin: &str, input: &[u8]) {
    if let Err(cause) = catch_unwind(AssertUnwindSafe(|| run(input))) {
        let mut digits = String::new();
        for byte in input {
            digits.push_str(&format!("{byte:02x}"));
        }
        eprintln!("{origin}: {digits}");
        std::panic::resume_unwind(cause);
    }
}

fn replay(name: &str, run: fn(&[u8])) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(name);
    let mut inputs = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        inputs.push(fs::read(&path).unwrap());
        check(run, &path.display().to_string(), &inputs[inputs.len() - 1]);
    }
    assert!(!inputs.is_empty(), "{} is empty", folder.display());
    let mut state = 1_u64;
    let mut random = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap() % below.max(1)
    };
    for number in 0..RUNS {
        // Half of them are random throughout, half are files of the corpus with a few bytes changed.
        let mut input = if number % 2 == 0 { Vec::new() } else { inputs[random(inputs.len())].clone() };
        if input.is_empty() {
            let length = random(600);
            input.resize_with(length, || random(256).to_be_bytes()[7]);
        }
        for _ in 0..=random(4) {
            let index = random(input.len());
            if let Some(byte) = input.get_mut(index) {
                *byte = random(256).to_be_bytes()[7];
            }
        }
        check(run, &format!("random {name} {number}"), &input);
    }
}

/// As many as take some seconds in a build without optimisation.
const RUNS: usize = 2000;

#[test]
fn decoder() {
    replay("decoder", lab_wire_fuzz::decoder::run);
}

#[test]
fn differential() {
    replay("differential", lab_wire_fuzz::differential::run);
}

#[test]
fn deflate() {
    replay("deflate", lab_wire_fuzz::deflate::run);
}

#[test]
fn handshake() {
    replay("handshake", lab_wire_fuzz::handshake::run);
}
