//! Frame headers (RFC 6455 section 5.2): read at the earliest byte that says enough, written as short
//! as the length allows. No input or output.

use crate::Fault;

/// The longest header, in bytes: two, eight of extended length, four of masking key.
pub const LONGEST: usize = 14;

const FIN: u8 = 0x80;
const RSV1: u8 = 0x40;
const RSV2_AND_3: u8 = 0x30;
const MASKED: u8 = 0x80;

/// In place of a short length: two bytes of length follow, or eight.
const TWO_BYTES: u8 = 0x7e;
const EIGHT_BYTES: u8 = 0x7f;

/// What a frame is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opcode {
    /// The next piece of a message.
    Continuation = 0,
    /// A text, or its first piece.
    Text = 1,
    /// A binary message, or its first piece.
    Binary = 2,
    /// The beginning or the end of the closing handshake.
    Close = 8,
    /// Are you there?
    Ping = 9,
    /// Here I am.
    Pong = 10,
}

impl Opcode {
    /// The opcode in the first byte of a frame; `None` for those that are reserved.
    #[must_use]
    pub const fn of(first: u8) -> Option<Self> {
        Some(match first & 0x0f {
            0 => Self::Continuation,
            1 => Self::Text,
            2 => Self::Binary,
            8 => Self::Close,
            9 => Self::Ping,
            10 => Self::Pong,
            _ => return None,
        })
    }

    /// Whether this is a close, a ping or a pong (section 5.5).
    #[must_use]
    pub const fn is_control(self) -> bool {
        self as u8 >= 8
    }
}

/// A header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    /// Whether the message ends with this frame.
    pub is_final: bool,
    /// RSV1: the message is compressed (RFC 7692 section 6).
    pub is_compressed: bool,
    /// What the frame is.
    pub opcode: Opcode,
    /// The length of the payload, in bytes.
    pub length: u64,
    /// The masking key.
    pub key: [u8; 4],
}

/// What a client's next frame may be, given what came before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Expected {
    /// Compression was agreed on.
    pub compression: bool,
    /// A message was begun and needs its continuation.
    pub continuation: bool,
}

impl Header {
    /// How long a header is that [`short`](Self::short) reads.
    pub(crate) const SHORT: usize = 6;

    /// Reads the header of most messages at the least cost: a whole one, not compressed, of at most 125
    /// bytes. `None`: any other, or a fault.
    pub(crate) fn short(bytes: &[u8]) -> Option<Self> {
        const TEXT: u8 = FIN | Opcode::Text as u8;
        const BINARY: u8 = FIN | Opcode::Binary as u8;
        let &[first, second, a, b, c, d, ..] = bytes else { return None };
        let opcode = match first {
            TEXT => Opcode::Text,
            BINARY => Opcode::Binary,
            _ => return None,
        };
        let length = second.wrapping_sub(MASKED);
        let (is_final, is_compressed) = (true, false);
        (length < TWO_BYTES).then_some(Self {
            is_final,
            is_compressed,
            opcode,
            length: length.into(),
            key: [a, b, c, d],
        })
    }

    /// Reads the header at the start of `bytes`, which a client sent, and says how long the header is.
    /// `None`: it goes on after these bytes.
    pub fn read(bytes: &[u8], expected: Expected) -> Result<Option<(Self, usize)>, Fault> {
        let Some(&first) = bytes.first() else { return Ok(None) };
        let opcode = judge_first(first, expected)?;
        let Some(&second) = bytes.get(1) else { return Ok(None) };
        // Section 5.1: a server closes the connection upon a frame that is not masked.
        if second & MASKED == 0 {
            return Err(Fault::protocol("a client's frame must be masked"));
        }
        if opcode.is_control() && second & !MASKED > 125 {
            return Err(Fault::protocol("a control frame is at most 125 bytes long"));
        }
        let Some((length, end)) = length(bytes) else { return Ok(None) };
        // Section 5.2: the top bit is zero, and the shortest form must be used.
        match end {
            10 if length >> 63 != 0 => return Err(Fault::protocol("the top bit of a length must be zero")),
            10 if length <= 0xffff => {
                return Err(Fault::protocol("a length must be written in its shortest form"));
            }
            4 if length <= 125 => {
                return Err(Fault::protocol("a length must be written in its shortest form"));
            }
            _ => {}
        }
        let Some((&key, _)) = bytes[end..].split_first_chunk() else { return Ok(None) };
        let (is_final, is_compressed) = (first & FIN != 0, first & RSV1 != 0);
        Ok(Some((Self { is_final, is_compressed, opcode, length, key }, end + 4)))
    }
}

fn judge_first(first: u8, expected: Expected) -> Result<Opcode, Fault> {
    let opcode = Opcode::of(first).ok_or(Fault::protocol("the opcode is reserved"))?;
    let begins_message = matches!(opcode, Opcode::Text | Opcode::Binary);
    // RFC 7692 section 6: the first frame of a message alone carries RSV1.
    if first & RSV2_AND_3 != 0 || (first & RSV1 != 0 && !(expected.compression && begins_message)) {
        return Err(Fault::protocol("a reserved bit is set"));
    }
    if begins_message && expected.continuation {
        return Err(Fault::protocol("a message began inside another one"));
    }
    if opcode == Opcode::Continuation && !expected.continuation {
        return Err(Fault::protocol("there is no message to continue"));
    }
    if opcode.is_control() && first & FIN == 0 {
        return Err(Fault::protocol("a control frame must not be fragmented"));
    }
    Ok(opcode)
}

