//! Compressing and inflating messages (RFC 7692 section 7.2), with the transforms pooled.
//!
//! Neither side keeps its window from one message to the next, so a connection holds a transform only
//! while one of its messages is under way: a few of them serve all connections of a thread. A deflate
//! transform is about 260 KiB, an inflate transform about 48 KiB.

use std::cell::RefCell;

use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};

use crate::Fault;

/// The end of an empty stored block. A sender leaves it out at the end of a message, a receiver adds it
/// (sections 7.2.1 and 7.2.2).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];

/// An empty block that says it is the last one.
const LAST: [u8; 5] = [1, 0, 0, 0xff, 0xff];

/// The first room for inflated bytes.
const STEP: usize = 16 * 1024;

/// Transforms that a thread keeps for later.
const KEPT: usize = 4;

thread_local! {
    static INFLATERS: RefCell<Vec<Decompress>> = const { RefCell::new(Vec::new()) };
    static DEFLATERS: RefCell<Vec<Compress>> = const { RefCell::new(Vec::new()) };
}

/// The widest window, in bits: 32 KiB, what a peer may use unless told otherwise (section 7.1.2).
pub const WIDEST_WINDOW: u8 = 15;

const BAD_DATA: Fault = Fault::invalid_data("the compressed data is not valid");
const TOO_BIG: Fault = Fault::too_big("the message is too big when inflated");

/// Inflates one message.
pub struct Inflater(Decompress);

impl Inflater {
    /// One that was used before, or a new one.
    #[must_use]
    pub fn from_pool() -> Self {
        Self(INFLATERS.with_borrow_mut(Vec::pop).unwrap_or_else(|| Decompress::new(false)))
    }

    /// Appends what `input` inflates to. As soon as `output` is longer than `most` bytes, that is a fault.
    pub fn push(&mut self, mut input: &[u8], output: &mut Vec<u8>, most: usize) -> Result<(), Fault> {
        loop {
            grow(output, most);
            let (read_before, written_before) = (self.0.total_in(), output.len());
            let status = self.0.decompress_vec(input, output, FlushDecompress::Sync);
            let read = usize::try_from(self.0.total_in() - read_before).unwrap_or(input.len());
            input = input.get(read..).unwrap_or_default();
            if output.len() > most {
                // The first fault counts, however much of the input was there at once.
                output.truncate(most + 1);
                return Err(TOO_BIG);
            }
            if matches!(status.map_err(|_| BAD_DATA)?, Status::StreamEnd) {
                // A block that says it is the last one; more may follow all the same (section 7.2.3.4).
                self.0.reset(false);
            } else if output.len() == output.capacity() {
                continue;
            } else if !input.is_empty() && read == 0 && output.len() == written_before {
                return Err(BAD_DATA);
            }
            if input.is_empty() {
                return Ok(());
            }
        }
    }

    /// Ends the message and gives the transform back.
    pub fn finish(mut self, output: &mut Vec<u8>, most: usize) -> Result<(), Fault> {
        self.push(&TAIL, output, most)?;
        // A message that ends inside a block has lost its end. Then what follows is no block of its own.
        grow(output, most);
        let (read_before, written_before) = (self.0.total_in(), output.len());
        let status = self.0.decompress_vec(&LAST, output, FlushDecompress::Sync).map_err(|_| BAD_DATA)?;
        let is_whole = self.0.total_in() - read_before == LAST.len() as u64 && output.len() == written_before;
        if !is_whole || !matches!(status, Status::StreamEnd) {
            return Err(BAD_DATA);
        }
        self.0.reset(false);
        INFLATERS.with_borrow_mut(|kept| keep(kept, self.0));
        Ok(())
    }
}

/// Makes room where there is none: twice as much as before, but for no more than one byte over `most`,
/// which is enough to see that there are too many.
fn grow(output: &mut Vec<u8>, most: usize) {
    if output.len() == output.capacity() {
        output.reserve_exact(output.len().max(STEP).min((most + 1).saturating_sub(output.len())).max(1));
    }
}

