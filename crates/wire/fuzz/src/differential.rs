//! The decoder against tungstenite's: both are given the same frames under the same limits, and both must
//! deliver the same messages and fail, close or go on at the same frame.
//!
//! Where they differ for a reason:
//!
//! - **A length that is not written in its shortest form** is against RFC 6455 section 5.2. Ours fails,
//!   tungstenite reads on.
//! - **Empty fragments** count against the limit of a message with ours, lest one go on without end.
//!   tungstenite does not count them.
//! - **A close code that must not be sent** makes ours fail with 1002. tungstenite closes with 1002 and says
//!   so in the message that it delivers.
//! - **Close code 1014** was registered after RFC 6455, and tungstenite does not know it.
//! - **Control frames** are not judged by the limit for frames with ours: section 5.5 has one for them. So no
//!   limit here is below it.
//! - **A frame with two faults**: ours judges a header before its length and a close code before its reason,
//!   tungstenite the other way round. So 1002 stands for 1009 or 1007 then.
//! - **An unfinished frame** that is bad by its first bytes fails early with ours. Every frame here is whole,
//!   but those that no limit allows.

use std::io::{self, Read, Write};

use lab_wire::{CloseFrame, Limits, header::Opcode};
use tungstenite::{
    Error, Message, WebSocket,
    error::ProtocolError,
    protocol::{Role, WebSocketConfig},
};

use crate::{
    drive::{End, decode},
    plan::{self, Frame},
    source::{Dice, Source},
};

/// An empty fragment counts as so many bytes of its message with ours.
const EMPTY_FRAGMENT: usize = 64;

/// Decodes one plan with both.
pub fn run(data: &[u8]) {
    let mut source = Source::new(data);
    let mut limits = Limits { frame: 125 + source.length(), message: source.length(), ..Limits::DEFAULT };
    let seed = source.short();
    let frames = plan::frames(&mut source, false);
    if seed & 1 != 0 {
        // Limits that one frame just meets, or just exceeds.
        let length = frames.iter().map(|frame| frame.payload.len()).max().unwrap_or(0);
        let limit = length.saturating_sub(usize::from(seed >> 1 & 1));
        if seed & 4 == 0 {
            limits.message = limit;
        } else {
            limits.frame = limit.max(125);
        }
    }
    let stop = frames.iter().position(Frame::is_long_winded);
    let charge = first_overcharged(&frames, limits.message);
    // Up to this frame both must do the same, and at it ours fails.
    let (shared, code) = match (stop, charge) {
        (Some(stop), Some(charge)) if charge < stop => (charge, Some(1009)),
        (Some(stop), _) => (stop, Some(1002)),
        (None, Some(charge)) => (charge, Some(1009)),
        (None, None) => (frames.len(), None),
    };
    let mut input = Vec::new();
    let mut shared_length = 0;
    for (index, frame) in frames.iter().enumerate() {
        frame.write(&mut input);
        if index < shared {
            shared_length = input.len();
        }
    }
    let mut cuts = Dice::new(seed);
    let mut ours = decode(limits, false, &input, || cuts.below(200), || u32::MAX);
    let mut theirs = read(&input[..shared_length], limits);

    if ours.messages != theirs.messages && theirs.messages.last() == Some(&violation()) {
        theirs.messages.pop();
        theirs.end = TheirEnd::Violated;
        if ours.end == End::Closed(CloseFrame(Some(1014))) {
            ours.messages.pop();
        }
    }
    assert_eq!(ours.messages, theirs.messages);
    match (ours.end, theirs.end) {
        (End::Failed(fault), TheirEnd::Open) => {
            // The frame may have another fault besides, which shows in its header.
            assert!(code == Some(fault.code) || code.is_some() && fault.code == 1002, "{fault:?}");
        }
        (End::Failed(fault), TheirEnd::Failed(code)) => {
            let is_close = frames.iter().any(|frame| frame.opcode() == Opcode::Close as u8);
            let are_two = fault.code == 1002 && (code == 1009 || code == 1007 && is_close);
            assert!(fault.code == code || are_two, "{fault:?}, {code}");
        }
        (End::Failed(fault), TheirEnd::Violated) => assert_eq!(fault.code, 1002, "{fault:?}"),
        (End::Closed(_), TheirEnd::Closed) | (End::Closed(CloseFrame(Some(1014))), TheirEnd::Violated) => {}
        (End::Open { is_idle }, TheirEnd::Open) => {
            assert_eq!(code, None);
            let last = frames.iter().rfind(|frame| frame.opcode() < 8);
            assert_eq!(is_idle, last.is_none_or(Frame::is_final));
        }
        (ours, theirs) => panic!("ours: {ours:?}, theirs: {theirs:?}"),
    }
}

