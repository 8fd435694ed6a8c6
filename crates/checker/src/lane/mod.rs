//! One WebSocket client, over a codec that shares nothing with the servers it is held against.
//!
//! It offers no compression and no TLS. A task of its own reads what comes, so that every message has the
//! moment of its arrival, whatever its owner does meanwhile, and every ping is answered at once.

pub(crate) mod head;
mod inbox;
mod open;
mod socket;

use std::{net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use tokio::{
    task::JoinHandle,
    time::{Instant, timeout, timeout_at},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        protocol::{
            CloseFrame,
            frame::{
                Frame,
                coding::{Data, OpCode},
            },
        },
    },
};

use crate::scenario::Outgoing;
use inbox::Inbox;
pub use inbox::{Arrival, End, Incoming};
pub use open::NoLane;
use socket::Socket;

/// A connection that is open, or was. Dropped, it ends without a closing handshake.
#[derive(Debug)]
pub struct Lane {
    opened: Instant,
    selected: Option<String>,
    sink: SplitSink<WebSocketStream<Socket>, Message>,
    inbox: Inbox,
    reader: JoinHandle<()>,
    socket: Socket,
    /// The end, once it was handed out.
    ended: Option<Arrival>,
}

/// Why something was not sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// The connection has ended; [`Lane::next`] tells how.
    Ended,
    /// The server does not read, so that the bytes did not leave in time.
    TooSlow,
}

/// How a closing handshake went.
#[derive(Debug)]
pub struct Closing {
    /// Whether the server sent a close frame of its own.
    pub frame: bool,
    /// What came before it, the end included where one came.
    pub arrivals: Vec<Arrival>,
}

impl Lane {
    /// Connects and makes the opening handshake: at most so long for both.
    ///
    /// `authority` is the value of `Host`, `offer` the subprotocol that is offered.
    ///
    /// # Errors
    ///
    /// There is no connection; [`NoLane`] says why.
    pub async fn open(
        address: SocketAddr,
        authority: &str,
        path: &str,
        offer: Option<&str>,
        within: Duration,
    ) -> Result<Self, NoLane> {
        let opened = timeout(within, open::open(address, authority, path, offer));
        let (stream, socket, selected) = opened.await.map_err(|_| NoLane::Timeout)??;
        let (sink, stream) = stream.split();
        let (inbox, reader) = inbox::read(stream);
        Ok(Self { opened: Instant::now(), selected, sink, inbox, reader, socket, ended: None })
    }

    /// When the opening handshake was complete.
    #[must_use]
    pub fn opened(&self) -> Instant {
        self.opened
    }

    /// The subprotocol that the server selected.
    #[must_use]
    pub fn selected(&self) -> Option<&str> {
        self.selected.as_deref()
    }

    /// What has come and was not handed out yet, else what comes until then. After the end there is only the end,
    /// again and again. Nothing is lost when the wait is given up.
    pub async fn next(&mut self, until: Instant) -> Option<Arrival> {
        if self.ended.is_some() {
            return self.ended.clone();
        }
        // Looks at what is there before it looks at the clock.
        let arrival = timeout_at(until, self.inbox.next()).await.ok()?;
        Some(self.handed_out(arrival))
    }

    /// What has come and was not handed out yet.
    pub fn ready(&mut self) -> Option<Arrival> {
        if self.ended.is_some() {
            return None;
        }
        let arrival = self.inbox.ready()?;
        Some(self.handed_out(arrival))
    }

    fn handed_out(&mut self, arrival: Arrival) -> Arrival {
        if matches!(arrival.what, Incoming::End(_)) {
            self.ended = Some(arrival.clone());
        }
        arrival
    }

    /// Sends, and waits at most so long for the bytes to leave.
    ///
    /// # Errors
    ///
    /// They did not.
    pub async fn send(&mut self, what: &Outgoing, within: Duration) -> Result<(), Unsent> {
        let sent = timeout(within, async {
            match what {
                Outgoing::Text(text) => self.sink.send(Message::text(text.clone())).await,
                Outgoing::Binary(bytes) => self.sink.send(Message::binary(bytes.clone())).await,
                Outgoing::Ping(text) => self.sink.send(Message::Ping(text.clone().into())).await,
                Outgoing::Fragments(texts) => self.send_fragments(texts).await,
                Outgoing::Raw(bytes) => self.socket.write_all(bytes).await.map_err(Error::Io),
            }
        });
        match sent.await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(Unsent::Ended),
            Err(_) => Err(Unsent::TooSlow),
        }
    }

    async fn send_fragments(&mut self, texts: &[String]) -> Result<(), Error> {
        for (place, text) in texts.iter().enumerate() {
            let opcode = if place == 0 { Data::Text } else { Data::Continue };
            let last = place + 1 == texts.len();
            let frame = Frame::message(text.clone(), OpCode::Data(opcode), last);
            self.sink.send(Message::Frame(frame)).await?;
        }
        Ok(())
    }

    /// A closing handshake: a close frame with this code, then at most so long for that of the server, or for
    /// the end of the connection. Nothing that comes after a close frame counts.
    pub async fn close(mut self, code: u16, within: Duration) -> Closing {
        let until = Instant::now() + within;
        let frame = CloseFrame { code: code.into(), reason: "".into() };
        // When it cannot be sent, the end that explains it is in the inbox, or comes soon.
        let _ = timeout_at(until, self.sink.send(Message::Close(Some(frame)))).await;
        let mut arrivals = Vec::new();
        let mut frame = false;
        while let Some(arrival) = self.next(until).await {
            let end = match &arrival.what {
                Incoming::End(end) => Some(matches!(end, End::Closed(..))),
                _ => None,
            };
            arrivals.push(arrival);
            if let Some(closed) = end {
                frame = closed;
                break;
            }
        }
        Closing { frame, arrivals }
    }

    /// Cuts the connection: the server gets a TCP reset, as from a machine that has lost its power.
    pub async fn kill(mut self) {
        // Without it, the system would only say that nothing more comes.
        let _ = self.socket.reset_when_dropped();
        self.reader.abort();
        // The reader holds the socket too, which is closed with its last holder.
        let _ = (&mut self.reader).await;
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        self.reader.abort();
    }
}
