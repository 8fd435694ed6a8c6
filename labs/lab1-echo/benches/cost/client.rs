//! A client that costs little: frames made once, answers told apart by their headers alone.

use std::net::Ipv4Addr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpSocket, TcpStream},
};

/// FIN and the opcode of a text (RFC 6455 section 5.2).
pub(crate) const TEXT: u8 = 0x81;

/// RSV1: the message is compressed (RFC 7692 section 7.2.1).
pub(crate) const COMPRESSED: u8 = 0x40;

/// A client must mask (RFC 6455 section 5.3). The key need not be a secret here.
pub(crate) const MASK: Option<[u8; 4]> = Some([0x37, 0xfa, 0x21, 0x3d]);

/// Connections from one loopback address, so that no limit per address stands in the way of thousands.
const PER_ADDRESS: usize = 250;

/// Longer than any answer.
const BUFFER: usize = 64 * 1024;

/// An open WebSocket.
pub(crate) struct Client {
    stream: TcpStream,
    received: Vec<u8>,
    /// The server's answer to the opening handshake.
    pub(crate) handshake: String,
}

impl Client {
    /// Opens connection `number` of a run; `headers` are further header lines, each with its line end.
    pub(crate) async fn open(port: u16, number: usize, headers: &str) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        let address = Ipv4Addr::new(127, 0, 0, u8::try_from(1 + number / PER_ADDRESS).unwrap());
        socket.bind((address, 0).into()).unwrap();
        let mut stream = socket.connect((Ipv4Addr::LOCALHOST, port).into()).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let request = format!(
            "GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
        );
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut handshake = Vec::new();
        while !handshake.ends_with(b"\r\n\r\n") {
            assert_ne!(stream.read_buf(&mut handshake).await.unwrap(), 0, "the server hung up");
        }
        let handshake = String::from_utf8(handshake).unwrap();
        assert!(handshake.starts_with("HTTP/1.1 101 "), "{handshake}");
        Self { stream, received: Vec::new(), handshake }
    }

    /// Sends bytes that are whole frames.
    pub(crate) async fn send(&mut self, frames: &[u8]) {
        self.stream.write_all(frames).await.unwrap();
    }

    /// Waits for so many messages and throws them away.
    pub(crate) async fn skip(&mut self, messages: usize) {
        self.received.reserve(BUFFER);
        let mut due = messages;
        while due > 0 {
            let mut end = 0;
            while let Some(length) = frame_length(&self.received[end..]) {
                due -= usize::from(is_message(self.received[end]));
                end += length;
            }
            self.received.drain(..end);
            if due > 0 {
                self.read().await;
            }
        }
    }

    /// The next message, as the frame it came in.
    pub(crate) async fn message(&mut self) -> Vec<u8> {
        loop {
            if let Some(length) = frame_length(&self.received) {
                let frame: Vec<u8> = self.received.drain(..length).collect();
                if is_message(frame[0]) {
                    return frame;
                }
            } else {
                self.read().await;
            }
        }
    }

    async fn read(&mut self) {
        let read = self.stream.read_buf(&mut self.received).await.unwrap();
        assert_ne!(read, 0, "the server hung up: {:?}", self.received);
    }
}

/// A whole message in one frame, as opposed to a ping.
fn is_message(first: u8) -> bool {
    first & 0x88 == 0x80
}

/// Where the payload of an unmasked frame begins and where it ends, once the length has arrived.
fn payload_bounds(bytes: &[u8]) -> Option<(usize, usize)> {
    let (start, length) = match *bytes.get(1)? {
        126 => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => panic!("an answer longer than any question"),
        length => (2, usize::from(length)),
    };
    Some((start, start + length))
}

/// The length of the frame that `bytes` begin with, once all of it has arrived.
fn frame_length(bytes: &[u8]) -> Option<usize> {
    payload_bounds(bytes).map(|(_, end)| end).filter(|&end| end <= bytes.len())
}

/// The payload of an unmasked frame.
pub(crate) fn payload(frame: &[u8]) -> &[u8] {
    let (start, end) = payload_bounds(frame).unwrap();
    &frame[start..end]
}

/// One frame of up to 65,535 bytes of payload (RFC 6455 section 5.2).
pub(crate) fn frame(first: u8, payload: &[u8], mask: Option<[u8; 4]>) -> Vec<u8> {
    let length = u16::try_from(payload.len()).unwrap();
    let masked = if mask.is_some() { 0x80 } else { 0 };
    let mut frame = vec![first];
    if length < 126 {
        frame.push(masked + length.to_be_bytes()[1]);
    } else {
        frame.push(masked + 126);
        frame.extend(length.to_be_bytes());
    }
    match mask {
        Some(key) => {
            frame.extend(key);
            frame.extend(payload.iter().zip(key.iter().cycle()).map(|(byte, key)| byte ^ key));
        }
        None => frame.extend(payload),
    }
    frame
}
