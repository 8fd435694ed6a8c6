//! What came over a connection, in order, each with the moment of its arrival.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use futures_util::{StreamExt, stream::SplitStream};
use tokio::{
    sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel},
    task::JoinHandle,
    time::{Instant, timeout},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Error, Message, error::ProtocolError},
};

use super::socket::Socket;

/// No message may be longer, so that the longest right answer (1 MiB) passes with its prefix.
pub(super) const MESSAGE: usize = 2 << 20;
/// So many messages and control frames in all. A check has at most some dozens.
const MESSAGES: usize = 2_000;
/// So many bytes may wait to be looked at, unless they are one message.
const WAITING: usize = (1 << 20) + (64 << 10);
/// So many bytes in all, since each of them is kept in the transcript.
const BYTES: usize = 16 << 20;
/// So long what follows a close frame is read and thrown away, so that our own close frame leaves.
const AFTERWARDS: Duration = Duration::from_secs(1);

/// Something that came.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrival {
    /// When it was complete.
    pub at: Instant,
    /// What it is.
    pub what: Incoming,
}

/// What can come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A text message.
    Text(String),
    /// A binary message.
    Binary(Vec<u8>),
    /// A ping, which has been answered.
    Ping(Vec<u8>),
    /// A pong.
    Pong(Vec<u8>),
    /// The end of the connection. Nothing comes after it.
    End(End),
}

/// How a connection ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The server sent a close frame with this code and reason; 1005 stands for none. A code that must not be
    /// sent arrives as 1002, as the codec reads it.
    Closed(u16, String),
    /// It ended without a close frame: how.
    Lost(String),
    /// A text or a reason whose bytes are not UTF-8: where.
    NotUtf8(String),
    /// Bytes that are no frames of RFC 6455: why.
    Protocol(String),
    /// More than any right answer has: what was too much.
    Flood(String),
}

/// The receiving end.
#[derive(Debug)]
pub(super) struct Inbox {
    arrivals: UnboundedReceiver<Arrival>,
    waiting: Arc<AtomicUsize>,
}

impl Inbox {
    pub(super) async fn next(&mut self) -> Arrival {
        let arrival = self.arrivals.recv().await;
        self.taken(arrival.unwrap_or_else(gone))
    }

    pub(super) fn ready(&mut self) -> Option<Arrival> {
        let arrival = self.arrivals.try_recv().ok()?;
        Some(self.taken(arrival))
    }

    fn taken(&self, arrival: Arrival) -> Arrival {
        self.waiting.fetch_sub(size(&arrival.what), Ordering::Relaxed);
        arrival
    }
}

/// The reader tells every end before it stops, unless the runtime itself stops.
fn gone() -> Arrival {
    Arrival { at: Instant::now(), what: Incoming::End(End::Lost("the reader has stopped".into())) }
}

/// Starts to read.
pub(super) fn read(stream: SplitStream<WebSocketStream<Socket>>) -> (Inbox, JoinHandle<()>) {
    let (sender, arrivals) = unbounded_channel();
    let waiting = Arc::new(AtomicUsize::new(0));
    let filler = Filler { sender, waiting: Arc::clone(&waiting), messages: 0, bytes: 0 };
    (Inbox { arrivals, waiting }, tokio::spawn(filler.fill(stream)))
}

/// The sending end, with what it has let in so far.
struct Filler {
    sender: UnboundedSender<Arrival>,
    waiting: Arc<AtomicUsize>,
    messages: usize,
    bytes: usize,
}

impl Filler {
    async fn fill(mut self, mut stream: SplitStream<WebSocketStream<Socket>>) {
        let closed = loop {
            let what = match stream.next().await {
                Some(Ok(message)) => incoming(message),
                Some(Err(error)) => Incoming::End(end(&error)),
                None => Incoming::End(End::Lost("the connection was closed".into())),
            };
            let what = self.admitted(what);
            let ended = matches!(what, Incoming::End(_));
            let closed = matches!(what, Incoming::End(End::Closed(..)));
            self.waiting.fetch_add(size(&what), Ordering::Relaxed);
            if self.sender.send(Arrival { at: Instant::now(), what }).is_err() || ended {
                break closed;
            }
        };
        if closed {
            let rest = async { while stream.next().await.is_some_and(|next| next.is_ok()) {} };
            // Servers that go on sending are left alone.
            let _ = timeout(AFTERWARDS, rest).await;
        }
    }

    /// What came, or the end when it is too much.
    fn admitted(&mut self, what: Incoming) -> Incoming {
        if matches!(what, Incoming::End(_)) {
            return what;
        }
        self.messages += 1;
        self.bytes += size(&what);
        let waiting = self.waiting.load(Ordering::Relaxed);
        let flood = if self.messages > MESSAGES {
            format!("more than {MESSAGES} messages")
        } else if waiting > 0 && waiting + size(&what) > WAITING {
            format!("more than {WAITING} bytes at once")
        } else if self.bytes > BYTES {
            format!("more than {BYTES} bytes")
        } else {
            return what;
        };
        Incoming::End(End::Flood(flood))
    }
}

fn size(what: &Incoming) -> usize {
    match what {
        Incoming::Text(text) => text.len(),
        Incoming::Binary(bytes) | Incoming::Ping(bytes) | Incoming::Pong(bytes) => bytes.len(),
        Incoming::End(_) => 0,
    }
}

fn incoming(message: Message) -> Incoming {
    match message {
        Message::Text(text) => Incoming::Text(text.to_string()),
        Message::Binary(bytes) => Incoming::Binary(bytes.to_vec()),
        Message::Ping(bytes) => Incoming::Ping(bytes.to_vec()),
        Message::Pong(bytes) => Incoming::Pong(bytes.to_vec()),
        Message::Close(Some(frame)) => {
            Incoming::End(End::Closed(frame.code.into(), frame.reason.to_string()))
        }
        Message::Close(None) => Incoming::End(End::Closed(1005, String::new())),
        // Only for sending: the codec joins what it reads.
        Message::Frame(_) => Incoming::End(End::Protocol("a frame of no message".into())),
    }
}

fn end(error: &Error) -> End {
    let words = error.to_string();
    match error {
        Error::Utf8(_) => End::NotUtf8(words),
        Error::Capacity(_) => End::Flood(words),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => {
            End::Lost("the connection ended without a closing handshake".into())
        }
        Error::Protocol(_) => End::Protocol(words),
        _ => End::Lost(words),
    }
}
