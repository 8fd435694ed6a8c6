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

use actix_web::{HttpRequest, web::Bytes};
use actix_ws::{CloseCode, CloseReason, Message as Frame, MessageStream, ProtocolError, Session};
use bytestring::ByteString;
use futures_util::Stream;
use lab_wire::Limits;
use tokio::time::{Duration, timeout};

use crate::heartbeat::{Beat, Heartbeat};

/// How long one send may take. Only a peer that does not read makes a send wait, and whoever does not
/// read for this long is served no longer.
pub const SEND_DEADLINE: Duration = Duration::from_secs(5);

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
    /// The peer did not read for [`SEND_DEADLINE`].
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
        }
    }

    /// Waits for the next message. `None`: the peer closed, broke the protocol, or is gone, or the server
    /// stops; go on with [`close`](Self::close).
    ///
    /// Cancel safe: a `receive` dropped before it is ready has taken nothing.
    pub async fn receive(&mut self) -> Option<Message> {
        while self.ending.is_none() {
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
        match message.into() {
            Message::Text(text) => within_deadline(pin!(self.session.text(text))).await,
            Message::Binary(bytes) => within_deadline(pin!(self.session.binary(bytes))).await,
        }
    }

    /// Closing handshake (RFC 6455 section 7): with 1000 where this side closes first, and otherwise with
    /// the code that says why it is over.
    // Not an `async fn`: its future would hold the whole connection a second time, and so would every task
    // that ends with it.
    pub fn close(self) -> impl Future<Output = Result<(), Closed>> {
        self.close_with(CloseCode::Normal, "")
    }

    /// As [`close`](Self::close), but where this side closes first, with `code` and `reason`: words of at
    /// most 123 bytes (RFC 6455 section 5.5.1).
    pub fn close_with(
        self,
        code: CloseCode,
        reason: &'static str,
    ) -> impl Future<Output = Result<(), Closed>> {
        let reason = match self.ending {
            None if reason.is_empty() => Some(CloseReason::from(code)),
            None => Some(CloseReason::from((code, reason))),
            Some(Ending::PeerSilent) => Some(CloseReason::from((CloseCode::Error, "no answer to a ping"))),
            Some(Ending::BelowUs) => None,
        };
        let session = self.session;
        async {
            match reason {
                Some(reason) => within_deadline(pin!(session.close(Some(reason)))).await,
                None => Ok(()),
            }
        }
    }

    fn heard(&mut self, message: Message) -> Message {
        self.heartbeat.heard();
        message
    }

    async fn send_owed(&mut self) -> Result<(), Closed> {
        match &self.owed {
            None => return Ok(()),
            Some(Control::Ping) => within_deadline(pin!(self.session.ping(b""))).await?,
            Some(Control::Pong(payload)) => within_deadline(pin!(self.session.pong(payload))).await?,
        }
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