fn keep<T>(kept: &mut Vec<T>, transform: T) {
    if kept.len() < KEPT {
        kept.push(transform);
    }
}

/// Compresses one message with a window of 2 to the power of `window_bits` bytes. `None` where it would
/// not become shorter.
#[must_use]
pub fn compress(message: &[u8], window_bits: u8) -> Option<Vec<u8>> {
    let is_common = window_bits == WIDEST_WINDOW;
    let kept = if is_common { DEFLATERS.with_borrow_mut(Vec::pop) } else { None };
    let mut deflater =
        kept.unwrap_or_else(|| Compress::new_with_window_bits(Compression::fast(), false, window_bits));
    // Room for the worst case, in which each byte becomes nine bits (RFC 1951 section 3.2.6).
    let mut output = Vec::with_capacity(message.len() + message.len() / 8 + 64);
    let is_done = deflater.compress_vec(message, &mut output, FlushCompress::Sync).is_ok()
        && output.len() < output.capacity()
        && output.ends_with(&TAIL);
    // zlib-rs 0.6 does not forget a block that it left unfinished, even when it is reset.
    if is_common && is_done {
        deflater.reset();
        DEFLATERS.with_borrow_mut(|kept| keep(kept, deflater));
    }
    output.truncate(output.len().saturating_sub(TAIL.len()));
    (is_done && output.len() < message.len()).then_some(output)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 100_000;

    fn inflate(pieces: &[&[u8]], most: usize) -> Result<Vec<u8>, Fault> {
        let (mut inflater, mut output) = (Inflater::from_pool(), Vec::new());
        for piece in pieces {
            inflater.push(piece, &mut output, most)?;
        }
        inflater.finish(&mut output, most)?;
        Ok(output)
    }

    fn sample(length: usize) -> Vec<u8> {
        "안녕하세요, hello! ".bytes().cycle().take(length).collect()
    }

    #[test]
    fn the_examples_of_the_rfc_are_inflated() {
        // Section 7.2.3.1: one block, fragments, a stored block (7.2.3.3) and a last block (7.2.3.4).
        assert_eq!(inflate(&[&[0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]], 5).unwrap(), b"Hello");
        assert_eq!(inflate(&[&[0xf2, 0x48, 0xcd], &[0xc9, 0xc9, 0x07, 0x00]], 5).unwrap(), b"Hello");
        let stored = [0x00, 0x05, 0x00, 0xfa, 0xff, 0x48, 0x65, 0x6c, 0x6c, 0x6f, 0x00];
        assert_eq!(inflate(&[&stored], 5).unwrap(), b"Hello");
        let last = [0xf3, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00, 0x00];
        assert_eq!(inflate(&[&last], 5).unwrap(), b"Hello");
        // Section 7.2.3.5: two blocks in one message.
        let two = [0xf2, 0x48, 0x05, 0x00, 0x00, 0x00, 0xff, 0xff, 0xca, 0xc9, 0xc9, 0x07, 0x00];
        assert_eq!(inflate(&[&two], 5).unwrap(), b"Hello");
    }

    #[test]
    fn what_was_compressed_is_inflated_whatever_the_window() {
        for length in [64, 1000, STEP, 70_000] {
            let message = sample(length);
            for bits in 9..=WIDEST_WINDOW {
                let small = compress(&message, bits).unwrap();
                assert!(small.len() < length);
                assert_eq!(inflate(&[&small], MOST).unwrap(), message, "{length} bytes, {bits} bits");
                let pieces: Vec<&[u8]> = small.chunks(1).collect();
                assert_eq!(inflate(&pieces, MOST).unwrap(), message);
            }
        }
    }

    #[test]
    fn what_does_not_become_shorter_is_not_compressed() {
        assert_eq!(compress(b"", WIDEST_WINDOW), None);
        assert_eq!(compress(b"a", WIDEST_WINDOW), None);
        let mut number = 1_u64;
        let noise: Vec<u8> = (0..5000)
            .map(|_| {
                number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                number.to_be_bytes()[0]
            })
            .collect();
        assert_eq!(compress(&noise, WIDEST_WINDOW), None);
        // A transform that gave up is clean again.
        assert_eq!(inflate(&[&compress(&sample(500), WIDEST_WINDOW).unwrap()], MOST).unwrap(), sample(500));
    }

    /// A transform that was stopped for want of room once made zlib-rs panic in a later message.
    #[test]
    fn one_transform_serves_all_kinds_of_messages() {
        let mut number = 1_u64;
        let mut random = |below: u64| {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (number >> 33) % below
        };
        for _ in 0..300 {
            let (length, kinds) = (random(20_000), random(256) + 1);
            let message: Vec<u8> =
                (0..length).map(|_| u8::try_from((random(kinds) + 128) % 256).unwrap()).collect();
            if let Some(small) = compress(&message, WIDEST_WINDOW) {
                assert_eq!(inflate(&[&small], MOST).unwrap(), message);
            }
        }
    }

    #[test]
    fn a_bomb_is_noticed_before_it_is_made() {
        let bomb = compress(&vec![0; 50_000_000], WIDEST_WINDOW).unwrap();
        let (mut inflater, mut output) = (Inflater::from_pool(), Vec::new());
        assert_eq!(inflater.push(&bomb, &mut output, MOST), Err(TOO_BIG));
        assert!(output.capacity() <= MOST + 1, "{}", output.capacity());
    }

    #[test]
    fn the_limit_is_exact() {
        let message = sample(40_000);
        let small = compress(&message, WIDEST_WINDOW).unwrap();
        assert_eq!(inflate(&[&small], 40_000).unwrap(), message);
        assert_eq!(inflate(&[&small], 39_999), Err(TOO_BIG));
    }

    #[test]
    fn bad_data_is_a_fault_and_leaves_nothing_behind() {
        // A block of the reserved type, a stored block whose lengths differ, a distance before the start; a
        // stored block and a coded one that lack their end, and no block at all (section 7.2.3.6 has 0x00).
        for bad in [
            &[0x07_u8][..],
            &[0x00, 0x05, 0x00, 0x00, 0x00],
            &[0x02, 0x23, 0x00, 0x11, 0x00],
            &[0x00, 0x09, 0x00, 0xf6, 0xff, 0x48],
            &[0xf2, 0x48, 0xcd],
            &[],
        ] {
            let found = inflate(&[bad], MOST);
            assert_eq!(found, Err(BAD_DATA), "{bad:02x?}");
        }
        assert_eq!(inflate(&[&[0xf2, 0x48, 0xcd, 0xc9, 0xc9, 0x07, 0x00]], 5).unwrap(), b"Hello");
    }

    #[test]
    fn the_first_fault_counts_however_the_bytes_are_cut() {
        // Twenty bytes in a stored block, behind it a block of the reserved type.
        let bad = [&[0x00, 0x14, 0x00, 0xeb, 0xff][..], &[b'a'; 20], &[0x07]].concat();
        for (most, fault, length) in [(9, TOO_BIG, 10), (20, BAD_DATA, 20)] {
            for size in [1, 2, 20, bad.len()] {
                let (mut inflater, mut output) = (Inflater::from_pool(), Vec::with_capacity(100));
                let pushed = bad.chunks(size).try_for_each(|piece| inflater.push(piece, &mut output, most));
                assert_eq!((pushed, output.len()), (Err(fault), length), "pieces of {size} bytes");
            }
        }
    }

    #[test]
    fn no_message_sees_the_window_of_another() {
        let first = compress(&sample(2000), WIDEST_WINDOW).unwrap();
        inflate(&[&first], MOST).unwrap();
        // "Hello" again as a reference to what a kept window would hold (section 7.2.3.2).
        assert_eq!(inflate(&[&[0xf2, 0x00, 0x11, 0x00, 0x00]], MOST), Err(BAD_DATA));
    }
}
