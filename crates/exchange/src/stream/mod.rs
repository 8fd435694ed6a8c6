//! One stream: events out at their pace, commands in, pings and their pongs, until either side ends.

mod faulty;
mod heartbeat;
#[cfg(test)]
mod tests;

use std::{collections::VecDeque, time::Duration};

use futures_util::{SinkExt, StreamExt};
use tokio::{
    sync::broadcast::error::RecvError,
    time::{Instant, MissedTickBehavior, interval_at, sleep_until, timeout},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{Message, Utf8Bytes, protocol::CloseFrame, protocol::WebSocketConfig},
};

use crate::{
    binance::{
        control::Subscriptions,
        event::{self, Kind},
    },
    fault::Fault,
    http::{Socket, WRITE_TIME, wait_for_end},
    options::possible,
    record::Request,
    shared::Shared,
    target::Target,
};
use heartbeat::Heartbeat;

/// What a client says may be so long.
const COMMAND: usize = 64 * 1024;
/// A client may say so many things a second, pings and pongs included.
const A_SECOND: usize = 5;
/// How long the peer may take to answer a close.
const CLOSING: Duration = Duration::from_secs(1);

/// Small buffers, and small messages from the client.
pub(crate) fn configuration() -> WebSocketConfig {
    WebSocketConfig::default()
        .read_buffer_size(4096)
        .write_buffer_size(0)
        .max_message_size(Some(COMMAND))
        .max_frame_size(Some(COMMAND))
}

/// Why a stream ends.
enum End {
    /// Without a closing handshake.
    Cut,
    /// With this code and reason.
    Close(u16, &'static str),
    /// It falls silent, and is only held.
    Silent,
}

/// Serves one stream to its end.
pub(crate) async fn serve(mut socket: WebSocketStream<Socket>, request: &Request, shared: &Shared) {
    let _present = shared.present(|counts| &mut counts.streams);
    let mut stream = Stream {
        shared,
        subscriptions: Subscriptions::of(&request.path, &request.parameters()),
        heard: VecDeque::new(),
        last: None,
        counted: 0,
    };
    stream.count();
    match stream.run(&mut socket).await {
        End::Cut => {}
        End::Close(code, reason) => {
            let frame = CloseFrame { code: code.into(), reason: reason.into() };
            let closing = async {
                let _ = socket.close(Some(frame)).await;
                while socket.next().await.is_some_and(|message| message.is_ok()) {}
            };
            let _ = timeout(CLOSING, closing).await;
        }
        End::Silent => {
            let mut socket = socket.into_inner();
            let _ = timeout(possible(shared.options.lifetime), wait_for_end(&mut socket)).await;
        }
    }
}

struct Stream<'a> {
    shared: &'a Shared,
    subscriptions: Subscriptions,
    /// When the client said something in the last second.
    heard: VecDeque<Instant>,
    /// The last event, to be repeated.
    last: Option<Utf8Bytes>,
    /// How many subscriptions are in the counts.
    counted: usize,
}

