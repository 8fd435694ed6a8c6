//! A raw WebSocket peer: bytes over TCP, right or wrong as a test wants them.
//!
//! It shares no code with any server or library, and tidies nothing up. Everything it waits for has a
//! deadline.

mod ending;
mod frame;
mod request;

use std::{io, time::Duration};

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
    time::timeout,
};

use crate::{
    http::Answer,
    server::{DEADLINE, Server},
};
pub use ending::{Ending, Outgoing};
pub use frame::{
    BINARY, CLOSE, CONTINUATION, Form, Frame, PING, PONG, RSV1, RSV2, RSV3, Received, TEXT, bytes_of,
};
pub use request::Request;

/// One TCP connection to a lab, before and after its opening handshake.
#[derive(Debug)]
pub struct Peer {
    stream: TcpStream,
    /// What came and was not taken yet.
    buffer: Vec<u8>,
}

impl Peer {
    /// Connects without a word.
    pub async fn connect(authority: &str) -> Self {
        let stream = within(TcpStream::connect(authority)).await.unwrap();
        // Every write leaves at once, as one segment where it fits.
        stream.set_nodelay(true).unwrap();
        Self { stream, buffer: Vec::new() }
    }

    /// Connects with a receive buffer of a few KiB, so that a peer that does not read is noticed soon.
    pub async fn connect_narrow(authority: &str) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(4096).unwrap();
        let stream = within(socket.connect(authority.parse().unwrap())).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self { stream, buffer: Vec::new() }
    }

    /// Connects and does the opening handshake.
    pub async fn open(server: &Server) -> Self {
        Self::open_with(server, &Request::to(server)).await.0
    }

    /// Connects, offers extensions, and gives back what the server agreed to; empty where to none.
    pub async fn open_offering(server: &Server, extensions: &str) -> (Self, String) {
        let (peer, answer) = Self::open_with(server, &Request::to(server).offering(extensions)).await;
        let agreed = answer.header("sec-websocket-extensions").to_owned();
        (peer, agreed)
    }

    /// Connects and does the opening handshake by this request.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn open_with(server: &Server, request: &Request) -> (Self, Answer) {
        let mut peer = Self::connect(&server.authority()).await;
        let answer = peer.shake_hands(request).await;
        (peer, answer)
    }

    /// Does the opening handshake on this connection.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn shake_hands(&mut self, request: &Request) -> Answer {
        self.write(&request.bytes()).await;
        let answer = self.answer().await;
        assert_eq!(answer.status, 101, "refused: {answer:?}");
        answer
    }

    /// Writes bytes as they are.
    pub async fn write(&mut self, bytes: &[u8]) {
        within(self.stream.write_all(bytes)).await.unwrap();
    }

    /// Sends one frame.
    pub async fn send(&mut self, frame: &Frame) {
        self.write(&frame.bytes()).await;
    }

    /// The answer to a request. A refusal is read with its body, to the length it names or to the end.
    pub async fn answer(&mut self) -> Answer {
        let mut answer = loop {
            if let Some(answer) = request::take_head(&mut self.buffer) {
                break answer;
            }
            assert!(self.fill().await.unwrap() > 0, "ended without an answer: {:?}", self.buffer);
        };
        if answer.status != 101 {
            let length = answer.header("content-length").parse().unwrap_or(usize::MAX);
            while self.buffer.len() < length && self.fill().await.is_ok_and(|read| read > 0) {}
            answer.body = String::from_utf8_lossy(&self.buffer).into_owned();
            self.buffer.clear();
        }
        answer
    }

    /// The next frame of the server. Its pings are answered and not given back.
    ///
    /// # Panics
    /// When none comes in time, or the connection has ended.
    pub async fn next(&mut self) -> Received {
        loop {
            match Received::take(&mut self.buffer) {
                Some(ping) if ping.opcode == PING => self.send(&Frame::new(PONG, ping.payload)).await,
                Some(frame) => return frame,
                None => assert!(self.fill().await.unwrap() > 0, "ended before a frame: {:?}", self.buffer),
            }
        }
    }

    /// The next frame, which must be a text.
    pub async fn text(&mut self) -> String {
        let frame = self.next().await;
        assert_eq!((frame.fin, frame.reserved, frame.opcode), (true, 0, TEXT), "{frame:?}");
        String::from_utf8(frame.payload).expect("a text is UTF-8")
    }

    /// Sends `bytes` and meanwhile reads as many frames, so that neither side waits for the other.
    pub async fn exchange(&mut self, bytes: &[u8], frames: usize) -> Vec<Received> {
        let (mut reader, mut writer) = self.stream.split();
        let buffer = &mut self.buffer;
        let read = async {
            let mut received = Vec::new();
            while received.len() < frames {
                match Received::take(buffer) {
                    Some(frame) if frame.opcode == PING => {}
                    Some(frame) => received.push(frame),
                    None => {
                        let read = within(reader.read_buf(buffer)).await.unwrap();
                        assert!(read > 0, "ended after {} of {frames} frames", received.len());
                    }
                }
            }
            received
        };
        let (received, written) = tokio::join!(read, within(writer.write_all(bytes)));
        written.unwrap();
        received
    }

    /// Writes `piece` again and again and reads nothing, until the server takes nothing any more.
    pub async fn push(&mut self, piece: &[u8]) {
        // Without a deadline: that the server does not read is what the caller waits out.
        while self.stream.write_all(piece).await.is_ok() {}
    }

    /// Writes `piece` again and again and reads nothing, until the server takes nothing for a while or `most`
    /// bytes are out. Gives back how many were.
    pub async fn push_at_most(&mut self, piece: &[u8], most: usize) -> usize {
        const WHILE: Duration = Duration::from_secs(1);
        let mut taken = 0;
        while taken < most {
            match timeout(WHILE, self.stream.write(&piece[taken % piece.len()..])).await {
                Ok(Ok(written)) => taken += written,
                _ => break,
            }
        }
        taken
    }

    /// Waits until something lies ready to be read, and leaves it there.
    pub async fn wait_for_bytes(&self) {
        within(self.stream.peek(&mut [0])).await.unwrap();
    }

    /// Whether nothing comes, not even the end, for a moment.
    pub async fn is_silent(&mut self) -> bool {
        const MOMENT: Duration = Duration::from_millis(100);
        self.buffer.is_empty() && timeout(MOMENT, self.stream.peek(&mut [0])).await.is_err()
    }

    /// Ends this side's sending alone (a half-close); the server sees the end of its input.
    pub async fn shut_down(&mut self) {
        within(self.stream.shutdown()).await.unwrap();
    }

    /// Leaves as a crashed program does: the server's side gets a reset.
    pub fn reset(self) {
        self.stream.set_zero_linger().unwrap();
    }

    /// Reads some more bytes; 0 at the end.
    async fn fill(&mut self) -> io::Result<usize> {
        within(self.stream.read_buf(&mut self.buffer)).await
    }
}

async fn within<T>(wait: impl Future<Output = T>) -> T {
    timeout(DEADLINE, wait).await.expect("nothing happened in time")
}
