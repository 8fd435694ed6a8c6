//! One WebSocket frame, byte by byte (RFC 6455 section 5.2), right or wrong as the test wants it.

use std::fmt;

/// Opcode of a frame that goes on with a message.
pub const CONTINUATION: u8 = 0;
/// Opcode of a text.
pub const TEXT: u8 = 1;
/// Opcode of a binary message.
pub const BINARY: u8 = 2;
/// Opcode of a close frame.
pub const CLOSE: u8 = 8;
/// Opcode of a ping.
pub const PING: u8 = 9;
/// Opcode of a pong.
pub const PONG: u8 = 10;

/// First reserved bit: with permessage-deflate, "this message is compressed" (RFC 7692 section 6).
pub const RSV1: u8 = 4;
/// Second reserved bit, which no extension uses.
pub const RSV2: u8 = 2;
/// Third reserved bit, which no extension uses.
pub const RSV3: u8 = 1;

/// Not zero, so that a server that forgets to unmask is found out.
const KEY: [u8; 4] = [0x9d, 0x2c, 0x00, 0x7f];

/// Stands where a short length would, and says that the length follows in 16 bits (section 5.2).
const IN_16_BITS: u8 = 0x7e;
/// The same for 64 bits.
const IN_64_BITS: u8 = 0x7f;

/// How a length is written.
#[derive(Debug, Clone, Copy)]
pub enum Form {
    /// In as few bytes as it fits, as RFC 6455 section 5.2 demands.
    Shortest,
    /// In the 16 bits after the second byte.
    Bits16,
    /// In the 64 bits after the second byte.
    Bits64,
}

/// A frame to send. It begins as a good one of a client, and is then spoilt by the methods.
#[derive(Debug, Clone)]
pub struct Frame {
    fin: bool,
    reserved: u8,
    opcode: u8,
    is_masked: bool,
    declared: u64,
    form: Form,
    payload: Vec<u8>,
}

impl Frame {
    /// A final, masked frame.
    #[must_use]
    pub fn new(opcode: u8, payload: impl AsRef<[u8]>) -> Self {
        let payload = payload.as_ref().to_vec();
        let declared = payload.len() as u64;
        Self { fin: true, reserved: 0, opcode, is_masked: true, declared, form: Form::Shortest, payload }
    }

    /// A text, of any bytes.
    #[must_use]
    pub fn text(payload: impl AsRef<[u8]>) -> Self {
        Self::new(TEXT, payload)
    }

    /// A binary message.
    #[must_use]
    pub fn binary(payload: impl AsRef<[u8]>) -> Self {
        Self::new(BINARY, payload)
    }

    /// The next, and last, frame of a message.
    #[must_use]
    pub fn continuation(payload: impl AsRef<[u8]>) -> Self {
        Self::new(CONTINUATION, payload)
    }

    /// A ping.
    #[must_use]
    pub fn ping(payload: impl AsRef<[u8]>) -> Self {
        Self::new(PING, payload)
    }

    /// A close frame with a code and a reason of any bytes.
    #[must_use]
    pub fn close(code: u16, reason: impl AsRef<[u8]>) -> Self {
        Self::new(CLOSE, [&code.to_be_bytes(), reason.as_ref()].concat())
    }

    /// More frames of this message follow.
    #[must_use]
    pub fn unfinished(self) -> Self {
        Self { fin: false, ..self }
    }

    /// With reserved bits.
    #[must_use]
    pub fn reserved(self, reserved: u8) -> Self {
        Self { reserved, ..self }
    }

    /// Without a mask, which a client must not send (RFC 6455 section 5.1).
    #[must_use]
    pub fn unmasked(self) -> Self {
        Self { is_masked: false, ..self }
    }

    /// With a length of its own, whatever the payload is.
    #[must_use]
    pub fn declaring(self, declared: u64) -> Self {
        Self { declared, ..self }
    }