impl Stream<'_> {
    async fn run(&mut self, socket: &mut WebSocketStream<Socket>) -> End {
        let options = &self.shared.options;
        let start = Instant::now();
        let mut market = self.shared.market.subscribe();
        let mut events = self.shared.events.subscribe();
        let mut heartbeat = Heartbeat::new(options, start);
        let pace = possible(options.pace);
        let mut pace = interval_at(start + pace, pace);
        pace.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let end = start + possible(options.lifetime);
        loop {
            let next = tokio::select! {
                message = socket.next() => match message {
                    Some(Ok(message)) => self.hear(message, &mut heartbeat, socket).await,
                    _ => Err(End::Cut),
                },
                _ = pace.tick() => self.tell(|kind| kind == Kind::Mini, socket).await,
                // The sender is with what all connections share, and outlives this one.
                _ = market.changed() => self.tell(|kind| kind != Kind::Mini, socket).await,
                beat = heartbeat.next() => match beat {
                    Some(ping) => {
                        self.shared.counts.send_modify(|counts| counts.pings += 1);
                        send(socket, ping).await
                    }
                    None => Err(End::Close(1008, "Pong timeout")),
                },
                happened = events.recv() => match happened {
                    Ok(fault) => self.suffer(&fault, socket).await,
                    Err(RecvError::Lagged(_) | RecvError::Closed) => Ok(()),
                },
                () = sleep_until(end) => Err(End::Cut),
            };
            if let Err(end) = next {
                return end;
            }
        }
    }

    /// Takes one message of the client.
    async fn hear(
        &mut self,
        message: Message,
        heartbeat: &mut Heartbeat,
        socket: &mut WebSocketStream<Socket>,
    ) -> Result<(), End> {
        if self.is_too_much(Instant::now()) {
            return Err(End::Close(1008, "Too many requests"));
        }
        match message {
            Message::Text(text) => {
                let answer = self.subscriptions.command(&text);
                self.count();
                send(socket, Message::text(answer)).await
            }
            Message::Pong(payload) => {
                if heartbeat.is_answered(&payload) {
                    self.shared.counts.send_modify(|counts| counts.pongs += 1);
                }
                Ok(())
            }
            // A ping's pong waits in the codec for the next write.
            Message::Ping(_) => flush(socket).await,
            Message::Close(_) => {
                // The codec echoes the close; this lets it out.
                let _ = flush(socket).await;
                Err(End::Cut)
            }
            Message::Binary(_) | Message::Frame(_) => Err(End::Close(1003, "Text only")),
        }
    }

    fn is_too_much(&mut self, now: Instant) -> bool {
        self.heard.retain(|heard| now.duration_since(*heard) < Duration::from_secs(1));
        self.heard.push_back(now);
        self.heard.len() > A_SECOND
    }

    /// Sends the events of the subscriptions that are due.
    async fn tell(
        &mut self,
        is_due: impl Fn(Kind) -> bool,
        socket: &mut WebSocketStream<Socket>,
    ) -> Result<(), End> {
        for at in 0..self.subscriptions.names.len() {
            let kind = Kind::of(&self.subscriptions.names[at]);
            let Some(kind) = kind.filter(|kind| is_due(*kind)) else { continue };
            let fault = self.shared.fault(Target::Stream);
            match fault {
                Fault::Freeze => {}
                Fault::Silence => return Err(End::Silent),
                Fault::Cut | Fault::Close(_) | Fault::ServerShutdown => {
                    // It happens to all streams, this one included, which hears of it like the others.
                    let _ = self.shared.events.send(fault);
                }
                fault => self.tell_one(at, kind, &fault, socket).await?,
            }
        }
        Ok(())
    }

    async fn tell_one(
        &mut self,
        at: usize,
        kind: Kind,
        fault: &Fault,
        socket: &mut WebSocketStream<Socket>,
    ) -> Result<(), End> {
        let now = self.shared.now();
        let ticker = self.shared.market.borrow().ticker(now).with(fault);
        let combined = self.subscriptions.combined;
        let text = match (fault, &self.last) {
            (Fault::Repeat, Some(last)) => last.clone(),
            (Fault::UnknownEvent, _) => event::unknown(now, combined).into(),
            _ => event::event(&self.subscriptions.names[at], kind, &ticker, combined).text(fault).into(),
        };
        for message in faulty::messages(text.clone(), fault) {
            send(socket, message).await?;
        }
        self.last = Some(text);
        self.shared.counts.send_modify(|counts| counts.messages += 1);
        Ok(())
    }

    /// What happens to all streams happens to this one.
    async fn suffer(&mut self, fault: &Fault, socket: &mut WebSocketStream<Socket>) -> Result<(), End> {
        match fault {
            Fault::Close(code) => Err(End::Close(*code, "")),
            Fault::ServerShutdown => {
                let event = event::shutdown(self.shared.now(), self.subscriptions.combined);
                send(socket, Message::text(event)).await
            }
            _ => Err(End::Cut),
        }
    }

    /// Keeps the number of subscriptions in the counts.
    fn count(&mut self) {
        let now = self.subscriptions.names.len();
        let before = std::mem::replace(&mut self.counted, now);
        self.shared.counts.send_modify(|counts| counts.subscriptions = counts.subscriptions + now - before);
    }
}

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        self.shared.counts.send_modify(|counts| counts.subscriptions -= self.counted);
    }
}

async fn send(socket: &mut WebSocketStream<Socket>, message: Message) -> Result<(), End> {
    match timeout(WRITE_TIME, socket.send(message)).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(End::Cut),
    }
}

async fn flush(socket: &mut WebSocketStream<Socket>) -> Result<(), End> {
    match timeout(WRITE_TIME, socket.flush()).await {
        Ok(Ok(())) => Ok(()),
        _ => Err(End::Cut),
    }
}
