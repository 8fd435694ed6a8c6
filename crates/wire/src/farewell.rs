//! The last word of an application that cannot send a close frame, because its peer does not read.

use std::{cell::Cell, rc::Rc};

use crate::Fault;

/// What a connection is closed with when its application ends without a close frame. Without one it is 1000.
///
/// A close frame waits in the same queue as the messages before it, and for a peer that has stopped to read that
/// queue is full. This takes no place in it: the application may end at once, and the peer finds the code after
/// whatever it was sent, when it reads on. The middleware puts one into the extensions of each request for a
/// WebSocket.
#[derive(Debug, Clone, Default)]
pub struct Farewell(Rc<Cell<Option<Fault>>>);

impl Farewell {
    /// Sets the code, one that may be sent (RFC 6455 section 7.4), and a reason of at most 123 bytes.
    pub fn set(&self, code: u16, reason: &'static str) {
        self.0.set(Some(Fault { code, reason }));
    }

    /// The payload of that close frame.
    pub(crate) fn payload(&self) -> Option<Vec<u8>> {
        self.0.get().map(|Fault { code, reason }| [&code.to_be_bytes(), reason.as_bytes()].concat())
    }
}