    /// With its length written in this form.
    #[must_use]
    pub fn form(self, form: Form) -> Self {
        Self { form, ..self }
    }

    /// As it goes over the wire.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        let fin = if self.fin { 0x80 } else { 0 };
        let masked = if self.is_masked { 0x80 } else { 0 };
        let mut bytes = vec![fin | self.reserved << 4 | self.opcode];
        let bits16 = u16::try_from(self.declared);
        match (self.form, u8::try_from(self.declared), bits16) {
            (Form::Shortest, Ok(length @ 0..=125), _) => bytes.push(masked | length),
            (Form::Shortest | Form::Bits16, _, Ok(length)) => {
                bytes.push(masked | IN_16_BITS);
                bytes.extend(length.to_be_bytes());
            }
            _ => {
                bytes.push(masked | IN_64_BITS);
                bytes.extend(self.declared.to_be_bytes());
            }
        }
        if self.is_masked {
            bytes.extend(KEY);
            bytes.extend(self.payload.iter().zip(KEY.iter().cycle()).map(|(byte, key)| byte ^ key));
        } else {
            bytes.extend(&self.payload);
        }
        bytes
    }
}

/// Frames one after the other, as one piece of bytes.
#[must_use]
pub fn bytes_of(frames: &[Frame]) -> Vec<u8> {
    frames.iter().flat_map(Frame::bytes).collect()
}

/// A frame that the server sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Received {
    /// Whether its message ends with it.
    pub fin: bool,
    /// Its reserved bits.
    pub reserved: u8,
    /// Its opcode.
    pub opcode: u8,
    /// Its payload.
    pub payload: Vec<u8>,
}

impl Received {
    /// A final frame without reserved bits, which is what this project's servers send.
    #[must_use]
    pub fn new(opcode: u8, payload: impl AsRef<[u8]>) -> Self {
        Self { fin: true, reserved: 0, opcode, payload: payload.as_ref().to_vec() }
    }

    /// A text.
    #[must_use]
    pub fn text(text: &str) -> Self {
        Self::new(TEXT, text)
    }

    /// The code of a close frame; `None` where it has none, and where this is another frame.
    #[must_use]
    pub fn close_code(&self) -> Option<u16> {
        let code = self.payload.first_chunk().filter(|_| self.opcode == CLOSE)?;
        Some(u16::from_be_bytes(*code))
    }

    /// Takes the first frame from `buffer`, once all of it is there.
    ///
    /// # Panics
    /// When the server masks (RFC 6455 section 5.1) or wastes bytes on a length (section 5.2).
    pub(super) fn take(buffer: &mut Vec<u8>) -> Option<Self> {
        let &[first, second, ..] = buffer.as_slice() else { return None };
        assert!(second & 0x80 == 0, "a server must not mask: {buffer:02x?}");
        let (start, length, shortest) = match second {
            IN_16_BITS => (4, u64::from(u16::from_be_bytes(*buffer.get(2..)?.first_chunk()?)), 126),
            IN_64_BITS => (10, u64::from_be_bytes(*buffer.get(2..)?.first_chunk()?), 0x1_0000),
            length => (2, u64::from(length), 0),
        };
        assert!(length >= shortest, "a length of {length} was written in too many bytes");
        let end = start + usize::try_from(length).ok()?;
        let payload = buffer.get(start..end)?.to_vec();
        buffer.drain(..end);
        Some(Self { fin: first & 0x80 != 0, reserved: first >> 4 & 7, opcode: first & 15, payload })
    }
}

impl fmt::Debug for Received {
    /// In short: a payload may be a mebibyte.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fin, reserved, opcode, payload } = self;
        let last = if *fin { "" } else { " unfinished" };
        write!(f, "[opcode {opcode}{last} rsv {reserved:03b}, {} bytes: ", payload.len())?;
        if let Some(code) = self.close_code() {
            write!(f, "{code} ")?;
        }
        write!(f, "\"{}\"]", payload[..payload.len().min(60)].escape_ascii())
    }
}
