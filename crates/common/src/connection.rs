//! 연결: `receive`, `send`, `close`. 핑과 퐁, 하트비트, 보내는 기한은 여기서 끝납니다.
//!
//! A connection after its opening handshake. Control frames and deadlines stay in this file; fragments,
//! limits and the close codes of faults stay in lab-wire, below actix-ws. A lab sees whole messages.

use std::{
    future::poll_fn,
    pin::{Pin, pin},
    task::{
        Context,
        Poll::{self, Pending, Ready},
    },
};

use actix_web::{HttpMessage, HttpRequest, web::Bytes};
use actix_ws::{CloseCode, CloseReason, Message as Frame, MessageStream, ProtocolError, Session};
use bytestring::ByteString;
use futures_util::Stream;
use lab_wire::{Farewell, Limits};
use tokio::time::{Duration, timeout};

use crate::heartbeat::{Beat, Heartbeat};

/// How long one send may take. Only a peer that does not read makes a send wait, and whoever does not
/// read for this long is served no longer.
pub const SEND_DEADLINE: Duration = Duration::from_secs(5);

/// What a peer is told that did not read for that long.
const TOO_SLOW: (CloseCode, &str) = (CloseCode::Again, "too slow: what was sent is not read");

/// A whole message (RFC 6455 section 5.6).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Message {
    /// UTF-8 text; reads like a `&str`.
    Text(ByteString),
    /// Bytes without a meaning of their own.
    Binary(Bytes),
}

impl From<String> for Message {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<ByteString> for Message {
    fn from(text: ByteString) -> Self {
        Self::Text(text)
    }
}

impl From<Bytes> for Message {
    fn from(bytes: Bytes) -> Self {
        Self::Binary(bytes)
    }
}

/// The connection is over: nothing more can be sent on it.
#[derive(Debug, PartialEq, Eq)]
pub enum Closed {
    /// The peer has left.
    PeerLeft,
    /// The peer did not read for [`SEND_DEADLINE`]. It may be told more by [`Connection::close_with`].
    PeerTooSlow,
}

/// The server's end of one WebSocket connection.
///
/// One task owns it, and nothing else reads or writes this connection.
pub struct Connection {
    session: Session,
    /// Apart, because the future of a task holds what it is given twice: as it came, and in use.
    messages: Pin<Box<MessageStream>>,
    heartbeat: Heartbeat,
    /// A control frame that must go out. It waits here and not in a future, so that a `receive` that
    /// is dropped by `select!` loses nothing.
    owed: Option<Control>,
    ending: Option<Ending>,
    /// How lab-wire closes where the queue has no place for a close frame.
    farewell: Farewell,
}

enum Control {
    Ping,
    Pong(Bytes),
}

/// What `receive` waits for, whichever comes first.
enum Event {
    Frame(Option<Result<Frame, ProtocolError>>),
    Beat(Beat),
}

/// Why `receive` has nothing more to give.
enum Ending {
    /// The peer closed, broke the protocol or is gone, or the server stops. lab-wire closes.
    BelowUs,
    /// The peer answers no ping.
    PeerSilent,
    /// The peer does not read, and nothing more can be queued for it.
    PeerTooSlow,
}

impl Connection {
    /// Takes what [`actix_ws::handle`] returned, under the [`Limits`] of the app that `request` came to.
    #[must_use]
    pub fn new(request: &HttpRequest, session: Session, messages: MessageStream) -> Self {
        let limits = request.app_data().copied().unwrap_or(Limits::DEFAULT);
        Self {
            session,
            // lab-wire joins fragments, so a frame that comes here is as long as a message.
            messages: Box::pin(messages.max_frame_size(limits.message)),
            heartbeat: Heartbeat::start(),
            owed: None,
            ending: None,
            farewell: request.extensions().get().cloned().unwrap_or_default(),
        }
    }

    /// Waits for the next message. `None`: the peer closed, broke the protocol, or is gone, or the server
    /// stops; go on with [`close`](Self::close).
    ///
    /// Cancel safe: a `receive` dropped before it is ready has taken nothing.
    pub async fn receive(&mut self) -> Option<Message> {
        while self.ending.is_none() {
            // Looked at here, so that no message pays for a future that has nothing to do.
            if self.owed.is_some() {
                self.send_owed().await.ok()?;
            }
            match poll_fn(|cx| self.poll_event(cx)).await {
                Event::Frame(Some(Ok(Frame::Text(text)))) => return Some(self.heard(Message::Text(text))),
                Event::Frame(Some(Ok(Frame::Binary(bytes)))) => {
                    return Some(self.heard(Message::Binary(bytes)));
                }
                Event::Frame(Some(Ok(Frame::Ping(payload)))) => self.owed = Some(Control::Pong(payload)),
                Event::Frame(Some(Ok(Frame::Pong(_)))) => self.heartbeat.heard(),
                Event::Frame(_) => self.ending = Some(Ending::BelowUs),
                Event::Beat(Beat::Ping) => self.owed = Some(Control::Ping),
                Event::Beat(Beat::PeerGone) => self.ending = Some(Ending::PeerSilent),
            }
        }
        None
    }

