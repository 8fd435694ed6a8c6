//! Frames as a client writes them: legal for the most part, with one rule broken now and then.

use lab_wire::{deflate, mask::unmask};

use crate::source::Source;

/// More frames or bytes find nothing new and cost time.
const MOST_FRAMES: usize = 200;
const MOST_BYTES: usize = 512 * 1024;

/// A text of characters of one to four bytes, to be cut anywhere.
const TEXT: &str = "a\u{7f}\u{80}é안녕하세요\u{ffff}🦀\u{10ffff}z";

/// A frame, not yet written.
pub(crate) struct Frame {
    /// FIN, the reserved bits and the opcode.
    pub(crate) first: u8,
    pub(crate) payload: Vec<u8>,
    /// The length that the header declares where it is not that of the payload.
    declared: Option<u64>,
    /// How many bytes of extended length there are at least.
    extended: usize,
    key: Option<[u8; 4]>,
}

impl Frame {
    pub(crate) fn opcode(&self) -> u8 {
        self.first & 0x0f
    }

    pub(crate) fn is_final(&self) -> bool {
        self.first & 0x80 != 0
    }

    /// Whether the length is written shorter than this frame writes it.
    pub(crate) fn is_long_winded(&self) -> bool {
        self.extended > extended(self.length())
    }

    fn length(&self) -> u64 {
        self.declared.unwrap_or(self.payload.len() as u64)
    }

    pub(crate) fn write(&self, to: &mut Vec<u8>) {
        let length = self.length();
        let masked = if self.key.is_some() { 0x80 } else { 0 };
        let big_endian = length.to_be_bytes();
        to.push(self.first);
        match self.extended.max(extended(length)) {
            0 => to.push(masked | big_endian[7]),
            2 => {
                to.push(masked | 0x7e);
                to.extend_from_slice(&big_endian[6..]);
            }
            _ => {
                to.push(masked | 0x7f);
                to.extend_from_slice(&big_endian);
            }
        }
        let key = self.key.unwrap_or_default();
        if self.key.is_some() {
            to.extend_from_slice(&key);
        }
        let start = to.len();
        to.extend_from_slice(&self.payload);
        unmask(&mut to[start..], key);
    }
}

/// The bytes of extended length that a length needs.
fn extended(length: u64) -> usize {
    match length {
        0..=125 => 0,
        126..=0xffff => 2,
        _ => 8,
    }
}

/// Reads a plan. With `compression` there are compressed messages in it.
pub(crate) fn frames(source: &mut Source<'_>, compression: bool) -> Vec<Frame> {
    let (mut frames, mut size, mut is_begun) = (Vec::new(), 0, false);
    while !source.is_dry() && frames.len() < MOST_FRAMES && size < MOST_BYTES {
        let before = frames.len();
        let choice = source.byte();
        let key = source.byte();
        if compression && choice % 8 == 7 && !is_begun {
            compressed(source, choice, &mut frames);
        } else {
            frames.push(plain(source, choice, &mut is_begun));
        }
        for frame in &mut frames[before..] {
            frame.key = Some([key, key.rotate_left(3), !key, key / 2]);
            size += frame.payload.len();
        }
        if let Some(last) = frames.last_mut() {
            break_a_rule(source, choice / 16, last);
        }
    }
    frames
}

fn frame(first: u8, payload: Vec<u8>) -> Frame {
    Frame { first, payload, declared: None, extended: 0, key: None }
}

fn plain(source: &mut Source<'_>, choice: u8, is_begun: &mut bool) -> Frame {
    let is_final = choice & 8 != 0;
    let fin = if is_final { 0x80 } else { 0 };
    let mut data = |opcode: u8, payload: Vec<u8>| {
        let opcode = if *is_begun { 0 } else { opcode };
        *is_begun = !is_final;
        frame(fin | opcode, payload)
    };
    match choice % 8 {
        0 => data(1, short(source)),
        1 => data(2, short(source)),
        2 => data(1, text(source)),
        3 => data(2, vec![source.byte(); source.length()]),
        4 => {
            let opcode = 9 + (choice & 8) / 8;
            frame(0x80 | opcode, short(source).into_iter().take(125).collect())
        }
        5 if is_final => {
            let code = source.short();
            // Two thirds of all numbers are no codes at all, so most of them are brought near those that are.
            let code = if code < 0xc000 { 996 + code % 24 + code / 4096 % 5 * 1000 } else { code };
            let reason = short(source).into_iter().take(123);
            frame(0x88, code.to_be_bytes().into_iter().chain(reason).collect())
        }
        5 => frame(0x89, Vec::new()),
        _ => data(choice & 1, Vec::new()),
    }
}

fn short(source: &mut Source<'_>) -> Vec<u8> {
    let length = usize::from(source.byte());
    source.bytes(length).to_vec()
}

/// A piece of the text that goes on where the piece before it may have ended.
fn text(source: &mut Source<'_>) -> Vec<u8> {
    let (start, length) = (usize::from(source.byte()) % TEXT.len(), source.length());
    TEXT.bytes().cycle().skip(start).take(length).collect()
}

/// A compressed message in a few frames, sometimes with one bit of it changed.
fn compressed(source: &mut Source<'_>, choice: u8, frames: &mut Vec<Frame>) {
    let opcode = 1 + (choice & 8) / 8;
    let (repeat, pieces, change) = (source.byte(), source.byte(), source.short());
    let message = if opcode == 1 { text(source) } else { short(source).repeat(usize::from(repeat)) };
    let mut small = deflate::compress(&message, 9 + repeat % 7).unwrap_or_else(|| stored(&message));
    let index = usize::from(change >> 3);
    if change & 1 == 1 && index < small.len() {
        small[index] ^= 1 << (change % 8);
    }
    let size = small.len().div_ceil(usize::from(pieces % 8) + 1).max(1);
    let count = small.len().div_ceil(size).max(1);
    for index in 0..count {
        let first = if index == 0 { 0x40 | opcode } else { 0 } | if index + 1 == count { 0x80 } else { 0 };
        let piece = &small[(index * size).min(small.len())..];
        frames.push(frame(first, piece[..size.min(piece.len())].to_vec()));
    }
}

/// The message in blocks that are not compressed (RFC 1951 section 3.2.4).
fn stored(message: &[u8]) -> Vec<u8> {
    let mut blocks = Vec::new();
    for block in message.chunks(0xffff) {
        let length = u16::try_from(block.len()).unwrap_or_default();
        blocks.push(0);
        blocks.extend_from_slice(&length.to_le_bytes());
        blocks.extend_from_slice(&(!length).to_le_bytes());
        blocks.extend_from_slice(block);
    }
    blocks.push(0);
    blocks
}

fn break_a_rule(source: &mut Source<'_>, rule: u8, frame: &mut Frame) {
    match rule {
        // A whole first byte of its own.
        9 => frame.first = source.byte(),
        10 => frame.first ^= 0x10 << (source.byte() % 4),
        11 => frame.key = None,
        12 => frame.extended = 2,
        13 => frame.extended = 8,
        // A length beyond every limit, of which nothing comes.
        14 => {
            frame.declared = Some(u64::MAX >> (source.byte() % 40));
            frame.payload.clear();
        }
        15 => frame.payload.extend_from_slice(&[source.byte(); 126]),
        _ => {}
    }
}
