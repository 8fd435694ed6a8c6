//! An independent WebSocket client, with a deadline on everything it waits for.

use futures_util::{SinkExt, StreamExt};
use serde_json::Value;
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{
        Bytes, Error, Message,
        client::IntoClientRequest,
        http::{HeaderName, HeaderValue, Response},
        protocol::{
            CloseFrame,
            frame::{
                Frame,
                coding::{CloseCode, Data, OpCode},
            },
        },
    },
};

use crate::server::DEADLINE;

/// The subprotocol of the rich form, as a client has read it in the contract.
pub const RICH: &str = "realtime-labs.v1";

/// One connection to a lab.
pub struct Client {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The server's answer to the opening handshake.
    pub handshake: Response<Option<Vec<u8>>>,
}

impl Client {
    /// Connects as Postman does: without an `Origin`, without a subprotocol.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn connect(url: &str) -> Self {
        match Self::try_connect(url, &[]).await {
            Ok(client) => client,
            Err(refusal) => panic!("{url} refused with {}", refusal.status()),
        }
    }

    /// Connects and offers the rich form.
    ///
    /// # Panics
    /// When the server refuses.
    pub async fn connect_rich(url: &str) -> Self {
        match Self::try_connect(url, &[("Sec-WebSocket-Protocol", RICH)]).await {
            Ok(client) => client,
            Err(refusal) => panic!("{url} refused with {}", refusal.status()),
        }
    }

    /// Connects with more headers; gives back the server's answer where it refuses.
    pub async fn try_connect(url: &str, headers: &[(&str, &str)]) -> Result<Self, Response<Option<Vec<u8>>>> {
        let mut request = url.into_client_request().unwrap();
        for (name, value) in headers {
            let name: HeaderName = name.parse().unwrap();
            request.headers_mut().insert(name, HeaderValue::from_str(value).unwrap());
        }
        match within(connect_async(request)).await {
            Ok((stream, handshake)) => Ok(Self { stream, handshake }),
            Err(Error::Http(refusal)) => Err(*refusal),
            Err(error) => panic!("{url}: {error}"),
        }
    }

    /// Sends a message of any kind.
    pub async fn send(&mut self, message: Message) {
        within(self.stream.send(message)).await.unwrap();
    }

    /// Sends a text.
    pub async fn say(&mut self, text: &str) {
        self.send(Message::text(text)).await;
    }

    /// The next message, which must be a text of JSON.
    pub async fn json(&mut self) -> Value {
        serde_json::from_str(&self.text().await).unwrap()
    }

    /// Sends one message in pieces, each a frame of its own (RFC 6455 section 5.4).
    pub async fn send_fragments(&mut self, kind: Data, pieces: &[&[u8]]) {
        for (index, piece) in pieces.iter().enumerate() {
            let kind = if index == 0 { kind } else { Data::Continue };
            let is_last = index + 1 == pieces.len();
            let frame = Frame::message(piece.to_vec(), OpCode::Data(kind), is_last);
            self.send(Message::Frame(frame)).await;
        }
    }

    /// The next message, control frames included.
    ///
    /// # Panics
    /// When none comes in time, or the connection has ended.
    pub async fn next(&mut self) -> Message {
        within(self.stream.next()).await.expect("the connection has ended").unwrap()
    }

    /// The next message, which must be a text. The heartbeat's pings are passed over.
    pub async fn text(&mut self) -> String {
        loop {
            match self.next().await {
                Message::Text(text) => return text.to_string(),
                Message::Ping(_) => {}
                other => panic!("a text was due, this came: {other:?}"),
            }
        }
    }

    /// Shows that the server has sent nothing up to now: the answer to a ping would come after it.
    pub async fn expect_nothing(&mut self) {
        let payload = Bytes::from_static(b"nothing before this");
        self.send(Message::Ping(payload.clone())).await;
        assert_eq!(self.next().await, Message::Pong(payload));
    }

    /// Closes with `code` and gives back the code that the server answers.
    pub async fn close(mut self, code: u16) -> Option<u16> {
        let frame = CloseFrame { code: CloseCode::from(code), reason: "".into() };
        within(self.stream.close(Some(frame))).await.unwrap();
        self.ended().await
    }

    /// Reads to the end of the connection, and gives back the close code, if a close frame came.
    pub async fn ended(mut self) -> Option<u16> {
        let mut code = None;
        while let Some(Ok(message)) = within(self.stream.next()).await {
            if let Message::Close(frame) = message {
                code = frame.map(|frame| frame.code.into());
            }
        }
        code
    }
}

async fn within<T>(wait: impl Future<Output = T>) -> T {
    timeout(DEADLINE, wait).await.expect("nothing came in time")
}