    /// Messages first: a peer whose message lies ready is not gone, and needs no look at the clock.
    fn poll_event(&mut self, cx: &mut Context<'_>) -> Poll<Event> {
        match self.messages.as_mut().poll_next(cx) {
            Ready(frame) => Ready(Event::Frame(frame)),
            Pending => self.heartbeat.poll_beat(cx).map(Event::Beat),
        }
    }

    /// Sends one message: a `String` or `ByteString` as text, `Bytes` as binary.
    ///
    /// Waits while the peer does not read, at most [`SEND_DEADLINE`]: this is the back-pressure that
    /// keeps the queue of a connection short.
    pub async fn send(&mut self, message: impl Into<Message>) -> Result<(), Closed> {
        let sent = match message.into() {
            Message::Text(text) => within_deadline(pin!(self.session.text(text))).await,
            Message::Binary(bytes) => within_deadline(pin!(self.session.binary(bytes))).await,
        };
        self.noted(sent)
    }

    /// Closing handshake (RFC 6455 section 7): with 1000 where this side closes first, and otherwise with
    /// the code that says why it is over.
    // Not an `async fn`: its future would hold the whole connection a second time, and so would every task
    // that ends with it.
    pub fn close(self) -> impl Future<Output = Result<(), Closed>> {
        self.close_with(CloseCode::Normal, "")
    }

    /// As [`close`](Self::close), but where this side closes first, with `code` and `reason`: words of at
    /// most 123 bytes (RFC 6455 section 5.5.1). A peer that was too slow finds them when it reads on, after what
    /// it was sent before; where `reason` is empty, it finds 1013.
    pub fn close_with(
        self,
        code: CloseCode,
        reason: &'static str,
    ) -> impl Future<Output = Result<(), Closed>> {
        let (code, reason) = match self.ending {
            Some(Ending::PeerSilent) => (CloseCode::Error, "no answer to a ping"),
            Some(Ending::PeerTooSlow) if reason.is_empty() => TOO_SLOW,
            _ => (code, reason),
        };
        // The close frame may find no place in the queue.
        self.farewell.set(code.into(), reason);
        let (session, ending) = (self.session, self.ending);
        let description = (!reason.is_empty()).then(|| reason.to_owned());
        async move {
            match ending {
                Some(Ending::BelowUs) => Ok(()),
                Some(Ending::PeerTooSlow) => Err(Closed::PeerTooSlow),
                None | Some(Ending::PeerSilent) => {
                    within_deadline(pin!(session.close(Some(CloseReason { code, description })))).await
                }
            }
        }
    }

    /// Whatever a lab does after that: a peer that was too slow is told so.
    fn noted(&mut self, sent: Result<(), Closed>) -> Result<(), Closed> {
        if sent == Err(Closed::PeerTooSlow) {
            self.ending = Some(Ending::PeerTooSlow);
            self.farewell.set(TOO_SLOW.0.into(), TOO_SLOW.1);
        }
        sent
    }

    fn heard(&mut self, message: Message) -> Message {
        self.heartbeat.heard();
        message
    }

    async fn send_owed(&mut self) -> Result<(), Closed> {
        let sent = match &self.owed {
            None => Ok(()),
            Some(Control::Ping) => within_deadline(pin!(self.session.ping(b""))).await,
            Some(Control::Pong(payload)) => within_deadline(pin!(self.session.pong(payload))).await,
        };
        self.noted(sent)?;
        self.owed = None;
        Ok(())
    }
}

// Takes the send by reference: a future that is handed over by value takes its space twice.
async fn within_deadline(
    mut sending: Pin<&mut impl Future<Output = Result<(), actix_ws::Closed>>>,
) -> Result<(), Closed> {
    // Most sends need not wait, and then no timer either.
    let result = match poll_fn(|context| Ready(sending.as_mut().poll(context))).await {
        Ready(result) => Ok(result),
        // Boxed: few connections ever wait, and all others would keep room for the timer.
        Pending => Box::pin(timeout(SEND_DEADLINE, sending)).await,
    };
    match result {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Closed::PeerLeft),
        Err(_) => Err(Closed::PeerTooSlow),
    }
}
