//! Compression: any bytes are inflated to what another implementation makes of them, whatever is compressed
//! comes back, and the transforms that the thread keeps are as good as new.
//!
//! Where the two inflate differently for a reason: a block of one of the codes that RFC 1951 does not define
//! may be an error at once or when the code is used. So an error of either is compared with nothing but what
//! both have made before it.

use lab_wire::{
    Fault,
    deflate::{Inflater, WIDEST_WINDOW, compress},
};
use miniz_oxide::inflate::{
    TINFLStatus,
    core::{DecompressorOxide, decompress, inflate_flags},
};

use crate::source::{Dice, Source};

/// What a sender leaves out (RFC 7692 section 7.2.1), and an empty last block behind it, which is one only
/// where no other block is unfinished.
const TAIL: [u8; 9] = [0, 0, 0xff, 0xff, 1, 0, 0, 0xff, 0xff];

/// A long message, in bytes.
const LONG: usize = 8 * 1024;

/// Inflates bytes, or compresses and inflates a message.
pub fn run(data: &[u8]) {
    let mut source = Source::new(data);
    let (choice, mut most, seed) = (source.byte(), source.length(), source.short());
    if choice % 4 == 0 {
        let message = message(&mut source);
        // A long one takes its time with each window, so it tries the narrowest, the widest and one between.
        let is_tried = |bits: &u8| message.len() < LONG || [9, 9 + choice % 7, WIDEST_WINDOW].contains(bits);
        for window_bits in (9..=WIDEST_WINDOW).filter(is_tried) {
            if let Some(small) = compress(&message, window_bits) {
                assert!(small.len() < message.len(), "compressed is shorter");
                let (output, fault) = inflate(&small, message.len(), || 5000);
                assert!(fault.is_none() && output == message, "{window_bits} bits: {fault:?}");
                assert_within(&small, &message, window_bits);
            }
        }
        return;
    }
    let input = if choice % 4 == 1 {
        // Good data with one change is bad in better ways than random bytes are.
        let (index, change) = (usize::from(source.short()), source.byte());
        let message = message(&mut source);
        if choice & 4 != 0 {
            // The limit is met, or exceeded by one byte.
            most = message.len().saturating_sub(usize::from(choice >> 3 & 1));
        }
        let mut small = compress(&message, 9 + choice % 7).unwrap_or_default();
        if let Some(byte) = small.get_mut(index) {
            *byte ^= change;
        }
        small
    } else {
        source.rest().to_vec()
    };
    judge(&input, most, seed);
}

/// A message in which some repeat themselves, near or far.
fn message(source: &mut Source<'_>) -> Vec<u8> {
    let mut message = Vec::new();
    while !source.is_dry() && message.len() < 100_000 {
        let choice = source.byte();
        let length = source.length();
        match choice % 4 {
            0 => message.extend_from_slice(source.bytes(length)),
            1 => message.resize(message.len() + length, choice),
            2 => {
                let start = message.len() - source.length().min(message.len());
                let end = (start + length).min(message.len());
                message.extend_from_within(start..end);
            }
            _ => {
                let mut dice = Dice::new(source.short());
                message.extend((0..length).map(|_| dice.below(usize::from(choice)).to_be_bytes()[7]));
            }
        }
    }
    message
}

fn judge(input: &[u8], most: usize, seed: u16) {
    let (whole, fault) = inflate(input, most, || usize::MAX);
    let mut dice = Dice::new(seed);
    let (in_pieces, fault_in_pieces) = inflate(input, most, || dice.below(40));
    assert_eq!((fault, whole.len()), (fault_in_pieces, in_pieces.len()), "in pieces");
    assert!(whole == in_pieces, "in pieces");
    let (theirs, is_good) = reference(input, most);
    let shared = whole.len().min(theirs.len());
    assert!(whole[..shared] == theirs[..shared], "the two inflate differently");
    match fault {
        None => assert!(is_good && theirs.len() == whole.len(), "good for ours alone: {}", theirs.len()),
        Some(Fault { code: 1009, .. }) => assert!(!is_good || theirs.len() > most, "not too big"),
        Some(_) => assert!(!is_good || theirs.len() > most, "bad for ours alone: {fault:?}"),
    }
}

/// What came out before the end or a fault.
fn inflate(input: &[u8], most: usize, mut cut: impl FnMut() -> usize) -> (Vec<u8>, Option<Fault>) {
    let (mut inflater, mut output, mut rest) = (Inflater::from_pool(), Vec::new(), input);
    let mut result = Ok(());
    while !rest.is_empty() && result.is_ok() {
        let (piece, later) = rest.split_at(cut().clamp(1, rest.len()));
        rest = later;
        result = inflater.push(piece, &mut output, most);
    }
    if result.is_ok() {
        result = inflater.finish(&mut output, most);
    }
    assert!(output.len() <= most + usize::from(result.is_err()), "{} bytes, {most} at most", output.len());
    (output, result.err())
}

/// The other implementation: what came out, and whether the data was good to its end.
fn reference(input: &[u8], most: usize) -> (Vec<u8>, bool) {
    let input = [input, &TAIL].concat();
    let mut output = vec![0; most + 1024];
    let (mut read, mut written) = (0, 0);
    while read < input.len() {
        let mut inflater = DecompressorOxide::new();
        let flags = inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
        // A last block ends what can be referred to, as a transform that begins anew has an empty window.
        let (status, read_now, written_now) =
            decompress(&mut inflater, &input[read..], &mut output[written..], 0, flags);
        read += read_now;
        written += written_now;
        match status {
            TINFLStatus::Done => {}
            TINFLStatus::HasMoreOutput => {
                output.truncate(written);
                return (output, true);
            }
            _ => {
                output.truncate(written);
                return (output, false);
            }
        }
    }
    output.truncate(written);
    (output, true)
}

/// Inflates with a window that is no greater than the one agreed on, as a client with little memory does.
fn assert_within(small: &[u8], message: &[u8], window_bits: u8) {
    let window = 1 << window_bits;
    let mut buffer = vec![0; window];
    let mut inflater = DecompressorOxide::new();
    let input = [small, &TAIL].concat();
    let (mut read, mut at, mut written) = (0, 0, 0);
    loop {
        let (status, read_now, written_now) = decompress(&mut inflater, &input[read..], &mut buffer, at, 0);
        assert!(
            message.get(written..written + written_now) == Some(&buffer[at..at + written_now]),
            "the window of {window_bits} bits is exceeded"
        );
        read += read_now;
        written += written_now;
        at = (at + written_now) % window;
        match status {
            TINFLStatus::Done => break,
            TINFLStatus::HasMoreOutput => {}
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(written, message.len());
}