/// The length of the payload, and where it ends in the header; `None` while that is not there.
pub(crate) fn length(bytes: &[u8]) -> Option<(u64, usize)> {
    match bytes.get(1)? & !MASKED {
        TWO_BYTES => Some((u64::from(u16::from_be_bytes(*bytes.get(2..)?.first_chunk()?)), 4)),
        EIGHT_BYTES => Some((u64::from_be_bytes(*bytes.get(2..)?.first_chunk()?), 10)),
        short => Some((u64::from(short), 2)),
    }
}

/// A header that can be sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Written {
    bytes: [u8; LONGEST],
    length: usize,
}

impl Written {
    /// The header of a whole message or a control frame, as a server sends it.
    pub(crate) fn from_server(opcode: Opcode, is_compressed: bool, length: usize) -> Self {
        let rsv1 = if is_compressed { RSV1 } else { 0 };
        Self::new(FIN | rsv1 | opcode as u8, 0, length)
    }

    /// The header of a whole message or a control frame, as a client sends it, with a masking key of
    /// zeros, which leaves the payload as it is.
    pub(crate) fn from_client(opcode: Opcode, length: usize) -> Self {
        let mut header = Self::new(FIN | opcode as u8, MASKED, length);
        header.length += 4;
        header
    }

    fn new(first: u8, mask: u8, length: usize) -> Self {
        let mut bytes = [0; LONGEST];
        bytes[0] = first;
        let end = if let Ok(short @ 0..=125) = u8::try_from(length) {
            bytes[1] = mask | short;
            2
        } else if let Ok(medium) = u16::try_from(length) {
            bytes[1] = mask | TWO_BYTES;
            bytes[2..4].copy_from_slice(&medium.to_be_bytes());
            4
        } else {
            bytes[1] = mask | EIGHT_BYTES;
            bytes[2..10].copy_from_slice(&(length as u64).to_be_bytes());
            10
        };
        Self { bytes, length: end }
    }
}

impl AsRef<[u8]> for Written {
    fn as_ref(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRESH: Expected = Expected { compression: false, continuation: false };
    const BEGUN: Expected = Expected { compression: false, continuation: true };
    const DEFLATE: Expected = Expected { compression: true, continuation: false };

    fn code(bytes: &[u8], expected: Expected) -> Option<u16> {
        Header::read(bytes, expected).err().map(|fault| fault.code)
    }

    #[test]
    fn a_header_that_was_written_is_read_whatever_its_length() {
        for length in [0, 1, 125, 126, 65_535, 65_536, 1 << 40] {
            let written = Written::from_client(Opcode::Binary, length);
            let bytes = written.as_ref();
            for cut in 0..bytes.len() {
                assert_eq!(Header::read(&bytes[..cut], FRESH), Ok(None), "{length} cut at {cut}");
            }
            let (header, size) = Header::read(bytes, FRESH).unwrap().unwrap();
            assert_eq!((header.length, header.key, size), (length as u64, [0; 4], bytes.len()));
            assert!(header.is_final && !header.is_compressed && header.opcode == Opcode::Binary);
        }
    }

    #[test]
    fn the_first_byte_alone_is_judged() {
        for first in 0..=u8::MAX {
            let opcode = first & 0x0f;
            let is_legal = first & 0x70 == 0
                && match opcode {
                    1 | 2 => true,
                    8..=10 => first & FIN != 0,
                    _ => false,
                };
            assert_eq!(code(&[first], FRESH), (!is_legal).then_some(1002), "{first:#x}");
        }
    }

    #[test]
    fn a_continuation_is_needed_once_a_message_was_begun() {
        assert_eq!(code(&[0x80], BEGUN), None);
        assert_eq!(code(&[0x00], BEGUN), None);
        assert_eq!(code(&[0x81], BEGUN), Some(1002));
        assert_eq!(code(&[0x02], BEGUN), Some(1002));
        assert_eq!(code(&[0x89], BEGUN), None);
    }

    #[test]
    fn compression_is_marked_on_the_first_frame_of_a_message_alone() {
        assert_eq!(code(&[0xc1], DEFLATE), None);
        assert_eq!(code(&[0x42], DEFLATE), None);
        assert_eq!(code(&[0xc9], DEFLATE), Some(1002));
        assert_eq!(code(&[0xa1], DEFLATE), Some(1002));
        assert_eq!(code(&[0x91], DEFLATE), Some(1002));
        assert_eq!(code(&[0xc0], Expected { compression: true, continuation: true }), Some(1002));
    }

    #[test]
    fn the_second_byte_is_judged_before_the_rest_is_there() {
        assert_eq!(code(&[0x81, 0x05], FRESH), Some(1002));
        assert_eq!(code(&[0x89, 0xfe], FRESH), Some(1002));
        assert_eq!(code(&[0x89, 0xfd], FRESH), None);
    }

    #[test]
    fn a_length_has_one_form() {
        assert_eq!(code(&[0x81, 0xfe, 0, 125], FRESH), Some(1002));
        assert_eq!(code(&[0x81, 0xfe, 0, 126], FRESH), None);
        assert_eq!(code(&[0x81, 0xff, 0, 0, 0, 0, 0, 0, 0xff, 0xff], FRESH), Some(1002));
        assert_eq!(code(&[0x81, 0xff, 0, 0, 0, 0, 0, 1, 0, 0], FRESH), None);
        assert_eq!(code(&[0x81, 0xff, 0x80, 0, 0, 0, 0, 0, 0, 0], FRESH), Some(1002));
    }
}
