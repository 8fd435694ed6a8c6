//! 연결: `receive`, `send`, `close`. 핑과 퐁, 조각난 메시지, 크기 제한은 여기서 끝납니다.
//!
//! A connection after its opening handshake. Control frames, fragments, limits and deadlines stay in
//! this file; a lab sees whole messages.

use actix_web::{HttpRequest, web::Bytes};
use actix_ws::{AggregatedMessage, AggregatedMessageStream, CloseCode, CloseReason, MessageStream, Session};
use bytestring::ByteString;
use tokio::{
    select,
    time::{Duration, timeout},
};

use crate::heartbeat::{Beat, Heartbeat};

/// How long one send may take. Only a peer that does not read makes a send wait, and whoever does not
/// read for this long is served no longer.
pub const SEND_DEADLINE: Duration = Duration::from_secs(5);

/// What a peer may send. A lab that needs other sizes puts its own `Limits` into the app data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// The longest frame, in bytes of payload.
    pub frame: usize,
    /// The longest message, in bytes: the sum of its frames.
    pub message: usize,
}

impl Limits {
    /// 16 KiB a frame and 64 KiB a message: more than the texts of a class need, and little enough for
    /// what a connection can hold on to.
    pub const DEFAULT: Self = Self { frame: 16 * 1024, message: 64 * 1024 };

    /// The same limit for frames and for messages, in bytes.
    #[must_use]
    pub const fn of(bytes: usize) -> Self {
        Self { frame: bytes, message: bytes }
    }
}

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
    messages: AggregatedMessageStream,
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

/// Why `receive` has nothing more to give.
enum Ending {
    PeerClosed(Option<CloseCode>),
    PeerGone,
    Fault,
}

impl Connection {
    /// Takes what [`actix_ws::handle`] returned, under the [`Limits`] of the app that `request` came to.
    #[must_use]
    pub fn new(request: &HttpRequest, session: Session, messages: MessageStream) -> Self {
        let limits = request.app_data().copied().unwrap_or(Limits::DEFAULT);
        Self {
            session,
            messages: messages
                .max_frame_size(limits.frame)
                .aggregate_continuations()
                .max_continuation_size(limits.message),
            heartbeat: Heartbeat::start(),
            owed: None,
            ending: None,
        }
    }

    /// Waits for the next message. `None`: the peer closed, broke the protocol, or is gone; go on with
    /// [`close`](Self::close).
    ///
    /// Cancel safe: a `receive` dropped before it is ready has taken nothing.
    pub async fn receive(&mut self) -> Option<Message> {
        while self.ending.is_none() {
            self.send_owed().await.ok()?;
            select! {
                // Messages first: a peer whose message lies ready is not gone.
                biased;
                message = self.messages.recv() => match message {
                    Some(Ok(AggregatedMessage::Text(text))) => return Some(self.heard(Message::Text(text))),
                    Some(Ok(AggregatedMessage::Binary(bytes))) => return Some(self.heard(Message::Binary(bytes))),
                    Some(Ok(AggregatedMessage::Ping(payload))) => self.owed = Some(Control::Pong(payload)),
                    Some(Ok(AggregatedMessage::Pong(_))) => self.heartbeat.heard(),
                    Some(Ok(AggregatedMessage::Close(reason))) => {
                        self.ending = Some(Ending::PeerClosed(reason.map(|reason| reason.code)));
                    }
                    Some(Err(_)) => self.ending = Some(Ending::Fault),
                    None => self.ending = Some(Ending::PeerGone),
                },
                beat = self.heartbeat.next() => match beat {
                    Beat::Ping => self.owed = Some(Control::Ping),
                    Beat::PeerGone => self.ending = Some(Ending::PeerGone),
                },
            }
        }
        None
    }

    /// Sends one message: a `String` or `ByteString` as text, `Bytes` as binary.
    ///
    /// Waits while the peer does not read, at most [`SEND_DEADLINE`]: this is the back-pressure that
    /// keeps the queue of a connection short.
    pub async fn send(&mut self, message: impl Into<Message>) -> Result<(), Closed> {
        match message.into() {
            Message::Text(text) => within_deadline(self.session.text(text)).await,
            Message::Binary(bytes) => within_deadline(self.session.binary(bytes)).await,
        }
    }

    /// Closing handshake (RFC 6455 section 7): answers the peer's close with the code it sent, or
    /// starts with 1000 where this side closes first.
    pub async fn close(self) -> Result<(), Closed> {
        let code = match self.ending {
            Some(Ending::PeerGone) => return Err(Closed::PeerLeft),
            Some(Ending::PeerClosed(code)) => code,
            Some(Ending::Fault) => Some(CloseCode::Protocol),
            None => Some(CloseCode::Normal),
        };
        within_deadline(self.session.close(code.map(CloseReason::from))).await
    }

    fn heard(&mut self, message: Message) -> Message {
        self.heartbeat.heard();
        message
    }

    async fn send_owed(&mut self) -> Result<(), Closed> {
        match &self.owed {
            None => return Ok(()),
            Some(Control::Ping) => within_deadline(self.session.ping(b"")).await?,
            Some(Control::Pong(payload)) => within_deadline(self.session.pong(payload)).await?,
        }
        self.owed = None;
        Ok(())
    }
}

async fn within_deadline(send: impl Future<Output = Result<(), actix_ws::Closed>>) -> Result<(), Closed> {
    match timeout(SEND_DEADLINE, send).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(Closed::PeerLeft),
        Err(_) => Err(Closed::PeerTooSlow),
    }
}
