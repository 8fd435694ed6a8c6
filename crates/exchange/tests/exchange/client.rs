//! A raw client of HTTP, and one of streams.

use std::{io, time::Duration};

use futures_util::StreamExt;
use lab_exchange::{Exchange, Options, Target, Times};
use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

/// Long enough for a busy machine, short enough for a test that hangs.
const DEADLINE: Duration = Duration::from_secs(30);

/// Nothing that is awaited here may take longer.
pub(crate) async fn within<T>(wait: impl Future<Output = T>) -> T {
    timeout(DEADLINE, wait).await.expect("nothing happened in time")
}

/// An exchange whose market stands still and whose mini tickers come often.
pub(crate) async fn exchange() -> Exchange {
    let (step, pace) = (Duration::MAX, Duration::from_millis(5));
    Exchange::start_with(Options { step, pace, ..Options::default() }).await.unwrap()
}

/// Scripts a fault by its name, once.
pub(crate) fn once(exchange: &Exchange, target: Target, name: &str) {
    exchange.script(target, name.parse().unwrap(), Times::ONCE).unwrap();
}

/// An answer as it came.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> &str {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.into_iter().find(|(known, _)| *known == name).map_or("", |(_, value)| value)
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Takes apart what came until the connection ended.
    fn of(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let end = end.unwrap_or_else(|| panic!("no head: {}", bytes.escape_ascii())) + 4;
        let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Self { status, head, body: bytes[end..].to_vec() }
    }
}

/// A TCP connection.
pub(crate) async fn connect(exchange: &Exchange) -> TcpStream {
    within(TcpStream::connect(exchange.address())).await.unwrap()
}

/// Everything that comes until the connection ends, and whether it ends well.
pub(crate) async fn to_end(socket: &mut TcpStream) -> (Vec<u8>, io::Result<()>) {
    let mut bytes = Vec::new();
    let end = within(socket.read_to_end(&mut bytes)).await;
    (bytes, end.map(|_| ()))
}

/// What comes on a connection of its own for these bytes, until it ends.
pub(crate) async fn raw(exchange: &Exchange, request: &[u8]) -> Vec<u8> {
    let mut socket = connect(exchange).await;
    within(socket.write_all(request)).await.unwrap();
    to_end(&mut socket).await.0
}

/// A request that asks for the end of the connection.
pub(crate) fn closing(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: exchange\r\nUser-Agent: a test\r\nConnection: close\r\n\r\n")
}

/// The answer to a request on a connection of its own.
pub(crate) async fn get(exchange: &Exchange, path: &str) -> Answer {
    Answer::of(&raw(exchange, closing(path).as_bytes()).await)
}

/// The opening handshake of RFC 6455 section 1.3.
pub(crate) const HANDSHAKE: &str = "GET /ws HTTP/1.1\r\nhost: exchange\r\nconnection: Upgrade\r\n\
    upgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

/// A stream.
pub(crate) type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Opens a stream at a path such as `/ws/btcusdt@trade`.
pub(crate) async fn open(exchange: &Exchange, path: &str) -> Stream {
    within(connect_async(exchange.stream_url() + path)).await.unwrap().0
}

/// The next message that is no ping; `None` when the stream has ended, well or not.
pub(crate) async fn next(stream: &mut Stream) -> Option<Message> {
    loop {
        match within(stream.next()).await {
            Some(Ok(Message::Ping(_))) => {}
            Some(Ok(message)) => return Some(message),
            Some(Err(_)) | None => return None,
        }
    }
}

/// The next message, which must be a text.
pub(crate) async fn text(stream: &mut Stream) -> String {
    match next(stream).await {
        Some(Message::Text(text)) => text.to_string(),
        other => panic!("no text: {other:?}"),
    }
}