/// What tungstenite delivers in place of a close frame whose code must not be sent.
fn violation() -> (Opcode, Vec<u8>) {
    (Opcode::Close, [&1002_u16.to_be_bytes(), &b"Protocol violation"[..]].concat())
}

/// The first frame that is within the limit but for the charge on the empty fragments before it.
fn first_overcharged(frames: &[Frame], limit: usize) -> Option<usize> {
    let (mut length, mut charge) = (0, 0);
    frames.iter().position(|frame| {
        if frame.opcode() >= 8 {
            return false;
        }
        if frame.opcode() != 0 {
            (length, charge) = (0, 0);
        }
        length += frame.payload.len();
        let is_over = length <= limit && charge + frame.payload.len() > limit;
        charge += if frame.payload.is_empty() { EMPTY_FRAGMENT } else { frame.payload.len() };
        is_over
    })
}

struct Theirs {
    messages: Vec<(Opcode, Vec<u8>)>,
    end: TheirEnd,
}

#[derive(Debug)]
enum TheirEnd {
    Open,
    Closed,
    /// Closed with a code that must not be sent.
    Violated,
    /// Failed with what is this code.
    Failed(u16),
}

fn read(input: &[u8], limits: Limits) -> Theirs {
    let config = WebSocketConfig::default()
        .read_buffer_size(4096)
        .max_frame_size(Some(limits.frame))
        .max_message_size(Some(limits.message));
    let mut socket = WebSocket::from_raw_socket(Wire(input), Role::Server, Some(config));
    let mut messages = Vec::new();
    loop {
        let message = match socket.read() {
            Ok(Message::Text(text)) => (Opcode::Text, text.as_bytes().to_vec()),
            Ok(Message::Binary(bytes)) => (Opcode::Binary, bytes.to_vec()),
            Ok(Message::Ping(bytes)) => (Opcode::Ping, bytes.to_vec()),
            Ok(Message::Pong(bytes)) => (Opcode::Pong, bytes.to_vec()),
            Ok(Message::Close(close)) => {
                let payload = close.map_or_else(Vec::new, |close| {
                    [&u16::from(close.code).to_be_bytes(), close.reason.as_bytes()].concat()
                });
                (Opcode::Close, payload)
            }
            Ok(Message::Frame(frame)) => panic!("{frame}"),
            Err(error) => return Theirs { end: end_of(&error), messages },
        };
        messages.push(message);
    }
}

fn end_of(error: &Error) -> TheirEnd {
    match error {
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => TheirEnd::Open,
        Error::ConnectionClosed => TheirEnd::Closed,
        Error::Protocol(_) => TheirEnd::Failed(1002),
        Error::Utf8(_) => TheirEnd::Failed(1007),
        Error::Capacity(_) => TheirEnd::Failed(1009),
        other => panic!("{other}"),
    }
}

/// A connection from which comes what there is, and into which everything may be written.
struct Wire<'a>(&'a [u8]);

impl Read for Wire<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.0.read(into)
    }
}

impl Write for Wire<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
