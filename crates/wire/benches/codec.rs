//! What the decoder and the compression cost, without sockets: `cargo bench -p lab-wire`.
//!
//! Hand-timed: the median of many short runs, one thread. Compare lines of one run, not of two machines.
#![allow(clippy::unwrap_used)] // A benchmark that cannot measure stops, as a test does.

use std::{hint::black_box, time::Instant};

use actix_web::web::Bytes;
use lab_wire::{Limits, deflate, header::Opcode, mask::unmask, message::Decoder, observer::Watch};

const KEY: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];
const RUNS: usize = 41;

/// A client's frame.
fn frame(first: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![first];
    match payload.len() {
        short @ 0..=125 => frame.push(0x80 | u8::try_from(short).unwrap()),
        medium => {
            frame.push(0x80 | 0x7e);
            frame.extend(u16::try_from(medium).unwrap().to_be_bytes());
        }
    }
    frame.extend(KEY);
    let start = frame.len();
    frame.extend(payload);
    unmask(&mut frame[start..], KEY);
    frame
}

/// Nanoseconds for each of `count` things that `work` does at once, the median of [`RUNS`].
fn time(count: usize, mut work: impl FnMut()) -> f64 {
    let mut times: Vec<f64> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64() * 1e9 / f64::from(u32::try_from(count).unwrap())
        })
        .collect();
    times.sort_by(f64::total_cmp);
    times[RUNS / 2]
}

/// Decodes `count` messages of `input`, which comes in chunks of a socket's size.
fn decode(input: &[u8], count: usize, compression: bool) -> f64 {
    let chunks: Vec<Bytes> = input.chunks(32 * 1024).map(Bytes::copy_from_slice).collect();
    time(count, || {
        let mut decoder = Decoder::new(Limits::of(1024 * 1024), compression);
        let mut watch = Watch::off();
        for chunk in &chunks {
            let (mut chunk, mut most) = (chunk.clone(), u32::MAX);
            while !chunk.is_empty() {
                decoder.feed(&mut chunk, &mut most, &mut watch).unwrap();
                black_box(decoder.take());
            }
        }
        assert!(decoder.is_idle());
    })
}

fn row(name: &str, nanoseconds: f64, bytes: usize) {
    let speed = f64::from(u32::try_from(bytes).unwrap()) / nanoseconds;
    println!("| {name} | {nanoseconds:.0} | {speed:.2} |");
}

fn main() {
    let text = |length: usize| "Realtime 실습! ".bytes().cycle().take(length).collect::<Vec<u8>>();
    println!("| one message | ns | bytes/ns |\n|---|---|---|");
    for length in [16, 64, 1024, 16 * 1024] {
        let count = (4 * 1024 * 1024 / (length + 64)).min(20_000);
        let ascii = vec![b'a'; length];
        for (kind, payload, opcode) in [
            ("text, ASCII", &ascii, Opcode::Text),
            ("text, Korean", &text(length - length % 17), Opcode::Text),
            ("binary", &ascii, Opcode::Binary),
        ] {
            let input = frame(0x80 | opcode as u8, payload).repeat(count);
            row(&format!("decode {length} B, {kind}"), decode(&input, count, false), length);
        }
    }
    for length in [1024, 16 * 1024] {
        let count = 200;
        let payload = text(length - length % 17);
        let small = deflate::compress(&payload, deflate::WIDEST_WINDOW).unwrap();
        let input = frame(0xc1, &small).repeat(count);
        row(&format!("inflate {length} B from {} B", small.len()), decode(&input, count, true), length);
        let compress = time(count, || {
            for _ in 0..count {
                black_box(deflate::compress(black_box(&payload), deflate::WIDEST_WINDOW));
            }
        });
        row(&format!("compress {length} B"), compress, length);
    }
}
