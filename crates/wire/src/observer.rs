//! Observing a connection: what is on the wire, both ways, for an inspector or a log.

use actix_web::dev::{RequestHead, ResponseHead};
use tokio::time::Instant;

use crate::{
    Fault,
    closing::CloseFrame,
    header::{Header, Opcode},
};

/// An observer gets this much of a payload at most, in bytes.
pub const PREFIX: usize = 1024;

/// Looks at one connection. It is called in the connection's own task and must not wait.
pub trait Observer {
    /// The opening handshake was answered; with another status than 101 the connection ends here.
    fn handshake(&mut self, request: &RequestHead, response: &ResponseHead) {
        let _ = (request, response);
    }

    /// A frame was read whole, or is about to be written.
    fn frame(&mut self, frame: &FrameSeen<'_>) {
        let _ = frame;
    }

    /// The connection is over. Nothing follows.
    fn end(&mut self, end: &End) {
        let _ = end;
    }
}

/// Who sent a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The client.
    FromClient,
    /// This server.
    FromServer,
}

/// One frame as it is on the wire, with the payload unmasked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FrameSeen<'a> {
    /// When it was read whole or handed on to be written. Not when it was on the cable.
    pub at: Instant,
    /// Who sent it.
    pub direction: Direction,
    /// FIN: the last or only frame of its message.
    pub fin: bool,
    /// RSV1: the message is compressed (RFC 7692 section 6). The payload is shown as it travels.
    pub rsv1: bool,
    /// What the frame is.
    pub opcode: Opcode,
    /// The masking key; a server's frames have none.
    pub key: Option<[u8; 4]>,
    /// The length of the header, in bytes.
    pub header_length: usize,
    /// The length of the payload on the wire, in bytes.
    pub payload_length: u64,
    /// The payload's first bytes, [`PREFIX`] at most.
    pub payload: &'a [u8],
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// When.
    pub at: Instant,
    /// The close frame that this server sent, if it sent one.
    pub sent: Option<CloseFrame>,
    /// The close frame that the client sent, if it sent a good one.
    pub received: Option<CloseFrame>,
    /// What the server failed the connection for.
    pub fault: Option<Fault>,
}

/// An observer that may be missing. Without one, nothing is measured, counted or copied.
#[derive(Default)]
pub struct Watch(pub(crate) Option<Box<dyn Observer>>);

impl Watch {
    /// For a connection that nobody observes.
    #[must_use]
    pub const fn off() -> Self {
        Self(None)
    }

    pub(crate) const fn is_on(&self) -> bool {
        self.0.is_some()
    }

    pub(crate) fn received(&mut self, header: &Header, payload: &[u8]) {
        if let Some(observer) = &mut self.0 {
            observer.frame(&FrameSeen {
                at: Instant::now(),
                direction: Direction::FromClient,
                fin: header.is_final,
                rsv1: header.is_compressed,
                opcode: header.opcode,
                key: Some(header.key),
                header_length: header_length(header.length) + header.key.len(),
                payload_length: header.length,
                payload: prefix(payload),
            });
        }
    }

    pub(crate) fn sent(&mut self, fin: bool, rsv1: bool, opcode: Opcode, payload: &[u8]) {
        if let Some(observer) = &mut self.0 {
            let payload_length = payload.len() as u64;
            observer.frame(&FrameSeen {
                at: Instant::now(),
                direction: Direction::FromServer,
                fin,
                rsv1,
                opcode,
                key: None,
                header_length: header_length(payload_length),
                payload_length,
                payload: prefix(payload),
            });
        }
    }
}

/// Every accepted header has the shortest form, so its length follows from that of the payload.
const fn header_length(payload_length: u64) -> usize {
    match payload_length {
        0..=125 => 2,
        126..=0xffff => 4,
        _ => 10,
    }
}

fn prefix(payload: &[u8]) -> &[u8] {
    &payload[..payload.len().min(PREFIX)]
}
