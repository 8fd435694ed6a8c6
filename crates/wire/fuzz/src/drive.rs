//! Drives the decoder as a connection does, and reads what it gives as actix-ws would.

use bytes::Bytes;
use lab_wire::{
    CloseFrame, Fault, Limits,
    header::{Expected, Header, LONGEST, Opcode},
    message::{BATCH, Decoder},
    observer::Watch,
};

/// All that came of a client's bytes.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// Opcodes and payloads, in order.
    pub(crate) messages: Vec<(Opcode, Vec<u8>)>,
    pub(crate) end: End,
}

/// How it ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// It can go on.
    Open {
        is_idle: bool,
    },
    Closed(CloseFrame),
    Failed(Fault),
}

/// Decodes `input` in pieces as long as `cut` says, with as many tokens at a time as `tokens` says.
pub(crate) fn decode(
    limits: Limits,
    compression: bool,
    mut input: &[u8],
    mut cut: impl FnMut() -> usize,
    mut tokens: impl FnMut() -> u32,
) -> Outcome {
    let mut decoder = Decoder::new(limits, compression);
    let mut messages = Vec::new();
    while !input.is_empty() {
        let (piece, rest) = input.split_at(cut().clamp(1, input.len()));
        input = rest;
        if let Some(end) = feed(&mut decoder, limits, piece, &mut tokens, &mut messages) {
            return Outcome { messages, end };
        }
    }
    let is_idle = decoder.is_idle();
    if is_idle {
        // Between two messages every decoder is as good as a new one.
        let (empty, mut more) = ([0x82, 0x80, 1, 2, 3, 4], Vec::new());
        assert_eq!(feed(&mut decoder, limits, &empty, &mut || 1, &mut more), None);
        assert_eq!(more, [(Opcode::Binary, Vec::new())], "an idle decoder takes a new message");
    }
    Outcome { messages, end: End::Open { is_idle } }
}

fn feed(
    decoder: &mut Decoder,
    limits: Limits,
    piece: &[u8],
    tokens: &mut impl FnMut() -> u32,
    messages: &mut Vec<(Opcode, Vec<u8>)>,
) -> Option<End> {
    let mut input = Bytes::copy_from_slice(piece);
    while !input.is_empty() {
        let (had, most, known) = (input.len(), tokens(), messages.len());
        let mut left = most;
        let fed = decoder.feed(&mut input, &mut left, &mut Watch::off());
        let taken = decoder.take();
        assert_eq!(decoder.take(), None, "all that is ready is taken at once");
        if let Some(taken) = &taken {
            let room = BATCH + LONGEST + limits.message.max(125) + LONGEST;
            assert!(taken.len() <= room, "{} bytes in a batch", taken.len());
            read(taken, limits, messages);
        }
        let completed = messages[known..].iter().filter(|(opcode, _)| !opcode.is_control()).count();
        assert_eq!(completed, usize::try_from(most - left).unwrap(), "a token is a message");
        if most == 0 {
            assert!(input.len() == had && taken.is_none() && fed == Ok(None), "no tokens, no messages");
        } else {
            assert!(input.len() < had || fed.is_err(), "the decoder is stuck");
        }
        match fed {
            Ok(None) => {}
            Ok(Some(close)) => {
                let last = messages.last().map(|(opcode, payload)| (*opcode, payload.first_chunk()));
                let code = close.0.map(u16::to_be_bytes);
                assert_eq!(last, Some((Opcode::Close, code.as_ref())), "a close is delivered");
                return Some(End::Closed(close));
            }
            Err(fault) => {
                assert!(fault.reason.len() <= 123 && matches!(fault.code, 1002 | 1007 | 1009), "{fault:?}");
                return Some(End::Failed(fault));
            }
        }
    }
    None
}

/// Reads whole frames with a masking key of zeros, each a whole message or a control frame.
fn read(mut bytes: &[u8], limits: Limits, messages: &mut Vec<(Opcode, Vec<u8>)>) {
    let fresh = Expected { compression: false, continuation: false };
    while !bytes.is_empty() {
        let (header, size) = Header::read(bytes, fresh).expect("a good header").expect("a whole header");
        let length = usize::try_from(header.length).unwrap();
        assert!(header.is_final && header.key == [0; 4], "{header:?}");
        let most = if header.opcode.is_control() { 125 } else { limits.message };
        assert!(length <= most, "{length} bytes");
        let payload = bytes[size..size + length].to_vec();
        if header.opcode == Opcode::Text {
            assert!(std::str::from_utf8(&payload).is_ok(), "a text is UTF-8");
        }
        messages.push((header.opcode, payload));
        bytes = &bytes[size + length..];
    }
}
