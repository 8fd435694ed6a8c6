//! How a connection ends: the last frames, and how long TCP stays open after them.

use std::{
    future::pending,
    time::{Duration, Instant},
};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::tcp::{ReadHalf, WriteHalf},
    select,
    time::timeout,
};

use super::{CLOSE, PING, Peer, Received, within};
use crate::server::DEADLINE;

/// Longer than a server may hold TCP after its close frame, on a machine with other work to do.
const TCP_END: Duration = Duration::from_secs(5);

/// What came until TCP ended.
#[derive(Debug)]
pub struct Ending {
    /// All frames but pings.
    pub frames: Vec<Received>,
    /// Bytes that are no whole frame.
    pub leftover: Vec<u8>,
    /// From the start of the wait to the last frame; zero where none came.
    pub last_frame: Duration,
    /// From the last frame, or the start of the wait, to the end of TCP; `None` where it stayed open.
    pub tcp_end: Option<Duration>,
    /// Whether TCP was reset, which on some systems destroys what was sent before.
    pub was_reset: bool,
}

impl Ending {
    /// What came before the close frame.
    #[must_use]
    pub fn answers(&self) -> &[Received] {
        let end = self.frames.iter().position(|frame| frame.opcode == CLOSE);
        &self.frames[..end.unwrap_or(self.frames.len())]
    }

    /// Checks for one close frame with this code (`None`: without one), nothing after it, and the end
    /// of TCP soon after. Gives back how soon.
    pub fn closed_with(&self, code: Option<u16>) -> Result<Duration, String> {
        let wrong = |what: &str| Err(format!("{what}, expected code {code:?}: {self:?}"));
        match &self.frames[self.answers().len()..] {
            [] => wrong("no close frame"),
            [close] if close.close_code() != code || (code.is_none() && !close.payload.is_empty()) => {
                wrong("another close code")
            }
            [close] if !close.fin || close.reserved != 0 || close.payload.len() > 125 => {
                wrong("a malformed close frame")
            }
            [_] if !self.leftover.is_empty() => wrong("bytes after the close frame"),
            [_] => self.tcp_end.map_or_else(|| wrong("TCP stayed open"), Ok),
            _ => wrong("frames after the close frame"),
        }
    }
}

/// The sending side of a peer, while its receiving side waits for the end.
#[derive(Debug)]
pub struct Outgoing<'a>(WriteHalf<'a>);

impl Outgoing<'_> {
    /// Writes bytes as they are. False: the server takes nothing any more.
    pub async fn write(&mut self, bytes: &[u8]) -> bool {
        self.0.write_all(bytes).await.is_ok()
    }
}

impl Peer {
    /// Reads to the end of TCP, answering nothing, not even a ping or a close.
    pub async fn ending(&mut self) -> Ending {
        self.ending_while(async |_| ()).await
    }

    /// Reads to the end of TCP while `send` sends. What is not sent by then stays unsent.
    pub async fn ending_while(&mut self, send: impl AsyncFnOnce(&mut Outgoing<'_>)) -> Ending {
        self.read_while(send, async |reader, buffer| {
            let (mut frames, start) = (Vec::new(), Instant::now());
            let mut last = start;
            loop {
                while let Some(frame) = Received::take(buffer) {
                    if frame.opcode != PING {
                        last = Instant::now();
                        frames.push(frame);
                    }
                }
                let is_closing = frames.last().is_some_and(|frame| frame.opcode == CLOSE);
                let patience = if is_closing { TCP_END } else { DEADLINE };
                let read = timeout(patience, reader.read_buf(buffer)).await;
                if matches!(read, Ok(Ok(1..))) {
                    continue;
                }
                let tcp_end = read.is_ok().then(|| last.elapsed());
                let was_reset = matches!(read, Ok(Err(_)));
                let leftover = std::mem::take(buffer);
                return Ending { frames, leftover, last_frame: last - start, tcp_end, was_reset };
            }
        })
        .await
    }

    /// Reads bytes, and not frames, to the end of TCP while `send` sends.
    ///
    /// # Panics
    /// When TCP stays open.
    pub async fn rest_while(&mut self, send: impl AsyncFnOnce(&mut Outgoing<'_>)) -> String {
        self.read_while(send, async |reader, buffer| {
            while within(reader.read_buf(buffer)).await.is_ok_and(|read| read > 0) {}
            String::from_utf8_lossy(&std::mem::take(buffer)).into_owned()
        })
        .await
    }

    async fn read_while<T>(
        &mut self,
        send: impl AsyncFnOnce(&mut Outgoing<'_>),
        read: impl AsyncFnOnce(&mut ReadHalf<'_>, &mut Vec<u8>) -> T,
    ) -> T {
        let (mut reader, writer) = self.stream.split();
        let mut outgoing = Outgoing(writer);
        let sent_for_ever = async {
            send(&mut outgoing).await;
            pending::<()>().await;
        };
        select! {
            read = read(&mut reader, &mut self.buffer) => read,
            () = sent_for_ever => unreachable!("it pends for ever"),
        }
    }

    /// Expects the server's close frame with this code (`None`: without one), nothing before or after
    /// it, and the end of TCP soon after. Gives back how soon.
    #[track_caller]
    pub fn expect_close(&mut self, code: impl Into<Option<u16>>) -> impl Future<Output = Duration> {
        let code = code.into();
        async move {
            let ending = self.ending().await;
            assert!(ending.answers().is_empty(), "frames before the close frame: {ending:?}");
            ending.closed_with(code).unwrap_or_else(|wrong| panic!("{wrong}"))
        }
    }

    /// Expects the end of TCP, without a frame before it.
    pub async fn expect_tcp_end(&mut self) -> Duration {
        let ending = self.ending().await;
        assert!(ending.frames.is_empty() && ending.leftover.is_empty(), "{ending:?}");
        ending.tcp_end.expect("TCP stayed open")
    }
}
